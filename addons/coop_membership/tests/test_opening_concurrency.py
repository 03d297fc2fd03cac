# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Two users take over the same cooperative at the same time: one of them does."""

import psycopg2

from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestOpeningConcurrency(TransactionCase):
    """Real cursors on two committed documents of one company, removed afterwards."""

    def setUp(self):
        super().setUp()
        self.db = Registry(self.env.cr.dbname)
        with self.db.cursor() as cr:
            env = self.env(cr=cr)
            documents = env["coop.opening"].create(
                [{"date": "2025-12-31", "company_id": env.ref("base.main_company").id}]
                * 2
            )
            self.first, self.second = documents.ids
            env.cr.commit()  # pylint: disable=invalid-commit
        self.addCleanup(self.remove)

    def remove(self):
        with self.db.cursor() as cr:
            cr.execute(
                "DELETE FROM coop_opening WHERE id IN %s", [(self.first, self.second)]
            )
            cr.commit()  # pylint: disable=invalid-commit

    def test_the_same_document_is_posted_by_one(self):
        with self.db.cursor() as one, self.db.cursor() as two:
            opening = self.env(cr=one)["coop.opening"].browse(self.first)
            opening.lock_for_update()
            other = self.env(cr=two)["coop.opening"].browse(self.first)
            with self.assertRaisesRegex(UserError, "by someone else"):
                other.action_post()

    def test_two_documents_of_one_company(self):
        """The second waits for the unique index and is refused by it."""
        with self.db.cursor() as one, self.db.cursor() as two:
            other = self.env(cr=two)["coop.opening"].browse(self.second)
            other._check_not_posted()
            opening = self.env(cr=one)["coop.opening"].browse(self.first)
            opening.sudo().state = "posted"
            opening.flush_recordset()
            one.commit()
            other.sudo().state = "posted"
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.UniqueViolation) as caught,
            ):
                other.flush_recordset()
            self.assertIn("posted_uniq", str(caught.exception))
            two.rollback()
