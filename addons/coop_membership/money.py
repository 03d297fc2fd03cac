# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""How amounts are written on papers and portal pages."""

from odoo.tools.misc import formatLang

NO_BREAK_SPACE = "\u00a0"


def money(env, amount, currency):
    """Write an amount with its currency: whole, with decimals only where it has any.

    :param amount: in ``currency``
    :return: str in the language of ``env``, such as ``Rp 1.234.567``
    """
    digits = 0 if round(amount * 100) % 100 == 0 else 2
    text = formatLang(env, amount or 0, digits=digits)
    # a currency is no secret; portal users and the public may not read the model
    symbol, position = currency.sudo().symbol, currency.sudo().position
    parts = (symbol, text) if position == "before" else (text, symbol)
    return NO_BREAK_SPACE.join(parts)
