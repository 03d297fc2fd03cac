# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engine_pricing
from . import test_engine_team
from . import test_ranking
from . import test_team
from . import test_shift
from . import test_acceptance
from . import test_payout
from . import test_payers
from . import test_client_portal
from . import test_quality
from . import test_taxes
from . import test_booking
from . import test_portal_work
from . import test_engine_payout
from . import test_advance
from . import test_patronage
from . import test_payout_concurrency
from . import test_price
from . import test_job
from . import test_manager
from . import test_client_tour
from . import test_acceptance_concurrency
from . import test_team_concurrency
from . import test_team_performance
from . import test_security
from . import test_acceptance_security
