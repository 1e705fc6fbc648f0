"""Points as people ask about them: the balance, the lots, and adjusting by hand."""

from dataclasses import dataclass
from datetime import date

from shopdesk import journal, members, text
from shopdesk.journal import Cause
from shopdesk.money import LARGEST
from shopdesk.refusals import AmountRefused, NotEnoughPoints
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.tables import Lot as Row
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
    rows = (
        Row.select(Row.id, Row.granted, Row.remaining, Row.earned_on, Row.expires_on)
        .where((Row.member == member_id) & (Row.account == journal.POINTS) & (Row.remaining > 0))
        .order_by(Row.expires_on.is_null(), Row.expires_on, Row.earned_on, Row.id)
    )
    return [Lot(*row) for row in rows.tuples().bind(desk.db)]


def adjust(desk: Desk, member_id: int, points: int, *, reason: str, key: str | None = None) -> int:
    """Give or (below 0) take points by hand, for a reason; returns the new balance.

    Refuses nothing at all, taking more than the member has, giving more than an account holds.
    """
    content = [member_id, points, reason]
    with change(desk, Topic.POINTS, action="points.adjust", key=key, content=content) as made:
        if made.repeats is None:
            _check(desk, points, members.get(desk, member_id).points)
            cause = Cause("adjusted", made.today, reason=text.reason(reason, desk.language))
            if points > 0:
                _, debt = journal.balance(made.db, member_id)
                journal.credit(made, member_id, points, cause, debt=debt)
            else:
                journal.draw(made, member_id, -points, cause)
            made.subject = member_id
            made.note(points=points)
    return balance(desk, member_id)


def _check(desk: Desk, points: int, held: int) -> None:
    is_whole = isinstance(points, int) and not isinstance(points, bool)
    if not is_whole or not 0 < abs(points) < LARGEST or held + points >= LARGEST:
        raise AmountRefused(desk.language, amount=points)
    if points < 0 and held + points < 0:
        raise NotEnoughPoints(desk.language, wanted=-points, balance=held)
