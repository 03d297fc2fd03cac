# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who may do what: roles, one sample of everything, and the checks over tables.

An addon states its tables (models, methods, routes, reports) in full. What is in the
registry but not in a table fails, so nothing new stays unjudged.
"""

import base64
import io
import re
from contextlib import contextmanager
from inspect import isfunction
from unittest.mock import patch
from urllib.parse import urlsplit

import openpyxl
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import _generate_routing_rules
from odoo.models import BaseModel
from odoo.service.model import call_kw, get_public_method
from odoo.sql_db import Cursor
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.coop_membership.models.coop_opening import (
    BALANCE_SHEET,
    MEMBER_COLUMNS,
    MEMBER_SHEET,
)
from odoo.addons.coop_membership.tests.common import CoopCase

OFFICE = ("officer", "accountant", "manager", "supervisor")
ROLES = ("public", "portal_a", "portal_b", "internal", *OFFICE, "other")
OPENS = "opens"  # gives a window, a document or a file, and writes nothing


def allow(*reads, **more):
    """A row of the table of models: who reads, and who does more (``"crwd"``)."""
    return {**dict.fromkeys(reads, "r"), **more}


class SecurityCase(CoopCase):
    """A cooperative with members A and B, a user of each role, another company."""

    module = "coop_membership"
    nik_a = "3273016104900002"
    acc_a = "1230004567"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a = cls.member("Siti Rahmawati", nik=cls.nik_a, note="<p>Hidden</p>")
        cls.b = cls.member("Budi Santoso")
        cls.a.partner_id.vat = "0013000666091000"
        cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.a.partner_id.id,
                "acc_number": cls.acc_a,
                "allow_out_payment": True,
            }
        )
        for index, member in enumerate(cls.a + cls.b, 1):
            cls.save(member, cls.principal, 500000, "2024-01-02")
            cls.save(member, cls.mandatory, 10000 * index, "2024-02-02")
        cls.other_company = cls._make_other_company()
        cls.users = {"public": cls.env.ref("base.public_user")}
        cls.users["internal"] = cls.new_user("internal", "base.group_user")
        for role in OFFICE:
            cls.users[role] = cls.new_user(role, role)
        for role, member in (("portal_a", cls.a), ("portal_b", cls.b)):
            partner = member.partner_id
            cls.users[role] = cls.new_user(
                role, "base.group_portal", partner_id=partner.id, name=partner.name
            )
        cls.users["other"] = cls.new_user(
            "other",
            "manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        for role in (*OFFICE, "other"):  # the right to export is the office's own
            cls.users[role].group_ids += cls.env.ref("base.group_allow_export")
        cls.samples = cls._make_samples()
        cls.env.flush_all()

    @classmethod
    def new_user(cls, login, *groups, **values):
        values.setdefault("name", f"User {login}")
        if "company_id" not in values:
            return super().new_user(login, *groups, **values)
        names = ",".join(f"coop_membership.group_{group}" for group in groups)
        return new_test_user(cls.env, login=login, groups=names, **values)

    @classmethod
    def _make_other_company(cls):
        """A company that is a cooperative too, without a chart of accounts."""
        company = cls.env["res.company"].create(
            {"name": "Other Cooperative", "currency_id": cls.company.currency_id.id}
        )
        account = cls.env["account.account"].create(
            {
                "name": "Savings of others",
                "code": "310001",
                "account_type": "equity",
                "company_ids": [Command.set(company.ids)],
            }
        )
        cls.other_type = cls.env["coop.savings.type"].create(
            {
                "name": "Their savings",
                "code": "THEIRS",
                "kind": "mandatory",
                "company_id": company.id,
                "account_id": account.id,
                "amount_ids": [
                    Command.create({"valid_from": "2020-01-01", "amount": 77000})
                ],
            }
        )
        return company

    @classmethod
    def _make_samples(cls):
        """``{name: record}``: every model once, of member A, and every state."""
        env = cls.env
        heir = env["coop.member.heir"].create(
            {"member_id": cls.a.id, "partner_id": cls.person("Heir").id}
        )
        applicant = cls.applicant("Applicant")
        suspended = cls.member("Suspended")
        suspended.action_suspend()
        leaving = cls.member("Leaving")
        cls.save(leaving, cls.principal, 500000, "2024-01-02")
        payment = env["account.payment"].create(
            {
                "coop_member_id": cls.a.id,
                "payment_type": "inbound",
                "partner_type": "customer",
                "journal_id": cls.bank_journal.id,
                "date": "2025-01-05",
                "coop_allocation_ids": [
                    Command.create({"type_id": cls.mandatory.id, "amount": 50000})
                ],
            }
        )
        payment.action_post()
        sheets = env["coop.savings.collection"].create(
            [
                {
                    "journal_id": cls.cash_journal.id,
                    "date": "2025-02-05",
                    "line_ids": [
                        Command.create(
                            {
                                "member_id": cls.a.id,
                                "type_id": cls.mandatory.id,
                                "amount": 20000,
                            }
                        )
                    ],
                }
                for _state in ("draft", "posted")
            ]
        )
        sheets[1].action_post()
        exits = env["coop.member.exit"].create(
            [
                {"member_id": member.id, "date": "2025-11-30"}
                for member in (cls.a, leaving)
            ]
        )
        exits[1].action_post()
        payable = cls.company.coop_shu_payable_account_id
        cls.entry(
            "2025-03-01",
            *((payable, -1000, member) for member in (cls.a, cls.b, cls.b)),
            (cls.account("reserve"), 3000),
        )
        batches = env["coop.payment.batch"].create(
            [
                {"account_id": payable.id, "date": "2025-05-01", "method": method}
                for method in ("bank", "cash")
            ]
        )
        items = env["account.move.line"].search(
            [("account_id", "=", payable.id)], order="id"
        )
        for batch, item in zip(batches, items, strict=False):
            batch._add_items(item)
        batches[1].action_post()
        batches[0].action_bank_file()
        opening = env["coop.opening"].create({"date": "2023-12-31"})
        opening.file = cls._take_over_file(opening)
        # rows come from the file alone
        rows = env["coop.opening.line"].sudo()
        line = rows.create(
            {"opening_id": opening.id, "name": "Somebody", "nik": cls.nik_a}
        ).sudo(False)
        balances = env["coop.opening.balance"].sudo()
        balance = balances.create({"opening_id": opening.id, "code": "1"}).sudo(False)
        return {
            "coop.member": cls.a,
            "coop.member.heir": heir,
            "coop.member.status": cls.a.status_ids[:1],
            "coop.leave.reason": env.ref("coop_membership.leave_reason_resigned"),
            "coop.savings.type": cls.mandatory,
            "coop.savings.amount": cls.mandatory.amount_ids[:1],
            "coop.savings.balance": env["coop.savings.balance"].search(
                [("member_id", "=", cls.a.id)], limit=1
            ),
            "coop.savings.allocation": payment.coop_allocation_ids,
            "coop.savings.collection": sheets[0],
            "coop.savings.collection.line": sheets[0].line_ids,
            "coop.member.exit": exits[0],
            "coop.member.exit.line": exits[0].line_ids[:1],
            "coop.payment.batch": batches[0],
            "coop.payment.batch.line": batches[0].line_ids,
            "coop.opening": opening,
            "coop.opening.line": line,
            "coop.opening.balance": balance,
            "applicant": applicant,
            "suspended": suspended,
            "payment": payment,
            "posted sheet": sheets[1],
            "posted exit": exits[1],
            "posted coop.savings.collection": sheets[1],
            "posted coop.member.exit": exits[1],
            "posted coop.payment.batch": batches[1],
            "posted batch": batches[1],
        }

    @classmethod
    def _take_over_file(cls, opening):
        """The template with one member and a trial balance of two accounts."""
        content = cls.env["ir.actions.report"]._render_xlsx(
            "coop_membership.opening_template", opening.ids, {}
        )[0]
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book[MEMBER_SHEET]
        headings = [str(cell.value) for cell in sheet[1]]
        for key, value in (
            ("number", "0500"),
            ("name", "Taken Over"),
            ("date_joined", "01/02/2020"),
        ):
            column = next(
                i
                for i, text in enumerate(headings, 1)
                if MEMBER_COLUMNS[key][0] in text
            )
            sheet.cell(2, column).value = value
        sheet = book[BALANCE_SHEET]
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == cls.bank_account.code:
                row[2].value = 1000
            if row[0].value == cls.company.coop_reserve_account_id.code:
                row[3].value = 1000
        out = io.BytesIO()
        book.save(out)
        return base64.b64encode(out.getvalue())

    # -------------------------------------------------------------------- calling
    def rpc(self, role, record, method, *args, **kwargs):
        """Call a method as the web client or a script of this role would."""
        self.env.invalidate_all()  # nothing is known from what others have read
        model = self.env[record._name].with_user(self.users[role])
        if record.ids and not getattr(
            getattr(type(model), method, None), "_api_model", False
        ):
            args = (record.ids, *args)
        return call_kw(model, method, list(args), kwargs)

    @contextmanager
    def undone(self):
        """Undo whatever happens inside."""
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    @contextmanager
    def written(self):
        """Collect the statements that change the database."""
        found = []
        execute = Cursor.execute

        def spy(cursor, query, *args, **kwargs):
            text = getattr(query, "code", query)
            text = text.decode() if isinstance(text, bytes) else str(text)
            if re.match(r"\s*(insert|update|delete)", text, re.I):
                found.append(text)
            return execute(cursor, query, *args, **kwargs)

        self.env.flush_all()
        with patch.object(Cursor, "execute", spy):
            yield found
            self.env.flush_all()

    def assertDenied(self, role, record, method, *args, **kwargs):
        with (
            self.undone(),
            self.assertRaises(
                AccessError, msg=f"{role} gets {record._name}.{method} {args} {kwargs}"
            ),
        ):
            self.rpc(role, record, method, *args, **kwargs)

    # --------------------------------------------------------------------- tables
    def own_models(self):
        """Names of the models that this addon brings, wizards included."""
        return {
            name
            for name, model in self.env.registry.items()
            if model._original_module == self.module and not model._abstract
        }

    def check_models(self, table):
        """Create, read, write and delete for every model and every role."""
        self.assertEqual(set(table), self.own_models())
        problems = []
        for name, row in table.items():
            record = self.samples.get(name, self.env[name])
            self.assertTrue(record or self.env[name]._transient, name)
            for role in ROLES:
                with_role = record.with_user(self.users[role])
                with_role.invalidate_recordset()
                allowed = "".join(
                    letter
                    for letter, operation in (
                        ("c", "create"),
                        ("r", "read"),
                        ("w", "write"),
                        ("d", "unlink"),
                    )
                    if with_role.has_access(operation)
                )
                if allowed != row.get(role, ""):
                    problems.append(
                        f"{name}: {role} may {allowed or 'nothing'}, "
                        f"expected {row.get(role) or 'nothing'}"
                    )
        self.assertFalse(problems, "\n".join(problems))

    def own_methods(self):
        """``{(model, method)}``: public methods that this addon brings to the web.

        Those of a mixin belong to the addon whose model takes it.
        """
        found = set()
        for name, model in self.env.registry.items():
            for definition in model.__mro__:
                module = definition.__module__
                owner = model._original_module
                own = getattr(definition, "_name", name)
                if own != name and owner.startswith("coop_"):
                    module = f"odoo.addons.{owner}."
                if not module.startswith(f"odoo.addons.{self.module}."):
                    continue
                found |= {
                    (name, method)
                    for method, value in vars(definition).items()
                    if isfunction(value)
                    and not method.startswith("_")
                    and not hasattr(BaseModel, method)
                    # overridden methods of others keep the rights of the others
                    and not any(
                        method in vars(base)
                        for base in model.__mro__
                        if not base.__module__.startswith("odoo.addons.coop_")
                        and base.__module__.startswith("odoo.addons.")
                    )
                    and not model._abstract
                }
        return found

    def check_methods(self, table):
        """Every public method as every role.

        A row is ``(sample, roles that may, arguments…)``; ``OPENS`` instead of roles
        means that whoever reads the sample may. All others are refused, or get no more
        than a window that opens; in no case do they write anything. The sample is in
        the right state: the last role that may shows that it works.
        """
        self.assertEqual(set(table), self.own_methods())
        problems = []
        for (model, method), (sample, may, *args) in table.items():
            record = self.samples[sample] if isinstance(sample, str) else sample(self)
            self.assertEqual(record._name, model)
            for role in ROLES:
                reads = record.with_user(self.users[role]).has_access("read")
                allowed = reads if may == OPENS else role in may
                problem = self._call(role, record, method, args, allowed, may)
                if problem:
                    problems.append(f"{model}.{method}: {role} {problem}")
        self.assertFalse(problems, "\n".join(problems))

    def _call(self, role, record, method, args, allowed, may):
        result = error = None
        with self.undone(), self.written() as statements, mute_logger("odoo.sql_db"):
            try:
                result = self.rpc(role, record, method, *args)
                self.env.flush_all()
            except UserError as caught:
                error = caught
        if allowed:
            if error:
                return f"is refused: {error}"
            reads_only = may == OPENS or role == "supervisor"
            return "writes" if reads_only and statements else None
        if statements:
            return f"writes {statements[0][:60]}"
        opens = may == OPENS or method.startswith("action_open_")
        if error or opens and isinstance(result, dict):
            return None  # a window opens, on what its own rights then show
        return f"is let in: {result}"

    def check_private_methods(self):
        """No private method of ours can be called from outside."""
        count = 0
        for model in self.env.registry.values():
            names = {
                name
                for definition in model.__mro__
                if definition.__module__.startswith(f"odoo.addons.{self.module}.")
                for name, value in vars(definition).items()
                if name.startswith("_") and isfunction(value)
            }
            for name in names:
                count += 1
                with self.assertRaises(AccessError):
                    get_public_method(self.env[model._name], name)
        self.assertGreater(count, 20)

    def own_fields(self, pattern):
        """Fields of our models that hold identities or bank accounts."""
        return {
            (name, field.name)
            for name in self.own_models()
            for field in self.env[name]._fields.values()
            if re.search(pattern, field.name)
            or getattr(field, "comodel_name", "") == "res.partner.bank"
        }

    def check_secret_field(self, role, record, field):
        """This role cannot get at a field, in whatever way it asks."""
        model = record.browse()
        inside = [("id", "in", record.ids)]
        known = [(field, "!=", False)]
        self.assertTrue(record.sudo()[field], "there is something to find")
        self.assertDenied(role, model, "search_read", inside, [field])
        self.assertDenied(role, model, "web_search_read", inside, {field: {}})
        self.assertDenied(role, record, "read", [field])
        self.assertDenied(role, record, "web_read", {field: {}})
        # A related field is searched on the contact, with the rights on contacts.
        if record._fields[field].store and record._fields[field].type != "binary":
            for method, *args in (
                ("search_count", known),
                ("search", known),
                ("name_search", "", known),
                ("web_search_read", known, {"display_name": {}}),
                ("formatted_read_group", known, [], ["__count"]),
            ):
                self.assertDenied(role, model, method, *args)
            self.assertDenied(role, model, "search", [], order=field)
            self.assertDenied(
                role, model, "formatted_read_group", inside, [field], ["__count"]
            )
            self.assertDenied(
                role, model, "formatted_read_group", inside, [], [f"{field}:count"]
            )
            self.assertDenied(role, model, "read_group", inside, [], [field])
        if self.users[role].has_group("base.group_allow_export"):
            self.assertDenied(role, record, "export_data", [field])
        self.env.invalidate_all()
        self.assertNotIn(field, self.rpc(role, model, "fields_get"))

    def check_screens(self, names, roles):
        """Lists and forms open for those who may read, with all that they show."""
        for name in names:
            record = self.samples.get(name)
            for role in roles:
                if not record or not record.with_user(self.users[role]).has_access(
                    "read"
                ):
                    continue
                with self.subTest(model=name, role=role):
                    self._check_screen(role, record)

    def _check_screen(self, role, record):
        views = self.rpc(
            role, record.browse(), "get_views", [(False, "form"), (False, "list")]
        )["views"]
        for view in views.values():
            arch = etree.fromstring(view["arch"])
            model = self.env[record._name].with_user(self.users[role])
            records = record
            for key in (f"posted {record._name}", record._name):
                records |= self.samples.get(key, record)
            with self.undone():
                self.rpc(role, records, "web_read", self._spec(model, arch))

    def _spec(self, model, arch):
        """What the web client reads for a view, with the lists inside it."""
        spec = {}
        for node in arch.iter("field"):
            if next(node.iterancestors("field"), None) is not None:
                continue  # of a view inside, read with its field
            field = model._fields[node.get("name")]
            spec[field.name] = {}
            if field.type == "many2one":
                spec[field.name] = {"fields": {"display_name": {}}}
            elif field.type in ("one2many", "many2many"):
                inside = {}
                for child in node:
                    tree = etree.fromstring(etree.tostring(child))
                    inside |= self._spec(self.env[field.comodel_name], tree)
                spec[field.name] = {"fields": inside or {"display_name": {}}}
        return spec

    def check_company_walls(self, names):
        """Another company sees nothing of these models, however it asks."""
        for name in names:
            record = self.samples.get(name)
            if not record or "company_id" not in record._fields:
                continue
            model = record.browse()
            inside = [("company_id", "=", self.company.id)]
            with self.subTest(model=name):
                self.assertTrue(record.sudo().search_count([("id", "in", record.ids)]))
                self._check_unseen("other", model, inside)
                self.assertDenied("other", record, "read", ["display_name"])
                self.assertDenied("other", record, "web_read", {"display_name": {}})
                self.assertDenied("other", record, "export_data", ["display_name"])
                # the company cannot be chosen by the caller either
                with self.undone(), self.assertRaises(AccessError):
                    call_kw(
                        self.env[name]
                        .with_user(self.users["other"])
                        .with_context(allowed_company_ids=self.company.ids),
                        "search_read",
                        [[], ["display_name"]],
                        {},
                    )

    def _check_unseen(self, role, model, domain):
        """These rows are hidden from all ways of searching."""
        self.assertEqual(self.rpc(role, model, "search_count", domain), 0)
        self.assertEqual(self.rpc(role, model, "search_read", domain, ["id"]), [])
        self.assertEqual(
            self.rpc(role, model, "web_search_read", domain, {"display_name": {}})[
                "length"
            ],
            0,
        )
        self.assertEqual(self.rpc(role, model, "name_search", "", domain), [])
        [row] = self.rpc(
            role,
            model,
            "formatted_read_group",
            domain=domain,
            groupby=[],
            aggregates=["__count"],
        )
        self.assertEqual(row["__count"], 0)
        rows = self.rpc(role, model, "read_group", domain, ["id:count"], ["company_id"])
        self.assertEqual(rows, [])

    # ------------------------------------------------------------------------ web
    def own_routes(self):
        """Addresses that the controllers of this addon answer."""
        modules = sorted(self.env.registry._init_modules)
        return {
            url
            for url, endpoint in _generate_routing_rules(modules, nodb_only=False)
            if endpoint.func.__module__.startswith(f"odoo.addons.{self.module}.")
        }

    def own_reports(self):
        """``{report_name}`` of the documents that this addon prints."""
        reports = self.env["ir.actions.report"].sudo().search([])
        return {
            report.report_name
            for report in reports
            if report.get_external_id()[report.id].startswith(f"{self.module}.")
        }

    def get(self, role, url):
        """The answer to a role's browser, without following redirections."""
        login = None if role == "public" else role
        if self.session is None or self.session.get("login") != login:
            self.authenticate(login, login)
        with mute_logger("odoo.http"):
            return self.url_open(url, allow_redirects=False, timeout=60)

    def check_routes(self, table):
        """Every address as every role.

        A row maps an address with real ids to ``{role: status or place it leads to}``;
        roles that are not named get the default ``None``.
        """
        self.assertEqual({route for route, _url in table}, self.own_routes())
        for (route, url), row in table.items():
            for role in ROLES:
                expected = row.get(role, row[None])
                with self.subTest(route=route, role=role):
                    response = self.get(role, url(self) if callable(url) else url)
                    if isinstance(expected, str):
                        self.assertIn(response.status_code, (302, 303))
                        place = urlsplit(response.headers["Location"]).path
                        self.assertEqual(place, expected)
                    else:
                        self.assertEqual(response.status_code, expected)

    def check_reports(self, table):
        """Every document of member A by its address, as every role.

        A row is ``(sample, roles that print it)``. Nobody gets anything without ids.
        """
        self.assertEqual(set(table), self.own_reports())
        for name, (sample, may) in table.items():
            report = self.env["ir.actions.report"]._get_report_from_name(name)
            kind = "xlsx" if report.report_type == "xlsx" else "html"
            record = self.samples[sample]
            for role in ROLES:
                with self.subTest(report=name, role=role):
                    url = f"/report/{kind}/{name}/{record.id}"
                    status = self.get(role, url).status_code
                    if role in may:
                        self.assertEqual(status, 200)
                    else:
                        self.assertNotEqual(status, 200)
                    response = self.get(role, f"/report/{kind}/{name}")
                    if kind == "html":
                        for member in (self.a, self.b):
                            if self.users[role] not in member.partner_id.user_ids:
                                self.assertNotIn(member.partner_id.name, response.text)
