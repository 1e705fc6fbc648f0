"""The book of vouchers: those of a state a window at a time, and what happened to each."""

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from shopdesk import codes, inspection, long, promise_words, receipts, rule_words, text, triggers
from shopdesk.clock import from_ms
from shopdesk.inspection import Voucher
from shopdesk.long import Part
from shopdesk.shop import Desk
from shopdesk.store.columns import VOUCHER_STATES as STATES
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.channels import HandOver
from shopdesk.store.tables.given import Given, Occasion
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.store.tables.giving import VoucherEvent
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.shop import Event, Staff

__all__ = ["STATES"]


@dataclass(frozen=True, slots=True)
class Held:
    """A voucher in a list, with what it is for in words and the name of its member."""

    voucher: Voucher
    title: str
    member_name: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a voucher: issued, redeemed, returned, expired, void, extended, printed,
    sent or received; also accepted (issued after a backup) and reprinted.

    ``receipt`` is the number of the receipt it was used on, where it lowered a price. ``reason`` is
    why it was made void, extended or accepted, ``until`` its last day from then on, where that was
    set anew. Of a gift that was handed over ``is_member`` says that the member took it, or
    ``taken_by`` who else did.
    """

    kind: str
    on: date
    at: datetime
    staff: str | None
    till: str
    purchase_id: int | None
    receipt: str | None
    reason: str = ""
    until: date | None = None
    is_member: bool = False
    taken_by: str = ""
    note: str = ""


def first(desk: Desk, state: str | None = None) -> Part:
    """The vouchers of a state, or all, where they are few; else the newest of them."""
    today = desk.today().toordinal()
    rows = _newest(desk.db, most=long.FIRST).fetchall()
    chosen = (id_ for id_, its, until in rows if state in (None, _state(its, until, today)))
    return Part(array("i", chosen), is_whole=len(rows) < long.FIRST)


def ids(desk: Desk, state: str | None = None) -> "array[int]":
    """The vouchers of a state, or all, the newest first; one past its last day is expired."""
    return long.ids(_every(desk.db) if state is None else _those(desk, state))


def _those(desk: Desk, state: str) -> Any:
    read = {"issued": _open, "expired": _past}.get(state)
    if read is None:
        return _in_state(desk.db, state=state)
    return read(desk.db, today=desk.today().toordinal())


def _state(kept: str, valid_until_on: int, today: int) -> str:
    return "expired" if kept == "issued" and valid_until_on < today else kept


def _in_order() -> Any:
    return Row.select(Row.id).order_by(Row.id.desc())


@prepared
def _newest(most: Any) -> Any:
    return _in_order().select_extend(Row.state, Row.valid_until_on).limit(most)


@prepared
def _in_state(state: Any) -> Any:
    return long.as_one_text(_in_order().where(Row.state == state))


@prepared
def _every() -> Any:
    return long.as_one_text(_in_order())


@prepared
def _open(today: Any) -> Any:
    return long.as_one_text(
        _in_order().where((Row.state == "issued") & (Row.valid_until_on >= today))
    )


@prepared
def _past(today: Any) -> Any:
    is_past = (Row.state == "issued") & (Row.valid_until_on < today)
    return long.as_one_text(_in_order().where((Row.state == "expired") | is_past))


@prepared
def _by_ids(ids: Any) -> Any:
    return inspection.rows().where(among(Row.id, ids))


@prepared
def _names(ids: Any) -> Any:
    return Member.select(Member.id, Member.name).where(among(Member.id, ids))


def by_ids(desk: Desk, wanted: Sequence[int]) -> list[Held]:
    """Some vouchers with their members' names, in the order asked for."""
    today = desk.today()
    rows = _by_ids(desk.db, ids=json.dumps(list(wanted))).fetchall()
    found = {row[0]: inspection.voucher_of(desk, row, today) for row in rows}
    owners = {voucher.member_id for voucher in found.values() if voucher.member_id is not None}
    names = dict(_names(desk.db, ids=json.dumps(sorted(owners))).fetchall())
    words = titles(desk, found.values())
    return [
        Held(found[id_], words[id_], names.get(found[id_].member_id))
        for id_ in wanted
        if id_ in found
    ]


def titles(desk: Desk, several: Iterable[Voucher]) -> dict[int, str]:
    """What each of several is for, by its id: one look-up for each promise, not each voucher."""
    known: dict[tuple[int | None, ...], str] = {}
    found: dict[int, str] = {}
    for voucher in several:
        promise = (
            voucher.gift_id, voucher.amount, voucher.percent_off, voucher.minimum, voucher.edition,
        )  # fmt: skip
        if promise not in known:
            known[promise] = promise_words.title(desk, voucher, desk.language)
        found[voucher.id] = known[promise]
    return found


