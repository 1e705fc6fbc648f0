"""What a rule gives on paper, for what, and to whom."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.proof.paper_calendar import Day
from tests.proof.paper_points import Drawn, Lot, Purse
from tests.proof.paper_vouchers import SERIAL, Promise

if TYPE_CHECKING:
    from tests.proof.paper_rules import Rules


def _never() -> None:
    """Points here have no last day."""


@dataclass(eq=False)
class Person:
    id: int
    joined: date
    solar: Day | None = None
    lunar: Day | None = None
    dates: list[tuple[str, str, Day]] = field(default_factory=list)
    referrer: "Person | None" = None
    purse: Purse = field(default_factory=lambda: Purse(_never))
    is_closed: bool = False


@dataclass(eq=False)
class Receipt:
    id: int
    person: Person
    on: date
    due: int
    percent: int
    left: int
    promise: "Voucher | None" = None
    spent: int = 0
    drawn: list[Drawn] = field(default_factory=list)
    own: Lot | None = None
    taken: int = 0
    is_gone: bool = False

    def earns(self, left: int) -> int:
        return left * self.percent // 10_000


@dataclass(eq=False)
class Gift:
    id: int
    stock: int | None
    rank: int
    cost: int


@dataclass(eq=False)
class Voucher(Promise):
    """A promise of money off, or of a gift."""

    gift: Gift | None = None


@dataclass(eq=False)
class Multiplier:
    person: Person
    percent: int
    first: date
    last: date


@dataclass(eq=False)
class Trial:
    person: Person
    tier: str
    last: date
    ended: bool = False


@dataclass(frozen=True)
class Rule:
    id: int
    name: str
    triggers: tuple[Any, ...]
    rewards: tuple[Any, ...]
    limits: Any
    group: Callable[["Rules", Person, date], bool] | None
    first: date
    last: date | None

    def is_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def is_drawn(self, person: Person) -> bool:
        """A pilot's part: the same people every time, whichever run asks."""
        drawn = hashlib.sha256(f"{self.id} {person.id}".encode()).digest()[:4]
        return int.from_bytes(drawn, "big") % 100 < self.limits.share


@dataclass(eq=False)
class Due:
    """An occasion that came to somebody."""

    rule: Rule
    person: Person
    key: str
    on: date
    days: int | None = None
    receipt: Receipt | None = None
    is_owed: bool = False


@dataclass(eq=False)
class Occasion:
    rule: Rule
    person: Person
    key: str
    on: date
    receipt: Receipt | None
    cost: int
    given: list[Any] = field(default_factory=list)
    """Vouchers, lots of points with how many they were, trials, multipliers."""
    is_freed: bool = False
    is_lost: bool = False
    """It was taken back, which happens once; unless it was used it is free as well."""
    serial: int = field(default_factory=lambda: next(SERIAL))

    @property
    def state(self) -> str:
        if not self.is_lost:
            return "stands"
        return "freed" if self.is_freed else "forfeit"


@dataclass(eq=False)
class Points:
    count: int
    lot: Lot | None
    is_taken: bool = False


@dataclass(eq=False)
class Verdict:
    due: Due
    rewards: list[Any] = field(default_factory=list)
    cost: int = 0
    why: str = ""
    short: Gift | None = None
