"""A reward rule as a sentence, in both languages."""

from datetime import date
from typing import Any

import pytest

from shopdesk import Desk, events, festivals, gift_sets, gifts, rewards, rule_words, segments
from shopdesk.reward_rules import Limits
from shopdesk.triggers import KINDS, Trigger
from tests.core.prepaid import pass_for

WHEN = [
    (rewards.every("month", day=5), "every month from day 5 on", "每月 5 日起"),
    (rewards.every("quarter"), "every quarter from day 1 of its first month on",
     "每季度首月 1 日起"),
    (rewards.every("year", day=8), "every year from January 8 on", "每年 1 月 8 日起"),
    (rewards.festival("qixi"), "at Qixi", "七夕当天"),
    (rewards.festival("christmas", before=1), "1 day before Christmas", "圣诞节前 1 天"),
    (rewards.festival("christmas", before=2), "2 days before Christmas", "圣诞节前 2 天"),
    (rewards.birthday(), "on the birthday", "生日当天"),
    (rewards.birthday(windows={"silver": 7, "gold": 30}),
     "around the birthday (Silver: 7 days, Gold: 30 days)", "生日前后（银卡 7 天、金卡 30 天）"),
    (rewards.own_date("anniversary"), "on an anniversary in the family", "家庭纪念日当天"),
    (rewards.own_date(before=3), "3 days before a day of the member's own",
     "会员自己的纪念日前 3 天"),
    (rewards.membership_years(), "on every anniversary of joining", "每年入会纪念日"),
    (rewards.membership_years(5), "after 5 years of membership", "入会满 5 年"),
    (rewards.away(60), "after 60 days without a visit", "60 天没有到店后"),
    (rewards.joining(), "on joining", "入会时"),
    (rewards.upgrade("gold"), "on reaching Gold", "升为金卡时"),
    (rewards.visit(10), "on visit number 10", "第 10 次到店时"),
    (rewards.visit(10, is_every=True), "every 10 visits", "每到店 10 次"),
    (rewards.purchase(), "on every receipt", "每次消费时"),
    (rewards.purchase(over=10000), "on a receipt of ¥100 or more", "一单满 ¥100 时"),
    (rewards.purchase(category="茶"), "on a receipt with 茶", "购买茶时"),
    (rewards.purchase(category="茶", over=10050), "on a receipt with 茶 for ¥100.50 or more",
     "一单中茶满 ¥100.50 时"),
    (rewards.referral("referrer"),
     "for whoever brought a friend, at the friend's first receipt of ¥1 or more",
     "介绍人：朋友首次消费满 ¥1 时"),
    (rewards.referral("friend", over=5000),
     "for whoever was brought, at their first receipt of ¥50 or more",
     "被介绍的朋友：首次消费满 ¥50 时"),
    (rewards.rating(), "when a rating is given", "评价时"),
    (rewards.rating(4), "when a rating of 4 or better is given", "评价不低于 4 分时"),
    (rewards.attending(1), "on coming to Tea evening, Sun 1 Nov",
     "11月1日（周日）参加茶友会时"),
]  # fmt: skip


@pytest.mark.parametrize(("trigger", "english", "chinese"), WHEN)
def test_when_a_rule_gives_is_said_in_both_languages(
    desk: Desk, trigger: Trigger, english: str, chinese: str
) -> None:
    events.add(desk, name="茶友会", name_en="Tea evening", on=date(2026, 11, 1))
    said = [rule_words.trigger_words(desk, trigger, language) for language in ("en", "zh_CN")]
    assert said == [english, chinese]


def test_every_kind_of_trigger_has_its_words() -> None:
    assert {trigger.kind for trigger, _, _ in WHEN} == set(KINDS)


def test_an_own_festival_is_called_by_its_name(desk: Desk) -> None:
    own = festivals.add(desk, name="店庆", name_en="Shop day", day=(5, 20))
    trigger = rewards.festival(own.code)
    assert rule_words.trigger_words(desk, trigger, "en") == "at Shop day"
    assert rule_words.trigger_words(desk, trigger, "zh_CN") == "店庆当天"


def a_bag(desk: Desk) -> gifts.Gift:
    return gifts.add(desk, name="布袋", name_en="Bag", cost=800, value=2500, stock=9)


def a_cup(desk: Desk) -> gifts.Gift:
    return gifts.add(desk, name="杯", name_en="Cup", cost=800, value=2500, lowest_tier="silver")


