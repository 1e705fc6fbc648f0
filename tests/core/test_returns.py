"""What has come back of a receipt depends on its state alone, to the unit (9.2, 9.5 to 9.7)."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import returns
from shopdesk.money import TENDER_ORDER, spread
from shopdesk.returns import SoldLine, State, by_amount, by_lines, everything, sold


def receipt(
    *paid: int, milli: int = 1000, points: tuple[int, ...] = (), earning: tuple[bool, ...] = ()
) -> State:
    return sold([
        SoldLine(
            index + 1, milli, amount,
            points[index] if points else 0,
            earning[index] if earning else True,
        )
        for index, amount in enumerate(paid)
    ])  # fmt: skip


# --- money ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "left"), [(1, 9999), (9999, 1), (10000, 0)])
def test_an_amount_up_to_what_was_paid_comes_back(amount: int, left: int) -> None:
    assert by_amount(receipt(10000), amount).money == left


@pytest.mark.parametrize("amount", [-1, 0, 10001])
def test_no_other_amount_does(amount: int) -> None:
    with pytest.raises(ValueError, match=str(amount)):
        by_amount(receipt(10000), amount)


def test_three_units_come_back_for_the_floor_of_their_share_and_the_last_for_the_rest() -> None:
    state = receipt(1000, milli=3000)
    given_back = []
    for _ in range(3):
        after = by_lines(state, [(1, 1000)])
        given_back.append(state.money - after.money)
        state = after
    assert given_back == [333, 333, 334]
    assert by_lines(receipt(1000, milli=3000), [(1, 2000)]).money == 1000 - 666


def test_after_an_amount_a_line_is_worth_its_share_of_the_rest_rounded_up() -> None:
    state = by_amount(receipt(1000, 500), 700)
    first = by_lines(state, [(2, 1000)])
    assert (state.money, first.money) == (800, 533)
    assert by_lines(first, [(1, 1000)]).money == 0


@pytest.mark.parametrize(
    "wanted", [[(1, 1001)], [(1, 500), (1, 501)], [(3, 1000)], [(1, 0)], [(1, -1)], [(0, 1)]]
)
def test_more_than_is_left_of_a_line_never_comes_back(wanted: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        by_lines(receipt(1000, 500), wanted)


def test_lines_named_twice_in_one_refund_add_up() -> None:
    once = by_lines(receipt(1000, 500), [(1, 700), (2, 1000)])
    assert by_lines(receipt(1000, 500), [(1, 300), (2, 1000), (1, 400)]) == once


# --- the base of points -----------------------------------------------------------------------


def test_the_base_is_the_earning_lines_share_of_the_money_left_unrounded() -> None:
    state = by_amount(receipt(1000, 500, earning=(True, False)), 100)
    assert state.base == Fraction(1000 * 1400, 1500)
    assert everything(state).base == 0
    assert by_lines(state, [(1, 1000)]).base == 0


def test_what_multiplies_a_line_stands_inside_the_sum() -> None:
    lines = (SoldLine(1, 3000, 1000, 0, True, 150), SoldLine(2, 1000, 500, 0, True))
    state = by_lines(by_amount(sold(lines), 100), [(1, 1000)])
    kept, money = 1000 - 333, state.money
    assert state.base == Fraction(kept * 150 + 500 * 100, 100) * Fraction(money, kept + 500)


# --- points spent -----------------------------------------------------------------------------


def test_points_come_back_with_their_line() -> None:
    state = receipt(900, 600, points=(300, 200))
    assert by_lines(state, [(1, 1000)]).points_still_spent == 200
    assert by_lines(state, [(1, 500)]).points_still_spent == 350


@pytest.mark.parametrize(
    ("amount", "came_back"), [(1, 0), (2, 0), (3, 1), (1499, 499), (1500, 500)]
)
def test_an_amount_brings_back_its_share_of_points_rounded_down(
    amount: int, came_back: int
) -> None:
    state = receipt(900, 600, points=(300, 200))
    assert 500 - by_amount(state, amount).points_still_spent == came_back


def test_a_receipt_with_nothing_due_brings_its_points_back_by_lines() -> None:
    state = receipt(0, 0, points=(300, 200))
    assert by_lines(state, [(2, 1000)]).points_still_spent == 300
    assert everything(state).points_still_spent == 0


# --- when nothing is left ---------------------------------------------------------------------


def test_nothing_is_left_when_every_line_or_all_the_money_came_back() -> None:
    state = receipt(1000, 500)
    assert not state.is_all_returned
    assert not by_amount(state, 1499).is_all_returned
    assert by_amount(state, 1500).is_all_returned
    assert not by_lines(state, [(1, 1000), (2, 999)]).is_all_returned
    assert by_lines(state, [(1, 1000), (2, 1000)]).is_all_returned


def test_a_receipt_with_nothing_due_is_not_gone_before_its_lines_are() -> None:
    state = receipt(0, 0)
    assert not state.is_all_returned
    assert not by_lines(state, [(1, 1000)]).is_all_returned
    assert everything(state).is_all_returned


def test_a_line_kept_for_nothing_is_left_although_all_the_money_came_back() -> None:
    state = by_lines(receipt(1, 0, points=(5000, 5000)), [(1, 1000)])
    assert state.money == 0
    assert not state.is_all_returned
    assert (state.is_line_gone(0), state.is_line_gone(1)) == (True, False)
    assert everything(state).is_all_returned


# --- tenders ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payments", "given", "each"),
    [
        ({"cash": 5000, "wechat": 5000}, 5001, {"cash": 2500, "wechat": 2501}),
        ({"wechat": 1, "cash": 1}, 1, {"cash": 0, "wechat": 1}),
        (
            {"alipay": 100, "wechat": 100, "card": 100, "cash": 100},
            202,
            {"cash": 50, "card": 50, "wechat": 51, "alipay": 51},
        ),
        ({"card": 333, "alipay": 667}, 1000, {"card": 333, "alipay": 667}),
        ({"imported": 700}, 70, {"imported": 70}),
        ({}, 0, {}),
    ],
)
def test_each_tender_gets_the_floor_of_its_share_of_the_rest_and_the_last_the_rest(
    payments: dict[str, int], given: int, each: dict[str, int]
) -> None:
    shares = returns.tenders_given(payments, given)
    assert shares == each
    assert list(shares) == [tender for tender in TENDER_ORDER if tender in payments]


payments = st.dictionaries(st.sampled_from(TENDER_ORDER), st.integers(1, 10**6), min_size=1)


@given(payments, st.data())
def test_no_tender_gives_more_than_it_took_nor_takes_back_what_it_gave(
    taken: dict[str, int], data: st.DataObject
) -> None:
    due = sum(taken.values())
    totals = [*sorted(data.draw(st.lists(st.integers(0, due), max_size=6))), due]
    shares = [returns.tenders_given(taken, total) for total in totals]
    for total, share in zip(totals, shares, strict=True):
        assert sum(share.values()) == total
    for earlier, later in pairwise(shares):
        assert all(0 <= earlier[tender] <= later[tender] <= taken[tender] for tender in taken)
    assert shares[-1] == {tender: taken[tender] for tender in shares[-1]}


# --- any way there ----------------------------------------------------------------------------


@st.composite
def receipts(draw: st.DrawFn) -> State:
    """A receipt as it may be sold: what was paid and spent is spread over what was listed."""
    listed = draw(st.lists(st.integers(0, 20_000), min_size=1, max_size=5))
    off = draw(st.integers(0, sum(listed)))
    paid = [amount - part for amount, part in zip(listed, spread(off, listed), strict=True)]
    points = spread(draw(st.integers(0, 5000)), listed)
    millis = draw(st.lists(st.sampled_from([1, 500, 1000, 3000, 7123]), min_size=5, max_size=5))
    earning = draw(st.lists(st.booleans(), min_size=5, max_size=5))
    percents = draw(st.lists(st.sampled_from([100, 100, 150, 200]), min_size=5, max_size=5))
    return sold([
        SoldLine(i + 1, millis[i], paid[i], points[i], earning[i], percents[i])
        for i in range(len(listed))
    ])  # fmt: skip


def a_step(data: st.DataObject, state: State) -> State:
    """Give back some more of a receipt, in any way that is left."""
    open_lines = [
        (line.number, line.quantity_milli - back)
        for line, back in zip(state.lines, state.returned, strict=True)
        if back < line.quantity_milli
    ]
    by_money = state.money > 0 and data.draw(st.booleans())
    if by_money or not open_lines:
        return by_amount(state, data.draw(st.integers(1, state.money)))
    number, left = data.draw(st.sampled_from(open_lines))
    return by_lines(state, [(number, data.draw(st.integers(1, left)))])


@given(receipts(), st.data())
def test_what_is_left_only_shrinks_and_stays_within_what_was_sold(
    before: State, data: st.DataObject
) -> None:
    state = before
    while not state.is_all_returned:
        after = a_step(data, state)
        assert 0 <= after.money <= state.money
        assert 0 <= after.paid_left <= state.paid_left
        assert 0 <= after.base <= min(state.base, 2 * after.money)
        assert 0 <= after.points_still_spent <= sum(line.points for line in before.lines)
        assert after.money <= after.paid_left
        state = after
    assert (state.money, state.base) == (0, 0)
    assert everything(state).points_still_spent == 0


@given(receipts().filter(lambda state: state.due > 1), st.data())
def test_many_amounts_leave_what_one_of_their_sum_leaves(
    before: State, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, before.due - 1), min_size=1, max_size=5)))
    state = before
    for earlier, later in pairwise([0, *cuts]):
        state = by_amount(state, later - earlier)
    assert state == by_amount(before, cuts[-1])


@given(receipts(), st.data())
def test_lines_handed_back_one_by_one_in_any_order_are_worth_what_they_are_worth_at_once(
    before: State, data: st.DataObject
) -> None:
    wanted = [
        (line.number, data.draw(st.integers(1, line.quantity_milli))) for line in before.lines
    ]
    at_once = by_lines(before, wanted)
    state = before
    for number, quantity in data.draw(st.permutations(wanted)):
        half = quantity // 2
        state = by_lines(state, [(number, part) for part in (half, quantity - half) if part])
    assert state == at_once
    assert state.money == state.paid_left
