# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from odoo.addons.account.tests import test_tour


@tagged("post_install", "-at_install")
class TestAccountTour(test_tour.TestUi):
    """Odoo's own invoicing tours, by an administrator who keeps no cooperative's books.

    A manager of the cooperative has full accounting, so the Invoicing application
    opens with the dashboard, where a tour expects the invoices.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.env.ref("coop_membership.group_manager")
        cls.env.ref("base.user_admin").group_ids -= manager
