# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_training_enrol
from . import coop_certificate_import
from . import coop_training_report
