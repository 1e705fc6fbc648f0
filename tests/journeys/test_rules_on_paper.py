"""The worked numbers of docs/rules.md, worked again by the program."""

import re

import pytest

from shopdesk import Refused, days, gifts, members, points, purchases, rewards, tiers, vouchers
from shopdesk.money import Money
from tests.architecture.sources import ROOT

WRITTEN = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
RULES = " ".join(WRITTEN.replace("\n> ", "\n").split())


def written(*numbers):
    """These stand in the document, amounts (in fen) as ``¥1.00``."""
    for number in numbers:
        text = str(Money(number, "CNY")) if isinstance(number, int) else number
        assert text in RULES, f"docs/rules.md does not say {text}."


def someone(desk, *, spent=0):
    member = members.register(desk, name="张三丰")
    if spent:
        purchases.record(desk, member=member.id, amount=spent, pay={"cash": spent})
    return member.id


@pytest.fixture
def silver(desk):
    return someone(desk, spent=100000)


@pytest.fixture
def thirty_off(desk, silver):
    return vouchers.issue(desk, silver, amount=3000, minimum=40000)


def test_a_price_is_made_as_written(desk, silver, thirty_off):
    quote = purchases.quote(
        desk, member=silver, amount=48200, vouchers=[thirty_off.code], points=350
    )
    assert [step.amount for step in quote.steps] == [-964, -3000, -300]
    assert (quote.due, quote.points_earned) == (43936, 527)
    written(48200, "−¥9.64", "−¥30.00", "−¥3.00", 43936, "439.36 × 1.2 = 527.2")


def test_a_minimum_is_met_to_the_fen(desk, silver, thirty_off):
    met = purchases.quote(desk, member=silver, amount=40816, vouchers=[thirty_off.code])
    assert met.due == 37000
    with pytest.raises(Refused) as refusal:
        purchases.quote(desk, member=silver, amount=40815, vouchers=[thirty_off.code])
    assert "¥399.99" in str(refusal.value)
    written(40816, 40815, 39999)


def test_a_voucher_gives_no_change(desk, silver):
    fifty = vouchers.issue(desk, silver, amount=5000)
    quote = purchases.quote(desk, member=silver, amount=2000, vouchers=[fifty.code])
    assert (quote.due, quote.steps[-1].amount) == (0, -1960)
    written("¥50 on goods that cost ¥19.60")


@pytest.mark.parametrize(
    ("spent", "tier", "due", "earned"),
    [
        (1, "Member", 10000, 100), (100000, "Silver", 9800, 117), (300000, "Gold", 9500, 142),
        (500000, "Platinum", 9200, 165), (1200000, "Diamond", 9000, 180),
    ],
)  # fmt: skip
def test_a_tier_pays_and_earns_as_written(desk, spent, tier, due, earned):
    quote = purchases.quote(desk, member=someone(desk, spent=spent), amount=10000)
    assert (quote.due, quote.points_earned) == (due, earned)
    written(f"| {tier} | {Money(due, 'CNY')} | {earned} |")


def test_a_refund_takes_and_gives_back_as_written(desk, silver, thirty_off):
    sale = purchases.record(
        desk, member=silver, amount=48200, vouchers=[thirty_off.code], points=350,
        pay={"wechat": 30000, "cash": 13936},
    )  # fmt: skip
    assert points.balance(desk, silver) == 1227
    part = purchases.refund(desk, sale.id, amount=10000, reason="one box")
    assert part.tenders == {"cash": 3171, "wechat": 6829}
    assert (part.points_taken, part.points_returned) == (120, 68)
    assert points.balance(desk, silver) == 1175
    rest = purchases.refund(desk, sale.id, reason="the rest")
    assert (rest.money, rest.points_taken, rest.points_returned) == (33936, 407, 232)
    assert (points.balance(desk, silver), rest.vouchers) == (1000, (thirty_off.code,))
    written(3171, 6829, 33936, "1,227", "1,175", "120 are taken", "68 come", "407 points taken")


def test_a_debt_is_paid_by_the_next_points(desk):
    member = someone(desk)
    first = purchases.record(desk, member=member, amount=30000, pay={"cash": 30000})
    purchases.record(desk, member=member, amount=10000, points=300, pay={"cash": 9700})
    purchases.refund(desk, first.id, reason="came back")
    assert points.balance(desk, member) == -203
    purchases.record(desk, member=member, amount=25000, pay={"cash": 25000})
    assert points.balance(desk, member) == 47
    written("97 − 300 = **−203**", "leaves **47**")


def test_small_refunds_take_as_much_as_one(desk):
    one, other = (
        purchases.record(desk, member=someone(desk), amount=1999, pay={"cash": 1999})
        for _ in range(2)
    )
    small = [
        purchases.refund(desk, one.id, amount=50, reason="dent").points_taken for _ in range(3)
    ]
    large = purchases.refund(desk, other.id, amount=150, reason="dents").points_taken
    assert (one.points_earned, small, large) == (19, [0, 1, 0], 1)
    written("earned 19 points", "take 0, 1 and 0", "one of ¥1.50 takes 1")


def test_a_tier_is_reached_to_the_fen(desk):
    member = someone(desk, spent=99999)
    assert tiers.why(desk, member).sentence == "To Silver: ¥0.01 more or 9 more visits"
    purchases.record(desk, member=member, amount=1, pay={"cash": 1})
    assert members.get(desk, member).tier.code == "silver"
    written(99999, "To Silver: ¥0.01 more or 9 more visits")


def test_twelve_months_end_as_written(desk, silver, clock):
    clock.tick(days=365)
    days.accept_clock(desk)
    assert tiers.why(desk, silver).next[0].value == 100000
    clock.tick(days=1)
    assert tiers.why(desk, silver).next[0].value == 0
    written("a purchase of 15 October 2026 counts until 15 October 2027")


def test_a_voucher_lasts_through_the_night_of_its_last_day(desk, silver, clock):
    voucher = vouchers.issue(desk, silver, amount=100, valid_days=60)
    clock.tick(days=60, hours=14, minutes=59)
    assert vouchers.inspect(desk, voucher.code).id == voucher.id
    clock.tick(minutes=1)
    with pytest.raises(Refused) as refusal:
        vouchers.inspect(desk, voucher.code)
    assert refusal.value.code == "voucher_expired"
    written("15 October 2026 for 60 days is good through 14 December 2026", "02:59")


def test_a_jump_gives_the_gift_of_each_step(desk):
    for tier in ("silver", "gold"):
        gift = gifts.add(desk, name=tier, stock=1)
        rewards.add(
            desk, name=tier, trigger=rewards.upgrade(tier), reward=rewards.voucher(gift=gift.id)
        )
    member = someone(desk, spent=300000)
    assert [v.occasion for v in vouchers.of_member(desk, member)] == ["silver", "gold"]
    written("one purchase of ¥3,000: the silver gift and the gold gift")


def test_the_chinese_page_has_the_same_numbers():
    chinese = (ROOT / "docs" / "zh-CN" / "rules.md").read_text(encoding="utf-8")
    amounts, found = (set(re.findall(r"¥[0-9.,]*[0-9]", page)) for page in (WRITTEN, chinese))
    assert amounts == found
