# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..engine import assignment, ranking
from .coop_service_role import IN_TEAM

EPOCH = date(1970, 1, 1)


def seconds(moment):
    """Seconds since 1970 of a naive UTC time, as PostgreSQL counts them."""
    return int((moment - moment.__class__(1970, 1, 1)).total_seconds())


@dataclass
class Board:
    """All active members of a company, and what is known about each: one row each.

    Arrays have the order of ``members``, which is that of the member numbers.
    """

    members: object
    employee_ids: list
    joined: list
    rating_total: np.ndarray
    rating_count: np.ndarray
    busy: tuple  # starts, stops, owners, sorted by start
    work: tuple  # days since 1970, owners, minutes, sorted by day
    wishes: list  # (index, coop.service.wish)
    weights: tuple


@dataclass
class Ranking:
    """The candidates for one role and period, with all that the order comes from."""

    role: object
    first: date
    last: date
    days: list
    board: Board
    levels: np.ndarray
    minutes: np.ndarray
    wishes: np.ndarray
    parts: tuple
    total: np.ndarray
    order: np.ndarray
    late: np.ndarray  # not yet a member
    unskilled: np.ndarray
    uncertified: dict  # {hr.skill: days without certificate}
    lacking: list  # (Need of another addon, days without it)
    busy: np.ndarray  # days with another shift
    away: np.ndarray  # days not available
    inside: np.ndarray  # in the team already

    @property
    def able(self):
        """Who can take the role on all days."""
        blocked = self.late | self.unskilled | self.inside
        blocked |= (self.busy > 0) | (self.away > 0)
        for days in [*self.uncertified.values(), *(row[1] for row in self.lacking)]:
            blocked |= days > 0
        return ~blocked

    def best(self, count=None, able=True):
        """Indices of the best candidates, those who can take the role by default."""
        can = self.able
        found = [int(i) for i in self.order if can[i] == able]
        return found[:count]


