"""What a refund does beyond what its receipt says: the balance after it, and what rules had given,
to the member and to who brought them.

It is found by looking at both before and after the rehearsal, and at what it wrote of them, so it
cannot be forgotten in one of the ways that rules give.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import members, multipliers, notices, pass_uses, referrers, voucher_returns
from shopdesk.members import Member, MemberTier
from shopdesk.open_lots import POINTS
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import Owed
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.knowing import Notice


@dataclass(frozen=True, slots=True)
class Beyond:
    """``points_after`` is the balance, below 0 for a debt. ``points_lost`` and ``uses_lost`` were
    given by rules and are taken back, ``percent_lost`` multiplied points until now; ``used`` are
    the codes of vouchers that are lost although they were used, ``are_uses_spent`` whether uses
    that a rule had given were: the owner is told. ``owed_lost`` gifts that were owed still are owed
    no more. ``referrer`` is what it does to who brought the member; nothing where that is
    nothing."""

    points_after: int
    points_lost: int = 0
    uses_lost: int = 0
    percent_lost: int | None = None
    used: tuple[str, ...] = ()
    owed_lost: int = 0
    are_uses_spent: bool = False
    referrer: "Referrer | None" = None


@dataclass(frozen=True, slots=True)
class Referrer:
    """What a friend's refund does to who brought them: what rules had given for it, the codes of
    vouchers that are lost, and the tier before and after it."""

    member_id: int
    name: str
    beyond: Beyond
    vouchers_lost: tuple[str, ...]
    before: MemberTier
    tier: MemberTier

    @property
    def is_touched(self) -> bool:
        """Whether anything happens to them."""
        nothing = Beyond(self.beyond.points_after)
        is_same = self.beyond == nothing and self.before.code == self.tier.code
        return not is_same or bool(self.vouchers_lost)


class Holding(NamedTuple):
    """What a member holds that rules may have given, and what the owner was told of it."""

    member: Member
    percent: int
    used: frozenset[str]
    spent: int
    owed: int


class Before(NamedTuple):
    """A member before a refund, and who brought them."""

    own: Holding
    referrer: Holding | None


@prepared
def _flagged(member: Any, kind: Any) -> Any:
    return (
        Notice.select(Voucher.code)
        .join(Voucher, on=(Voucher.id == Notice.voucher))
        .where((Notice.member == member) & (Notice.kind == kind))
    )


@prepared
def _told(member: Any, kind: Any) -> Any:
    return Notice.select(fn.COUNT(SQL("*"))).where(
        (Notice.member == member) & (Notice.kind == kind)
    )


@prepared
def _owed(member: Any) -> Any:
    return Owed.select(fn.COUNT(SQL("*"))).where(Owed.member == member)


@prepared
def _by_rules(member: Any, account: Any, event: Any) -> Any:
    """What rules gave a member by one event, less what they took back: what was bought or spent,
    and what of it comes back, are movements of other kinds."""
    return Entry.select(fn.COALESCE(fn.SUM(Entry.amount), SQL("0"))).where(
        (Entry.member == member) & (Entry.account == account) & (Entry.event == event)
        & (Entry.kind == SQL("'adjusted'"))
    )  # fmt: skip


def held(desk: Desk, member_id: int | None) -> Before | None:
    """What a member and who brought them hold now; nothing of a walk-in."""
    if member_id is None:
        return None
    referrer = referrers.referrer_of(desk, member_id)
    return Before(
        _holding(desk, member_id), None if referrer is None else _holding(desk, referrer)
    )  # fmt: skip


def _holding(desk: Desk, member_id: int) -> Holding:
    flagged = _flagged(desk.db, member=member_id, kind=notices.FORFEIT).fetchall()
    return Holding(
        members.get(desk, member_id),
        multipliers.percent_on(desk.db, member_id, desk.today()),
        frozenset(code for (code,) in flagged),
        _told(desk.db, member=member_id, kind=notices.USES_SPENT).fetchone()[0],
        _owed(desk.db, member=member_id).fetchone()[0],
    )


def beyond(made: Change, before: Before | None) -> Beyond | None:
    """What became of a member, and of who brought them, by a change that is rehearsed."""
    if before is None:
        return None
    own = before.own.member.id
    _back, lost = voucher_returns.moved_by(made.desk, made.event, made.today, own)
    return _of_one(made, before.own, _of_referrer(made, before.referrer, lost))


def _of_referrer(
    made: Change, before: Holding | None, lost_by_friend: tuple[str, ...]
) -> Referrer | None:
    if before is None:
        return None
    who = before.member
    _back, lost = voucher_returns.moved_by(made.desk, made.event, made.today, who.id)
    found = Referrer(
        who.id, who.name, _of_one(made, before), tuple(set(lost) - set(lost_by_friend)),
        who.tier, members.get(made.desk, who.id).tier,
    )  # fmt: skip
    return found if found.is_touched else None


def _of_one(made: Change, before: Holding, referrer: Referrer | None = None) -> Beyond:
    after, who = _holding(made.desk, before.member.id), before.member.id
    points, uses = (
        _by_rules(made.db, member=who, account=account, event=made.event).fetchone()[0]
        for account in (POINTS, pass_uses.ACCOUNT)
    )
    return Beyond(
        points_after=after.member.points,
        points_lost=max(0, -points),
        uses_lost=max(0, -uses),
        percent_lost=before.percent if after.percent < before.percent else None,
        used=tuple(sorted(after.used - before.used)),
        owed_lost=max(0, before.owed - after.owed),
        are_uses_spent=after.spent > before.spent,
        referrer=referrer,
    )
