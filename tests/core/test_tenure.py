"""How long someone has been a member moves them up on the very day, without a purchase."""

from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import checks, days, members, rewards, tenure, tiers
from shopdesk.shop import Desk
from shopdesk.tiers import Condition, Tier, any_of, at_least, lifetime
from tests.core.strict_shop import opens

JOINED = date(2026, 8, 31)


def old_friends(months: int) -> list[Tier]:
    base = Tier("member", {"en": "Member"}, None)
    return [base, Tier("silver", {"en": "Silver"}, any_of(Condition("months", months, lifetime())))]


PASSING = [
    # the day, months, who joined on these days
    ("2026-10-15", 1, ["2026-09-15"]),
    ("2026-10-15", 12, ["2025-10-15"]),
    ("2027-02-28", 1, ["2027-01-28", "2027-01-29", "2027-01-30", "2027-01-31"]),
    ("2028-02-28", 1, ["2028-01-28"]),
    ("2028-02-29", 1, ["2028-01-29", "2028-01-30", "2028-01-31"]),
    ("2028-02-29", 12, []),
    ("2027-02-28", 12, ["2026-02-28"]),
    ("2029-02-28", 12, ["2028-02-28", "2028-02-29"]),
    ("2026-10-31", 1, []),
    ("2026-09-30", 1, ["2026-08-30", "2026-08-31"]),
    ("2026-12-31", 4, ["2026-08-31"]),
    ("0100-01-01", 1200, []),
]


@pytest.mark.parametrize(("day", "count", "joined"), PASSING)
def test_a_threshold_is_passed_on_one_day(day: str, count: int, joined: list[str]) -> None:
    found = tenure.passing_days(old_friends(count), date.fromisoformat(day))
    assert [each.isoformat() for each in found] == joined


GROWN = [
    # opened on, who is silver since
    ("2026-11-29", None),
    ("2026-11-30", "2026-11-30"),
    ("2026-12-01", "2026-11-30"),
]


@pytest.mark.parametrize(("opened", "since"), GROWN)
def test_the_daily_run_moves_up_whose_day_has_come(
    desk: Desk, opened: str, since: str | None
) -> None:
    member = members.register(desk, name="张三丰", joined_on=JOINED).id
    tiers.set_ladder(desk, old_friends(3), review_months=12)
    rewards.add(
        desk, name="Silver", trigger=rewards.upgrade("silver"), reward=rewards.voucher(amount=1)
    )
    days.run(desk)
    grown: Any = opens(desk, opened).grown
    assert grown == (since is not None)
    assert opens(desk, opened).grown == 0
    why = tiers.why(desk, member)
    assert why.tier == ("silver" if since else "member")
    assert rewards.preview(desk).given == ()
    vouchers = desk.db.execute_sql("SELECT COUNT(*) FROM voucher").fetchone()[0]
    assert vouchers == (since is not None)
    if since:
        assert why.since_on == date.fromisoformat(since)
        assert why.review_on == date(2027, 11, 30)


LATE = [
    # entered on, joined on, the first run after it on; silver since
    ("2026-10-15", "2020-01-05", "2026-10-15", "2026-10-15"),
    ("2026-10-15", "2026-07-15", "2026-10-15", "2026-10-15"),
    ("2026-10-15", "2026-07-16", "2026-10-15", None),
    ("2026-10-15", "2026-07-14", "2026-10-16", "2026-10-16"),
    ("2026-10-15", "2026-07-15", "2026-11-20", "2026-10-16"),
    ("2026-10-16", "2020-01-05", "2026-10-17", "2026-10-17"),
    ("2026-10-16", "2020-01-05", "2026-12-01", "2026-10-17"),
]


@pytest.mark.parametrize(("entered", "joined", "opened", "since"), LATE)
def test_who_is_entered_past_the_threshold_moves_up_with_the_next_run(
    desk: Desk, entered: str, joined: str, opened: str, since: str | None
) -> None:
    tiers.set_ladder(desk, old_friends(3))
    opens(desk, entered, "09:00")
    member = members.register(desk, name="张三丰", joined_on=date.fromisoformat(joined)).id
    assert members.get(desk, member).tier.code == "member"
    assert opens(desk, opened).grown == (since is not None)
    assert opens(desk, opened, "13:00").grown == 0
    assert opens(desk, date.fromisoformat(opened) + timedelta(days=1)).grown == (
        joined == "2026-07-16"
    )
    if since:
        assert tiers.why(desk, member).since_on == date.fromisoformat(since)
    assert checks.run(desk) == ()


def test_another_ladder_moves_nobody_whom_a_run_has_met(desk: Desk) -> None:
    """Who was there before it is counted again only if that is asked for."""
    old = members.register(desk, name="甲", joined_on=date(2020, 1, 5)).id
    opens(desk, "2026-10-16")
    tiers.set_ladder(desk, old_friends(3))
    new = members.register(desk, name="乙", joined_on=date(2020, 1, 5)).id
    for day in ("2026-10-17", "2026-10-18", "2026-11-20"):
        opens(desk, day)
        held = [members.get(desk, who).tier.code for who in (old, new)]
        assert held == ["member", "silver"]
        assert checks.run(desk) == ()
    assert [move.member_id for move in tiers.recount(desk).moves] == [old]


def test_a_clock_that_was_ahead_hides_nobody(desk: Desk) -> None:
    tiers.set_ladder(desk, old_friends(3))
    opens(desk, "2026-11-14", "09:00")
    ahead = members.register(desk, name="甲", joined_on=date(2020, 1, 5)).id
    opens(desk, "2026-10-16", "09:00")
    after = members.register(desk, name="乙", joined_on=date(2020, 1, 5)).id
    held = [members.get(desk, who).tier.code for who in (ahead, after)]
    assert held == ["member", "member"]
    for day, held in (("2026-10-17", ["member", "silver"]), ("2026-11-14", ["silver"] * 2)):
        opens(desk, day)
        assert [members.get(desk, who).tier.code for who in (ahead, after)] == held
        assert checks.run(desk) == ()


def test_the_days_since_a_shop_was_made_are_caught_up_by_its_first_run(desk: Desk) -> None:
    tiers.set_ladder(desk, old_friends(1))
    member = members.register(desk, name="张三丰", joined_on=desk.today()).id
    assert opens(desk, "2026-11-24").days == 40
    why = tiers.why(desk, member)
    assert (why.tier, why.since_on) == ("silver", date(2026, 11, 15))
    assert checks.run(desk) == ()


def test_a_ladder_without_months_asks_nobody(desk: Desk) -> None:
    base, silver = old_friends(3)
    plain = Tier("silver", {"en": "Silver"}, any_of(at_least("spend", 1, lifetime())))
    assert tenure.passing_days([base, plain], desk.today()) == []
    assert tenure.passing_days([base, silver], desk.today()) != []
