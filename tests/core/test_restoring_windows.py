"""A review is held again over every window it looked at, whichever was the best then (9.15)."""

from datetime import date

from shopdesk import checks, days, purchases, settings, tiers
from shopdesk.ladders import calendar_quarter
from shopdesk.shop import Desk
from tests.core.strict_shop import kinds, ladder, opens, pay


def test_a_late_receipt_counts_in_every_window_that_the_review_looked_at(
    desk: Desk, member: int
) -> None:
    """The review missed 60,000 in the last whole quarter; in the running one it has them now."""
    settings.edit(desk, back_date_days=30)
    tiers.set_ladder(desk, ladder(calendar_quarter()), review_months=1, grace_days=7)
    days.run(desk)
    big = pay(desk, member, 100_000, on="2026-12-10")
    opens(desk, "2027-01-05")
    purchases.refund(desk, big, amount=60_000, reason="back")
    opens(desk, "2027-02-08")
    assert kinds(desk, member)[-1] == ("step_down", "member", date(2027, 2, 8))
    late = purchases.record(
        desk, member=member, amount=60_000, pay={"cash": 60_000}, on=date(2027, 2, 7)
    )
    assert kinds(desk, member)[-1] == ("restored", "silver", date(2027, 2, 8))
    purchases.refund(desk, late.id, amount=1, reason="back")
    assert kinds(desk, member)[-1] == ("reverted", "member", date(2027, 2, 8))
    assert checks.run(desk) == ()
