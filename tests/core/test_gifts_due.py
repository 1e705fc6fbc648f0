"""What rules owe one member who stands here, given before the run that would."""

from datetime import timedelta

import pytest

from shopdesk import members, rewards, segments, tags, vouchers
from shopdesk.refusals import ClockRefused, UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.tables.rules import RewardRule
from tests.conftest import SetClock


def birthday_rule(desk: Desk) -> None:
    rewards.add(desk, name="生日", name_en="Birthday", trigger=rewards.birthday(),
                reward=rewards.voucher(amount=2000))  # fmt: skip


@pytest.fixture
def born(desk: Desk, member: int) -> int:
    """Whose birthday is today."""
    members.edit(desk, member, birthday=(10, 15))
    return member


def test_who_stands_here_is_given_what_the_day_brings_them_and_nobody_else_is(
    desk: Desk, born: int
) -> None:
    other = members.register(desk, name="李娜", phone="13900139000", birthday=(10, 15)).id
    birthday_rule(desk)
    assert rewards.may_be_due(desk, born)
    assert rewards.due_to(desk, born).given == ((born, "生日", "¥20 off"),)
    assert vouchers.of_member(desk, born) == []
    assert rewards.give_due(desk, born).given == ((born, "生日", "¥20 off"),)
    assert len(vouchers.of_member(desk, born)) == 1
    assert rewards.due_to(desk, born).given == rewards.give_due(desk, born).given == ()
    assert [one for one, *_ in rewards.run(desk).given] == [other]
    assert not rewards.may_be_due(desk, born)


def test_nothing_is_asked_for_once_the_day_was_run(desk: Desk, born: int) -> None:
    birthday_rule(desk)
    rewards.run(desk)
    assert not rewards.may_be_due(desk, born)
    assert len(vouchers.of_member(desk, born)) == 1


@pytest.mark.parametrize("settled", [-2, -1, 0])
@pytest.mark.parametrize("starts", [-2, -1, 0, 1])
@pytest.mark.parametrize("ends", [None, -2, -1, 0, 1])
@pytest.mark.parametrize("is_closed", [False, True])
def test_a_rule_may_owe_something_where_a_day_it_is_on_was_not_settled(
    desk: Desk, member: int, settled: int, starts: int, ends: int | None, is_closed: bool
) -> None:
    birthday_rule(desk)
    today = desk.today()
    days = {"settled_on": today + timedelta(settled), "starts_on": today + timedelta(starts)}
    days["ends_on"] = None if ends is None else max(days["starts_on"], today + timedelta(ends))
    closed_on = today if is_closed else None
    RewardRule.update(**days, closed_on=closed_on).bind(desk.db).execute()
    waits = any(rewards._unsettled(rewards.rules(desk), today))
    assert rewards.may_be_due(desk, member) == waits


def test_a_gift_that_ran_short_is_owed_until_there_is_some(desk: Desk, born: int) -> None:
    from shopdesk import gift_stock, gifts

    bag = gifts.add(desk, name="布袋", stock=0, cost=1000).id
    rewards.add(desk, name="生日", trigger=rewards.birthday(), reward=rewards.voucher(gift=bag))
    rewards.run(desk)
    assert rewards.may_be_due(desk, born)
    assert rewards.due_to(desk, born).short == ((bag, 1),)
    gift_stock.receive(desk, bag, 1)
    assert rewards.due_to(desk, born).short == ()
    assert len(rewards.give_due(desk, born).given) == 1


def test_nobody_unknown_is_given_anything_nor_by_a_wrong_clock(
    desk: Desk, born: int, clock: SetClock
) -> None:
    birthday_rule(desk)
    for ask in (rewards.may_be_due, rewards.due_to, rewards.give_due):
        with pytest.raises(UnknownMember):
            ask(desk, 999)
    clock.tick(days=-2)
    with pytest.raises(ClockRefused):
        rewards.give_due(desk, born)


def test_one_member_is_owed_only_what_a_rule_for_a_segment_gives_them(
    desk: Desk, born: int
) -> None:
    other = members.register(desk, name="李娜", phone="13900139000", birthday=(10, 15)).id
    named = [segments.Filter("tags", "has", "茶友")]
    tags.put(desk, born, ["茶友"])
    its = segments.add(desk, name="茶友", filters=named).id
    rewards.add(
        desk, name="生日", trigger=rewards.birthday(), segment=its,
        reward=rewards.voucher(amount=2000),
    )  # fmt: skip
    given = [rewards.due_to(desk, one).given for one in (born, other)]
    assert given == [((born, "生日", "¥20 off"),), ()]
