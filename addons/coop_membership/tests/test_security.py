# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .security import OFFICE, OPENS, SecurityCase, allow

ALL = "crwd"
LEDGER = ("accountant", "manager", "supervisor")
STAFF = ("officer", "accountant", "manager")
BOOKS = ("accountant", "manager")
MODELS = {
    "coop.member": allow(*OFFICE, portal_a="r", officer=ALL, manager=ALL),
    "coop.member.heir": allow(*OFFICE, officer=ALL, manager=ALL),
    "coop.member.status": allow(*OFFICE),
    # shared by all companies, and no secret
    "coop.leave.reason": allow(*OFFICE, manager=ALL, other=ALL),
    "coop.savings.type": allow(
        *OFFICE, portal_a="r", portal_b="r", accountant=ALL, manager=ALL
    ),
    "coop.savings.amount": allow(*OFFICE, accountant=ALL, manager=ALL),
    "coop.savings.balance": allow(*OFFICE, portal_a="r"),
    "coop.savings.allocation": allow(*OFFICE, accountant=ALL, manager=ALL),
    "coop.savings.collection": allow("supervisor", **dict.fromkeys(STAFF, ALL)),
    "coop.savings.collection.line": allow("supervisor", **dict.fromkeys(STAFF, ALL)),
    "coop.member.exit": allow("supervisor", **dict.fromkeys(STAFF, ALL)),
    "coop.member.exit.line": allow("supervisor", **dict.fromkeys(STAFF, ALL)),
    "coop.payment.batch": allow(*OFFICE, accountant=ALL, manager=ALL),
    "coop.payment.batch.line": allow(*OFFICE, accountant=ALL, manager=ALL),
    "coop.opening": allow("supervisor", accountant=ALL, manager=ALL),
    "coop.opening.line": allow("supervisor", accountant="rw", manager="rw"),
    "coop.opening.balance": allow("supervisor", "accountant", "manager"),
    # wizards: everybody has the own ones only
    "coop.member.date": dict.fromkeys((*OFFICE, "other"), ALL),
    "coop.savings.collection.import": dict.fromkeys((*STAFF, "other"), ALL),
}
METHODS = {
    ("account.payment", "action_print_coop_receipt"): ("payment", OPENS),
    ("coop.member", "action_approve"): ("applicant", ("manager",)),
    ("coop.member", "action_deposit"): ("coop.member", OPENS),
    ("coop.member", "action_exit"): ("coop.member", OPENS),
    ("coop.member", "action_open_payments"): ("coop.member", OPENS),
    ("coop.member", "action_open_savings"): ("coop.member", OPENS),
    ("coop.member", "action_reinstate"): ("suspended", ("manager",)),
    ("coop.member", "action_reject"): ("applicant", ("manager",)),
    ("coop.member", "action_suspend"): ("coop.member", ("manager",)),
    ("coop.member.date", "action_open"): ("coop.member.date", OPENS),
    ("coop.member.exit", "action_cancel"): ("posted exit", BOOKS),
    ("coop.member.exit", "action_open_entries"): ("posted exit", LEDGER),
    ("coop.member.exit", "action_pay"): ("posted exit", LEDGER),
    ("coop.member.exit", "action_post"): ("coop.member.exit", BOOKS),
    ("coop.member.exit", "action_refresh"): ("coop.member.exit", STAFF),
    ("coop.opening", "action_check"): ("coop.opening", BOOKS),
    ("coop.opening", "action_open_members"): ("coop.opening", OPENS),
    ("coop.opening", "action_open_moves"): ("coop.opening", OPENS),
    ("coop.opening", "action_post"): ("read opening", BOOKS),
    ("coop.opening", "action_read_file"): ("coop.opening", BOOKS),
    ("coop.opening", "action_template"): ("coop.opening", OPENS),
    ("coop.payment.batch", "action_bank_file"): ("coop.payment.batch", BOOKS),
    ("coop.payment.batch", "action_cancel"): ("posted batch", BOOKS),
    ("coop.payment.batch", "action_cash_list"): ("coop.payment.batch", OPENS),
    ("coop.payment.batch", "action_fill"): ("coop.payment.batch", BOOKS),
    ("coop.payment.batch", "action_include_all"): ("coop.payment.batch", BOOKS),
    ("coop.payment.batch", "action_open_entries"): ("posted batch", LEDGER),
    ("coop.payment.batch", "action_post"): ("coop.payment.batch", BOOKS),
    ("coop.savings.balance", "action_open_entry"): ("coop.savings.balance", OPENS),
    ("coop.savings.collection", "action_cancel"): ("posted sheet", BOOKS),
    ("coop.savings.collection", "action_fill"): ("coop.savings.collection", STAFF),
    ("coop.savings.collection", "action_import"): ("coop.savings.collection", OPENS),
    ("coop.savings.collection", "action_open_entries"): ("posted sheet", LEDGER),
    ("coop.savings.collection", "action_post"): ("coop.savings.collection", BOOKS),
    ("coop.savings.collection", "action_template"): ("coop.savings.collection", OPENS),
    ("coop.savings.collection.import", "action_import"): ("import", STAFF),
    # settings are the administrator's
    ("res.config.settings", "action_coop_propose_tags"): ("settings", ()),
}


