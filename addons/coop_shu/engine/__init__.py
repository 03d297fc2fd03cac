# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Arithmetic of the addon, apart from the ORM: import the module you need."""
