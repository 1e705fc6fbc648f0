"""Photos of members, kept in the shop's file: small ones, as who took them made them small."""

from typing import Any

from shopdesk import kept_pictures, people
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.personal import Photo as Row
from shopdesk.topics import Topic


@prepared
def _of_member(member: Any) -> Any:
    return Row.select(Row.content).where(Row.member == member)


def of_member(desk: Desk, member_id: int) -> bytes | None:
    """The photo of a member as the file it came as, if there is one."""
    people.refuse_unknown(desk, member_id)
    row = _of_member(desk.db, member_id).fetchone()
    return None if row is None else bytes(row[0])


def put(desk: Desk, member_id: int, content: bytes) -> None:
    """Keep a photo of a member instead of the one there was.

    Refuses an unknown or closed member, what is neither a JPEG nor a PNG, and more than
    ``kept_pictures.LARGEST`` bytes.
    """
    kept_pictures.refuse_unfit(desk, content)
    with change(desk, Topic.MEMBERS, action="photos.put") as made:
        people.refuse_absent(desk, member_id)
        Row.delete().where(Row.member == member_id).bind(made.db).execute()
        Row.insert(
            member=member_id, event=made.event, content=content
        ).bind(made.db).execute()  # fmt: skip
        made.subject = member_id
        made.note(bytes=len(content))


def remove(desk: Desk, member_id: int) -> None:
    """Take the photo of a member away; where there is none nothing is done. Refuses an unknown
    member."""
    with change(desk, Topic.MEMBERS, action="photos.remove") as made:
        people.refuse_unknown(desk, member_id)
        Row.delete().where(Row.member == member_id).bind(made.db).execute()
        made.subject = member_id
