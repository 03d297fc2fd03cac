# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_member_passbook
from . import coop_member_register
from . import coop_opening_template
from . import coop_savings_collection_xlsx
