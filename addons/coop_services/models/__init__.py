# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import account_chart_template
from . import account_move
from . import product_template
from . import res_company
from . import res_config_settings
from . import res_company_team
from . import res_config_settings_team
from . import res_country_state
from . import res_partner
from . import contract_contract
from . import coop_service_role
from . import coop_service_role_ranking
from . import coop_service_assignment
from . import coop_service_shift
from . import coop_service_swap
from . import coop_service_wish
from . import coop_loan_item
from . import coop_loan
from . import coop_member_exit
from . import coop_service_acceptance
from . import coop_service_acceptance_line
from . import coop_service_acceptance_work
from . import coop_service_share
from . import coop_payout_run
from . import coop_payout
from . import coop_payout_line
