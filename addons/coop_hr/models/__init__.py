# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_member
from . import hr_version
from . import hr_employee
from . import hr_employee_public
from . import hr_employee_skill
from . import hr_skill_type
from . import hr_skill
from . import hr_skill_level
from . import hr_department
from . import hr_job
from . import res_partner
