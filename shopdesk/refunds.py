"""Refunds and voids: giving back a receipt in parts or whole, never refused for loyalty's sake."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from shopdesk import (
    clock,
    coming_back,
    facts,
    given_back,
    happenings,
    journal,
    members,
    months,
    open_lots,
    pass_uses,
    passes_given,
    receipts,
    refund_effects,
    returns,
    reverting,
    spending,
    text,
    voucher_returns,
    vouchers,
)
from shopdesk.coming_back import Lines
from shopdesk.journal import Cause
from shopdesk.members import MemberTier
from shopdesk.receipts import Settled
from shopdesk.refund_effects import Beyond
from shopdesk.refusals import AlreadyVoid, ContentRefused, VoidTooLate
from shopdesk.returns import State
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared, prepared_rows
from shopdesk.store.tables.giving import VoucherUse
from shopdesk.store.tables.receipts import Refund as Row
from shopdesk.store.tables.receipts import RefundLine, RefundPayment
from shopdesk.store.tables.shop import Event
from shopdesk.topics import Topic

TOPICS = (
    Topic.PURCHASES, Topic.POINTS, Topic.VOUCHERS, Topic.MEMBERS, Topic.TIERS, Topic.GIFTS,
    Topic.NOTICES, Topic.STORED_VALUE, Topic.PASSES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refund:
    """What a refund gives and takes; ``id`` is nothing in a preview.

    ``money`` in minor units, by ``tenders``; ``points`` is the net change of the balance,
    ``points_returned`` less ``points_taken``; ``vouchers`` are the codes that can be used again,
    ``vouchers_lost`` those that became void with what gave them; ``tier`` is the one the member
    holds after it, nothing for a walk-in. Stored value is among the tenders as ``principal`` and
    ``bonus``, together ``stored_value``. ``uses_returned`` go back to the passes that had paid
    lines, ``uses_taken`` leave with passes that the receipt had sold. ``beyond`` is, in a preview,
    what else happens to the member.
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
    vouchers_lost: tuple[str, ...] = ()
    tier: MemberTier | None = None
    uses_returned: int = 0
    uses_taken: int = 0
    beyond: Beyond | None = field(default=None, compare=False)

    @property
    def stored_value(self) -> int:
        """How much of the money goes back to the member's stored value."""
        return spending.part_of(self.tenders)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A refund worked out: the receipt before, its state after, and what follows from it.

    ``unearned`` is how far the points the receipt earns fall: what facts count of it (9.10).
    ``pass_lines`` are the numbers of the lines whose uses come back.
    """

    before: Settled
    after: State
    refund: Refund
    voucher_ids: tuple[int, ...]
    lines: tuple[tuple[int, int], ...]
    unearned: int
    pass_lines: tuple[int, ...]


def preview_refund(
    desk: Desk,
    purchase_id: int,
    *,
    amount: int | None = None,
    lines: Lines | None = None,
    in_cash: bool = False,
) -> Refund:
    """Everything a refund would do, before it is done: by amount, by lines, or (neither) whole.

    It is the refund itself, taken back again, so the two cannot differ.
    """
    with rehearsal(desk, action="purchases.refund") as made:
        plan = _plan(made, purchase_id, amount, lines, in_cash=in_cash)
        member_id = receipts.member_of(made.db, purchase_id)
        before = refund_effects.held(desk, member_id)
        seen = settled(made, written(made, plan, ""))
        beyond = refund_effects.beyond(made, before)
    return replace(seen, id=None, beyond=beyond)


def refund(
    desk: Desk,
    purchase_id: int,
    *,
    reason: str,
    amount: int | None = None,
    lines: Lines | None = None,
    in_cash: bool = False,
    key: str | None = None,
) -> Refund:
    """Give money back for a receipt: ``amount``, or ``lines`` of (line number, quantity), or all.

    Money goes back to the tenders it came from, or all of it ``in_cash`` where the shop allows;
    spent points to their lots, vouchers when nothing is left of what they lowered; points the
    receipt earned are taken back, as a debt if spent; a tier of the last 14 days that stood on it
    is taken back (9.14). Refuses more than is left, a receipt that is void, and more of one
    receipt in all, with what it was exchanged from and for, than the role may give back.
    """
    content = [purchase_id, amount, lines, reason, *([in_cash] if in_cash else [])]
    with change(desk, *TOPICS, action="purchases.refund", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        plan = _plan(made, purchase_id, amount, lines, in_cash=in_cash)
        done = written(made, plan, text.reason(reason, desk.language))
        given_back.refuse_over_limit(made, purchase_id, done.money)
        return settled(made, done)


def void(desk: Desk, purchase_id: int, *, reason: str, key: str | None = None) -> Refund:
    """Take a receipt of today out of the day as if it had never been: all of it comes back.

    What it pays out counts against the same limit as a refund. Refuses one that was entered for a
    day of a month that is closed: it is refunded.
    """
    with change(
        desk, *TOPICS, action="purchases.void", key=key, content=[purchase_id, reason]
    ) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        plan = _plan(made, purchase_id, None, None, is_void=True)
        receipt = receipts.get(desk, purchase_id)
        entered_on = desk.shop.day_of(receipt.at)
        if entered_on != made.today:
            raise VoidTooLate(desk.language, receipt=purchase_id, date=entered_on)
        months.require_open(desk, receipt.on)
        done = written(made, plan, text.reason(reason, desk.language), is_void=True)
        given_back.refuse_over_limit(made, purchase_id, done.money)
        return settled(made, done)


def by_lines(made: Change, purchase_id: int, lines: Lines, reason: str) -> Refund:
    """Take lines back inside a change, but what it does to the tier: ``settled`` does that."""
    return written(made, _plan(made, purchase_id, None, lines), reason)


def take_back(made: Change, purchase_ids: Iterable[int], reason: str) -> int:
    """Make imported receipts void inside the change that undoes their import; returns how many.

    What they moved members up to goes with them, however long ago that was, once none of them
    counts any more.
    """
    done = []
    for purchase_id in purchase_ids:
        plan = _plan(made, purchase_id, None, None, is_void=True)
        done.append((written(made, plan, reason, is_void=True).id, purchase_id))
    for refund_id, purchase_id in done:
        member_id = receipts.member_of(made.db, purchase_id)
        if member_id is not None and refund_id is not None:
            reverting.settle(made, member_id, refund_id, purchase_id, always=True)
    return len(done)


def by_uses(
    made: Change, purchase_id: int, line: tuple[int, int], reason: str, *, in_cash: bool
) -> Refund:
    """Take uses of the pass that a line sold back inside a change, given in thousandths."""
    before = receipts.settled(made.desk, purchase_id)
    after = returns.by_lines(before.state, [line])
    plan = _planned(made, purchase_id, before, after, in_cash=in_cash)
    return settled(made, written(made, plan, reason))


# --- working it out ---------------------------------------------------------------------------


def _plan(
    made: Change,
    purchase_id: int,
    amount: int | None,
    lines: Lines | None,
    *,
    is_void: bool = False,
    in_cash: bool = False,
) -> _Plan:
    desk = made.desk
    before = receipts.settled(desk, purchase_id)
    if before.is_void:
        raise AlreadyVoid(desk.language, receipt=purchase_id, date=before.last_refund_on)
    if (amount is not None and lines is not None) or (lines is not None and not lines):
        raise ContentRefused(desk.language)
    after = coming_back.state_after(desk, purchase_id, before, amount, lines, is_void=is_void)
    return _planned(made, purchase_id, before, after, in_cash=in_cash)


def _planned(
    made: Change, purchase_id: int, before: Settled, after: State, *, in_cash: bool
) -> _Plan:
    """What follows from a receipt's state before and after."""
    desk = made.desk
    money = before.state.money - after.money
    returned = max(0, before.spent - after.points_still_spent - before.returned)
    unearned = max(0, before.granted - before.rule.earned(after.base) - before.unearned)
    taken = _taken(made, purchase_id, before, unearned)
    ids = _vouchers_back(desk, purchase_id, before.state, after)
    changed = zip(after.lines, before.state.returned, after.returned, strict=True)
    back = tuple((line.number, now - was) for line, was, now in changed if now > was)
    paid = tuple(number for number in before.by_pass if _goes(before.state, after, number - 1))
    planned = Refund(
        id=None,
        purchase_id=purchase_id,
        money=money,
        tenders=coming_back.by_tender(desk, before, after, in_cash=in_cash),
        points=returned - taken,
        points_returned=returned,
        points_taken=taken,
        vouchers=tuple(vouchers.get(desk, voucher_id).code for voucher_id in ids),
        is_whole=after.is_all_returned,
        uses_returned=sum(before.by_pass[number] for number in paid),
        uses_taken=sum(_uses(before, number, milli) for number, milli in back),
    )
    return _Plan(before, after, planned, ids, back, unearned, paid)


