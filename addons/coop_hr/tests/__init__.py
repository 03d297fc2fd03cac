# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engine_intervals
from . import test_performer
from . import test_certificates
from . import test_portal
from . import test_security
