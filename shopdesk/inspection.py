"""Reading vouchers: as records, and as a scan meets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from shopdesk import codes, members, people, refused_scans, text
from shopdesk.clock import from_ms
from shopdesk.permissions import sees_costs
from shopdesk.refusals import (
    VoucherAlreadyUsed,
    VoucherExpired,
    VoucherForged,
    VoucherMember,
    VoucherMisread,
    VoucherNotYetValid,
    VoucherShop,
    VoucherUnknown,
    VoucherVoid,
)
from shopdesk.refusals_of_vouchers import VoucherAfterBackup
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.store.tables.giving import VoucherEvent
from shopdesk.store.tables.rules import RewardRule
from shopdesk.store.tables.shop import Staff


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as of now: ``state`` is issued, redeemed, expired or void.

    ``amount``, ``minimum`` and ``cap`` in minor units; valid through the end of
    ``valid_until_on``. ``qr`` is the text of its QR code. ``cost`` is nothing for who may not see
    it. ``stacking``, ``is_alone`` and ``is_several``: see ``vouchers.Promise``. By its ``channel``
    (counter, courier or partner) the gift comes to the member.
    """

    id: int
    code: str
    qr: str
    kind: str
    gift_id: int | None
    amount: int
    percent_off: int
    minimum: int
    cap: int | None
    cost: int | None
    state: str
    member_id: int | None
    rule_id: int | None
    occasion: str
    issued_on: date
    valid_from_on: date
    valid_until_on: date
    redeemed_at: datetime | None
    redeemed_by: str | None
    redeemed_till: str | None
    stacking: str = ""
    is_alone: bool = False
    is_several: bool = False
    edition: int | None = None
    """Which piece of a limited edition it is for."""
    channel: str = "counter"


@prepared
def _row_by_code(code: Any) -> Any:
    return rows().where(Row.code == code)


@prepared
def _row_by_id(voucher: Any) -> Any:
    return rows().where(Row.id == voucher)


def rows() -> Any:
    """Vouchers with the name of who redeemed them: what ``voucher_of`` takes."""
    return Row.select(
        Row.id, Row.code, Row.kind, Row.gift, Row.amount, Row.percent_off, Row.minimum, Row.cap,
        Row.cost, Row.state, Row.member, Row.rule, Row.occasion, Row.issued_on, Row.valid_from_on,
        Row.valid_until_on, Row.redeemed_at, Staff.name, Row.redeemed_till,
        Row.stacking, Row.is_alone, Row.is_several, Row.edition, Row.channel,
    ).join(Staff, JOIN.LEFT_OUTER, on=(Row.redeemed_by == Staff.id))  # fmt: skip


def voucher_of(desk: Desk, row: Sequence[Any], today: date) -> Voucher:
    """A row as a voucher; one whose last day is before ``today`` counts as expired."""
    (
        id_, code, kind, gift_id, amount, percent_off, minimum, cap, cost, state, member_id,
        rule_id, occasion, issued, valid_from, valid_until, redeemed, redeemed_by, till,
        stacking, is_alone, is_several, edition, channel,
    ) = row  # fmt: skip
    last_day = date.fromordinal(valid_until)
    known = desk.shop.known
    qr = codes.qr_payload(
        known.secret, known.code, code=code, kind=kind, gift_id=gift_id, valid_until_on=last_day
    )
    return Voucher(
        id_, code, qr, kind, gift_id, amount, percent_off, minimum, cap,
        cost if sees_costs(desk) else None,
        "expired" if state == "issued" and last_day < today else state,
        member_id, rule_id, occasion, date.fromordinal(issued), date.fromordinal(valid_from),
        last_day, None if redeemed is None else from_ms(redeemed), redeemed_by, till,
        stacking, bool(is_alone), bool(is_several), edition, channel,
    )  # fmt: skip


def get(desk: Desk, voucher_id: int) -> Voucher:
    """One voucher by its id."""
    row = row_of(_row_by_id, desk.db, voucher_id)
    if row is None:
        raise VoucherUnknown(desk.language, code=voucher_id)
    return voucher_of(desk, row, desk.today())


def by_code(desk: Desk, code: str) -> Voucher:
    """One voucher by its code, whatever became of it; ``inspect`` says whether it is good."""
    voucher = with_row(desk, code)
    if voucher is None:
        raise VoucherUnknown(desk.language, code=code)
    return voucher


def with_row(desk: Desk, code: str) -> Voucher | None:
    """The voucher of a code, or nothing where none is known here."""
    row = _row_by_code(desk.db, code=code).fetchone()
    return None if row is None else voucher_of(desk, row, desk.today())


@prepared
def _rows_of(member: Any) -> Any:
    return rows().where(Row.member == member).order_by(Row.id)


@prepared
def _rows_by(rule: Any) -> Any:
    return (
        rows()
        .join(RewardRule, JOIN.LEFT_OUTER, on=(Row.rule == RewardRule.id))
        .where(rule.is_null() | (RewardRule.name == rule) | (RewardRule.name_en == rule))
        .order_by(Row.id)
    )


