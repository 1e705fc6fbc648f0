"""What the machine of gifts may draw: rules of every kind, and days that are near to something."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from shopdesk import rewards
from shopdesk.rewards import Limits
from shopdesk.segments import Filter
from tests.proof.paper_calendar import Day

CODES = ["member", "silver", "gold"]
SILVER, GOLD = 10_000, 30_000
BAG, CUP, FAN, STAR = 1, 2, 3, 4
GIFTS = [("袋", 3, None, 300), ("杯", 2, "silver", 900), ("扇", None, None, 100),
         ("星", 1, "gold", 5_000)]  # fmt: skip
SET = {"member": BAG, "silver": CUP, "gold": STAR}

WINDOWS = {"member": 1, "silver": 7, "gold": 30}
TRIGGERS = [
    rewards.every("month"), rewards.every("month", day=28), rewards.every("quarter", day=2),
    rewards.every("year", day=3), rewards.festival("christmas"),
    rewards.festival("new_year", before=10), rewards.festival("spring_festival", before=7),
    rewards.festival("new_years_eve"), rewards.festival("mid_autumn", before=30),
    rewards.festival("dragon_boat"), rewards.birthday(), rewards.birthday(),
    rewards.birthday(windows=WINDOWS), rewards.birthday(windows=WINDOWS),
    rewards.birthday(windows={"silver": 2}), rewards.own_date(), rewards.own_date(before=3),
    rewards.own_date("anniversary"), rewards.membership_years(), rewards.membership_years(1),
    rewards.away(10), rewards.away(30), rewards.joining(), rewards.upgrade("silver"),
    rewards.upgrade("gold"), rewards.visit(1), rewards.visit(2), rewards.visit(3),
    rewards.visit(2, is_every=True), rewards.purchase(), rewards.purchase(over=5_000),
    rewards.purchase(over=9_999), rewards.referral("referrer"),
    rewards.referral("friend", over=5_000), rewards.rating(), rewards.rating(4),
]  # fmt: skip
REWARDS = [
    rewards.voucher(gift=BAG), rewards.voucher(gift=BAG, is_again=True, valid_days=5),
    rewards.voucher(gift=CUP, instead=BAG, is_again=True), rewards.voucher(gift=FAN),
    rewards.voucher(gift=FAN, is_again=True), rewards.voucher(gift=STAR, instead=FAN),
    rewards.OfTier(1), rewards.OfTier(1, is_again=True, valid_days=20),
    rewards.voucher(amount=700), rewards.voucher(percent_off=15, cap=800, valid_days=0),
    rewards.Points(250), rewards.Points(100), rewards.Trial("gold", 9), rewards.Trial("silver", 1),
    rewards.Multiplied(200, 10), rewards.Multiplied(350, 1),
]  # fmt: skip
LIMITS = [
    None, None, None, None, Limits(per_member=1), Limits(per_member=2, period="month"),
    Limits(per_member=1, period="quarter"), Limits(per_member=1, period="year"),
    Limits(in_all=2), Limits(budget=999), Limits(budget=1_000), Limits(share=50),
    Limits(in_all=3, budget=2_000, per_member=2),
]  # fmt: skip
GROUPS: list[tuple[Filter, ...]] = [
    (), (), (), (Filter("tier", "is_in", ("silver", "gold")),),
    (Filter("visits", "at_least", 2, 30),), (Filter("visits", "at_most", 0, 10),),
]  # fmt: skip

STARTS = [
    date(2027, 1, 28), date(2028, 2, 20), date(2028, 5, 15), date(2027, 12, 20), date(2026, 10, 20),
]  # fmt: skip
"""Before a Spring Festival; a leap day; a leap month; a year's end; a shop just opened."""

picks = st.integers(0, 10**6)
amounts = st.sampled_from([99, 100, 4_999, 5_000, 9_998, 9_999, 10_000, 20_000, 30_000])
closed_days = st.sampled_from([1, 1, 1, 2, 3, 5, 8, 10, 16, 29, 45])


def rules() -> Any:
    """The words of a rule, but for its name."""
    few = {"min_size": 1, "max_size": 2, "unique": True}
    return st.fixed_dictionaries(
        {
            "trigger": st.lists(st.sampled_from(TRIGGERS), **few),
            "reward": st.lists(st.sampled_from(REWARDS), min_size=1, max_size=2),
            "limits": st.sampled_from(LIMITS),
            "group": st.sampled_from(GROUPS),
            "days": st.sampled_from([(0, None)] * 5 + [(6, None), (0, 25)]),
        }
    )


def born() -> Any:
    """Days of the year as (days from today, is lunar), odd ones, or none."""
    odd = [Day(2, 29), Day(12, 30, is_lunar=True), Day(12, 1, is_lunar=True),
           Day(5, 5, is_lunar=True, is_leap=True), Day(5, 30, is_lunar=True)]  # fmt: skip
    near = st.tuples(st.integers(-3, 40), st.booleans())
    return st.none() | near | near | st.sampled_from(odd)
