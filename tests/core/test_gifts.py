"""The gift catalogue: what may be given, and never more than there is."""

from typing import Any

import pytest

from shopdesk import gifts, members, purchases, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def shelf(desk: Desk, gift: int) -> tuple[int | None, int, int | None]:
    g = gifts.get(desk, gift)
    return g.stock, g.promised, g.free


def test_a_gift_is_kept_as_it_was_added(desk: Desk) -> None:
    g = gifts.add(desk, name=" 帆布 购物袋 ", name_en="Canvas bag", kind="goods", cost=800,
                  value=2500, stock=100, lowest_tier="gold")  # fmt: skip
    assert (g.name, g.name_en, g.kind, g.cost, g.value) == (
        "帆布 购物袋", "Canvas bag", "goods", 800, 2500,
    )  # fmt: skip
    assert (g.stock, g.promised, g.free, g.lowest_tier) == (100, 0, 100, "gold")
    assert gifts.get(desk, g.id) == g == gifts.catalogue(desk)[0]
    assert (g.title("en"), g.title("zh_CN")) == ("Canvas bag", "帆布 购物袋")


def test_gifts_are_listed_by_the_sound_of_their_names_in_the_language_of_who_asks(
    desk: Desk,
) -> None:
    for name, name_en in (("中式茶壶", "Teapot"), ("安神香", "Incense"), ("雨伞", "Umbrella")):
        gifts.add(desk, name=name, name_en=name_en)
    desk.speaks = "zh_CN"
    assert [g.name for g in gifts.catalogue(desk)] == ["安神香", "雨伞", "中式茶壶"]
    desk.speaks = "en"
    assert [g.name_en for g in gifts.catalogue(desk)] == ["Incense", "Teapot", "Umbrella"]


@pytest.mark.parametrize("name_en", [None, ""])
def test_a_gift_without_an_english_name_is_called_by_the_one_it_has(
    desk: Desk, name_en: str | None
) -> None:
    g = gifts.add(desk, name="帆布袋", name_en=name_en)
    assert (g.title("en"), g.name_en) == ("帆布袋", None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "text"),
        ({"name_en": "x" * 65}, "text"),
        ({"kind": "ghost"}, "choice"),
        ({"lowest_tier": "bronze"}, "choice"),
        ({"cost": -1}, "amount"),
        ({"value": -1}, "amount"),
        ({"stock": -1}, "amount"),
        ({"cost": 1.5}, "amount"),
        ({"stock": True}, "amount"),
        ({"stock": 10**13}, "amount"),
        ({"name": "帆布袋"}, "name_taken"),
    ],
)
def test_a_gift_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    gifts.add(desk, name="帆布袋")
    refused(code, gifts.add, desk, **{"name": "茶杯", **wrong})
    assert [g.name for g in gifts.catalogue(desk)] == ["帆布袋"]


def test_the_same_key_adds_and_receives_once(desk: Desk) -> None:
    g = gifts.add(desk, name="帆布袋", stock=1, key="a")
    assert gifts.add(desk, name="帆布袋", stock=1, key="a") == g
    for _ in "ab":
        assert gifts.receive(desk, g.id, 4, key="b").stock == 5
    refused("key_reused", gifts.receive, desk, g.id, 5, key="b")
    refused("unknown_gift", gifts.receive, desk, 99, 1)
    for wrong in (0, -1, 1.5):
        refused("amount", gifts.receive, desk, g.id, wrong)
    assert shelf(desk, g.id) == (5, 0, 5)


# --- promises ---------------------------------------------------------------------------------


def test_a_promise_lasts_from_issue_until_the_gift_leaves_or_the_voucher_ends(desk: Desk) -> None:
    g = gifts.add(desk, name="帆布袋", stock=3).id
    one, two = (vouchers.issue(desk, None, gift=g) for _ in "ab")
    assert shelf(desk, g) == (3, 2, 1)
    vouchers.redeem(desk, one.code)
    assert shelf(desk, g) == (2, 1, 1)
    vouchers.void(desk, two.id, reason="typo")
    assert shelf(desk, g) == (2, 0, 2)


@pytest.mark.parametrize(("stock", "issued"), [(0, 0), (1, 1), (2, 2)])
def test_no_more_is_promised_than_there_is(desk: Desk, stock: int, issued: int) -> None:
    g = gifts.add(desk, name="帆布袋", stock=stock).id
    for _ in range(issued):
        vouchers.issue(desk, None, gift=g)
    said = refused("stock", vouchers.issue, desk, None, gift=g)
    assert "帆布袋: 0 left" in str(said)
    assert len(vouchers.listed(desk)) == issued, "the refused voucher was not written"
    gifts.receive(desk, g, 1)
    vouchers.issue(desk, None, gift=g)


def test_a_service_cannot_run_out(desk: Desk) -> None:
    g = gifts.add(desk, name="茶艺课", kind="service").id
    for voucher in [vouchers.issue(desk, None, gift=g) for _ in range(3)]:
        vouchers.redeem(desk, voucher.code)
    assert shelf(desk, g) == (None, 0, None)
    assert gifts.receive(desk, g, 5).stock is None


# --- the lowest tier --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "lowest", "gets"),
    [
        (0, None, True),
        (0, "", True),
        (0, "member", True),
        (0, "silver", False),
        (100_000, "silver", True),
        (100_000, "gold", False),
        (300_000, "silver", True),
        (1_200_000, "diamond", True),
    ],
)
def test_a_gift_is_for_its_lowest_tier_and_above(
    desk: Desk, spent: int, lowest: str | None, gets: bool
) -> None:
    member = members.register(desk, name="张三丰").id
    purchases.record(desk, member=member, amount=spent, pay={"cash": spent})
    g = gifts.add(desk, name="帆布袋", stock=1, lowest_tier=lowest).id
    if gets:
        assert vouchers.issue(desk, member, gift=g).state == "issued"
        return
    assert lowest
    said = refused("gift_tier", vouchers.issue, desk, member, gift=g)
    assert lowest.capitalize() in str(said)
    assert shelf(desk, g) == (1, 0, 1)


# --- correcting -------------------------------------------------------------------------------


def test_a_gift_is_corrected_and_what_was_issued_keeps_its_cost(desk: Desk, member: int) -> None:
    g = gifts.add(desk, name="帆布带", cost=800, value=2500, stock=3)
    issued = vouchers.issue(desk, member, gift=g.id)
    after = gifts.edit(
        desk, g.id, name="帆布袋", name_en="Canvas bag", cost=900, lowest_tier="gold"
    )
    assert (after.name, after.name_en, after.cost, after.value, after.lowest_tier) == (
        "帆布袋", "Canvas bag", 900, 2500, "gold",
    )  # fmt: skip
    assert shelf(desk, g.id) == (3, 1, 2)
    assert vouchers.get(desk, issued.id).cost == 800
    assert gifts.edit(desk, g.id, name_en="", lowest_tier=None).name_en is None
    assert gifts.edit(desk, g.id) == gifts.get(desk, g.id)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "text"),
        ({"name": "茶杯"}, "name_taken"),
        ({"cost": -1}, "amount"),
        ({"value": 1.5}, "amount"),
        ({"lowest_tier": "bronze"}, "choice"),
        ({"stock": 9}, "choice"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    desk: Desk, wrong: dict[str, Any], code: str
) -> None:
    gifts.add(desk, name="茶杯")
    g = gifts.add(desk, name="帆布袋", stock=3)
    refused(code, gifts.edit, desk, g.id, **wrong)
    refused("unknown_gift", gifts.edit, desk, 99, name="x")
    assert gifts.get(desk, g.id) == g
