"""The rules of money and points on paper: a model of a till, to hold the core against.

Written from the rules alone (sections 4 and 9) in exact fractions; it keeps no sums that it could
recount and shares no code with the core.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

LADDER = (  # code, spend, visits, percent off, points percent
    ("member", 0, 0, 0, 100),
    ("silver", 100_000, 10, 2, 120),
    ("gold", 300_000, 25, 5, 150),
    ("platinum", 500_000, None, 8, 180),
    ("diamond", 1_200_000, None, 10, 200),
)
RANKS = {row[0]: rank for rank, row in enumerate(LADDER)}
TENDERS = ("cash", "card", "wechat", "alipay")
GOODS = ((6800, True, True), (1250, True, True), (333, False, True), (100, True, False))
"""What is sold: its price, whether a tier lowers it, whether it earns."""
LATEST = 7


def nearest(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def shared(total: int, weights: list[int]) -> list[int]:
    exact = [Fraction(total * weight, sum(weights) or 1) for weight in weights]
    parts = [floor(share) for share in exact]
    while sum(parts) < total:
        most = max(share - part for share, part in zip(exact, parts, strict=True))
        first = next(i for i, share in enumerate(exact) if share - parts[i] == most)
        parts[first] += 1
    return parts


@dataclass(eq=False)
class Lot:
    granted: int
    left: int
    on: date


@dataclass(eq=False)
class Person:
    id: int
    joined: date
    lots: list[Lot] = field(default_factory=list)
    debt: int = 0
    tiers: list[tuple[date, str]] = field(default_factory=list)
    ups: list[list[Any]] = field(default_factory=list)
    """The upgrades that stand: the day, the first day of the year before, the ranks they led from
    and to."""

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots) - self.debt

    def tier_on(self, day: date) -> int:
        held = [code for since, code in self.tiers if since <= day]
        return RANKS[held[-1]] if held else 0

    def credit(self, amount: int, on: date) -> Lot | None:
        repaid = min(self.debt, amount)
        self.debt -= repaid
        if amount == repaid:
            return None
        self.lots.append(Lot(amount - repaid, amount - repaid, on))
        return self.lots[-1]

    def take(self, amount: int, first: Lot | None = None) -> list[list[Any]]:
        drawn = []
        for lot in sorted(self.lots, key=lambda lot: (lot is not first, lot.on)):
            part = min(lot.left, amount)
            if part:
                lot.left -= part
                amount -= part
                drawn.append([lot, part])
        self.debt += amount
        return drawn


@dataclass(eq=False)
class Promise:
    code: str
    owner: int | None
    amount: int
    percent: int
    minimum: int
    cap: int | None
    until: date
    used_on: date | None = None

    def comes_back(self, today: date) -> None:
        assert self.used_on is not None
        if self.until < today:
            self.until = today + timedelta(days=min(30, (self.until - self.used_on).days))
        self.used_on = None


@dataclass
class Line:
    listed: int
    milli: int
    is_discounted: bool
    is_earning: bool
    paid: int = 0
    points: int = 0
    back: int = 0

    @property
    def kept(self) -> int:
        return self.paid - floor(Fraction(self.paid * self.back, self.milli))


@dataclass(eq=False)
class Receipt:
    person: Person | None
    on: date
    entered: date
    lines: list[Line]
    percent: int
    id: int = 0
    due: int = 0
    spent: int = 0
    granted: int = 0
    steps: list[tuple[str, int]] = field(default_factory=list)
    lowered: dict[Promise, set[int]] = field(default_factory=dict)
    paid_by: dict[str, int] = field(default_factory=dict)
    own: Lot | None = None
    drawn: list[list[Any]] = field(default_factory=list)
    left: int = 0
    returned: int = 0
    taken: int = 0
    is_void: bool = False

    @property
    def kept(self) -> int:
        return sum(line.kept for line in self.lines)

    @property
    def is_gone(self) -> bool:
        if all(line.back == line.milli for line in self.lines):
            return True
        return self.left == 0 and self.kept > 0

    def gone(self, promise: Promise) -> bool:
        lines = [self.lines[index] for index in self.lowered[promise]]
        return self.is_gone or all(line.back == line.milli for line in lines)

    def earned(self) -> int:
        if self.person is None or not self.kept:
            return 0
        earning = sum(line.kept for line in self.lines if line.is_earning)
        return floor(Fraction(earning * self.left, self.kept) * self.percent / 10_000)

    def points_back(self) -> int:
        stay = Fraction(
            sum(x.points - floor(Fraction(x.points * x.back, x.milli)) for x in self.lines)
        )
        return floor(self.spent - (stay * self.left / self.kept if self.kept else stay))

    def tenders_back(self) -> dict[str, int]:
        rest, got = self.due - self.left, {}
        used = [tender for tender in TENDERS if self.paid_by.get(tender)]
        for number, tender in enumerate(used):
            onwards = sum(self.paid_by[later] for later in used[number:])
            got[tender] = floor(Fraction(rest * self.paid_by[tender], onwards))
            rest -= got[tender]
        return got

    def lower(self, kind: str, off: int, weights: list[int]) -> list[int]:
        parts = shared(off, weights)
        for line, part in zip(self.lines, parts, strict=True):
            line.paid -= part
        self.steps.append((kind, -off))
        return parts

    def give_back(self, amount: int = 0, lines: list[tuple[int, int]] | None = None) -> None:
        """Money, or lines as (number, thousandths), or all of it."""
        if amount:
            self.left -= amount
        elif lines is None:
            self.left = 0
            for line in self.lines:
                line.back = line.milli
        for number, milli in lines or ():
            before = self.kept
            self.lines[number - 1].back += milli
            gone = before - self.kept
            self.left -= ceil(Fraction(self.left * gone, before)) if before else 0

    def settle(self, points_back: int, taken: int) -> None:
        """Points return before points are taken."""
        self.returned += points_back
        self.taken += taken
        if self.person is None:
            return
        repaid = min(self.person.debt, points_back)
        self.person.debt -= repaid
        points_back -= repaid
        for drawn in reversed(self.drawn):
            part = min(drawn[1], points_back)
            drawn[0].left += part
            drawn[1] -= part
            points_back -= part
        self.person.take(taken, first=self.own)


def lines_of(what: int | list[tuple[int, int]]) -> list[Line]:
    """The lines of a plain amount, or of (place in GOODS, thousandths)."""
    if isinstance(what, int):
        return [Line(what, 1000, True, True)]
    return [
        Line(nearest(Fraction(GOODS[place][0] * milli, 1000)), milli, *GOODS[place][1:])
        for place, milli in what
    ]


def split(due: int, cuts: list[int]) -> dict[str, int]:
    """Pay in parts, by as many tenders."""
    marks = sorted([0, due, *(due * cut // 1000 for cut in cuts)])
    parts = [high - low for low, high in pairwise(marks)]
    return dict(zip(reversed(TENDERS[: len(parts)]), parts, strict=True))


def year_before(today: date) -> date:
    """The same day a year earlier, the last of the month where it has none."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return date(today.year - 1, 2, 28)


