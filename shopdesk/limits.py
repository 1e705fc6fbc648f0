"""How far a role may go by itself: what is beyond it, a higher one allows with a PIN.

The limits are settings named ``{kind}_limit_{role}``: none is no limit, 0 lets nothing pass. An
owner has none. To add one, copy ``refund``: its settings, and its row in ``LIMITS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from shopdesk.language import N_, translator
from shopdesk.money import Money
from shopdesk.permissions import ROLES, Role
from shopdesk.refusals import OverLimit
from shopdesk.shop import Desk


@dataclass(frozen=True, slots=True)
class Limit:
    """What is limited, and how an amount of it is said."""

    what: str
    said: Callable[[Desk, int], str]


def _money(desk: Desk, amount: int) -> str:
    return str(Money(amount, desk.shop.settings.currency))


def _count(_desk: Desk, amount: int) -> str:
    return f"{amount:,}"


LIMITS = {
    "refund": Limit(N_("Money back of one receipt"), _money),
    "attach": Limit(N_("Receipts attached to members on a day"), _count),
    "points": Limit(N_("Points by hand to one member on a day"), _count),
}


def most(desk: Desk, kind: str, role: str) -> int | None:
    """How far ``role`` may go; none where there is no limit."""
    if role == ROLES[0]:
        return None
    limit: int | None = getattr(desk.shop.settings, f"{kind}_limit_{role}")
    return limit


def refuse_over(desk: Desk, kind: str, amount: int) -> None:
    """Refuse more than the desk's role may, unless who lifts it may go as far."""

    def fits(role: str) -> bool:
        limit = most(desk, kind, role)
        return limit is None or amount <= limit

    if not passes(desk, fits):
        limit, (name, role) = LIMITS[kind], acting(desk)
        raise OverLimit(
            desk.language, what=translator(desk.language)(limit.what), name=name,
            most=limit.said(desk, most(desk, kind, role) or 0), given=limit.said(desk, amount),
            **beyond(desk, fits),
        )  # fmt: skip


def is_limited(desk: Desk, kind: str) -> bool:
    """Whether there is a limit for the desk: else nothing has to be added up."""
    return any(most(desk, kind, role) is not None for role in (desk.role, acting(desk)[1]))


# --- for every kind of limit ------------------------------------------------------------------


def passes(desk: Desk, fits: Callable[[str], bool]) -> bool:
    """Whether the desk's role fits, or that of who lifts this one act.

    Where the desk may not do it at all, how far it goes is up to who lifts it alone.
    """
    lift = desk.lift
    if fits(desk.role) and not (lift is not None and lift.is_used):
        return True
    if lift is None or not fits(lift.role):
        return False
    lift.is_used = True
    return True


def acting(desk: Desk) -> tuple[str, str]:
    """Whose limit it is, and their role: of who lifts it, where somebody does."""
    lift = desk.lift
    return (desk.staff_name, desk.role) if lift is None else (lift.name, lift.role)


def beyond(desk: Desk, fits: Callable[[str], bool]) -> dict[str, str]:
    """The lowest role above that may go so far, and how it is said."""
    _ = translator(desk.language)
    above = ROLES[: ROLES.index(cast("Role", acting(desk)[1]))]
    lowest = next(role for role in reversed(above) if fits(role))
    who = _("The owner") if lowest == ROLES[0] else _("A manager or the owner")
    return {"who": who, "lowest": lowest}