def _goes(before: State, after: State, index: int) -> bool:
    """Whether nothing is left of a line now, and something was before."""
    return after.is_line_gone(index) and not before.is_line_gone(index)


def _uses(before: Settled, number: int, milli: int) -> int:
    """How many uses leave with what comes back of a line."""
    return milli // pass_uses.UNIT if number in before.unused else 0


def _taken(made: Change, purchase_id: int, before: Settled, unearned: int) -> int:
    """What is really taken: what expired of the receipt's own lot counts as taken back (9.10)."""
    member_id = receipts.member_of(made.db, purchase_id)
    if member_id is None:
        return 0
    journal.expire_due(made, member_id)
    expired = open_lots.expired_of(made.db, purchase_id)
    return min(unearned, max(0, before.unearned + unearned - expired - before.taken))


@prepared
def _lowered_lines(purchase: Any) -> Any:
    return (
        VoucherUse.select(VoucherUse.voucher, VoucherUse.line)
        .where(VoucherUse.purchase == purchase)
        .order_by(VoucherUse.voucher, VoucherUse.line)
    )


def _vouchers_back(desk: Desk, purchase_id: int, before: State, after: State) -> tuple[int, ...]:
    """Vouchers of which every lowered line is gone now and was not before (9.2)."""
    lowered: dict[int, list[int]] = {}
    for voucher_id, line in _lowered_lines(desk.db, purchase=purchase_id).fetchall():
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
    points_taken: Any, points_returned: Any, points_unearned: Any, is_whole: Any, reason: Any,
) -> Any:  # fmt: skip
    return Row.insert(
        purchase=purchase, event=event, member=member, is_void=is_void, at=at, on_day=on_day,
        money=money, points_taken=points_taken, points_returned=points_returned,
        points_unearned=points_unearned, is_whole=is_whole, reason=reason,
    )  # fmt: skip


