"""Who a person is by all their memberships: a merged one leads to the one that survived.

A merged member keeps their row, number and cards; what finds them finds the survivor.
"""

from typing import Any

from peewee import JOIN

from shopdesk import finding
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import Merge, MergedMember, MergeUndo
from shopdesk.store.tables.people import Member


def merged_into(member: Any) -> Any:
    """Who was merged into a member, as a query that others may ask within theirs."""
    return MergedMember.select(MergedMember.member).where(MergedMember.survivor == member)


_merged_into = prepared(merged_into)


@prepared
def _survivor(member: Any) -> Any:
    return MergedMember.select(MergedMember.survivor).where(MergedMember.member == member)


def of(db: Any, member_id: int) -> list[int]:
    """A member and all who were merged into them, by their ids."""
    return [member_id, *(row[0] for row in _merged_into(db, member=member_id).fetchall())]


def survivor_of(db: Any, member_id: int) -> int:
    """Who a member is now: themselves, unless they were merged."""
    row = _survivor(db, member=member_id).fetchone()
    return member_id if row is None else int(row[0])


# --- keeping it up ----------------------------------------------------------------------------


@prepared
def _in_force() -> Any:
    return (
        Merge.select(Merge.keep, Merge.drop)
        .join(MergeUndo, JOIN.LEFT_OUTER, on=(MergeUndo.merge == Merge.id))
        .where(MergeUndo.event.is_null())
        .order_by(Merge.id)
    )


def derived(db: Any) -> dict[int, int]:
    """Who each merged member is now, from the merges that stand."""
    into = {drop: keep for keep, drop in _in_force(db).fetchall()}
    found = {}
    for drop, keep in into.items():
        survivor = keep
        while survivor in into:
            survivor = into[survivor]
        found[drop] = survivor
    return found


def redirect(db: Any, *members: int) -> None:
    """Write again who is who, and by what everyone concerned is found."""
    now = derived(db)
    then = dict(db.execute_sql("SELECT member_id, survivor_id FROM merged_member").fetchall())
    for drop in then.keys() - now.keys():
        MergedMember.delete().where(MergedMember.member == drop).bind(db).execute()
    for drop, survivor in now.items():
        if then.get(drop) != survivor:
            MergedMember.replace(member=drop, survivor=survivor).bind(db).execute()
    changed = {who for who in then.keys() | now.keys() if then.get(who) != now.get(who)}
    ends = {into[who] for into in (then, now) for who in changed if who in into}
    for who in sorted({*members, *changed, *ends}):
        finding.rewrite_keys(db, who, keys(db, who))


@prepared
def _called(member: Any) -> Any:
    return Member.select(Member.number, Member.name, Member.phone).where(Member.id == member)


def keys(db: Any, member_id: int) -> frozenset[str]:
    """All that finds a member: what they are called now and what they were called elsewhere."""
    if survivor_of(db, member_id) != member_id:
        return frozenset()
    called = [_called(db, member=who).fetchone() for who in of(db, member_id)]
    return frozenset().union(*(finding.keys_of(*each) for each in called))
