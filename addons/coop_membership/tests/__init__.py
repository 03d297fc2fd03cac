# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engine_apportion
from . import test_engine_capital
from . import test_engine_dues
from . import test_engine_identity
from . import test_engine_words
from . import test_membership
from . import test_savings_ledger