def listed(desk: Desk, *, state: str | None = None, rule: str | None = None) -> list[Voucher]:
    """Vouchers in the order issued: all, those in one state, those given by a rule of that name."""
    named = None if rule is None else text.searched(rule, desk.language)
    return _in_state(desk, _rows_by(desk.db, rule=named), state)


def of_member(desk: Desk, member_id: int, *, state: str | None = None) -> list[Voucher]:
    """A member's vouchers in the order issued, all or those in one state."""
    people.refuse_unknown(desk, member_id)
    return _in_state(desk, _rows_of(desk.db, member=member_id), state)


def _in_state(desk: Desk, found: Any, state: str | None) -> list[Voucher]:
    today = desk.today()
    every = (voucher_of(desk, row, today) for row in found.fetchall())
    return [voucher for voucher in every if state is None or voucher.state == state]


@prepared
def _rows_due(today: Any) -> Any:
    return rows().where((Row.state == "issued") & (Row.valid_until_on < today)).order_by(Row.id)


def due(desk: Desk, today: date) -> list[Voucher]:
    """Issued vouchers whose last day has passed."""
    found = _rows_due(desk.db, today=today.toordinal())
    return [voucher_of(desk, row, date.min) for row in found.fetchall()]


# --- scanning ---------------------------------------------------------------------------------


def inspect(desk: Desk, scanned: str) -> Voucher:
    """What a scan or a typed code would meet: the voucher that can be used, or the refusal.

    A QR whose signature is not this shop's is forged or another shop's, whatever its code. Of what
    a genuine one says nothing else counts: the voucher's own row has its last day. At a till that
    waits after many forged or unknown codes only a genuine QR is looked at.
    """
    voucher = _recognised(desk, scanned)
    refuse_ended(desk, voucher)
    refuse_early(desk, voucher, desk.today())
    return voucher


def refuse_early(desk: Desk, voucher: Voucher, day: date) -> None:
    """Refuse a voucher that is not valid yet on a day."""
    if voucher.valid_from_on > day:
        raise VoucherNotYetValid(desk.language, code=voucher.code, date=voucher.valid_from_on)


def _recognised(desk: Desk, scanned: str) -> Voucher:
    code = text.scanned(scanned) if isinstance(scanned, str) else ""
    if not codes.has_voucher_shape(code) or not codes.is_checked(code[: codes.VOUCHER_LENGTH]):
        raise VoucherMisread(desk.language)
    if len(code) != codes.QR_LENGTH:
        refused_scans.refuse_waiting(desk)
        return by_code(desk, code)
    said = verified(desk, code)
    voucher = with_row(desk, said.code)
    if voucher is None:
        raise VoucherAfterBackup(desk.language, code=said.code)
    return voucher


def verified(desk: Desk, payload: str) -> codes.Signed:
    """What a voucher's QR says; refuses one that this shop has not signed."""
    known = desk.shop.known
    try:
        said = codes.read_qr(known.secret, payload)
    except ValueError:
        raise VoucherMisread(desk.language) from None
    if said.shop != known.code:
        raise VoucherShop(desk.language, code=said.code)
    if not said.is_genuine:
        refused_scans.refuse_waiting(desk)
        raise VoucherForged(desk.language)
    return said


def refuse_ended(desk: Desk, voucher: Voucher) -> None:
    """Refuse a voucher that is used, void or expired."""
    if voucher.state == "redeemed":
        raise used(desk, voucher)
    if voucher.state == "void":
        raise VoucherVoid(desk.language, code=voucher.code, date=_last_event(desk, voucher.id))
    if voucher.state == "expired":
        raise VoucherExpired(desk.language, code=voucher.code, date=voucher.valid_until_on)


def used(desk: Desk, voucher: Voucher) -> VoucherAlreadyUsed:
    """The refusal of a used voucher: when, at which till, by whom."""
    assert voucher.redeemed_at is not None
    when = voucher.redeemed_at.astimezone(desk.shop.zone)
    return VoucherAlreadyUsed(
        desk.language, code=voucher.code, date=f"{when:%Y-%m-%d %H:%M}",
        till=voucher.redeemed_till, staff=voucher.redeemed_by,
    )  # fmt: skip


def _last_event(desk: Desk, voucher_id: int) -> date:
    last = VoucherEvent.select(fn.MAX(VoucherEvent.on_day)).where(
        VoucherEvent.voucher == voucher_id
    )
    day: date = last.bind(desk.db).scalar()
    return day


def refuse_other_member(desk: Desk, voucher: Voucher, member_id: int | None) -> None:
    """Refuse a voucher that belongs to someone else than stands at the till."""
    is_theirs = type(member_id) is int and voucher.member_id == member_id
    if voucher.member_id is not None and not is_theirs:
        owner = members.get(desk, voucher.member_id)
        raise VoucherMember(desk.language, code=voucher.code, name=owner.name)
