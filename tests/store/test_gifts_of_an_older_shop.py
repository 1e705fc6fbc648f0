"""A shop written by an older program: its gifts, and what happened to their stock, stay."""

import shutil
from pathlib import Path

from shopdesk import Shop, checks, gifts, vouchers
from shopdesk.shop import Desk
from tests.conftest import NOON, SetClock

OLD = Path(__file__).parents[1] / "data" / "shop-0.1.0.shopdesk"


def test_movements_of_stock_are_kept_and_go_on(tmp_path: Path) -> None:
    location = tmp_path / "old.shopdesk"
    shutil.copy(OLD, location)
    with Shop.open(location, clock=SetClock(NOON.replace(year=2027))) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        (fan,) = gifts.catalogue(desk)
        told = [(m.kind, m.quantity, m.stock) for m in gifts.movements(desk, fan.id)]
        assert told == [("received", 100, 100), ("promised", 1, 100), ("given", 1, 99)]
        assert (fan.edition, fan.brand, fan.is_active) == (None, None, True)
        gifts.give_back(desk, fan.id, reason="torn", is_broken=True, is_replaced=True)
        assert gifts.get(desk, fan.id).stock == 98
        gifts.edit(desk, fan.id, edition=100)
        assert vouchers.issue(desk, None, gift=fan.id).edition == 1
        assert checks.run(desk) == ()