def reached(spend: int, visits: int) -> str:
    """The highest tier that qualifies."""
    return [
        code
        for code, least, times, *_ in LADDER
        if spend >= least or (times is not None and visits >= times)
    ][-1]


def priced(receipt: Receipt, rank: int, promises: list[Promise], wish: int) -> set[str]:
    """Price a receipt by the rules; returns the reasons to refuse it."""
    for line in receipt.lines:
        line.paid = line.listed
    weights = [line.listed if line.is_discounted else 0 for line in receipt.lines]
    off = nearest(Fraction(sum(weights) * LADDER[rank][3], 100))
    if receipt.person and off:
        receipt.lower("tier", off, weights)
    if sum(p.minimum for p in promises) > receipt.kept:
        return {"voucher_minimum"}
    for promise in sorted(promises, key=lambda p: p.percent == 0):
        left = receipt.kept
        off = nearest(Fraction(left * promise.percent, 100)) if promise.percent else promise.amount
        off = min(off, left, off if promise.cap is None else promise.cap)
        if off == 0:
            return {"voucher_useless"}
        parts = receipt.lower("voucher", off, [line.paid for line in receipt.lines])
        receipt.lowered[promise] = {index for index, part in enumerate(parts) if part}
    hundreds = min(wish // 100, receipt.kept // 100)
    if hundreds:
        weights = [line.paid for line in receipt.lines]
        receipt.lower("points", hundreds * 100, weights)
        for line, count in zip(receipt.lines, shared(hundreds * 100, weights), strict=True):
            line.points = count
    receipt.spent = hundreds * 100
    receipt.due = receipt.left = receipt.kept
    receipt.granted = receipt.earned()
    return set()
