"""Receipts of anything at once, through the shop: quoted, paid, checked and given back."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from shopdesk import (
    Refused,
    checks,
    members,
    points,
    products,
    promotions,
    purchases,
    settings,
    step_words,
    tiers,
    vouchers,
)
from shopdesk.language import LANGUAGES
from shopdesk.money import spread
from shopdesk.pricing import STEPS, Step
from shopdesk.promotions import Covers
from shopdesk.shop import Desk, Shop
from shopdesk.steps import percentage
from tests.conftest import NOON, SetClock

# --- a percentage, by the rule alone ----------------------------------------------------------


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """By largest remainder: the whole parts, then one more to whoever misses most, the first."""
    exact = [Fraction(total * weight, sum(weights) or 1) for weight in weights]
    given_out = [floor(share) for share in exact]
    while sum(given_out) < total:
        missing = [share - part for share, part in zip(exact, given_out, strict=True)]
        given_out[missing.index(max(missing))] += 1
    return given_out


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(0, 100))
def test_a_percentage_is_that_of_the_sum_spread_by_largest_remainder(
    weights: list[int], percent: int
) -> None:
    off = floor(Fraction(sum(weights) * percent, 100) + Fraction(1, 2))
    assert percentage(weights, percent) == shared(off, weights) == spread(off, weights)


# --- through the shop -------------------------------------------------------------------------

KINDS = [
    {"offer": promotions.percent_off(15), "covers": Covers(categories=("茶",))},
    {"offer": promotions.percent_off(30), "covers": Covers(products=(1,)), "combines": False},
    {"offer": promotions.nth_unit(2, percent_off=50), "covers": Covers(products=(2,))},
    {"offer": promotions.amount_off(333), "members_only": True},
    {"offer": promotions.special_price(999), "covers": Covers(categories=("器",))},
    {"offer": promotions.order_amount(1000, minimum=5000, every=True)},
    {"offer": promotions.order_percent(12, minimum=3000), "combines": False},
    {"offer": promotions.points(150), "covers": Covers(categories=("茶",))},
    {"offer": promotions.points(300), "lowest_tier": "silver"},
]
RULES = [
    {},
    {"rounding_unit": 10},
    {"rounding_unit": 100, "rounding_cash_only": True},
    {"points_cap_percent": 30, "unearning_categories": ("器",)},
    {"best_for_customer": False, "rounding_unit": 50},
]


@pytest.fixture(scope="module")
def furnished(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with goods of all kinds, a member of each of two tiers, and every promotion."""
    location = tmp_path_factory.mktemp("any") / "shop.shopdesk"
    shutil.copy(empty_shop, location)
    with Shop.open(location, clock=SetClock(NOON)) as shop:
        desk = Desk(shop, 1, "店主", "owner", "1")
        products.add(desk, name="茶", category="茶", price=6800, member_price=6500)
        products.add(desk, name="杯", category="器", price=1250)
        products.add(desk, name="卡", price=333, is_discounted=False)
        products.add(desk, name="袋", category="茶", price=1, is_earning=False)
        first, *others = tiers.ladder(desk)
        silver = tiers.Tier(
            "silver", {"en": "Silver"}, others[0].criteria, 7, 130,
            category_discounts={"茶": 11, "器": 0},
        )  # fmt: skip
        tiers.set_ladder(desk, [first, silver])
        for name in ("张", "李"):
            members.register(desk, name=name)
        purchases.record(desk, member=2, amount=200_000, pay={"card": 200_000})
        for member in (1, 2):
            points.adjust(desk, member, 5000, reason="start")
        for number, kind in enumerate(KINDS):
            made = promotions.add(desk, name=f"p{number}", **kind)  # type: ignore[arg-type]
            promotions.close(desk, made.id)
    return location


@pytest.fixture(scope="module")
def furnished_desk(furnished: Path) -> Iterator[Desk]:
    with Shop.open(furnished, clock=SetClock(NOON)) as shop:
        yield Desk(shop, 1, "店主", "owner", "1")


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, Any]:
    """What is asked for at the till; prices by hand as shares of the price."""
    quantity = st.sampled_from([1, 2, 3, "0.5", "1.25"])
    lines = draw(st.lists(st.tuples(st.integers(1, 4), quantity), min_size=1, max_size=4))
    discount = draw(st.sampled_from([None, None, (5, 0), (0, 10)]))
    return {
        "member": draw(st.sampled_from([None, 1, 2, 2])),
        "lines": lines,
        "points": draw(st.sampled_from([0, 0, 100, 2500])),
        "prices": {0: (0, "hand")} if draw(st.integers(0, 5)) == 0 else None,
        "discount": discount and purchases.Discount("hand", *discount),
    }


