"""Cards: what a member shows to be found. Several per member, lost ones replaced."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from shopdesk import codes, people, selves, text
from shopdesk.clock import day_or_none
from shopdesk.refusals import (
    CardLost,
    CardMisread,
    ChoiceRefused,
    NumberTaken,
    UnknownCard,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.people import Card
from shopdesk.store.tables.receipts import Product
from shopdesk.topics import Topic

LONGEST_FOREIGN = 40


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One card: its code, since when, and the day it was reported lost if it was."""

    code: str
    issued_on: date
    lost_on: date | None


@prepared
def _last_serial() -> Any:
    return Card.select(fn.MAX(Card.serial))


@prepared
def _insert(code: Any, member: Any, serial: Any, issued_on: Any, event: Any) -> Any:
    return Card.insert(code=code, member=member, serial=serial, issued_on=issued_on, event=event)


@prepared
def _by_code(code: Any) -> Any:
    """Whose card it is: the survivor's, where its member was merged."""
    return (
        Card.select(fn.COALESCE(MergedMember.survivor, Card.member), Card.lost_on)
        .join(MergedMember, JOIN.LEFT_OUTER, on=(MergedMember.member == Card.member))
        .where(Card.code == code)
    )


@prepared
def _of(member: Any) -> Any:
    """Theirs, and those of whoever was merged into them."""
    return (
        Card.select(Card.code, Card.issued_on, Card.lost_on)
        .where((Card.member == member) | Card.member.in_(selves.merged_into(member)))
        .order_by(Card.lost_on.is_null().desc(), Card.issued_on.desc(), Card.serial.desc())
    )


def issue(made: Change, member_id: int) -> str:
    """Give a member the next of our own cards, inside a change; returns its code."""
    serial = (_last_serial(made.db).fetchone()[0] or 0) + 1
    code = codes.card_code(serial)
    _insert(
        made.db, code=code, member=member_id, serial=serial, issued_on=made.today.toordinal(),
        event=made.event,
    )  # fmt: skip
    return code


def of_member(desk: Desk, member_id: int) -> list[MemberCard]:
    """All cards of a member, the newest first."""
    people.refuse_unknown(desk, member_id)
    rows = _of(desk.db, member=member_id).fetchall()
    return [MemberCard(code, date.fromordinal(on), day_or_none(lost)) for code, on, lost in rows]


def member_of(desk: Desk, scanned: str) -> int:
    """The id of the member whose card this is.

    Refuses one of our codes that was misread, a card that is unknown, and one reported lost.
    """
    code = text.scanned(scanned)
    row = _by_code(desk.db, code=code).fetchone()
    if row is None:
        if codes.has_card_shape(code) and not codes.is_checked(code):
            raise CardMisread(desk.language)
        raise UnknownCard(desk.language, card=code)
    if row[1] is not None:
        raise CardLost(desk.language, card=code, date=date.fromordinal(row[1]))
    return int(row[0])


def replace(desk: Desk, member_id: int, *, key: str | None = None) -> str:
    """Report every card of a member lost and give a new one; returns the new code."""
    with change(
        desk, Topic.MEMBERS, action="members.replace_card", key=key, content=member_id
    ) as made:
        if made.repeats is not None:
            return of_member(desk, member_id)[0].code
        people.refuse_absent(desk, member_id)
        (
            Card.update(lost_on=made.today)
            .where(Card.member.in_(selves.of(made.db, member_id)) & Card.lost_on.is_null())
            .bind(made.db)
            .execute()
        )
        made.subject = member_id
        return issue(made, member_id)


def foreign(desk: Desk, scanned: str) -> str:
    """The code of a card made elsewhere; refuses what is none, and what has the form of our own."""
    code = text.scanned(scanned)
    if not (code.isascii() and 0 < len(code) <= LONGEST_FOREIGN) or codes.has_own_shape(code):
        raise ChoiceRefused(desk.language, value=scanned, choices=f"1-{LONGEST_FOREIGN} 0-9 A-Z")
    return code


def refuse_taken(desk: Desk, code: str) -> None:
    """Refuse a code that is in use, as a card or on a product."""
    if is_known(desk.db, code) or _product_of(desk.db, ean=code).fetchone() is not None:
        raise NumberTaken(desk.language, number=code)


def bind(made: Change, member_id: int, code: str) -> None:
    """Let a card made elsewhere find a member, inside a change; refuses one that is in use."""
    refuse_taken(made.desk, code)
    _insert(
        made.db, code=code, member=member_id, serial=None, issued_on=made.today.toordinal(),
        event=made.event,
    )  # fmt: skip


def link(desk: Desk, member_id: int, scanned: str, *, key: str | None = None) -> str:
    """Let a card or code made elsewhere find this member too.

    Refuses one that is in use, as a card or on a product, and one that has the form of our own.
    """
    code = foreign(desk, scanned)
    content = [member_id, code]
    with change(desk, Topic.MEMBERS, action="members.edit", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            bind(made, member_id, code)
            made.subject = member_id
    return code


def is_known(db: Any, code: str) -> bool:
    """Whether a code is a card's, lost or not."""
    return _by_code(db, code=code).fetchone() is not None


@prepared
def _product_of(ean: Any) -> Any:
    return Product.select(Product.id).where(Product.ean == ean)
