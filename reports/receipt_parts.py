"""What goes on a receipt, from top to bottom: words and amounts, nothing to look up."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reports.words import Words, minus
from shopdesk.money import Money


class Pair(NamedTuple):
    """What something is called, and what it is."""

    words: str
    value: str


class Amount(NamedTuple):
    """What an amount is, and how much, in minor units."""

    words: str
    amount: int


class Goods(NamedTuple):
    """A line: ``amount`` is its listed price, nothing where a line came back; ``price`` of one."""

    name: str
    quantity: Decimal
    price: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class Slip:
    """All that stands on it, from top to bottom.

    ``sum(goods) + sum(steps) == due.amount == sum(paid)`` on a receipt. ``marks`` say that it is a
    reprint, or what became of it; ``have`` is what the member has, one line each, ``said`` whole
    sentences; ``code`` is what a scanner finds it by, nothing on a test page or
    the slip of a top-up. ``logo`` is the shop's, as ``logo.of`` has it.
    """

    languages: tuple[str, ...]
    currency: str
    shop: str
    contact: tuple[str, ...]
    title: str
    number: str
    marks: tuple[str, ...]
    facts: tuple[Pair, ...]
    goods: tuple[Goods, ...]
    steps: tuple[Amount, ...]
    due: Amount
    paid: tuple[Amount, ...]
    cash: tuple[Amount, ...] = ()
    have: tuple[Pair, ...] = ()
    said: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    code: str = ""
    logo: bytes | None = None

    def money(self, minor: int) -> str:
        """An amount as people read it."""
        return minus(str(Money(minor, self.currency)))

    @property
    def words(self) -> Words:
        """The languages it speaks."""
        return Words(self.languages)
