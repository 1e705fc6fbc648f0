"""Purchases made before the shop had ShopDesk: applied in the order of their days.

A receipt earns by today's rule and the tier its member held then, may move the tier as of its own
day, and gives nothing. What it cost is what was paid: no step of a price is taken again.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from peewee import JOIN, fn

from shopdesk import cells, clock, pricing, products, text
from shopdesk.cells import ValueMissing
from shopdesk.import_job import Job, Kind, days
from shopdesk.language import N_
from shopdesk.listings import price, product_id
from shopdesk.money import half_up
from shopdesk.refusals import (
    AmountRefused,
    DateRefused,
    MemberClosed,
    PhoneRefused,
    QuantityRefused,
    Refused,
    UnknownMember,
    UnknownProduct,
)
from shopdesk.retelling import BY_PHONE, Goods, Teller, newest_member, product_key
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged, Staging
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.people import Card, Member
from shopdesk.store.tables.receipts import Purchase as Row
from shopdesk.topics import Topic

_TOO_MUCH = 10**12
"""No row may reach this many minor units: a million of them can still be summed."""
_UNIT = 1000


class MemberAmbiguous(Refused):
    """A phone that several members share does not say who bought."""

    code = "ambiguous_member"
    sentence = N_("Several members share the phone {phone}. Put the member number instead.")


class ReceiptTaken(Refused):
    """A receipt that an earlier import brought, most likely from a file of overlapping days."""

    code = "receipt_taken"
    sentence = N_("Receipt {receipt} of {date} is already there. Import it again only on purpose.")


# --- reading ----------------------------------------------------------------------------------


def _read(job: Job, row: int, values: dict[str, str]) -> Staged:
    desk = job.desk
    on, at = _when(job, values["date"])
    quantity = cells.given(values.get("quantity", ""))
    amount, unit_price = (cells.given(values.get(name, "")) for name in ("amount", "price"))
    paid = price(desk, amount, "amount") if amount else None
    has_goods = bool(values.get("product") or values.get("ean"))
    milli = _quantity_milli(desk, quantity) if has_goods or paid is None else _UNIT
    if paid is None:
        paid = pricing.listed(price(desk, unit_price, "amount"), milli)
    if paid >= _TOO_MUCH:
        raise AmountRefused(desk.language, amount=amount or unit_price)
    goods = _goods(desk, values, unit_price, paid, milli) if has_goods else None
    category = cells.given(values.get("category", ""))
    body = goods or (text.kept(category, desk.language) if category else None)
    return Staged(
        row,
        on.toordinal(),
        clock.to_ms(at),
        cells.numeral(cells.given(values.get("receipt", ""))) or None,
        _who(desk, cells.numeral(cells.given(values["member"]))),
        paid,
        body,
    )


def _when(job: Job, cell: str) -> tuple[date, datetime]:
    """The business day and moment; a day alone is the business day, booked at its noon."""
    desk = job.desk
    if not cell:
        raise ValueMissing(desk.language, column="date")
    try:
        day, at_time = cells.moment(cell)
    except ValueError:
        raise DateRefused(desk.language, date=cell) from None
    at = _moment(desk, day, at_time)
    on = desk.shop.day_of(at) if at_time else day
    if on > job.today or (at_time and at > job.now):
        raise DateRefused(desk.language, date=cell)
    return on, min(at, job.now)


def _moment(desk: Desk, day: date, at: time | None) -> datetime:
    if at is None:
        return clock.moment_of(day, desk.shop.zone)
    return datetime.combine(day, at, desk.shop.zone).astimezone(UTC)


def _who(desk: Desk, cell: str) -> str | None:
    return text.kept(cell, desk.language) if cell else None


def _quantity_milli(desk: Desk, cell: str) -> int:
    try:
        return text.milli(cell) if cell else _UNIT
    except ValueError:
        raise QuantityRefused(desk.language, quantity=cell) from None


def _goods(desk: Desk, values: dict[str, str], unit_price: str, paid: int, milli: int) -> Goods:
    """The product of a row; where no price is written it is what was paid for one unit."""
    cost = cells.given(values.get("cost", ""))
    ean = cells.numeral(cells.given(values.get("ean", ""))) or None
    checked = products.checked(
        desk,
        name=values.get("product") or str(ean),
        price=price(desk, unit_price, "price") if unit_price else half_up(paid * _UNIT, milli),
        category=cells.given(values.get("category", "")),
        cost=price(desk, cost, "cost") if cost else None,
        ean=ean,
    )
    return Goods(
        checked["name"], checked["category"], checked["price"], checked["cost"], checked["ean"],
        milli,
    )  # fmt: skip


# --- testing against the shop -----------------------------------------------------------------


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


@prepared
def _buyers_of(number: Any, on_day: Any) -> Any:
    return Row.select(Row.member).where(
        (Row.number == number) & Row.number.is_null(False) & (Row.on_day == on_day)
    )


def _check(job: Job, staged: Staged) -> None:
    """Refuse a member, product or receipt that stands in the way; note what is to be created."""
    who = staged.who
    known = None if who is None else job.staging.known(f"member {who}")
    party = _party(job, who) if known is None and who is not None else known
    member_id = party if isinstance(party, int) and party else None
    is_newcomer = who is not None and member_id is None
    if staged.receipt is not None and not (is_newcomer or job.options.again):
        _refuse_known_receipt(job, staged, member_id)
    if isinstance(staged.body, list):
        _note_product(job, Goods(*staged.body))
    if party is not None and known is None:
        _note_buyer(job, who, party)


def _refuse_known_receipt(job: Job, staged: Staged, member_id: int | None) -> None:
    found = _buyers_of(job.desk.db, number=staged.receipt, on_day=staged.day).fetchall()
    if (member_id,) in found:
        on = date.fromordinal(staged.day)
        raise ReceiptTaken(job.desk.language, receipt=staged.receipt, date=on)


def _note_product(job: Job, goods: Goods) -> None:
    staging, key = job.staging, product_key(job.staging, goods)
    if staging.known(key) is None:
        found = product_id(job.desk, text.fold(goods.name), goods.ean)
        if found is None and not job.options.create_products:
            raise UnknownProduct(job.desk.language, product=goods.name)
        if found is None:
            products.refuse_taken_ean(job.desk, goods.ean)
        staging.know(key, found or 0)
    named = f"product name {text.fold(goods.name)}"
    if staging.known(named) is None:
        staging.know(named, key)


def _note_buyer(job: Job, who: str | None, party: int | str) -> None:
    """A new member by phone is one, in whatever ways the phone is written."""
    if isinstance(party, str):
        job.staging.know(f"member {party}", 0)
    job.staging.know(f"member {who}", party)


def _party(job: Job, who: str) -> int | str:
    """The member with this number, card or phone; 0 or their phone for one to be created."""
    desk = job.desk
    found = _found(desk, who)
    if found is None:
        if not job.options.create_members:
            raise UnknownMember(desk.language, member=who)
        phone = _phone(job, who)
        return f"{BY_PHONE}{phone}" if phone else 0
    member_id, name, closed_on = found
    if closed_on is not None:
        raise MemberClosed(desk.language, name=name)
    return int(member_id)


def _phone(job: Job, who: str) -> str | None:
    """What is written as a phone, nothing for a number; a column of phones has nothing else."""
    if (mobile := cells.mobile(who)) or not job.is_by_phone:
        return mobile
    try:
        return text.phone(who)
    except ValueError:
        raise PhoneRefused(job.desk.language, phone=who) from None


def _found(desk: Desk, who: str) -> Any:
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


def _write(job: Job, made: Change) -> None:
    teller = Teller(made, job.staging, newest_member(made))
    for rows in job.staging.receipts():
        teller.write(rows)
        for _ in rows:
            job.tick()


def _summary(staging: Staging) -> dict[str, Any]:
    totals = staging.totals()
    return {
        "receipts": staging.receipt_count(),
        "total": totals.amount,
        "created_members": staging.to_make("member"),
        "created_products": staging.to_make("product"),
        **days(totals),
    }


PURCHASES = Kind(
    "purchases",
    (
        Topic.PURCHASES,
        Topic.POINTS,
        Topic.TIERS,
        Topic.MEMBERS,
        Topic.PRODUCTS,
    ),
    _read,
    _check,
    _write,
    _summary,
)