class CoopServiceRole(models.Model):
    """Who is proposed for a role, in which order, and why."""

    _inherit = "coop.service.role"

    # ------------------------------------------------------------------ the board
    @api.model
    def _board(self, company, first, last):
        """What is known about the active members of a company.

        A fixed number of queries, whatever the number of members and roles.

        :param first, last: days for which other work is looked at
        """
        # sudo: dispatchers rank everybody; names are shown with their own rights
        members = (
            self.env["coop.member"]
            .sudo()
            .search_fetch(
                [("company_id", "=", company.id), ("state", "=", "active")],
                ["number", "date_joined", "employee_id"],
            )
            .sorted(lambda member: member._ties_key())
        )
        index = {member.id: i for i, member in enumerate(members)}
        total = np.zeros(len(members), np.int64)
        count = np.zeros(len(members), np.int64)
        for member_id, stars, ratings in self._rating_rows(company):
            if member_id in index:
                total[index[member_id]] = stars
                count[index[member_id]] = ratings
        wishes = (
            self.env["coop.service.wish"]
            .sudo()
            .search(
                Domain("company_id", "=", company.id)
                & Domain("date_from", "<=", last)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", first))
            )
        )
        return Board(
            members=members,
            employee_ids=[member.employee_id.id for member in members],
            joined=[member.date_joined for member in members],
            rating_total=total,
            rating_count=count,
            busy=self._busy_rows(company, first, last, index),
            work=self._work_rows(company, first, last, index),
            wishes=[
                (index[wish.member_id.id], wish)
                for wish in wishes
                if wish.member_id.id in index
            ],
            weights=company._coop_rank_weights_tuple(),
        )

    def _rating_rows(self, company):
        """``(member id, stars, ratings)`` of the work that clients have rated."""
        self.env["coop.service.acceptance"].flush_model(
            ["client_rating", "state", "company_id"]
        )
        self.env["coop.service.acceptance.work"].flush_model(
            ["acceptance_id", "member_id"]
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT work.member_id, SUM(work.stars), COUNT(*)
                  FROM (SELECT DISTINCT row.member_id, row.acceptance_id,
                               acceptance.client_rating AS stars
                          FROM coop_service_acceptance_work row
                          JOIN coop_service_acceptance acceptance
                            ON acceptance.id = row.acceptance_id
                         WHERE acceptance.company_id = %s
                           AND acceptance.state = 'accepted'
                           AND acceptance.client_rating > 0) work
                 GROUP BY work.member_id
                """,
                company.id,
            )
        )

    def _busy_rows(self, company, first, last, index):
        """When members work: their shifts, and what their assignments will need."""
        Shift = self.env["coop.service.shift"]
        Shift.flush_model(["member_id", "start", "stop", "state", "company_id"])
        rows = [
            (start, stop, index[member_id])
            for member_id, start, stop in self.env.execute_query(
                SQL(
                    """
                    SELECT member_id, EXTRACT(EPOCH FROM start)::bigint,
                           EXTRACT(EPOCH FROM stop)::bigint
                      FROM coop_service_shift
                     WHERE state IN ('planned', 'done') AND company_id = %s
                       AND start < %s AND stop > %s
                    """,
                    company.id,
                    last + timedelta(days=3),
                    first - timedelta(days=2),
                )
            )
            if member_id in index
        ]
        # sudo: see _board
        unplanned = (
            self.env["coop.service.assignment"]
            .sudo()
            .search(
                Domain("company_id", "=", company.id)
                & Domain("state", "in", IN_TEAM)
                & Domain("role_id.planning", "=", "shifts")
                & Domain("date_from", "<=", last)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", first))
                & (Domain("planned_to", "=", False) | Domain("planned_to", "<", last))
            )
        )
        if unplanned:
            holidays = unplanned.role_id._holidays(first, last)
            for role, assignments in unplanned.grouped("role_id").items():
                end = role._last_day()
                days = role._days(first, min(filter(None, (end, last))), holidays)
                times = [
                    (day, seconds(start), seconds(stop))
                    for day, (start, stop) in zip(
                        days, role._windows(days), strict=True
                    )
                ]
                for row in assignments:
                    owner = index.get(row.member_id.id)
                    if owner is None:
                        continue
                    begin = row.date_from
                    if row.planned_to:
                        begin = max(begin, row.planned_to + timedelta(days=1))
                    rows += [
                        (start, stop, owner)
                        for day, start, stop in times
                        if begin <= day and (not row.date_to or day <= row.date_to)
                    ]
        rows.sort()
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    def _work_rows(self, company, first, last, index):
        """Minutes of work per member and day: shifts, and timesheets on projects."""
        start = first - relativedelta(months=company.coop_rank_months)
        self.env["account.analytic.line"].flush_model(
            ["employee_id", "project_id", "date", "unit_amount"]
        )
        self.env["coop.service.shift"].flush_model(["hours"])
        self.env["coop.member"].flush_model(["employee_id"])
        found = [
            ((day - EPOCH).days, index[member_id], minutes)
            for member_id, day, minutes in self.env.execute_query(
                SQL(
                    """
                    SELECT member_id, start::date, ROUND(SUM(hours) * 60)::bigint
                      FROM coop_service_shift
                     WHERE state IN ('planned', 'done') AND company_id = %(company)s
                       AND start >= %(start)s AND start < %(stop)s
                     GROUP BY member_id, start::date
                     UNION ALL
                    SELECT member.id, line.date,
                           ROUND(SUM(line.unit_amount) * 60)::bigint
                      FROM account_analytic_line line
                      JOIN coop_member member ON member.employee_id = line.employee_id
                     WHERE line.project_id IS NOT NULL
                       AND member.company_id = %(company)s
                       AND line.date >= %(start)s AND line.date < %(stop)s
                     GROUP BY member.id, line.date
                    """,
                    company=company.id,
                    start=start,
                    stop=last,
                )
            )
            if member_id in index
        ]
        found.sort()
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    # ---------------------------------------------------------------- the ranking
    def _rank(self, date_from=None, date_to=None, ignore=None):
        """The candidates for each role of one company, for a period.

        :param date_from, date_to: dates; by default those of the role that are still
            to come, at most as far as shifts are planned ahead
        :param ignore: assignments whose members count as not in the team
        :return: ``{role: Ranking}``
        """
        if not self:
            return {}
        self.check_access("read")  # members are ranked for those who see the roles
        if len(self.company_id) != 1:
            raise UserError(
                self.env._("Choose roles of one cooperative to fill them together.")
            )
        periods = {role: role._period(date_from, date_to) for role in self}
        first = min(period[0] for period in periods.values())
        last = max(period[1] for period in periods.values())
        board = self._board(self.company_id, first, last)
        levels = self._levels(board, periods)
        certified = self.env["hr.employee"]._certified_on(
            board.members.employee_id, self.certificate_ids, first, last
        )
        holidays = self._holidays(first, last)
        days_of = {role: role._days(*periods[role], holidays) for role in self}
        needs = self._further_needs(board.members, days_of)
        position = np.arange(len(board.members))
        team = self._team_of(ignore)
        index = {member.id: i for i, member in enumerate(board.members)}
        result, gaps = {}, {}
        for role in self:
            begin, end = periods[role]
            days = days_of[role]
            level = levels(role, begin)
            needed = role.skill_level_id.level_progress or 1
            minutes = self._minutes(board, begin, role.company_id.coop_rank_months)
            away, wishes = self._wish_arrays(role, board, days, begin, end)
            parts = (
                ranking.skill_part(level, bool(role.skill_id)),
                ranking.rotation_part(minutes),
                ranking.rating_part(board.rating_total, board.rating_count),
                ranking.wish_part(wishes),
            )
            total = ranking.weighted(parts, board.weights)
            key = tuple(days)
            uncertified = {}
            for skill in role.certificate_ids:
                if (skill.id, key) not in gaps:
                    gaps[skill.id, key] = self._gap_days(board, certified, skill, days)
                uncertified[skill] = gaps[skill.id, key]
            inside = np.zeros(len(position), bool)
            inside[[index[i] for i in team.get(role.id, ()) if i in index]] = True
            windows = role._windows(days) if role.planning == "shifts" else []
            busy = ranking.clashes(
                *board.busy,
                [(seconds(start), seconds(stop)) for start, stop in windows],
                len(position),
            )
            result[role] = Ranking(
                role=role,
                first=begin,
                last=end,
                days=days,
                board=board,
                levels=level,
                minutes=minutes,
                wishes=wishes,
                parts=parts,
                total=total,
                order=ranking.order(total, minutes, position),
                late=np.array([joined > begin for joined in board.joined], bool),
                unskilled=(level < needed)
                if role.skill_id
                else np.zeros(len(position), bool),
                uncertified=uncertified,
                lacking=[
                    (need, self._lack_days(board, need, days)) for need in needs[role]
                ],
                busy=busy,
                away=away,
                inside=inside,
            )
        return result

    def _period(self, date_from=None, date_to=None):
        """First and last day for which people are looked for.

        A role without end is looked at as far as shifts are planned ahead.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        end = date_to or self._last_day()
        begin = date_from or max(self.date_from, min(today, end or today))
        return begin, max(
            begin,
            end or max(begin, today) + timedelta(weeks=self.company_id.coop_plan_weeks),
        )

    def _levels(self, board, periods):
        """Function of a role and its first day giving the levels of its skill."""
        cache = {}
        employees = board.members.employee_id

        def levels(role, day):
            if not role.skill_id:
                return np.zeros(len(board.members), np.int64)
            if day not in cache:
                cache[day] = self.env["hr.employee"]._skill_levels(
                    employees, self.skill_id, day
                )
            found, skill = cache[day], role.skill_id.id
            return np.array(
                [found.get(i, {}).get(skill, 0) for i in board.employee_ids], np.int64
            )

        return levels

    def _gap_days(self, board, certified, skill, days):
        """On how many of the days each member holds no certificate of ``skill``."""
        missing = np.full(len(board.members), len(days), np.int64)
        if not days:
            return missing
        for i, employee in enumerate(board.employee_ids):
            for first, last in certified.get((employee, skill.id), ()):
                if first <= days[0] and days[-1] <= last:
                    missing[i] = 0
                else:
                    missing[i] -= sum(first <= day <= last for day in days)
        return missing

    def _lack_days(self, board, need, days):
        """On how many of the days each member lacks what another addon asks for."""
        lacking = np.zeros(len(board.members), np.int64)
        for i, member_id in enumerate(board.members.ids):
            if member_id in need.missing:
                lacking[i] = len(need.missing[member_id].intersection(days))
        return lacking

    def _minutes(self, board, begin, months):
        """Minutes that each member worked in the months before ``begin``."""
        days, owners, minutes = board.work
        start = begin - relativedelta(months=months)
        inside = slice(
            int(np.searchsorted(days, (start - EPOCH).days, "left")),
            int(np.searchsorted(days, (begin - EPOCH).days, "left")),
        )
        return np.bincount(owners[inside], minutes[inside], len(board.members)).astype(
            np.int64
        )

    def _wish_arrays(self, role, board, days, begin, end):
        """Days on which members are away, and what they wish about this role."""
        away = np.zeros(len(board.members), np.int64)
        wishes = np.zeros(len(board.members), np.int64)
        for i, wish in board.wishes:
            if wish.date_from > end or (wish.date_to and wish.date_to < begin):
                continue
            if wish.kind == "unavailable":
                away[i] += sum(
                    wish.date_from <= day
                    and (not wish.date_to or day <= wish.date_to)
                    and (not wish.weekday or day.weekday() == int(wish.weekday))
                    for day in days
                )
            elif wish._fits(role):
                # who wishes both would rather not
                wishes[i] = -1 if wish.kind == "avoid" else wishes[i] or 1
        return away, wishes

    def _team_of(self, ignore=None):
        """``{role id: ids of the members who are in its team}``."""
        domain = Domain("role_id", "in", self.ids) & Domain("state", "in", IN_TEAM)
        if ignore:
            domain &= Domain("id", "not in", ignore.ids)
        found = self.env["coop.service.assignment"]._read_group(
            domain, ["role_id"], ["member_id:array_agg_distinct"]
        )
        return {role.id: members for role, members in found}

    # ------------------------------------------------------------------ the words
    def _points(self, result, index):
        """Score of one candidate, 0 to 100."""
        return ranking.points(result.total[index], result.board.weights)

    def _explain(self, result, index):
        """Why a candidate stands where he stands, in one line of the user's language.

        :param result: a ``Ranking`` of this role
        :param index: of the candidate
        """
        self.ensure_one()
        board, blocked = result.board, self._obstacles(result, index)
        said = []
        if self.skill_id:
            said.append(
                self.env._(
                    "%(skill)s %(level)s %%",
                    skill=self.skill_id.name,
                    level=int(result.levels[index]),
                )
            )
        said.append(
            self.env._(
                "%(hours)s h in the last %(months)s months",
                hours=f"{result.minutes[index] / 60:.0f}",
                months=self.company_id.coop_rank_months,
            )
        )
        ratings = int(board.rating_count[index])
        if ratings:
            said.append(
                self.env._(
                    "rated %(stars)s of 5 (%(count)s times)",
                    stars=f"{int(board.rating_total[index]) / ratings:.1f}",
                    count=ratings,
                )
            )
        else:
            said.append(self.env._("not rated yet"))
        if result.wishes[index]:
            said.append(
                self.env._("would gladly do it")
                if result.wishes[index] > 0
                else self.env._("would rather not")
            )
        if blocked:
            return self.env._("Not possible: %s.", "; ".join(blocked))
        points = " + ".join(
            f"{weight}×{int(part[index]) / 1000:.2f}"
            for weight, part in zip(board.weights, result.parts, strict=True)
            if weight
        )
        return f"{', '.join(said)} ({points})"

    def _obstacles(self, result, index):
        """What keeps a candidate from the role, as list of texts; empty: nothing."""
        env, count = self.env, len(result.days)
        found = []
        if result.inside[index]:
            found.append(env._("in the team already"))
        if result.late[index]:
            found.append(
                env._(
                    "member only since %s",
                    format_date(env, result.board.joined[index]),
                )
            )
        if result.unskilled[index]:
            level = self.skill_level_id
            found.append(
                env._(
                    "%(skill)s at %(level)s %% is needed, has %(has)s %%",
                    skill=self.skill_id.name,
                    level=level.level_progress,
                    has=int(result.levels[index]),
                )
                if level
                else env._("has no skill %s", self.skill_id.name)
            )
        for skill, days in result.uncertified.items():
            if days[index]:
                found.append(
                    env._(
                        "no valid certificate %(skill)s on %(days)s of %(count)s days",
                        skill=skill.name,
                        days=int(days[index]),
                        count=count,
                    )
                )
        for need, days in result.lacking:
            if days[index]:
                found.append(
                    env._(
                        "%(lack)s on %(days)s of %(count)s days",
                        lack=need.lack,
                        days=int(days[index]),
                        count=count,
                    )
                )
        if result.busy[index]:
            found.append(
                env._(
                    "works elsewhere on %(days)s of %(count)s days",
                    days=int(result.busy[index]),
                    count=count,
                )
            )
        if result.away[index]:
            found.append(
                env._(
                    "not available on %(days)s of %(count)s days",
                    days=int(result.away[index]),
                    count=count,
                )
            )
        return found

    # ------------------------------------------------------------------- the team
    def _best_team(self, rankings):
        """The best whole team for the open places ("Isi otomatis").

        As many places as can be are filled; among those teams the one with the highest
        sum of scores is chosen. Nobody gets two places.

        :param rankings: what ``_rank`` gave for these roles
        :return: list of ``(role, index of the candidate)``
        """
        if not rankings:
            return []
        scores = np.stack(
            [np.where(rankings[role].able, rankings[role].total, -1) for role in self],
            axis=1,
        )
        pairs = assignment.fill(scores, [role.open_places for role in self])
        return [(self[column], row) for row, column in pairs]
