"""Anything a shop can meet, in any order, against the rules on paper.

After every step the shop and the paper hold the same, and the shop's own books add up.
"""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from shopdesk import members, products, rewards, tiers
from shopdesk import settings as decisions
from shopdesk.shop import Desk, Shop
from tests.proof.counter import Counter
from tests.proof.passing import Passing
from tests.proof.persons import Persons
from tests.proof.prepaying import Prepaying
from tests.proof.selling import GIFT, LATEST
from tests.proof.wishes import EASY, GOODS, TIER_CODES
from tests.proof.years import Years, as_sold

STEPS = 60
"""How long each history goes on; the profile says how many there are."""


@pytest.fixture
def template(location: Path, clock: Any) -> Path:
    """A shop with two members, something to sell, and gifts for two tiers."""
    with Shop.open(location, clock=clock) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        for _ in range(2):
            members.register(desk, name="会员")
        for place, goods in enumerate(GOODS):
            is_pass = goods.is_for is not None
            products.add(
                desk, name=f"goods {place}", price=goods.price, category=goods.category,
                is_discounted=goods.is_discounted, is_earning=goods.is_earning,
                member_price=goods.member_price,
                pass_product=goods.is_for + 1 if goods.is_for is not None else None,
                pass_uses=goods.uses if is_pass else None, pass_valid_days=goods.days,
            )  # fmt: skip
        decisions.edit(desk, back_date_days=LATEST)
        tiers.set_ladder(desk, [as_sold(tier) for tier in EASY.tiers])
        for rank in (1, 2):
            rewards.add(
                desk, name=f"gift {rank}", trigger=rewards.upgrade(TIER_CODES[rank]),
                reward=rewards.voucher(amount=GIFT + rank, valid_days=60),
            )  # fmt: skip
    return location


class AnyOrder(Counter, Persons, Prepaying):
    """All of it together."""


@pytest.mark.timeout(7200)  # the long profile takes its time
@pytest.mark.parametrize("machine", [Counter, Years, Persons, Prepaying, AnyOrder])
def test_whatever_happens_everything_adds_up(
    template: Path, tmp_path: Path, clock: Any, machine: type[Passing]
) -> None:
    run_state_machine_as_test(
        partial(machine, template, tmp_path, clock),
        settings=settings(
            max_examples=settings.default.max_examples,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            database=None,
        ),
    )