def test_what_a_rule_gives_is_said_in_both_languages(desk: Desk) -> None:
    bag, cup = a_bag(desk).id, a_cup(desk).id
    graded = gift_sets.add(
        desk, name="月礼", name_en="Monthly", gifts={"member": bag, "silver": cup}
    ).id
    what: list[tuple[Any, str, str]] = [
        (rewards.voucher(gift=bag, valid_days=1), "Bag, valid for 1 day", "布袋，1 天内有效"),
        (rewards.voucher(gift=bag, instead=cup, valid_days=9),
         "Bag (or Cup when there is none left), valid for 9 days",
         "布袋（没有时换成杯），9 天内有效"),
        (rewards.voucher(percent_off=10), "10% off, valid for 60 days", "9 折，60 天内有效"),
        (rewards.OfTier(graded), "Monthly (Member: Bag; Silver: Cup), valid for 60 days",
         "月礼（普通会员：布袋；银卡：杯），60 天内有效"),
        (rewards.Points(1500), "1,500 points", "1,500 积分"),
        (rewards.Multiplied(150, 7), "points × 1.5 for 7 days", "7 天内积分 × 1.5"),
        (rewards.Trial("gold", 30), "Gold for 30 days", "金卡 30 天"),
    ]  # fmt: skip
    for reward, english, chinese in what:
        said = [rule_words.reward_words(desk, reward, language) for language in ("en", "zh_CN")]
        assert said == [english, chinese]


@pytest.mark.parametrize(
    ("limits", "english", "chinese"),
    [
        (Limits(), "", ""),
        (Limits(per_member=1), "at most once each", "每人最多 1 次"),
        (Limits(per_member=2, period="year", in_all=1000, budget=50000),
         "at most 2 times a year each, 1,000 times in all, for ¥500.00 in all",
         "每人每年最多 2 次、一共最多 1,000 次、预算共 ¥500.00"),
    ],
)  # fmt: skip
def test_how_often_a_rule_gives_is_said_in_both_languages(
    desk: Desk, limits: Limits, english: str, chinese: str
) -> None:
    said = [rule_words.limit_words(desk, limits, language) for language in ("en", "zh_CN")]
    assert said == [english, chinese]


def test_a_rule_is_one_sentence_and_its_terms(desk: Desk) -> None:
    friends = segments.add(
        desk,
        name="常客",
        name_en="Regulars",
        filters=[segments.Filter("tier", "is_in", ("silver",))],
    )
    rule = rewards.add(
        desk, name="双喜", trigger=[rewards.birthday(), rewards.membership_years(1)],
        reward=[rewards.voucher(gift=a_bag(desk).id), rewards.Points(50)], segment=friends.id,
        limits=Limits(per_member=1, share=20), channel="courier", ends_on=date(2027, 12, 31),
    )  # fmt: skip
    assert rule_words.sentence(desk, rule, "en") == (
        'On the birthday or after 1 year of membership, for "Regulars", for 20% of the members '
        "as a pilot: Bag, valid for 60 days, and 50 points. From Thu 15 Oct to Fri 31 Dec 2027. "
        "At most once each. Sent by courier."
    )
    assert rule_words.sentence(desk, rule, "zh_CN") == (
        "生日当天或入会满 1 年，限分群“常客”，先对 20% 的会员试点：布袋，60 天内有效；50 积分。"
        "10月15日（周四）至2027年12月31日（周五）。每人最多 1 次。快递寄送。"
    )


def test_uses_of_a_pass_and_how_often_they_are_given(desk: Desk, tea: int) -> None:
    rule = rewards.add(
        desk, name="十次", trigger=rewards.visit(10, is_every=True),
        reward=[rewards.PassUses(pass_for(desk, tea, 5000, 10), 2), rewards.Points(5)],
        limits=Limits(per_member=1, period="year", in_all=30),
    )  # fmt: skip
    assert rule_words.sentence(desk, rule, "en") == (
        "Every 10 visits: 2 uses of 次卡, and 5 points. At most once a year each, 30 times in all."
    )
    assert rule_words.sentence(desk, rule, "zh_CN") == (
        "每到店 10 次：次卡 2 次；5 积分。每人每年最多 1 次、一共最多 30 次。"
    )


def test_a_rule_that_is_only_for_an_event_is_over_with_it(desk: Desk, clock: Any) -> None:
    event = events.add(desk, name="会", on=date(2026, 10, 15))
    guests = rewards.add(
        desk, name="a", trigger=rewards.attending(event.id), reward=rewards.Points(5)
    )
    also = rewards.add(
        desk, name="b", trigger=[rewards.attending(event.id), rewards.joining()],
        reward=rewards.Points(5),
    )  # fmt: skip
    assert rule_words.stands(desk, guests) == "running"
    clock.tick(days=1)
    assert rule_words.stands(desk, guests) == "over"
    assert rule_words.stands(desk, also) == "running"
