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
from shopdesk.shop import Desk, Shop
from tests.proof.deciding import Deciding, _tier
from tests.proof.selling import GIFT
from tests.proof.wishes import EASY, GOODS, TIER_CODES


@pytest.fixture
def template(location: Path, clock: Any) -> Path:
    """A shop with two members, something to sell, and gifts for two tiers."""
    with Shop.open(location, clock=clock) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        for _ in range(2):
            members.register(desk, name="会员")
        for place, goods in enumerate(GOODS):
            products.add(
                desk, name=f"goods {place}", price=goods.price, category=goods.category,
                is_discounted=goods.is_discounted, is_earning=goods.is_earning,
                member_price=goods.member_price,
            )  # fmt: skip
        tiers.set_ladder(desk, [_tier(tier) for tier in EASY.tiers])
        for rank in (1, 2):
            rewards.add(
                desk, name=f"gift {rank}", trigger=rewards.upgrade(TIER_CODES[rank]),
                reward=rewards.voucher(amount=GIFT + rank, valid_days=60),
            )  # fmt: skip
    return location


@pytest.mark.timeout(3600)  # the long profile takes its time
def test_whatever_happens_everything_adds_up(template: Path, tmp_path: Path, clock: Any) -> None:
    run_state_machine_as_test(
        partial(Deciding, template, tmp_path, clock),
        settings=settings(suppress_health_check=list(HealthCheck), report_multiple_bugs=False),
    )