# Field: roles that see it.
SECRETS = {
    ("coop.member", "nik"): ("manager",),
    ("coop.member", "npwp"): ("manager",),
    ("coop.member", "bank_ids"): ("manager",),
    ("coop.opening.line", "nik"): ("manager",),
    ("coop.opening", "file"): BOOKS,
    ("coop.payment.batch", "bank_file"): BOOKS,
    ("coop.payment.batch.line", "partner_bank_id"): BOOKS,
}
# Paths to other people's data that a curious member may try.
CURIOUS = (
    ("coop.member", "partner_id.coop_member_ids.number"),
    ("coop.member", "heir_ids.partner_id.name"),
    ("coop.member", "status_ids.note"),
    ("coop.member", "leave_reason_id.name"),
    ("coop.member", "note"),
    ("coop.member", "leave_note"),
    ("coop.savings.balance", "member_id.nik"),
    ("coop.savings.balance", "move_line_id.move_id.line_ids.partner_id"),
    ("coop.savings.balance", "partner_id.bank_ids.acc_number"),
    ("coop.savings.type", "amount_ids.amount"),
    ("coop.savings.type", "account_id.code"),
)


@tagged("post_install", "-at_install")
class TestSecurity(SecurityCase):
    """The security matrix of members and savings (see ``security.py``)."""

    @classmethod
    def _make_samples(cls):
        samples = super()._make_samples()
        opening = samples["coop.opening"].copy()
        opening.file = samples["coop.opening"].file
        opening.action_read_file()
        sheet = samples["coop.savings.collection"]
        rows = f"number;type;amount\n{cls.b.number};{cls.mandatory.code};5000\n"
        return {
            **samples,
            "read opening": opening,
            "import": cls.env["coop.savings.collection.import"].create(
                {
                    "collection_id": sheet.id,
                    "file": base64.b64encode(rows.encode()),
                    "filename": "sheet.csv",
                }
            ),
            "coop.member.date": cls.env["coop.member.date"].create({}),
            "settings": cls.env["res.config.settings"].create({}),
        }

    def test_models(self):
        self.check_models(MODELS)

    def test_methods(self):
        self.check_methods(METHODS)

    def test_private_methods(self):
        self.check_private_methods()

    def test_other_company(self):
        self.check_company_walls(MODELS)

    def test_screens(self):
        self.check_screens(MODELS, OFFICE)

    # --------------------------------------------------------------------- secrets
    def test_identity_and_bank_fields_are_all_listed(self):
        self.assertLessEqual(self.own_fields("nik|npwp|vat|bank"), set(SECRETS))

    def test_identity_and_bank_fields(self):
        for (name, field), seers in SECRETS.items():
            record = self.samples[name]
            for role in (*OFFICE, "portal_a", "internal"):
                if role in seers:
                    self.rpc(role, record, "read", [field])
                    self.rpc(role, record.browse(), "search", [(field, "!=", False)])
                    continue
                with self.subTest(model=name, field=field, role=role):
                    self.check_secret_field(role, record, field)

    def test_identities_are_given_to_officers_one_by_one(self):
        self.users["officer"].group_ids += self.env.ref(
            "coop_membership.group_sensitive"
        )
        [row] = self.rpc("officer", self.a, "read", ["nik", "npwp", "bank_ids"])
        self.assertEqual(row["nik"], self.nik_a)
        self.assertTrue(row["npwp"] and row["bank_ids"])

    def test_bank_accounts_of_members_are_not_for_every_employee(self):
        bank = self.a.partner_id.bank_ids
        vendor = bank.create(
            {"partner_id": self.person("Vendor").id, "acc_number": "777"}
        )
        sensitive = self.new_user("sensitive", "officer", "sensitive")
        self.users["sensitive"] = sensitive
        both = [("id", "in", (bank + vendor).ids)]
        for role in ("internal", "officer", "accountant", "sensitive"):
            seen = self.rpc(role, bank.browse(), "search", both)
            hidden = role in ("internal", "officer")
            self.assertEqual(
                set(seen), set(vendor.ids if hidden else (bank + vendor).ids), role
            )
        self.assertDenied("officer", bank, "read", ["acc_number"])
        self.assertDenied("officer", bank, "write", {"acc_number": "1"})
        [row] = self.rpc("officer", self.a.partner_id, "read", ["bank_ids"])
        self.assertEqual(row["bank_ids"], [])

    def test_identities_are_not_found_through_other_models(self):
        for name, path in (
            ("coop.savings.balance", "member_id.nik"),
            ("coop.savings.collection.line", "member_id.nik"),
            ("coop.member.exit", "member_id.nik"),
            ("res.partner", "coop_member_ids.nik"),
        ):
            model = self.env[name]
            with self.subTest(model=name):
                self.assertDenied("officer", model, "search", [(path, "=like", "3%")])
                record = self.samples.get(name) or self.a.partner_id
                self.assertDenied(
                    "officer", record, "export_data", [path.replace(".", "/")]
                )

    def test_other_company_reads_no_register_through_a_contact(self):
        """Contacts are shared by companies, memberships are not."""
        partner = self.a.partner_id
        rows = self.rpc("other", partner, "read", ["coop_member_ids"])
        self.assertEqual(rows[0]["coop_member_ids"], [])
        found = self.rpc(
            "other",
            partner.browse(),
            "search",
            [("coop_member_ids.number", "=", self.a.number)],
        )
        self.assertEqual(found, [])

    def test_sums_of_another_company_are_not_told(self):
        member = self.env["coop.member"]
        [row] = self.rpc(
            "other",
            member,
            "formatted_read_group",
            [],
            [],
            ["savings_total:sum", "arrears:sum", "__count"],
        )
        self.assertEqual(row["__count"], 0)
        self.assertFalse(row["savings_total:sum"])
        for domain in ([("savings_total", ">", 0)], [("active_on", "=", "2025-01-01")]):
            self.assertEqual(self.rpc("other", member, "search_count", domain), 0)

    # ---------------------------------------------------------------------- portal
    def test_members_see_their_own_rows_only(self):
        own = {
            "coop.member": [("id", "=", self.a.id)],
            "coop.savings.balance": [("member_id", "=", self.a.id)],
        }
        for name, domain in own.items():
            model = self.env[name]
            expected = model.sudo().search(domain)
            seen = self.rpc("portal_a", model, "search", [])
            self.assertEqual(set(seen), set(expected.ids))
            others = ["!", *domain]
            self.assertTrue(model.sudo().search_count(others))
            self._check_unseen("portal_a", model, others)
            foreign = model.sudo().search(others, limit=1)
            self.assertDenied("portal_a", foreign, "read", ["display_name"])
            self.assertDenied("portal_a", foreign, "web_read", {"display_name": {}})
        seen = self.rpc("portal_a", self.other_type.browse(), "search", [])
        self.assertNotIn(self.other_type.id, seen)

    def test_members_sum_their_own_savings_only(self):
        for name, total in (
            ("coop.member", "savings_total:sum"),
            ("coop.savings.balance", "amount:sum"),
        ):
            [row] = self.rpc(
                "portal_a", self.env[name], "formatted_read_group", [], [], [total]
            )
            self.assertEqual(row[total], self.a.savings_total)

    def test_members_do_not_find_others_by_asking_sideways(self):
        for name, path in CURIOUS:
            with self.subTest(path=path), self.undone():
                try:
                    found = self.rpc(
                        "portal_a", self.env[name], "search", [(path, "!=", False)]
                    )
                except AccessError:
                    continue
                self.assertEqual(found, [])

    def test_internal_notes_are_not_for_the_member(self):
        for field in ("note", "leave_note"):
            self.assertDenied("portal_a", self.a, "read", [field])

    # ----------------------------------------------------------------- supervision
    def test_supervisor_reads_the_books_and_changes_nothing(self):
        samples = {
            "account.move": self.samples["payment"].move_id,
            "account.move.line": self.samples["payment"].move_id.line_ids,
            "account.payment": self.samples["payment"],
            "account.journal": self.bank_journal,
            "account.account": self.bank_account,
            "res.partner": self.a.partner_id,
        }
        for name, record in samples.items():
            with self.subTest(model=name):
                own = record.with_user(self.users["supervisor"])
                own.check_access("read")
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(own.has_access(operation), operation)
        for record, method, *args in (
            (samples["account.move"], "button_draft"),
            (samples["account.payment"], "action_draft"),
            (self.a, "message_post"),
        ):
            with self.undone(), self.assertRaises(UserError):
                self.rpc("supervisor", record, method, *args)

    # ----------------------------------------------------------- writing around it
    def test_documents_are_not_booked_by_writing_their_state(self):
        entry = [Command.link(self.samples["payment"].move_id.id)]
        for role, name, values in (
            ("officer", "coop.member", {"state": "suspended"}),
            ("officer", "coop.member", {"number": "9999"}),
            ("officer", "coop.member", {"dues_brought_forward": 1}),
            ("officer", "coop.savings.collection", {"state": "posted"}),
            ("officer", "coop.member.exit", {"state": "posted"}),
            ("accountant", "coop.savings.collection", {"move_ids": entry}),
            ("accountant", "coop.member.exit", {"state_before": "active"}),
            ("accountant", "coop.payment.batch", {"state": "posted"}),
            ("accountant", "coop.opening", {"state": "posted"}),
            ("accountant", "coop.opening", {"move_ids": entry}),
        ):
            record = self.samples[name]
            with self.subTest(role=role, model=name, values=values):
                with self.undone(), self.assertRaises(UserError):
                    self.rpc(role, record, "write", values)
                required = {
                    "coop.member": {"partner_id": self.person("Another").id},
                    "coop.member.exit": {"member_id": self.b.id},
                    "coop.opening": {"date": "2023-12-31"},
                }.get(name, {})
                with self.undone():
                    try:
                        [new] = self.rpc(
                            role, record.browse(), "create", [required | values]
                        )
                    except UserError:
                        continue
                    self.assertEqual(record.browse(new).state, "draft")
                    self.assertEqual(list(values), ["state"])

    def test_lines_of_booked_documents_are_frozen(self):
        for role, document, values in (
            ("officer", "posted sheet", {"amount": 1}),
            ("officer", "posted exit", {"amount": 1}),
            ("accountant", "posted batch", {"included": False}),
        ):
            lines = self.samples[document].line_ids
            with self.subTest(document=document):
                for method, *args in (("write", values), ("unlink",)):
                    with self.undone(), self.assertRaises(UserError):
                        self.rpc(role, lines, method, *args)
