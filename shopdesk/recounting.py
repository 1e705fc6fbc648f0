"""Counting everyone again under a changed ladder: what would come of it, then exactly that."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from shopdesk import inputs, ladder_terms, ladders, long, reviewing, rewards, standing
from shopdesk.assessing import Evidence, Tested, rank_of
from shopdesk.facts import Facts
from shopdesk.ladders import Condition, Tier
from shopdesk.long import Cancelled
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.topics import Topic

_TOPICS = (Topic.TIERS, Topic.MEMBERS, Topic.VOUCHERS, Topic.GIFTS)


class Move(NamedTuple):
    """A member who moves: from which earned tier to which, by their codes."""

    member_id: int
    before: str
    tier: str


@dataclass(frozen=True, slots=True)
class Recount:
    """Who moves where when everyone is counted again.

    ``counts[before][tier]`` says how many; ``members`` how many were looked at, ``held`` how many
    of them stand on which tier before. ``cancelled`` means that it was stopped and nothing was
    written.
    """

    moves: tuple[Move, ...]
    counts: dict[str, dict[str, int]]
    members: int
    cancelled: bool = False
    held: dict[str, int] = field(default_factory=dict)


class _Planned(NamedTuple):
    member_id: int
    before: int
    after: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Under which ladder, and whether down too."""

    tiers: Sequence[Tier]
    down: bool
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None


def preview_recount(
    desk: Desk,
    tiers: Sequence[Tier] | None = None,
    *,
    down: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Recount:
    """Who would move where by ``recount``, under the ladder in force or under one not saved yet.

    Writes nothing. ``progress`` is told how many of how many were looked at; once ``cancelled``
    says so it stops. Refuses a ladder that ``set_ladder`` would refuse.
    """
    inputs.flag(down, desk.language)
    if tiers is not None:
        ladder_terms.refuse_unfit(desk, tiers)
    asked = _Asked(standing.ladder(desk) if tiers is None else tiers, down, progress, cancelled)
    members = _open_members(desk.db).fetchall()
    try:
        return _told(asked.tiers, _plan(desk, asked, members, desk.today()), members)
    except Cancelled:
        return Recount((), {}, len(members), cancelled=True)


def recount(
    desk: Desk,
    *,
    down: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Recount:
    """Count everyone again under the ladder in force, exactly as ``preview_recount`` says.

    Up, to the highest tier reached now: that is an upgrade like one by a purchase, with its gifts
    and a new review date. With ``down`` also down, to the highest tier whose keep line is met as a
    review today would test it, without grace: those changes are called ``recounted``. Closed
    memberships stay as they are, and so does what overlays hold. Refuses while the clock is not
    believable.
    """
    inputs.flag(down, desk.language)
    try:
        with change(desk, *_TOPICS, action="tiers.recount") as made:
            made.require_believable_clock()
            asked = _Asked(desk.shop.known.ladder, down, progress, cancelled)
            members = _open_members(made.db).fetchall()
            planned = _plan(desk, asked, members, made.today)
            codes = [tier.code for tier in asked.tiers]
            for one in planned:
                _carry_out(made, one)
                rewards.on_upgrade(made, one.member_id, codes[one.before + 1 : one.after + 1])
            made.note(down=down, moved=len(planned))
            return _told(asked.tiers, planned, members)
    except Cancelled:
        return Recount((), {}, 0, cancelled=True)


@prepared
def _open_members() -> Any:
    return (
        Member.select(Member.id, Member.earned, Member.joined_on)
        .where(Member.closed_on.is_null())
        .order_by(Member.id)
    )


def _plan(desk: Desk, asked: _Asked, members: Sequence[Any], today: date) -> list[_Planned]:
    hurdles = ladders.hurdles(asked.tiers)
    planned = []
    for member_id, earned, joined in long.watched(members, asked.progress, asked.cancelled):
        tested = Tested(today, date.fromordinal(joined), Facts(desk.db, member_id))
        rank = rank_of(asked.tiers, earned)
        after, evidence = counted(asked.tiers, hurdles, rank, tested, down=asked.down)
        if after != rank:
            planned.append(_Planned(member_id, rank, after, evidence))
    return planned


def counted(
    tiers: Sequence[Tier],
    hurdles: Sequence[Sequence[Condition]],
    rank: int,
    tested: Tested,
    *,
    down: bool,
) -> tuple[int, tuple[Evidence, ...]]:
    """The rank that one member has when counted again, and the evidence for it."""
    if any(map(tested.meets, hurdles[rank])):
        reached, evidence = tested.highest(tiers, rank)
        if reached > rank:
            return reached, evidence
    if not down:
        return rank, ()
    return reviewing.highest_kept(tiers, rank, tested.today, tested.joined_on, tested.read)


def _carry_out(made: Change, one: _Planned) -> None:
    tiers = made.desk.shop.known.ladder
    kind = "upgrade" if one.after > one.before else "recounted"
    standing.move(
        made, one.member_id, kind, tiers[one.before].code,
        tiers[one.after].code, one.evidence, on=made.today,
        review_on=standing.review_after(made, made.today, one.after),
    )  # fmt: skip


def _told(tiers: Sequence[Tier], planned: Sequence[_Planned], members: Sequence[Any]) -> Recount:
    moves = tuple(
        Move(one.member_id, tiers[one.before].code, tiers[one.after].code) for one in planned
    )
    counts: dict[str, dict[str, int]] = {}
    for _member, before, tier in moves:
        row = counts.setdefault(before, {})
        row[tier] = row.get(tier, 0) + 1
    held = Counter(earned for _id, earned, _joined in members)
    return Recount(moves, counts, len(members), held=dict(held))
