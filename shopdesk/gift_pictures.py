"""Pictures of gifts, kept in the shop's file: small ones, as who took them made them small."""

from typing import Any

from shopdesk import catalogue, kept_pictures
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.catalogue import GiftPicture as Row
from shopdesk.topics import Topic


@prepared
def _of_gift(gift: Any) -> Any:
    return Row.select(Row.content).where(Row.gift == gift)


@prepared
def _all() -> Any:
    return Row.select(Row.gift, Row.content)


@prepared
def _versions() -> Any:
    return Row.select(Row.gift, Row.event)


def of_gift(desk: Desk, gift_id: int) -> bytes | None:
    """The picture of a gift as the file it came as, if there is one; refuses an unknown gift."""
    catalogue.get(desk, gift_id)
    row = _of_gift(desk.db, gift_id).fetchone()
    return None if row is None else bytes(row[0])


def every(desk: Desk) -> dict[int, bytes]:
    """All pictures there are, by the gift's id."""
    return {gift: bytes(content) for gift, content in _all(desk.db).fetchall()}


def versions(desk: Desk) -> dict[int, int]:
    """Which gifts have a picture, by their ids, with a number that is another once it is another
    picture: what a list needs to read only those in sight."""
    return dict(_versions(desk.db).fetchall())


def put(desk: Desk, gift_id: int, content: bytes) -> None:
    """Keep a picture of a gift instead of the one there was.

    Refuses an unknown gift, what is neither a JPEG nor a PNG, and more than
    ``kept_pictures.LARGEST`` bytes.
    """
    kept_pictures.refuse_unfit(desk, content)
    with change(desk, Topic.GIFTS, action="gift_pictures.put") as made:
        catalogue.get(desk, gift_id)
        Row.delete().where(Row.gift == gift_id).bind(made.db).execute()
        Row.insert(gift=gift_id, event=made.event, content=content).bind(made.db).execute()
        made.subject = gift_id
        made.note(bytes=len(content))


def remove(desk: Desk, gift_id: int) -> None:
    """Take the picture of a gift away; where there is none nothing is done. Refuses an unknown
    gift."""
    with change(desk, Topic.GIFTS, action="gift_pictures.remove") as made:
        catalogue.get(desk, gift_id)
        Row.delete().where(Row.gift == gift_id).bind(made.db).execute()
        made.subject = gift_id
