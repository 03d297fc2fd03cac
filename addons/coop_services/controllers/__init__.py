# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import portal_acceptance
from . import site
from . import portal_work
from . import portal_booking
from . import portal_costs
from . import portal_payout
