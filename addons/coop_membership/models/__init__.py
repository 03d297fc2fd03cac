# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import account_account
from . import account_chart_template
from . import account_move
from . import account_move_line
from . import coop_leave_reason
from . import coop_savings_type
from . import coop_savings_amount
from . import coop_member
from . import coop_member_ledger
from . import coop_member_heir
from . import coop_member_status
from . import coop_savings_balance
from . import coop_opening
from . import coop_opening_line
from . import coop_opening_balance
from . import coop_patronage_source
from . import res_company
from . import res_config_settings
from . import res_partner
