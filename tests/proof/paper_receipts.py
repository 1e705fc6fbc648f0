"""A receipt on paper: its lines, what has come back, and what that means (9.2, 9.5 to 9.7)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from tests.proof.paper_money import tenders_back
from tests.proof.paper_points import Drawn, Lot
from tests.proof.paper_prepaid import Pass, Used
from tests.proof.paper_vouchers import Promise

if TYPE_CHECKING:
    from tests.proof.paper_shop import Person


@dataclass(frozen=True)
class Earning:
    """How a receipt earns, as it stood at the sale (9.12); ``percent`` is the tier's."""

    points: int = 1
    per: int = 100
    percent: int = 100

    def granted(self, base: Fraction) -> int:
        return floor(base * self.points * self.percent / (self.per * 100))


@dataclass
class Line:
    listed: int
    milli: int
    place: int | None = None
    """Its place among the goods; nothing for a plain amount."""
    is_discounted: bool = True
    is_earning: bool = True
    percent: int = 100
    """By how much a promotion multiplies what it earns."""
    is_by_hand: bool = False
    paid: int = 0
    points: int = 0
    back: int = 0
    """In thousandths of what was sold, of a pass of its uses."""
    sold: Pass | None = None
    used: list[Used] = field(default_factory=list)
    """The uses that paid it."""

    @property
    def whole(self) -> int:
        """What it comes back by: a pass by its uses (9.18)."""
        return self.sold.uses * 1000 if self.sold else self.milli

    @property
    def kept(self) -> int:
        """k of n units are floor(paid x k / n), cumulatively (9.6)."""
        return self.paid - floor(Fraction(self.paid * self.back, self.whole))

    @property
    def is_back(self) -> bool:
        return self.back == self.whole

    def fast(self, today: date) -> int:
        """Uses that cannot come back: they were spent, or have ended."""
        return self.sold.uses - self.back // 1000 - self.sold.left(today) if self.sold else 0


@dataclass(eq=False)
class Receipt:
    person: "Person | None"
    on: date
    entered: date
    lines: list[Line]
    earning: Earning = Earning()
    id: int = 0
    rank: int = 0
    due: int = 0
    spent: int = 0
    granted: int = 0
    steps: list[tuple[str, int]] = field(default_factory=list)
    lowered: dict[Promise, set[int]] = field(default_factory=dict)
    """By voucher, the lines that it lowered."""
    paid_by: dict[str, int] = field(default_factory=dict)
    own: Lot | None = None
    drawn: list[Drawn] = field(default_factory=list)
    drawn_value: dict[str, list[Drawn]] = field(default_factory=dict)
    """What it took of stored value."""
    left: int = 0
    returned: int = 0
    taken: int = 0
    is_void: bool = False
    is_exchanged: bool = False
    """It was sold for what came back."""

    @property
    def is_touched(self) -> bool:
        """Something of it was given back, or it was sold for what was."""
        is_whole = self.left == self.due and not any(line.back for line in self.lines)
        return not is_whole or self.is_void or self.is_exchanged

    @property
    def kept(self) -> int:
        return sum(line.kept for line in self.lines)

    @property
    def is_gone(self) -> bool:
        """Every line was handed back, or all the money of those that were not."""
        return all(line.is_back for line in self.lines) or (self.left == 0 and self.kept > 0)

    def is_line_gone(self, place: int) -> bool:
        return self.is_gone or self.lines[place].is_back

    def frees(self, promise: Promise) -> bool:
        """A voucher comes back when nothing is left of the lines that it lowered (9.2)."""
        return all(self.is_line_gone(place) for place in self.lowered[promise])

    @property
    def earns(self) -> int:
        """g: what the receipt stands for now, its own rule on the base that is left (9.6)."""
        if self.person is None or not self.kept or not self.due:
            return 0
        earning = sum(
            Fraction(line.kept * line.percent, 100) for line in self.lines if line.is_earning
        )
        without_bonus = Fraction(self.due - self.paid_by.get("bonus", 0), self.due)
        return self.earning.granted(Fraction(earning * self.left) / self.kept * without_bonus)

    @property
    def points_back(self) -> int:
        """Points come back with their line, and with money in proportion, rounded down (9.7)."""
        stay = Fraction(
            sum(x.points - floor(Fraction(x.points * x.back, x.whole)) for x in self.lines)
        )
        return floor(self.spent - (stay * self.left / self.kept if self.kept else stay))

    @property
    def tenders_back(self) -> dict[str, int]:
        return tenders_back(self.paid_by, self.due - self.left)

    def give_back(self, amount: int = 0, lines: list[tuple[int, int]] | None = None) -> None:
        """Money, or lines as (number, thousandths) one after the other, or all of it."""
        if amount:
            self.left -= amount
        elif lines is None:
            self.left = 0
            for line in self.lines:
                line.back = line.whole
        for number, milli in lines or ():
            before = self.kept
            self.lines[number - 1].back += milli
            gone = before - self.kept
            self.left -= ceil(Fraction(self.left * gone, before)) if before else 0
