"""Points that end with inactivity, when a receipt is entered late (9.21, 9.29)."""

from datetime import date

from shopdesk import checks, days, members, points, purchases, settings
from shopdesk.shop import Desk


def test_a_first_receipt_entered_late_says_from_when_idle_points_end(
    desk: Desk, member: int
) -> None:
    settings.edit(desk, points_expiry="idle", points_expiry_count=2)
    points.adjust(desk, member, 86, reason="a present of 15 October")
    purchases.record(desk, member=member, amount=37, pay={"cash": 37}, on=date(2026, 10, 9))
    assert points.next_expiry(desk, member) == (date(2026, 12, 9), 86)
    desk.shop.clock.tick(days=55)  # type: ignore[attr-defined]
    days.accept_clock(desk)
    assert members.get(desk, member).points == 86
    desk.shop.clock.tick(days=1)  # type: ignore[attr-defined]
    assert members.get(desk, member).points == 0
    days.run(desk)
    assert checks.run(desk) == ()
