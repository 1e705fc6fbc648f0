"""Photos of members, kept in the shop's file: small ones, as who took them made them small."""

from typing import Any

from shopdesk import people
from shopdesk.refusals import PhotoRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.personal import Photo as Row
from shopdesk.topics import Topic

SIDE = 256
"""Pixels of the longer side, at most: that is for whoever scales it, the core opens no pictures."""
LARGEST = 200 * 1024
"""Bytes; a JPEG of ``SIDE`` pixels has a tenth of it."""
ENDINGS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
"""How a file that is a picture begins, and what its name ends in."""


@prepared
def _of_member(member: Any) -> Any:
    return Row.select(Row.content).where(Row.member == member)


def of_member(desk: Desk, member_id: int) -> bytes | None:
    """The photo of a member as the file it came as, if there is one."""
    people.refuse_unknown(desk, member_id)
    row = _of_member(desk.db, member_id).fetchone()
    return None if row is None else bytes(row[0])


def ending(content: bytes) -> str | None:
    """What the name of a picture's file ends in: ``jpg`` or ``png``; nothing for what is none."""
    found = (end for start, end in ENDINGS.items() if content.startswith(start))
    return next(found, None)


def refuse_unfit(desk: Desk, content: object) -> None:
    """Refuse what is neither a JPEG nor a PNG, and more than ``LARGEST`` bytes."""
    if not (isinstance(content, bytes) and len(content) <= LARGEST and ending(content)):
        raise PhotoRefused(desk.language, most=LARGEST // 1024)


def put(desk: Desk, member_id: int, content: bytes) -> None:
    """Keep a photo of a member instead of the one there was.

    Refuses an unknown or closed member, what is neither a JPEG nor a PNG, and more than ``LARGEST``
    bytes.
    """
    refuse_unfit(desk, content)
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
