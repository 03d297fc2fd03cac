# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.tools import SQL


class CoopPatronageSource(models.AbstractModel):
    """Where members' contributions (jasa usaha) are counted from.

    An addon with a source of its own extends both methods (``_inherit`` + ``super()``)
    and so meets the surplus distribution without knowing it.
    """

    _name = "coop.patronage.source"
    _description = "Patronage Source"

    @api.model
    def _patronage_sources(self):
        """``[(code, label, unit)]``; unit is ``currency`` or ``hours``."""
        return [
            (
                "member_cost",
                self.env._("Paid for members' work (journal items)"),
                "currency",
            ),
            (
                "member_revenue",
                self.env._("Members' revenue with member as partner (journal items)"),
                "currency",
            ),
        ]

    @api.model
    def _patronage_query(self, code, company, date_from, date_to):
        """SQL ``member_id, amount``: contribution per member within the dates.

        :param str code: one of ``_patronage_sources``
        :return: SQL; several rows per member are allowed, amounts positive for work
        :raises ValueError: unknown code
        """
        if code not in ("member_cost", "member_revenue"):
            raise ValueError(f"unknown patronage source: {code}")
        self.env["coop.member"]._ledger_flush()
        tag = self.env.ref(f"coop_membership.tag_{code}")
        accounts = self.env["account.account"].search([("tag_ids", "in", tag.ids)])
        return SQL(
            """
            SELECT m.id AS member_id, SUM(%(sign)s * aml.balance) AS amount
              FROM account_move_line aml
              JOIN coop_member m
                ON m.partner_id = aml.partner_id AND m.company_id = aml.company_id
               AND m.state != 'rejected'
               AND (m.ledger_from IS NULL OR aml.date >= m.ledger_from)
               AND (m.ledger_to IS NULL OR aml.date < m.ledger_to)
             WHERE aml.parent_state = 'posted' AND aml.company_id = %(company)s
               AND aml.date BETWEEN %(date_from)s AND %(date_to)s
               AND aml.account_id IN %(accounts)s
             GROUP BY m.id
            """,
            sign=1 if code == "member_cost" else -1,
            company=company.id,
            date_from=date_from,
            date_to=date_to,
            accounts=tuple(accounts.ids) or (0,),
        )
