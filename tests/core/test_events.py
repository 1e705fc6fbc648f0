"""Events: who is invited and has a seat, who came, and what it brought."""

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    cards,
    checks,
    events,
    interactions,
    members,
    points,
    purchases,
    rewards,
    segments,
    tiers,
    timeline,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.prepaid import refused
from tests.core.test_facts_of_all_kinds import ask

if TYPE_CHECKING:
    from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


def event(desk: Desk, **more: Any) -> int:
    return events.add(desk, **{"name": "新品发布会", "name_en": "Launch", "on": TODAY} | more).id


def people(desk: Desk, *on: str) -> list[int]:
    """New members, each on a tier."""
    made = [members.register(desk, name=f"客{number}").id for number in range(len(on))]
    for member, tier in zip(made, on, strict=True):
        if tier != "member":
            tiers.lock(desk, member, tier, reason="r")
    return made


def states(desk: Desk, event_id: int) -> dict[int, str]:
    return {one.member_id: one.state for one in events.guests(desk, event_id)}


def came(desk: Desk, event_id: int) -> list[int]:
    return [one.member_id for one in events.guests(desk, event_id) if one.came_at is not None]


def given(desk: Desk, member: int) -> list[str]:
    return [one.state for one in vouchers.of_member(desk, member)]


def gift_of(desk: Desk, event_id: int, reward: Any = None) -> None:
    rewards.add(
        desk, name=f"到场礼{event_id}", trigger=rewards.attending(event_id),
        reward=reward or rewards.voucher(amount=500),
    )  # fmt: skip


# --- the events themselves --------------------------------------------------------------------


def test_an_event_is_kept_as_it_was_said_and_changed(desk: Desk) -> None:
    said: dict[str, Any] = {
        "name": " 客户答谢会 ", "name_en": "Thank you", "kind": "appreciation", "on": TODAY,
        "starts": "14:00", "ends": "16:30", "place": "二楼", "capacity": 20, "note": "带伞",
    }  # fmt: skip
    made = events.add(desk, **said, key="k")
    assert events.add(desk, **said, key="k") == made
    assert (made.name, made.title("en"), made.times()) == ("客户答谢会", "Thank you", "14:00–16:30")
    later = TODAY + timedelta(days=1)
    changed = events.edit(desk, made.id, name="品牌日", on=later, kind="brand", starts="09:30")
    assert (changed.on, changed.title("en"), changed.times()) == (later, "品牌日", "09:30")
    assert events.listed(desk) == [changed]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "text"), ({"on": "2026-10-15"}, "date"), ({"kind": "party"}, "choice"),
        ({"starts": "24:00"}, "time"), ({"ends": "9:30"}, "time"), ({"capacity": 0}, "amount"),
        ({"capacity": 1.0}, "amount"), ({"starts": 14}, "time"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    with refused(code):
        event(desk, **wrong)
    made = event(desk)
    with refused(code):
        events.edit(desk, made, **{"name": "n", "on": TODAY} | wrong)


def test_one_that_was_cancelled_invites_and_receives_nobody(desk: Desk, member: int) -> None:
    made = event(desk)
    events.invite(desk, made, members=[member])
    with refused("text"):
        events.cancel(desk, made, reason=" ")
    gone = events.cancel(desk, made, reason="台风")
    assert (gone.cancelled_on, gone.cancelled_because) == (TODAY, "台风")
    for call in (
        lambda: events.cancel(desk, made, reason="r"),
        lambda: events.edit(desk, made, name="n", on=TODAY),
        lambda: events.invite(desk, made, members=[member]),
        lambda: events.uninvite(desk, made, member),
        lambda: events.answer(desk, made, member, "accepted"),
        lambda: events.check_in(desk, made, member),
    ):
        with refused("event_cancelled"):
            call()
    assert states(desk, made) == {member: "open"}


def test_one_with_guests_keeps_its_day_and_takes_place(desk: Desk, member: int) -> None:
    made = event(desk)
    events.check_in(desk, made, member)
    with refused("event_begun"):
        events.cancel(desk, made, reason="r")
    with refused("event_begun"):
        events.edit(desk, made, name="n", on=TODAY + timedelta(days=1))
    assert events.edit(desk, made, name="n", on=TODAY, note="x").note == "x"
    events.undo_check_in(desk, made, member)
    assert events.cancel(desk, made, reason="r").cancelled_on == TODAY


# --- the list ---------------------------------------------------------------------------------


def test_higher_tiers_have_the_seats_and_then_who_was_asked_first(desk: Desk) -> None:
    plain, gold, other, silver = people(desk, "member", "gold", "member", "silver")
    made = event(desk, capacity=3)
    asked = events.invite(desk, made, members=[plain, gold, other, silver])
    assert (set(asked.seated), asked.waiting) == ({gold, silver, plain}, (other,))
    diamond = people(desk, "diamond")[0]
    assert events.invite(desk, made, members=[diamond]).waiting == (diamond,), "nobody gets up"
    assert [one.member_id for one in events.guests(desk, made)] == [
        gold, silver, plain, diamond, other,
    ]  # fmt: skip


def test_a_seat_that_is_free_goes_to_the_highest_tier_that_waits(desk: Desk) -> None:
    seated, plain, gold = people(desk, "diamond", "member", "gold")
    made = event(desk, capacity=1)
    events.invite(desk, made, members=[seated])
    events.invite(desk, made, members=[plain])
    events.invite(desk, made, members=[gold])
    assert events.answer(desk, made, seated, "declined").state == "declined"
    assert states(desk, made) == {seated: "declined", gold: "open", plain: "waiting"}
    assert events.answer(desk, made, seated, "accepted").state == "waiting", "it was taken"
    events.uninvite(desk, made, gold)
    assert states(desk, made) == {seated: "accepted", plain: "waiting"}
    events.edit(desk, made, name="n", on=TODAY, capacity=2)
    assert states(desk, made) == {seated: "accepted", plain: "open"}
    events.edit(desk, made, name="n", on=TODAY, capacity=1)
    assert states(desk, made) == {seated: "accepted", plain: "open"}, "nobody's seat is taken"


def test_the_seat_of_who_is_erased_goes_to_who_waits(desk: Desk) -> None:
    made = event(desk, capacity=1)
    gone, next_one, last = people(desk, "member", "member", "member")
    events.invite(desk, made, members=[gone, next_one, last])
    members.erase(desk, gone, reason="asked to")
    assert states(desk, made) == {next_one: "open", last: "waiting"}


def test_who_was_two_keeps_one_seat_and_leaves_the_other(desk: Desk) -> None:
    both, later = event(desk, capacity=2), event(desk, capacity=1)
    keep, drop, other = people(desk, "member", "member", "gold")
    events.invite(desk, both, members=[keep, drop])
    events.invite(desk, later, members=[drop])
    for on_list in (both, later):
        events.invite(desk, on_list, members=[keep, other])
    members.merge(desk, keep=keep, drop=drop)
    assert states(desk, both) == {keep: "open", other: "open"}
    assert states(desk, later) == {keep: "open", other: "waiting"}
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("capacity", "waiting"), [(1, 2), (2, 1), (3, 0), (4, 0), (None, 0)])
def test_seats_at_the_limit(desk: Desk, capacity: int | None, waiting: int) -> None:
    made = event(desk, capacity=capacity)
    asked = events.invite(desk, made, members=people(desk, "member", "member", "member"))
    assert (len(asked.seated), len(asked.waiting)) == (3 - waiting, waiting)


