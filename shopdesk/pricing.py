"""What a price is made of: lines, what was taken off them, and the rule by which they earn.

Pure arithmetic on whole minor units; nothing here reads a shop. Lines, steps and due always sum:
``sum(line.listed) + sum(step.amount) == due == sum(line.paid)``. The steps themselves are in
``steps``.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from shopdesk.money import half_up

PERCENT = 100

STEPS = {
    "pass": "pass_off",
    "hand_price": "manual_off",
    "promotion": "promotion_off",
    "member_price": "tier_off",
    "tier": "tier_off",
    "order": "promotion_off",
    "discount": "manual_off",
    "voucher": "voucher_off",
    "points": "points_off",
    "rounding": "rounding_off",
}
"""The kinds of step in the order in which they are taken, and what of a line each one raises."""


class Step(NamedTuple):
    """One step of a price: its kind, what it adds to the price (so mostly below 0), and why."""

    kind: str
    amount: int
    why: str


class PassTerms(NamedTuple):
    """What a pass is: for which product, how many uses, and for how many days after its sale."""

    product_id: int
    uses: int
    valid_days: int | None


class Item(NamedTuple):
    """One line as it is asked for; ``price`` and ``member_price`` for one unit."""

    product_id: int | None
    name: str
    category: str
    quantity_milli: int
    price: int
    cost: int | None
    listed: int
    is_discounted: bool = True
    is_earning: bool = True
    member_price: int | None = None
    pass_terms: PassTerms | None = None


class Term(NamedTuple):
    """What a money voucher does to a price."""

    id: int
    code: str
    kind: str
    amount: int
    percent_off: int
    minimum: int
    cap: int | None
    why: str


class PointsRule(NamedTuple):
    """How points are earned and what they are worth, as it stands at the sale (9.12).

    ``campaigns`` are the promotions that multiplied what lines earn, as (id, percent).
    """

    earn_points: int
    earn_per: int
    percent: int
    step: int
    value: int
    cap_percent: int = 100
    campaigns: tuple[tuple[int, int], ...] = ()

    def earned(self, base: int | Fraction) -> int:
        """Points for a base in minor units: rounded down once per receipt."""
        return int(base * self.earn_points * self.percent // (self.earn_per * PERCENT))


def rule_from_json(stored: str) -> PointsRule:
    """The rule kept on a receipt; an older one has no cap and no campaigns."""
    rule = PointsRule(*json.loads(stored))
    return rule._replace(campaigns=tuple([(id_, percent) for id_, percent in rule.campaigns]))


class PricedLine(NamedTuple):
    """A line with all that was taken off it; ``points`` is how many points lowered it.

    What it earns is multiplied by ``points_percent`` / 100. One priced by hand, or paid by a pass,
    takes no promotion and no member's price.
    """

    item: Item
    tier_off: int = 0
    voucher_off: int = 0
    points_off: int = 0
    points: int = 0
    promotion_off: int = 0
    manual_off: int = 0
    rounding_off: int = 0
    points_percent: int = 100
    pass_off: int = 0
    is_by_hand: bool = False

    @property
    def paid(self) -> int:
        """What is left to pay for the line."""
        return self.item.listed - (
            self.tier_off + self.voucher_off + self.points_off
            + self.promotion_off + self.manual_off + self.rounding_off + self.pass_off
        )  # fmt: skip


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
    def earning_base(self) -> int | Fraction:
        """What points are earned on: what was really paid for the lines that earn, multiplied."""
        hundredfold = sum(
            [line.paid * line.points_percent for line in self.lines if line.item.is_earning]
        )
        whole, rest = divmod(hundredfold, PERCENT)
        return Fraction(hundredfold, PERCENT) if rest else whole

    @property
    def by_hand(self) -> int:
        """What was taken off by hand in all."""
        return sum([line.manual_off for line in self.lines])


def listed(price: int, quantity_milli: int) -> int:
    """The price of a quantity, rounded half up to the minor unit."""
    return half_up(price * quantity_milli, 1000)


def start(items: Sequence[Item]) -> Priced:
    """The receipt before any step."""
    lines = tuple([PricedLine(item) for item in items])
    goods = sum([item.listed for item in items])
    return Priced(lines, goods, goods)


def lowered(priced: Priced, kind: str, parts: Sequence[int], why: str) -> Priced:
    """The receipt after a step that took these parts from its lines; none where that is nothing."""
    off = sum(parts)
    if not off:
        return priced
    column = STEPS[kind]
    lines = tuple([
        line._replace(**{column: getattr(line, column) + part}) if part else line
        for line, part in zip(priced.lines, parts, strict=True)
    ])  # fmt: skip
    steps = (*priced.steps, Step(kind, -off, why))
    return priced._replace(lines=lines, due=priced.due - off, steps=steps)
