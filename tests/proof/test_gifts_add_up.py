"""Gifts by rule over any history: to whom they are due, once, as previewed, and to the piece.

After every step the shop and the paper hold the same: what was given, is owed, was taken back.
"""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from shopdesk import gift_sets, gifts, rewards, tiers
from shopdesk.shop import Desk, Shop
from tests.proof import giving_wishes as wishes
from tests.proof.giving_till import GivingTill
from tests.proof.paper_tiers import Asks, Tier
from tests.proof.years import as_sold

STEPS = 24


@pytest.fixture
def template(location: Path, clock: Any) -> Path:
    """A shop with a ladder that changes no price, four gifts, and a set of three of them."""
    with Shop.open(location, clock=clock) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        silver, gold = (Asks("spend", least, "lifetime") for least in (wishes.SILVER, wishes.GOLD))
        every = [("member", ()), ("silver", (silver,)), ("gold", (gold,))]
        tiers.set_ladder(desk, [as_sold(Tier(code, "any", its, 0, 100)) for code, its in every])
        for name, stock, lowest, cost in wishes.GIFTS:
            gifts.add(desk, name=name, stock=stock, lowest_tier=lowest, cost=cost)
        gift_sets.add(desk, name="礼", gifts=wishes.SET)
    return location


@pytest.mark.parametrize(("keep", "other"), [(0, 0), (1, 0), (2, 0)])
def test_a_gift_of_an_upgrade_goes_with_it_after_two_are_one(
    template: Path, tmp_path: Path, clock: Any, keep: int, other: int
) -> None:
    """Of three people the first comes to gold; all receipts come back in the end."""
    till = GivingTill(template, tmp_path, clock)
    gives = {"reward": [rewards.OfTier(1)], "group": (), "limits": None, "days": (0, None)}
    till.a_shop_opens(
        wishes.STARTS[0], [None] * 3, [gives | {"trigger": [rewards.upgrade("gold")]}]
    )
    till.a_regular_buys(amount=wishes.GOLD, who=0)
    till.two_are_one(who=keep, other=other)
    till.all_is_on_paper()
    assert [one.state for one in till.paper.vouchers] == ["issued"]
    till.teardown()
    assert [one.state for one in till.paper.vouchers] == ["void"]


@pytest.mark.timeout(7200)  # the long profile takes its time
def test_whatever_happens_gifts_are_given_once_and_to_the_piece(
    template: Path, tmp_path: Path, clock: Any
) -> None:
    run_state_machine_as_test(
        partial(GivingTill, template, tmp_path, clock),
        settings=settings(
            max_examples=settings.default.max_examples,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            database=None,
        ),
    )
