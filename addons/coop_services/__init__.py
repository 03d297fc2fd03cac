# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import controllers
from . import models
from . import demo
from . import wizards
from . import report
from .hooks import post_init_hook
