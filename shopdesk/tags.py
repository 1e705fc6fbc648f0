"""Tags: free words for members, by which they are picked from the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from shopdesk import people, text
from shopdesk.refusals import TextRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.personal import MemberTag as Row
from shopdesk.topics import Topic

LONGEST = 24


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in use, and how many members have it, as many as the list shows by it."""

    name: str
    count: int


@prepared
def _in_use() -> Any:
    counted = Row.select(Row.tag, fn.COUNT(SQL("*"))).group_by(Row.tag)
    return counted.order_by(SQL("2 DESC"), Row.tag)


@prepared
def _of_member(member: Any) -> Any:
    return Row.select(Row.tag).where(Row.member == member).order_by(Row.tag)


@prepared
def _holders(tag: Any) -> Any:
    return Row.select(Row.member).where(Row.tag == tag)


def in_use(desk: Desk) -> list[Tag]:
    """The words in use, the most used first: what is offered to whoever types one."""
    return [Tag(*row) for row in _in_use(desk.db).fetchall()]


def of_member(desk: Desk, member_id: int) -> tuple[str, ...]:
    """The tags of a member, in the order of their letters."""
    people.refuse_unknown(desk, member_id)
    return tuple(row[0] for row in _of_member(desk.db, member_id).fetchall())


def holders(desk: Desk, tag: str) -> frozenset[int]:
    """The ids of the members that have a tag."""
    return frozenset(row[0] for row in _holders(desk.db, tag).fetchall())


def put(desk: Desk, member_id: int, tags: Iterable[str]) -> tuple[str, ...]:
    """Let a member have these tags and no others; returns them.

    A word that is in use is kept as it is written there, whatever its case or width. Refuses an
    unknown or closed member and a text that cannot be kept.
    """
    if isinstance(tags, str) or not isinstance(tags, Iterable):
        raise TextRefused(desk.language, text=tags, longest=LONGEST)
    wanted = [text.kept(tag, desk.language, LONGEST) for tag in tags]
    with change(desk, Topic.MEMBERS, action="tags.put") as made:
        people.refuse_absent(desk, member_id)
        known = {text.fold(one.name): one.name for one in in_use(desk)}
        chosen = {text.fold(tag): known.get(text.fold(tag), tag) for tag in wanted}
        before = of_member(desk, member_id)
        Row.delete().where(Row.member == member_id).bind(made.db).execute()
        for tag in chosen.values():
            Row.insert(tag=tag, member=member_id, event=made.event).bind(made.db).execute()
        after = of_member(desk, member_id)
        made.subject = member_id
        made.note(added=len({*after} - {*before}), removed=len({*before} - {*after}))
        return after
