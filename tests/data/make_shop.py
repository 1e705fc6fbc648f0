"""Makes the small shop of this release that ``tests/store/test_opening.py`` opens for ever after.

    python -m tests.data.make_shop

A release's file is made once, before it goes out, and never again.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from shopdesk import (
    __version__,
    cards,
    codes,
    gifts,
    members,
    points,
    products,
    purchases,
    rewards,
    settings,
    staff,
    vouchers,
)
from shopdesk.shop import Desk, Shop

HERE = Path(__file__).parent
NOON = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)


def make(location: Path) -> None:
    """One of everything a shop of this release can hold."""
    with (
        codes.drawn_from(Random(1).randbytes),
        Shop.create(
            location, name="青禾茶舍", owner="店主", pin="258025", clock=lambda: NOON
        ) as shop,
    ):
        fill(Desk(shop, 1, "店主", "owner", "1"))


def fill(desk: Desk) -> None:
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    settings.edit(desk, phone="0571-8888 0000")
    tea = products.add(desk, name="茉莉银针", price=6800, category="茶", cost=3000)
    fan = gifts.add(desk, name="折扇", name_en="Fan", cost=800, value=2500, stock=100)
    rewards.add(
        desk, name="银卡礼", trigger=rewards.upgrade("silver"),
        reward=rewards.voucher(gift=fan.id),
    )  # fmt: skip
    zhang = members.register(desk, name="张三丰", phone="13800138000", birthday=(3, 15)).id
    li = members.register(
        desk, name="Li <b>", lunar_birthday=(8, 15, True), joined_on=date(2026, 1, 31)
    ).id
    cards.replace(desk, li)
    purchases.record(desk, member=zhang, amount=100_000, pay={"wechat": 100_000}, key="till-1:1")
    ten = vouchers.issue(desk, zhang, amount=1000)
    lines = [(tea.id, "1.500")]
    due = purchases.quote(desk, member=zhang, lines=lines, vouchers=[ten.code], points=100).due
    sold = purchases.record(
        desk, member=zhang, lines=lines, vouchers=[ten.code], points=100, pay={"cash": due}
    )
    purchases.refund(desk, sold.id, amount=1000, reason="温度不对")
    purchases.void(desk, purchases.record(desk, amount=500, pay={"card": 500}).id, reason="输错")
    vouchers.redeem(desk, vouchers.of_member(desk, zhang)[0].code)
    vouchers.void(desk, vouchers.issue(desk, None, percent_off=10).id, reason="误发")
    points.adjust(desk, li, 50, reason="生日")


if __name__ == "__main__":
    target = HERE / f"shop-{__version__}.shopdesk"
    target.unlink(missing_ok=True)
    make(target)
    print(target)
