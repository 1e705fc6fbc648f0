"""Vouchers that come back with what they lowered, and those whose occasion is taken back."""

from datetime import date, timedelta
from typing import Any

from peewee import SQL, fn

from shopdesk import notices, vouchers
from shopdesk.inspection import Voucher, get
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.store.tables.giving import VoucherEvent

RETURNED_DAYS = 30
"""A voucher that comes back after its last day lives this long at most (9.16)."""


def return_unused(made: Change, voucher_id: int) -> None:
    """Bring a voucher back when nothing is left of the lines it lowered (9.2).

    It keeps its rule, occasion and cost. One whose occasion was taken back meanwhile does not live
    on: it is void (9.1).
    """
    voucher = get(made.desk, voucher_id)
    if voucher.state != "redeemed":
        return
    last_day = _last_day(made, voucher)
    _return(made.db, voucher=voucher_id, valid_until_on=last_day.toordinal())
    vouchers.note(made, voucher_id, "returned", until=last_day)
    if _is_forfeit(made, voucher_id):
        vouchers.end(made, voucher, "void", on=made.today)


def _last_day(made: Change, voucher: Voucher) -> date:
    """Its own; once that has passed, as many days from now as were left, 30 at most (9.16)."""
    if voucher.valid_until_on >= made.today or voucher.redeemed_at is None:
        return voucher.valid_until_on
    had_left = voucher.valid_until_on - made.desk.shop.day_of(voucher.redeemed_at)
    return made.today + min(timedelta(days=RETURNED_DAYS), had_left)


@prepared
def _return(voucher: Any, valid_until_on: Any) -> Any:
    return Row.update(
        state="issued", redeemed_at=None, redeemed_by=None, redeemed_till=None, purchase=None,
        valid_until_on=valid_until_on,
    ).where((Row.id == voucher) & (Row.state == "redeemed"))  # fmt: skip


@prepared
def _flag(voucher: Any) -> Any:
    return Row.select(Row.is_forfeit).where(Row.id == voucher)


@prepared
def _set_forfeit(voucher: Any) -> Any:
    return Row.update(is_forfeit=1).where(Row.id == voucher)


def _is_forfeit(made: Change, voucher_id: int) -> bool:
    return bool(_flag(made.db, voucher=voucher_id).fetchone()[0])


def forfeit(made: Change, voucher_id: int) -> bool:
    """Take back what a voucher was given for; returns whether it was used (9.1).

    Unused it becomes void. A used one is told to the owner, once, and becomes void instead of
    issued should it come back.
    """
    voucher = get(made.desk, voucher_id)
    if voucher.state == "issued":
        vouchers.end(made, voucher, "void", on=made.today)
    if voucher.state == "redeemed" and not _is_forfeit(made, voucher_id):
        _set_forfeit(made.db, voucher=voucher_id)
        notices.write(made, notices.FORFEIT, member=voucher.member_id, voucher=voucher_id)
    return is_used(made, voucher_id)


def is_used(made: Change, voucher_id: int) -> bool:
    """Whether a voucher was used, also one that came back after what gave it was taken back."""
    return get(made.desk, voucher_id).state == "redeemed" or _is_forfeit(made, voucher_id)


@prepared
def _moved(event: Any, on_day: Any, member: Any) -> Any:
    """The vouchers an event brought back or made void, and whether they are void."""
    by_it = (VoucherEvent.on_day == on_day) & (VoucherEvent.event == event)
    came = VoucherEvent.alias("came")
    back = came.select(came.voucher).where(
        (came.on_day == on_day) & (came.event == event) & (came.kind == SQL("'returned'"))
    )
    mine = Row.member.is_null() | (Row.member == member) | Row.id.in_(back)
    return (
        Row.select(Row.code, fn.MAX(VoucherEvent.kind == SQL("'void'")))
        .join(VoucherEvent, on=(VoucherEvent.voucher == Row.id))
        .where(by_it & VoucherEvent.kind.in_(("returned", "void")) & mine)
        .group_by(Row.id)
        .order_by(Row.id)
    )


def moved_by(
    desk: Desk, event: int, on: date, member_id: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that an event brought back for use, and those it made void, of a member or bearer.

    What was used on their receipt is told too where its owner is another by now: a merge that was
    undone. What comes back only to become void is not back.
    """
    found = _moved(desk.db, event=event, on_day=on.toordinal(), member=member_id).fetchall()
    back = tuple(code for code, is_void in found if not is_void)
    return back, tuple(code for code, is_void in found if is_void)
