"""How long points live, by each policy and at its edges (9.21, 9.23, 9.29)."""

from datetime import date

import pytest

from shopdesk import expiry, settings
from shopdesk.expiry import Life
from shopdesk.refusals import Refused
from shopdesk.settings import Settings
from shopdesk.shop import Desk

D = date


@pytest.mark.parametrize(
    ("policy", "count", "earned", "last"),
    [
        ("never", 1, D(2026, 1, 31), None),
        ("idle", 3, D(2026, 1, 31), None),
        ("days", 0, D(2026, 1, 31), D(2026, 1, 31)),
        ("days", 1, D(2026, 1, 31), D(2026, 2, 1)),
        ("days", 365, D(2024, 2, 29), D(2025, 2, 28)),
        ("days", 366, D(2024, 2, 29), D(2025, 3, 1)),
        ("months", 1, D(2026, 1, 30), D(2026, 2, 28)),
        ("months", 1, D(2026, 1, 31), D(2026, 2, 28)),
        ("months", 1, D(2024, 1, 31), D(2024, 2, 29)),
        ("months", 1, D(2026, 2, 28), D(2026, 3, 28)),
        ("months", 12, D(2024, 2, 29), D(2025, 2, 28)),
        ("months", 12, D(2025, 12, 31), D(2026, 12, 31)),
        ("month_end", 0, D(2026, 1, 31), D(2026, 1, 31)),
        ("month_end", 0, D(2026, 2, 1), D(2026, 2, 28)),
        ("month_end", 1, D(2026, 1, 1), D(2026, 2, 28)),
        ("month_end", 1, D(2026, 1, 31), D(2026, 2, 28)),
        ("month_end", 1, D(2024, 1, 31), D(2024, 2, 29)),
        ("month_end", 1, D(2025, 12, 31), D(2026, 1, 31)),
        ("year_end", 0, D(2026, 1, 1), D(2026, 12, 31)),
        ("year_end", 0, D(2026, 12, 31), D(2026, 12, 31)),
        ("year_end", 1, D(2026, 1, 1), D(2027, 12, 31)),
        ("year_end", 1, D(2026, 12, 31), D(2027, 12, 31)),
        ("year_end", 1, D(2027, 1, 1), D(2028, 12, 31)),
    ],
)
def test_the_last_valid_day_of_what_is_earned(
    policy: str, count: int, earned: date, last: date | None
) -> None:
    assert expiry.last_day(policy, count, earned) == last


@pytest.mark.parametrize(
    ("active", "last"),
    [
        (None, D(2026, 4, 30)),
        (D(2026, 1, 30), D(2026, 4, 30)),
        (D(2026, 2, 1), D(2026, 5, 1)),
        (D(2025, 10, 31), D(2026, 1, 31)),
        (D(2025, 10, 30), D(2026, 4, 30)),
    ],
)
def test_idle_points_end_months_after_the_last_receipt_or_after_their_own_day(
    active: date | None, last: date
) -> None:
    assert expiry.idle_last_day(3, D(2026, 1, 31), active) == last


@pytest.mark.parametrize(
    ("policy", "count", "life"),
    [
        ("never", 1, Life()),
        ("days", 34, Life(D(2026, 10, 31))),
        ("days", 35, Life(D(2026, 10, 31))),
        ("days", 36, Life(D(2026, 11, 1))),
        ("idle", 1, Life(D(2026, 10, 31), 1)),
        ("idle", 2, Life(None, 2)),
    ],
)
def test_points_of_a_receipt_entered_late_live_30_days_from_its_entry(
    policy: str, count: int, life: Life
) -> None:
    shop = Settings(
        "", "CNY", "zh_CN", "Asia/Shanghai", points_expiry=policy, points_expiry_count=count
    )
    earned_on, entered_on = D(2026, 9, 26), D(2026, 10, 1)
    assert expiry.late_life(shop, earned_on, entered_on) == life


@pytest.mark.parametrize(
    ("policy", "low", "high"),
    [
        ("days", 0, 3650),
        ("months", 1, 120),
        ("month_end", 0, 120),
        ("year_end", 0, 20),
        ("idle", 1, 120),
    ],
)
def test_a_policy_counts_within_its_limits(desk: Desk, policy: str, low: int, high: int) -> None:
    for count in (low, high):
        changed = settings.edit(desk, points_expiry=policy, points_expiry_count=count)
        assert (changed.points_expiry, changed.points_expiry_count) == (policy, count)
    for wrong in (low - 1, high + 1, True, 1.0, "1", None):
        with pytest.raises(Refused) as refused:
            settings.edit(desk, points_expiry=policy, points_expiry_count=wrong)
        assert refused.value.code == "amount"


@pytest.mark.parametrize("policy", ["", "Days", "weeks", None, 1, ["days"]])
def test_a_policy_there_is_not_is_refused(desk: Desk, policy: object) -> None:
    with pytest.raises(Refused) as refused:
        settings.edit(desk, points_expiry=policy)
    assert refused.value.code == "choice"
    assert desk.shop.settings.points_expiry == "never"
