"""A member's statement as a value: what each account held, what moved, what it holds then.

Every account is told in the same way: one more is one more line in ``_accounts``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Literal, NamedTuple

from shopdesk import clock, logo, members, movements, points
from shopdesk.language import N_
from shopdesk.money import Money
from shopdesk.movements import Movement, Movements
from shopdesk.refusals import DateRefused
from shopdesk.shop import Desk
from shopdesk.spending import BUCKETS
from shopdesk.tender_words import TENDERS

Unit = Literal["points", "money"]

KINDS = {
    "earned": N_("Earned"),
    "spent": N_("Spent"),
    "adjusted": N_("Changed by the shop"),
    "returned": N_("Returned"),
    "taken_back": N_("Taken back"),
    "expired": N_("Expired"),
    "topped_up": N_("Topped up"),
    "moved": N_("Carried over"),
}
"""What each kind of movement is called."""
_GIVEN_BACK = N_("Top-up given back")


def kind_words(movement: Movement) -> str:
    """What a movement is called, to be translated; of a top-up nothing is taken back: the money
    went to the member."""
    is_given_back = movement.kind == "taken_back" and movement.top_up is not None
    return _GIVEN_BACK if is_given_back else KINDS[movement.kind]


class Line(NamedTuple):
    """A movement, and what the account holds after it."""

    movement: Movement
    balance: int


@dataclass(frozen=True)
class Account:
    """One account of a statement: its name (to be translated), its unit, and what moved in it."""

    name: str
    unit: Unit
    moved: Movements

    @property
    def incoming(self) -> int:
        """All that came in."""
        return sum(max(0, one.amount) for one in self.moved.movements)

    @property
    def outgoing(self) -> int:
        """All that went out, as a number above 0."""
        return -sum(min(0, one.amount) for one in self.moved.movements)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every movement with the balance after it; the last one's is the closing."""
        amounts = (one.amount for one in self.moved.movements)
        balances = list(accumulate(amounts, initial=self.moved.opening))[1:]
        return tuple(map(Line, self.moved.movements, balances))


@dataclass(frozen=True)
class Statement:
    """Whose statement it is, by which shop, of which days, made when; and the accounts."""

    shop_name: str
    contact: str
    currency: str
    name: str
    number: str
    language: str
    first_on: date
    last_on: date
    made_at: datetime
    accounts: tuple[Account, ...]
    logo: bytes | None = None

    def say(self, account: Account, amount: int, *, sign: bool = False) -> str:
        """An amount of an account as people read it: ``1,240`` points, or ``¥1,240.00``."""
        mark = "−" if amount < 0 else "+" if sign and amount > 0 else ""
        if account.unit == "money":
            return f"{mark}{Money(abs(amount), self.currency)}"
        return f"{mark}{abs(amount):,}"


def of_member(desk: Desk, member_id: int, first_on: date, last_on: date) -> Statement:
    """The statement of a member from ``first_on`` through ``last_on``, both included.

    Refuses an unknown member, what is no day, a last day before the first, and one yet to come.
    """
    member, shop = members.get(desk, member_id), desk.shop
    if clock.is_day(last_on) and last_on > desk.today():
        raise DateRefused(desk.language, date=last_on)
    return Statement(
        shop_name=shop.settings.name,
        contact=shop.settings.contact,
        currency=shop.settings.currency,
        name=member.name,
        number=member.number,
        language=member.language,
        first_on=first_on,
        last_on=last_on,
        made_at=shop.clock().astimezone(shop.zone),
        accounts=tuple(_accounts(desk, member_id, first_on, last_on)),
        logo=logo.of(desk),
    )


def _accounts(desk: Desk, member_id: int, first_on: date, last_on: date) -> Iterator[Account]:
    yield Account(N_("Points"), "points", points.statement(desk, member_id, first_on, last_on))
    prepaid_for = movements.of_accounts(desk, member_id, BUCKETS, first_on, last_on)
    for bucket in BUCKETS:
        prepaid = prepaid_for.of(bucket)
        if prepaid.opening or prepaid.movements:
            yield Account(TENDERS[bucket], "money", prepaid)
