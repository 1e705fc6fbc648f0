"""Everyone counted again: first shown, then exactly that, up with gifts, down only if asked."""

from datetime import date
from typing import Any

import pytest

from shopdesk import checks, members, purchases, rewards, tier_history, tiers
from shopdesk.ladders import Window
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.tiers import Tier, any_of, at_least, rolling_months
from tests.core.strict_shop import KEEP, UP, YEAR, earned, goes_on, kinds, pay, step, strict

__all__ = ["strict"]


def easier(window: Window = YEAR) -> list[Tier]:
    """Silver from ¥1, gold from ¥500."""
    base = Tier("member", {"en": "Member"}, None)
    steps = [("silver", 100), ("gold", 50_000)]
    return [
        base,
        *(Tier(c, {"en": c.title()}, any_of(at_least("spend", n, window))) for c, n in steps),
    ]


@pytest.fixture
def three(strict: Desk) -> list[int]:
    """Members who spent ¥0.99, ¥499.99 and ¥500.00."""
    found = [members.register(strict, name=name).id for name in ("一", "二", "三")]
    for member, amount in zip(found, (99, 49_999, 50_000), strict=True):
        pay(strict, member, amount)
    return found


def test_a_ladder_that_is_saved_moves_nobody(strict: Desk, three: list[int]) -> None:
    tiers.set_ladder(strict, easier())
    assert [earned(strict, member)[0] for member in three] == ["member"] * 3


def test_what_is_shown_before_saving_is_what_then_happens(strict: Desk, three: list[int]) -> None:
    events = strict.db.execute_sql("SELECT COUNT(*) FROM event").fetchone()
    shown = tiers.preview_recount(strict, easier())
    assert shown.moves == ((three[1], "member", "silver"), (three[2], "member", "gold"))
    assert shown.counts == {"member": {"silver": 1, "gold": 1}}
    assert (shown.members, shown.cancelled) == (3, False)
    assert strict.db.execute_sql("SELECT COUNT(*) FROM event").fetchone() == events
    tiers.set_ladder(strict, easier())
    assert tiers.preview_recount(strict) == shown
    assert tiers.recount(strict) == shown
    assert [earned(strict, member)[0] for member in three] == ["member", "silver", "gold"]
    assert tiers.recount(strict).moves == ()


def test_up_is_an_upgrade_with_its_gifts_and_a_new_review(strict: Desk, three: list[int]) -> None:
    for name in ("Silver", "Gold"):
        rewards.add(
            strict, name=name, trigger=rewards.upgrade(name.lower()),
            reward=rewards.voucher(amount=100),
        )  # fmt: skip
    tiers.set_ladder(strict, easier())
    goes_on(strict, "2026-11-01")
    tiers.recount(strict)
    assert kinds(strict, three[2])[1:] == [("upgrade", "gold", date(2026, 11, 1))]
    assert earned(strict, three[2]) == ("gold", date(2027, 11, 30))
    given = strict.db.execute_sql("SELECT member_id, COUNT(*) FROM voucher GROUP BY 1").fetchall()
    assert dict(given) == {three[1]: 1, three[2]: 2}
    (newest, *_) = tier_history.of_member(strict, three[2])
    assert [r.spend for r in newest.receipts] == [50_000]
    assert [r.spend for r in tiers.why(strict, three[2]).receipts] == [50_000]


DOWN = [
    # gold (kept by ¥1,800), silver kept by ¥600: left in the year, with down, tier afterwards
    (180_000, True, "gold"),
    (179_999, True, "silver"),
    (60_000, True, "silver"),
    (59_999, True, "member"),
    (0, True, "member"),
    (0, False, "gold"),
]


