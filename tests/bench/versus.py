# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Our way of booking against plain Odoo's, for the same entries, and its growth."""

import time


def measure(table, letters, what, small, large, undone, seconds):
    """Two rows of the table: against plain Odoo, and against a tenth of the members.

    :param letters: of the two rows
    :param what: what is measured, of how many members
    :param small, large: cooperatives with ``count``; ``book()`` does our way,
        ``values()`` tells what was booked as ``plain(values)`` takes it, and
        ``items()`` all that matters of the entries: both ways must agree in it
    :param undone: context manager that rolls back what is done inside
    :param seconds: how a time is shown
    """

    def timed(coop, function, *arguments):
        coop.env.invalidate_all()
        with undone(coop.env):
            start = time.perf_counter()
            function(*arguments)
            spent = time.perf_counter() - start
            found = coop.items()
        return spent, found

    timed(small, small.book)  # what is cached between requests is cached in both
    small_times = sorted(timed(small, small.book)[0] for _ in range(3))
    ours, booked = timed(large, large.book)
    with undone(large.env):
        large.book()
        values = large.values()
    base, plain = timed(large, large.plain, values)
    if booked != plain:
        raise SystemExit(f"{what}: the two ways differ")
    members = f"{what} of {large.count:,} members"
    for letter, name, other, target in (
        (letters[0], f"{members} / plain Odoo", base, 1.2),
        (letters[1], f"{members} / {small.count:,}", small_times[1], 11),
    ):
        table.row(
            f"({letter}) {name}", ours / other, target, seconds(ours), seconds(other)
        )
