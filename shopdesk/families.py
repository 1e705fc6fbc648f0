"""Families: members of one household, who may share a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk import people, text
from shopdesk.refusals import InFamily, UnknownFamily, UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.personal import Family as Row
from shopdesk.store.tables.personal import FamilyMember
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Relative:
    """A member as the others of a family see them."""

    id: int
    number: str
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """A household with its name and its members, who joined the shop first first."""

    id: int
    name: str
    members: tuple[Relative, ...]


@prepared
def _name(family: Any) -> Any:
    return Row.select(Row.name).where(Row.id == family)


@prepared
def _family_of(member: Any) -> Any:
    return FamilyMember.select(FamilyMember.family).where(FamilyMember.member == member)


@prepared
def _relatives(family: Any) -> Any:
    return (
        Member.select(Member.id, Member.number, Member.name, Member.phone)
        .join(FamilyMember, on=(FamilyMember.member == Member.id))
        .where((FamilyMember.family == family) & Member.closed_on.is_null())
        .order_by(Member.id)
    )


@prepared
def _sharing(member: Any) -> Any:
    """Who has the phone of a member, and is of no family yet."""
    own = Member.alias()
    return (
        Member.select(Member.id, Member.number, Member.name, Member.phone)
        .join(own, on=(own.phone == Member.phone))
        .where(
            (own.id == member) & (Member.id != member) & Member.closed_on.is_null()
            & Member.id.not_in(FamilyMember.select(FamilyMember.member))
        )
        .order_by(Member.id)
    )  # fmt: skip


def get(desk: Desk, family_id: int) -> Family:
    """One family; refuses an unknown id."""
    row = row_of(_name, desk.db, family_id)
    if row is None:
        raise UnknownFamily(desk.language, family=family_id)
    rows = _relatives(desk.db, family_id).fetchall()
    return Family(family_id, row[0], tuple(Relative(*one) for one in rows))


def of_member(desk: Desk, member_id: int) -> Family | None:
    """The family a member belongs to, if any; refuses an unknown member."""
    people.refuse_unknown(desk, member_id)
    row = _family_of(desk.db, member_id).fetchone()
    return None if row is None else get(desk, row[0])


def sharing(desk: Desk, member_id: int) -> list[Relative]:
    """Others with the phone of a member who belong to no family yet: who may be meant for one."""
    people.refuse_unknown(desk, member_id)
    return [Relative(*row) for row in _sharing(desk.db, member_id).fetchall()]


# --- commands ---------------------------------------------------------------------------------


def start(desk: Desk, name: str, members: Sequence[int], *, key: str | None = None) -> Family:
    """Make a family of members; refuses nobody at all, and who is unknown, closed, or belongs to
    another one."""
    name, ids = text.kept(name, desk.language), _several(desk, members)
    if not ids:
        raise UnknownMember(desk.language, member="–")
    content = [name, ids]
    with change(desk, Topic.MEMBERS, action="families.start", key=key, content=content) as made:
        if made.repeats is None:
            made.subject = Row.insert(event=made.event, name=name).bind(made.db).execute()
            for member_id in ids:
                join(desk, made.subject, member_id)
        written = made.subject if made.repeats is None else made.repeats
        assert written is not None
        return get(desk, written)


def join(desk: Desk, family_id: int, member_id: int) -> Family:
    """Let a member belong to a family; refuses who is of another one."""
    with change(desk, Topic.MEMBERS, action="families.join") as made:
        get(desk, family_id)
        people.refuse_absent(desk, member_id)
        now = of_member(desk, member_id)
        if now is not None and now.id != family_id:
            name, _closed = people.refuse_unknown(desk, member_id)
            raise InFamily(desk.language, name=name, family=now.name)
        if now is None:
            FamilyMember.insert(
                member=member_id, family=family_id, event=made.event
            ).bind(made.db).execute()  # fmt: skip
        made.subject = member_id
        made.note(family=family_id)
        return get(desk, family_id)


def leave(desk: Desk, member_id: int) -> None:
    """Take a member out of their family; with its last member it is gone. Refuses who has none."""
    with change(desk, Topic.MEMBERS, action="families.leave") as made:
        now = of_member(desk, member_id)
        if now is None:
            raise UnknownFamily(desk.language, family="–")
        forget(made, member_id)
        made.subject = member_id
        made.note(family=now.id)


def forget(made: Change, member_id: int, *, since: int | None = None) -> None:
    """Let no family name a member any more, inside a change; one without members is gone.

    With ``since``, only where they came into it by this event.
    """
    named = FamilyMember.member == member_id
    named = named if since is None else named & (FamilyMember.event == since)
    FamilyMember.delete().where(named).bind(made.db).execute()
    inhabited = FamilyMember.select(FamilyMember.family)
    Row.delete().where(Row.id.not_in(inhabited)).bind(made.db).execute()


def edit(desk: Desk, family_id: int, *, name: str, add: Sequence[int] = ()) -> Family:
    """Give a family a name, and let more members belong to it: all of it or nothing."""
    name = text.kept(name, desk.language)
    with change(desk, Topic.MEMBERS, action="families.edit") as made:
        get(desk, family_id)
        Row.update(name=name).where(Row.id == family_id).bind(made.db).execute()
        for member_id in _several(desk, add):
            join(desk, family_id, member_id)
        made.subject = family_id
        return get(desk, family_id)


def _several(desk: Desk, members: Sequence[int]) -> list[int]:
    if not isinstance(members, list | tuple):
        raise UnknownMember(desk.language, member=members)
    return list(members)
