# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import account_chart_template
from . import res_company
from . import res_config_settings
from . import coop_social_scheme
from . import coop_social_rate
from . import coop_social_band
from . import coop_social_benefit
from . import coop_social_layout
from . import coop_social_layout_column
from . import coop_social_enrolment
from . import coop_social_term
from . import coop_social_run
from . import coop_social_run_compute
from . import coop_social_run_post
from . import coop_social_bill
from . import coop_social_contribution
from . import coop_social_claim
from . import coop_social_cover
from . import coop_social_access
from . import coop_member
from . import coop_member_charge_source
from . import account_move
from . import account_partial_reconcile
