# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_acceptance import AcceptanceCase


@tagged("post_install", "-at_install")
class TestQuality(AcceptanceCase):
    def check(self, *results, **values):
        return self.env["coop.quality.check"].create(
            {
                "contract_id": self.contract.id,
                "role_id": self.cleaner.id,
                "date": "2026-03-10",
                "member_ids": [Command.set(self.budi.ids)],
                "item_ids": [
                    Command.create({"name": name, "weight": weight, "result": result})
                    for name, weight, result in results
                ],
                **values,
            }
        )

    def test_score_is_the_weighted_mean(self):
        check = self.check(
            ("Floor", 3, "good"), ("Windows", 1, "fair"), ("Lift", 9, "na")
        )
        self.assertEqual(check.score, 90)
        check.action_done()
        self.assertEqual((check.state, check.passed), ("done", True))
        with self.assertRaisesRegex(UserError, "stays as it was found"):
            check.item_ids[0].result = "bad"

    def test_bad_work_asks_for_rework(self):
        check = self.check(("Floor", 9, "good"), ("Windows", 1, "bad"))
        check.action_done()
        self.assertEqual((check.score, check.state), (90, "rework"))
        check.action_rework()
        rework = check.rework_ids
        self.assertEqual(rework.item_ids.mapped("name"), ["Windows"])
        self.assertEqual(rework.member_ids, self.budi)
        check.action_rework()
        self.assertEqual(len(check.rework_ids), 1)
        rework.item_ids.result = "good"
        rework.action_done()
        self.assertEqual(rework.state, "done")

    def test_below_the_target_asks_for_rework(self):
        self.contract.coop_quality_target = 80
        check = self.check(("Floor", 1, "good"), ("Windows", 1, "fair"))
        self.assertEqual(check.score, 80)
        self.assertTrue(check.passed)
        self.contract.coop_quality_target = 81
        check = self.check(("Floor", 1, "good"), ("Windows", 1, "fair"))
        self.assertFalse(check.passed)

    def test_checklist_of_the_service(self):
        check = self.check()
        with self.assertRaisesRegex(UserError, "have no checklist"):
            check.action_load()
        self.cleaning.product_tmpl_id.coop_quality_point_ids = [
            Command.create({"name": "Floor", "weight": 2}),
            Command.create({"name": "Bins"}),
        ]
        check.action_load()
        self.assertEqual(check.item_ids.mapped("name"), ["Floor", "Bins"])
        with self.assertRaisesRegex(UserError, "needs a result"):
            check.action_done()

    def test_checklist_is_copied_by_who_keeps_checklists(self):
        """Others copy a product as if they did not know the cooperative."""
        product = self.cleaning.product_tmpl_id
        product.coop_quality_point_ids = [
            Command.create({"name": "Floor", "weight": 2, "sequence": 1}),
            Command.create({"name": "Bins"}),
        ]
        stock = "product.group_product_manager"
        office = self.new_user("office", "officer")
        office.group_ids += self.env.ref(stock)
        copy = product.with_user(office).copy()
        self.assertEqual(
            copy.coop_quality_point_ids.mapped(lambda row: (row.name, row.weight)),
            [("Floor", 2), ("Bins", 1)],
        )
        self.assertEqual(len(product.coop_quality_point_ids), 2)
        copy = product.with_user(
            self.new_user("stranger", "base.group_user", stock)
        ).copy()
        self.assertFalse(copy.sudo().coop_quality_point_ids)


@tagged("post_install", "-at_install")
class TestComplaint(AcceptanceCase):
    def complaint(self, **values):
        return self.env["coop.complaint"].create(
            {
                "contract_id": self.contract.id,
                "subject": "Dusty",
                "date": "2026-03-10 01:00:00",
                **values,
            }
        )

    def test_hours_run_from_receipt(self):
        complaint = self.complaint()
        self.assertTrue(complaint.is_late, "long ago and not answered")
        self.assertIn(
            complaint, self.env["coop.complaint"].search([("is_late", "=", True)])
        )
        with freeze_time("2026-03-10 07:00:00"):
            complaint.action_respond()
            complaint.solution = "Vacuumed"
        with freeze_time("2026-03-12 01:00:00"):
            complaint.action_resolve()
        self.assertEqual((complaint.response_hours, complaint.resolve_hours), (6, 48))
        self.assertFalse(complaint.is_late)
        self.assertNotIn(
            complaint, self.env["coop.complaint"].search([("is_late", "=", True)])
        )

    def test_answer_after_the_agreed_hours_is_late(self):
        complaint = self.complaint(solution="Done")
        with freeze_time("2026-03-11 01:00:01"):
            complaint.action_resolve()
        self.assertTrue(complaint.is_late)

    def test_client_is_told_what_was_done(self):
        complaint = self.complaint()
        for action in ("action_resolve", "action_reject"):
            with self.assertRaisesRegex(UserError, "write down"):
                getattr(complaint, action)()
        with self.assertRaisesRegex(UserError, "is new already"):
            complaint.action_close()

    def test_service_level_counts_facts_once(self):
        self.shift(self.one, "2026-03-02 01:00:00", state="done")
        late = self.shift(self.two, "2026-03-02 01:00:00", state="done")
        late.check_in = "2026-03-02 01:20:00"
        self.shift(self.one, "2026-03-03 01:00:00", state="absent")
        acceptance = self.accepted(1000000)
        acceptance._rate(4)
        check = self.env["coop.quality.check"].create(
            {
                "contract_id": self.contract.id,
                "date": "2026-03-10",
                "member_ids": [Command.set((self.budi + self.siti).ids)],
                "item_ids": [Command.create({"name": "Floor", "result": "fair"})],
            }
        )
        check.action_done()
        self.complaint(member_ids=[Command.set(self.siti.ids)])
        Level = self.env["coop.service.level"]
        [row] = Level._read_group(
            [("contract_id", "=", self.contract.id)],
            [],
            [
                "shifts_done:sum",
                "shifts_missed:sum",
                "shifts_late:sum",
                "attendance:avg",
                "rating:avg",
                "score:avg",
                "rework:sum",
                "complaints:sum",
                "complaints_late:sum",
            ],
        )
        self.assertEqual([round(x, 2) for x in row], [2, 1, 1, 66.67, 4, 60, 1, 1, 1])
        rows = {
            member: values
            for member, *values in Level._read_group(
                [("contract_id", "=", self.contract.id), ("member_id", "!=", False)],
                ["member_id"],
                [
                    "attendance:avg",
                    "member_rating:avg",
                    "member_score:avg",
                    "member_complaints:sum",
                ],
            )
        }
        self.assertEqual(rows[self.budi], [50, 4, 60, 0])
        self.assertEqual(rows[self.siti], [100, 4, 60, 1])
        self.assertEqual(len(Level.search([]).mapped("date")), len(Level.search([])))
