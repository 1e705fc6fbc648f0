"""Rows of a list that are members who are here already: found, and filled up where that is wished.

Number and card of a member who was merged find the survivor, as at the counter.
Without another choice a number, card or phone that somebody has is refused. Who has the same name
and birthday is only looked for where something is to be done about it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from peewee import SQL

from shopdesk import cards, finding, inputs, names, selves
from shopdesk.import_job import Job
from shopdesk.refusals import NumberTaken, PhoneTaken
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.moving import ImportFill
from shopdesk.store.tables.people import Card, Member, MemberKey

DONE = {"reject": "", "skip": "skipped", "fill": "filled", "new": "new"}
"""What may be done with a member who is here already, and what is said of the row then."""
Credit = Callable[[Change, int, str, int], None]


class Twin(NamedTuple):
    """A member who is here already, as (id, number, name), and by what they were known."""

    why: str
    member: tuple[int, str, str]


def check_choice(job_twins: str, language: str) -> None:
    """Refuse what nobody can do with members who are here already."""
    inputs.choice(job_twins, DONE, language)


# --- finding ----------------------------------------------------------------------------------

_WHO = (Member.id, Member.number, Member.name)


@prepared
def _open(member: Any) -> Any:
    return Member.select(*_WHO).where((Member.id == member) & Member.closed_on.is_null())


@prepared
def _numbered(number: Any) -> Any:
    return Member.select(Member.id).where(Member.number == number)


@prepared
def _with_card(code: Any) -> Any:
    return Card.select(Card.member).where(Card.code == code)


@prepared
def _by_phone(phone: Any) -> Any:
    return Member.select(*_WHO).where(
        (Member.phone == phone) & Member.phone.is_null(False) & Member.closed_on.is_null()
    )


@prepared
def _born(
    *, key: Any, name: Any, month: Any, day: Any, lunar_month: Any, lunar_day: Any, year: Any
) -> Any:
    """By a key of the name; a year only tells two apart where both are known."""
    solar = (
        (Member.birth_month == month)
        & (Member.birth_day == day)
        & (Member.birth_year.is_null() | SQL("?7 IS NULL") | (Member.birth_year == year))
    )
    lunar = (Member.lunar_month == lunar_month) & (Member.lunar_day == lunar_day)
    return (
        Member.select(*_WHO)
        .join(MemberKey, on=(MemberKey.member == Member.id))
        .where(
            (MemberKey.key == key)
            & (Member.name == name)
            & Member.closed_on.is_null()
            & (solar | lunar)
        )
        .limit(1)
    )


def find(job: Job, number: str | None, card: str | None, details: dict[str, Any]) -> Twin | None:
    """Who this is already, by number, card, phone, or name and birthday; nobody where it is new.

    Where nothing else is wished, whoever has the number, card or phone is a refusal.
    """
    db, is_refused, twin = job.desk.db, job.options.twins == "reject", None
    language, phone = job.desk.language, details["phone"]
    if number and (row := _numbered(db, number=number).fetchone()):
        twin = _holder(job, "number", number, row[0])
    if twin is None and card and is_refused:
        cards.refuse_taken(job.desk, card)
    elif twin is None and card and (row := _with_card(db, code=card).fetchone()):
        twin = _holder(job, "card", card, row[0])
    if twin is not None:
        return twin
    if phone and (row := _by_phone(db, phone=phone).fetchone()):
        if is_refused:
            raise PhoneTaken(language, phone=phone, name=row[2], number=row[1])
        return Twin("phone", row)
    return None if is_refused else _by_birthday(db, details)


def _holder(job: Job, why: str, taken: str, member_id: int) -> Twin | None:
    """Who a number or card leads to; one that leads to nobody any more is taken all the same."""
    db, choice = job.desk.db, job.options.twins
    row = _open(db, member=selves.survivor_of(db, member_id)).fetchone()
    if row and choice != "reject":
        return Twin(why, row)
    if choice != "new":
        raise NumberTaken(job.desk.language, number=taken)
    return None


def _by_birthday(db: Any, details: dict[str, Any]) -> Twin | None:
    month, lunar_month = details["birth_month"], details["lunar_month"]
    if month is None and lunar_month is None:
        return None
    name = details["name"]
    key = max(names.keys(name), key=lambda each: (len(each), each))
    row = _born(
        db, key=key, name=name, month=month, day=details["birth_day"], lunar_month=lunar_month,
        lunar_day=details["lunar_day"], year=details["birth_year"],
    ).fetchone()  # fmt: skip
    return Twin("birthday", row) if row else None


def is_numbered(db: Any, number: str) -> bool:
    """Whether anybody ever had this number."""
    return _numbered(db, number=number).fetchone() is not None


def has_phone(db: Any, phone: str | None) -> bool:
    """Whether an open member has this phone."""
    return phone is not None and _by_phone(db, phone=phone).fetchone() is not None


# --- filling up -------------------------------------------------------------------------------


@prepared
def _held(member: Any) -> Any:
    return Member.select(Member.phone, Member.birth_month, Member.lunar_month).where(
        Member.id == member
    )


@prepared
def _has_moved(member: Any, account: Any) -> Any:
    return (
        Entry.select(Entry.id).where((Entry.member == member) & (Entry.account == account)).limit(1)
    )


_note = prepared_row(ImportFill, "event", "member", "what")
_BIRTHDAY = ("birth_year", "birth_month", "birth_day")
_LUNAR = ("lunar_month", "lunar_day", "lunar_leap")


def fill(
    made: Change, member_id: int, details: dict[str, Any], card: str | None,
    value: dict[str, int], credit: Credit,
) -> None:  # fmt: skip
    """Take over what a member lacks: phone, birthdays, a card, value of an account never moved."""
    db = made.db
    phone, month, lunar_month = _held(db, member=member_id).fetchone()
    new: dict[str, Any] = {}
    if phone is None and details["phone"]:
        new["phone"] = details["phone"]
        new["shared_phone"] = int(has_phone(db, details["phone"]))
        _note(db, (made.event, member_id, "phone"))
    for there, columns, what in (
        (month, _BIRTHDAY, "birthday"), (lunar_month, _LUNAR, "lunar"),
    ):  # fmt: skip
        if there is None and details[columns[1 if what == "birthday" else 0]] is not None:
            new |= {column: details[column] for column in columns}
            _note(db, (made.event, member_id, what))
    if new:
        Member.update(**new).where(Member.id == member_id).bind(db).execute()
    if "phone" in new:
        finding.rewrite_keys(db, member_id, selves.keys(db, member_id))
    if card and not cards.is_known(db, card):
        cards.bind(made, member_id, card)
        _note(db, (made.event, member_id, "card"))
    for account, amount in value.items():
        kept_in = "points" if account == "owed" else account
        if not _has_moved(db, member=member_id, account=kept_in).fetchone():
            credit(made, member_id, account, amount)
            _note(db, (made.event, member_id, account))
