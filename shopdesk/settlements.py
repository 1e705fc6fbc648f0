"""What partners are owed: their gifts that members were given, by month, and what was settled."""

import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import inputs, text
from shopdesk.language import in_either
from shopdesk.permissions import require, sees_costs
from shopdesk.refusals import ContentRefused
from shopdesk.refusals_of_vouchers import NothingToSettle
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import among, prepared, prepared_row, prepared_rows
from shopdesk.store.tables.channels import SettledVoucher
from shopdesk.store.tables.channels import Settlement as Row
from shopdesk.store.tables.giving import Gift, Voucher, VoucherEvent
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Settlement:
    """A partner's gifts of one month that are settled together, or not yet.

    ``vouchers`` by their ids; ``cost`` in minor units, nothing for who may not see it. Not settled
    have no ``id``, ``settled_on`` and ``settled_by``.
    """

    partner: str
    month: str
    vouchers: tuple[int, ...]
    cost: int | None
    id: int | None = None
    settled_on: date | None = None
    settled_by: str | None = None


def partner_of() -> Any:
    """Which partner a gift comes from, as a part of a statement; else what it is called."""
    return fn.COALESCE(Gift.partner, Gift.name)


STATES = ("open", "settled")


def _used() -> Any:
    """Each voucher for a partner's gift that is used: the day, what it cost, how it was settled."""
    is_partners = (Voucher.channel == SQL("'partner'")) | (Gift.kind == SQL("'partner'"))
    return (
        Voucher.select(
            Voucher.id, Voucher.cost, VoucherEvent.on_day, partner_of(), Row.id, Row.partner,
            Row.on_day, Staff.name,
        )
        .join(Gift, on=(Voucher.gift == Gift.id))
        .join(VoucherEvent, on=(VoucherEvent.voucher == Voucher.id))
        .join(SettledVoucher, JOIN.LEFT_OUTER, on=(SettledVoucher.voucher == Voucher.id))
        .join(Row, JOIN.LEFT_OUTER, on=(SettledVoucher.settlement == Row.id))
        .join(Event, JOIN.LEFT_OUTER, on=(Row.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(
            is_partners & (Voucher.state == SQL("'redeemed'"))
            & (VoucherEvent.kind == SQL("'redeemed'"))
        )
        .order_by(VoucherEvent.on_day, Voucher.id)
    )  # fmt: skip


def _asked(desk: Desk, month: str | None, state: str | None) -> Any:
    """The same of a month, and of a state."""
    query = _used()
    if month is not None:
        first = date.fromisoformat(f"{inputs.month(month, desk.language)}-01")
        last = first.toordinal() + monthrange(first.year, first.month)[1] - 1
        query = query.where(VoucherEvent.on_day.between(first.toordinal(), last))
    if state is not None:
        inputs.choice(state, STATES, desk.language)
        query = query.where(Row.id.is_null(state == "open"))
    return desk.db.execute_sql(*query.bind(desk.db).sql()).fetchall()


def listed(desk: Desk, *, month: str | None = None, state: str | None = None) -> list[Settlement]:
    """What partners are owed and were paid, the newest month first: all, or of ``2026-10``, or of
    a state: open or settled."""
    require(desk, "settlements.see")
    found: dict[tuple[str, str, int | None], list[tuple[int, int]]] = {}
    settled: dict[int, tuple[date, str | None]] = {}
    for id_, cost, on, partner, row, kept, settled_on, staff in _asked(desk, month, state):
        of = f"{date.fromordinal(on):%Y-%m}"
        found.setdefault((of, kept or partner, row), []).append((id_, cost))
        if row is not None:
            settled[row] = date.fromordinal(settled_on), staff
    made = [
        Settlement(
            partner, of, tuple(voucher for voucher, _ in its),
            sum(cost for _, cost in its) if sees_costs(desk) else None,
            row, *settled.get(row or 0, (None, None)),
        )
        for (of, partner, row), its in found.items()
    ]  # fmt: skip
    made.sort(key=lambda one: (text.in_order(one.partner), one.id is not None, one.id or 0))
    return sorted(made, key=lambda one: one.month, reverse=True)


@dataclass(frozen=True, slots=True)
class Line:
    """A partner's gift that was used: its voucher's code, what it is in the desk's language, the
    day; ``cost`` in minor units, and nothing for who may not see it."""

    code: str
    gift: str
    on: date
    cost: int | None


@prepared
def _lines(vouchers: Any) -> Any:
    return (
        Voucher.select(Voucher.code, Gift.name, Gift.name_en, VoucherEvent.on_day, Voucher.cost)
        .join(Gift, on=(Voucher.gift == Gift.id))
        .join(VoucherEvent, on=(VoucherEvent.voucher == Voucher.id))
        .where(among(Voucher.id, vouchers) & (VoucherEvent.kind == SQL("'redeemed'")))
        .order_by(VoucherEvent.on_day, Voucher.id)
    )


def _are_ids(given: object) -> bool:
    return isinstance(given, tuple) and all(isinstance(one, int) for one in given)


def lines(desk: Desk, settlement: Settlement) -> list[Line]:
    """What a settlement is for, gift by gift in the order used; refuses what is none."""
    require(desk, "settlements.see")
    if not isinstance(settlement, Settlement) or not _are_ids(settlement.vouchers):
        raise ContentRefused(desk.language)
    may = sees_costs(desk)
    found = _lines(desk.db, vouchers=json.dumps(settlement.vouchers)).fetchall()
    return [
        Line(code, in_either(desk.language, name, name_en), date.fromordinal(on),
             cost if may else None)
        for code, name, name_en, on, cost in found
    ]  # fmt: skip


_insert_settlement = prepared_row(Row, "event", "on_day", "partner", "month", "cost")
_insert_settled = prepared_rows(SettledVoucher, "voucher", "settlement")


def settle(desk: Desk, partner: str, month: str, *, key: str | None = None) -> Settlement:
    """Keep that a partner was paid for what is open of a month: each voucher is paid for once.

    What is used after it, in the same month, is open again. Refuses where nothing is open.
    """
    who, of = text.kept(partner, desk.language), inputs.month(month, desk.language)
    with change(
        desk, Topic.VOUCHERS, action="settlements.settle", key=key, content=[who, of]
    ) as made:
        if made.repeats is None:
            its = [one for one in listed(desk, month=of, state="open") if one.partner == who]
            if not its:
                raise NothingToSettle(desk.language, partner=who, month=of)
            made.subject = _write_settlement(made, its[0])
            made.note(partner=who, month=of, vouchers=list(its[0].vouchers))
        settlement_id = made.subject if made.repeats is None else made.repeats
    return next(one for one in listed(desk, month=of) if one.id == settlement_id)


@prepared
def _costs(voucher: Any) -> Any:
    return Voucher.select(Voucher.cost).where(Voucher.id == voucher)


def _write_settlement(made: Change, one: Settlement) -> int:
    cost = sum(_costs(made.db, voucher=id_).fetchone()[0] for id_ in one.vouchers)
    row = (made.event, made.today.toordinal(), one.partner, one.month, cost)
    settlement_id: int = _insert_settlement(made.db, row)
    _insert_settled(made.db, [(id_, settlement_id) for id_ in one.vouchers])
    return settlement_id
