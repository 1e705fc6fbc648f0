"""Many vouchers at once: exactly what the preview said, or nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    checks,
    gifts,
    members,
    segments,
    tiers,
    voucher_batches,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.segments import Filter
from shopdesk.shop import Desk
from shopdesk.store.rehearsing import rehearsal
from shopdesk.vouchers import Promise


@pytest.fixture
def people(desk: Desk) -> list[int]:
    return [members.register(desk, name=f"会员{n}").id for n in range(6)]


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=4).id


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def test_each_member_gets_one_as_far_as_the_stock_goes(
    desk: Desk, people: list[int], bag: int
) -> None:
    seen = voucher_batches.preview(desk, Promise(bag), members=people)
    assert (seen.given, seen.cost, seen.short, seen.vouchers) == (4, 3200, 2, ())
    assert seen.left_out == tuple((one, "the gift is out of stock") for one in people[4:])
    assert vouchers.listed(desk) == []
    done = voucher_batches.issue(
        desk, Promise(bag), members=people, occasion="店庆", channel="courier"
    )
    assert (done.given, done.left_out, done.cost, done.short) == (
        seen.given, seen.left_out, seen.cost, seen.short,
    )  # fmt: skip
    made = vouchers.listed(desk)
    assert [(v.id, v.member_id) for v in made] == list(zip(done.vouchers, people[:4], strict=True))
    assert {(v.occasion, v.channel) for v in made} == {("店庆", "courier")}
    assert gifts.get(desk, bag).free == 0
    assert checks.run(desk) == ()


def test_who_is_left_out_is_said_with_the_reason(desk: Desk, people: list[int]) -> None:
    kept_for_gold = gifts.add(desk, name="茶壶", stock=9, lowest_tier="gold").id
    cup = gifts.add(desk, name="茶杯", stock=9).id
    tiers.lock(desk, people[0], "gold", reason="x")
    vouchers.issue(desk, people[1], gift=cup)
    members.merge(desk, keep=people[2], drop=people[3])
    for gift, left in (
        (kept_for_gold, {1: "the gift is for a higher tier", 3: "the membership is closed"}),
        (cup, {1: "already given this gift", 3: "the membership is closed"}),
    ):
        seen = voucher_batches.preview(desk, Promise(gift), members=people[:4])
        told = dict(seen.left_out)
        assert {place: told[people[place]] for place in left} == left
    again = voucher_batches.preview(desk, Promise(cup, is_again=True), members=people[:2])
    assert again.left_out == ()
    twice = voucher_batches.issue(desk, Promise(amount=100), members=[people[0], people[0]])
    assert twice.given == 1, "named twice is one member"


def test_what_is_given_instead_is_given_where_the_first_choice_is_gone(
    desk: Desk, people: list[int], bag: int
) -> None:
    cup = gifts.add(desk, name="茶杯", cost=300, stock=1).id
    done = voucher_batches.issue(desk, Promise(bag, instead=cup), members=people)
    assert [vouchers.get(desk, one).gift_id for one in done.vouchers] == [bag] * 4 + [cup]
    assert (done.cost, done.short) == (4 * 800 + 300, 1)


def test_a_segment_is_whoever_is_in_it_now(desk: Desk, people: list[int]) -> None:
    tiers.lock(desk, people[2], "gold", reason="x")
    gold = segments.add(desk, name="金", filters=[Filter("tier", "is_in", ("gold",))])
    done = voucher_batches.issue(desk, Promise(amount=500), segment=gold.id)
    assert [vouchers.get(desk, one).member_id for one in done.vouchers] == [people[2]]


@pytest.mark.parametrize(("copies", "given", "short"), [(1, 1, 0), (4, 4, 0), (5, 4, 1)])
def test_copies_are_for_the_bearer_and_never_more_than_there_are_gifts(
    desk: Desk, bag: int, copies: int, given: int, short: int
) -> None:
    done = voucher_batches.issue(desk, Promise(bag), copies=copies)
    assert (done.given, done.short) == (given, short)
    made = vouchers.listed(desk)
    assert {v.member_id for v in made} == {None}
    assert len({v.code for v in made}) == given


def test_the_same_press_issues_once(desk: Desk, people: list[int]) -> None:
    promise = Promise(amount=500)
    first = voucher_batches.issue(desk, promise, members=people, key="k")
    again = voucher_batches.issue(desk, promise, members=people, key="k")
    assert (again.vouchers, again.cost) == (first.vouchers, first.cost)
    refused("key_reused", voucher_batches.issue, desk, promise, copies=1, key="k")
    assert len(vouchers.listed(desk)) == 6


def test_stopped_half_way_nothing_is_issued(desk: Desk, bag: int) -> None:
    asked = iter([False, True])
    done = voucher_batches.issue(
        desk, Promise(amount=5), copies=1_500, cancelled=lambda: next(asked), key="k"
    )
    assert (done.is_cancelled, done.given) == (True, 0)
    assert vouchers.listed(desk) == []
    told: list[tuple[int, int]] = []
    done = voucher_batches.issue(
        desk, Promise(amount=5), copies=1_500, key="k",
        progress=lambda n, of: told.append((n, of)),
    )  # fmt: skip
    assert done.given == 1_500
    assert told == [(0, 1_500), (500, 1_500), (1_000, 1_500), (1_500, 1_500)]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "content"),
    ({"members": [1], "copies": 1}, "content"),
    ({"members": "1"}, "content"),
    ({"members": [99]}, "unknown_member"),
    ({"segment": 99}, "unknown_segment"),
    ({"copies": -1}, "amount"),
    ({"copies": 10_001}, "amount"),
    ({"copies": 10_000}, ""),
    ({"copies": 1, "channel": "courier"}, "voucher_channel"),
]


@pytest.mark.parametrize(("asked", "code"), WRONG)
def test_what_cannot_be_issued_is_refused(desk: Desk, asked: dict[str, Any], code: str) -> None:
    if code:
        refused(code, voucher_batches.issue, desk, Promise(amount=5), **asked)
    else:
        assert voucher_batches.preview(desk, Promise(amount=5), **asked).given == 10_000


def test_more_members_than_fit_into_one_change_are_refused(
    desk: Desk, people: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voucher_batches, "MOST", 5)
    said = refused(
        "too_many_vouchers", voucher_batches.preview, desk, Promise(amount=5), members=people
    )
    assert "6 vouchers" in str(said)


def test_more_members_than_fit_are_refused_before_each_is_looked_for(desk: Desk) -> None:
    seen: list[str] = []
    desk.db.connection().set_trace_callback(seen.append)
    named = list(range(1, 10_002))
    refused("too_many_vouchers", voucher_batches.issue, desk, Promise(amount=5), members=named)
    desk.db.connection().set_trace_callback(None)
    assert len(seen) < 10


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stock=st.integers(0, 8), had=st.sets(st.integers(0, 5)), chosen=st.lists(st.integers(0, 5)),
    is_again=st.booleans(),
)  # fmt: skip
def test_issuing_comes_to_what_the_preview_said(
    desk: Desk, people: list[int], stock: int, had: set[int], chosen: list[int], is_again: bool
) -> None:
    with rehearsal(desk, action="vouchers.issue_many"):
        gift = gifts.add(desk, name=f"礼{stock}", cost=70, stock=stock + len(had)).id
        for place in had:
            vouchers.issue(desk, people[place], gift=gift)
        promise, named = Promise(gift, is_again=is_again), [people[place] for place in chosen]
        seen = voucher_batches.preview(desk, promise, members=named)
        done = voucher_batches.issue(desk, promise, members=named)
        assert (done.given, done.left_out, done.cost, done.short) == (
            seen.given, seen.left_out, seen.cost, seen.short,
        )  # fmt: skip
        assert done.given + len(done.left_out) == len(set(named))
        assert done.cost == 70 * done.given
        left = gifts.get(desk, gift)
        assert left.free == stock - done.given >= 0
