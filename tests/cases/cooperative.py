# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A cooperative to play in: company, chart of accounts, manager."""

import contextlib
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

MANAGER_GROUP = "coop_membership.group_manager"


class Cooperative:
    """A company on the Indonesian chart, seen by its manager with his own rights.

    Nothing is committed: whoever opened ``env`` rolls back.
    """

    def __init__(self, env, name="Koperasi Uji"):
        company = env["res.company"].create(
            {
                "name": name,
                "country_id": env.ref("base.id").id,
                "currency_id": env.ref("base.IDR").id,
            }
        )
        env["account.chart.template"].try_loading("id", company)
        user = (
            env["res.users"]
            .with_context(no_reset_password=True, tracking_disable=True)
            .create(
                {
                    "name": f"Manager of {name}",
                    "login": f"manager-{company.id}",
                    "password": f"manager-{company.id}",
                    "tz": "Asia/Jakarta",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [
                        Command.link(env.ref("base.group_user").id),
                        Command.link(env.ref(MANAGER_GROUP).id),
                        # says that bank accounts were verified
                        Command.link(env.ref("account.group_validate_bank_account").id),
                    ],
                }
            )
        )
        context = {
            "allowed_company_ids": company.ids,
            "lang": "en_US",
            "tz": user.tz,
            "tracking_disable": True,
        }
        self.env = env(user=user.id, su=False, context=context)
        self.company = self.env["res.company"].browse(company.id)
        self.clock = None
        chart = self.env["account.chart.template"].with_company(self.company)
        journals = self.env["account.journal"].sudo()
        domain = [("company_id", "=", company.id)]
        self.misc = journals.search([*domain, ("type", "=", "general")], limit=1)
        bank = journals.search([*domain, ("type", "=", "bank")], limit=1)
        self.bank = bank.default_account_id
        types = self.env["coop.savings.type"].search(domain)
        self.types = {savings_type.kind: savings_type for savings_type in types}
        self.account = lambda name: chart.ref(f"coop_{name}").sudo(False)

    @contextlib.contextmanager
    def apart(self):
        """Do something with the clock in one's hand, and undo all of it.

        Broken database constraints become the errors that users see.
        """
        with mute_logger("odoo.sql_db"), freeze_time("2025-01-01") as clock:
            self.clock = clock
            try:
                with self.env.cr.savepoint() as savepoint:
                    yield
                    savepoint.close(rollback=True)
            except IntegrityError as error:
                raise ValidationError(self._message(error)) from error
            finally:
                self.env.registry.clear_all_caches()
                self.env.invalidate_all()

    def differences(self, expected, play):
        """Play apart; a refusal that is expected (``error``) is no difference.

        :param play: returns what differs, as a list of texts
        """
        wanted = expected.get("error")
        try:
            with self.apart():
                found = play()
        except UserError as error:
            message = str(error)
            if wanted is None:
                return [f"refused: {message}"]
            if wanted.lower() in message.lower():
                return []
            return [f"error, expected “{wanted}”, got “{message}”"]
        return found if wanted is None else [f"error, expected “{wanted}”, got none"]

    def _message(self, error):
        """What the user reads when this constraint is broken."""
        model = next(
            (
                name
                for name, cls in self.env.registry.items()
                if cls._table == error.diag.table_name
            ),
            "base",
        )
        return self.env[model]._sql_error_to_message(error)

    def today(self, day: date):
        """Set the clock to noon (in Jakarta) of a day."""
        self.clock.move_to(f"{day} 05:00:00")

    def use_sen(self, sen):
        """Let the ledger keep sen, or whole rupiah alone."""
        # Currencies belong to the system's settings, which no manager has.
        rounding = 0.01 if sen else 1
        currency = self.company.currency_id.sudo()
        if currency.rounding != rounding:
            currency.rounding = rounding

    def entry(self, day, lines, ref, balance_on=None):
        """Post an entry of ``(account, debit balance, partner)`` lines.

        :param balance_on: account of the counterpart; by default the bank
        """
        total = sum(balance for _account, balance, _partner in lines)
        if total:
            empty = self.env["res.partner"]
            lines = [*lines, (balance_on or self.bank, -total, empty)]
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.misc.id,
                "date": day,
                "ref": ref,
                "line_ids": [
                    Command.create(
                        {
                            "name": ref,
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "balance": float(balance),
                            "tax_ids": [],
                        }
                    )
                    for account, balance, partner in lines
                ],
            }
        )
        move.action_post()
        return move
