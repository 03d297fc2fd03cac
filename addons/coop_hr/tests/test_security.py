# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.tests.security import OPENS, SecurityCase

from .common import HrCase

HR = ("officer", "manager")
METHODS = {
    ("coop.member", "action_open_employee"): ("coop.member", OPENS),
    ("coop.member", "action_open_certificates"): ("coop.member", OPENS),
    ("hr.employee", "action_open_coop_member"): ("hr.employee", OPENS),
    ("hr.employee.skill", "action_verify"): ("unverified", HR),
    ("hr.employee.skill", "action_unverify"): ("hr.employee.skill", HR),
}
LOGIN = {"public": "/web/login"}
ROUTES = {
    ("/my/skills", "/my/skills"): {None: 200, **LOGIN},
    (
        "/my/skills/<int:row_id>/file",
        lambda case: f"/my/skills/{case.samples['hr.employee.skill'].id}/file",
    ): {None: "/my/skills", "portal_a": 200, **LOGIN},
}


class HrSecurityCase(SecurityCase, HrCase):
    module = "coop_hr"

    @classmethod
    def _make_samples(cls):
        scan = {"certificate_file": b"YQ==", "certificate_filename": "a.pdf"}
        row = cls.certificate(cls.a, cls.tkbt, "2025-01-01", number="A-1", **scan)
        cls.row_b = cls.certificate(cls.b, cls.tkbt, "2025-01-01", number="B-1", **scan)
        return {
            "coop.member": cls.a,
            "hr.employee": cls.a.employee_id,
            "hr.employee.skill": row,
            "unverified": cls.certificate(
                cls.a, cls.sim_a, "2025-01-01", number="A-2", verify=False
            ),
        }


@tagged("post_install", "-at_install")
class TestSecurity(HrSecurityCase):
    """The security matrix of performers and certificates (see ``coop_membership``)."""

    def test_models(self):
        self.assertFalse(self.own_models())

    def test_methods(self):
        self.check_methods(METHODS)

    def test_private_methods(self):
        self.check_private_methods()

    def test_other_company(self):
        self.check_company_walls(["hr.employee.skill"])

    def test_screens(self):
        self.check_screens(
            ["coop.member", "hr.employee.skill", "hr.employee"], ("officer", "manager")
        )
        self.check_screens(["coop.member"], ("accountant", "supervisor"))

    def test_members_see_their_own_rows_only(self):
        rows = self.env["hr.employee.skill"]
        own = rows.search([("employee_id", "=", self.a.employee_id.id)])
        self.assertEqual(set(self.rpc("portal_a", rows, "search", [])), set(own.ids))
        self._check_unseen("portal_a", rows, [("id", "not in", own.ids)])
        self.assertDenied("portal_a", self.row_b, "read", ["certificate_number"])
        for method, *args in (
            ("write", {"valid_to": "2030-01-01"}),
            ("unlink",),
            ("create", [{"employee_id": self.a.employee_id.id}]),
        ):
            self.assertDenied("portal_a", own[:1], method, *args)
        self.assertDenied("portal_a", self.a.employee_id, "read", ["name"])

    def test_numbers_and_scans_are_for_the_office(self):
        row = self.samples["hr.employee.skill"]
        for field in ("certificate_number", "certificate_file", "issuer_id"):
            self.assertDenied("internal", row, "read", [field])
        for field in ("certificate_number", "certificate_file"):
            with self.subTest(field=field):
                self.rpc("supervisor", row, "read", [field])
                self.rpc("officer", row, "read", [field])

    def test_supervisor_changes_nothing(self):
        row = self.samples["hr.employee.skill"]
        with self.undone(), self.assertRaises(AccessError):
            self.rpc("supervisor", row, "write", {"certificate_number": "X"})


@tagged("post_install", "-at_install")
class TestSecurityWeb(HrSecurityCase, HttpCase):
    def test_routes(self):
        self.check_routes(ROUTES)

    def test_reports(self):
        self.check_reports({})
