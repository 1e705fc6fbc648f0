"""More of the worked numbers of docs/rules.md: promotions, points that end, reviews, refunds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shopdesk import (
    cash,
    days,
    figures,
    members,
    points,
    products,
    promotions,
    purchases,
    settings,
    shifts,
    tiers,
)
from shopdesk.refusals_of_days import MonthClosed
from tests.journeys.test_rules_on_paper import silver, someone, written

__all__ = ["silver"]


def goes_to(desk, clock, day):
    """The clock says noon of a day, believed by the owner, and the days until then are run."""
    clock.now = datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC)
    days.accept_clock(desk)
    days.run(desk)


def pay(desk, member, amount, **more):
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}, **more)


def test_the_second_cup_is_half_price_for_a_silver_member(desk, silver):
    cup = products.add(desk, name="茶杯", price=1250, category="器")
    promotions.add(desk, name="第二件半价", offer=promotions.nth_unit(2, percent_off=50))
    quote = purchases.quote(desk, member=silver, lines=[(cup.id, 2)])
    assert ([s.amount for s in quote.steps], quote.due) == ([-625, -38], 1837)
    settings.edit(desk, rounding_unit=10, rounding_cash_only=True)
    assert purchases.quote(desk, member=silver, lines=[(cup.id, 2)]).due == 1837
    assert purchases.quote(desk, member=silver, lines=[(cup.id, 2)], is_cash=True).due == 1830
    written("¥25.00 − ¥6.25 = ¥18.75", "¥0.38", 1837, 1830)


@pytest.mark.parametrize(
    ("policy", "count", "last"),
    [("months", 1, "2027-02-28"), ("months", 2, "2027-03-31"), ("month_end", 1, "2027-02-28"),
     ("year_end", 1, "2028-12-31")],
)  # fmt: skip
def test_points_live_as_long_as_written(desk, clock, policy, count, last):
    settings.edit(desk, points_expiry=policy, points_expiry_count=count)
    member = someone(desk)
    goes_to(desk, clock, "2027-01-31")
    pay(desk, member, 10_000)
    assert [lot.expires_on.isoformat() for lot in points.lots(desk, member)] == [last]
    goes_to(desk, clock, last)
    assert points.balance(desk, member) == 100
    clock.tick(days=1)
    days.run(desk)
    assert points.balance(desk, member) == 0
    written("good through 28 February 2027", "written off on 1 March", "through 31 March",
            "31 December 2028")  # fmt: skip


def test_points_that_ended_come_back_for_what_they_had_left(desk, clock):
    settings.edit(desk, points_expiry="days", points_expiry_count=10)
    member = someone(desk, spent=30_000)
    clock.tick(days=4)
    sold = purchases.record(desk, member=member, amount=1000, points=300, pay={"cash": 700})
    clock.tick(days=20)
    days.run(desk)
    purchases.refund(desk, sold.id, reason="came back")
    (lot,) = points.lots(desk, member)
    assert (lot.remaining, (lot.expires_on - desk.today()).days) == (300, 6)
    written("Points live 10 days. 300 of them, 4 days old", "for 6 days")


@pytest.mark.parametrize("more", [0, 1])
def test_a_review_is_passed_or_missed_to_the_fen_and_the_day(desk, clock, more):
    base, step, *rest = tiers.ladder(desk)
    keep = tiers.any_of(
        tiers.at_least("spend", 50_000, tiers.rolling_months(12)), step.criteria.conditions[1]
    )
    ladder = [base, replace(step, keep=keep, discount_percent=0), *rest]
    tiers.set_ladder(desk, ladder, review_months=12, grace_days=14)
    member = someone(desk, spent=100_000)
    goes_to(desk, clock, "2027-10-20")
    pay(desk, member, 49_999)
    goes_to(desk, clock, "2027-11-14")
    assert members.get(desk, member).tier.code == "silver"
    if more:
        pay(desk, member, more)
    clock.tick(days=1)
    days.run(desk)
    assert members.get(desk, member).tier.code == ("silver" if more else "member")
    if more:
        assert tiers.why(desk, member).review_on.isoformat() == "2028-10-31"
    written(49_999, "Silver through 14 November", "31 October 2028", "¥0.01 more on 14 November")


@pytest.mark.parametrize(("after", "tier"), [(14, "member"), (15, "silver")])
def test_an_upgrade_is_taken_back_up_to_the_fourteenth_day(desk, clock, after, tier):
    member = someone(desk)
    sold = pay(desk, member, 100_000)
    clock.tick(days=after)
    purchases.refund(desk, sold.id, amount=1, reason="a scratch")
    assert members.get(desk, member).tier.code == tier
    written("Given back ¥0.01 on 29 October", "On 30 October: still Silver")


def test_an_exchange_like_for_like_costs_nothing(desk, silver):
    cup = products.add(desk, name="茶杯", price=1250, category="器")
    sold = purchases.record(desk, member=silver, lines=[(cup.id, 1)], pay={"wechat": 1225})
    before = members.get(desk, silver)
    done = purchases.exchange(
        desk, sold.id, returned=[(1, 1)], lines=[(cup.id, 1)], pay={}, reason="another colour"
    )
    assert (done.to_pay, done.handed_back) == (0, {})
    assert members.get(desk, silver) == before
    written("like for like moves nothing")


@pytest.mark.parametrize(
    ("price", "back", "earned", "tier"),
    [(100_000, {}, 1000, "silver"), (99_999, {"cash": 1}, 999, "member")],
)
def test_an_exchange_of_what_made_a_tier_is_priced_without_it(desk, price, back, earned, tier):
    tin, other = (products.add(desk, name=n, price=p, category="茶").id
                  for n, p in (("一罐", 100_000), ("另一罐", price)))  # fmt: skip
    member = someone(desk)
    sold = purchases.record(desk, member=member, lines=[(tin, 1)], pay={"cash": 100_000})
    done = purchases.exchange(
        desk, sold.id, returned=[(1, 1)], lines=[(other, 1)], pay={}, reason="another one"
    )
    assert (done.to_pay, done.handed_back) == (0, back)
    assert points.balance(desk, member) == earned
    assert members.get(desk, member).tier.code == tier
    written("nothing to pay, 1,000 points, still Silver", "¥0.01 back, 999 points")


def test_a_day_at_the_till_goes_as_written(desk, clock):
    clock.tick(days=1)
    shifts.begin(desk, 30_000)
    purchases.record(desk, amount=10_300, pay={"cash": 10_300}, cash_given=11_000)
    purchases.record(desk, amount=10_000, pay={"wechat": 10_000})
    cash.pay_out(desk, 1850, reason="a parcel")
    done = shifts.hand_over(desk, counted={"cash": 38_400}, to=desk.staff_id, left=20_000)
    assert done.expected == {"cash": 38_450, "wechat": 10_000}
    assert (done.difference, done.taken_out) == ({"cash": -50}, 18_400)
    yesterday = desk.today() - timedelta(days=1)
    purchases.record(desk, amount=1000, pay={"cash": 1000}, on=yesterday)
    assert shifts.expected(desk, of_day=False).expected == {"cash": 21_000}
    assert figures.month(desk, 2026, 10).days[yesterday.day - 1].sales == 1000
    written("¥300.00", "¥103.00", "¥18.50", 38_450, "¥0.50", "¥200.00", "¥184.00", 21_000)


def test_a_month_closes_as_written(desk, clock):
    settings.edit(desk, back_date_days=30)
    clock.now = datetime(2026, 11, 4, 18, 59, tzinfo=UTC)
    days.run(desk)
    last = date(2026, 10, 31)
    assert purchases.record(desk, amount=100, pay={"cash": 100}, on=last).on == last
    clock.tick(minutes=1)
    days.run(desk)
    with pytest.raises(MonthClosed):
        purchases.record(desk, amount=100, pay={"cash": 100}, on=last)
    written("03:00 on 5 November", "31 October")
