# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who is proposed for a role first: one score from four parts that anybody can follow.

``score = (w1 skill + w2 rotation + w3 rating + w4 wish) / (w1 + w2 + w3 + w4)``, each
part in thousandths. Arrays have one entry per candidate; whole numbers throughout, so
the same people give the same order everywhere.
"""

import numpy as np

FULL = 1000
PARTS = ("skill", "rotation", "rating", "wish")


def skill_part(levels, needed):
    """Level of the skill in percent as thousandths; full where no skill is asked for.

    >>> skill_part([40, 90], True).tolist(), skill_part([40, 90], False).tolist()
    ([400, 900], [1000, 1000])
    """
    levels = np.asarray(levels, dtype=np.int64)
    return levels * 10 if needed else np.full(levels.shape, FULL)


def rotation_part(minutes):
    """Who worked least in the last months comes first; the busiest gets nothing.

    >>> rotation_part([0, 600, 1200]).tolist(), rotation_part([0, 0]).tolist()
    ([1000, 500, 0], [1000, 1000])
    """
    minutes = np.asarray(minutes, dtype=np.int64)
    most = int(minutes.max(initial=0))
    return FULL - FULL * minutes // most if most else np.full(minutes.shape, FULL)


def rating_part(total, count):
    """Mean rating of clients, 1 to 5; who has none counts as the mean of all.

    :param total, count: sum (whole stars) and number of the ratings of each candidate

    >>> rating_part([10, 3, 0], [2, 1, 0]).tolist()
    [1000, 500, 833]
    >>> rating_part([0], [0]).tolist()
    [500]
    """
    total = np.asarray(total, dtype=np.int64)
    count = np.asarray(count, dtype=np.int64)
    everyone = int(count.sum())
    mean = FULL * (int(total.sum()) - everyone) // (4 * everyone) if everyone else 500
    rated = FULL * (total - count) // (4 * np.maximum(count, 1))
    return np.where(count > 0, rated, mean)


def wish_part(wishes):
    """Wishes of members: 1 prefers such work, -1 would rather not, 0 has none.

    >>> wish_part([1, 0, -1]).tolist()
    [1000, 500, 0]
    """
    return (np.asarray(wishes, dtype=np.int64) + 1) * (FULL // 2)


def weighted(parts, weights):
    """Weighted sum of the parts, not divided: what a whole team is compared by.

    :param parts: four arrays in the order of ``PARTS``
    :param weights: four whole numbers, not negative, not all zero

    >>> weighted([[400], [1000], [500], [500]], (30, 40, 20, 10)).tolist()
    [67000]
    """
    check_weights(weights)
    return sum(
        weight * np.asarray(part, dtype=np.int64)
        for weight, part in zip(weights, parts, strict=True)
    )


def points(total, weights):
    """A weighted sum as points of 100, with one decimal, rounded down.

    >>> points(67000, (30, 40, 20, 10))
    67.0
    """
    return int(total) // sum(weights) / 10


def check_weights(weights):
    """Weights are whole, not negative, and at least one is above zero.

    >>> check_weights((0, 0, 0, 0))
    Traceback (most recent call last):
    ...
    ValueError: weights
    """
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("weights")


def order(total, minutes, position):
    """Candidates from the best to the last: by score, then least work, then number.

    :param position: rank of each candidate by member number

    >>> order([5, 9, 9, 9], [0, 60, 0, 0], [0, 1, 3, 2]).tolist()
    [3, 2, 1, 0]
    """
    return np.lexsort((position, minutes, -np.asarray(total, dtype=np.int64)))


def clashes(starts, stops, owners, windows, count):
    """In how many of the windows each candidate already works.

    :param starts, stops: arrays of numbers (seconds), sorted by ``starts``
    :param owners: whose time it is: index of the candidate, below ``count``
    :param windows: ``(start, stop)`` pairs in seconds, sorted, not overlapping
    :return: array of ``count`` numbers; above zero: cannot take the role

    >>> clashes([0, 5, 5, 20], [4, 9, 6, 30], [0, 1, 1, 1], [(4, 6), (10, 25)], 3)
    array([0, 2, 0])
    """
    starts, stops = np.asarray(starts, np.int64), np.asarray(stops, np.int64)
    owners = np.asarray(owners, np.int64)
    if not windows or not len(starts):
        return np.zeros(count, np.int64)
    opens, closes = (
        np.asarray(times, np.int64) for times in zip(*windows, strict=True)
    )
    last = int(np.searchsorted(starts, closes[-1], "left"))
    starts, stops, owners = starts[:last], stops[:last], owners[:last]
    first = np.searchsorted(closes, starts, "right")
    hits = np.searchsorted(opens, stops, "left") - first
    taken = np.zeros((count, len(windows)), bool)
    for step in range(int(hits.max(initial=0))):
        more = hits > step
        taken[owners[more], first[more] + step] = True
    return taken.sum(axis=1)
