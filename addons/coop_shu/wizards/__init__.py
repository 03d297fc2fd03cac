# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_shu_run_reverse
from . import coop_shu_simulation
from . import coop_shu_simulation_line
