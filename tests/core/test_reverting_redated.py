"""What a refund leaves is reviewed by the terms in force, not by those the owner gave up."""

from datetime import date

from shopdesk import purchases, settings, tiers
from shopdesk.shop import Desk
from tests.core.strict_shop import earned, goes_on, ladder, opens, pay, strict

__all__ = ["strict"]


def test_a_tier_taken_back_after_reviews_were_abolished_is_never_reviewed(
    strict: Desk, member: int
) -> None:
    pay(strict, member, 100_000, on="2026-11-02")
    big = pay(strict, member, 250_000, on="2026-11-20")
    tiers.set_ladder(strict, ladder(), review_months=None)
    purchases.refund(strict, big, reason="back")
    assert earned(strict, member) == ("silver", None)


def test_a_tier_taken_back_after_reviews_come_later_is_reviewed_no_sooner(
    strict: Desk, member: int
) -> None:
    pay(strict, member, 100_000, on="2026-11-02")
    big = pay(strict, member, 250_000, on="2026-11-20")
    tiers.set_ladder(strict, ladder(), review_months=24)
    purchases.refund(strict, big, reason="back")
    assert earned(strict, member) == ("silver", date(2028, 11, 30))


def test_the_old_review_date_is_that_of_the_day_before_the_upgrade(
    strict: Desk, member: int
) -> None:
    pay(strict, member, 100_000, on="2026-11-02")
    goes_on(strict, "2026-12-20")
    tiers.set_ladder(strict, ladder(), review_months=3)
    big = pay(strict, member, 250_000, on="2026-12-25")
    purchases.refund(strict, big, reason="back")
    assert earned(strict, member) == ("silver", date(2027, 3, 31))


def test_a_tier_given_back_is_reviewed_no_sooner_than_the_owner_decided(
    strict: Desk, member: int
) -> None:
    settings.edit(strict, back_date_days=30)
    pay(strict, member, 100_000, on="2026-11-02")
    opens(strict, "2027-12-15")
    assert earned(strict, member) == ("member", None)
    tiers.set_ladder(strict, ladder(), review_months=1)
    purchases.record(
        strict, member=member, amount=60_000, pay={"cash": 60_000}, on=date(2027, 12, 14)
    )
    assert earned(strict, member) == ("silver", date(2028, 1, 31))
