"""How a price comes about: the steps, in their order, on the lines of one receipt.

Pure arithmetic on whole minor units; nothing here reads a shop. Step 2 is the tier's discount,
4 the vouchers, 5 points as money. A percentage is taken once per step on the sum of the lines it
covers, rounded half up, then spread by largest remainder (9.9). Lines, steps and due always sum:
``sum(line.listed) + sum(step.amount) == due == sum(line.paid)``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from shopdesk.money import half_up, spread

PERCENT = 100


class Step(NamedTuple):
    """One step of a price: its kind, what it adds to the price (so mostly below 0), and why."""

    kind: str
    amount: int
    why: str


class Item(NamedTuple):
    """One line as it is asked for."""

    product_id: int | None
    name: str
    category: str
    quantity_milli: int
    price: int
    cost: int | None
    listed: int
    is_discounted: bool = True
    is_earning: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """What a money voucher does to a price."""

    id: int
    code: str
    kind: str
    amount: int
    percent_off: int
    minimum: int
    cap: int | None
    rule_id: int | None
    why: str


class PointsRule(NamedTuple):
    """How points are earned and what they are worth, as it stands at the sale (9.12)."""

    earn_points: int
    earn_per: int
    percent: int
    step: int
    value: int

    def earned(self, base: int | Fraction) -> int:
        """Points for a base in minor units: rounded down once per receipt."""
        return int(base * self.earn_points * self.percent // (self.earn_per * PERCENT))


class PricedLine(NamedTuple):
    """A line with all that was taken off it; ``points`` is how many points lowered it."""

    item: Item
    tier_off: int = 0
    voucher_off: int = 0
    points_off: int = 0
    points: int = 0

    @property
    def paid(self) -> int:
        """What is left to pay for the line."""
        return self.item.listed - self.tier_off - self.voucher_off - self.points_off


class Priced(NamedTuple):
    """A whole receipt priced; ``voucher_lines`` is (voucher, line index, amount off)."""

    lines: tuple[PricedLine, ...]
    goods: int
    """The goods at their listed price."""
    due: int
    """What is to be paid."""
    steps: tuple[Step, ...] = ()
    points_used: int = 0
    voucher_lines: tuple[tuple[int, int, int], ...] = ()
    useless: tuple[int, ...] = ()

    @property
    def earning_base(self) -> int:
        """What points are earned on: what was really paid for the lines that earn."""
        return sum([line.paid for line in self.lines if line.item.is_earning])


def listed(price: int, quantity_milli: int) -> int:
    """The price of a quantity, rounded half up to the minor unit."""
    return half_up(price * quantity_milli, 1000)


def start(items: Sequence[Item]) -> Priced:
    """The receipt before any step."""
    lines = tuple([PricedLine(item) for item in items])
    goods = sum([item.listed for item in items])
    return Priced(lines, goods, goods)


def _lowered(priced: Priced, kind: str, off: int, why: str, lines: Iterable[PricedLine]) -> Priced:
    """The receipt after a step that took ``off`` from these lines."""
    steps = (*priced.steps, Step(kind, -off, why))
    return priced._replace(lines=tuple(lines), due=priced.due - off, steps=steps)


def with_tier(priced: Priced, percent: int, why: str) -> Priced:
    """Step 2: the tier's discount on the lines that are not excluded from it."""
    if not percent:
        return priced
    weights = [line.item.listed if line.item.is_discounted else 0 for line in priced.lines]
    off = half_up(sum(weights) * percent, PERCENT)
    if not off:
        return priced
    lines = [
        PricedLine(line.item, tier_off=part)
        for line, part in zip(priced.lines, spread(off, weights), strict=True)
    ]
    return _lowered(priced, "tier", off, why, lines)


def with_vouchers(priced: Priced, terms: Sequence[Term]) -> Priced:
    """Step 4: percentages before amounts, each kind in the order given (9.9); no change is given.

    A voucher that lowers nothing is listed in ``useless`` for the caller to refuse (9.17).
    """
    ordered = sorted(terms, key=lambda term: term.kind != "percent")
    for term in ordered:
        priced = _with_voucher(priced, term)
    return priced


def _with_voucher(priced: Priced, term: Term) -> Priced:
    weights = [line.paid for line in priced.lines]
    left = sum(weights)
    off = half_up(left * term.percent_off, PERCENT) if term.kind == "percent" else term.amount
    off = min(off, left, off if term.cap is None else term.cap)
    if not off:
        return priced._replace(useless=(*priced.useless, term.id))
    parts = spread(off, weights)
    lines = [
        line._replace(voucher_off=line.voucher_off + part)
        for line, part in zip(priced.lines, parts, strict=True)
    ]
    used = [(term.id, index, part) for index, part in enumerate(parts) if part]
    lowered = _lowered(priced, "voucher", off, term.why, lines)
    return lowered._replace(voucher_lines=(*priced.voucher_lines, *used))


def with_points(priced: Priced, points: int, rule: PointsRule, why: str) -> Priced:
    """Step 5: points as money, in whole steps and never for more than is due (9.7)."""
    if not rule.value:
        return priced
    weights = [line.paid for line in priced.lines]
    units = min(points // rule.step, sum(weights) // rule.value)
    if not units:
        return priced
    off, used = units * rule.value, units * rule.step
    lines = [
        line._replace(points_off=money, points=count)
        for line, money, count in zip(
            priced.lines, spread(off, weights), spread(used, weights), strict=True
        )
    ]
    lowered = _lowered(priced, "points", off, why.format(points=used), lines)
    return lowered._replace(points_used=used)
