# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import contract_contract
from . import coop_job_terms
from . import coop_service_role
from . import sale_order
