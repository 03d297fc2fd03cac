# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestExpiry(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti = cls.member("Siti")
        cls.siti.partner_id.email = "siti@example.com"
        cls.today = fields.Date.context_today(cls.siti)
        cls.officer = cls.new_user("trainer_officer", "officer")
        cls.company.coop_training_user_id = cls.officer
        # certificates of other tests and data do not matter here
        cls.env["hr.employee.skill"].search([("verified", "=", True)]).action_unverify()

    def ending(self, days, **values):
        return self.certificate(
            self.siti, self.tkbt, "2020-01-01", self.today + timedelta(days=days),
            **values,
        )  # fmt: skip

    def run_cron(self):
        """The days of the reminders that one run sends."""
        rows = self.env["hr.employee.skill"]
        due = rows._reminders_due()
        with self.enter_registry_test_mode():
            self.env.ref("coop_training.ir_cron_remind").method_direct_trigger()
        self.env.invalidate_all()
        return [days for _row, days in due]

    def activities(self):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "hr.employee"),
                ("res_id", "=", self.siti.employee_id.id),
                (
                    "activity_type_id",
                    "=",
                    self.env.ref("coop_training.activity_certificate_expires").id,
                ),
            ]
        )

    def mails(self):
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", self.siti.partner_id.ids)]
        )

    def test_reminder_is_sent_once(self):
        row = self.ending(80)
        self.assertEqual(self.run_cron(), [90])
        self.assertEqual(row.reminded_days, 90)
        self.assertTrue(row.verified, "a reminder is no change of the certificate")
        activity = self.activities()
        self.assertEqual(activity.user_id, self.officer)
        self.assertEqual(activity.date_deadline, row.valid_to)
        self.assertIn("TKBT of Siti ends on", activity.summary)
        self.assertEqual(len(self.mails()), 1)
        self.assertIn("TKBT", self.mails().body_html)
        self.assertEqual(self.run_cron(), [])
        self.assertEqual(len(self.activities()), 1)

    def test_each_threshold_in_turn(self):
        row = self.ending(95)
        sent = []
        for days in (95, 90, 75, 60, 45, 30, 15, 0):
            row.with_context(tracking_disable=True)
            # the certificate comes nearer, as time would bring it
            self.env.cr.execute(
                "UPDATE hr_employee_skill SET valid_to = %s WHERE id = %s",
                [self.today + timedelta(days=days), row.id],
            )
            row.invalidate_recordset()
            sent += self.run_cron()
        self.assertEqual(sent, [90, 60, 30])

    def test_late_entry_gets_the_latest_reminder_only(self):
        self.ending(20)
        self.assertEqual(self.run_cron(), [30])

    def test_who_is_left_out(self):
        unverified = self.ending(20, verify=False)
        self.assertEqual(self.run_cron(), [])
        unverified.action_verify()
        renewal = self.certificate(
            self.siti, self.tkbt, self.today, self.today + timedelta(days=400), "C-2"
        )
        self.assertEqual(self.run_cron(), [])
        renewal.action_unverify()
        self.siti._leave(
            self.today, self.env.ref("coop_membership.leave_reason_resigned")
        )
        self.assertEqual(self.run_cron(), [])

    def test_prolonged_certificate_is_told_anew(self):
        row = self.ending(20)
        self.run_cron()
        row.valid_to = self.today + timedelta(days=85)
        self.assertEqual(row.reminded_days, 0)
        row.action_verify()
        self.assertEqual(self.run_cron(), [90])

    def test_without_officer_the_verifier_is_told(self):
        self.company.coop_training_user_id = False
        self.ending(20)
        self.run_cron()
        self.assertEqual(self.activities().user_id, self.env.user)

    def test_renewal_is_a_row_of_its_own(self):
        row = self.ending(20, kkni_level="3", issuer_id=self.lsp.id)
        context = row.action_renew()["context"]
        new = (
            self.env["hr.employee.skill"]
            .with_context(**context)
            .create(
                {
                    "certificate_number": "C-2",
                    "valid_to": self.today + timedelta(days=1000),
                }
            )
        )
        self.assertEqual(new.renewal_of_id, row)
        self.assertEqual(new.valid_from, row.valid_to + timedelta(days=1))
        self.assertEqual(
            (new.employee_id, new.skill_id, new.kkni_level, new.issuer_id),
            (row.employee_id, row.skill_id, "3", self.lsp),
        )
        self.assertFalse(new.verified)
        self.assertTrue(row.verified)

    def test_cron_is_linear(self):
        counts = []
        for size in (3, 6):
            for index in range(size):
                self.certificate(
                    self.member(f"E{size}-{index}"),
                    self.tkbt,
                    "2020-01-01",
                    self.today + timedelta(days=20),
                )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.run_cron()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] * 2.2)
