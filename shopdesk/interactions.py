"""What happened with members outside a purchase: calls, visits, events, complaints, surveys."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import people, selves, text, upgrading
from shopdesk.facts import stands
from shopdesk.refusals import ChoiceRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.columns import INTERACTIONS
from shopdesk.store.statements import prepared
from shopdesk.store.tables.knowing import Interaction as Row
from shopdesk.topics import Topic

KINDS = INTERACTIONS


@dataclass(frozen=True, slots=True)
class Interaction:
    """One thing that happened with a member: its kind, and a note that may be empty."""

    id: int
    member_id: int
    on: date
    kind: str
    note: str


def log(
    desk: Desk, member_id: int, kind: str, note: str = "", *, key: str | None = None
) -> Interaction:
    """Keep what happened with a member; an upgrade that it earns is given (9.19).

    ``kind`` is one of ``KINDS``. Refuses an unknown or closed member and any other kind.
    """
    if kind not in KINDS:
        raise ChoiceRefused(desk.language, value=kind, choices=", ".join(KINDS))
    note = text.remark(note, desk.language)
    topics = (Topic.MEMBERS, Topic.TIERS)
    content = [member_id, kind, note]
    with change(desk, *topics, action="interactions.log", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            made.subject = Row.insert(
                event=made.event, member=member_id, on_day=made.today, kind=kind, note=note
            ).bind(made.db).execute()  # fmt: skip
            upgrading.attempt(made, member_id)
        logged = made.subject if made.repeats is None else made.repeats
        now = selves.survivor_of(made.db, member_id)
        return next(one for one in of_member(desk, now) if one.id == logged)


@prepared
def _of_member(member: Any) -> Any:
    return (
        Row.select(Row.id, Row.on_day, Row.kind, Row.note)
        .where((Row.member == member) & stands(Row.id))
        .order_by(Row.id.desc())
    )


def of_member(desk: Desk, member_id: int) -> list[Interaction]:
    """What was logged of a member, the newest first."""
    people.refuse_unknown(desk, member_id)
    rows = _of_member(desk.db, member=member_id).fetchall()
    return [Interaction(id_, member_id, date.fromordinal(on), *rest) for id_, on, *rest in rows]
