# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_payout_recap_xlsx
from . import coop_payout_run_xlsx
