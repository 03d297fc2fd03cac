# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from functools import partial

from odoo import api, models

from odoo.addons.coop_membership.money import money

# wkhtmltopdf cuts rows at the end of a page, so the list is cut into pages here
ROWS_PER_PAGE = 22


class CoopShuRunList(models.AbstractModel):
    """SHU list for the members' meeting: the year, the pools, and every member."""

    _name = "report.coop_shu.run_list"
    _description = "Surplus List for the Members' Meeting"

    @api.model
    def _get_report_values(self, docids, data=None):
        runs = self.env["coop.shu.run"].browse(docids)
        runs.check_access("read")
        slips = self.env["report.coop_shu.share_slip"]
        return {
            "docs": runs,
            "lists": [
                {
                    "run": run,
                    # sudo: name and address of the cooperative on its own paper
                    "company": run.sudo().company_id,
                    "year": slips._year(run),
                    "phu": [row for row in run._phu_rows() if row["kind"] != "account"],
                    "pools": run.pool_ids,
                    "sheets": [
                        run.share_ids[start : start + ROWS_PER_PAGE]
                        for start in range(0, len(run.share_ids), ROWS_PER_PAGE)
                    ],
                    "rows_per_page": ROWS_PER_PAGE,
                    "totals": {
                        name: sum(run.share_ids.mapped(name))
                        for name in (
                            "patronage_weight",
                            "patronage_amount",
                            "capital_amount",
                            "total",
                            "payable",
                        )
                    }
                    | {
                        "capital_average": round(
                            run.capital_total / (run.capital_divisor or 1)
                        )
                    },
                    "money": partial(money, self.env, currency=run.currency_id),
                    "number": run._number,
                    "text": run._money,
                }
                for run in runs
            ],
        }
