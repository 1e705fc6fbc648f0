"""The half-made sale: it outlives the lock, a change of language and a refusal."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4


def _new_key() -> str:
    return f"till:{uuid4().hex}"


@dataclass(slots=True)
class Basket:
    """What the cashier has put together so far.

    ``amount`` is as typed; ``lines`` are (product id, quantity) and stand in its place where there
    are any. ``key`` makes a second press of Enter repeat the first instead of selling twice.
    """

    member: int | None = None
    amount: str = ""
    lines: list[tuple[int, Decimal]] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)
    points: int = 0
    pay: dict[str, str] = field(default_factory=dict)
    given: str = ""
    key: str = field(default_factory=_new_key)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put in yet."""
        return self.member is None and self.is_bare

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to lose by another member: nothing is bought or used yet."""
        return not (self.amount or self.lines or self.vouchers)

    # --- who ---

    def sell_to(self, member: int | None) -> None:
        """Sell to somebody, or to nobody known: vouchers and points of the one before go."""
        self.member, self.vouchers, self.points = member, [], 0

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
        """Another quantity of a line; none takes it out."""
        if quantity > 0:
            self.lines[place] = (self.lines[place][0], quantity)
        else:
            del self.lines[place]

    # --- taking back ---

    def step_back(self) -> bool:
        """Take back one thing: points, voucher, amount, line, member; whether there was one."""
        if self.points:
            self.points = 0
        elif self.vouchers:
            self.vouchers.pop()
        elif self.amount or self.given or self.pay:
            self.amount, self.given, self.pay = "", "", {}
        elif self.lines:
            self.lines.pop()
        elif self.member is not None:
            self.sell_to(None)
        else:
            return False
        return True
