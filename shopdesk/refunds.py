"""Refunds and voids: giving back a receipt in parts or whole, never refused for loyalty's sake."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk import clock, facts, journal, receipts, returns, text, vouchers
from shopdesk.buying import Quantity, milli, whole_amount
from shopdesk.journal import Cause
from shopdesk.money import Money
from shopdesk.receipts import Settled
from shopdesk.refusals import (
    AlreadyVoid,
    AmountRefused,
    ContentRefused,
    LineExceeds,
    RefundExceeds,
    VoidTooLate,
)
from shopdesk.returns import State
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_rows
from shopdesk.store.tables import Refund as Row
from shopdesk.store.tables import RefundLine, RefundPayment, VoucherUse
from shopdesk.topics import Topic

_TOPICS = (Topic.PURCHASES, Topic.POINTS, Topic.VOUCHERS, Topic.MEMBERS)
Lines = Sequence[tuple[int, Quantity]]


@dataclass(frozen=True, slots=True)
class Refund:
    """What a refund gives and takes; ``id`` is nothing in a preview.

    ``money`` in minor units, by ``tenders``; ``points`` is the net change of the balance,
    ``points_returned`` less ``points_taken``; ``vouchers`` are the codes that can be used again.
    """

    id: int | None
    purchase_id: int
    money: int
    tenders: dict[str, int]
    points: int
    points_returned: int
    points_taken: int
    vouchers: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A refund worked out: the receipt before, its state after, and what follows from it."""

    before: Settled
    after: State
    refund: Refund
    voucher_ids: tuple[int, ...]
    lines: tuple[tuple[int, int], ...]


def preview_refund(
    desk: Desk, purchase_id: int, *, amount: int | None = None, lines: Lines | None = None
) -> Refund:
    """Everything a refund would do, before it is done: by amount, by lines, or (neither) whole."""
    return _plan(desk, purchase_id, amount, lines).refund


def refund(
    desk: Desk,
    purchase_id: int,
    *,
    reason: str,
    amount: int | None = None,
    lines: Lines | None = None,
    key: str | None = None,
) -> Refund:
    """Give money back for a receipt: ``amount``, or ``lines`` of (line number, quantity), or all.

    Money goes back to the tenders it came from, spent points to their lots, vouchers when nothing
    is left of what they lowered; points the receipt earned are taken back, as a debt if spent.
    Refuses more than is left, and a receipt that is void.
    """
    content = [purchase_id, amount, lines, reason]
    with change(desk, *_TOPICS, action="purchases.refund", key=key, content=content) as made:
        if made.repeats is not None:
            return _get(desk, made.repeats)
        return _make(made, _plan(desk, purchase_id, amount, lines), reason)


def void(desk: Desk, purchase_id: int, *, reason: str, key: str | None = None) -> Refund:
    """Take a receipt of today out of the day as if it had never been: all of it comes back."""
    with change(
        desk, *_TOPICS, action="purchases.void", key=key, content=[purchase_id, reason]
    ) as made:
        if made.repeats is not None:
            return _get(desk, made.repeats)
        plan = _plan(desk, purchase_id, None, None, is_void=True)
        entered_on = desk.shop.day_of(receipts.get(desk, purchase_id).at)
        if entered_on != made.today:
            raise VoidTooLate(desk.language, receipt=purchase_id, date=entered_on)
        return _make(made, plan, reason, is_void=True)


# --- working it out ---------------------------------------------------------------------------


def _plan(
    desk: Desk,
    purchase_id: int,
    amount: int | None,
    lines: Lines | None,
    *,
    is_void: bool = False,
) -> _Plan:
    before = receipts.settled(desk, purchase_id)
    if before.is_void:
        raise AlreadyVoid(desk.language, receipt=purchase_id, date=before.last_refund_on)
    if (amount is not None and lines is not None) or (lines is not None and not lines):
        raise ContentRefused(desk.language)
    after = _after(desk, purchase_id, before.state, amount, lines, is_void=is_void)
    money = before.state.money - after.money
    returned = max(0, before.spent - after.points_still_spent - before.returned)
    taken = max(0, before.granted - before.rule.earned(after.base) - before.taken)
    ids = _vouchers_back(desk, purchase_id, before.state, after)
    planned = Refund(
        id=None,
        purchase_id=purchase_id,
        money=money,
        tenders=_tenders(before, after),
        points=returned - taken,
        points_returned=returned,
        points_taken=taken,
        vouchers=tuple(vouchers.get(desk, voucher_id).code for voucher_id in ids),
        is_whole=after.is_all_returned,
    )
    changed = zip(after.lines, before.state.returned, after.returned, strict=True)
    back = tuple((line.number, now - was) for line, was, now in changed if now > was)
    return _Plan(before, after, planned, ids, back)


def _after(
    desk: Desk,
    purchase_id: int,
    state: State,
    amount: int | None,
    lines: Lines | None,
    *,
    is_void: bool,
) -> State:
    if amount is not None and whole_amount(desk, amount) == 0:
        raise AmountRefused(desk.language, amount=amount)
    if state.is_all_returned and not is_void:
        raise _exceeds(desk, state)
    try:
        if amount is not None:
            return returns.by_amount(state, amount)
        if lines is not None:
            wanted = [(n, milli(desk, count)) for n, count in lines]
            _refuse_line_beyond(desk, purchase_id, state, wanted)
            return returns.by_lines(state, wanted)
    except ValueError:
        raise _exceeds(desk, state) from None
    return returns.everything(state)


