# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Run, entries and portal tell the same, whatever the year was."""

import random
from collections import Counter

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import ShuCase

BASES = ("closing", "month_end_12", "daily_365")
LEAVERS = ("none", "jua_only", "jua_and_jma")
LOCKS = ("fiscalyear_lock_date", "hard_lock_date")
OTHER_LOCKS = ("tax_lock_date", "sale_lock_date", "purchase_lock_date")


@tagged("post_install", "-at_install")
class TestInvariants(ShuCase, HttpCase):
    """Random years of a cooperative, booked, distributed, read back and undone."""

    def _year(self, chance, number):
        """A posted run of random members, work and savings, with sen in the books."""
        for index in range(number):
            joined = chance.choice(("2023-05-01", "2025-03-31", "2025-10-01"))
            member = self.worker(
                f"Member {index}",
                savings=[
                    (max(joined, day), chance.randint(0, 9) * 12_345)
                    for day in ("2025-02-17", "2025-11-02")
                ],
                patronage=chance.choice((0, 1, 77_777_777)),
                joined=joined,
            )
            if chance.random() < 0.3:
                self.leave(
                    member, "2025-12-15", chance.choice(("resigned", "deceased"))
                )
        self.book(
            member=chance.randint(1, 10**8) + 0.37,
            non_member=chance.randint(-(10**6), 10**7),
        )
        return self.posted(
            self.scheme(
                [("reserve", 33.333333), ("patronage", 46.666667), ("capital", 20)],
                non_member=[("reserve", 70), ("fund", 30)],
                capital_basis=chance.choice(BASES),
                leaver_rule=chance.choice(LEAVERS),
                payable_unit=chance.choice((1, 100)),
                minimum_payout=chance.choice((0, 5_000)),
            )
        )

    def _check_run(self, run):
        """Σ shares = pools, and every rupiah of the run stands on the entries."""
        shares, pools = run.share_ids, run.pool_ids
        self.assertEqual(
            sum(pools.mapped("amount")) + run.surplus_remainder, run.surplus_total
        )
        for pool in pools.filtered(lambda p: p.destination in ("patronage", "capital")):
            self.assertEqual(pool.amount, pool.distributed_amount + pool.to_reserve)
        for name in ("patronage", "capital"):
            pool = pools.filtered(lambda p, n=name: p.destination == n)
            weights = any(weight > 0 for weight in shares.mapped(f"{name}_weight"))
            self.assertEqual(
                sum(shares.mapped(f"{name}_amount")),
                sum(pool.mapped("amount")) if weights else 0,
            )
        self.assertEqual(
            sum(pools.mapped("distributed_amount")), sum(shares.mapped("payable"))
        )
        for share in shares:
            self.assertEqual(share.total, share.patronage_amount + share.capital_amount)
            self.assertLessEqual(share.payable, share.total)
            self.assertEqual(share._explain()[-1]["value"], share.payable)
        items = run.move_ids.line_ids
        per_share, per_account = Counter(), Counter()
        for item in items:
            per_share[item.coop_shu_share_id] -= item.balance
            per_account[item.account_id] -= item.balance
        per_share.pop(shares.browse(), None)
        self.assertEqual(
            {share: round(amount) for share, amount in per_share.items()},
            {share: share.payable for share in shares if share.payable},
        )
        self.assertEqual(
            round(per_account[self.payable]), sum(shares.mapped("payable"))
        )
        self.assertEqual(
            round(-per_account[self.unaffected] * 100), round(run.surplus_total * 100)
        )
        kept = sum(
            pool.amount if pool.destination == "reserve" else pool.to_reserve
            for pool in pools
        )
        self.assertEqual(
            round(per_account[self.reserve] * 100),
            round((kept + run.surplus_remainder) * 100),
        )

    def test_random_years(self):
        for seed in (3, 4, 5):
            with self.subTest(seed=seed), self.savepoint() as undone:
                before = self.balances()
                run = self._year(random.Random(seed), 8)
                year = self.balances()
                self._check_run(run)
                moves = run.move_ids
                run.action_post()
                self.assertEqual(run.move_ids, moves)
                self.assertEqual(self.balances(), year)
                run._reverse(run.date, "test")
                self.assertEqual(run.state, "reversed")
                for account in (self.reserve, self.payable, self.fund):
                    self.assertEqual(self.balance(account), before.get(account, 0))
                undone.rollback()
            self.env.invalidate_all()

    def test_portal_shows_the_shares_of_the_run(self):
        run = self._year(random.Random(6), 4)
        for share in run.share_ids:
            login = f"portal{share.number}"
            self.new_user(
                login,
                "base.group_portal",
                partner_id=share.partner_id.id,
                name=share.partner_id.name,
            )
            self.authenticate(login, login)
            page = self.url_open(f"/my/shu/{share.id}").content
            text = html.fromstring(page).text_content().replace("\u00a0", " ")
            for amount in (
                share.patronage_amount,
                share.capital_amount,
                share.total,
                share.payable,
            ):
                self.assertIn(f"Rp {amount:,.0f}", " ".join(text.split()))

    def test_each_lock_date(self):
        run = self._approved()
        for field in (*LOCKS, *OTHER_LOCKS):
            with self.subTest(lock=field), self.savepoint() as undone:
                self.env.cr.execute(
                    f"UPDATE res_company SET {field} = %s WHERE id = %s",
                    [run.date, self.company.id],
                )
                self.env.invalidate_all()
                balances = self.balances()
                if field in LOCKS:
                    with self.assertRaises(UserError), self.savepoint():
                        run.action_post()
                    self.env.invalidate_all()
                    self.assertEqual(run.state, "approved")
                    self.assertFalse(run.move_ids or run.job)
                    self.assertEqual(self.balances(), balances)
                else:
                    run.action_post()
                    self.assertEqual(set(run.move_ids.mapped("date")), {run.date})
                undone.rollback()
            self.env.invalidate_all()

    def _approved(self):
        self.worker("Siti", 1_000_000, 5_000_000)
        self.book(member=1_000_000)
        self.env.flush_all()
        return self.approved(
            self.scheme([("reserve", 50), ("patronage", 30), ("capital", 20)])
        )
