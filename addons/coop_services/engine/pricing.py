# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The fair price: from what members receive to what the client pays, and back.

Amounts are whole rupiah (int) for one unit of the service. A step is added to the part
of the members in the order given:

- ``amount``: so many rupiah (material, transport);
- ``cost``: percent of the sum so far (social security, overhead);
- ``price``: percent of the price before tax (the cooperative's share, reserve). All of
  them are taken from one price, so 10 % really is a tenth of what the client pays;
- ``tax``: percent of a fraction of the price, added on top (VAT 12 % of 11/12).

Every step is rounded half-up once, so the sum of the named steps is the price. From a
price the members get the most that it allows; what no rupiah of theirs can use is a
step of its own, ``rounding``. The way there and back loses nothing:
``members_of(price_of(m).price) == m`` for any m, and any price is its steps.
"""

from fractions import Fraction
from typing import NamedTuple

from odoo.addons.coop_membership.engine.apportion import apportion

from .rounding import exact, half_up

KINDS = ("amount", "cost", "price", "tax")


class Step(NamedTuple):
    """A rule of the chain: rupiah for ``amount``, else percent; ``base`` for taxes."""

    name: str
    kind: str
    value: object
    base: object = 1


class Row(NamedTuple):
    """A named part of the price and the sum up to it, in whole rupiah."""

    name: str
    kind: str
    amount: int
    total: int


class Price(NamedTuple):
    """What members receive, the price before tax, the price with tax, and all steps."""

    members: int
    price: int
    total: int
    rows: list


def check(steps):
    """Refuse steps that are no price: unknown kind, below zero, or all of the price.

    :raises ValueError: telling which step and why
    """
    for step in steps:
        if step.kind not in KINDS:
            raise ValueError(f"{step.name}: unknown kind of step {step.kind!r}")
        if exact(step.value) < 0 or exact(step.base) < 0:
            raise ValueError(f"{step.name}: a step cannot be below zero")
    if _of_price(steps) >= 1:
        raise ValueError("the percentages of the price reach 100 %")


def _of_price(steps):
    return sum((exact(s.value) / 100 for s in steps if s.kind == "price"), Fraction())


def price_of(members, steps):
    """The chain upwards: what the client pays when members receive ``members``.

    >>> steps = [
    ...     Step("Social security", "cost", 3),
    ...     Step("Material", "amount", 150_000),
    ...     Step("Overhead", "cost", 5),
    ...     Step("Cooperative's share", "price", 10),
    ...     Step("Reserve", "price", 2),
    ...     Step("VAT", "tax", 12, Fraction(11, 12)),
    ... ]
    >>> price = price_of(5_696_168, steps)
    >>> price.price, price.total
    (7179439, 7969177)
    >>> for row in price.rows:
    ...     print(f"{row.name}: {row.amount:,} = {row.total:,}")
    Members: 5,696,168 = 5,696,168
    Social security: 170,885 = 5,867,053
    Material: 150,000 = 6,017,053
    Overhead: 300,853 = 6,317,906
    Cooperative's share: 717,944 = 7,035,850
    Reserve: 143,589 = 7,179,439
    VAT: 789,738 = 7,969,177
    """
    check(steps)
    return _price_of(members, steps)


def _price_of(members, steps):
    total = members
    rows = [Row("Members", "members", members, members)]

    def add(name, kind, amount):
        nonlocal total
        total += amount
        rows.append(Row(name, kind, amount, total))

    for step in steps:
        if step.kind == "amount":
            add(step.name, step.kind, half_up(step.value))
        elif step.kind == "cost":
            add(step.name, step.kind, half_up(total * exact(step.value) / 100))
    shares = [step for step in steps if step.kind == "price"]
    of_price = _of_price(steps)
    if of_price:
        kept = half_up(total * of_price / (1 - of_price))
        parts = apportion(kept, [exact(step.value) for step in shares])
    else:
        parts = [0] * len(shares)
    for step, part in zip(shares, parts, strict=True):
        add(step.name, step.kind, part)
    price = total
    for step in steps:
        if step.kind == "tax":
            add(step.name, step.kind, tax_of(price, step.value, step.base))
    return Price(members, price, total, rows)


def tax_of(price, percent, base=1):
    """Tax on a price in two roundings, as law and invoice have it (section 4.3).

    >>> tax_of(1_000_041, 12, Fraction(11, 12))
    110004
    >>> tax_of(12_000_000, 12, Fraction(11, 12))
    1320000
    """
    return half_up(half_up(price * exact(base)) * exact(percent) / 100)


def _largest(limit, value_of):
    """The largest whole number from 0 up whose ``value_of`` is at most ``limit``."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if value_of(middle) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def members_of(price, steps):
    """The chain downwards: the most that members receive from a price before tax.

    :return: Price, with a row ``rounding`` where some rupiah are left
    :raises ValueError: the price does not even cover the fixed amounts

    >>> steps = [Step("Overhead", "cost", 10), Step("Cooperative", "price", 20)]
    >>> members_of(1_375_000, steps).members, price_of(1_000_000, steps).price
    (1000000, 1375000)
    >>> [row.amount for row in members_of(1_375_002, steps).rows]
    [1000001, 100000, 275000, 1]
    >>> members_of(100, [Step("Material", "amount", 150)])
    Traceback (most recent call last):
    ...
    ValueError: the price 100 does not cover the fixed costs of 150
    """
    check(steps)
    least = _price_of(0, steps).price
    if price < least:
        raise ValueError(f"the price {price} does not cover the fixed costs of {least}")
    members = _largest(price, lambda value: _price_of(value, steps).price)
    found = _price_of(members, steps)
    left = price - found.price
    rows = [row for row in found.rows if row.kind != "tax"]
    if left:
        rows.append(Row("Rounding", "rounding", left, price))
    total = price
    for step in steps:
        if step.kind == "tax":
            amount = tax_of(price, step.value, step.base)
            total += amount
            rows.append(Row(step.name, "tax", amount, total))
    return Price(members, price, total, rows)


def price_before_tax(total, steps):
    """The highest price before tax that a client with ``total`` rupiah can pay.

    >>> vat = [Step("VAT", "tax", 12, Fraction(11, 12))]
    >>> price_before_tax(13_320_000, vat), price_before_tax(1_110_045, vat)
    (12000000, 1000041)
    """
    taxes = [step for step in steps if step.kind == "tax"]
    return _largest(
        total,
        lambda price: price + sum(tax_of(price, t.value, t.base) for t in taxes),
    )


def earned(people, quantity, rate):
    """Whole rupiah for ``people`` who work ``quantity`` units each at ``rate``.

    >>> earned(2, 7.5, 27_385)
    410775
    """
    return half_up(people * exact(quantity) * exact(rate))


def floor_of(month, divisor, people, quantity):
    """The least that this work may earn: the minimum wage of a month by its divisor.

    Government Regulation 36/2021 art. 16-17: part-time hours are the month / 126, days
    / 25 or / 21; / 173 is the hour of a full month. Rounded once, at the end.

    >>> floor_of(4_737_678, 173, 1, 1), floor_of(4_737_678, 126, 1, 1)
    (27385, 37601)
    >>> floor_of(4_737_678, 173, 1, 208), floor_of(5_729_876, 173, 1, 208)
    (5696168, 6889099)
    """
    return half_up(exact(month) * people * exact(quantity) / exact(divisor))


def kept_percent(price, members, places=2):
    """Percent of a price that members do not receive, rounded in their favour.

    The cooperative's percent of a job whose members shall get at least ``members``.

    >>> kept_percent(7_179_439, 5_696_168)
    Fraction(413, 20)
    >>> kept_percent(1_000_000, 1_000_000), kept_percent(0, 0)
    (Fraction(0, 1), Fraction(0, 1))
    """
    if price <= 0:
        return Fraction()
    scale = 10**places
    percent = Fraction((price - members) * 100 * scale // price, scale)
    while percent > 0 and price - half_up(price * percent / 100) < members:
        percent -= Fraction(1, scale)
    return max(percent, Fraction())