def _refuse_line_beyond(
    desk: Desk, purchase_id: int, state: State, wanted: Sequence[tuple[int, int]]
) -> None:
    """Name the line of which more is wanted than is left: money alone would not tell which."""
    for line, back in zip(state.lines, state.returned, strict=True):
        left = line.quantity_milli - back
        if sum(count for number, count in wanted if number == line.number) > left:
            sold = next(
                one for one in receipts.get(desk, purchase_id).lines if one.number == line.number
            )
            name, much = sold.name or sold.category, text.from_milli(left).normalize()
            raise LineExceeds(desk.language, name=name, left=f"{much:f}")


def _exceeds(desk: Desk, state: State) -> RefundExceeds:
    return RefundExceeds(desk.language, left=Money(state.money, desk.shop.settings.currency))


def _tenders(before: Settled, after: State) -> dict[str, int]:
    """What each tender gets now: the difference of what it has got before and after (9.5).

    What was tendered before the shop used ShopDesk is given back in cash.
    """
    due = before.state.due
    had = returns.tenders_given(before.payments, due - before.state.money)
    now = returns.tenders_given(before.payments, due - after.money)
    given: dict[str, int] = {}
    for tender, total in now.items():
        paid_in = "cash" if tender == "imported" else tender
        given[paid_in] = given.get(paid_in, 0) + total - had.get(tender, 0)
    return {tender: part for tender, part in given.items() if part}


@prepared
def _uses(purchase: Any) -> Any:
    return (
        VoucherUse.select(VoucherUse.voucher, VoucherUse.line)
        .where(VoucherUse.purchase == purchase)
        .order_by(VoucherUse.voucher, VoucherUse.line)
    )


def _vouchers_back(desk: Desk, purchase_id: int, before: State, after: State) -> tuple[int, ...]:
    """Vouchers of which every lowered line is gone now and was not before (9.2)."""
    lowered: dict[int, list[int]] = {}
    for voucher_id, line in _uses(desk.db, purchase=purchase_id).fetchall():
        lowered.setdefault(voucher_id, []).append(line - 1)
    return tuple(
        voucher_id
        for voucher_id, lines in lowered.items()
        if all(after.is_line_gone(line) for line in lines)
        and not all(before.is_line_gone(line) for line in lines)
    )


# --- writing it -------------------------------------------------------------------------------


@prepared
def _insert(
    *, purchase: Any, event: Any, member: Any, is_void: Any, at: Any, on_day: Any, money: Any,
    points_taken: Any, points_returned: Any, is_whole: Any, reason: Any,
) -> Any:  # fmt: skip
    return Row.insert(
        purchase=purchase, event=event, member=member, is_void=is_void, at=at, on_day=on_day,
        money=money, points_taken=points_taken, points_returned=points_returned,
        is_whole=is_whole, reason=reason,
    )  # fmt: skip


_insert_lines = prepared_rows(RefundLine, "refund", "line", "quantity_milli")
_insert_payments = prepared_rows(RefundPayment, "refund", "tender", "amount")


def _make(made: Change, plan: _Plan, reason: str, *, is_void: bool = False) -> Refund:
    desk, planned = made.desk, plan.refund
    why = text.reason(reason, desk.language)
    receipt = receipts.get(desk, planned.purchase_id)
    refund_id: int = _insert(
        made.db, purchase=receipt.id, event=made.event, member=receipt.member_id,
        is_void=int(is_void), at=clock.to_ms(made.at), on_day=made.today.toordinal(),
        money=planned.money, points_taken=planned.points_taken,
        points_returned=planned.points_returned, is_whole=int(planned.is_whole), reason=why,
    ).lastrowid  # fmt: skip
    _insert_lines(made.db, [(refund_id, *back) for back in plan.lines])
    _insert_payments(made.db, [(refund_id, *paid) for paid in planned.tenders.items()])
    for voucher_id in plan.voucher_ids:
        vouchers.return_unused(made, voucher_id)
    if receipt.member_id is not None:
        _move_points(made, plan, receipt.member_id, refund_id)
        facts.discount_refund(
            made.db, receipt.member_id, receipt.on, spend=planned.money,
            points=planned.points_taken, is_void=is_void,
            is_whole=planned.is_whole and not plan.before.state.is_all_returned,
        )  # fmt: skip
    made.subject = refund_id
    made.note(purchase=receipt.id, money=planned.money, points=planned.points)
    return _get(desk, refund_id)


def _move_points(made: Change, plan: _Plan, member_id: int, refund_id: int) -> None:
    """Points return before points are taken (9.11)."""
    back = Cause("returned", made.today, plan.refund.purchase_id, refund_id)
    journal.give_back(made, member_id, plan.refund.points_returned, back)
    taken = Cause("taken_back", made.today, plan.refund.purchase_id, refund_id)
    journal.take_back(made, member_id, plan.refund.points_taken, taken)


def _get(desk: Desk, refund_id: int) -> Refund:
    purchase_id, money, taken, returned, is_whole, event = (
        Row.select(
            Row.purchase, Row.money, Row.points_taken, Row.points_returned, Row.is_whole, Row.event
        )
        .where(Row.id == refund_id)
        .tuples()
        .bind(desk.db)
        .first()
    )
    tenders = (
        RefundPayment.select(RefundPayment.tender, RefundPayment.amount)
        .where(RefundPayment.refund == refund_id)
        .tuples()
        .bind(desk.db)
    )
    return Refund(
        id=refund_id, purchase_id=purchase_id, money=money, tenders=dict(tenders),
        points=returned - taken, points_returned=returned, points_taken=taken,
        vouchers=vouchers.returned_by(desk, event), is_whole=bool(is_whole),
    )  # fmt: skip
