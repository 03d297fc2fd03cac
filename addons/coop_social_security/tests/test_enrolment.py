# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SocialCase

KPJ, JKN = "12345678901", "0001234567890"


@tagged("post_install", "-at_install")
class TestEnrolment(SocialCase):
    """Who is enrolled where: what is refused, and what is shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ani = cls.member("Ani")

    def test_format_of_the_numbers(self):
        for segment, number, message in (
            ("bpu", "1234567890", "must have 11 digits"),
            ("bpu", "123456789012", "must have 11 digits"),
            ("bpu", "1234567890A", "digits only"),
            ("pbpu", KPJ, "must have 13 digits"),
        ):
            with (
                self.subTest(number=number),
                self.refused(f"(?s){number}.*{message}"),
            ):
                self.enrol(self.ani, segment, number_entry=number)
        enrolment = self.enrol(self.ani, number_entry=" 1234 5678-901 ")
        self.assertEqual(enrolment.sudo().number, KPJ)
        self.assertEqual(enrolment.number_masked, "•••••••8901")
        health = self.enrol(self.ani, "pbpu", number_entry=JKN)
        self.assertEqual(health.sudo().number, JKN)

    def test_number_of_somebody_else(self):
        self.enrol(self.ani, number_entry=KPJ)
        with self.refused("already that of .*Ani"):
            self.enrol(self.member("Budi"), number_entry=KPJ)

    def test_found_by_the_whole_number_only(self):
        enrolment = self.enrol(self.ani, number_entry=KPJ)
        search = self.env["coop.social.enrolment"].search
        self.assertEqual(search([("number_entry", "=", KPJ)]), enrolment)
        self.assertEqual(
            search([("number_entry", "ilike", "1234-5678 901")]), enrolment
        )
        self.assertFalse(search([("number_entry", "ilike", "1234")]))

    def test_double_enrolment(self):
        self.enrol(self.ani, start="2026-01-01", stop="2026-03-31")
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
            self.enrol(self.ani, start="2026-03-31")
        later = self.enrol(self.ani, start="2026-04-11")
        self.assertEqual(later.gap_days, 10)
        self.enrol(self.ani, "pbpu")  # another scheme

    def test_segment_of_another_agency(self):
        with self.refused("does not belong"):
            self.enrol(self.ani, "ppu", scheme=self.tk)
        self.enrol(self.ani, "pbi", scheme=self.kes)

    def test_terms_hold_from_the_start_on(self):
        with self.refused("from when on"):
            self.env["coop.social.enrolment"].create(
                {
                    "member_id": self.ani.id,
                    "scheme_id": self.tk.id,
                    "segment": "bpu",
                    "date_start": "2026-01-01",
                }
            )
        enrolment = self.enrol(self.ani)
        with self.refused("from the start on"):
            enrolment.term_ids.valid_from = "2026-02-01"
        self.change(enrolment, "2026-02-01")
        with self.refused("first terms stay"):
            enrolment.term_ids.sorted("valid_from")[0].unlink()

    def test_enrolled_below_the_age_of_65(self):
        for born, allowed in (("1961-01-01", False), ("1961-01-02", True)):
            member = self.member(f"Born {born}", birth_date=born)
            if allowed:
                self.enrol(member, start="2026-01-01", income=1_000_000)
                # who is enrolled stays so
                self.company.coop_social_since = "2027-01-01"
                self.assertEqual(len(self.computed("2027-01-01").contribution_ids), 1)
            else:
                with self.refused("65 or older"):
                    self.enrol(member, start="2026-01-01")

    def test_after_the_membership(self):
        reason = self.env["coop.leave.reason"].search([], limit=1)
        self.ani.sudo()._leave(date(2026, 3, 1), reason)
        with self.refused("left on"):
            self.enrol(self.ani, start="2026-03-01")
        enrolment = self.enrol(self.ani, start="2026-01-01")
        self.assertEqual(enrolment.date_end, date(2026, 2, 28))
        self.ani.sudo()._set_state("active", date(2026, 3, 1), date_left=False)
        self.assertFalse(enrolment.date_end)

    def test_the_day_of_a_death_is_covered(self):
        enrolment = self.enrol(self.ani, start="2026-01-01")
        day = date(2026, 1, 20)
        self.ani.sudo()._leave(
            day, self.env.ref("coop_membership.leave_reason_deceased")
        )
        self.assertEqual(enrolment.date_end, day)
        claim = self.env["coop.social.claim"].create(
            {
                "member_id": self.ani.id,
                "scheme_id": self.tk.id,
                "kind": "death",
                "date_event": day,
            }
        )
        self.assertTrue(claim.covered)

    def test_with_contributions_it_stays(self):
        enrolment = self.enrol(self.ani, income=1_000_000)
        self.booked("2026-01-01")
        with self.refused("enrol the member anew"):
            enrolment.segment = "pu"
        with self.refused("cannot be deleted"):
            enrolment.unlink()
        enrolment.write({"segment": "bpu", "date_stop": "2026-12-31"})

    def test_looking_is_logged(self):
        enrolment = self.enrol(self.ani, number_entry=KPJ)
        officer = self.new_user("officer", "officer")
        logs = self.env["coop.social.access"]
        before = logs.search_count([])
        action = enrolment.with_user(officer).action_number()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.number, KPJ)
        log = logs.search([], limit=1)
        self.assertEqual(logs.search_count([]), before + 1)
        self.assertEqual((log.user_id, log.enrolment_ids), (officer, enrolment))
        wizard.with_user(officer).number = "99999999999"
        wizard.with_user(officer).action_save()
        self.assertEqual(enrolment.sudo().number, "99999999999")
        self.assertFalse(wizard.exists())

    def test_npp(self):
        with self.refused("NPP"):
            self.company.coop_social_npp = "123"
        self.company.coop_social_npp = "JJ012345"


@tagged("post_install", "-at_install")
class TestErasing(SocialCase):
    """What is personal goes, the books stay."""

    def test_former_member(self):
        ani = self.member("Ani", email="ani@example.com")
        card = base64.b64encode(b"card")
        enrolment = self.enrol(
            ani, income=1_000_000, number_entry=KPJ, card_entry=card, dependants=0
        )
        enrolment.note = "private"
        claim = self.env["coop.social.claim"].create(
            {
                "member_id": ani.id,
                "scheme_id": self.tk.id,
                "kind": "accident",
                "date_event": "2026-01-10",
                "note": "private",
                "receiver": "Ani",
            }
        )
        claim.document_ids = self.env["ir.attachment"].create(
            {"name": "paper", "datas": card}
        )
        run = self.booked("2026-01-01")
        self.assertTrue(enrolment.has_card)
        with self.refused("still a member"):
            enrolment.action_erase()
        ani.sudo()._leave(
            date(2026, 2, 1), self.env["coop.leave.reason"].search([], limit=1)
        )
        with self.refused("still owes"):
            enrolment.action_erase()
        self.entry("2026-02-03", (self.bank_account, 36_800), (self.owed, -36_800, ani))
        totals = self.balance(self.owed), run.amount_total
        with self.refused("Only managers"):
            enrolment.with_user(self.new_user("officer", "officer")).action_erase()
        enrolment.action_erase()
        secret = enrolment.sudo()
        self.assertFalse(secret.number or secret.card or secret.note)
        self.assertFalse(enrolment.has_card)
        self.assertEqual(enrolment.term_ids.income, 0)
        self.assertFalse(claim.note or claim.receiver or claim.document_ids)
        self.assertTrue(enrolment.erased_on)
        self.assertEqual((self.balance(self.owed), run.amount_total), totals)
        self.assertEqual(run.contribution_ids.amount_member, 36_800)
        # no run mistakes it for a correction
        self.enrol(self.member("Budi"), income=1_000_000)
        self.assertNotIn(
            "Ani", [row[0] for row in self.rows(self.booked("2026-02-01"))]
        )

    def test_erased_in_a_run_that_is_not_booked(self):
        ani = self.member("Ani")
        enrolment = self.enrol(ani, income=1_000_000)
        self.computed("2026-01-01")
        ani.sudo()._leave(
            date(2026, 2, 1), self.env["coop.leave.reason"].search([], limit=1)
        )
        with self.refused("not booked yet"):
            enrolment.action_erase()

    def test_found_by_the_privacy_lookup(self):
        ani = self.member("Ani Unik Sekali")
        ani.partner_id.email = "ani.unik@example.com"
        enrolment = self.enrol(ani)
        claim = self.env["coop.social.claim"].create(
            {"member_id": ani.id, "scheme_id": self.tk.id, "date_event": "2026-01-10"}
        )
        self.env.flush_all()
        lookup = self.env["privacy.lookup.wizard"].create(
            {"name": ani.partner_id.name, "email": ani.partner_id.email}
        )
        lookup.action_lookup()
        found = {(line.res_model, line.res_id) for line in lookup.line_ids}
        self.assertIn((enrolment._name, enrolment.id), found)
        self.assertIn((claim._name, claim.id), found)


@tagged("post_install", "-at_install")
class TestCover(SocialCase):
    """On any date: is this member covered, by what, until when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ani = cls.member("Ani")

    def test_until_the_first_unpaid_month_is_due(self):
        self.enrol(self.ani, income=1_000_000)
        self.assertFalse(self.covered(self.ani, "2025-12-31"))
        # January is due on 15 February
        self.assertEqual(self.covered(self.ani, "2026-01-01"), "2026-02-15")
        self.assertEqual(self.covered(self.ani, "2026-02-15"), "2026-02-15")
        self.assertFalse(self.covered(self.ani, "2026-02-16"))
        run = self.booked("2026-01-01")
        self.assertFalse(self.covered(self.ani, "2026-02-16"), "posted is not paid")
        self.pay_run(run, "2026-02-20")
        # what is paid late does not cover the days before
        self.assertFalse(self.covered(self.ani, "2026-02-19"))
        self.assertEqual(self.covered(self.ani, "2026-02-20"), "2026-03-15")
        self.pay_run(self.booked("2026-02-01"), "2026-03-10")
        self.assertEqual(self.covered(self.ani, "2026-03-31"), "2026-04-15")
        self.assertFalse(self.covered(self.ani, "2026-04-16"))

    def test_health_is_due_within_the_month(self):
        self.enrol(self.ani, "pbpu", start="2026-01-20", care_class="3")
        # the month of the start at least
        self.assertEqual(self.covered(self.ani, "2026-01-25", self.kes), "2026-01-31")
        self.assertFalse(self.covered(self.ani, "2026-02-01", self.kes))
        self.pay_run(self.booked("2026-01-01"), "2026-01-25")
        self.assertEqual(self.covered(self.ani, "2026-02-10", self.kes), "2026-02-10")
        self.assertFalse(self.covered(self.ani, "2026-02-11", self.kes))
        self.assertFalse(self.covered(self.ani, "2026-02-10", self.tk))

    def test_paid_in_advance(self):
        self.enrol(self.ani, income=1_000_000, pay_ahead="6")
        self.pay_run(self.booked("2026-01-01"), "2026-01-31")
        self.assertEqual(self.covered(self.ani, "2026-02-01"), "2026-08-15")

    def test_elsewhere_and_ended(self):
        self.enrol(self.ani, "client", stop="2026-06-30")
        self.assertEqual(self.covered(self.ani, "2026-05-01"), "2026-06-30")
        self.assertFalse(self.covered(self.ani, "2026-07-01"))
        self.enrol(self.ani, "pbi", scheme=self.kes)
        self.assertEqual(self.covered(self.ani, "2030-01-01", self.kes), "9999-12-31")

    def test_before_the_runs_began_it_counts_as_paid(self):
        self.company.coop_social_since = "2026-05-01"
        self.enrol(self.ani, start="2020-01-01", income=1_000_000)
        self.assertEqual(self.covered(self.ani, "2026-05-20"), "2026-06-15")
        self.assertTrue(self.covered(self.ani, "2024-01-01"))

    def test_many_members_and_days_in_one_query(self):
        members = self.ani
        for index in range(20):
            member = self.member(f"M{index}")
            self.enrol(member, income=1_000_000)
            members += member
        days = [date(2026, 1, 1 + day) for day in range(31)] + [
            date(2026, 2, 1 + day) for day in range(28)
        ]
        self.env.flush_all()
        with self.assertQueryCount(1):
            covered = members._covered_on(days, self.tk)
        self.assertEqual(len(covered), 20 * (31 + 15))

    @freeze_time("2026-03-20")
    def test_searched_and_shown(self):
        enrolment = self.enrol(self.ani, income=1_000_000)
        other = self.enrol(self.member("Budi"), "client")
        search = self.env["coop.social.enrolment"].search
        both = [("id", "in", (enrolment + other).ids)]
        self.assertEqual(search([*both, ("covered", "=", True)]), other)
        self.assertEqual(search([*both, ("covered", "=", False)]), enrolment)
        self.assertFalse(enrolment.cover_until and enrolment.covered)
        self.assertIn("✗ BPJS Ketenagakerjaan", self.ani.social_cover)

    @freeze_time("2026-03-20")
    def test_lapses_raise_an_activity_once(self):
        self.company.coop_social_user_id = self.env.user
        lapsed = self.enrol(self.ani, income=1_000_000)
        budi = self.member("Budi")
        fine = self.enrol(budi, "client")
        gone = self.enrol(self.member("Gone"), stop="2026-01-31", income=1_000_000)
        for _twice in range(2):
            self.env["coop.social.enrolment"]._cron_lapses()
        self.assertEqual(len(lapsed.activity_ids), 1)
        self.assertEqual(lapsed.activity_ids.user_id, self.env.user)
        self.assertFalse((fine + gone).activity_ids)
        self.pay_run(self.booked("2026-02-01"), "2026-03-20")
        lapsed.activity_ids.action_done()
        self.env["coop.social.enrolment"]._cron_lapses()
        self.assertFalse(lapsed.activity_ids, "covered until 15 April")

    def test_share_of_members_for_the_board(self):
        today = date.today().replace(day=1)
        self.company.coop_social_since = today
        self.enrol(self.ani, start=today, income=1_000_000)
        self.member("Budi")
        self.env.flush_all()
        rows = self.env["coop.social.cover"].formatted_read_group(
            [("company_id", "=", self.company.id), ("current", "=", True)],
            ["scheme_id"],
            ["covered:avg", "missing:sum", "members:sum"],
        )
        found = {
            row["scheme_id"][1]: (
                row["covered:avg"],
                row["missing:sum"],
                row["members:sum"],
            )
            for row in rows
        }
        self.assertEqual(found["BPJS Ketenagakerjaan"], (50, 1, 2))
        self.assertEqual(found["BPJS Kesehatan"], (0, 2, 2))
        gap = self.env["coop.social.cover"].search(
            [
                ("member_id", "=", self.ani.id),
                ("scheme_id", "=", self.tk.id),
                ("current", "=", True),
            ]
        )
        self.assertEqual(
            gap.action_open_enrolment()["res_id"], self.ani.social_enrolment_ids.id
        )


