"""The tier a member holds: the one earned, or what overlays it (9.26).

An overlay runs through its last day; after it the member stands on the earned tier at once, whether
or not the daily run has been: ``member.tier`` says what is held through ``member.tier_until``, and
who reads it later looks here again.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import JOIN

from shopdesk.assessing import rank_of
from shopdesk.clock import day_or_none
from shopdesk.ladders import Tier
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tiers import TierOverlay, TierOverlayEnd

if TYPE_CHECKING:
    from shopdesk.shop import Desk


class Running(NamedTuple):
    """An overlay that runs: what it is, the tier it gives, since when and through which day."""

    id: int
    kind: str
    tier: str
    from_on: date
    until_on: date | None
    reason: str


@prepared
def _overlays(member: Any, day: Any) -> Any:
    return _on(day).where(TierOverlay.member == member)


@prepared
def _overlays_of_all(day: Any) -> Any:
    return _on(day)


def _on(day: Any) -> Any:
    one, end = TierOverlay, TierOverlayEnd
    return (
        one.select(
            one.member, one.id, one.kind, one.tier, one.from_on, one.until_on, one.reason
        )
        .join(end, JOIN.LEFT_OUTER, on=(end.overlay == one.id))
        .where(
            (one.from_on <= day)
            & (one.until_on.is_null() | (one.until_on >= day))
            & (end.on_day.is_null() | (end.on_day > day))
        )
        .order_by(one.id)
    )  # fmt: skip


def running(db: Any, member_id: int, day: date) -> list[Running]:
    """The overlays that a member has at the end of a business day, in the order given."""
    rows = _overlays(db, member=member_id, day=day.toordinal()).fetchall()
    return [_running(row[1:]) for row in rows]


def running_of_all(db: Any, day: date) -> dict[int, list[Running]]:
    """The same of every member who has any."""
    found: dict[int, list[Running]] = {}
    for member_id, *row in _overlays_of_all(db, day=day.toordinal()).fetchall():
        found.setdefault(member_id, []).append(_running(row))
    return found


def _running(row: Sequence[Any]) -> Running:
    id_, kind, tier, first, last, reason = row
    until = day_or_none(last)
    return Running(id_, kind, tier, date.fromordinal(first), until, reason)


def decisive(ladder: Sequence[Tier], earned: str, overlays: Iterable[Running]) -> Running | None:
    """The overlay that decides what is held: the last lock, else the highest above the earned."""
    decides, rank = None, rank_of(ladder, earned)
    for one in overlays:
        if one.kind == "lock":
            decides, rank = one, len(ladder)
        elif rank_of(ladder, one.tier) > rank:
            decides, rank = one, rank_of(ladder, one.tier)
    return decides


def held(ladder: Sequence[Tier], earned: str, overlays: Iterable[Running]) -> str:
    """The fixed lock if one runs, else the highest of the earned tier, floor, trial and paid."""
    decides = decisive(ladder, earned, overlays)
    return earned if decides is None else decides.tier


def last_day(overlays: Iterable[Running]) -> date | None:
    """Through which day nothing ends by itself."""
    return min((one.until_on for one in overlays if one.until_on is not None), default=None)


def now(desk: "Desk", member_id: int, tier: str, tier_until: int, today: date) -> str:
    """What a member holds today, given two columns of their row."""
    if tier_until >= today.toordinal():
        return tier
    (earned,) = _earned(desk.db, member=member_id).fetchone()
    return held(desk.shop.known.ladder, earned, running(desk.db, member_id, today))


# --- keeping the row up -----------------------------------------------------------------------


@prepared
def _set_held(member: Any, tier: Any, tier_until: Any) -> Any:
    return Member.update(tier=tier, tier_until=tier_until).where(Member.id == member)


@prepared
def _set_all(member: Any, tier: Any, tier_until: Any, earned: Any, review_on: Any) -> Any:
    return Member.update(
        tier=tier, tier_until=tier_until, earned=earned, review_on=review_on
    ).where(Member.id == member)


@prepared
def _earned(member: Any) -> Any:
    return Member.select(Member.earned).where(Member.id == member)


@prepared
def _lapsed(day: Any) -> Any:
    return Member.select(Member.id).where(
        Member.tier_until.is_null(False) & (Member.tier_until < day)
    )


def set_earned(made: Change, member_id: int, earned: str, review_on: date | None) -> None:
    """Let a member stand on an earned tier, to be reviewed on a day or never.

    What is held follows, whatever overlays it today.
    """
    tier, until = _standing(made, member_id, earned)
    review = None if review_on is None else review_on.toordinal()
    _set_all(
        made.db, member=member_id, tier=tier, tier_until=until, earned=earned, review_on=review
    )


def settle(made: Change, member_id: int) -> None:
    """Write again what a member holds today, after an overlay began or ended."""
    (earned,) = _earned(made.db, member=member_id).fetchone()
    tier, until = _standing(made, member_id, earned)
    _set_held(made.db, member=member_id, tier=tier, tier_until=until)


def _standing(made: Change, member_id: int, earned: str) -> tuple[str, int | None]:
    overlays = running(made.db, member_id, made.today)
    until = last_day(overlays)
    tier = held(made.desk.shop.known.ladder, earned, overlays)
    return tier, None if until is None else until.toordinal()


def settle_lapsed(made: Change, day: date) -> int:
    """Let everyone whose overlay ended before a day stand on what is left; returns how many."""
    rows = _lapsed(made.db, day=day.toordinal()).fetchall()
    for (member_id,) in rows:
        settle(made, member_id)
    return len(rows)
