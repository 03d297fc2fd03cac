# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What is deducted from a payout when it does not bear everything (11b)."""


def deduct(amount, dues):
    """Take dues in their order as far as the amount goes; it never gets below zero.

    :param int amount: rupiah, not negative
    :param dues: list of int, not negative, in the order in which they are taken
    :return: ``(taken, left)``: list of int as long as ``dues``, and what remains; the
        rest of each due is carried: it simply stays owed

    >>> deduct(1_000, [250, 500, 400])
    ([250, 500, 250], 0)
    >>> deduct(1_000, [250])
    ([250], 750)
    """
    taken = []
    for due in dues:
        taken.append(min(due, amount))
        amount -= taken[-1]
    return taken, amount
