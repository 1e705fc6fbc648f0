"""What one member is worth, beside all: the same band, and nobody is put in order for it."""

from random import Random
from typing import TYPE_CHECKING

import pytest

from shopdesk import members, purchases, rfm
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.mark.parametrize("seed", range(3))
def test_the_band_of_one_is_that_among_all(desk: Desk, clock: "SetClock", seed: int) -> None:
    picked = Random(seed)
    every = [members.register(desk, name=f"客{number}").id for number in range(14)]
    for _day in range(12):
        clock.tick(days=picked.choice((1, 20, 60)))
        for member in picked.sample(every[1:], 4):
            amount = picked.choice((500, 500, 3_000))
            due = purchases.quote(desk, member=member, amount=amount).due
            purchases.record(desk, member=member, amount=amount, pay={"cash": due})
    members.erase(desk, every[2], reason="asked")
    found = rfm.bands(desk.db, desk.today())
    assert len(set(found.values())) > 1, "all alike: nothing was tested"
    assert {one: rfm.band(desk.db, desk.today(), one) for one in every} == {
        one: found.get(one) for one in every
    }


def test_nobody_is_put_in_order_for_the_band_of_one(desk: Desk) -> None:
    seen: list[str] = []
    today = desk.today()
    desk.db.connection().set_trace_callback(seen.append)
    rfm.band(desk.db, today, 1)
    desk.db.connection().set_trace_callback(None)
    (sql,) = seen
    plan = [row[-1] for row in desk.db.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert not [step for step in plan if "B-TREE" in step], plan
    assert any("MEMBER" in step.upper() and "SEARCH" in step for step in plan), plan
