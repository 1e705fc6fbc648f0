"""Every fact at its threshold and one less, and any history of them against its replay."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    Refused,
    checks,
    consents,
    feedback,
    interactions,
    ladders,
    members,
    products,
    purchases,
    stored_value,
    tiers,
)
from shopdesk.facts import Facts, months_between
from shopdesk.shop import Desk, Shop
from shopdesk.tiers import Tier, any_of, at_least, lifetime, rolling_months
from tests.core.test_refunds import give_back

TODAY = date(2026, 10, 15)


def fact(desk: Desk, member: int, name: str, window: tiers.Window | None = None) -> int:
    joined = members.get(desk, member).joined_on
    return Facts(desk.db, member)(name, *(window or lifetime()).bounds(desk.today(), joined))


def buy(desk: Desk, member: int, *lines: tuple[int, Any], on: date | None = None) -> Any:
    due = purchases.quote(desk, member=member, lines=lines).due
    return purchases.record(desk, member=member, lines=lines, pay={"cash": due}, on=on)


@pytest.fixture
def plain(desk: Desk) -> Desk:
    """A shop whose tiers lower no price."""
    base = Tier("member", {"en": "Member"}, None)
    tiers.set_ladder(
        desk, [base, Tier("up", {"en": "Up"}, any_of(at_least("visits", 99, lifetime())))]
    )
    return desk


# --- each fact --------------------------------------------------------------------------------


def test_products_and_categories_count_what_was_kept(plain: Desk, member: int) -> None:
    tea = products.add(plain, name="龙井", price=6800, category="茶").id
    red = products.add(plain, name="正山小种", price=5000, category="茶").id
    cup = products.add(plain, name="茶杯", price=1250, category="").id
    first = buy(plain, member, (tea, 2), (red, 1), (cup, 1), (tea, 1))
    purchases.record(plain, member=member, amount=500, pay={"cash": 500})
    counted = [(fact(plain, member, "products"), fact(plain, member, "categories"))]
    for lines in ([(1, 2)], [(4, 1)], [(2, 1)], [(3, 1)]):
        give_back(plain, first, lines=lines)
        counted.append((fact(plain, member, "products"), fact(plain, member, "categories")))
    assert counted == [(3, 1), (3, 1), (2, 1), (1, 0), (0, 0)]


def test_an_amount_given_back_takes_no_product_until_it_is_all_of_it(
    plain: Desk, member: int
) -> None:
    tea = products.add(plain, name="龙井", price=6800, category="茶").id
    sold = buy(plain, member, (tea, 1))
    give_back(plain, sold, amount=6799)
    assert fact(plain, member, "products") == 1
    give_back(plain, sold, amount=1)
    assert fact(plain, member, "products") == 0


def test_margin_is_what_is_left_of_lines_whose_cost_is_known(plain: Desk, member: int) -> None:
    tea = products.add(plain, name="龙井", price=6800, category="茶", cost=3000).id
    cup = products.add(plain, name="茶杯", price=1200, category="").id
    sold = buy(plain, member, (tea, "1.5"), (cup, 1))
    assert fact(plain, member, "margin") == 10_200 - 4_500
    give_back(plain, sold, amount=1_140)  # a tenth of 11,400: the tea's share is a tenth of 10,200
    assert fact(plain, member, "margin") == 9_180 - 4_500
    give_back(plain, sold, lines=[(1, "0.5")])
    assert fact(plain, member, "margin") == 6_120 - 3_000
    dear = products.add(plain, name="贵", price=100, category="", cost=400).id
    buy(plain, member, (dear, 1))
    assert fact(plain, member, "margin") == 6_120 - 3_000 - 300


MONTHS = [
    ("2026-09-15", "2026-10-14", 0), ("2026-09-15", "2026-10-15", 1),
    ("2026-09-15", "2026-10-16", 1), ("2026-01-31", "2026-02-27", 0),
    ("2026-01-31", "2026-02-28", 1), ("2026-01-31", "2026-03-30", 1),
    ("2026-01-31", "2026-03-31", 2), ("2024-02-29", "2025-02-27", 11),
    ("2024-02-29", "2025-02-28", 12), ("2024-02-29", "2028-02-28", 47),
    ("2024-02-29", "2028-02-29", 48), ("2026-10-15", "2026-10-15", 0),
    ("2025-12-31", "2026-12-30", 11), ("2025-12-31", "2026-12-31", 12),
    ("2026-10-15", "2026-10-01", 0),
]  # fmt: skip


@pytest.mark.parametrize(("joined", "day", "months"), MONTHS)
def test_months_a_member_are_whole_ones(joined: str, day: str, months: int) -> None:
    assert months_between(date.fromisoformat(joined), date.fromisoformat(day)) == months


def test_a_friend_counts_from_the_first_receipt_that_was_kept(plain: Desk, member: int) -> None:
    friend = members.register(plain, name="李四", referrer=member)
    assert friend.referrer == member
    assert fact(plain, member, "referrals") == 0
    sold = purchases.record(plain, member=friend.id, amount=100, pay={"cash": 100})
    assert fact(plain, member, "referrals") == 1
    assert fact(plain, member, "referrals", rolling_months(1)) == 1
    give_back(plain, sold)
    assert fact(plain, member, "referrals") == 0
    later = purchases.record(
        plain, member=friend.id, amount=100, pay={"cash": 100}, on=TODAY - timedelta(days=3)
    )
    assert fact(plain, member, "referrals") == 1
    purchases.void(plain, later.id, reason="a mistake")
    assert fact(plain, member, "referrals") == 0


MEANS = [([], 0), ([5], 500), ([4, 5], 450), ([4, 4, 5], 433), ([1, 1, 2], 133), ([2, 3, 3], 266),
         ([1, 1, 1, 1, 1, 1, 1, 2], 112)]  # fmt: skip


@pytest.mark.parametrize(("scores", "mean"), MEANS)
def test_the_mean_rating_is_in_hundredths_rounded_down(
    plain: Desk, member: int, scores: list[int], mean: int
) -> None:
    for score in scores:
        feedback.rate(plain, member, score)
    assert fact(plain, member, "mean_rating") == mean


def test_contacts_and_ratings_count_within_their_window(
    plain: Desk, member: int, clock: Any
) -> None:
    interactions.log(plain, member, "call", "about the new tea")
    feedback.rate(plain, member, 2)
    window = rolling_months(1)
    seen = []
    for _ in range(3):
        seen.append((plain.today().isoformat()[5:], fact(plain, member, "interactions", window),
                     fact(plain, member, "mean_rating", window)))  # fmt: skip
        clock.now = datetime(2026, 11, 15, 4, tzinfo=UTC) if len(seen) == 1 else clock.now
        clock.tick(hours=15 if len(seen) == 2 else 0)
    assert seen == [("10-15", 1, 200), ("11-15", 1, 200), ("11-16", 0, 0)]


def test_stored_value_counts_when_it_is_topped_up_net_of_what_was_taken_back(
    plain: Desk, member: int, clock: Any
) -> None:
    """What is given back later counts less on the day it was topped up (9.13)."""
    stored_value.top_up(plain, member, principal=900, pay={"cash": 900}, bonus=50)
    clock.now = datetime(2026, 11, 16, 4, tzinfo=UTC)
    stored_value.top_up(plain, member, principal=50_000, pay={"cash": 50_000})
    first, second = reversed(stored_value.top_ups(plain, member))
    stored_value.refund_top_up(plain, first.id, principal=200, reason="moves away")
    stored_value.refund_top_up(plain, second.id, principal=20_000, reason="moves away")
    assert fact(plain, member, "topped_up") == 30_700
    assert fact(plain, member, "topped_up", rolling_months(1)) == 30_000


# --- what moves members up --------------------------------------------------------------------


def ask(desk: Desk, name: str, threshold: int) -> None:
    base = Tier("member", {"en": "Member"}, None)
    up = Tier("up", {"en": "Up"}, any_of(at_least(name, threshold, lifetime())))
    tiers.set_ladder(desk, [base, up])


def test_a_rating_a_contact_and_a_friends_first_purchase_move_up_at_once(
    desk: Desk, member: int
) -> None:
    def tier() -> str:
        return members.get(desk, member).tier.code

    ask(desk, "interactions", 2)
    interactions.log(desk, member, "visit")
    assert tier() == "member"
    interactions.log(desk, member, "visit")
    assert tier() == "up"
    other = members.register(desk, name="王五").id
    ask(desk, "mean_rating", 401)
    feedback.rate(desk, other, 4)
    assert members.get(desk, other).tier.code == "member"
    feedback.rate(desk, other, 5)
    assert members.get(desk, other).tier.code == "up"
    third = members.register(desk, name="赵六").id
    friend = members.register(desk, name="钱七", referrer=third).id
    ask(desk, "referrals", 1)
    sold = purchases.record(desk, member=friend, amount=100, pay={"cash": 100})
    assert members.get(desk, third).tier.code == "up"
    assert checks.run(desk) == ()
    give_back(desk, sold)
    assert members.get(desk, third).tier.code == "member"
    assert checks.run(desk) == ()


LIMITS = [("mean_rating", 99, False), ("mean_rating", 100, True), ("mean_rating", 500, True),
          ("mean_rating", 501, False), ("months", 0, False), ("months", 1200, True),
          ("months", 1201, False), ("margin", 0, False), ("margin", 1, True),
          ("products", 0, False), ("weather", 1, False)]  # fmt: skip


@pytest.mark.parametrize(("name", "threshold", "is_fine"), LIMITS)
def test_a_threshold_is_one_that_the_fact_can_have(
    name: str, threshold: int, is_fine: bool
) -> None:
    base = Tier("member", {"en": "Member"}, None)
    up = Tier("up", {"en": "Up"}, any_of(at_least(name, threshold, lifetime())))
    assert (ladders.fault([base, up]) is None) is is_fine


MISSING = [
    ("spend", 124_000, lifetime(), "To Up: ¥1,240.00 more"),
    ("spend", 124_000, tiers.calendar_year(), "To Up: ¥1,240.00 more by 31 Dec 2026"),
    ("visits", 1, tiers.calendar_quarter(), "To Up: 1 more visit by 31 Dec 2026"),
    ("products", 3, tiers.membership_year(), "To Up: 3 more different products by 14 Oct 2027"),
    ("categories", 1, rolling_months(12), "To Up: 1 more category"),
    ("months", 12, tiers.calendar_year(), "To Up: 12 more months as a member"),
    ("referrals", 1, lifetime(), "To Up: 1 more friend brought"),
    ("mean_rating", 450, lifetime(), "To Up: a mean rating of 4.50"),
    ("interactions", 2, lifetime(), "To Up: 2 more contacts"),
    ("topped_up", 50_000, lifetime(), "To Up: ¥500.00 more topped up"),
    ("margin", 50_000, lifetime(), "To Up: ¥500.00 more margin"),
]


@pytest.mark.parametrize(("name", "threshold", "window", "sentence"), MISSING)
def test_what_is_missing_is_said_with_its_unit_and_its_last_day(
    desk: Desk, member: int, name: str, threshold: int, window: tiers.Window, sentence: str
) -> None:
    base = Tier("member", {"en": "Member"}, None)
    tiers.set_ladder(
        desk, [base, Tier("up", {"en": "Up"}, any_of(at_least(name, threshold, window)))]
    )
    assert tiers.why(desk, member).sentence == sentence


def test_a_cashier_is_not_told_the_margin(desk: Desk, cashier: Desk, member: int) -> None:
    ask(desk, "margin", 50_000)
    assert "500" not in tiers.why(cashier, member).sentence


WRONG_IDS = ["1", True, 1.0, None, [1]]


@pytest.mark.parametrize("wrong", WRONG_IDS)
def test_who_is_no_member_is_refused_everywhere(desk: Desk, member: int, wrong: Any) -> None:
    friend = members.register(desk, name="李四").id
    for call in (
        lambda: members.name_referrer(desk, friend, wrong),
        lambda: feedback.rate(desk, wrong, 5),
        lambda: interactions.log(desk, wrong, "call"),
        lambda: consents.give(desk, wrong, "data", wording="yes"),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == "unknown_member"
    with pytest.raises(Refused):
        consents.holds(desk, member, "soul")


# --- any history ------------------------------------------------------------------------------

WINDOWS = [lifetime(), rolling_months(1), tiers.calendar_quarter(), tiers.membership_year()]
CONDITIONS = st.builds(
    lambda name, much, window: at_least(
        name, {"mean_rating": 100 + much * 40, "margin": much * 300, "spend": much * 900,
               "topped_up": 1}.get(name, much), window,
    ),
    st.sampled_from(sorted(ladders.FACTS)), st.integers(1, 5), st.sampled_from(WINDOWS),
)  # fmt: skip
LADDERS = st.lists(
    st.builds(lambda mode, asked: mode(*asked), st.sampled_from([any_of, tiers.all_of]),
              st.lists(CONDITIONS, min_size=1, max_size=3)),
    min_size=1, max_size=3,
)  # fmt: skip
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "buy", "buy", "rate", "log", "back", "part", "void", "wait"]),
        st.integers(0, 9), st.integers(0, 9),
    ),
    min_size=4, max_size=14,
)  # fmt: skip


@given(asked=LADDERS, deeds=DEEDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_history_replays_and_a_quote_tells_the_tier_that_comes(
    location: Path, tmp_path: Path, clock: Any, asked: Any, deeds: Any
) -> None:
    base = Tier("member", {"en": "Member"}, None)
    ladder = [base, *(Tier(str(n), {"en": str(n)}, one) for n, one in enumerate(asked))]
    if ladders.fault(ladder) is not None:
        return
    clock.now = datetime(2026, 10, 15, 4, tzinfo=UTC)
    with Shop.open(shutil.copy(location, tmp_path / "any.shopdesk"), clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        desk = Desk(shop, 1, "店主", "owner", "1")
        tiers.set_ladder(desk, ladder)
        goods = [products.add(desk, name=f"g{n}", price=700 + n, category="ab"[n % 2] * (n < 3),
                              cost=None if n == 1 else 300).id for n in range(4)]  # fmt: skip
        people = [members.register(desk, name="a").id]
        people += [members.register(desk, name="b", referrer=people[0]).id for _ in range(2)]
        for deed, one, other in deeds:
            do(desk, clock, people[one % 3], goods, deed, other)
        assert checks.run(desk) == ()


def do(desk: Desk, clock: Any, member: int, goods: list[int], deed: str, how: int) -> None:
    receipts = [
        r for r in purchases.of_member(desk, member) if not r.voided and r.refunded < r.total
    ]
    if deed == "buy":
        lines = [(goods[how % 4], 1), (goods[how % 3], 2)]
        seen = purchases.quote(desk, member=member, lines=lines)
        purchases.record(desk, member=member, lines=lines, pay={"cash": seen.due})
        assert seen.tier_after == members.get(desk, member).tier
    elif deed == "rate":
        feedback.rate(desk, member, how % 5 + 1)
    elif deed == "log":
        interactions.log(desk, member, interactions.KINDS[how % 5])
    elif deed == "wait":
        clock.tick(days=how * 4)
    elif receipts and deed == "back":
        purchases.refund(desk, receipts[0].id, lines=[(how % 2 + 1, "0.5")], reason="r") if (
            how < 4 and receipts[0].refunded == 0
        ) else purchases.refund(desk, receipts[0].id, reason="r")
    elif receipts and deed == "part":
        purchases.refund(desk, receipts[0].id, amount=1 + how % 3, reason="r")
    elif receipts and deed == "void" and receipts[0].on == desk.today():
        purchases.void(desk, receipts[0].id, reason="r")