shops = st.fixed_dictionaries({
    "offered": st.lists(st.sampled_from(KINDS), max_size=4, unique_by=id),
    "rules": st.sampled_from(RULES),
    "promised": st.lists(
        st.sampled_from([{"amount": 500}, {"percent_off": 10}, {"amount": 900, "minimum": 4000}]),
        max_size=2,
    ),
})  # fmt: skip
"""What is in force at the time, and the vouchers that are brought along."""


_named = count()


@given(
    wishes(), shops, st.booleans(),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 100)), max_size=3),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_a_receipt_of_anything_sums_is_checked_and_comes_back_whole(
    furnished_desk: Desk, wish: dict[str, Any], shop: dict[str, Any], is_cash: bool,
    parts: list[tuple[int, int]], language: str,
) -> None:  # fmt: skip
    desk, member = furnished_desk, wish["member"]
    desk.speaks = language
    settings.edit(desk, **{**RESET, **shop["rules"]})
    made = [promotions.add(desk, name=f"n{next(_named)}", **kind) for kind in shop["offered"]]
    codes = [vouchers.issue(desk, member, **promise).code for promise in shop["promised"]]
    wish = {**wish, "vouchers": codes, "points": wish["points"] if member else 0}
    held = [points.balance(desk, who) for who in (1, 2)]
    try:
        sold = buy_as_quoted(desk, wish, is_cash=is_cash)
        give_back_in_parts(desk, sold, parts)
    except Refused as refusal:
        only(refusal, "voucher_minimum", "voucher_useless", "voucher_together", "amount")
        event("refused")
    finally:
        for one in made:
            promotions.close(desk, one.id)
    assert checks.run(desk) == ()
    assert [points.balance(desk, who) for who in (1, 2)] == held
    assert {vouchers.inspect(desk, code).state for code in codes} <= {"issued"}


def only(refusal: Refused, *codes: str) -> None:
    """Let nothing pass that is refused for another reason."""
    if refusal.code not in codes:
        raise refusal


RESET = {
    "rounding_unit": 1, "rounding_cash_only": False, "points_cap_percent": 100,
    "unearning_categories": (), "best_for_customer": True,
}  # fmt: skip


def buy_as_quoted(desk: Desk, wish: dict[str, Any], *, is_cash: bool) -> purchases.Purchase:
    """Buy for what was quoted; all that was told is kept, sums and can be told again."""
    quoted = purchases.quote(desk, is_cash=is_cash, **wish)
    pay = {"cash" if is_cash else "wechat": quoted.due}
    if not quoted.due and not is_cash:
        quoted = purchases.quote(desk, is_cash=True, **wish)
        is_cash = True
    spoken = in_each_language(desk, lambda: purchases.quote(desk, is_cash=is_cash, **wish).steps)
    sold = purchases.record(desk, pay=pay, **wish)
    assert sold == purchases.get(desk, sold.id)
    assert (sold.total, sold.steps, sold.points_used, sold.points_earned) == (
        quoted.due, quoted.steps, quoted.points_used, quoted.points_earned,
    )  # fmt: skip
    assert sold.goods + sum(step.amount for step in sold.steps) == sold.total
    assert sum(line.paid for line in sold.lines) == sold.total
    assert all(line.paid >= 0 for line in sold.lines)
    order = [list(STEPS).index(step.kind) for step in sold.steps]
    assert order == sorted(order)
    for kind in order:
        event(list(STEPS)[kind])
    assert all(step.why for step in sold.steps)
    for language, steps in spoken.items():
        assert step_words.said(desk, sold, language) == steps
    return sold


def in_each_language(desk: Desk, work: Callable[[], tuple[Step, ...]]) -> dict[str, Any]:
    """What the till says, were it of each language."""
    own, said = desk.speaks, {}
    for language in LANGUAGES:
        desk.speaks = language
        said[language] = work()
    desk.speaks = own
    return said


def give_back_in_parts(desk: Desk, sold: purchases.Purchase, parts: list[tuple[int, int]]) -> None:
    """Some of the lines, then the rest: all the money comes back, to the fen."""
    money = 0
    for number, share in parts:
        line = sold.lines[number % len(sold.lines)]
        wanted = [(line.number, f"{int(line.quantity * 10 * share) / 1000:.3f}")]
        try:
            money += purchases.refund(desk, sold.id, lines=wanted, reason="part").money
        except Refused as refusal:
            only(refusal, "quantity", "refund_exceeds")
    try:
        money += purchases.refund(desk, sold.id, reason="rest").money
    except Refused as refusal:
        only(refusal, "refund_exceeds")
    assert money == sold.total
