"""Stored value and passes on paper: what was paid for beforehand (9.4, 9.16, 9.18)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from math import floor

from tests.proof.paper_money import shared
from tests.proof.paper_points import LATE_DAYS, Lot

BUCKETS = ("principal", "bonus")


def taken_of(
    amount: int, principal: int, bonus: int, *, is_principal_first: bool
) -> dict[str, int]:
    """How an amount of stored value is made up of the two."""
    parts = shared(amount, [principal, bonus])
    if is_principal_first:
        parts = [min(amount, principal), amount - min(amount, principal)]
    return {bucket: part for bucket, part in zip(BUCKETS, parts, strict=True) if part}


@dataclass(eq=False)
class TopUp:
    id: int
    on: date
    principal: int
    bonus: int
    paid_by: dict[str, int]
    of_principal: Lot
    of_bonus: Lot | None
    refunded: int = 0
    clawed: int = 0
    paid_out: int = 0

    @property
    def left(self) -> int:
        return self.of_principal.left

    @property
    def bonus_left(self) -> int:
        return self.of_bonus.left if self.of_bonus else 0

    def gives_back(self, principal: int) -> tuple[int, int]:
        """The bonus that goes with so much more principal, and the money for it (9.4)."""
        unspent = self.refunded + self.left, self.clawed + self.bonus_left
        bonus_spent = self.bonus - unspent[1]
        self.refunded += principal
        clawed = floor(Fraction(unspent[1] * self.refunded, unspent[0]))
        may_be_spent = floor(
            Fraction(self.bonus * (self.principal - self.refunded), self.principal)
        )
        owed = self.refunded - max(0, bonus_spent - may_be_spent)
        goes, money = max(0, clawed - self.clawed), max(0, owed - self.paid_out)
        self.clawed += goes
        self.paid_out += money
        self.of_principal.left -= principal
        if self.of_bonus:
            self.of_bonus.left -= goes
        return goes, money


_numbers = count()


@dataclass(eq=False)
class UseLot(Lot):
    number: int = field(default_factory=_numbers.__next__)
    """In the order in which they were made."""


@dataclass(eq=False)
class Pass:
    """Uses of one product; they lie in one lot, and in those they came back to (9.16)."""

    place: int
    uses: int
    lots: list[UseLot] = field(default_factory=list)

    @property
    def number(self) -> int:
        """In the order in which they were sold, whoever's they became."""
        return self.lots[0].number

    def left(self, today: date) -> int:
        return sum(lot.left for lot in self.lots if is_valid(lot, today))

    def ends(self, today: date) -> bool:
        """Whether some of it ended unused."""
        return any(lot.left and not is_valid(lot, today) for lot in self.lots)

    def gives_back(self, uses: int, today: date) -> None:
        """Unused uses are given back for money."""
        for lot in self.lots:
            part = min(uses, lot.left) if is_valid(lot, today) else 0
            lot.left -= part
            uses -= part
        assert not uses


@dataclass(eq=False)
class Used:
    """Uses that paid a line, on a day, from a lot of a pass."""

    of: Pass
    lot: UseLot
    uses: int
    on: date

    def comes_back(self, today: date) -> None:
        """To its lot; where that has ended, as a new one that lives as long as it had left."""
        if is_valid(self.lot, today):
            self.lot.left += self.uses
            return
        assert self.lot.until is not None
        had_left = max(0, min((self.lot.until - self.on).days, LATE_DAYS))
        until = today + timedelta(days=had_left)
        self.of.lots.append(UseLot(self.uses, self.uses, today, until, came_from=self.lot))


def is_valid(lot: Lot, today: date) -> bool:
    return lot.until is None or lot.until >= today


def earliest_ending(
    passes: list[Pass], place: int, on: date, today: date
) -> list[tuple[Pass, UseLot]]:
    """The lots that pay a product on a day, in the order in which they are used."""
    found = [
        (lot.until or date.max, lot.on, lot.number, lot, one)
        for one in passes
        for lot in one.lots
        if one.place == place and lot.left and lot.on <= on and is_valid(lot, today)
    ]
    found.sort(key=lambda row: row[:3])
    return [(one, lot) for *_order, lot, one in found]
