# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_hr.controllers.portal import CoopSkillPortal

from ..report.qr import qr


class CoopTrainingPortal(CoopSkillPortal):
    """Courses for members: what is offered, the own places, results and papers.

    Portal users have no rights on events. Everything here is found by the own open
    membership first, and read beyond the rights of a member only after that.
    """

    def _coop_skill_values(self):
        return super()._coop_skill_values() | {
            "certificate_qr": lambda row: qr(row._coop_verify_url())
        }

    def _coop_open_membership(self):
        """The membership by which the user takes part, or an empty record."""
        return self._coop_memberships().filtered(
            lambda member: member.state in ("active", "suspended")
        )[:1]

    def _coop_registrations(self, members):
        """Registrations of the own memberships, newest first."""
        # sudo: of the persons whose memberships the record rules just gave
        return (
            request.env["event.registration"]
            .sudo()
            .search(
                [
                    ("coop_member_id", "in", members.ids),
                    ("coop_programme_id", "!=", False),
                    ("state", "!=", "cancel"),
                    "|",
                    ("state", "!=", "draft"),
                    ("coop_waiting", "=", True),
                ]
            )
            .sorted(lambda row: row.event_id.date_begin, reverse=True)
        )

    def _coop_sessions(self, member):
        """Sessions that this member can register for, soonest first."""
        # sudo: sessions that the office opened to the members of this cooperative
        events = request.env["event.event"].sudo()
        if not member:
            return events
        return events.search(
            events._coop_open_domain(member.company_id), order="date_begin, id"
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_training_count" in counters:
            values["coop_training_count"] = len(
                self._coop_sessions(self._coop_open_membership())
            ) + len(self._coop_registrations(self._coop_memberships()))
        return values

    def _coop_training_values(self, **more):
        members = self._coop_memberships()
        member = self._coop_open_membership()
        rows = self._coop_registrations(members)
        now = fields.Datetime.now()
        coming = rows.filtered(
            lambda row: row.event_id.date_end >= now and row.state != "done"
        )
        sessions = self._coop_sessions(member)
        # sudo: the own row of a table that only the office reads
        gaps = (
            request.env["coop.training.matrix"]
            .sudo()
            .search([("member_id", "=", member.id), ("state", "!=", "met")])
            if member
            else request.env["coop.training.matrix"]
        )
        return self._prepare_portal_layout_values() | {
            "page_name": "coop_training",
            "member": member,
            "coming": coming.sorted(lambda row: row.event_id.date_begin),
            "past": rows - coming,
            "sessions": sessions - rows.event_id,
            "gaps": gaps,
            "gap_states": dict(
                gaps._fields["state"]._description_selection(request.env)
            ),
            "results": dict(
                rows._fields["coop_result"]._description_selection(request.env)
            ),
            **more,
        }

    @http.route("/my/training", type="http", auth="user", website=True)
    def portal_my_training(self, error=None, message=None, **kwargs):
        """Sessions to come, the own places, needs and what was attended."""
        known = {
            "over": request.env._("This session can no longer be changed."),
            "registered": request.env._("You are registered."),
            "waiting": request.env._(
                "All places are taken. You are on the waiting list and move up when a "
                "place becomes free."
            ),
            "cancelled": request.env._("Your registration is cancelled."),
            "attended": request.env._("Your attendance is noted."),
            "not_now": request.env._("The session is not on at this time."),
            "not_registered": request.env._(
                "You are not registered for this session. Ask the trainer."
            ),
        }
        return request.render(
            "coop_training.portal_my_training",
            self._coop_training_values(
                error=known.get(error), message=known.get(message)
            ),
        )

    @http.route(
        "/my/training/register/<int:event_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_training_register(self, event_id, **kwargs):
        """Register for a session that is open, or wait for a place."""
        member = self._coop_open_membership()
        event = self._coop_sessions(member).filtered(lambda e: e.id == event_id)
        if not event:
            return request.redirect("/my/training?error=over")
        try:
            # the member comes from the own memberships, the event is open to members
            row = event._coop_register(member.sudo())
        except UserError:
            return request.redirect("/my/training?error=over")
        return request.redirect(
            "/my/training?message=" + ("waiting" if row.coop_waiting else "registered")
        )

    def _coop_own_registration(self, row_id):
        return self._coop_registrations(self._coop_memberships()).filtered(
            lambda row: row.id == row_id
        )

    @http.route(
        "/my/training/<int:row_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_training_cancel(self, row_id, **kwargs):
        """Give the own place back before the session begins."""
        row = self._coop_own_registration(row_id)
        if (
            not row
            or row.state == "done"
            or row.event_id.date_begin <= fields.Datetime.now()
        ):
            return request.redirect("/my/training?error=over")
        row.action_cancel()
        return request.redirect("/my/training?message=cancelled")

    @http.route("/my/training/<int:row_id>", type="http", auth="user", website=True)
    def portal_training_place(self, row_id, **kwargs):
        """The own place in a session: ticket as QR code, materials, exam, result."""
        row = self._coop_own_registration(row_id)
        if not row:
            return request.redirect("/my/training")
        return request.render(
            "coop_training.portal_training_place",
            self._prepare_portal_layout_values()
            | {
                "page_name": "coop_training",
                "row": row,
                "event": row.event_id,
                "code": qr(row.barcode),
                "materials": row.coop_programme_id.material_ids
                if not row.coop_waiting
                else row.env["ir.attachment"],
                "has_exam": self._coop_may_examine(row),
                "has_feedback": row.state == "done"
                and bool(row.event_id.coop_feedback_survey_id),
                "results": dict(
                    row._fields["coop_result"]._description_selection(request.env)
                ),
            },
        )

    def _coop_may_examine(self, row):
        return bool(
            row.event_id.coop_exam_survey_id
            and row.coop_result != "passed"
            and not row.coop_waiting
            and row.event_id.date_begin <= fields.Datetime.now()
        )

    @http.route(
        [
            "/my/training/<int:row_id>/exam",
            "/my/training/<int:row_id>/feedback",
        ],
        type="http",
        auth="user",
        website=True,
    )
    def portal_training_survey(self, row_id, **kwargs):
        """Start the exam or the evaluation of a session that one takes part in."""
        row = self._coop_own_registration(row_id)
        exam = request.httprequest.path.endswith("/exam")
        survey = (
            row.event_id.coop_exam_survey_id
            if exam
            else (row.event_id.coop_feedback_survey_id)
        )
        allowed = self._coop_may_examine(row) if exam and row else row.state == "done"
        if not row or not survey or not allowed:
            return request.redirect("/my/training")
        try:
            answer = survey._create_answer(
                user=request.env.user, coop_registration_id=row.id
            )
        except UserError:
            return request.redirect(f"/my/training/{row.id}")
        return request.redirect(answer.get_start_url())

    @http.route(
        "/my/training/<int:row_id>/material/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_training_material(self, row_id, file_id, **kwargs):
        """A file of the programme, for who has a place in one of its sessions."""
        row = self._coop_own_registration(row_id)
        files = row.coop_programme_id.material_ids.filtered(
            lambda attachment: attachment.id == file_id
        )
        if not files or row.coop_waiting:
            return request.redirect("/my/training")
        # sudo by _coop_own_registration: a file of the programme attended
        stream = request.env["ir.binary"]._get_stream_from(files)
        return stream.get_response(as_attachment=True)

    @http.route(
        "/training/attend/<int:event_id>/<string:token>",
        type="http",
        auth="user",
        website=True,
    )
    def portal_training_attend(self, event_id, token, **kwargs):
        """The QR code at the place of a session: whoever scans it has come.

        It counts around the session only, for who is registered, and once.
        """
        # sudo: found by the secret that hangs at the place
        event = request.env["event.event"].sudo().browse(event_id).exists()
        if not event or not event._coop_token_fits(token):
            return request.redirect("/my/training")
        rows = self._coop_registrations(self._coop_memberships())
        row = rows.filtered(lambda row: row.event_id == event)
        if not row or row.coop_waiting:
            return request.redirect("/my/training?error=not_registered")
        if not event._coop_is_on():
            return request.redirect("/my/training?error=not_now")
        if row.state == "open":
            row.action_set_done()
        return request.redirect("/my/training?message=attended")

    @http.route(
        "/my/training/passport", type="http", auth="user", website=True, readonly=True
    )
    def portal_training_passport(self, **kwargs):
        """The own training passport as a document."""
        member = self._coop_memberships()[:1]
        if not member:
            return request.redirect("/my")
        return self._show_report(
            model=member,
            report_type="pdf",
            report_ref="coop_training.passport",
            download=True,
        )
