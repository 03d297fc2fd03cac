# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """How this cooperative chooses who works, and how far ahead it plans."""

    _inherit = "res.company"

    coop_rank_skill = fields.Integer(
        string="Weight of skill",
        default=30,
        help="How much the level of the skill counts when people are proposed.",
    )
    coop_rank_rotation = fields.Integer(
        string="Weight of rotation",
        default=40,
        help="How much it counts to have worked little in the last months.",
    )
    coop_rank_rating = fields.Integer(
        string="Weight of ratings",
        default=20,
        help="How much the ratings by clients of earlier work count.",
    )
    coop_rank_wish = fields.Integer(
        string="Weight of wishes",
        default=10,
        help="How much it counts that a member prefers such work.",
    )
    coop_rank_months = fields.Integer(
        string="Months compared",
        default=3,
        help="Work of so many months before the role counts for the rotation.",
    )
    coop_plan_weeks = fields.Integer(
        string="Weeks planned ahead",
        default=6,
        help="Shifts of long roles are planned so many weeks ahead.",
    )

    _coop_rank_weights = models.Constraint(
        """CHECK (coop_rank_skill >= 0 AND coop_rank_rotation >= 0
            AND coop_rank_rating >= 0 AND coop_rank_wish >= 0
            AND coop_rank_skill + coop_rank_rotation
                + coop_rank_rating + coop_rank_wish > 0)""",
        "The weights of the ranking are not negative, and at least one is above zero.",
    )
    _coop_plan_ahead = models.Constraint(
        "CHECK (coop_rank_months > 0 AND coop_plan_weeks BETWEEN 1 AND 53)",
        "Look back at least one month, and plan between 1 and 53 weeks ahead.",
    )

    def _coop_rank_weights_tuple(self):
        """Weights in the order of ``engine.ranking.PARTS``."""
        self.ensure_one()
        return (
            self.coop_rank_skill,
            self.coop_rank_rotation,
            self.coop_rank_rating,
            self.coop_rank_wish,
        )
