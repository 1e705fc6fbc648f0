"""A tier lost at a review comes back with a receipt entered late that would have kept it (9.21)."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import checks, days, members, purchases, rewards, tiers, vouchers
from shopdesk.shop import Desk
from shopdesk.tiers import Tier, all_of, any_of, at_least, calendar_year, rolling_months
from tests.core.test_refunds import give_back
from tests.core.test_reverting import buy, changes, give, tier

REVIEWED = date(2027, 10, 31)
KEEP = 600


def pay(desk: Desk, member: int, amount: int, on: date) -> purchases.Purchase:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}, on=on)


YEAR = rolling_months(12)


def spend(threshold: int, keep: int | None = None, window: Any = YEAR) -> dict[str, Any]:
    """What a tier asks, and what it takes to keep it."""
    line = None if keep is None else any_of(at_least("spend", keep, window))
    return {"criteria": any_of(at_least("spend", threshold, window)), "keep": line}


def strict(desk: Desk, *asked: dict[str, Any]) -> None:
    """Steps a, b, c … that lower no price and are reviewed after twelve months."""
    base = Tier("member", {"en": "Member"}, None)
    steps = [
        Tier(code, {"en": code.upper()}, **each) for code, each in zip("abc", asked, strict=False)
    ]
    tiers.set_ladder(desk, [base, *steps], review_months=12)


def passes(desk: Desk, day: date) -> None:
    """The days until then, each with its run."""
    while desk.today() < day:
        left = (day - desk.today()).days
        desk.shop.clock.tick(days=min(left, 40))  # type: ignore[attr-defined]
        days.run(desk)


@pytest.fixture
def lowered(desk: Desk, member: int) -> int:
    """A member who stepped down from b to a yesterday, at a review they missed by 100."""
    strict(desk, spend(1000, 100), spend(3000, KEEP))
    buy(desk, member, 3000)
    passes(desk, date(2027, 10, 25))
    buy(desk, member, KEEP - 100)
    passes(desk, date(2027, 11, 2))
    assert changes(desk, member)[-1] == ("step_down", "b", "a")
    return member


@pytest.mark.parametrize(
    ("amount", "on", "expected"),
    [
        (100, date(2027, 10, 31), "b"),
        (99, date(2027, 10, 31), "a"),
        (100, date(2027, 11, 1), "a"),
        (100, date(2027, 10, 27), "b"),
    ],
)
def test_to_the_fen_and_to_the_day(
    desk: Desk, lowered: int, amount: int, on: date, expected: str
) -> None:
    pay(desk, lowered, amount, on)
    assert tier(desk, lowered) == expected


def test_it_is_dated_today_and_reviewed_when_it_would_have_been(desk: Desk, lowered: int) -> None:
    receipt = pay(desk, lowered, 100, REVIEWED)
    rows = desk.db.execute_sql(
        """SELECT kind, from_tier, to_tier, on_day, purchase_id, about_id, reviewed_on, review_on,
                  evidence FROM tier_change ORDER BY id"""
    ).fetchall()
    *row, stored = rows[-1]
    assert row == [
        "restored", "a", "b", desk.today().toordinal(), receipt.id, len(rows) - 1,
        REVIEWED.toordinal(), date(2028, 10, 31).toordinal(),
    ]  # fmt: skip
    (found,) = json.loads(stored)
    assert (found["value"], found["threshold"], found["last_on"]) == (600, 600, "2027-10-31")
    assert desk.db.execute_sql("SELECT review_on FROM member").fetchone() == (row[-1],)
    assert desk.today() == REVIEWED + timedelta(days=2)


def test_several_late_receipts_count_together(desk: Desk, lowered: int) -> None:
    pay(desk, lowered, 60, REVIEWED)
    assert tier(desk, lowered) == "a"
    pay(desk, lowered, 40, REVIEWED)
    assert tier(desk, lowered) == "b"


def test_a_receipt_of_today_gives_nothing_back(desk: Desk, lowered: int) -> None:
    buy(desk, lowered, 100)
    assert tier(desk, lowered) == "a"


@pytest.mark.parametrize(("kept", "is_restored"), [(0, True), (2499, True), (2500, False)])
def test_a_step_up_that_a_refund_took_back_stands_not_in_the_way(
    desk: Desk, lowered: int, kept: int, *, is_restored: bool
) -> None:
    up = buy(desk, lowered, 3000)
    assert changes(desk, lowered)[-1] == ("upgrade", "a", "b")
    give_back(desk, up, amount=3000 - kept)
    pay(desk, lowered, 100, REVIEWED)
    assert tier(desk, lowered) == "b"
    assert (changes(desk, lowered)[-1][0] == "restored") == is_restored
    assert checks.run(desk) == ()


def test_what_was_given_back_and_lost_again_can_be_given_back_again(
    desk: Desk, lowered: int
) -> None:
    for _ in range(2):
        late = pay(desk, lowered, 100, REVIEWED)
        assert tier(desk, lowered) == "b"
        give_back(desk, late)
        assert tier(desk, lowered) == "a"
    assert [kind for kind, *_ in changes(desk, lowered)[-4:]] == ["restored", "reverted"] * 2
    assert checks.run(desk) == ()


def test_only_the_last_change_is_given_back(desk: Desk, lowered: int) -> None:
    buy(desk, lowered, 3000)
    assert tier(desk, lowered) == "b"
    pay(desk, lowered, 100, REVIEWED)
    assert [kind for kind, *_ in changes(desk, lowered)] == ["upgrade", "step_down", "upgrade"]


def test_who_reaches_more_besides_moves_up_from_what_came_back(desk: Desk, member: int) -> None:
    strict(desk, spend(100), spend(3000, 600), spend(5000))
    buy(desk, member, 3000)
    passes(desk, date(2027, 10, 25))
    buy(desk, member, 500)
    passes(desk, date(2027, 11, 2))
    pay(desk, member, 4500, REVIEWED)
    assert changes(desk, member)[1:] == [
        ("step_down", "b", "a"), ("restored", "a", "b"), ("upgrade", "b", "c"),
    ]  # fmt: skip
    assert tier(desk, member) == "c"


def both(mode: Any, window: Any, amount: int, visits: int) -> Any:
    return mode(at_least("spend", amount, window), at_least("visits", visits, window))


@pytest.mark.parametrize(
    ("mode", "window", "line", "expected"),
    [
        (any_of, YEAR, (600, 9), "b"),
        (all_of, YEAR, (600, 9), "a"),
        (all_of, YEAR, (600, 2), "b"),
        (all_of, YEAR, (601, 2), "a"),
        (all_of, calendar_year(), (600, 2), "b"),
        (all_of, calendar_year(), (601, 2), "a"),
    ],
)
def test_any_and_all_of_the_keep_line_and_calendar_windows(
    desk: Desk, member: int, mode: Any, window: Any, line: tuple[int, int], expected: str
) -> None:
    """Of a calendar window the running year counts; the one before holds a refunded receipt."""
    asked = {"criteria": both(all_of if mode is all_of else any_of, window, 3000, 9)}
    asked["keep"] = both(mode, window, *line)
    strict(desk, spend(100), asked)
    sold = [buy(desk, member, 400) for _ in range(1)]
    for _ in range(8):
        desk.shop.clock.tick(days=1)  # type: ignore[attr-defined]
        sold.append(buy(desk, member, 400))
    assert tier(desk, member) == "b"
    passes(desk, date(2026, 11, 20))
    for receipt in sold:
        give_back(desk, receipt)
    passes(desk, date(2027, 10, 25))
    buy(desk, member, KEEP - 100)
    passes(desk, date(2027, 11, 2))
    assert tier(desk, member) == "a"
    pay(desk, member, 100, REVIEWED)
    assert members.get(desk, member).tier.code == expected
    assert checks.run(desk) == ()


def test_what_came_back_goes_with_the_receipt_that_brought_it(desk: Desk, lowered: int) -> None:
    receipt = pay(desk, lowered, 100, REVIEWED)
    assert tier(desk, lowered) == "b"
    assert give_back(desk, receipt, amount=1).tier.code == "a"  # type: ignore[union-attr]
    assert changes(desk, lowered)[-1] == ("reverted", "b", "a")
    assert tier(desk, lowered) == "a"
    review = desk.db.execute_sql("SELECT review_on FROM member").fetchone()
    assert review == (date(2028, 11, 30).toordinal(),), "of the step down of 1 November 2027"


def test_what_came_back_is_no_upgrade_and_gives_no_gift(desk: Desk, lowered: int) -> None:
    give(desk, "b", amount=100)
    pay(desk, lowered, 100, REVIEWED)
    assert vouchers.of_member(desk, lowered) == []
    assert rewards.preview(desk).given == ()
    assert checks.run(desk) == ()


def test_no_other_receipt_changes(desk: Desk, lowered: int) -> None:
    before = [purchases.get(desk, number) for number in (1, 2)]
    pay(desk, lowered, 100, REVIEWED)
    assert [purchases.get(desk, number) for number in (1, 2)] == before


def test_a_tier_that_the_ladder_lost_meanwhile_stands_in_no_ones_way(
    desk: Desk, lowered: int
) -> None:
    """What a refund left of a step up lay on it, so all of that step is gone."""
    low, between = spend(1000, 100), spend(3300)
    strict(desk, low, between, spend(3500))
    up = buy(desk, lowered, 3000)
    assert changes(desk, lowered)[-1] == ("upgrade", "a", "c")
    base = Tier("member", {"en": "Member"}, None)
    kept = [Tier(code, {"en": code}, **asked) for code, asked in (("a", low), ("c", spend(3500)))]
    tiers.set_ladder(desk, [base, *kept], review_months=12)
    for amount in (100, 300):
        give_back(desk, up, amount=amount)
        assert changes(desk, lowered)[-1] == ("reverted", "c", "a")
        assert checks.run(desk) == ()
