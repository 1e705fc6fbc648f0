"""When a backup was last made, as the audit remembers it."""

import json
from dataclasses import dataclass
from datetime import datetime

from shopdesk.shop import Desk
from shopdesk.store.tables.shop import Event


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: when, and the name its file was given."""

    at: datetime
    file: str


def last_made(desk: Desk) -> Backup | None:
    """The newest backup of this shop, wherever it is now; nothing if none was ever made."""
    row = (
        Event.select(Event.at, Event.body)
        .where(Event.action == "backups.make")
        .order_by(Event.id.desc())
        .limit(1)
        .tuples()
        .bind(desk.db)
        .first()
    )
    if row is None:
        return None
    at: datetime = row[0]
    return Backup(at.astimezone(desk.shop.zone), json.loads(row[1]).get("file", ""))
