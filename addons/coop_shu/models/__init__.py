# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import account_chart_template
from . import account_move
from . import account_move_line
from . import account_partial_reconcile
from . import coop_shu_scheme
from . import coop_shu_scheme_line
from . import coop_shu_scheme_source
from . import coop_shu_run
from . import coop_shu_run_compute
from . import coop_shu_run_post
from . import coop_shu_result
from . import coop_shu_pool
from . import coop_shu_share
