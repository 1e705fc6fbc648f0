"""Every change of tier with its why: the evidence in words, the receipts behind it."""

from dataclasses import replace

import pytest

from shopdesk import members, purchases, tier_history, tiers, timeline
from shopdesk.ladders import TEMPLATES
from shopdesk.shop import Desk


def buy(desk: Desk, member: int, amount: int) -> int:
    due = purchases.quote(desk, member=member, amount=amount).due
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due}).id


def test_joining_is_the_first_step_and_everyone_s(desk: Desk, member: int) -> None:
    (step,) = tier_history.of_member(desk, member)
    assert (step.before, step.tier, step.on) == ("", "Member", desk.today())
    assert step.reasons == ("Everyone begins here.",)
    assert step.receipts == ()


def test_a_step_says_what_was_reached_in_which_days(desk: Desk, member: int) -> None:
    buy(desk, member, 100_000)
    step, _ = tier_history.of_member(desk, member)
    assert (step.before, step.tier) == ("Member", "Silver")
    assert step.reasons == (
        "Silver: spend ¥1,000.00 from 15 Oct 2025 to 15 Oct 2026, ¥1,000.00 needed",
    )


def test_the_receipts_are_those_up_to_the_one_that_led_there(desk: Desk, member: int) -> None:
    buy(desk, member, 60_000)
    buy(desk, member, 40_000)
    buy(desk, member, 500)
    step, _ = tier_history.of_member(desk, member)
    assert [(r.number, r.spend) for r in step.receipts] == [("000002", 40_000), ("000001", 60_000)]
    assert set(step.receipts) == set(tiers.why(desk, member).receipts)


def test_what_was_given_back_is_taken_off_its_receipt(desk: Desk, member: int, clock) -> None:
    first = buy(desk, member, 100_000)
    clock.tick(days=15)
    purchases.refund(desk, first, amount=30_000, reason="a dent")
    purchases.refund(desk, first, amount=20_000, reason="another")
    step, _ = tier_history.of_member(desk, member)
    assert [r.spend for r in step.receipts] == [50_000]


def test_a_tier_taken_back_says_what_is_missed(desk: Desk, member: int) -> None:
    buy(desk, member, 300_000)
    purchases.refund(desk, 1, amount=50_000, reason="a dent")
    step, *_ = tier_history.of_member(desk, member)
    assert (step.kind, step.before, step.tier) == ("reverted", "Gold", "Silver")
    assert step.reasons == (
        "Gold: spend ¥2,500.00 from 15 Oct 2025 to 15 Oct 2026, ¥3,000.00 needed",
        "Gold: visits 1 from 15 Oct 2025 to 15 Oct 2026, 25 needed",
    )


def test_the_newest_step_comes_first(desk: Desk, member: int) -> None:
    for _time in range(3):
        buy(desk, member, 160_000)
    assert [step.tier for step in tier_history.of_member(desk, member)] == [
        "Gold", "Silver", "Member",
    ]  # fmt: skip


def test_steps_at_once_give_the_reasons_of_each(desk: Desk, member: int) -> None:
    buy(desk, member, 300_000)
    step, _ = tier_history.of_member(desk, member)
    assert [reason.split(":")[0] for reason in step.reasons] == ["Silver", "Gold"]


@pytest.fixture
def climbed(desk: Desk, member: int, clock) -> int:
    """A receipt made as silver, whose tier is off the ladder now; its member is gold."""
    buy(desk, member, 100_000)
    receipt = buy(desk, member, 500)
    buy(desk, member, 300_000)
    clock.tick(days=1)
    lowest, _silver, gold, *rest = TEMPLATES["four"]
    renamed = replace(gold, names={"en": "Golden", "zh_CN": "金"})
    tiers.set_ladder(desk, [lowest, renamed, *rest])
    return receipt


def test_a_receipt_names_the_tier_of_its_time(desk: Desk, climbed: int) -> None:
    then = tier_history.of_receipt(desk, climbed)
    assert then == "Silver"
    desk.speaks = "zh_CN"
    assert tier_history.of_receipt(desk, climbed) == "银卡"


def test_changes_name_the_tiers_of_their_time(desk: Desk, member: int, climbed: int) -> None:
    said = [(step.before, step.tier) for step in tier_history.of_member(desk, member)]
    assert said == [("Silver", "Gold"), ("Member", "Silver"), ("", "Member")]
    newest, *_ = tier_history.of_member(desk, member)
    assert newest.reasons[0].startswith("Gold: ")
    told = [one.sentence for one in timeline.of_member(desk, member) if one.kind == "upgrade"]
    assert told == ["Moved up from Silver to Gold", "Moved up from Member to Silver"]


def test_a_receipt_without_a_member_names_no_tier(desk: Desk) -> None:
    walk_in = purchases.record(desk, amount=100, pay={"cash": 100})
    assert tier_history.of_receipt(desk, walk_in.id) == ""


def test_who_began_on_the_lowest_tier_of_then_is_no_import(desk: Desk, member: int) -> None:
    buy(desk, member, 300_000)
    _lowest, silver, gold, *rest = TEMPLATES["four"]
    tiers.set_ladder(desk, [replace(silver, criteria=None), gold, *rest])
    *_, first = tier_history.of_member(desk, member)
    assert (first.tier, first.reasons) == ("Member", ("Everyone begins here.",))


def test_a_tier_that_no_ladder_had_goes_by_its_code(desk: Desk) -> None:
    then = tier_history.Names(desk)
    assert (then.of("jade", 10**9), then.of(None, 10**9)) == ("jade", "")


def test_a_member_of_an_imported_list_came_with_the_tier(desk: Desk, tmp_path) -> None:
    from shopdesk import imports

    file = tmp_path / "members.csv"
    file.write_text("name,tier\n张三丰,Gold\n", encoding="utf-8")
    imports.members(desk, file)
    (found,) = members.find(desk, "张三丰")
    (step,) = tier_history.of_member(desk, found.id)
    assert step.reasons == ("Came with this tier from the imported list.",)


def test_it_speaks_the_language_of_the_desk(desk: Desk, member: int) -> None:
    tiers.set_ladder(desk, TEMPLATES["four"])
    buy(desk, member, 100_000)
    desk.speaks = "zh_CN"
    step, _ = tier_history.of_member(desk, member)
    assert (step.before, step.tier) == ("普通会员", "银卡")
    assert "（需满 ¥1,000.00）" in step.reasons[0]
