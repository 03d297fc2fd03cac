# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engine_contribution
from . import test_rates
from . import test_run
from . import test_enrolment
from . import test_files
from . import test_scenario
from . import test_performance
from . import test_security
from . import test_concurrency
from . import test_tours
