"""A price comes about step by step, and lines, steps and due always sum (9.7, 9.9)."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.pricing import Item, PointsRule, Priced, Term, listed, rule_from_json, start
from shopdesk.steps import (
    HandDiscount,
    HandPrice,
    Membership,
    with_discount,
    with_hand_prices,
    with_membership,
    with_points,
    with_rounding,
    with_vouchers,
)

HUNDRED_A_YUAN = PointsRule(1, 100, 100, 100, 100)


def item(amount: int, *, is_discounted: bool = True, is_earning: bool = True) -> Item:
    return Item(None, "tea", "", 1000, amount, None, amount, is_discounted, is_earning)


def goods(*amounts: int) -> Priced:
    return start([item(amount) for amount in amounts])


def term(number: int, *, amount: int = 0, percent_off: int = 0, cap: int | None = None) -> Term:
    kind = "percent" if percent_off else "amount"
    return Term(number, f"V{number}", kind, amount, percent_off, 0, cap, f"voucher {number}")


def with_tier(priced: Priced, percent: int, why: str) -> Priced:
    return with_membership(priced, Membership(percent, {}, lambda _percent: why, "member price"))


def paid(priced: Priced) -> list[int]:
    return [line.paid for line in priced.lines]


def steps(priced: Priced) -> list[tuple[str, int]]:
    return [(step.kind, step.amount) for step in priced.steps]


# --- quantities -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "quantity_milli", "amount"),
    [
        (6800, 2000, 13600),
        (1, 499, 0),
        (1, 500, 1),
        (1, 1499, 1),
        (1, 1500, 2),
        (999, 125, 125),
        (1000, 125, 125),
        (996, 125, 125),
        (995, 125, 124),
        (3333, 333, 1110),
        (0, 5000, 0),
        (12345, 1, 12),
        (12500, 1, 13),
    ],
)
def test_a_quantity_with_three_decimals_is_priced_half_up(
    price: int, quantity_milli: int, amount: int
) -> None:
    assert listed(price, quantity_milli) == amount


# --- step 2: the tier -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "percent", "off"),
    [
        (2449, 2, 49),
        (2450, 2, 49),
        (2474, 2, 49),
        (2475, 2, 50),
        (2476, 2, 50),
        (24, 2, 0),
        (25, 2, 1),
        (26, 2, 1),
        (9, 5, 0),
        (10, 5, 1),
        (11, 5, 1),
        (6, 8, 0),
        (7, 8, 1),
        (4, 10, 0),
        (5, 10, 1),
        (1, 100, 1),
        (0, 10, 0),
        (100, 0, 0),
    ],
)
def test_a_tier_discount_is_rounded_half_up(amount: int, percent: int, off: int) -> None:
    priced = with_tier(goods(amount), percent, "Silver")
    assert priced.due == amount - off
    assert steps(priced) == ([("tier", -off)] if off else [])


@pytest.mark.parametrize(
    ("amounts", "percent", "lines"),
    [
        ((25, 25), 2, [24, 25]),
        ((24, 24), 2, [23, 24]),
        ((10, 10, 10), 10, [9, 9, 9]),
        ((5, 5, 5), 10, [4, 4, 5]),
        ((1, 24), 2, [1, 23]),
        ((100, 0, 100), 5, [95, 0, 95]),
    ],
)
def test_a_tier_discount_is_taken_once_and_its_rest_goes_to_the_earlier_line(
    amounts: tuple[int, ...], percent: int, lines: list[int]
) -> None:
    assert paid(with_tier(goods(*amounts), percent, "Silver")) == lines


def test_a_line_that_is_excluded_from_discounts_keeps_its_price() -> None:
    priced = with_tier(start([item(1000), item(1000, is_discounted=False)]), 10, "Diamond")
    assert paid(priced) == [900, 1000]


# --- by hand ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "percent", "off"),
    [(299, 0, 299), (300, 0, 300), (301, 0, 300), (0, 1, 3), (0, 50, 150), (0, 100, 300)],
)
def test_a_discount_by_hand_is_never_more_than_is_due(amount: int, percent: int, off: int) -> None:
    priced = with_discount(goods(100, 200), HandDiscount(amount, percent, "late"))
    assert (steps(priced), priced.by_hand) == ([("discount", -off)], off)


def test_a_price_by_hand_is_for_one_unit_and_lowers_its_line_alone() -> None:
    tea = item(0)._replace(price=1000, quantity_milli=1500, listed=1500)
    priced = with_hand_prices(start([item(700), tea]), {1: HandPrice(999, "scratch")})
    assert (paid(priced), steps(priced)) == ([700, 1499], [("hand_price", -1)])


# --- step 4: vouchers -------------------------------------------------------------------------


def test_percentages_come_before_amounts_each_kind_in_the_order_given() -> None:
    ten_off = term(1, amount=1000)
    half = term(2, percent_off=50)
    fifth = term(3, percent_off=20)
    five_off = term(4, amount=500)
    priced = with_vouchers(goods(10000), [ten_off, half, five_off, fifth])
    assert [step.amount for step in priced.steps] == [-5000, -1000, -1000, -500]
    assert [step.why for step in priced.steps] == [
        "voucher 2", "voucher 3", "voucher 1", "voucher 4",
    ]  # fmt: skip
    assert priced.due == 2500


@pytest.mark.parametrize(
    ("due", "amount", "left"), [(2999, 3000, 0), (3000, 3000, 0), (3001, 3000, 1)]
)
def test_an_amount_voucher_gives_no_change(due: int, amount: int, left: int) -> None:
    assert with_vouchers(goods(due), [term(1, amount=amount)]).due == left


@pytest.mark.parametrize(("due", "off"), [(9990, 999), (10000, 1000), (10010, 1000)])
def test_a_percentage_stops_at_its_cap(due: int, off: int) -> None:
    priced = with_vouchers(goods(due), [term(1, percent_off=10, cap=1000)])
    assert due - priced.due == off


def test_a_voucher_that_would_lower_nothing_is_named_and_takes_no_step() -> None:
    priced = with_vouchers(goods(1000), [term(1, amount=1000), term(2, amount=1)])
    assert priced.useless == (2,)
    assert steps(priced) == [("voucher", -1000)]
    assert with_vouchers(goods(4), [term(1, percent_off=10)]).useless == (1,)
    assert with_vouchers(goods(5), [term(1, percent_off=10)]).useless == ()


def test_it_is_known_by_how_much_each_voucher_lowered_each_line() -> None:
    priced = with_vouchers(goods(100, 1, 200), [term(7, percent_off=10), term(8, amount=50)])
    assert priced.voucher_lines == ((7, 0, 10), (7, 2, 20), (8, 0, 17), (8, 2, 33))
    assert paid(priced) == [73, 1, 147]


# --- step 5: points ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "points", "used", "left"),
    [
        (10000, 99, 0, 10000),
        (10000, 100, 100, 9900),
        (10000, 101, 100, 9900),
        (10000, 199, 100, 9900),
        (10000, 200, 200, 9800),
        (99, 500, 0, 99),
        (100, 500, 100, 0),
        (101, 500, 100, 1),
        (0, 500, 0, 0),
    ],
)
def test_points_are_taken_in_whole_steps_and_never_for_more_than_is_due(
    due: int, points: int, used: int, left: int
) -> None:
    priced = with_points(goods(due), points, HUNDRED_A_YUAN, "{points} points")
    assert (priced.points_used, priced.due) == (used, left)
    assert sum(line.points for line in priced.lines) == used
    assert [step.why for step in priced.steps] == ([f"{used} points"] if used else [])


@pytest.mark.parametrize(
    ("due", "cap", "used"),
    [
        (10000, 50, 5000),
        (9999, 50, 4900),
        (10199, 50, 5000),
        (10200, 50, 5100),
        (199, 50, 0),
        (200, 50, 100),
        (200, 0, 0),
        (201, 100, 200),
    ],
)
def test_points_pay_no_more_than_their_share(due: int, cap: int, used: int) -> None:
    rule = HUNDRED_A_YUAN._replace(cap_percent=cap)
    assert with_points(goods(due), 10**6, rule, "").points_used == used


def test_points_and_their_worth_are_spread_over_the_lines() -> None:
    priced = with_points(goods(1000, 500, 1500), 1000, HUNDRED_A_YUAN, "")
    assert paid(priced) == [667, 333, 1000]
    assert [line.points for line in priced.lines] == [333, 167, 500]


def test_points_that_are_worth_nothing_are_not_taken() -> None:
    worthless = PointsRule(1, 100, 100, 100, 0)
    assert with_points(goods(1000), 500, worthless, "").points_used == 0


# --- step 6: rounding -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "unit", "left"),
    [(9, 10, 0), (10, 10, 10), (11, 10, 10), (19, 10, 10), (99, 100, 0), (123, 1, 123), (0, 10, 0)],
)
def test_what_is_due_is_rounded_down(due: int, unit: int, left: int) -> None:
    priced = with_rounding(goods(due), unit, "rounded")
    assert priced.due == left
    assert steps(priced) == ([("rounding", left - due)] if left < due else [])


def test_rounding_is_spread_over_the_lines_like_any_discount() -> None:
    assert paid(with_rounding(goods(333, 333, 333), 10, "")) == [330, 330, 330]
    assert paid(with_rounding(goods(1, 3, 0), 10, "")) == [0, 0, 0]


# --- points earned ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "percent", "points"),
    [
        (99, 100, 0),
        (100, 100, 1),
        (199, 100, 1),
        (83, 120, 0),
        (84, 120, 1),
        (166, 120, 1),
        (167, 120, 2),
        (66, 150, 0),
        (67, 150, 1),
        (0, 200, 0),
        (100, 0, 0),
        (48200, 180, 867),
    ],
)
def test_points_earned_are_rounded_down_once(base: int, percent: int, points: int) -> None:
    assert PointsRule(1, 100, percent, 100, 100).earned(base) == points


def test_an_exact_fraction_of_a_base_is_not_lost_before_the_floor() -> None:
    assert PointsRule(1, 1, 300, 100, 100).earned(Fraction(1, 3)) == 1
    assert PointsRule(1, 1, 299, 100, 100).earned(Fraction(1, 3)) == 0


def test_lines_that_earn_nothing_are_no_part_of_the_base() -> None:
    priced = with_vouchers(start([item(1000), item(1000, is_earning=False)]), [term(1, amount=100)])
    assert priced.earning_base == 950


@pytest.mark.parametrize(
    ("amounts", "percents", "base"),
    [
        ((100, 100), (100, 100), 200),
        ((100, 100), (200, 100), 300),
        ((1, 1), (150, 100), Fraction(5, 2)),
        ((33, 0), (101, 500), Fraction(3333, 100)),
    ],
)
def test_what_multiplies_the_points_of_a_line_multiplies_its_part_of_the_base(
    amounts: tuple[int, ...], percents: tuple[int, ...], base: int | Fraction
) -> None:
    priced = goods(*amounts)
    pairs = zip(priced.lines, percents, strict=True)
    lines = tuple(line._replace(points_percent=percent) for line, percent in pairs)
    assert priced._replace(lines=lines).earning_base == base


@pytest.mark.parametrize(
    ("stored", "rule"),
    [
        ("[1, 100, 120, 100, 100]", PointsRule(1, 100, 120, 100, 100)),
        (
            "[1, 100, 120, 100, 100, 50, [[3, 200]]]",
            PointsRule(1, 100, 120, 100, 100, 50, ((3, 200),)),
        ),
    ],
)
def test_the_rule_of_an_older_receipt_is_read(stored: str, rule: PointsRule) -> None:
    assert rule_from_json(stored) == rule


# --- all of it --------------------------------------------------------------------------------

money = st.one_of(st.integers(0, 30), st.integers(0, 500_000), st.integers(0, 10**13 - 1))
items = st.lists(
    st.builds(item, money, is_discounted=st.booleans(), is_earning=st.booleans()),
    min_size=1,
    max_size=8,
)
terms = st.lists(
    st.one_of(
        st.builds(term, st.integers(1, 99), amount=st.integers(1, 60_000)),
        st.builds(
            term,
            st.integers(1, 99),
            percent_off=st.integers(1, 100),
            cap=st.none() | st.integers(1, 9000),
        ),
    ),
    max_size=4,
    unique_by=lambda t: t.id,
)
rules = st.builds(
    PointsRule, st.just(1), st.just(100), st.just(100), st.integers(1, 200), st.integers(0, 200),
    st.integers(0, 100), st.just(()),
)  # fmt: skip


@given(
    items, st.integers(0, 100), terms, st.integers(0, 10**6), rules,
    st.sampled_from([1, 10, 50, 100]),
)  # fmt: skip
def test_lines_steps_and_due_always_sum_and_nothing_falls_below_zero(
    chosen: Sequence[Item],
    percent: int,
    vouchers: Sequence[Term],
    points: int,
    rule: PointsRule,
    unit: int,
) -> None:
    priced = with_tier(start(chosen), percent, "tier")
    before = with_vouchers(priced, vouchers)
    priced = with_points(before, points, rule, "")
    assert 100 * (before.due - priced.due) <= rule.cap_percent * before.due
    priced = with_rounding(priced, unit, "")
    assert 0 <= priced.due % unit == 0
    total = sum(i.listed for i in chosen)
    assert priced.goods == total
    assert total + sum(step.amount for step in priced.steps) == priced.due == sum(paid(priced))
    assert 0 <= priced.earning_base <= priced.due <= total
    for line in priced.lines:
        parts = (line.tier_off, line.voucher_off, line.points_off, line.points, line.paid)
        assert min(parts) >= 0
        assert line.tier_off == 0 or line.item.is_discounted
    by_kind = {kind: -sum(s.amount for s in priced.steps if s.kind == kind)
               for kind in ("tier", "voucher", "points", "rounding")}  # fmt: skip
    assert by_kind["tier"] == sum(line.tier_off for line in priced.lines)
    assert by_kind["voucher"] == sum(off for _, _, off in priced.voucher_lines)
    assert by_kind["rounding"] == sum(line.rounding_off for line in priced.lines)
    assert by_kind["points"] == sum(line.points_off for line in priced.lines)
    assert sum(line.points for line in priced.lines) == priced.points_used <= points
    assert priced.points_used % rule.step == 0
    lowered = {voucher for voucher, _, _ in priced.voucher_lines}
    assert lowered | set(priced.useless) == {t.id for t in vouchers}
    assert not lowered & set(priced.useless)
