# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from . import coop_training_programme
from . import coop_training_outcome
from . import coop_training_duty
from . import coop_training_need
from . import coop_training_matrix
from . import coop_training_mentoring
from . import coop_training_hours
from . import coop_training_cost
from . import event_event
from . import event_registration
from . import hr_employee_skill
from . import hr_resume_line
from . import survey_user_input
from . import account_account
from . import account_move_line
from . import coop_member
from . import res_company
from . import res_config_settings
