# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_payout_recap
from . import coop_payout_run_cancel
from . import coop_service_fill
from . import coop_service_fill_line
from . import coop_service_replace
from . import coop_service_replace_line
from . import account_payment_register
from . import coop_advance_invoice
from . import coop_tax_export
from . import coop_tax_import
