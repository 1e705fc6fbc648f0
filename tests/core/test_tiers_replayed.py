"""Whatever happens to tiers, in any order: the replay of the records leads to the same (9.19)."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import checks, days, holding, imports, members, purchases, tiers
from shopdesk.ladders import Window
from shopdesk.refusals import AmountRefused, OverlayOver, RefundExceeds, UnknownReceipt
from shopdesk.shop import Desk, Shop
from shopdesk.tiers import calendar_quarter, calendar_year, membership_year, rolling_months
from tests.conftest import NOON, SetClock
from tests.core.strict_shop import UP, goes_on, ladder, opens, pay, strict
from tests.core.test_checks import codes, unguard

__all__ = ["strict"]

CODES = ("member", "silver", "gold")
WINDOWS: list[Window] = [rolling_months(1), calendar_quarter(), calendar_year(), membership_year()]

Step = Callable[[Desk, int, int], object]


AMOUNTS = (1, 20_000, 30_000, 59_999, 60_000, 90_000, UP, 180_000, 3 * UP)


def buy(desk: Desk, who: int, much: int) -> object:
    return pay(desk, who, AMOUNTS[much % len(AMOUNTS)])


def give_back(desk: Desk, who: int, much: int) -> object:
    (last,) = desk.db.execute_sql(
        "SELECT MAX(id) FROM purchase WHERE member_id = ?", (who,)
    ).fetchone()
    return purchases.refund(desk, last or 0, amount=1 + much * 13, reason="a dent")


def wait(desk: Desk, _who: int, much: int) -> object:
    """Some days pass; on most the shop is opened, and some are caught up on."""
    desk.shop.clock.now += timedelta(days=1 + much % 44)  # type: ignore[attr-defined]
    days.accept_clock(desk)
    return days.run(desk) if much % 4 else None


def overlay(desk: Desk, who: int, much: int) -> object:
    until = desk.today() + timedelta(days=much % 40)
    tier = CODES[much % 3]
    give: list[Callable[[], object]] = [
        lambda: tiers.lock(desk, who, tier, reason="x", until=until),
        lambda: tiers.lock(desk, who, tier, reason="x"),
        lambda: tiers.floor(desk, who, tier, reason="x"),
        lambda: tiers.trial(desk, who, tier, until=until),
        lambda: tiers.paid(desk, who, tier, until=until),
    ]
    return give[much % 5]()


def lift(desk: Desk, who: int, much: int) -> object:
    given = tiers.overlays(desk, who)
    return tiers.lift(desk, given[much % len(given)].id, reason="x") if given else None


def other_ladder(desk: Desk, _who: int, much: int) -> object:
    months, grace = [None, 1, 1, 2][much % 4], [0, 3][much % 2]
    tried = ladder(WINDOWS[much // 4 % 4], share=much // 16 % 3 + 1)
    return tiers.set_ladder(desk, tried, review_months=months, grace_days=grace)


def recount(desk: Desk, _who: int, much: int) -> object:
    shown = tiers.preview_recount(desk, down=much % 2 == 0)
    assert tiers.recount(desk, down=much % 2 == 0) == shown
    return shown


STEPS: dict[str, Step] = {
    "buy": buy, "give back": give_back, "wait": wait, "overlay": overlay, "lift": lift,
    "other ladder": other_ladder, "recount": recount,
    "review": lambda desk, _who, _much: tiers.review(desk),
    "join": lambda desk, _who, _much: members.register(desk, name="x"),
}  # fmt: skip

OFTEN = ["buy", "buy", "buy", "wait", "wait", "wait", "wait", "recount"]
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*STEPS, *OFTEN]), st.integers(1, 2), st.sampled_from(range(10_000))),
    min_size=10,
    max_size=30,
)


@given(history=HISTORIES)
def test_any_history_of_tiers_is_what_the_records_lead_to(
    empty_shop: Path, tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, int]]
) -> None:
    clock = SetClock(NOON)
    folder = tmp_path_factory.mktemp("shop")
    with Shop.open(shutil.copy(empty_shop, folder / "a.shopdesk"), clock=clock) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        shop.db.execute_sql("PRAGMA synchronous = 0")
        tiers.set_ladder(desk, ladder(rolling_months(1)), review_months=1, grace_days=2)
        for name in ("一", "二"):
            pay(desk, members.register(desk, name=name).id, 3 * UP)
        for what, who, much in history:
            with suppress(AmountRefused, RefundExceeds, UnknownReceipt, OverlayOver):
                STEPS[what](desk, who, much)
            assert checks.run(desk) == (), what
        for who in (1, 2):
            held = members.get(desk, who).tier.code
            assert held == tiers.tier_on(desk, who, desk.today())
            assert held == tiers.why(desk, who).tier


# --- what was changed by hand is found --------------------------------------------------------

BY_HAND = [
    "UPDATE member SET tier = 'gold' WHERE id = 1",
    "UPDATE member SET earned = 'gold' WHERE id = 1",
    "UPDATE member SET earned = 'member', tier = 'gold' WHERE id = 1",
    "UPDATE member SET review_on = review_on + 1 WHERE id = 1",
    "UPDATE member SET review_on = NULL WHERE id = 1",
    "UPDATE member SET tier_until = tier_until + 1 WHERE id = 2",
    "UPDATE member SET tier_until = NULL WHERE id = 2",
    "UPDATE member SET tier_until = 1000000 WHERE id = 1",
    "UPDATE tier_overlay SET until_on = until_on + 1",
    "UPDATE tier_overlay SET tier = 'silver' WHERE member_id = 2",
    "DELETE FROM tier_overlay WHERE member_id = 2",
    "INSERT INTO tier_overlay_end SELECT 1, MAX(id), MAX(on_day), '' FROM event",
    "DELETE FROM tier_change WHERE kind = 'kept'",
    "UPDATE tier_change SET kind = 'step_down' WHERE kind = 'kept'",
    "UPDATE tier_change SET review_on = review_on + 31 WHERE kind = 'kept'",
    "UPDATE tier_change SET reviewed_on = reviewed_on + 1 WHERE kind = 'kept'",
    "UPDATE tier_change SET on_day = on_day + 1 WHERE kind = 'kept'",
    "UPDATE ladder SET review_months = 11 WHERE id = 2",
]


@pytest.mark.parametrize("sql", BY_HAND)
def test_what_was_changed_by_hand_is_found(strict: Desk, member: int, sql: str) -> None:
    other = members.register(strict, name="李四").id
    pay(strict, member, UP, on="2026-10-20")
    pay(strict, member, UP, on="2026-11-20")
    opens(strict, "2027-11-02")
    tiers.trial(strict, other, "gold", until=date(2027, 12, 1))
    members.register(strict, name="王五")
    assert checks.run(strict) == ()
    unguard(strict)
    assert strict.db.execute_sql(sql).rowcount > 0
    assert codes(strict) == {"tier"}


# --- what comes by import ---------------------------------------------------------------------


def test_who_came_by_import_on_a_higher_tier_is_reviewed_months_after_the_entry(
    strict: Desk, tmp_path: Path
) -> None:
    listed = tmp_path / "members.csv"
    listed.write_text("number,name,tier,joined_on\n7,Li,gold,2019-03-31\n8,Wu,member,2019-03-31\n")
    imports.members(strict, listed)
    assert checks.run(strict) == ()
    (ahead,) = tiers.reviews_ahead(strict, 400)
    assert (ahead.number, ahead.tier, ahead.review_on) == ("7", "gold", date(2027, 10, 31))
    opens(strict, "2027-11-20")
    assert tiers.why(strict, ahead.member_id).tier == "silver"
    assert checks.run(strict) == ()


def test_imported_receipts_upgrade_on_their_day_and_are_reviewed_from_today(
    strict: Desk, tmp_path: Path
) -> None:
    listed = tmp_path / "receipts.csv"
    listed.write_text("member,date,amount\n77,2024-05-05,1000.00\n")
    imports.purchases(strict, listed, create_members=True)
    (found,) = members.find(strict, "77")
    why = tiers.why(strict, found.id)
    assert (why.tier, why.since_on, why.review_on) == (
        "silver", date(2024, 5, 5), date(2027, 10, 31),
    )  # fmt: skip
    assert checks.run(strict) == ()


# --- many -------------------------------------------------------------------------------------


def test_nothing_is_asked_of_overlays_where_there_is_nothing_to_ask(
    strict: Desk, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_given: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(holding, "running", never)
    pay(strict, member, 100)
    members.get(strict, member)
    members.find(strict, "张三丰")


def test_the_clock_s_moment_is_of_no_account(strict: Desk, member: int) -> None:
    """Of one business day, after midnight and before: the same review."""
    pay(strict, member, UP, on="2026-10-20")
    at = datetime(2027, 11, 1, 1, 30, tzinfo=strict.shop.zone).astimezone(UTC)
    strict.shop.clock.now = at  # type: ignore[attr-defined]
    days.accept_clock(strict)
    assert strict.today() == date(2027, 10, 31)
    assert days.run(strict).stepped_down == 0
    goes_on(strict, "2027-11-15")
    assert days.run(strict).stepped_down == 1
