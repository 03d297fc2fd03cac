# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.coop_membership.tests.security import (
    OFFICE,
    OPENS,
    SecurityCase,
    allow,
)

from .common import TrainingCase

ALL = "crwd"
HR = ("officer", "manager")
OWN = dict.fromkeys((*OFFICE, "other"), ALL)
MODELS = {
    "coop.training.programme": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.training.outcome": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.training.duty": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.training.need": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.training.mentoring": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.training.matrix": allow(*OFFICE),
    "coop.training.hours": allow(*OFFICE),
    "coop.training.cost": allow(*OFFICE),
    # wizards: everybody has the own ones only
    "coop.training.enrol": dict.fromkeys((*HR, "other"), ALL),
    "coop.certificate.import": dict.fromkeys((*HR, "other"), ALL),
    "coop.training.report": OWN,
}
METHODS = {
    ("coop.certificate.import", "action_import"): ("import", HR),
    ("coop.certificate.import", "action_template"): ("import", HR),
    ("coop.member", "action_open_training"): ("coop.member", OPENS),
    ("coop.member", "action_open_training_needs"): ("coop.member", OPENS),
    ("coop.training.enrol", "action_enrol"): ("enrol", HR),
    ("coop.training.matrix", "action_enrol"): ("coop.training.matrix", OPENS),
    ("coop.training.matrix", "action_open_member"): ("coop.training.matrix", OPENS),
    ("coop.training.need", "action_open_matrix"): ("coop.training.need", OPENS),
    ("coop.training.programme", "action_open_needs"): (
        "coop.training.programme",
        OPENS,
    ),
    ("coop.training.programme", "action_open_sessions"): (
        "coop.training.programme",
        OPENS,
    ),
    ("coop.training.report", "action_fund"): ("report", OFFICE),
    ("coop.training.report", "action_xlsx"): ("report", OFFICE),
    ("event.event", "action_coop_award"): ("event.event", HR),
    ("event.event", "action_coop_bill"): ("event.event", OPENS),
    ("event.event", "action_coop_costs"): ("event.event", OPENS),
    ("event.event", "action_coop_enrol"): ("event.event", OPENS),
    ("event.event", "action_coop_registrations"): ("event.event", OPENS),
    ("event.registration", "action_coop_absent"): ("event.registration", HR),
    ("event.registration", "action_coop_attended"): ("open registration", HR),
    ("event.registration", "action_coop_unaward"): ("awarded", HR),
    ("hr.employee.skill", "action_renew"): ("hr.employee.skill", HR),
}
LOGIN = {"public": "/web/login"}
LIST = "/my/training"


def own(route):
    """An address of member A, which leads all others back to the list."""
    return (
        route,
        lambda case: route.replace("<int:row_id>", str(case.place.id)).replace(
            "<int:file_id>", str(case.material.id)
        ),
    )


ROUTES = {
    (LIST, LIST): {None: 200, **LOGIN},
    own("/my/training/<int:row_id>"): {None: LIST, "portal_a": 200, **LOGIN},
    own("/my/training/<int:row_id>/material/<int:file_id>"): {
        None: LIST,
        "portal_a": 200,
        **LOGIN,
    },
    own("/my/training/<int:row_id>/exam"): {None: LIST, **LOGIN},
    own("/my/training/<int:row_id>/feedback"): {None: LIST, **LOGIN},
    # these two are posted: an address in a mail does nothing
    own("/my/training/<int:row_id>/cancel"): {None: 405},
    (
        "/my/training/register/<int:event_id>",
        lambda case: f"/my/training/register/{case.event.id}",
    ): {None: 405},
    (
        "/training/attend/<int:event_id>/<string:token>",
        lambda case: f"/training/attend/{case.event.id}/{'0' * 32}",
    ): {None: LIST, **LOGIN},
    ("/my/training/passport", "/my/training/passport"): {
        None: "/my",
        "portal_a": 200,
        "portal_b": 200,
        **LOGIN,
    },
    (
        "/coop/certificate/<int:row_id>/<string:token>",
        lambda case: (
            f"/coop/certificate/{case.samples['hr.employee.skill'].id}/{'0' * 32}"
        ),
    ): {None: 404},
}
REPORTS = {
    # a member may print the own one
    "coop_training.passport": ("coop.member", (*OFFICE, "portal_a")),
    "coop_training.sheet": ("event.event", OFFICE),
    "coop_training.fund": ("report", OFFICE),
    "coop_training.xlsx": ("report", OFFICE),
    "coop_training.certificate_template": ("import", HR),
}