def test_a_segment_is_invited_as_it_is_today_and_nobody_twice(desk: Desk) -> None:
    gold, plain, other = people(desk, "gold", "member", "gold")
    found = segments.add(
        desk, name="金", filters=[segments.Filter("tier", "is_in", ("gold",))]
    )  # fmt: skip
    made = event(desk)
    events.invite(desk, made, members=[gold, gold])
    events.answer(desk, made, gold, "accepted")
    asked = events.invite(desk, made, segment=found.id, members=[plain], key="k")
    assert set(asked.seated) == {gold, plain, other}
    assert events.invite(desk, made, segment=found.id, members=[plain], key="k") == asked
    assert states(desk, made)[gold] == "accepted"


@pytest.mark.parametrize(("days", "code"), [(-1, "event_over"), (0, None), (1, None)])
def test_nobody_is_invited_to_what_is_over(
    desk: Desk, member: int, days: int, code: str | None
) -> None:
    made = event(desk, on=TODAY + timedelta(days=days))
    if code is None:
        assert events.invite(desk, made, members=[member]).seated == (member,)
        return
    with refused(code):
        events.invite(desk, made, members=[member])


def test_who_cannot_be_invited_or_taken_off(desk: Desk, member: int) -> None:
    made = event(desk)
    with refused("content"):
        events.invite(desk, made)
    with refused("unknown_member"):
        events.invite(desk, made, members=[member, 99])
    with refused("unknown_segment"):
        events.invite(desk, made, segment=9)
    with refused("unknown_event"):
        events.invite(desk, 9, members=[member])
    with refused("not_on_list"):
        events.uninvite(desk, made, member)
    with refused("not_on_list"):
        events.answer(desk, made, member, "accepted")
    with refused("choice"):
        events.answer(desk, made, member, "perhaps")
    events.invite(desk, made, members=[member])
    events.check_in(desk, made, member)
    with refused("guest_came"):
        events.uninvite(desk, made, member)