@pytest.mark.parametrize(("left", "down", "expected"), DOWN)
def test_down_goes_only_who_is_asked_to_and_to_the_keep_line_that_is_met(
    strict: Desk, member: int, left: int, down: bool, expected: str
) -> None:
    pay(strict, member, 3 * UP)
    pay(strict, member, left, on="2027-06-01")
    goes_on(strict, "2027-10-16")
    shown = tiers.preview_recount(strict, down=down)
    assert tiers.recount(strict, down=down) == shown
    tier, review_on = earned(strict, member)
    assert tier == expected
    if expected == "gold":
        assert kinds(strict, member)[2:] == []
        return
    assert kinds(strict, member)[2:] == [("recounted", expected, date(2027, 10, 16))]
    assert review_on == (date(2028, 10, 31) if expected == "silver" else None)
    why = tiers.why(strict, member)
    name = expected.title()
    assert why.how == f"Put from Gold to {name} when everyone was counted again"
    (newest, *_) = tier_history.of_member(strict, member)
    assert newest.reasons[0] == (
        f"Gold: spend ¥{left // 100:,}.{left % 100:02} from 16 Oct 2026 to 16 Oct 2027, "
        "¥1,800.00 needed"
    )


def test_closed_memberships_and_what_overlays_hold_stay(strict: Desk, three: list[int]) -> None:
    tiers.lock(strict, three[1], "member", reason="a quarrel")
    strict.db.execute_sql(
        "UPDATE member SET closed_on = ? WHERE id = ?", (date(2026, 1, 1).toordinal(), three[2])
    )
    tiers.set_ladder(strict, easier())
    assert tiers.recount(strict).moves == ((three[1], "member", "silver"),)
    assert members.get(strict, three[1]).tier.code == "member"
    assert tiers.why(strict, three[1]).earned == "silver"
    assert checks.run(strict) == ()


def test_a_refund_after_it_is_none_of_the_recount_s(strict: Desk, member: int) -> None:
    sold = pay(strict, member, 50_000)
    shown = tiers.preview_recount(strict, easier())
    purchases.refund(strict, sold, amount=1, reason="a dent")
    assert shown.moves == ((member, "member", "gold"),)
    assert tiers.preview_recount(strict, easier()).moves == ((member, "member", "silver"),)


def test_progress_is_told_and_it_can_be_stopped(strict: Desk, three: list[int]) -> None:
    told: list[tuple[int, int]] = []
    tiers.set_ladder(strict, easier())
    shown = tiers.preview_recount(strict, progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 3), (3, 3)]
    for stopped in (
        tiers.preview_recount(strict, cancelled=lambda: True),
        tiers.recount(strict, cancelled=lambda: True),
    ):
        assert (stopped.cancelled, stopped.moves, stopped.counts) == (True, (), {})
    assert [earned(strict, member)[0] for member in three] == ["member"] * 3
    assert tiers.recount(strict, progress=lambda done, of: told.append((done, of))) == shown


def test_a_ladder_that_could_not_be_saved_cannot_be_shown_either(strict: Desk, member: int) -> None:
    pay(strict, member, UP)
    unfit: list[Any] = [easier()[:1], [easier()[0], easier()[2]]]
    for tried in unfit:
        with pytest.raises(Refused) as caught:
            tiers.preview_recount(strict, tried)
        assert caught.value.code == "ladder"


def test_only_an_owner_counts_everyone_again(cashier: Desk) -> None:
    with pytest.raises(Refused) as caught:
        tiers.recount(cashier)
    assert caught.value.code == "permission"


def test_a_keep_line_by_a_shorter_window_is_another_ladder_s(strict: Desk, member: int) -> None:
    """Down under a ladder not saved yet: by its own windows and keep lines."""
    pay(strict, member, UP)
    goes_on(strict, "2026-12-16")
    month = rolling_months(1)
    base = Tier("member", {"en": "Member"}, None)
    tried = [base, step("silver", 1, month), step("gold", 3, month)]
    assert tiers.preview_recount(strict, tried).moves == ()
    assert tiers.preview_recount(strict, tried, down=True).moves == ((member, "silver", "member"),)
    pay(strict, member, KEEP)
    assert tiers.preview_recount(strict, tried, down=True).moves == ()
