# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
import binascii
from functools import partial

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request
from odoo.tools.image import base64_to_image

from odoo.addons.coop_membership.money import money
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

ITEMS_PER_PAGE = 20


class CoopAcceptancePortal(CustomerPortal):
    """What a client accepts, rates and complains about.

    Record rules, or the token of the mailed link, decide who gets in; only then the
    records are read with the rights of the program, since members' shares are not for
    clients and the rest of the document is.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "coop_acceptance_count" in counters:
            values["coop_acceptance_count"] = self._coop_count(
                "coop.service.acceptance"
            )
        if "coop_complaint_count" in counters:
            values["coop_complaint_count"] = self._coop_count("coop.complaint")
        return values

    def _coop_count(self, model):
        """How many documents of a model this client has."""
        records = request.env[model]
        if not records.has_access("read"):
            return 0
        return records.search_count(self._coop_domain())

    def _coop_domain(self):
        partner = request.env.user.partner_id.commercial_partner_id
        return [("partner_id", "child_of", partner.id)]

    def _coop_jobs(self):
        """Jobs of this client, for a complaint."""
        # sudo: clients choose among their own jobs by name
        return (
            request.env["contract.contract"]
            .sudo()
            .search([*self._coop_domain(), ("coop_is_job", "=", True)])
        )

    def _coop_page(self, model, template, url, page, page_name):
        records = request.env[model]
        if not records.has_access("read"):
            return request.redirect("/my")
        domain = self._coop_domain()
        total = records.search_count(domain)
        page_values = pager(url=url, total=total, page=page, step=ITEMS_PER_PAGE)
        found = records.search(
            domain, limit=ITEMS_PER_PAGE, offset=max(page_values["offset"], 0)
        )
        return request.render(
            template,
            self._prepare_portal_layout_values()
            | {
                "page_name": page_name,
                # sudo: see the class; these are the client's own by the record rules
                "records": found.sudo(),
                "jobs": self._coop_jobs() if model == "coop.complaint" else False,
                "states": dict(
                    found._fields["state"]._description_selection(request.env)
                ),
                "pager": page_values,
                "money": partial(money, request.env),
            },
        )

    # ------------------------------------------------------------------ acceptances
    @http.route(
        ["/my/bast", "/my/bast/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_acceptances(self, page=1, **kwargs):
        """Acceptances of this client, the open ones first."""
        return self._coop_page(
            "coop.service.acceptance",
            "coop_services.portal_my_acceptances",
            "/my/bast",
            page,
            "coop_acceptance",
        )

    def _coop_acceptance(self, acceptance_id, access_token):
        """The acceptance, if this user or link may see it.

        :raises AccessError, MissingError: not so, or the client was never asked
        """
        acceptance = self._document_check_access(
            "coop.service.acceptance", acceptance_id, access_token
        )
        if acceptance.state not in ("sent", "accepted"):
            office = request.env.user.has_group("coop_membership.group_reader")
            if not office:
                raise AccessError(request.env._("Not sent to the client."))
        return acceptance

    @http.route(
        "/my/bast/<int:acceptance_id>", type="http", auth="public", website=True
    )
    def portal_acceptance(
        self, acceptance_id, access_token=None, report_type=None, download=False, **kw
    ):
        """One acceptance: read, print, rate, sign."""
        try:
            acceptance = self._coop_acceptance(acceptance_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type in ("html", "pdf", "text"):
            return self._show_report(
                model=acceptance,
                report_type=report_type,
                report_ref="coop_services.action_report_acceptance",
                download=download,
            )
        values = {
            "page_name": "coop_acceptance",
            "acceptance": acceptance,
            "states": dict(
                acceptance._fields["state"]._description_selection(request.env)
            ),
            "money": partial(money, request.env, currency=acceptance.currency_id),
            "message": kw.get("message"),
        }
        return request.render(
            "coop_services.portal_acceptance",
            self._get_page_view_values(
                acceptance, access_token, values, "my_bast_history", False
            ),
        )

    @http.route(
        "/my/bast/<int:acceptance_id>/accept",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def portal_acceptance_accept(
        self, acceptance_id, access_token=None, name=None, signature=None
    ):
        """Sign: the answer that Odoo's signature form expects."""
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            acceptance = self._coop_acceptance(acceptance_id, access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("This page is not for you to sign.")}
        try:
            base64_to_image(signature or "")
            acceptance._sign(name, signature)
        except UserError as error:
            return {"error": str(error)}
        except (TypeError, binascii.Error):
            return {"error": request.env._("The signature could not be read.")}
        acceptance.message_post(
            author_id=self._coop_author(acceptance).id,
            body=request.env._("Accepted and signed by %s", acceptance.signed_by),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        return {
            "force_refresh": True,
            "redirect_url": acceptance.get_portal_url(query_string="&message=signed"),
        }

    @http.route(
        "/my/bast/<int:acceptance_id>/rate",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_acceptance_rate(
        self, acceptance_id, access_token=None, rating=None, comment=None, **kwargs
    ):
        """Rate the work with one to five stars."""
        try:
            acceptance = self._coop_acceptance(acceptance_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        message = "rated"
        try:
            acceptance._rate(int(rating or 0), (comment or "").strip()[:2000])
        except (UserError, ValueError):
            message = "not_rated"
        return request.redirect(
            acceptance.get_portal_url(query_string=f"&message={message}")
        )

    @http.route(
        "/my/bast/<int:acceptance_id>/complain",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_acceptance_complain(
        self, acceptance_id, access_token=None, subject=None, description=None, **kwargs
    ):
        """Something is not right: a complaint about this work."""
        try:
            acceptance = self._coop_acceptance(acceptance_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not (subject or "").strip():
            return request.redirect(
                acceptance.get_portal_url(query_string="&message=no_subject")
            )
        self._coop_complain(
            acceptance.contract_id, subject, description, acceptance=acceptance
        )
        return request.redirect(
            acceptance.get_portal_url(query_string="&message=complained")
        )

    # ------------------------------------------------------------------- complaints
    def _coop_author(self, record):
        if request.env.user._is_public():
            return record.partner_id
        return request.env.user.partner_id

    def _coop_complain(self, contract, subject, description, acceptance=None):
        """Record a complaint; the responsible person of the job gets to do it."""
        # sudo: the client may complain about this job, nothing more
        complaint = (
            request.env["coop.complaint"]
            .sudo()
            .create(
                {
                    "contract_id": contract.id,
                    "acceptance_id": acceptance.id if acceptance else False,
                    "subject": subject.strip()[:200],
                    "description": (description or "").strip()[:5000],
                    "channel": "portal",
                }
            )
        )
        user = contract.user_id
        if user:
            complaint.activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id, summary=subject[:200]
            )
        return complaint

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_complaints(self, page=1, **kwargs):
        """Complaints of this client and how they are answered."""
        return self._coop_page(
            "coop.complaint",
            "coop_services.portal_my_complaints",
            "/my/complaints",
            page,
            "coop_complaint",
        )

    @http.route(
        "/my/complaints/new", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_new_complaint(
        self, contract_id=None, subject=None, description=None, **kwargs
    ):
        """A complaint about one of the client's own jobs."""
        jobs = self._coop_jobs()
        chosen = jobs.filtered(lambda job: str(job.id) == contract_id)
        if chosen and (subject or "").strip():
            self._coop_complain(chosen, subject, description)
        return request.redirect("/my/complaints")

    @http.route(
        "/my/complaints/<int:complaint_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def portal_complaint(self, complaint_id, access_token=None, **kwargs):
        """One complaint and its answer."""
        try:
            complaint = self._document_check_access(
                "coop.complaint", complaint_id, access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        return request.render(
            "coop_services.portal_complaint",
            self._get_page_view_values(
                complaint,
                access_token,
                {
                    "page_name": "coop_complaint",
                    "complaint": complaint,
                    "states": dict(
                        complaint._fields["state"]._description_selection(request.env)
                    ),
                },
                "my_complaint_history",
                False,
            ),
        )