_insert_lines = prepared_rows(RefundLine, "refund", "line", "quantity_milli")
_insert_payments = prepared_rows(RefundPayment, "refund", "tender", "amount")


def written(made: Change, plan: _Plan, why: str, *, is_void: bool = False) -> Refund:
    """Write a refund inside a change, and all that follows from it but the tier."""
    desk, planned = made.desk, plan.refund
    receipt = receipts.get(desk, planned.purchase_id)
    refund_id: int = _insert(
        made.db, purchase=receipt.id, event=made.event, member=receipt.member_id,
        is_void=int(is_void), at=clock.to_ms(made.at), on_day=made.today.toordinal(),
        money=planned.money, points_taken=planned.points_taken,
        points_returned=planned.points_returned, points_unearned=plan.unearned,
        is_whole=int(planned.is_whole), reason=why,
    ).lastrowid  # fmt: skip
    _insert_lines(made.db, [(refund_id, *back) for back in plan.lines])
    _insert_payments(made.db, [(refund_id, *paid) for paid in planned.tenders.items()])
    for voucher_id in plan.voucher_ids:
        voucher_returns.return_unused(made, voucher_id)
    if receipt.member_id is not None:
        _move_points(made, plan, receipt.member_id, refund_id)
        _move_value(made, plan, receipt.member_id, refund_id)
        facts.discount_refund(
            made.db, receipt.member_id, receipt.on, spend=planned.money,
            points=plan.unearned, is_void=is_void,
            is_whole=planned.is_whole and not plan.before.state.is_all_returned,
        )  # fmt: skip
        if is_void:
            journal.look_again(made, receipt.member_id)
    made.subject = refund_id
    made.note(purchase=receipt.id, money=planned.money, points=planned.points)
    return replace(planned, id=refund_id)


