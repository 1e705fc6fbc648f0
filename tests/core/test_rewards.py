"""Reward rules: what an upgrade gives, once for life, in the purchase or when there is stock."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import gifts, members, purchases, rewards, settings, slips, tiers, vouchers
from shopdesk.ladders import TEMPLATES
from shopdesk.refusals import ClockRefused, Refused
from shopdesk.shop import Desk
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.rules import RewardRule

if TYPE_CHECKING:
    from tests.conftest import SetClock

SILVER, GOLD = 100_000, 300_000


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def joined(desk: Desk, name: str = "张三丰", **values: Any) -> int:
    return members.register(desk, name=name, **values).id


def spend(desk: Desk, member: int, amount: int) -> None:
    due = purchases.quote(desk, member=member, amount=amount).due
    purchases.record(desk, member=member, amount=amount, pay={"cash": due})


def rule(desk: Desk, tier: str = "silver", name: str = "银卡礼", **reward: Any) -> rewards.Rule:
    return rewards.add(desk, name=name, name_en="Silver gift", trigger=rewards.upgrade(tier),
                       reward=rewards.voucher(**reward))  # fmt: skip


def held(desk: Desk, member: int) -> list[tuple[str, str]]:
    found = vouchers.of_member(desk, member)
    return [(vouchers.title(desk, v, "en"), v.state) for v in found]


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, stock=2).id


# --- in the purchase --------------------------------------------------------------------------


def test_an_upgrade_gives_its_reward_in_the_purchase_itself(desk: Desk, bag: int) -> None:
    made = rule(desk, gift=bag, valid_days=90)
    member = joined(desk)
    spend(desk, member, SILVER - 1)
    assert held(desk, member) == []
    spend(desk, member, 1)
    (v,) = vouchers.of_member(desk, member)
    assert (v.gift_id, v.rule_id, v.cost, v.member_id) == (bag, made.id, 800, member)
    assert v.valid_until_on == date(2027, 1, 13)
    assert vouchers.listed(desk, rule="银卡礼") == vouchers.listed(desk, rule="Silver gift") == [v]
    assert gifts.get(desk, bag).promised == 1


@pytest.mark.parametrize(
    ("reward", "words"),
    [
        ({"amount": 3000, "minimum": 40_000}, "¥30 off from ¥400"),
        ({"percent_off": 10, "cap": 5000}, "10% off"),
    ],
)
def test_a_rule_may_give_money_off(desk: Desk, reward: dict[str, Any], words: str) -> None:
    rule(desk, **reward)
    member = joined(desk)
    spend(desk, member, SILVER)
    assert held(desk, member) == [(words, "issued")]
    (v,) = vouchers.of_member(desk, member)
    assert (v.cap, v.minimum) == (reward.get("cap"), reward.get("minimum", 0))


def test_every_step_of_a_jump_gives_its_own(desk: Desk, bag: int) -> None:
    rule(desk, gift=bag)
    rule(desk, "gold", "金卡礼", amount=5000)
    rule(desk, "platinum", "白金礼", amount=9000)
    member = joined(desk)
    spend(desk, member, GOLD)
    assert held(desk, member) == [("Canvas bag", "issued"), ("¥50 off", "issued")]


def test_a_purchase_repeated_with_its_key_gives_once(desk: Desk, bag: int) -> None:
    rule(desk, gift=bag)
    member = joined(desk)
    for _ in "ab":
        purchases.record(desk, member=member, amount=SILVER, pay={"cash": SILVER}, key="k")
    assert len(held(desk, member)) == 1


def test_only_who_steps_up_after_the_rule_was_made_is_rewarded(desk: Desk, bag: int) -> None:
    early = joined(desk, "早")
    spend(desk, early, SILVER)
    rule(desk, gift=bag)
    assert rewards.preview(desk).given == ()
    spend(desk, early, GOLD)
    assert held(desk, early) == []
    late = joined(desk, "晚")
    spend(desk, late, SILVER)
    assert len(held(desk, late)) == 1


def test_a_reward_is_for_life_even_if_its_voucher_was_withdrawn(desk: Desk, bag: int) -> None:
    rule(desk, gift=bag)
    member = joined(desk)
    spend(desk, member, SILVER)
    vouchers.void(desk, vouchers.of_member(desk, member)[0].id, reason="lost")
    assert rewards.run(desk).given == ()
    assert held(desk, member) == [("Canvas bag", "void")]


@pytest.mark.parametrize(("language", "said"), [("en", "Silver gift"), ("zh_CN", "银卡礼")])
def test_a_voucher_is_called_by_its_rule_in_the_language_of_the_shop(
    desk: Desk, language: str, said: str
) -> None:
    settings.edit(desk, language=language)
    rule(desk, amount=100)
    member = joined(desk, language="zh_CN")
    spend(desk, member, SILVER)
    (v,) = vouchers.of_member(desk, member)
    assert v.occasion == said
    (slip,) = slips.of_vouchers(desk, [v])
    assert slip.occasion == "银卡礼", "paper speaks the member's language"


# --- runs -------------------------------------------------------------------------------------


def test_what_is_out_of_stock_never_stops_a_sale_and_is_given_later(desk: Desk) -> None:
    cup = gifts.add(desk, name="茶杯", cost=300, stock=1).id
    made = rule(desk, gift=cup)
    first, second, third = (joined(desk, name) for name in ("甲", "乙", "丙"))
    for member in (first, second, third):
        spend(desk, member, SILVER)
    assert [len(held(desk, m)) for m in (first, second, third)] == [1, 0, 0]
    before = rewards.preview(desk)
    assert before.given == ()
    assert [(m, r) for m, r, _why in before.left_out] == [(second, "银卡礼"), (third, "银卡礼")]
    assert {why for *_, why in before.left_out} == {"the gift is out of stock"}
    assert (before.cost, before.short) == (0, ((cup, 2),))
    gifts.receive(desk, cup, 1)
    planned = rewards.preview(desk)
    assert planned.given == ((second, made.name, "茶杯"),)
    assert (planned.cost, planned.short) == (300, ((cup, 1),))
    assert rewards.run(desk) == planned
    assert [len(held(desk, m)) for m in (first, second, third)] == [1, 1, 0]
    assert gifts.get(desk, cup).free == 0


def test_a_run_does_what_the_preview_says_and_a_second_one_nothing(desk: Desk, bag: int) -> None:
    rule(desk, gift=bag)
    rule(desk, name="茶券", amount=100)
    gifts.add(desk, name="杯")
    people = [joined(desk, f"客{n}") for n in range(4)]
    for member in people:
        spend(desk, member, SILVER)
    given = [len(held(desk, m)) for m in people]
    assert given == [2, 2, 1, 1]
    gifts.receive(desk, bag, 1)
    before = vouchers.listed(desk)
    planned = rewards.preview(desk)
    assert vouchers.listed(desk) == before, "a preview gives nothing"
    assert rewards.run(desk) == planned
    assert len(vouchers.listed(desk)) == len(before) + 1
    again = rewards.run(desk)
    assert again.given == ()
    assert [m for m, *_ in again.left_out] == [people[3]]


def test_a_closed_member_is_left_out_and_why_is_said(desk: Desk) -> None:
    cup = gifts.add(desk, name="茶杯", stock=0).id
    rule(desk, gift=cup)
    member = joined(desk)
    spend(desk, member, SILVER)
    Member.update(closed_on=desk.today()).where(Member.id == member).bind(desk.db).execute()
    found = rewards.preview(desk)
    assert found.left_out == ((member, "银卡礼", "the membership is closed"),)
    assert found.short == (), "nothing is missing for who gets nothing"
    gifts.receive(desk, cup, 5)
    assert rewards.run(desk).given == ()


@pytest.mark.parametrize("moved", [{"minutes": -3}, {"days": 46}])
def test_nothing_is_given_by_a_run_under_a_wrong_clock(
    desk: Desk, clock: "SetClock", moved: dict[str, int]
) -> None:
    cup = gifts.add(desk, name="茶杯", stock=0).id
    rule(desk, gift=cup)
    member = joined(desk)
    spend(desk, member, SILVER)
    gifts.receive(desk, cup, 1)
    clock.tick(**moved)
    with pytest.raises(ClockRefused):
        rewards.run(desk)
    assert held(desk, member) == []
    clock.now = datetime(2026, 10, 16, tzinfo=UTC)
    assert len(rewards.run(desk).given) == 1


def test_a_rule_that_no_longer_fits_leaves_out_and_no_sale_fails(desk: Desk) -> None:
    """A ladder put in another order may leave a gift above the tier that earns it."""
    cup = gifts.add(desk, name="茶杯", stock=5, lowest_tier="silver").id
    rule(desk, "gold", gift=cup)
    member_, silver, gold, *rest = TEMPLATES["five"]
    tiers.set_ladder(desk, [
        member_, replace(gold, criteria=silver.criteria), replace(silver, criteria=gold.criteria),
        *rest,
    ])  # fmt: skip
    member = joined(desk)
    spend(desk, member, SILVER)
    assert members.get(desk, member).tier.code == "gold"
    left_out = ((member, "银卡礼", "the gift is for a higher tier"),)
    assert rewards.preview(desk).left_out == rewards.run(desk).left_out == left_out
    assert held(desk, member) == []
    spend(desk, member, GOLD)
    assert held(desk, member) == [("茶杯", "issued")]


# --- the rules themselves ---------------------------------------------------------------------


def test_a_rule_is_kept_as_it_was_made(desk: Desk, bag: int) -> None:
    made = rule(desk, gift=bag, valid_days=30)
    assert rewards.rules(desk) == [made]
    assert made.triggers == (rewards.upgrade("silver"),)
    assert made.rewards == (rewards.voucher(gift=bag, valid_days=30),)
    assert (made.starts_on, made.closed_on) == (date(2026, 10, 15), None)
    assert (made.title("en"), made.title("zh_CN")) == ("Silver gift", "银卡礼")


def test_the_same_key_makes_a_rule_once(desk: Desk) -> None:
    make = {"name": "礼", "trigger": rewards.upgrade("silver"), "key": "k"}
    first = rewards.add(desk, reward=rewards.voucher(amount=100), **make)
    assert rewards.add(desk, reward=rewards.voucher(amount=100), **make) == first
    refused("key_reused", rewards.add, desk, reward=rewards.voucher(amount=200), **make)
    assert RewardRule.select().bind(desk.db).count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "text"),
        ({"name": "银卡礼"}, "name_taken"),
        ({"name_en": "x" * 65}, "text"),
        ({"trigger": rewards.upgrade("member")}, "choice"),
        ({"trigger": rewards.upgrade("bronze")}, "choice"),
        ({"trigger": rewards.Trigger("full moon", "gold")}, "choice"),
        ({"reward": rewards.voucher()}, "amount"),
        ({"reward": rewards.voucher(amount=1, percent_off=1)}, "amount"),
        ({"reward": rewards.voucher(amount=1, valid_days=-1)}, "date"),
        ({"reward": rewards.voucher(gift=99)}, "unknown_gift"),
        ({"reward": rewards.voucher(gift=1)}, "gift_tier"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    gifts.add(desk, name="金杯", lowest_tier="gold")
    rule(desk, amount=100)
    asked = {"name": "新礼", "trigger": rewards.upgrade("silver"),
             "reward": rewards.voucher(amount=100), **wrong}  # fmt: skip
    refused(code, rewards.add, desk, **asked)
    assert len(rewards.rules(desk)) == 1
