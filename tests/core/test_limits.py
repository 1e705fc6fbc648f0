"""How far each role may go by itself: at the limit, one unit below and one above."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from shopdesk import (
    checks,
    limits,
    passes,
    permissions,
    points,
    purchases,
    settings,
    staff,
    stored_value,
)
from shopdesk.refusals import OverLimit, Refused
from shopdesk.shop import Desk
from tests.conftest import SetClock
from tests.core.prepaid import pass_for, top_up

LIMIT = 500
BOUNDARY = [(LIMIT - 1, True), (LIMIT, True), (LIMIT + 1, False)]


def over(command: Any, *args: Any, **values: Any) -> OverLimit:
    with pytest.raises(OverLimit) as caught:
        command(*args, **values)
    assert caught.value.code == "limit"
    return caught.value


@pytest.fixture
def manager(desk: Desk) -> Desk:
    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="3")


@pytest.fixture
def people(desk: Desk, manager: Desk, cashier: Desk) -> dict[str, Desk]:
    for action in (
        "purchases.refund", "points.adjust", "purchases.exchange", "passes.refund",
        "stored_value.refund_top_up",
    ):  # fmt: skip
        permissions.set(desk, action, "cashier")
    return {"owner": desk, "manager": manager, "cashier": cashier}


def sold(desk: Desk, amount: int = 10_000) -> int:
    return purchases.record(desk, amount=amount, pay={"cash": amount}).id


# --- money back -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["manager", "cashier"])
@pytest.mark.parametrize(("amount", "passes"), BOUNDARY)
def test_a_role_gives_back_up_to_its_limit(
    desk: Desk, people: dict[str, Desk], role: str, amount: int, *, passes: bool
) -> None:
    settings.edit(desk, **{f"refund_limit_{role}": LIMIT})
    receipt = sold(desk)
    if passes:
        assert purchases.refund(people[role], receipt, amount=amount, reason="x").money == amount
    else:
        over(purchases.refund, people[role], receipt, amount=amount, reason="x")
        assert purchases.get(desk, receipt).refunded == 0


@pytest.mark.parametrize(("second", "passes"), [(LIMIT - 301, True), (200, True), (201, False)])
def test_many_small_refunds_of_a_receipt_count_as_one(
    desk: Desk, people: dict[str, Desk], second: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    receipt, other = sold(desk), sold(desk)
    purchases.refund(people["manager"], receipt, amount=300, reason="x")
    purchases.refund(people["cashier"], other, amount=LIMIT, reason="x")
    if passes:
        assert purchases.refund(people["cashier"], receipt, amount=second, reason="x")
    else:
        over(purchases.refund, people["cashier"], receipt, amount=second, reason="x")


@pytest.mark.parametrize(("amount", "passes"), BOUNDARY)
def test_a_void_is_no_way_around_it(
    desk: Desk, people: dict[str, Desk], amount: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    receipt = sold(desk, amount)
    if passes:
        assert purchases.void(people["cashier"], receipt, reason="x").money == amount
    else:
        over(purchases.void, people["cashier"], receipt, reason="x")


@pytest.mark.parametrize(("handed", "passes"), BOUNDARY)
def test_an_exchange_counts_what_it_hands_back(
    desk: Desk, people: dict[str, Desk], tea: int, handed: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    receipt = purchases.record(desk, lines=[(tea, 1)], pay={"cash": 6800}).id
    asked: dict[str, Any] = {"returned": [(1, 1)], "amount": 6800 - handed, "pay": {}}
    if passes:
        done = purchases.exchange(people["cashier"], receipt, reason="x", **asked)
        assert done.handed_back == {"cash": handed}
    else:
        over(purchases.exchange, people["cashier"], receipt, reason="x", **asked)
        assert purchases.get(desk, receipt).refunded == 0


def swapped(desk: Desk, receipt: int, amount: int, **paid: int) -> int:
    """The receipt of other goods of this amount, taken for all that is left of one."""
    asked: dict[str, Any] = {"returned": [(1, 1)], "amount": amount, "pay": paid}
    return purchases.exchange(desk, receipt, reason="other size", **asked).purchase.id


@pytest.mark.parametrize(("second", "passes"), [(LIMIT - 301, True), (200, True), (201, False)])
def test_what_was_given_back_follows_a_receipt_through_its_exchanges(
    desk: Desk, people: dict[str, Desk], second: int, *, passes: bool
) -> None:
    """Like for like gives nothing back, and does not begin anew either."""
    settings.edit(desk, refund_limit_cashier=LIMIT)
    cashier, receipt = people["cashier"], sold(desk, 20_000)
    purchases.refund(cashier, receipt, amount=300, reason="x")
    newest = swapped(cashier, swapped(cashier, receipt, 19_700), 19_700)
    if passes:
        assert purchases.refund(cashier, newest, amount=second, reason="x").money == second
    else:
        over(purchases.refund, cashier, newest, amount=second, reason="x")
        over(swapped, cashier, newest, 19_700 - second)
        assert purchases.get(desk, newest).refunded == 0


def test_a_limit_is_not_undone_by_exchanging_again_and_again(
    desk: Desk, people: dict[str, Desk]
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    cashier, receipt = people["cashier"], sold(desk, 20_000)
    purchases.refund(cashier, receipt, amount=LIMIT, reason="x")
    newest = swapped(cashier, receipt, 20_000 - LIMIT)
    over(purchases.refund, cashier, newest, amount=1, reason="x")
    over(purchases.void, cashier, newest, reason="x")
    over(swapped, cashier, newest, 20_000 - LIMIT - 1)
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("amount", "passes"), BOUNDARY)
def test_what_an_exchange_carries_over_is_not_given_back(
    desk: Desk, people: dict[str, Desk], tea: int, amount: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    receipt = purchases.record(desk, lines=[(tea, 1), (tea, 1)], pay={"cash": 13_600}).id
    swapped(people["cashier"], receipt, 6_800)
    if passes:
        assert purchases.refund(people["cashier"], receipt, amount=amount, reason="x")
    else:
        over(purchases.refund, people["cashier"], receipt, amount=amount, reason="x")


@pytest.mark.parametrize(("amount", "passes"), [(399, True), (400, True), (401, False)])
def test_what_was_paid_on_top_is_less_given_back(
    desk: Desk, people: dict[str, Desk], amount: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    cashier, receipt = people["cashier"], sold(desk, 1_000)
    purchases.refund(cashier, receipt, amount=300, reason="x")
    newest = swapped(cashier, receipt, 900, cash=200)
    if passes:
        assert purchases.refund(cashier, newest, amount=amount, reason="x").money == amount
    else:
        over(purchases.refund, cashier, newest, amount=amount, reason="x")


@pytest.mark.parametrize(("amount", "passes"), BOUNDARY)
def test_a_dear_receipt_taken_for_a_cheap_one_has_the_limit_of_one_receipt(
    desk: Desk, people: dict[str, Desk], amount: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    cashier = people["cashier"]
    newest = swapped(cashier, sold(desk, 1_000), 9_000, cash=8_000)
    if passes:
        assert purchases.refund(cashier, newest, amount=amount, reason="x").money == amount
    else:
        over(purchases.refund, cashier, newest, amount=amount, reason="x")


@pytest.mark.parametrize(("uses", "passes_it"), [(4, True), (5, True), (6, False)])
def test_uses_of_a_pass_are_money_back_of_its_receipt(
    desk: Desk, people: dict[str, Desk], member: int, tea: int, uses: int, *, passes_it: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    lines = [(pass_for(desk, tea, 1_000, 10), 1), (tea, 1)]
    receipt = purchases.record(desk, member=member, lines=lines, pay={"cash": 7_800}).id
    (card,) = passes.of_member(desk, member)
    if passes_it:
        assert passes.refund(people["cashier"], card.id, uses=uses, reason="x").money == uses * 100
    else:
        over(passes.refund, people["cashier"], card.id, uses=uses, reason="x")
        assert purchases.get(desk, receipt).refunded == 0
    purchases.refund(people["manager"], receipt, lines=[(2, 1)], reason="x")
    over(passes.refund, people["cashier"], card.id, uses=1, reason="x")
    assert passes.preview_refund(people["cashier"], card.id, uses=1).money == 100
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("second", "passes"), [(LIMIT - 301, True), (200, True), (201, False)])
def test_money_back_of_a_top_up_counts_like_that_of_a_receipt(
    desk: Desk, people: dict[str, Desk], member: int, second: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    sold = top_up(desk, member, 10_000)
    stored_value.refund_top_up(people["manager"], sold, principal=300, reason="x")
    asked: dict[str, Any] = {"principal": second, "reason": "x"}
    if passes:
        assert stored_value.refund_top_up(people["cashier"], sold, **asked).money == second
    else:
        over(stored_value.refund_top_up, people["cashier"], sold, **asked)
        assert stored_value.balance(desk, member).total == 9_700
    assert stored_value.preview_refund_top_up(people["cashier"], sold).money > LIMIT


@pytest.mark.parametrize(("amount", "passes"), BOUNDARY)
def test_nor_is_the_void_of_a_top_up(
    desk: Desk, people: dict[str, Desk], member: int, amount: int, *, passes: bool
) -> None:
    settings.edit(desk, refund_limit_cashier=LIMIT)
    sold = top_up(desk, member, amount)
    if passes:
        assert stored_value.void_top_up(people["cashier"], sold, reason="x").money == amount
    else:
        over(stored_value.void_top_up, people["cashier"], sold, reason="x")
        assert not stored_value.get(desk, sold).voided


def test_what_is_seen_before_a_refund_is_seen_beyond_the_limit_too(
    desk: Desk, people: dict[str, Desk]
) -> None:
    settings.edit(desk, refund_limit_cashier=0)
    assert purchases.preview_refund(people["cashier"], sold(desk), amount=1).money == 1


# --- points -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["manager", "cashier"])
@pytest.mark.parametrize(("amount", "passes"), BOUNDARY)
def test_a_role_gives_points_by_hand_up_to_its_limit(
    desk: Desk, people: dict[str, Desk], member: int, role: str, amount: int, *, passes: bool
) -> None:
    settings.edit(desk, **{f"points_limit_{role}": LIMIT})
    if passes:
        assert points.adjust(people[role], member, amount, reason="x") == amount
    else:
        over(points.adjust, people[role], member, amount, reason="x")
        assert points.balance(desk, member) == 0


def test_points_by_hand_are_counted_by_member_and_day_whoever_gave_them(
    desk: Desk, people: dict[str, Desk], member: int, clock: SetClock
) -> None:
    settings.edit(desk, points_limit_cashier=LIMIT)
    points.adjust(people["manager"], member, 300, reason="x")
    points.adjust(people["cashier"], member, 200, reason="x")
    points.adjust(people["cashier"], member, -100, reason="x")
    over(points.adjust, people["cashier"], member, 1, reason="x")
    clock.tick(days=1)
    assert points.adjust(people["cashier"], member, LIMIT, reason="x") == 900


def test_taking_points_and_earning_them_is_not_limited(
    desk: Desk, people: dict[str, Desk], member: int
) -> None:
    settings.edit(desk, points_limit_cashier=0)
    purchases.record(people["cashier"], member=member, amount=9900, pay={"cash": 9900})
    assert points.adjust(people["cashier"], member, -99, reason="x") == 0
    assert checks.run(desk) == ()


@given(parts=st.lists(st.integers(1, 400), min_size=1, max_size=6))
@tries(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_parts_or_at_once_the_limit_lets_the_same_pass(
    desk: Desk, people: dict[str, Desk], parts: list[int]
) -> None:
    """The parts that pass are those of which the sum is within the limit."""
    settings.edit(desk, refund_limit_cashier=LIMIT)
    receipt, given = sold(desk), 0
    for part in parts:
        if given + part <= LIMIT:
            purchases.refund(people["cashier"], receipt, amount=part, reason="x")
            given += part
        else:
            over(purchases.refund, people["cashier"], receipt, amount=part, reason="x")
    assert purchases.get(desk, receipt).refunded == given <= LIMIT


# --- for all of them --------------------------------------------------------------------------


def test_without_a_limit_all_of_it_and_with_one_of_nothing_none_of_it(
    desk: Desk, people: dict[str, Desk]
) -> None:
    receipt = sold(desk)
    settings.edit(desk, refund_limit_cashier=0)
    over(purchases.refund, people["cashier"], receipt, amount=1, reason="x")
    settings.edit(desk, refund_limit_cashier=None)
    assert purchases.refund(people["cashier"], receipt, reason="x").money == 10_000


@pytest.mark.parametrize(
    ("cashiers", "managers", "who"),
    [
        (LIMIT, None, "A manager or the owner"),
        (LIMIT, LIMIT + 1, "A manager or the owner"),
        (LIMIT, LIMIT, "The owner"),
    ],
)
def test_the_refusal_says_the_limit_and_who_may_go_further(
    desk: Desk, people: dict[str, Desk], cashiers: int, managers: int | None, who: str
) -> None:
    settings.edit(desk, refund_limit_cashier=cashiers, refund_limit_manager=managers)
    said = str(over(purchases.refund, people["cashier"], sold(desk), amount=501, reason="x"))
    assert said == (
        "Money back of one receipt: 小陈 may go up to ¥5.00, here it is ¥5.01. "
        f"{who} can allow it with a PIN."
    )


@pytest.mark.parametrize("kind", sorted(limits.LIMITS))
@pytest.mark.parametrize("wrong", [-1, 10**13, "5", True, 1.5])
def test_a_limit_is_a_whole_amount_or_nothing(desk: Desk, kind: str, wrong: object) -> None:
    for role in ("cashier", "manager"):
        with pytest.raises(Refused) as caught:
            settings.edit(desk, **{f"{kind}_limit_{role}": wrong})
        assert caught.value.code == "amount"
