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
        return self.member is None and not (self.amount or self.lines or self.vouchers)
