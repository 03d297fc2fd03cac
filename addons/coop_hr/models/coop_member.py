# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class CoopMember(models.Model):
    """A member gets an employee when first needed, with skills and certificates."""

    _inherit = "coop.member"

    employee_id = fields.Many2one(
        "hr.employee",
        string="Performer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="coop_membership.group_reader",
        help="Holds skills and certificates. Created when the member is first assigned "
        "to work or takes a course; no member of the staff.",
    )
    employee_skill_ids = fields.One2many(
        related="employee_id.employee_skill_ids",
        string="Skills",
        groups="coop_membership.group_reader",
    )

    # Who comes back as a member keeps skills and certificates, so only one *open*
    # membership belongs to an employee.
    _employee_uniq = models.UniqueIndex(
        "(employee_id) WHERE employee_id IS NOT NULL "
        "AND state NOT IN ('left', 'rejected')",
        "This performer already belongs to another member.",
    )

    def _ensure_employees(self):
        """The employees of these members; those still missing are created in one go.

        A person who was a member before keeps the employee of the earlier membership.

        :return: ``hr.employee`` records in the order of ``self``, as the caller
            (``member.employee_id`` afterwards)
        :raises AccessError: for members that the user may not read
        """
        self.check_access("read")
        # sudo: dispatchers and the member's own registration need the performer,
        # without the right to keep employees
        members = self.sudo()
        missing = members.filtered(lambda member: not member.employee_id)
        if missing:
            if len(missing.try_lock_for_update(allow_referencing=True)) != len(missing):
                raise UserError(
                    self.env._(
                        "Someone else is assigning %(member)s right now. Try again.",
                        member=", ".join(missing.mapped("display_name")[:3]),
                    )
                )
            missing.invalidate_recordset(["employee_id"])
            missing = missing.filtered(lambda member: not member.employee_id)
            missing._link_earlier_employees()
            missing = missing.filtered(lambda member: not member.employee_id)
            missing._create_employees()
        return self.env["hr.employee"].browse(
            member.employee_id.id for member in members
        )

    def _link_earlier_employees(self):
        """Give returning persons the employee of their earlier membership."""
        earlier = self.with_context(active_test=False).search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("employee_id", "!=", False),
            ],
            order="id",
        )
        known = {(m.partner_id, m.company_id): m.employee_id for m in earlier}
        for member in self:
            employee = known.get((member.partner_id, member.company_id))
            if employee:
                employee.active = True
                member.employee_id = employee

    def _create_employees(self):
        """One batch per company; Odoo puts the company on the version by context."""
        for company, members in self.grouped("company_id").items():
            employees = (
                self.env["hr.employee"]
                .with_company(company)
                .with_context(
                    # leaves out Odoo's welcome to new staff and nothing else here
                    salary_simulation=True,
                    tracking_disable=True,
                )
                .create(
                    [
                        {
                            "name": member.partner_id.name,
                            "company_id": company.id,
                            "employee_type": "member",
                            "work_contact_id": member.partner_id.id,
                            "address_id": False,
                            "image_1920": member.partner_id.image_1920,
                        }
                        for member in members
                    ]
                )
            )
            for member, employee in zip(members, employees, strict=True):
                member.employee_id = employee.id

    # --------------------------------------------------------------------- actions
    def action_open_employee(self):
        """The performer with skills and certificates, created if need be."""
        self.ensure_one()
        if not self.env.user.has_group("hr.group_hr_user"):
            return self.action_open_certificates()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee",
            "view_mode": "form",
            "res_id": self._ensure_employees().id,
        }

    def action_open_certificates(self):
        """Certificates of these members."""
        return self._action_records(
            "coop_hr.action_coop_certificate",
            [("employee_id", "in", self.sudo().employee_id.ids)],  # ids only
        )
