# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import doctest
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..engine import assignment, ranking, slots

START = datetime(2026, 3, 2)
HOUR = timedelta(hours=1)
PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=120)
periods = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(
    lambda pair: (START + pair[0] * HOUR, START + sum(pair) * HOUR)
)


def best_by_trying(scores, places):
    """(places filled, sum of scores) of the best team, by trying every one."""
    columns = [role for role, count in enumerate(places) for _place in range(count)]
    people = list(range(len(scores))) + [None] * len(columns)
    best = (0, 0)
    for chosen in set(permutations(people, len(columns))):
        found = [
            scores[person][role]
            for person, role in zip(chosen, columns, strict=True)
            if person is not None
        ]
        if all(score >= 0 for score in found):
            best = max(best, (len(found), sum(found)))
    return best


@tagged("post_install", "-at_install")
class TestEngineTeam(BaseCase):
    """The engines of ranking, assignment and slots against slow oracles."""

    def test_examples(self):
        for module in (assignment, ranking, slots):
            self.assertEqual(doctest.testmod(module).failed, 0)

    @PROPERTY
    @given(st.data())
    def test_team_is_optimal(self, data):
        roles = data.draw(st.integers(1, 3))
        places = data.draw(
            st.lists(st.integers(0, 2), min_size=roles, max_size=roles).filter(
                lambda row: sum(row) <= 4
            )
        )
        scores = data.draw(
            st.lists(
                st.lists(st.integers(-1, 100), min_size=roles, max_size=roles),
                min_size=1,
                max_size=4,
            )
        )
        team = assignment.fill(scores, places)
        people = [person for person, _role in team]
        self.assertEqual(len(people), len(set(people)))
        for role, count in enumerate(places):
            self.assertLessEqual(sum(r == role for _p, r in team), count)
        found = [scores[person][role] for person, role in team]
        self.assertTrue(all(score >= 0 for score in found))
        self.assertEqual((len(found), sum(found)), best_by_trying(scores, places))

    @PROPERTY
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 100),  # level
                st.integers(0, 60000),  # minutes
                st.lists(st.integers(1, 5), max_size=4),  # ratings
                st.integers(-1, 1),  # wish
            ),
            min_size=1,
            max_size=12,
        ),
        st.tuples(*[st.integers(0, 50)] * 4).filter(any),
    )
    def test_score_is_the_weighted_mean(self, people, weights):
        levels, minutes, ratings, wishes = zip(*people, strict=True)
        parts = (
            ranking.skill_part(levels, True),
            ranking.rotation_part(minutes),
            ranking.rating_part([sum(r) for r in ratings], [len(r) for r in ratings]),
            ranking.wish_part(wishes),
        )
        total = ranking.weighted(parts, weights)
        everyone = [star for row in ratings for star in row]
        mean = (
            Fraction(sum(everyone) - len(everyone), 4 * len(everyone))
            if everyone
            else Fraction(1, 2)
        )
        for i in range(len(people)):
            exact = (
                Fraction(levels[i], 100),
                1 - Fraction(minutes[i], max(minutes)) if any(minutes) else Fraction(1),
                Fraction(sum(ratings[i]) - len(ratings[i]), 4 * len(ratings[i]))
                if ratings[i]
                else mean,
                Fraction(wishes[i] + 1, 2),
            )
            score = sum(w * p for w, p in zip(weights, exact, strict=True))
            # each part is whole thousandths
            self.assertLess(
                abs(score - Fraction(int(total[i]), 1000)), sum(weights) / 999
            )
            points = ranking.points(total[i], weights)
            self.assertTrue(0 <= points <= 100)
        order = ranking.order(total, minutes, range(len(people))).tolist()
        self.assertEqual(
            order, sorted(range(len(people)), key=lambda i: (-total[i], minutes[i], i))
        )

    @PROPERTY
    @given(st.lists(st.tuples(periods, st.integers(0, 4)), max_size=15))
    def test_clashes_are_counted(self, shifts):
        wanted = [
            (START + 10 * i * HOUR, START + (10 * i + 6) * HOUR) for i in range(5)
        ]
        shifts.sort()

        def number(moment):
            return int((moment - START).total_seconds())

        found = ranking.clashes(
            [number(start) for (start, _stop), _owner in shifts],
            [number(stop) for (_start, stop), _owner in shifts],
            [owner for _times, owner in shifts],
            [(number(start), number(stop)) for start, stop in wanted],
            5,
        )
        slow = [
            sum(
                any(start < b and a < stop for (start, stop), o in shifts if o == owner)
                for a, b in wanted
            )
            for owner in range(5)
        ]
        self.assertEqual(found.tolist(), slow)

    @PROPERTY
    @given(
        st.lists(periods, min_size=1, max_size=6),
        st.dictionaries(st.sampled_from("ABCD"), st.lists(periods, max_size=6)),
        st.integers(0, 3),
    )
    def test_who_is_free(self, wanted, busy, buffer):
        way = buffer * HOUR
        self.assertEqual(
            slots.free(wanted, busy, way),
            [
                [
                    person
                    for person, times in busy.items()
                    if all(b <= start - way or stop + way <= a for a, b in times)
                ]
                for start, stop in wanted
            ],
        )

    @PROPERTY
    @given(st.lists(periods, max_size=4), st.integers(1, 5), st.integers(1, 4))
    def test_slots_lie_in_openings(self, openings, length, step):
        found = slots.slots(openings, length * HOUR, step * HOUR)
        for start, stop in found:
            self.assertEqual(stop - start, length * HOUR)
            self.assertTrue(any(a <= start and stop <= b for a, b in openings))
        self.assertEqual(
            len(found),
            sum(max((b - a) // HOUR - length, -step) // step + 1 for a, b in openings),
        )
        for wrong in ((0, 1), (1, 0)):
            with self.assertRaises(ValueError):
                slots.slots(openings, wrong[0] * HOUR, wrong[1] * HOUR)

    @PROPERTY
    @given(
        st.lists(
            st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 9))),
            max_size=8,
        )
    )
    def test_most_at_once(self, rows):
        day = START.date()
        spans = [
            (
                day + timedelta(days=first),
                None if length is None else day + timedelta(days=first + length),
            )
            for first, length in rows
        ]
        days = [day + timedelta(days=i) for i in range(60)]
        slow = max(
            sum(a <= d and (b is None or d <= b) for a, b in spans) for d in days
        )
        self.assertEqual(slots.most_at_once(spans), slow)
