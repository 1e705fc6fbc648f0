"""The worked numbers of docs/rules.md about gifts by rule."""

from shopdesk import gifts, members, points, purchases, rewards, vouchers
from tests.journeys.test_more_rules_on_paper import goes_to, pay
from tests.journeys.test_rules_on_paper import someone, written


def given_on(desk, clock, day):
    goes_to(desk, clock, day)
    rewards.run(desk)


def test_a_birthday_is_collected_in_its_window(desk, clock):
    member = members.register(desk, name="寿", birthday=(11, 20)).id
    rewards.add(
        desk, name="生日", trigger=rewards.birthday(windows={"member": 7}),
        reward=rewards.voucher(amount=100),
    )  # fmt: skip
    given_on(desk, clock, "2026-11-16")
    assert vouchers.of_member(desk, member) == []
    given_on(desk, clock, "2026-11-17")
    (given,) = vouchers.of_member(desk, member)
    assert (given.valid_from_on.day, given.valid_until_on.day) == (17, 23)
    written("from 17 through 23 November", "from 3 days before to 3 days after")


def test_a_budget_is_kept_by_what_things_cost(desk, clock):
    for name in "甲乙丙":
        members.register(desk, name=name)
    cup = gifts.add(desk, name="杯", cost=800, value=2000, stock=9)
    rewards.add(
        desk, name="月礼", trigger=rewards.every("month"), reward=rewards.voucher(gift=cup.id),
        limits=rewards.Limits(budget=2000),
    )  # fmt: skip
    given_on(desk, clock, "2026-11-01")
    assert [
        len(vouchers.of_member(desk, one.id))
        for one in sorted(members.find(desk, "1000"), key=lambda m: m.id)
    ] == [
        1,
        1,
        0,
    ]
    written("budget of ¥20 and a cup that costs ¥8: two members get one, the third is left out")


def test_what_comes_back_takes_its_points_with_it(desk):
    member = someone(desk)
    rewards.add(
        desk, name="大单", trigger=rewards.purchase(over=90_000), reward=rewards.Points(100)
    )
    receipt = pay(desk, member, 90_000)
    purchases.record(desk, member=member, amount=1000, points=1000, pay={})
    assert points.balance(desk, member) == 0
    purchases.refund(desk, receipt.id, amount=90_000, reason="back")
    assert points.balance(desk, member) == -1000
    written("earned 900 points and brought 100", "1,000", "the balance is −1,000")
