# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import hmac

from odoo.addons.coop_membership.engine.words import rupiah_in_words
from odoo.addons.coop_membership.money import money

DECIDED = ("approved", "posted", "paid")
TOKEN_LENGTH = 32  # hexadecimal digits, 128 bits: short enough for a small QR code
BAR_WIDTH = 320  # of the picture of the pools, in its own units


class CoopShuShareSlip(models.AbstractModel):
    """What a share says to its member; slip and portal page show the same values."""

    _name = "report.coop_shu.share_slip"
    _description = "Surplus Slip"

    @api.model
    def _get_report_values(self, docids, data=None):
        shares = self.env["coop.shu.share"].browse(docids)
        return {"docs": shares, "slips": self._slips(shares)}

    @api.model
    def _slips(self, shares):
        """Values of the pages of a slip document, one per share, with its QR code.

        :raises UserError: nothing to print, or the run was undone
        """
        undone = shares.run_id.filtered(lambda run: run.state == "reversed")
        if not shares or undone:
            raise UserError(
                self.env._(
                    "%s was reversed: its slips are no longer valid.", undone[0].name
                )
                if undone
                else self.env._(
                    "There are no shares to print yet. Compute the distribution first."
                )
            )
        slips = []
        for share in shares:
            slip = self._slip(share)
            slip["qr"] = slip["decided"] and self._qr(share)
            slips.append(slip)
        return slips

    @api.model
    def _slip(self, share):
        """Everything that the portal page and the slip show of one share.

        :param share: a share that the user may read; checked here, because run, pools
            and company are then read beyond the rights of a member
        :raises AccessError: the user may not read the share
        """
        share.check_access("read")
        # sudo: see above; the run as its members' meeting saw it
        sudo_share = share.sudo()
        run = sudo_share.run_id
        payment_states = dict(
            share._fields["payment_state"]._description_selection(self.env)
        )
        return {
            "share": share,
            "run": run,
            "company": sudo_share.company_id,
            "name": sudo_share.partner_id.name,
            "year": self._year(run),
            "decided": run.state in DECIDED,
            "money": partial(money, self.env, currency=sudo_share.currency_id),
            "number": run._number,
            "steps": share._explain(),
            "pools": self._pools(sudo_share),
            "percents": run.pool_ids,
            "phu": [row for row in run._phu_rows() if row["kind"] != "account"],
            "words": rupiah_in_words(round(share.payable)),
            "paid": share.payable - share.amount_residual,
            "payment_label": payment_states.get(share.payment_state, ""),
        }

    @api.model
    def _year(self, run):
        """Year of a run as people say it, such as 2025 or 2025/2026."""
        years = sorted({run.date_from.year, run.date_to.year})
        return "/".join(map(str, years))

    @api.model
    def _pools(self, share):
        """Bars of the picture: what the surplus was divided into, and the own part.

        Pools that members share in the same way are one bar.

        :return: list of dicts ``name``, ``destination``, ``amount``, ``own`` (rupiah),
            ``width`` and ``own_width`` (of ``BAR_WIDTH``), ``top`` and ``bottom``, in
            scheme order
        """
        bars, shared = [], {}
        own = {
            "patronage": share.patronage_amount,
            "capital": share.capital_amount,
        }
        for pool in share.run_id.pool_ids:
            bar = shared.get(pool.destination)
            if bar:
                bar["amount"] += pool.amount
                bar["name"] += f", {pool.name}"
                continue
            bar = {
                "name": pool.name,
                "destination": pool.destination,
                "amount": pool.amount,
                "own": own.get(pool.destination, 0),
                "part": pool.part,
            }
            if pool.destination in own:
                shared[pool.destination] = bar
            bars.append(bar)
        largest = max((bar["amount"] for bar in bars), default=0) or 1
        top = 0
        for bar in bars:
            bar["top"] = top
            top += 50 if bar["own"] else 36
            bar["bottom"] = top
            bar["width"] = max(1, round(BAR_WIDTH * bar["amount"] / largest, 1))
            bar["own_width"] = bar["own"] and max(
                2, round(BAR_WIDTH * bar["own"] / largest, 1)
            )
        return bars

    # ----------------------------------------------------------------- verification
    @api.model
    def _token(self, share):
        """Proof that a slip with these figures was printed here; secret of the
        database, so it cannot be made elsewhere nor for other figures."""
        # sudo: the secret of the database is used, never shown
        digest = hmac(
            self.env(su=True),
            "coop_shu.slip",
            (
                share.id,
                share.run_id.id,
                share.number or "",
                round(share.total),
                round(share.payable),
            ),
        )
        return digest[:TOKEN_LENGTH]

    @api.model
    def _verify_url(self, share):
        """Public address that the QR code of a slip holds."""
        base = share.company_id.get_base_url()
        return f"{base}/coop/shu/verify/{share.id}/{self._token(share)}"

    @api.model
    def _qr(self, share):
        """QR code of the address of a slip, to be drawn: no image, no request.

        :return: ``(size, path)``: modules per side, and the dark ones as SVG path
        """
        code = QRCode(border=0, error_correction=ERROR_CORRECT_M, mask_pattern=3)
        code.add_data(self._verify_url(share.sudo()))  # name of the company's server
        code.make()
        path = []
        for y, row in enumerate(code.get_matrix()):
            x = 0
            # runs of equal neighbours are wanted here, not groups of the whole row
            for dark, modules in groupby(row):  # pylint: disable=bad-builtin-groupby
                width = len(list(modules))
                if dark:
                    path.append(f"M{x} {y}h{width}v1h-{width}z")
                x += width
        return code.modules_count, "".join(path)

    @api.model
    def _masked(self, name):
        """Name whose owner recognises it and nobody else does.

        >>> CoopShuShareSlip._masked(None, "Siti Rahayu")
        'S••• R•••••'
        """
        return " ".join(
            word[0] + "•" * (len(word) - 1) for word in (name or "").split()
        )

    @api.model
    def _public_values(self, share):
        """All that the public verification page tells of a share."""
        return {
            "company_name": share.company_id.name,
            "year": self._year(share.run_id),
            "number": share.number,
            "name": self._masked(share.partner_id.name),
            "total": money(self.env, share.total, share.currency_id),
            "payable": money(self.env, share.payable, share.currency_id),
        }


class CoopShuRunSlips(models.AbstractModel):
    """The slips of a whole run: one document, a page per member."""

    _name = "report.coop_shu.run_slips"
    _description = "Surplus Slips of a Run"

    @api.model
    def _get_report_values(self, docids, data=None):
        runs = self.env["coop.shu.run"].browse(docids)
        runs.check_access("read")
        slips = self.env["report.coop_shu.share_slip"]
        return {"docs": runs, "slips": slips._slips(runs.share_ids)}