def occasions(desk: Desk, several: Iterable[Voucher]) -> dict[int, str]:
    """What each of several was given for, by its id: one look-up for each rule."""
    known: dict[int, str] = {}
    found: dict[int, str] = {}
    for voucher in several:
        rule = voucher.rule_id
        if rule is None:
            found[voucher.id] = voucher.occasion
            continue
        if rule not in known:
            known[rule] = promise_words.occasion(desk, voucher, desk.language)
        found[voucher.id] = known[rule]
    return found


@prepared
def _of_code(code: Any) -> Any:
    return Row.select(Row.id).where(Row.code == code)


@dataclass(frozen=True, slots=True)
class Stood:
    """What a voucher by rule stands on: the day of its occasion, the triggers that were met, and
    the receipt that met them, where one did."""

    on: date
    met: tuple[str, ...]
    purchase_id: int | None
    receipt: str | None


@prepared
def _stood(voucher: Any) -> Any:
    return (
        Occasion.select(Occasion.on_day, Occasion.met, Purchase.id, Purchase.number)
        .join(Given, on=(Given.occasion == Occasion.id))
        .join(Purchase, JOIN.LEFT_OUTER, on=(Purchase.id == Occasion.purchase))
        .where(Given.voucher == voucher)
    )


def stood_on(desk: Desk, voucher_id: int) -> Stood | None:
    """What a voucher by rule stands on; nothing for one by hand. Refuses an unknown one."""
    inspection.get(desk, voucher_id)
    row = _stood(desk.db, voucher=voucher_id).fetchone()
    if row is None:
        return None
    on, met, bought, number = row
    words = [rule_words.trigger_words(desk, one, desk.language) for one in triggers.read(met)]
    receipt = None if bought is None else receipts.display_number(bought, number)
    return Stood(date.fromordinal(on), tuple(words), bought, receipt)


def with_code(desk: Desk, scanned: str) -> Voucher | None:
    """The voucher a code stands for, whatever its state; nothing for one that is not ours.

    It may be shown, never accepted for this: ``vouchers.inspect`` decides what can be used.
    """
    row = _of_code(desk.db, code=text.scanned(scanned)[: codes.VOUCHER_LENGTH]).fetchone()
    return None if row is None else inspection.get(desk, row[0])


@prepared
def _happened(voucher: Any) -> Any:
    return (
        VoucherEvent.select(
            VoucherEvent.kind, VoucherEvent.on_day, Event.at, Staff.name, Event.till,
            VoucherEvent.purchase, Purchase.number, Event.action, Event.body,
            VoucherEvent.until_on, HandOver.is_member, HandOver.taken_by, HandOver.note,
        )
        .join(Event, on=(VoucherEvent.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .join(Purchase, JOIN.LEFT_OUTER, on=(VoucherEvent.purchase == Purchase.id))
        .join(
            HandOver, JOIN.LEFT_OUTER,
            on=((HandOver.voucher == VoucherEvent.voucher)
                & (HandOver.event == VoucherEvent.event) & (VoucherEvent.kind == "redeemed")),
        )
        .where(VoucherEvent.voucher == voucher)
        .order_by(VoucherEvent.id)
    )  # fmt: skip


def history(desk: Desk, voucher_id: int) -> list[Happening]:
    """What happened to a voucher since it was issued, the oldest first; refuses an unknown one."""
    inspection.get(desk, voucher_id)
    found: list[Happening] = []
    for row in _happened(desk.db, voucher=voucher_id).fetchall():
        kind, on, at, staff, till, purchase, number, action, body, until, *taker = row
        is_again = kind == "printed" and any(one.kind == "printed" for one in found)
        is_accepted = (kind, action) == ("issued", "vouchers.accept")
        is_set_anew = kind != "issued" and until is not None
        is_member, taken_by, note = taker
        found.append(Happening(
            "reprinted" if is_again else "accepted" if is_accepted else kind,
            date.fromordinal(on), from_ms(at), staff, till, purchase,
            None if purchase is None else receipts.display_number(purchase, number),
            json.loads(body).get("reason", "") if action in _WITH_REASON else "",
            date.fromordinal(until) if is_set_anew else None,
            bool(is_member), taken_by or "", note or "",
        ))  # fmt: skip
    return found


_WITH_REASON = ("vouchers.void", "vouchers.extend", "vouchers.accept")
"""Actions with a reason that is the voucher's own."""
