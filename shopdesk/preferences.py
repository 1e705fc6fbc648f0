"""How members like things: a few words for whoever serves them."""

from typing import Any

from shopdesk import people, text
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.personal import Preference as Row
from shopdesk.topics import Topic

LONGEST = 120


@prepared
def _of_member(member: Any) -> Any:
    return Row.select(Row.words).where(Row.member == member)


def of_member(desk: Desk, member_id: int) -> str:
    """What a member likes, such as *no sugar, oolong*; nothing where nothing is known."""
    people.refuse_unknown(desk, member_id)
    row = _of_member(desk.db, member_id).fetchone()
    return "" if row is None else str(row[0])


def put(desk: Desk, member_id: int, words: str) -> str:
    """Keep what a member likes instead of what was known; no words forget it.

    Refuses an unknown or closed member, and more than ``LONGEST`` characters.
    """
    tidy = text.remark(words, desk.language, LONGEST)
    with change(desk, Topic.MEMBERS, action="preferences.put") as made:
        people.refuse_absent(desk, member_id)
        Row.delete().where(Row.member == member_id).bind(made.db).execute()
        if tidy:
            Row.insert(
                member=member_id, event=made.event, words=tidy
            ).bind(made.db).execute()  # fmt: skip
        made.subject = member_id
        return tidy
