"""What a refund does beyond what its receipt says: the balance after it, and what rules had given.

It is found by looking at the member before and after the rehearsal, so it cannot be forgotten in
one of the ways that rules give.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import members, multipliers, notices
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import Owed
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.knowing import Notice


@dataclass(frozen=True, slots=True)
class Beyond:
    """``points_after`` is the balance, below 0 for a debt. ``points_lost`` and ``uses_lost`` were
    given by rules and are taken back, ``percent_lost`` multiplied points until now; ``used`` are
    the codes of vouchers that are lost although they were used: the owner is told. ``owed_lost``
    gifts that were owed still are owed no more."""

    points_after: int
    points_lost: int = 0
    uses_lost: int = 0
    percent_lost: int | None = None
    used: tuple[str, ...] = ()
    owed_lost: int = 0


class Holding(NamedTuple):
    """What a member holds that rules may have given."""

    points: int
    uses: int
    percent: int
    used: frozenset[str]
    owed: int


@prepared
def _flagged(member: Any, kind: Any) -> Any:
    return (
        Notice.select(Voucher.code)
        .join(Voucher, on=(Voucher.id == Notice.voucher))
        .where((Notice.member == member) & (Notice.kind == kind))
    )


@prepared
def _owed(member: Any) -> Any:
    return Owed.select(fn.COUNT(SQL("*"))).where(Owed.member == member)


def held(desk: Desk, member_id: int | None) -> Holding | None:
    """What a member holds now; nothing of a walk-in."""
    if member_id is None:
        return None
    from shopdesk import passes  # it asks what refunds are

    flagged = _flagged(desk.db, member=member_id, kind=notices.FORFEIT).fetchall()
    return Holding(
        members.get(desk, member_id).points,
        sum(one.left for one in passes.of_member(desk, member_id)),
        multipliers.percent_on(desk.db, member_id, desk.today()),
        frozenset(code for (code,) in flagged),
        _owed(desk.db, member=member_id).fetchone()[0],
    )


def beyond(
    before: Holding | None, after: Holding | None, *, points: int, uses: int
) -> Beyond | None:
    """What changed but for what was said already: by so many ``points`` and ``uses``."""
    if before is None or after is None:
        return None
    return Beyond(
        points_after=after.points,
        points_lost=max(0, before.points + points - after.points),
        uses_lost=max(0, before.uses + uses - after.uses),
        percent_lost=before.percent if after.percent < before.percent else None,
        used=tuple(sorted(after.used - before.used)),
        owed_lost=max(0, before.owed - after.owed),
    )
