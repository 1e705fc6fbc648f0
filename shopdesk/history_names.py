"""Whom a row of somebody else's table means: by a number, a card or a phone."""

from typing import Any

from peewee import JOIN, fn

from shopdesk import cells, text
from shopdesk.language import N_
from shopdesk.refusals import MemberClosed, Refused, UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.people import Card, Member


class MemberAmbiguous(Refused):
    """A phone that several members share does not say who bought."""

    code = "ambiguous_member"
    sentence = N_("Several members share the phone {phone}. Put the member number instead.")


_Then = Member.alias("then")


def _now() -> Any:
    """Members as they were known, and who they are now."""
    return (
        _Then.select(Member.id, Member.name, Member.closed_on)
        .join(MergedMember, JOIN.LEFT_OUTER, on=(MergedMember.member == _Then.id))
        .join(Member, on=(Member.id == fn.COALESCE(MergedMember.survivor, _Then.id)))
        .switch(_Then)
    )


@prepared
def _by_number(number: Any) -> Any:
    return _now().where(_Then.number == number)


@prepared
def _by_card(code: Any) -> Any:
    """By any card they ever had: a lost one still says who bought then."""
    return _now().join(Card, on=(Card.member == _Then.id)).where(Card.code == code)


@prepared
def _by_phone(phone: Any) -> Any:
    return Member.select(Member.id, Member.name, Member.closed_on).where(
        (Member.phone == phone) & Member.phone.is_null(False) & Member.closed_on.is_null()
    )


def found(desk: Desk, who: str) -> Any:
    """The id, name and day of closing of who has this number, card or phone; or nothing."""
    row = _by_number(desk.db, number=who).fetchone()
    row = row or _by_card(desk.db, code=text.scanned(who)).fetchone()
    if row:
        return row
    try:
        phone = cells.mobile(who) or text.phone(who)
    except ValueError:
        return None
    having = _by_phone(desk.db, phone=phone).fetchmany(2)
    if len(having) > 1:
        raise MemberAmbiguous(desk.language, phone=phone)
    return having[0] if having else None


def known_member(desk: Desk, who: str) -> int:
    """The open member whom a number, card or phone means; refuses everybody else."""
    row = found(desk, who)
    if row is None:
        raise UnknownMember(desk.language, member=who)
    member_id, name, closed_on = row
    if closed_on is not None:
        raise MemberClosed(desk.language, name=name)
    return int(member_id)