# --- checking in ------------------------------------------------------------------------------


def test_a_guest_is_checked_in_once_by_card_or_name(desk: Desk, clock: "SetClock") -> None:
    one, other = people(desk, "gold", "member")
    made = event(desk)
    events.invite(desk, made, members=[one])
    code = cards.of_member(desk, one)[0].code
    first = events.check_in(desk, made, scanned=code, brought=2, key="k")
    assert (first.state, first.brought, first.came_at) == ("open", 2, desk.now())
    clock.tick(minutes=5)
    assert events.check_in(desk, made, scanned=code, brought=2, key="k") == first
    assert events.check_in(desk, made, one, brought=5) == first
    walked = events.check_in(desk, made, other)
    assert walked.state == "walk_in"
    assert len(interactions.of_member(desk, one)) == 1
    assert came(desk, made) == [one, other]


@pytest.mark.parametrize(("days", "is_let_in"), [(-1, False), (0, True), (1, False)])
def test_guests_are_checked_in_on_the_day_alone(
    desk: Desk, member: int, days: int, is_let_in: bool
) -> None:
    made = event(desk, on=TODAY + timedelta(days=days))
    if is_let_in:
        assert events.check_in(desk, made, member).came_at is not None
        return
    with refused("event_not_today"):
        events.check_in(desk, made, member)


@pytest.mark.parametrize(("brought", "code"), [(-1, "amount"), (1_001, "amount"), ("2", "amount")])
def test_so_many_do_not_come_along(desk: Desk, member: int, brought: Any, code: str) -> None:
    made = event(desk)
    with refused(code):
        events.check_in(desk, made, member, brought=brought)
    assert events.check_in(desk, made, member, brought=1_000).brought == 1_000


def test_who_is_not_let_in(desk: Desk, member: int) -> None:
    made = event(desk)
    with refused("content"):
        events.check_in(desk, made)
    with refused("content"):
        events.check_in(desk, made, member, scanned="K1")
    with refused("unknown_card"):
        events.check_in(desk, made, scanned="K1")
    old = cards.of_member(desk, member)[0].code
    members.replace_card(desk, member)
    with refused("card_lost"):
        events.check_in(desk, made, scanned=old)
    members.erase(desk, member, reason="asked")
    with refused("member_closed"):
        events.check_in(desk, made, member)


def test_a_mistake_is_taken_back_on_its_day(desk: Desk, member: int, clock: "SetClock") -> None:
    made = event(desk)
    gift_of(desk, made)
    events.check_in(desk, made, member)
    assert (given(desk, member), len(interactions.of_member(desk, member))) == (["issued"], 1)
    events.undo_check_in(desk, made, member, key="k")
    events.undo_check_in(desk, made, member, key="k")
    assert (given(desk, member), interactions.of_member(desk, member)) == (["void"], [])
    assert (came(desk, made), states(desk, made)) == ([], {})
    with refused("not_checked_in"):
        events.undo_check_in(desk, made, member)
    events.check_in(desk, made, member)
    assert given(desk, member).count("issued") == 1
    assert checks.run(desk) == ()
    clock.tick(days=1)
    with refused("not_checked_in"):
        events.undo_check_in(desk, made, member)


def test_a_gift_that_was_used_is_not_given_again(desk: Desk, member: int) -> None:
    made = event(desk)
    gift_of(desk, made, rewards.Points(100))
    events.check_in(desk, made, member)
    purchases.record(desk, member=member, amount=500, points=100, pay={"cash": 400})
    events.undo_check_in(desk, made, member)
    events.check_in(desk, made, member)
    assert points.balance(desk, member) == 4 - 100
    assert checks.run(desk) == ()


def test_only_the_guests_of_its_own_event_are_rewarded(desk: Desk, member: int) -> None:
    one, other = event(desk), event(desk)
    gift_of(desk, one)
    events.check_in(desk, other, member)
    assert given(desk, member) == []
    events.check_in(desk, one, member)
    assert given(desk, member) == ["issued"]


def test_a_rule_is_for_an_event_that_there_is(desk: Desk) -> None:
    with refused("unknown_event"):
        gift_of(desk, 1)
    gift_of(desk, event(desk))


