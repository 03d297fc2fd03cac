# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_social_preview
from . import coop_social_preview_line
from . import coop_social_export
from . import coop_social_receipt
from . import coop_social_number
