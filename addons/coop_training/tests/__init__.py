# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engines
from . import test_session
from . import test_award
from . import test_matrix
from . import test_expiry
from . import test_import
from . import test_fund
from . import test_reports
from . import test_portal
from . import test_concurrency
from . import test_security
from . import test_tours
