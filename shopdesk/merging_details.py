"""What is personal of two members who are one: the survivor takes over what they lack (9.22).

What went over in rows of their own bears the event of the merge, and so is taken away again when it
is undone, unless it was changed since. The other one keeps theirs, closed as they are.
"""

import json
from collections.abc import Sequence
from typing import Any

from shopdesk import families
from shopdesk.store.change import Change
from shopdesk.store.tables.people import Member as Person
from shopdesk.store.tables.personal import MemberDate, MemberTag, Photo, Preference

DETAILS = {
    "phone": ("phone", "shared_phone"),
    "birthday": ("birth_year", "birth_month", "birth_day"),
    "lunar_birthday": ("lunar_month", "lunar_day", "lunar_leap"),
}
"""What is taken over where it is missing, and its columns; the first but a year tells."""
_TELLS = {"phone": "phone", "birthday": "birth_month", "lunar_birthday": "lunar_month"}
PERSONAL = (MemberDate, MemberTag, Preference, Photo)
"""Tables of what is personal, but for the family, which has a room of its own."""
_PIN = "pin"


def fill(made: Change, keep: int, drop: int) -> str:
    """Take over what the survivor lacks; returns what it was, as a merge keeps it."""
    one, other = (details(made.db, member) for member in (keep, drop))
    filled = [
        name for name, tells in _TELLS.items() if one[tells] is None and other[tells] is not None
    ]
    for name in filled:
        values = {column: other[column] for column in DETAILS[name]}
        Person.update(**values).where(Person.id == keep).bind(made.db).execute()
    for sql in _TAKEN_OVER:
        made.db.execute_sql(sql, (made.event, keep, drop))
    if made.db.execute_sql(_PIN_TAKEN_OVER, (made.event, keep, drop)).rowcount:
        filled.append(_PIN)
    return json.dumps(filled)


_TAKEN_OVER = (
    """INSERT INTO member_date
           (event_id, member_id, kind, name, year, month, day, is_lunar, is_leap)
       SELECT ?1, ?2, kind, name, year, month, day, is_lunar, is_leap FROM member_date AS d
       WHERE member_id = ?3 AND NOT EXISTS (
           SELECT 1 FROM member_date WHERE member_id = ?2 AND kind = d.kind AND name = d.name
           AND month = d.month AND day = d.day AND is_lunar = d.is_lunar AND is_leap = d.is_leap)
       ORDER BY id""",
    """INSERT OR IGNORE INTO member_tag (tag, member_id, event_id)
       SELECT tag, ?2, ?1 FROM member_tag WHERE member_id = ?3""",
    """INSERT OR IGNORE INTO preference (member_id, event_id, words)
       SELECT ?2, ?1, words FROM preference WHERE member_id = ?3""",
    """INSERT OR IGNORE INTO photo (member_id, event_id, content)
       SELECT ?2, ?1, content FROM photo WHERE member_id = ?3""",
    """INSERT OR IGNORE INTO family_member (member_id, family_id, event_id)
       SELECT ?2, family_id, ?1 FROM family_member WHERE member_id = ?3""",
)
_LAST_PIN = (
    """(SELECT pin_hash FROM member_pin WHERE member_id = {member} ORDER BY id DESC LIMIT 1)"""
)
_PIN_TAKEN_OVER = f"""
    INSERT INTO member_pin (event_id, member_id, pin_hash)
    SELECT ?1, ?2, {_LAST_PIN.format(member="?3")}
    WHERE COALESCE({_LAST_PIN.format(member="?2")}, '') = ''
    AND COALESCE({_LAST_PIN.format(member="?3")}, '') <> ''"""
_PIN_TAKEN_AWAY = f"""
    INSERT INTO member_pin (event_id, member_id, pin_hash)
    SELECT ?1, ?2, NULL WHERE {_LAST_PIN.format(member="?2")} = {_LAST_PIN.format(member="?3")}"""


def details(db: Any, member: int) -> dict[str, Any]:
    """A member's row."""
    row = Person.select().where(Person.id == member).dicts().bind(db).first()
    return dict(row)


def unfill(made: Change, merge: int, keep: int, drop: int, filled: Sequence[str]) -> None:
    """Take from the survivor what came over by the event ``merge``, unless it was changed since."""
    own, other = (details(made.db, member) for member in (keep, drop))
    for name in set(filled) & DETAILS.keys():
        if all(own[column] == other[column] for column in DETAILS[name]):
            flags = ("shared_phone", "lunar_leap")
            values = {column: 0 if column in flags else None for column in DETAILS[name]}
            Person.update(**values).where(Person.id == keep).bind(made.db).execute()
    for table in PERSONAL:
        came = (table.member == keep) & (table.event == merge)
        table.delete().where(came).bind(made.db).execute()
    families.forget(made, keep, since=merge)
    if _PIN in filled:
        made.db.execute_sql(_PIN_TAKEN_AWAY, (made.event, keep, drop))
