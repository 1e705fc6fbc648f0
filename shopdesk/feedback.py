"""What members thought: ratings from 1 to 5."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import happenings, people, selves, text, upgrading
from shopdesk.refusals import ScoreRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.knowing import Rating as Row
from shopdesk.topics import Topic

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating: its score from 1 to 5, what it is about, and a note; both may be empty."""

    id: int
    member_id: int
    on: date
    score: int
    about: str
    note: str


def rate(
    desk: Desk, member_id: int, score: int, *, about: str = "", note: str = "",
    key: str | None = None,
) -> Rating:  # fmt: skip
    """Keep what a member thought, from 1 to 5; an upgrade that it earns is given (9.19).

    Refuses an unknown or closed member and any other score.
    """
    if type(score) is not int or not LOWEST <= score <= HIGHEST:
        raise ScoreRefused(desk.language, score=score)
    about, note = text.remark(about, desk.language), text.remark(note, desk.language)
    content = [member_id, score, about, note]
    topics = (Topic.MEMBERS, Topic.TIERS)
    with change(desk, *topics, action="feedback.rate", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            made.subject = Row.insert(
                event=made.event, member=member_id, on_day=made.today, score=score, about=about,
                note=note,
            ).bind(made.db).execute()  # fmt: skip
            upgrading.attempt(made, member_id)
            happenings.rated(made, member_id, made.subject, score)
        rating_id = made.subject if made.repeats is None else made.repeats
        now = selves.survivor_of(made.db, member_id)
        return next(one for one in of_member(desk, now) if one.id == rating_id)


@prepared
def _of_member(member: Any) -> Any:
    return (
        Row.select(Row.id, Row.on_day, Row.score, Row.about, Row.note)
        .where(Row.member == member)
        .order_by(Row.id.desc())
    )


def of_member(desk: Desk, member_id: int) -> list[Rating]:
    """A member's ratings, the newest first."""
    people.refuse_unknown(desk, member_id)
    rows = _of_member(desk.db, member=member_id).fetchall()
    return [Rating(id_, member_id, date.fromordinal(on), *rest) for id_, on, *rest in rows]
