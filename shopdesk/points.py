"""Points as people ask about them: the balance, the lots, and adjusting by hand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from shopdesk import expiry, journal, limits, members, movements, open_lots, people, text
from shopdesk.clock import day_or_none
from shopdesk.journal import Cause
from shopdesk.money import LARGEST
from shopdesk.refusals import AmountRefused, NotEnoughPoints
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.shop import Event
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Lot:
    """A parcel of points: how many are left of how many, since when, until when."""

    id: int
    granted: int
    remaining: int
    earned_on: date
    expires_on: date | None


def balance(desk: Desk, member_id: int) -> int:
    """A member's points; below 0 they are owed."""
    return members.get(desk, member_id).points


def lots(desk: Desk, member_id: int) -> list[Lot]:
    """The lots with something left, in the order in which they are spent."""
    return [
        Lot(one.id, one.granted, one.remaining, date.fromordinal(one.earned_on),
            day_or_none(one.last))
        for one in _valid(desk, member_id)
    ]  # fmt: skip


def next_expiry(desk: Desk, member_id: int) -> tuple[date, int] | None:
    """The next day after which points of a member end, and how many; nothing where none ever do."""
    lots = [lot for lot in _valid(desk, member_id) if lot.last is not None]
    if not lots:
        return None
    last = lots[0].last or 0
    return date.fromordinal(last), sum(lot.remaining for lot in lots if lot.last == last)


def _valid(desk: Desk, member_id: int) -> list[open_lots.OpenLot]:
    people.refuse_unknown(desk, member_id)
    today = open_lots.believed_day(desk).toordinal()
    lots = open_lots.held(desk.db, member_id)
    return [lot for lot in lots if lot.last is None or lot.last >= today]


def statement(desk: Desk, member_id: int, first_on: date, last_on: date) -> movements.Movements:
    """A member's points from day to day: held before, each movement, held after, debts included."""
    return movements.of_accounts(desk, member_id, [open_lots.POINTS], first_on, last_on)


def adjust(desk: Desk, member_id: int, points: int, *, reason: str, key: str | None = None) -> int:
    """Give or (below 0) take points by hand, for a reason; returns the new balance.

    Refuses nothing at all, taking more than the member has, giving more than an account holds, a
    membership that is closed, and giving a member more on a day than the role may.
    """
    content = [member_id, points, reason]
    with change(desk, Topic.POINTS, action="points.adjust", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            _check(desk, points, members.get(desk, member_id).points)
            if points > 0 and limits.is_limited(desk, "points"):
                given = _given_on(desk.db, member=member_id, day=made.today.toordinal())
                limits.refuse_over(desk, "points", points + given.fetchone()[0])
            journal.expire_due(made, member_id)
            cause = Cause("adjusted", made.today, reason=text.reason(reason, desk.language))
            if points > 0:
                _, debt = journal.balance(made.db, member_id)
                life = expiry.life(desk.shop.settings, made.today)
                journal.credit(made, member_id, points, cause, debt=debt, life=life)
            else:
                journal.draw(made, member_id, -points, cause)
            made.subject = member_id
            made.note(points=points)
    return balance(desk, member_id)


@prepared
def _given_on(member: Any, day: Any) -> Any:
    """The points that were given to a member by hand on a day, whoever gave them."""
    return (
        Entry.select(fn.COALESCE(fn.SUM(Entry.amount), 0))
        .join(Event, on=(Entry.event == Event.id))
        .where(
            (Entry.member == member) & (Entry.account == "points") & (Entry.on_day == day)
            & (Entry.kind == "adjusted") & (Entry.amount > 0)
            & (Event.action == "points.adjust")
        )
    )  # fmt: skip


def _check(desk: Desk, points: int, held: int) -> None:
    is_whole = isinstance(points, int) and not isinstance(points, bool)
    if not is_whole or not 0 < abs(points) < LARGEST or held + points >= LARGEST:
        raise AmountRefused(desk.language, amount=points)
    if points < 0 and held + points < 0:
        raise NotEnoughPoints(desk.language, wanted=-points, balance=held)
