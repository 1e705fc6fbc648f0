"""Gifts that go by courier: where to, sent when, by whom, and whether they arrived."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import inputs, inspection, people, text, vouchers
from shopdesk import voucher_book as book
from shopdesk.inspection import Voucher, get, refuse_ended
from shopdesk.refusals_of_vouchers import AddressMissing, ChannelRefused, NotSent
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.channels import Delivery as Row
from shopdesk.store.tables.giving import Voucher as VoucherRow
from shopdesk.store.tables.giving import VoucherEvent
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.topics import Topic

STATES = ("to_send", "sent", "received")
ADDRESS_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """The gift of a voucher on its way: all that a slip for the parcel needs.

    ``state`` is to_send, sent or received. ``recipient``, ``phone`` and ``address`` are empty until
    somebody says them; ``sent_on`` and ``sent_by`` are nothing until it is sent.
    """

    voucher: Voucher
    title: str
    member_name: str | None
    member_number: str | None
    recipient: str
    phone: str
    address: str
    tracking: str
    state: str
    sent_on: date | None
    sent_by: str | None
    received_on: date | None


def listed(desk: Desk, *, state: str | None = None) -> list[Delivery]:
    """The gifts that go by courier, in the order their vouchers were issued: all or of a state.

    To be sent are those whose voucher can be used.
    """
    if state is not None:
        inputs.choice(state, STATES, desk.language)
    is_sent, is_received = _happened("sent"), _happened("received")
    can_be_used = (VoucherRow.state == SQL("'issued'")) & (
        VoucherRow.valid_until_on >= desk.today().toordinal()
    )
    wanted = {
        None: is_sent | can_be_used,
        "to_send": ~is_sent & can_be_used,
        "sent": is_sent & ~is_received,
        "received": is_received,
    }[state]
    return _read(desk, _rows().where((VoucherRow.channel == SQL("'courier'")) & wanted))


def _happened(kind: str) -> Any:
    """That it is sent, or arrived, as a part of a statement."""
    its = (VoucherEvent.voucher == VoucherRow.id) & (VoucherEvent.kind == kind)
    return fn.EXISTS(VoucherEvent.select(SQL("1")).where(its))


def of_voucher(desk: Desk, voucher_id: int) -> Delivery | None:
    """Where the gift of one voucher goes; nothing where it does not go by courier."""
    voucher = get(desk, voucher_id)
    if voucher.channel != "courier":
        return None
    return _read(desk, _rows().where(VoucherRow.id == voucher_id))[0]


def of_member(desk: Desk, member_id: int) -> list[Delivery]:
    """What goes, or went, by courier for a member's vouchers."""
    people.refuse_unknown(desk, member_id)
    courier = VoucherRow.channel == SQL("'courier'")
    return _read(desk, _rows().where(courier & (VoucherRow.member == member_id)))


def _rows() -> Any:
    return (
        VoucherRow.select(
            VoucherRow.id, Member.name, Member.number, Member.phone, Row.recipient, Row.phone,
            Row.address, Row.tracking,
        )
        .join(Member, JOIN.LEFT_OUTER, on=(VoucherRow.member == Member.id))
        .join(Row, JOIN.LEFT_OUTER, on=(Row.voucher == VoucherRow.id))
        .order_by(VoucherRow.id)
    )  # fmt: skip