def test_coming_counts_as_a_contact_and_a_mistake_does_not(desk: Desk, member: int) -> None:
    ask(desk, "interactions", 2)
    first, second = event(desk), event(desk)
    events.check_in(desk, first, member)
    assert members.get(desk, member).tier.rank == 0
    events.check_in(desk, second, member)
    assert members.get(desk, member).tier.rank == 1
    events.undo_check_in(desk, first, member)
    assert members.get(desk, member).tier.rank == 0
    assert checks.run(desk) == ()


def test_the_time_line_tells_of_invitations_and_visits(desk: Desk, member: int) -> None:
    made = event(desk)
    events.invite(desk, made, members=[member])
    events.answer(desk, made, member, "accepted")
    events.check_in(desk, made, member)
    said = [one.sentence for one in timeline.of_member(desk, member)]
    assert said[:2] == [
        "At an event: Launch", "Will come to Launch on 15 Oct 2026",
    ]  # fmt: skip
    events.undo_check_in(desk, made, member)
    said = [one.sentence for one in timeline.of_member(desk, member)]
    assert said[0] == "Will come to Launch on 15 Oct 2026"


# --- figures ----------------------------------------------------------------------------------


def test_an_event_in_figures(desk: Desk, cashier: Desk) -> None:
    one, two, three, walker = people(desk, "member", "member", "member", "member")
    made = event(desk, capacity=2)
    assert events.figures(desk, made).share is None
    gift_of(desk, made)
    events.invite(desk, made, members=[one, two, three])
    events.answer(desk, made, one, "accepted")
    for member, brought in ((one, 2), (two, 0), (walker, 1)):
        events.check_in(desk, made, member, brought=brought)
    seen = events.figures(desk, made)
    assert (seen.invited, seen.accepted, seen.declined, seen.waiting) == (3, 1, 0, 1)
    assert (seen.came, seen.walk_ins, seen.brought, seen.share) == (3, 1, 3, Fraction(2, 3))
    assert (seen.given, seen.cost) == (3, 1_500)
    assert events.figures(cashier, made).cost is None
    events.undo_check_in(desk, made, walker)
    assert events.figures(desk, made).given == 2


def test_phones_on_the_list_are_masked(desk: Desk) -> None:
    who = members.register(desk, name="张三丰", phone="13800138000").id
    made = event(desk)
    events.invite(desk, made, members=[who])
    assert [one.phone for one in events.guests(desk, made)] == ["138****8000"]


# --- two who are one, and who is forgotten ----------------------------------------------------


def test_two_guests_who_are_one_are_one_guest_with_one_gift(desk: Desk) -> None:
    keep, drop = people(desk, "member", "member")
    made = event(desk)
    gift_of(desk, made)
    events.invite(desk, made, members=[keep, drop])
    for member in (keep, drop):
        events.check_in(desk, made, member, brought=1)
    merged = members.merge(desk, keep=keep, drop=drop)
    (guest,) = events.guests(desk, made)
    assert (guest.member_id, guest.brought) == (keep, 2)
    assert sorted(given(desk, keep)) == ["issued", "void"]
    assert events.figures(desk, made).came == events.figures(desk, made).invited == 1
    assert checks.run(desk) == ()
    members.undo_merge(desk, merged.id)
    assert states(desk, made) == {keep: "open", drop: "open"}
    assert [given(desk, member).count("issued") for member in (keep, drop)] == [1, 1]
    assert checks.run(desk) == ()


def test_the_list_goes_along_with_who_was_merged_and_back(desk: Desk) -> None:
    keep, drop = people(desk, "member", "member")
    made = event(desk)
    events.invite(desk, made, members=[drop])
    events.answer(desk, made, drop, "accepted")
    events.check_in(desk, made, drop, key="k")
    merged = members.merge(desk, keep=keep, drop=drop)
    assert states(desk, made) == {keep: "accepted"}
    assert events.check_in(desk, made, drop, key="k").member_id == keep, "the same call again"
    events.undo_check_in(desk, made, keep)
    members.undo_merge(desk, merged.id)
    assert (states(desk, made), came(desk, made)) == ({drop: "accepted"}, [])
    assert checks.run(desk) == ()


def test_who_is_erased_leaves_lists_to_come_and_stays_in_the_figures(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    over, coming = event(desk), event(desk, on=TODAY + timedelta(days=2), capacity=1)
    other = people(desk, "member")[0]
    for one in (over, coming):
        events.invite(desk, one, members=[member, other])
    events.check_in(desk, over, member)
    clock.tick(days=1)
    members.erase(desk, member, reason="asked")
    assert [(one.name, one.phone) for one in events.guests(desk, over) if one.came_at] == [
        ("X000001", "")
    ]
    assert events.figures(desk, over).came == 1
    assert list(states(desk, coming)) == [other]
    assert checks.run(desk) == ()
