# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import test_engine_apportion
from . import test_engine_capital
from . import test_engine_dues
from . import test_engine_identity
from . import test_engine_words
from . import test_member_reports
from . import test_membership
from . import test_opening
from . import test_opening_concurrency
from . import test_opening_performance
from . import test_opening_refused
from . import test_savings_ledger
from . import test_payment_savings
from . import test_payment_core
from . import test_collection
from . import test_exit
from . import test_account_tour
from . import test_batch
from . import test_portal
from . import test_security
from . import test_security_web
from . import test_invariants
from . import test_journal_dashboard
from . import test_tours