def settled(made: Change, done: Refund) -> Refund:
    """Let a refund just written take back what a tier stood on; returns all it did (9.14)."""
    assert done.id is not None
    member_id = receipts.member_of(made.db, done.purchase_id)
    if member_id is not None:
        reverting.settle(made, member_id, done.id, done.purchase_id)
        happenings.came_back(made, done.purchase_id, member_id)
        made.note(tier=members.get(made.desk, member_id).tier.code)
    back, lost = voucher_returns.moved_by(made.desk, made.event, made.today, member_id)
    tier = _tier(made.desk, made.facts.get("tier"))
    return replace(done, vouchers=back, vouchers_lost=lost, tier=tier)


def _tier(desk: Desk, code: str | None) -> MemberTier | None:
    return None if code is None else members.member_tier(desk.shop.known.ladder, code)


def _move_points(made: Change, plan: _Plan, member_id: int, refund_id: int) -> None:
    """Points return before points are taken (9.11)."""
    back = Cause("returned", made.today, plan.refund.purchase_id, refund_id)
    journal.give_back(made, member_id, plan.refund.points_returned, back)
    taken = Cause("taken_back", made.today, plan.refund.purchase_id, refund_id)
    journal.take_back(made, member_id, plan.refund.points_taken, taken)


def _move_value(made: Change, plan: _Plan, member_id: int, refund_id: int) -> None:
    """Stored value and uses go back to their lots; passes that were sold leave."""
    purchase_id = plan.refund.purchase_id
    if plan.refund.stored_value:
        spending.give_back(made, member_id, plan.refund.tenders, purchase_id, refund_id)
    for number in plan.pass_lines:
        for lot in pass_uses.give_back(made, member_id, purchase_id, refund_id, number):
            passes_given.empty_again(made, lot)
    for number, milli in plan.lines:
        uses = _uses(plan.before, number, milli)
        if uses:
            pass_uses.take_back(made, member_id, purchase_id, refund_id, number, uses)


def get(desk: Desk, refund_id: int) -> Refund:
    """A refund made before, as it was told then."""
    purchase_id, member_id, money, taken, returned, is_whole, event, on = (
        Row.select(
            Row.purchase, Row.member, Row.money, Row.points_taken, Row.points_returned,
            Row.is_whole, Row.event, Row.on_day,
        )
        .where(Row.id == refund_id)
        .tuples()
        .bind(desk.db)
        .first()
    )  # fmt: skip
    tenders = (
        RefundPayment.select(RefundPayment.tender, RefundPayment.amount)
        .where(RefundPayment.refund == refund_id)
        .tuples()
        .bind(desk.db)
    )
    back, lost = voucher_returns.moved_by(desk, event, on, member_id)
    uses = pass_uses.moved_by(desk.db, refund_id)
    noted = Event.select(Event.body).where(Event.id == event).tuples().bind(desk.db).first()
    return Refund(
        id=refund_id, purchase_id=purchase_id, money=money, tenders=dict(tenders),
        points=returned - taken, points_returned=returned, points_taken=taken, vouchers=back,
        is_whole=bool(is_whole), vouchers_lost=lost,
        tier=_tier(desk, json.loads(noted[0]).get("tier")),
        uses_returned=uses.get("returned", 0), uses_taken=-uses.get("taken_back", 0),
    )  # fmt: skip
