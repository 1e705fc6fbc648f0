"""Whose rows are: the columns that say so, against what was written of each move."""

from collections.abc import Iterator
from typing import Any

from shopdesk import selves
from shopdesk.store.triggers import MOVABLE

_HOLDER = """
    SELECT t.id, m.to_member_id, t.member_id FROM moved AS m JOIN "{name}" AS t ON t.id = m.row_id
    WHERE m.kind = '{name}' AND t.member_id IS NOT m.to_member_id AND m.id = (
        SELECT MAX(id) FROM moved WHERE kind = m.kind AND row_id = m.row_id)"""

_BROKEN = """
    SELECT m.kind || ' ' || m.row_id, m.from_member_id, b.to_member_id
    FROM moved AS m JOIN moved AS b ON b.id = (
        SELECT MAX(id) FROM moved WHERE kind = m.kind AND row_id = m.row_id AND id < m.id)
    WHERE m.from_member_id IS NOT b.to_member_id"""

_ATTACHED = """
    SELECT a.purchase_id, a.tier || ' ' || a.rule || ' ' || a.points,
        p.tier || ' ' || p.rule || ' ' || p.points_earned
    FROM attachment AS a JOIN purchase AS p ON p.id = a.purchase_id
    WHERE a.tier IS NOT p.tier OR a.rule IS NOT p.rule OR a.points IS NOT p.points_earned
       OR a.member_id IS NOT (
            SELECT to_member_id FROM moved WHERE kind = 'purchase' AND row_id = a.purchase_id
            AND event_id = a.event_id AND from_member_id IS NULL)"""


_JOINED = """
    SELECT k.id, MIN(
        (SELECT joined_before FROM "merge" WHERE keep_id = k.id ORDER BY id LIMIT 1),
        COALESCE((SELECT MIN(d.joined_on) FROM "merge" AS m JOIN member AS d ON d.id = m.drop_id
                  WHERE m.keep_id = k.id AND m.id NOT IN (SELECT merge_id FROM merge_undo)),
                 9223372036854775807)) AS expected, k.joined_on
    FROM member AS k WHERE k.id IN (SELECT keep_id FROM "merge") AND expected <> k.joined_on"""


def holders(db: Any) -> Iterator[tuple[str, object, object]]:
    """Rows that are not whose they are said to be: which, whose it should be, whose it is."""
    for table in MOVABLE:
        name = table._meta.table_name
        for row, expected, found in db.execute_sql(_HOLDER.format(name=name)).fetchall():
            yield f"{name} {row}", expected, found
    yield from db.execute_sql(_BROKEN).fetchall()
    for purchase, expected, found in db.execute_sql(_ATTACHED).fetchall():
        yield f"receipt {purchase}", expected, found


def survivors(db: Any) -> Iterator[tuple[str, object, object]]:
    """Merged members who lead to somebody else than the merges that stand say, and survivors who
    joined on another day than those say."""
    kept = dict(db.execute_sql("SELECT member_id, survivor_id FROM merged_member").fetchall())
    derived = selves.derived(db)
    for member in sorted(kept.keys() | derived.keys()):
        if kept.get(member) != derived.get(member):
            yield f"member {member}", derived.get(member), kept.get(member)
    for member, expected, found in db.execute_sql(_JOINED).fetchall():
        yield f"member {member} joined", expected, found
