# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engine_distribution
from . import test_engine_explanation
from . import test_engine_surplus
from . import test_checklist
from . import test_concurrency
from . import test_invariants
from . import test_names
from . import test_performance
from . import test_posting
from . import test_reversal
from . import test_run_figures
from . import test_run_states
from . import test_scheme
from . import test_security
from . import test_portal
from . import test_simulation
from . import test_slip
from . import test_xlsx
from . import test_tours
