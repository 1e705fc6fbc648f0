"""What a reward rule can give: the terms of each kind, and what there is to know of one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.vouchers import DEFAULT_VALID_DAYS, Promise


@dataclass(frozen=True, slots=True)
class OfTier:
    """The gift that a set has for the member's tier, by a voucher like one of ``Promise``."""

    gift_set: int
    valid_days: int = DEFAULT_VALID_DAYS
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """So many points, which live as those earned that day do."""

    points: int


@dataclass(frozen=True, slots=True)
class PassUses:
    """So many uses of a product that is a pass; valid as long as one sold that day would be."""

    product: int
    uses: int = 1


@dataclass(frozen=True, slots=True)
class Trial:
    """A tier to try for so many days, the day of giving included."""

    tier: str
    days: int


@dataclass(frozen=True, slots=True)
class Multiplied:
    """All points times so many percent for so many days, the day of giving included."""

    percent: int
    days: int


Reward = Promise | OfTier | Points | PassUses | Trial | Multiplied


class To(NamedTuple):
    """To whom something is given, and for which occasion."""

    member_id: int
    rule_id: int
    title: str
    window: int | None
    channel: str = "counter"


class Was(NamedTuple):
    """What was given to whom: a row of ``given``."""

    member_id: int
    amount: int
    voucher: int | None
    lot: int | None
    overlay: int | None
    multiplier: int | None


class Way(NamedTuple):
    """What there is to know of a kind of reward."""

    terms: type
    checked: Callable[[Desk, Any], Any]
    title: Callable[[Desk, Any, str], str]
    cost: Callable[[Desk, Any], int]
    """What it costs the shop where all of it is used, in minor units."""
    give: Callable[[Change, Any, To], dict[str, Any]]
    """Gives it inside a change; returns the columns of ``given`` that lead to it."""
    is_used: Callable[[Change, Was], bool]
    """Whether some of it was used, which taking it back does not undo (9.1)."""
    take_back: Callable[[Change, Was], None]