@prepared
def _on_the_way(ids: Any) -> Any:
    ways = VoucherEvent.kind.in_(("sent", "received"))
    return (
        VoucherEvent.select(
            VoucherEvent.voucher, VoucherEvent.kind, VoucherEvent.on_day, Staff.name
        )
        .join(Event, JOIN.LEFT_OUTER, on=(VoucherEvent.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(among(VoucherEvent.voucher, ids) & ways)
    )


def _read(desk: Desk, query: Any) -> list[Delivery]:
    found = list(query.tuples().bind(desk.db).execute())
    ids = json.dumps([row[0] for row in found])
    way = {
        (voucher, kind): (date.fromordinal(on), staff)
        for voucher, kind, on, staff in _on_the_way(desk.db, ids=ids).fetchall()
    }
    held = {one.voucher.id: one for one in book.by_ids(desk, [row[0] for row in found])}
    return [_delivery(row, held[row[0]], way) for row in found]


def _delivery(
    row: Sequence[Any], held: book.Held, way: dict[tuple[int, str], tuple[date, str | None]]
) -> Delivery:
    id_, name, number, own_phone, recipient, phone, address, tracking = row
    sent_on, sent_by = way.get((id_, "sent"), (None, None))
    received_on, _by = way.get((id_, "received"), (None, None))
    return Delivery(
        voucher=held.voucher, title=held.title, member_name=name, member_number=number,
        recipient=(name or "") if recipient is None else recipient,
        phone=(own_phone or "") if phone is None else phone,
        address=address or "", tracking=tracking or "",
        state="received" if received_on else "sent" if sent_on else "to_send",
        sent_on=sent_on, sent_by=sent_by, received_on=received_on,
    )  # fmt: skip


# --- on its way -------------------------------------------------------------------------------


def put(
    desk: Desk, voucher_id: int, *, recipient: str, phone: str, address: str,
    key: str | None = None,
) -> Delivery:  # fmt: skip
    """Say where the gift of a courier's voucher goes, or somewhere else as long as it is not sent.

    Refuses a voucher that does not go by courier or cannot be used, and what is empty.
    """
    values = {
        "recipient": text.kept(recipient, desk.language),
        "phone": text.kept(phone, desk.language),
        "address": text.kept(address, desk.language, ADDRESS_LENGTH),
    }
    content = [voucher_id, values]
    with change(desk, Topic.VOUCHERS, action="deliveries.put", key=key, content=content) as made:
        if made.repeats is None:
            refuse_ended(desk, _by_courier(desk, voucher_id))
            made.subject = voucher_id
            _keep_delivery(made, voucher_id, tracking="", **values)
    return _one(desk, voucher_id)


def _by_courier(desk: Desk, voucher_id: int) -> Voucher:
    voucher = get(desk, voucher_id)
    if voucher.channel != "courier":
        raise ChannelRefused(desk.language, code=voucher.code)
    return voucher


def _one(desk: Desk, voucher_id: int) -> Delivery:
    found = of_voucher(desk, voucher_id)
    assert found is not None
    return found


def _keep_delivery(made: Change, voucher_id: int, **values: str) -> None:
    Row.replace(voucher=voucher_id, event=made.event, **values).bind(made.db).execute()


def send(desk: Desk, voucher_id: int, *, tracking: str = "", key: str | None = None) -> Delivery:
    """Give a gift to the courier: its voucher is used up by it, once.

    Refuses where nobody said where it goes, and every voucher that cannot be used today.
    """
    number = text.remark(tracking, desk.language, text.NAME_LENGTH)
    content = [voucher_id, number]
    topics = (Topic.VOUCHERS, Topic.GIFTS)
    with change(desk, *topics, action="deliveries.send", key=key, content=content) as made:
        if made.repeats is None:
            voucher = _by_courier(desk, voucher_id)
            refuse_ended(desk, voucher)
            inspection.refuse_early(desk, voucher, made.today)
            going = _one(desk, voucher_id)
            if not going.address:
                raise AddressMissing(desk.language, code=voucher.code)
            made.subject = voucher_id
            _keep_tracking(made, voucher_id, number)
            vouchers.hand_over(made, voucher, (False, "", ""))
            vouchers.note(made, voucher_id, "sent")
    return _one(desk, voucher_id)


def _keep_tracking(made: Change, voucher_id: int, tracking: str) -> None:
    Row.update(tracking=tracking).where(Row.voucher == voucher_id).bind(made.db).execute()


def track(desk: Desk, voucher_id: int, *, tracking: str) -> Delivery:
    """Say the courier's number of what was sent, where it was not known before or was wrong."""
    number = text.kept(tracking, desk.language)
    with change(desk, Topic.VOUCHERS, action="deliveries.track") as made:
        _refuse_not_sent(desk, voucher_id, ("sent", "received"))
        made.subject = voucher_id
        _keep_tracking(made, voucher_id, number)
    return _one(desk, voucher_id)


def receive(desk: Desk, voucher_id: int, *, key: str | None = None) -> Delivery:
    """Keep that what was sent arrived; refuses what is not on its way."""
    with change(
        desk, Topic.VOUCHERS, action="deliveries.receive", key=key, content=voucher_id
    ) as made:
        if made.repeats is None:
            _refuse_not_sent(desk, voucher_id, ("sent",))
            made.subject = voucher_id
            vouchers.note(made, voucher_id, "received")
    return _one(desk, voucher_id)


def _refuse_not_sent(desk: Desk, voucher_id: int, states: Sequence[str]) -> None:
    voucher = _by_courier(desk, voucher_id)
    if _one(desk, voucher_id).state not in states:
        raise NotSent(desk.language, code=voucher.code)
