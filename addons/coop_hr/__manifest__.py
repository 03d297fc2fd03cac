# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Cooperative Workforce",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Employees",
    "summary": "Members who work: skills and certificates, apart from the staff",
    "author": "The cooperative suite contributors",
    "website": "https://github.com/coop-suite/coop-suite",
    "license": "AGPL-3",
    "depends": ["coop_membership", "hr_skills"],
    "data": [
        "security/coop_hr_groups.xml",
        "security/coop_hr_rules.xml",
        "security/ir.model.access.csv",
        "views/hr_employee_skill_views.xml",
        "views/hr_employee_views.xml",
        "views/coop_member_views.xml",
        "views/coop_portal_templates.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/coop_demo.xml"],
}
