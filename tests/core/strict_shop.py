"""A shop that reviews its tiers, and what is done in it: for the tests of all that follows."""

from datetime import UTC, date, datetime

import pytest

from shopdesk import checks, days, purchases, tiers
from shopdesk.ladders import Window
from shopdesk.shop import Desk
from shopdesk.store.tables.tiers import TierChange
from shopdesk.tiers import Tier, any_of, at_least, rolling_months

YEAR = rolling_months(12)
UP, KEEP = 100_000, 60_000
"""What a step takes, and what keeps it, in fen."""


def step(code: str, times: int, window: Window = YEAR, *, share: int = 1) -> Tier:
    """A tier of so much within a window (or of a share of that), kept by less."""
    up = at_least("spend", UP * times // share, window)
    low = at_least("spend", KEEP * times // share, window)
    return Tier(code, {"en": code.title()}, any_of(up), keep=any_of(low))


def ladder(window: Window = YEAR, *, share: int = 1) -> list[Tier]:
    base = Tier("member", {"en": "Member"}, None)
    return [base, *(step(c, n, window, share=share) for c, n in (("silver", 1), ("gold", 3)))]


def goes_on(desk: Desk, day: str | date, at: str = "12:00") -> None:
    """The shop's clock says so, and nobody stopped the days in between."""
    noon = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=desk.shop.zone).astimezone(UTC)
    desk.shop.clock.now = noon  # type: ignore[attr-defined]
    days.accept_clock(desk)


def opens(desk: Desk, day: str | date, at: str = "12:00") -> days.DayRun:
    """The shop is opened on a day, and the days since the last one are brought about."""
    goes_on(desk, day, at)
    return days.run(desk)


def pay(desk: Desk, member: int, amount: int, on: str | None = None) -> int:
    if on is not None:
        goes_on(desk, on)
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}).id


def earned(desk: Desk, member: int) -> tuple[str, date | None]:
    """The tier and its review date, as the row has them; and the books add up."""
    assert checks.run(desk) == ()
    row = desk.db.execute_sql("SELECT tier, review_on FROM member WHERE id = ?", (member,))
    tier, review_on = row.fetchone()
    return tier, None if review_on is None else date.fromordinal(review_on)


def kinds(desk: Desk, member: int) -> list[tuple[str, str, date]]:
    rows = TierChange.select(TierChange.kind, TierChange.to_tier, TierChange.on_day).where(
        TierChange.member == member
    )
    return list(rows.order_by(TierChange.id).tuples().bind(desk.db))


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """A shop that reviews after twelve months, with fourteen days of grace."""
    tiers.set_ladder(desk, ladder(), review_months=12, grace_days=14)
    days.run(desk)
    return desk
