"""What members agreed to, and took back, with the day and the words they were shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import people, selves, text
from shopdesk.refusals import ChoiceRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.columns import CONSENTS
from shopdesk.store.statements import prepared
from shopdesk.store.tables.knowing import Consent as Row
from shopdesk.topics import Topic

KINDS = CONSENTS
"""``data``: that what is known of them is kept; ``marketing``: that they may be written to."""


@dataclass(frozen=True, slots=True)
class Consent:
    """That a member agreed to something on a day, or took it back; ``wording`` is what was said."""

    id: int
    member_id: int
    on: date
    kind: str
    is_given: bool
    wording: str


def give(desk: Desk, member_id: int, kind: str, *, wording: str, key: str | None = None) -> Consent:
    """Keep that a member agreed to one of ``KINDS``, and to which words.

    Refuses an unknown or closed member, any other kind, and no words at all.
    """
    return _write(desk, member_id, kind, wording, is_given=True, key=key)


def withdraw(
    desk: Desk, member_id: int, kind: str, *, wording: str, key: str | None = None
) -> Consent:
    """Keep that a member took a consent back, and how; refuses what ``give`` refuses."""
    return _write(desk, member_id, kind, wording, is_given=False, key=key)


def _write(
    desk: Desk, member_id: int, kind: str, wording: str, *, is_given: bool, key: str | None
) -> Consent:
    if kind not in KINDS:
        raise ChoiceRefused(desk.language, value=kind, choices=", ".join(KINDS))
    words = text.reason(wording, desk.language)
    deed = "give" if is_given else "withdraw"
    content = [member_id, kind, words]
    with change(desk, Topic.MEMBERS, action=f"consents.{deed}", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            made.subject = Row.insert(
                event=made.event, member=member_id, on_day=made.today, kind=kind,
                is_given=int(is_given), wording=words,
            ).bind(made.db).execute()  # fmt: skip
        written = made.subject if made.repeats is None else made.repeats
        now = selves.survivor_of(made.db, member_id)
        return next(one for one in of_member(desk, now) if one.id == written)


@prepared
def _of_member(member: Any) -> Any:
    return (
        Row.select(Row.id, Row.on_day, Row.kind, Row.is_given, Row.wording)
        .where(Row.member == member)
        .order_by(Row.id.desc())
    )


def of_member(desk: Desk, member_id: int) -> list[Consent]:
    """What a member agreed to and took back, the newest first."""
    people.refuse_unknown(desk, member_id)
    return [
        Consent(id_, member_id, date.fromordinal(on), kind, bool(is_given), wording)
        for id_, on, kind, is_given, wording in _of_member(desk.db, member=member_id).fetchall()
    ]


def holds(desk: Desk, member_id: int, kind: str) -> bool:
    """Whether a member agrees now: by what was said last. Refuses any kind but ``KINDS``."""
    if kind not in KINDS:
        raise ChoiceRefused(desk.language, value=kind, choices=", ".join(KINDS))
    last = next((one for one in of_member(desk, member_id) if one.kind == kind), None)
    return last is not None and last.is_given
