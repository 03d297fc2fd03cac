# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A whole team at once: as many places filled as can be, then the best total score."""

import numpy as np
from scipy.optimize import linear_sum_assignment


def fill(scores, places):
    """Choose who takes which role; nobody gets two places.

    :param scores: array of candidates × roles, whole numbers from zero; below zero
        where the candidate cannot take the role
    :param places: open places of each role
    :return: list of ``(candidate, role)`` indices, sorted by role, then candidate.
        The number of places filled is the highest possible, and among all teams of
        that size the sum of the scores is.

    A greedy choice would give the best cleaner's place away to the only driver:

    >>> fill([[90, 80], [85, -1]], [1, 1])
    [(1, 0), (0, 1)]
    >>> fill([[5, -1], [7, -1]], [1, 4])
    [(1, 0)]
    >>> fill([[5]], [0])
    []
    """
    scores = np.asarray(scores, dtype=np.int64)
    columns = [role for role, count in enumerate(places) for _place in range(count)]
    if not scores.size or not columns:
        return []
    matrix = scores[:, columns]
    able = matrix >= 0
    # One more place filled is worth more than any scores; exact in a double up to
    # 2 ** 53, that is 10,000 places at 10 ** 11 points
    bonus = int(matrix.max(initial=0)) * min(matrix.shape) + 1
    rows, chosen = linear_sum_assignment(
        np.where(able, matrix + bonus, 0).astype(np.float64), maximize=True
    )
    return sorted(
        (
            (int(row), columns[column])
            for row, column in zip(rows, chosen, strict=True)
            if able[row, column]
        ),
        key=lambda pair: (pair[1], pair[0]),
    )