class TrainingSecurityCase(SecurityCase, TrainingCase):
    module = "coop_training"

    @classmethod
    def _make_samples(cls):
        env = cls.env
        cls.company.coop_education_account_id = cls.company.coop_reserve_account_id
        cls.material = env["ir.attachment"].create(
            {"name": "guide.pdf", "datas": b"JVBERg=="}
        )
        programme = cls.programme(
            outcomes=[(cls.tkbt, 36, 100)], material_ids=cls.material.ids
        )
        cls.event = cls.course(programme)
        attended = cls.attended(cls.event, cls.a)
        awarded = cls.attended(
            cls.course(cls.programme("Second", outcomes=[(cls.sim_a, 36, 100)])), cls.a
        )
        awarded.event_id.action_coop_award()
        later = cls.coming(programme)
        cls.place = later._coop_register(cls.a)
        role = env["hr.employee.category"].create({"name": "Pengurus"})
        duty = env["coop.training.duty"].create(
            {"member_id": cls.a.id, "role_id": role.id}
        )
        mentoring = env["coop.training.mentoring"].create(
            {
                "mentor_id": cls.b.id,
                "mentee_id": cls.a.id,
                "topic": "Glass",
                "company_id": cls.company.id,
            }
        )
        need = cls.need(skill_id=cls.tkbt.id)
        table = "member number;certificate;certificate number;issued on\n"
        table += f"{cls.a.number};TKBT;N-1;01/01/2025"
        env.flush_all()
        return {
            "coop.member": cls.a,
            "coop.training.programme": programme,
            "coop.training.outcome": programme.outcome_ids,
            "coop.training.duty": duty,
            "coop.training.need": need,
            "coop.training.mentoring": mentoring,
            "coop.training.matrix": env["coop.training.matrix"].search(
                [("member_id", "=", cls.a.id), ("need_id", "=", need.id)]
            ),
            "coop.training.hours": env["coop.training.hours"].search(
                [("member_id", "=", cls.a.id)], limit=1
            ),
            "coop.training.cost": env["coop.training.cost"].search(
                [("event_id", "=", cls.event.id)]
            ),
            "event.event": cls.event,
            "event.registration": attended,
            "open registration": cls.place,
            "awarded": awarded,
            "hr.employee.skill": awarded.coop_skill_row_ids,
            "enrol": env["coop.training.enrol"].create(
                {"event_id": later.id, "member_ids": cls.b.ids}
            ),
            "import": env["coop.certificate.import"].create(
                {"file": base64.b64encode(table.encode())}
            ),
            "report": env["coop.training.report"].create({}),
        }


@tagged("post_install", "-at_install")
class TestSecurity(TrainingSecurityCase):
    """The security matrix of training (see ``coop_membership``)."""

    def test_models(self):
        self.check_models(MODELS)

    def test_methods(self):
        self.check_methods(METHODS)

    def test_private_methods(self):
        self.check_private_methods()

    def test_other_company(self):
        self.check_company_walls([*MODELS, "event.event", "event.registration"])

    def test_screens(self):
        self.check_screens(MODELS, OFFICE)

    def test_no_identities_or_bank_accounts(self):
        self.assertFalse(self.own_fields("nik|npwp|vat|bank"))

    def test_portal_users_have_no_rights_on_events(self):
        for name in ("event.event", "event.registration", *MODELS):
            for role in ("portal_a", "portal_b", "public"):
                self.assertDenied(role, self.env[name], "search_read", [], ["id"])

    def test_readers_change_no_events(self):
        for name in ("event.event", "event.registration"):
            for role in ("supervisor", "accountant"):
                record = self.samples[name]
                self.assertDenied(role, record, "write", {"active": False})
                self.assertDenied(role, record, "unlink")

    def test_report_of_another_company_is_refused(self):
        with self.undone():
            wizard = self.env["coop.training.report"].with_user(self.users["other"])
            with self.assertRaises(AccessError):
                wizard.create({"company_id": self.company.id}).check_access("read")
        with self.undone(), self.assertRaises(AccessError):
            fund = self.env["report.coop_training.fund"]
            fund.with_user(self.users["other"])._fund(self.samples["report"])


@tagged("post_install", "-at_install")
class TestSecurityWeb(TrainingSecurityCase, HttpCase):
    """The security matrix by address."""

    def test_routes(self):
        self.check_routes(ROUTES)

    def test_reports(self):
        self.check_reports(REPORTS)