@tagged("post_install", "-at_install")
class TestClaims(SocialCase):
    """Dates, papers and amounts of a claim."""

    def test_from_the_event_to_the_payment(self):
        ani = self.member("Ani")
        self.enrol(ani, income=1_000_000)
        benefits = self.env["coop.social.benefit"].search([("program", "=", "jkm")])
        claim = self.env["coop.social.claim"].create(
            {
                "member_id": ani.id,
                "scheme_id": self.tk.id,
                "kind": "death",
                "date_event": "2026-02-10",
                "benefit_ids": benefits.ids,
                "state": "paid",  # not by hand
            }
        )
        self.assertEqual((claim.state, claim.amount_expected), ("draft", 42_000_000))
        self.assertTrue(claim.covered)
        claim.date_event = "2026-02-20"
        self.assertFalse(claim.covered)
        with self.refused("not possible now"):
            claim.action_approve()
        claim.action_file()
        claim.action_approve()
        with self.refused("enter the amount"):
            claim.action_pay()
        claim.amount_paid = 42_000_000
        claim.action_pay()
        self.assertEqual(claim.state, "paid")
        self.assertTrue(claim.date_filed and claim.date_decided and claim.date_paid)
        with self.refused("stays in the log"):
            claim.unlink()
        with self.refused("by its buttons"):
            claim.state = "draft"
        moves = self.env["account.move.line"].search(
            [("partner_id", "=", ani.partner_id.id)]
        )
        self.assertFalse(moves, "nothing of a claim is booked")

    def test_refused_and_filed_again(self):
        claim = self.env["coop.social.claim"].create(
            {
                "member_id": self.member("Ani").id,
                "scheme_id": self.tk.id,
                "date_event": "2026-02-10",
            }
        )
        claim.action_file()
        claim.action_refuse()
        claim.action_draft()
        claim.action_file()
        self.assertEqual(claim.state, "filed")

    def test_not_in_the_future(self):
        with self.refused("in the future"):
            self.env["coop.social.claim"].create(
                {
                    "member_id": self.member("Ani").id,
                    "scheme_id": self.tk.id,
                    "date_event": "2999-01-01",
                }
            )
