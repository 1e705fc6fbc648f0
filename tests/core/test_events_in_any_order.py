"""Nobody is a guest twice or rewarded twice, in whatever order guests come, go and are merged."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from shopdesk import (
    Refused,
    checks,
    events,
    gifts,
    interactions,
    members,
    passes,
    products,
    purchases,
    rewards,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for
from tests.core.test_facts_of_all_kinds import ask
from tests.core.test_no_free_lunch import copied

PEOPLE = (1, 2, 3)
EVENT, TEA, BAG, SEATS, USES = 1, 1, 1, 2, 2

picks = st.integers(0, 20)
deeds = st.lists(
    st.tuples(
        st.sampled_from(
            ["comes", "comes", "comes_again", "was_a_mistake", "takes_the_bag", "drinks",
             "brings_it_back", "is_invited", "answers", "is_taken_off", "is_merged", "is_merged",
             "is_parted"]
        ),
        st.sampled_from(PEOPLE), picks,
    ),
    min_size=4, max_size=14,
)  # fmt: skip


@pytest.fixture
def ready(desk: Desk, location: Path) -> Path:
    """Three members, an event with two seats, a bag and two teas for who comes; and a ladder on
    which one contact is a step."""
    ask(desk, "interactions", 1)
    for name in ("张三", "张三丰", "张小三"):
        members.register(desk, name=name)
    assert products.add(desk, name="茶", price=1000).id == TEA
    card = pass_for(desk, TEA, 4000, 5)
    assert gifts.add(desk, name="袋", stock=50).id == BAG
    assert events.add(desk, name="答谢会", on=desk.today(), capacity=SEATS).id == EVENT
    rewards.add(
        desk, name="到场礼", trigger=rewards.attending(EVENT),
        reward=[rewards.voucher(gift=BAG, is_again=True), rewards.PassUses(card, USES)],
    )  # fmt: skip
    desk.shop.close()
    return location


@dataclass
class Evening:
    """The desk at the door."""

    desk: Desk
    merges: list[int] = field(default_factory=list)
    drunk: list[int] = field(default_factory=list)

    def comes(self, who: int, pick: int) -> None:
        events.check_in(self.desk, EVENT, who, brought=pick)

    def comes_again(self, who: int, pick: int) -> None:
        for _time in range(2):
            events.check_in(self.desk, EVENT, who, key=f"k{who}{pick}")

    def was_a_mistake(self, who: int, _pick: int) -> None:
        events.undo_check_in(self.desk, EVENT, who)

    def takes_the_bag(self, who: int, _pick: int) -> None:
        for one in vouchers.of_member(self.desk, who, state="issued"):
            vouchers.redeem(self.desk, one.code)

    def drinks(self, who: int, _pick: int) -> None:
        sold = purchases.record(self.desk, member=who, lines=[(TEA, 1)], passes=[0], pay={})
        self.drunk.append(sold.id)

    def brings_it_back(self, _who: int, pick: int) -> None:
        purchases.void(self.desk, self.drunk[pick % len(self.drunk)], reason="back")

    def is_invited(self, who: int, _pick: int) -> None:
        events.invite(self.desk, EVENT, members=[who])

    def answers(self, who: int, pick: int) -> None:
        events.answer(self.desk, EVENT, who, events.ANSWERS[pick % 3])

    def is_taken_off(self, who: int, _pick: int) -> None:
        events.uninvite(self.desk, EVENT, who)

    def is_merged(self, who: int, pick: int) -> None:
        keep = PEOPLE[pick % len(PEOPLE)]
        self.merges.append(members.merge(self.desk, keep=keep, drop=who).id)

    def is_parted(self, _who: int, pick: int) -> None:
        members.undo_merge(self.desk, self.merges[pick % len(self.merges)])

    def look(self) -> None:
        """What holds at any time."""
        found = events.guests(self.desk, EVENT)
        seen = {one.member_id: one for one in found}
        assert len(seen) == len(found), "a guest is on the list once"
        for who in PEOPLE:
            is_here = who in seen and seen[who].came_at is not None
            bags = vouchers.of_member(self.desk, who, state="issued")
            left = sum(one.left for one in passes.of_member(self.desk, who))
            assert len(bags) <= is_here, "a bag for whoever is here, and one alone"
            assert left <= USES * is_here, "and two teas"
            assert bool(interactions.of_member(self.desk, who)) == is_here
        said = events.figures(self.desk, EVENT)
        assert said.came == sum(one.came_at is not None for one in found)
        assert said.walk_ins == sum(one.state == "walk_in" for one in found)


@tries(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(wanted=deeds)
def test_one_person_is_one_guest_with_one_gift(
    ready: Path, tmp_path: Path, clock: Any, wanted: list[tuple[str, int, int]]
) -> None:
    with copied(ready, tmp_path, clock) as desk:
        evening = Evening(desk)
        for what, who, pick in wanted:
            deed: Callable[[int, int], None] = getattr(evening, what)
            with suppress(Refused, ZeroDivisionError):  # nothing was drunk, nobody merged
                deed(who, pick)
            evening.look()
        assert checks.run(desk) == ()
