# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
{
    "name": "Cooperative Training: E-Learning",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Training",
    "summary": "Programmes of the cooperative with a course of Odoo's e-learning",
    "author": "The cooperative suite contributors",
    "website": "https://github.com/coop-suite/coop-suite",
    "license": "AGPL-3",
    "depends": ["coop_training", "website_slides"],
    "data": [
        "views/coop_training_programme_views.xml",
        "views/event_registration_views.xml",
        "views/coop_portal_templates.xml",
    ],
    "auto_install": True,
}
