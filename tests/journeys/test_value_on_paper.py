"""The worked numbers of docs/rules.md about stored value and passes."""

import pytest

from shopdesk import passes, products, purchases, rewards, settings, stored_value
from tests.journeys.test_rules_on_paper import someone, written


@pytest.fixture
def bonus(desk):
    settings.edit(desk, bonus_rules=[(33_300, 2_000), (50_000, 5_000)])


def top_up(desk, member, principal, bonus=None):
    pay = {"cash": principal}
    return stored_value.top_up(desk, member, principal=principal, bonus=bonus, pay=pay)


def test_a_bonus_is_given_as_written(desk, bonus):
    given = [top_up(desk, someone(desk), amount).bonus for amount in (49_999, 50_000, 100_000)]
    assert given == [2_000, 5_000, 5_000]
    written("¥499.99 are given ¥20.00, ¥500.00 and ¥1,000.00 are given ¥50.00")


def test_stored_value_is_spent_and_given_back_as_written(desk, bonus):
    member = someone(desk)
    one = top_up(desk, member, 50_000)
    paid = purchases.record(desk, member=member, amount=5_500, pay={"stored_value": 5_500})
    assert (paid.payments, paid.points_earned) == ({"principal": 5_000, "bonus": 500}, 50)
    back = purchases.refund(desk, paid.id, amount=1_100, reason="broken")
    assert (back.tenders, back.points_taken) == ({"principal": 1_000, "bonus": 100}, 10)
    done = stored_value.refund_top_up(desk, one.id, reason="moves away")
    assert (done.money, done.bonus) == (46_000, 4_600)
    written("takes ¥50.00 and ¥5.00, and earns 50 points", 46_000, 4_600)


def test_bonus_that_was_spent_is_deducted_as_written(desk):
    member = someone(desk)
    top_up(desk, member, 10_000, 0)
    second = top_up(desk, member, 50_000, 5_000)
    pay = {"stored_value": 13_000}
    paid = purchases.record(desk, member=member, amount=13_000, pay=pay)
    assert paid.payments == {"principal": 12_000, "bonus": 1_000}
    done = stored_value.refund_top_up(desk, second.id, reason="moves away")
    assert (done.principal, done.deducted, done.money, done.bonus) == (48_000, 800, 47_200, 4_000)
    written(48_000, "so ¥8.00 are deducted: **¥472.00**", 4_000)


def test_a_pass_is_given_back_as_written(desk):
    member = someone(desk)
    tea = products.add(desk, name="tea", price=1_500).id
    card = products.add(desk, name="ten", price=10_000, pass_product=tea, pass_uses=10).id
    sold = purchases.record(desk, member=member, lines=[(card, 1)], pay={"cash": 10_000})
    used = purchases.record(desk, member=member, lines=[(tea, 3)], passes=[0], pay={})
    done = purchases.refund(desk, sold.id, reason="moves away")
    assert (done.money, done.points_taken) == (7_000, 70)
    purchases.refund(desk, used.id, reason="cold")
    assert purchases.refund(desk, sold.id, reason="moves away").money == 3_000
    written("¥70.00 and 70 points", "the other ¥30.00")


def test_three_uses_come_back_as_written(desk):
    member = someone(desk)
    tea = products.add(desk, name="tea", price=5_000).id
    card = products.add(desk, name="three", price=10_000, pass_product=tea, pass_uses=3).id
    purchases.record(desk, member=member, lines=[(card, 1)], pay={"cash": 10_000})
    (mine,) = passes.of_member(desk, member)
    money = [passes.refund(desk, mine.id, uses=1, reason="moves").money for _ in range(3)]
    assert money == [3_333, 3_333, 3_334]
    written("come back as ¥33.33, ¥33.33 and ¥33.34")


def test_uses_that_a_rule_gave_are_gone_as_written(desk):
    member = someone(desk)
    tea = products.add(desk, name="tea", price=1_500).id
    card = products.add(desk, name="ten", price=10_000, pass_product=tea, pass_uses=10).id
    rewards.add(
        desk, name="two", trigger=rewards.purchase(over=10_000), reward=rewards.PassUses(card, 2)
    )
    bought = purchases.record(desk, member=member, amount=10_000, pay={"cash": 10_000})
    used = purchases.record(desk, member=member, lines=[(tea, 1)], passes=[0], pay={})
    purchases.void(desk, bought.id, reason="wrong")
    assert passes.available(desk, member, tea) == 0
    purchases.void(desk, used.id, reason="cold")
    assert passes.available(desk, member, tea) == 0
    written("Two uses given for a receipt of ¥100.00, one of them spent", "nothing is left of it")
