"""What comes back of a receipt: what may be asked for, and by which tenders money returns."""

from collections.abc import Mapping, Sequence

from shopdesk import passes_back, receipts, returns, spending, text
from shopdesk.buying import Quantity, milli, whole_amount
from shopdesk.money import Money
from shopdesk.receipts import Settled
from shopdesk.refusals import (
    AmountRefused,
    CashRefused,
    ContentRefused,
    LineExceeds,
    RefundExceeds,
)
from shopdesk.refusals_of_value import PassByLines
from shopdesk.returns import State
from shopdesk.shop import Desk

Lines = Sequence[tuple[int, Quantity]]
"""Lines as asked for: (line number, quantity)."""


def state_after(
    desk: Desk,
    purchase_id: int,
    before: Settled,
    amount: int | None,
    lines: Lines | None,
    *,
    is_void: bool,
) -> State:
    """A receipt's state after a refund by amount, by lines, or (neither) of all that is left.

    Refuses an amount that is none, and more than is left.
    """
    state = before.state
    if amount is not None and whole_amount(desk, amount) == 0:
        raise AmountRefused(desk.language, amount=amount)
    if state.is_all_returned and not is_void:
        raise _exceeds(desk, state)
    if amount is not None and before.unused:
        raise PassByLines(desk.language)
    try:
        if amount is not None:
            return returns.by_amount(state, amount)
        if lines is not None:
            wanted = _wanted(desk, lines)
            if before.unused or before.by_pass:
                wanted = passes_back.in_uses(desk, purchase_id, before, wanted)
            _refuse_line_beyond(desk, purchase_id, state, wanted)
            return returns.by_lines(state, wanted)
    except ValueError:
        raise _exceeds(desk, state) from None
    if passes_back.is_partly_spent(before):
        return passes_back.rest(desk, purchase_id, before, is_void=is_void)
    return returns.everything(state)


def _wanted(desk: Desk, lines: Lines) -> list[tuple[int, int]]:
    """Lines as asked for, in thousandths; refuses what are no pairs of a number and a quantity."""
    try:
        asked = [(number, count) for number, count in lines]
    except (TypeError, ValueError):
        raise ContentRefused(desk.language) from None
    if any(type(number) is not int for number, _ in asked):
        raise ContentRefused(desk.language)
    return [(number, milli(desk, count)) for number, count in asked]


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


def by_tender(
    desk: Desk, before: Settled, after: State, *, in_cash: bool = False
) -> dict[str, int]:
    """What each tender gets now: the difference of what it has got before and after (9.5).

    What was tendered before the shop used ShopDesk is given back in cash. So is everything with
    ``in_cash``: what later refunds give each tender goes on as if it had not been. Refused where
    the shop does not allow it and anything but cash would be.
    """
    due = before.state.due
    had = returns.tenders_given(before.payments, due - before.state.money)
    now = returns.tenders_given(before.payments, due - after.money)
    given: dict[str, int] = {}
    for tender, total in now.items():
        paid_in = "cash" if tender == "imported" else tender
        given[paid_in] = given.get(paid_in, 0) + total - had.get(tender, 0)
    given = {tender: part for tender, part in given.items() if part}
    return as_asked(desk, given, in_cash=in_cash)


def as_asked(desk: Desk, given: dict[str, int], *, in_cash: bool) -> dict[str, int]:
    """The same, or with ``in_cash`` all in cash; refuses what is neither yes nor no."""
    if type(in_cash) is not bool:
        raise ContentRefused(desk.language)
    return _all_cash(desk, given) if in_cash else given


def _all_cash(desk: Desk, given: Mapping[str, int]) -> dict[str, int]:
    """The same all in cash, but stored value: that always goes back to where it came from.

    In cash it would take along bonus that nobody paid for (9.4). Refused where the shop gives
    nothing back in cash that was paid otherwise.
    """
    stored = {tender: part for tender, part in given.items() if tender in spending.BUCKETS}
    if given.keys() - {"cash", *stored} and not desk.shop.settings.refund_to_cash:
        raise CashRefused(desk.language)
    total = sum(given.values()) - sum(stored.values())
    return {"cash": total, **stored} if total else stored
