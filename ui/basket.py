"""The half-made sale: it outlives the lock, a change of language and a refusal."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import uuid4

from shopdesk import Desk
from shopdesk.purchases import Discount


def _new_key() -> str:
    return f"till:{uuid4().hex}"


class Allowed(NamedTuple):
    """A desk for one act, and what it was allowed for."""

    desk: Desk
    discount: Discount | None
    prices: dict[int, tuple[int, str]]


@dataclass(slots=True)
class Basket:
    """What the cashier has put together so far.

    ``amount`` is as typed; ``lines`` are (product id, quantity) and stand in its place where there
    are any. By hand are a ``discount`` on the whole receipt and, by their product, the ``prices``
    of lines: a lower one for one unit, and why. ``passes`` are the products whose lines uses of the
    member's passes pay. ``key`` makes a second press of Enter repeat the first instead of selling
    twice.
    """

    member: int | None = None
    amount: str = ""
    lines: list[tuple[int, Decimal]] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)
    points: int = 0
    discount: Discount | None = None
    prices: dict[int, tuple[int, str]] = field(default_factory=dict)
    passes: list[int] = field(default_factory=list)
    pay: dict[str, str] = field(default_factory=dict)
    given: str = ""
    key: str = field(default_factory=_new_key)
    served_by: int | None = None
    """Whom it counts for, where that is not who records it."""
    allowed: "Allowed | None" = None
    """Who allowed what is by hand beyond the limit of who sits here."""
    on: date | None = None
    """The earlier business day that it is entered for; nothing for today."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put in yet."""
        return self.member is None and self.is_bare

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to lose by another member: nothing is bought or used yet."""
        return not (self.amount or self.lines or self.vouchers or self.discount)

    @property
    def is_by_hand(self) -> bool:
        """Whether something was made cheaper by hand."""
        return bool(self.discount or self.prices)

    @property
    def prices_of_lines(self) -> dict[int, tuple[int, str]]:
        """The prices by hand by the place of their line, as the core asks for them."""
        places = enumerate(product for product, _count in self.lines)
        return {place: self.prices[one] for place, one in places if one in self.prices}

    def copy(self) -> "Basket":
        """The same sale once more: what is changed in one leaves the other as it is."""
        return replace(
            self, lines=list(self.lines), vouchers=list(self.vouchers), prices=dict(self.prices),
            passes=list(self.passes), pay=dict(self.pay),
        )  # fmt: skip

    # --- beyond a limit ---

    def allow(self, desk: Desk) -> None:
        """Keep that somebody allowed what is by hand now, for the sale that is made of it."""
        if desk.lift is not None:
            self.allowed = Allowed(desk, self.discount, dict(self.prices))

    def desk(self, desk: Desk) -> Desk:
        """The desk that sells this: the one that was allowed it, as long as that is what is by
        hand, it was not sold, and the same person sits here; else ``desk``."""
        one = self.allowed
        if desk.lift is not None or one is None or one.desk.staff_id != desk.staff_id:
            return desk
        return one.desk if (one.discount, one.prices) == (self.discount, self.prices) else desk

    @property
    def places_of_passes(self) -> list[int]:
        """The places of the lines that passes pay, as the core asks for them."""
        return [place for place, (one, _count) in enumerate(self.lines) if one in self.passes]

    # --- who ---

    def sell_to(self, member: int | None) -> None:
        """Sell to somebody, or to nobody known: what the one before would have used goes."""
        self.member, self.vouchers, self.points, self.passes = member, [], 0, []
        if "stored_value" in self.pay:
            self.pay = {}

    # --- what ---

    def add(self, product: int) -> None:
        """One of a product, or one more of it; lines take the place of an amount."""
        self.amount = ""
        for place, (known, count) in enumerate(self.lines):
            if known == product:
                self.lines[place] = (known, count + 1)
                return
        self.lines.append((product, Decimal(1)))

    def change_line(self, place: int, quantity: Decimal) -> None:
        """Another quantity of a line; none takes it out, and its price by hand with it."""
        if quantity > 0:
            self.lines[place] = (self.lines[place][0], quantity)
        else:
            product, _count = self.lines.pop(place)
            self.prices.pop(product, None)
            self.leave_pass(product)

    def use_pass(self, product: int) -> None:
        """Pay the line of a product by a pass: no other price is left to it."""
        self.prices.pop(product, None)
        self.passes.append(product)

    def leave_pass(self, product: int) -> None:
        """Pay the line of a product as any other."""
        self.passes = [one for one in self.passes if one != product]

    # --- taking back ---

    def step_back(self) -> bool:
        """Take back one thing; whether there was one.

        Points, a voucher, the last pass, the discount, the amount, a line (its price by hand before
        it), the member, the earlier day.
        """
        if self.points:
            self.points = 0
        elif self.vouchers:
            self.vouchers.pop()
        elif self.passes:
            self.passes.pop()
        elif self.discount:
            self.discount = None
        elif self.amount or self.given or self.pay:
            self.amount, self.given, self.pay = "", "", {}
        elif self.lines:
            self._last_line_back()
        elif self.member is not None:
            self.sell_to(None)
        elif self.on is not None:
            self.on = None
        else:
            return False
        return True

    def _last_line_back(self) -> None:
        """The price by hand of the last line, else the line."""
        product, _count = self.lines[-1]
        if self.prices.pop(product, None) is None:
            self.lines.pop()
