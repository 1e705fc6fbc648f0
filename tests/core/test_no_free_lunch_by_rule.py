"""No free lunch by rules: once all came back, what rules gave is gone, used or not (9.1)."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    checks,
    gifts,
    journal,
    members,
    merging,
    multipliers,
    parting,
    passes,
    products,
    purchases,
    rewards,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for
from tests.core.test_reverting import ladder, spend

if TYPE_CHECKING:
    from tests.conftest import SetClock

SPENT = 20_000
TEA = 5_000
TRIGGERS: dict[str, Callable[[], Any]] = {
    "purchase": lambda: rewards.purchase(over=SPENT),
    "visit": lambda: rewards.visit(1),
    "referrer": lambda: rewards.referral("referrer", over=SPENT),
    "friend": lambda: rewards.referral("friend", over=SPENT),
    "upgrade": lambda: rewards.upgrade("a"),
}
REWARDS: dict[str, Callable[[Desk], Any]] = {
    "gift": lambda desk: rewards.voucher(gift=gifts.add(desk, name="袋", stock=50, cost=1).id),
    "amount": lambda _desk: rewards.voucher(amount=500),
    "points": lambda _desk: rewards.Points(300),
    "trial": lambda _desk: rewards.Trial("b", 30),
    "multiplier": lambda _desk: rewards.Multiplied(300, 30),
    "pass": lambda desk: rewards.PassUses(pass_for(desk, tea(desk), 50_000, 10), 3),
}


def tea(desk: Desk) -> int:
    """The product that passes are for."""
    found = products.find(desk, "龙井")
    return found[0].id if found else products.add(desk, name="龙井", price=TEA).id


def held(desk: Desk, member: int) -> tuple[Any, ...]:
    """All that a member holds, by whatever way it came."""
    usable = [one.code for one in vouchers.of_member(desk, member, state="issued")]
    uses = sum(one.left for one in passes.of_member(desk, member))
    percent = multipliers.percent_on(desk.db, member, desk.today())
    owed = desk.db.execute_sql("SELECT COUNT(*) FROM owed").fetchone()[0]
    tier = members.get(desk, member).tier.code
    return tier, journal.balance(desk.db, member), usable, uses, percent, owed


def times_given(desk: Desk) -> int:
    return int(desk.db.execute_sql("SELECT COUNT(*) FROM given").fetchone()[0])


def pay(desk: Desk, member: int, amount: int, **more: Any) -> int:
    due = purchases.quote(desk, member=member, amount=amount, **more).due
    return purchases.record(
        desk, member=member, amount=amount, pay={"cash": due} if due else {}, **more
    ).id


def use(desk: Desk, who: int) -> list[int]:
    """Use what can be used of what was given, on further receipts; their ids."""
    bought = []
    for one in vouchers.of_member(desk, who, state="issued"):
        if one.gift_id is None:
            bought.append(pay(desk, who, 5_000, vouchers=[one.code]))
        else:
            vouchers.redeem(desk, one.code)
    if any(one.left for one in passes.of_member(desk, who)):
        lines = [(tea(desk), 1)]
        bought.append(
            purchases.record(desk, member=who, lines=lines, passes=[0], pay={}).id
        )  # fmt: skip
    points = journal.balance(desk.db, who)[0] // 100 * 100
    return [*bought, pay(desk, who, 5_000, points=min(points, 1_000))]


# --- ways in which something comes to be, and comes back --------------------------------------


def late(desk: Desk, buyer: int) -> int:
    return pay(desk, buyer, SPENT, on=desk.today() - timedelta(days=1))


def attached(desk: Desk, buyer: int) -> int:
    bought = purchases.record(desk, amount=SPENT, pay={"cash": SPENT}).id
    purchases.attach(desk, bought, member=buyer)
    return bought


BUYS: dict[str, Callable[[Desk, int], int]] = {
    "now": lambda desk, buyer: pay(desk, buyer, SPENT),
    "late": late,
    "attached": attached,
}


def whole(desk: Desk, bought: int) -> None:
    purchases.refund(desk, bought, reason="r")


def in_parts(desk: Desk, bought: int) -> None:
    left = purchases.get(desk, bought).total
    if left > 1:
        purchases.refund(desk, bought, amount=1, reason="r")
    purchases.refund(desk, bought, reason="r")


def by_line(desk: Desk, bought: int) -> None:
    if purchases.get(desk, bought).total:  # what a pass paid comes back whole
        purchases.refund(desk, bought, lines=[(1, "0.5")], reason="r")
    purchases.refund(desk, bought, reason="r")


def void(desk: Desk, bought: int) -> None:
    sold = purchases.get(desk, bought)
    if desk.shop.day_of(sold.at) == desk.today():
        purchases.void(desk, bought, reason="r")
    else:
        whole(desk, bought)


def swapped(desk: Desk, bought: int) -> None:
    """Half of it for other goods of the price, and then both back."""
    what: dict[str, Any] = {"returned": [(1, "0.5")], "amount": 10_000}
    sold = purchases.get(desk, bought)
    if sold.lines[0].paid < SPENT:
        return whole(desk, bought)
    to_pay = purchases.preview_exchange(desk, bought, **what).to_pay
    pay_by = {"cash": to_pay} if to_pay else {}
    other = purchases.exchange(desk, bought, pay=pay_by, reason="other", **what).purchase.id
    whole(desk, bought)
    whole(desk, other)
    return None


BACKS = {"whole": whole, "parts": in_parts, "line": by_line, "void": void, "exchange": swapped}


@pytest.mark.parametrize("first_is_first", [True, False], ids=["in order", "backwards"])
@pytest.mark.parametrize("uses", [False, True], ids=["unused", "used"])
@pytest.mark.parametrize("kind", REWARDS)
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_when_all_came_back_nothing_is_left_of_what_rules_gave(
    desk: Desk, clock: "SetClock", trigger: str, kind: str, *, uses: bool, first_is_first: bool
) -> None:
    ladder(desk, spend(SPENT), spend(10**9))
    reward = REWARDS[kind](desk)
    rewards.add(desk, name="礼", trigger=TRIGGERS[trigger](), reward=reward)
    for number, (buy, back) in enumerate(product(BUYS, BACKS)):
        referrer = members.register(desk, name=f"介绍人{number}").id
        buyer = members.register(desk, name=f"客人{number}", referrer=referrer).id
        clock.tick(days=2)
        who = referrer if trigger == "referrer" else buyer
        before = held(desk, buyer), held(desk, referrer)
        bought = [BUYS[buy](desk, buyer)]
        if uses:
            bought += use(desk, who)
        for one in bought if first_is_first else reversed(bought):
            BACKS[back](desk, one)
        assert (held(desk, buyer), held(desk, referrer)) == before, (buy, back)
        assert rewards.run(desk).given == ()
    assert times_given(desk) >= 2 * len(BACKS), "in each that was not attached"
    assert checks.run(desk) == ()


@pytest.mark.parametrize("uses", [False, True], ids=["unused", "used"])
@pytest.mark.parametrize("parts", [False, True], ids=["merged", "parted"])
@pytest.mark.parametrize("kind", REWARDS)
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_nor_where_two_were_one_meanwhile(
    desk: Desk, clock: "SetClock", trigger: str, kind: str, *, parts: bool, uses: bool
) -> None:
    ladder(desk, spend(SPENT), spend(10**9))
    reward = REWARDS[kind](desk)
    rewards.add(desk, name="礼", trigger=TRIGGERS[trigger](), reward=reward)
    names = ("介绍人", "别人")
    referrer, other = (members.register(desk, name=name).id for name in names)
    buyer = members.register(desk, name="客人", referrer=referrer).id
    clock.tick(days=2)
    drop = referrer if trigger == "referrer" else buyer
    there = [one for one in (other, buyer, referrer) if parts or one != drop]
    before = [held(desk, one) for one in there]
    bought = [pay(desk, buyer, SPENT)]
    if uses:
        bought += use(desk, drop)
    assert times_given(desk)
    merge = merging.merge(desk, keep=other, drop=drop).id
    if parts:
        parting.undo_merge(desk, merge)
    for one in bought:
        purchases.refund(desk, one, reason="r")
    assert [held(desk, one) for one in there] == before
    assert rewards.run(desk).given == ()
    assert checks.run(desk) == ()
