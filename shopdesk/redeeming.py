"""Using vouchers up: what is scanned at a till, gifts that are handed over, and what is refused."""

from typing import Any

from shopdesk import codes, gifts, refused_scans, text
from shopdesk.clock import to_ms
from shopdesk.inspection import Voucher, get, inspect, refuse_other_member, used
from shopdesk.refusals import Refused, VoucherKind, VoucherMisread
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.channels import HandOver
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.topics import Topic
from shopdesk.voucher_events import note as write_down


def recognise(desk: Desk, scanned: str, *, member_id: int | None = None) -> Voucher:
    """``inspect`` what was scanned at a till, where a refusal is kept and a good one counts too.

    Refuses one of another member as well, where ``member_id`` says who stands here.
    """
    try:
        voucher = inspect(desk, scanned)
        if member_id is not None:
            refuse_other_member(desk, voucher, member_id)
    except Refused as refusal:
        remember_refusal(desk, scanned, refusal)
        raise
    if refused_scans.is_counting(desk):
        with change(desk, action="vouchers.recognise") as made:
            made.subject = voucher.id
            refused_scans.begin_anew(made, desk.till)
    return voucher


def redeem(
    desk: Desk,
    code: str,
    *,
    member_id: int | None = None,
    taken_by: str = "",
    note: str = "",
    key: str | None = None,
) -> Voucher:
    """Hand a gift over for its voucher, once.

    ``member_id`` says which member stands here, ``taken_by`` who else takes it, by name: that is
    kept with the ``note``. Refuses every voucher that ``inspect`` refuses, one of another member,
    and one that lowers a price. Refusals are kept in the audit.
    """
    scanned, kept = text.scanned(code), _hand_over(desk, member_id, taken_by, note)
    content = scanned if not any(kept) else [scanned, member_id, *kept[1:]]
    try:
        with change(
            desk, Topic.VOUCHERS, Topic.GIFTS,
            action="vouchers.redeem", key=key, content=content,
        ) as made:  # fmt: skip
            if made.repeats is not None:
                return get(desk, made.repeats)
            voucher = inspect(desk, code)
            if voucher.gift_id is None:
                raise VoucherKind(desk.language, code=voucher.code, kind=voucher.kind)
            if member_id is not None:
                refuse_other_member(desk, voucher, member_id)
            made.subject = voucher.id
            hand_over(made, voucher, kept)
    except Refused as refusal:
        remember_refusal(desk, code, refusal)
        raise
    return get(desk, voucher.id)


Taker = tuple[bool, str, str]
"""Whether the member took a gift, else who did, and a note."""


def _hand_over(desk: Desk, member_id: int | None, taken_by: str, note: str) -> Taker:
    taker = text.remark(taken_by, desk.language, text.NAME_LENGTH)
    return member_id is not None, taker, text.remark(note, desk.language)


_insert_hand_over = prepared_row(HandOver, "voucher", "is_member", "taken_by", "note", "event")


def hand_over(made: Change, voucher: Voucher, taker: Taker) -> None:
    """Let a gift go for its voucher inside a change, and keep who took it."""
    is_member, taken_by, why = taker
    assert voucher.gift_id is not None
    spend(made, voucher)
    gifts.move(made, voucher.gift_id, "given", 1, voucher.id)
    _insert_hand_over(made.db, (voucher.id, int(is_member), taken_by, why, made.event))


@prepared
def _redeem(voucher: Any, at: Any, staff: Any, till: Any, purchase: Any) -> Any:
    return Row.update(
        state="redeemed", redeemed_at=at, redeemed_by=staff, redeemed_till=till, purchase=purchase
    ).where((Row.id == voucher) & (Row.state == "issued"))


def spend(made: Change, voucher: Voucher, purchase: int | None = None) -> None:
    """Use a voucher up: one guarded statement that must change exactly one row."""
    changed = _redeem(
        made.db, voucher=voucher.id, at=to_ms(made.at), staff=made.desk.staff_id,
        till=made.desk.till, purchase=purchase,
    )  # fmt: skip
    if changed.rowcount != 1:
        raise used(made.desk, get(made.desk, voucher.id))
    write_down(made, voucher.id, "redeemed", purchase=purchase)
    refused_scans.begin_anew(made, made.desk.till)


def remember_refusal(desk: Desk, scanned: str, refusal: Refused) -> None:
    """Keep that a voucher's code was tried and refused, a misread one where it looks like one."""
    code, is_misread = text.scanned(scanned), isinstance(refusal, VoucherMisread)
    if not refusal.code.startswith("voucher_") or (is_misread and not codes.looks_meant(code)):
        return
    with change(desk, Topic.VOUCHERS, action="vouchers.refused") as made:
        tried = code[: codes.VOUCHER_LENGTH]
        made.note(code=tried, refusal=refusal.code, uptime_ms=desk.shop.uptime_ms())
        refused_scans.keep_refused(made, tried, refusal.code)
