"""Products: what is sold, found by EAN or part of the name."""

from typing import Any

import pytest

from shopdesk import cards, codes, members, products, purchases
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

EAN = "6901234567892"


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def found(desk: Desk, typed: str, limit: int = 20) -> list[str]:
    return [p.name for p in products.find(desk, typed, limit=limit)]


def test_a_product_is_kept_as_it_was_added(desk: Desk) -> None:
    t = products.add(desk, name=" 茉莉 银针 ", price=6800, category=" 茶 ", cost=3000,
                     ean=" 690-1234567892 ", is_discounted=False, is_earning=False)  # fmt: skip
    assert (t.name, t.price, t.category, t.cost, t.ean) == ("茉莉 银针", 6800, "茶", 3000, EAN)
    assert (t.is_discounted, t.is_earning, t.discontinued) == (False, False, False)
    assert products.get(desk, t.id) == t
    plain = products.add(desk, name="水", price=0)
    assert (plain.category, plain.cost, plain.ean) == ("", None, None)
    assert (plain.is_discounted, plain.is_earning) == (True, True)


def test_a_product_may_have_a_price_for_members(desk: Desk) -> None:
    t = products.add(desk, name="茶", price=6800, member_price=6000)
    assert (t.member_price, products.get(desk, t.id)) == (6000, t)
    assert products.edit(desk, t.id, price=7000).member_price == 6000
    assert products.edit(desk, t.id, member_price=0).member_price == 0
    assert products.edit(desk, t.id, member_price=None).member_price is None
    for wrong in (-1, 1.5, True, 10**13):
        refused("amount", products.edit, desk, t.id, member_price=wrong)
        refused("amount", products.add, desk, name="水", price=1, member_price=wrong)


def test_the_same_key_adds_once(desk: Desk) -> None:
    first = products.add(desk, name="茶", price=100, ean=EAN, key="k")
    assert products.add(desk, name="茶", price=100, ean=EAN, key="k") == first
    refused("key_reused", products.add, desk, name="茶", price=101, key="k")


WRONG = [
    ({"name": ""}, "text"),
    ({"name": "长" * 65}, "text"),
    ({"category": "长" * 65}, "text"),
    ({"price": -1}, "amount"),
    ({"price": 1.5}, "amount"),
    ({"price": True}, "amount"),
    ({"price": 10**13}, "amount"),
    ({"cost": -1}, "amount"),
    ({"cost": 0.5}, "amount"),
    ({"ean": "茶"}, "text"),
    ({"ean": "1" * 21}, "text"),
    ({"ean": "--"}, "text"),
    ({"ean": EAN}, "number_taken"),
    ({"ean": "１２３４５６７８"}, "number_taken"),
    ({"ean": codes.card_code(1)}, "text"),
    ({"ean": "V" + "0" * 11}, "text"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
def test_a_product_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    products.add(desk, name="茶", price=100, ean=EAN)
    cards.link(desk, members.register(desk, name="张三丰").id, "12345678")
    said = refused(code, products.add, desk, **{"name": "水", "price": 100, **wrong})
    assert str(next(iter(wrong.values())))[:20] in str(said) or code != "text"
    water = products.add(desk, name="水", price=100)
    refused(code, products.edit, desk, water.id, **wrong)
    assert products.get(desk, water.id) == water


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (EAN, ["龙井 Tea"]),
        (" 6901234-567892\r", ["龙井 Tea"]),
        ("６９０１２３４５６７８９２", ["龙井 Tea"]),
        ("龙", ["龙井 Tea"]),
        ("井 tea", ["龙井 Tea"]),
        ("ＴＥＡ", ["Tea pot", "龙井 Tea"]),
        ("69012", []),
        ("%", ["100 % 纯"]),
        ("'", []),
        ("旧茶", []),
        ("", ["100 % 纯", "Tea pot", "龙井 Tea"]),
    ],
)
def test_products_are_found_by_ean_or_part_of_the_name(
    desk: Desk, typed: str, names: list[str]
) -> None:
    products.add(desk, name="龙井 Tea", price=100, ean=EAN)
    products.add(desk, name="Tea pot", price=100)
    products.add(desk, name="100 % 纯", price=100)
    old = products.add(desk, name="旧茶", price=100)
    products.edit(desk, old.id, discontinued=True)
    assert found(desk, typed) == names
    assert found(desk, typed, limit=1) == names[:1]


def test_editing_changes_what_is_sold_next_and_no_receipt(desk: Desk) -> None:
    t = products.add(desk, name="茶", price=100, category="茶", cost=50, ean=EAN)
    sold = purchases.record(desk, lines=[(t.id, 1)], pay={"cash": 100})
    changed = products.edit(desk, t.id, name="绿茶", price=200, category="", cost=None, ean="")
    assert (changed.name, changed.price, changed.category) == ("绿茶", 200, "")
    assert (changed.cost, changed.ean) == (None, None)
    assert purchases.get(desk, sold.id) == sold
    assert purchases.quote(desk, lines=[(t.id, 1)]).due == 200
    assert products.edit(desk, t.id, ean=EAN).ean == EAN
    assert products.edit(desk, t.id, ean=EAN, price=1).price == 1


def test_what_is_discontinued_is_not_sold_until_it_is_back(desk: Desk) -> None:
    t = products.add(desk, name="茶", price=100)
    assert products.edit(desk, t.id, discontinued=True).discontinued
    refused("unknown_product", purchases.quote, desk, lines=[(t.id, 1)])
    assert not products.edit(desk, t.id, discontinued=False).discontinued
    assert purchases.quote(desk, lines=[(t.id, 1)]).due == 100


def test_an_unknown_product_or_field_is_refused(desk: Desk) -> None:
    refused("unknown_product", products.get, desk, 9)
    refused("unknown_product", products.edit, desk, 9, price=1)
    t = products.add(desk, name="茶", price=100)
    refused("choice", products.edit, desk, t.id, colour="red")
    assert products.by_ids(desk, [t.id, 9]) == {t.id: t}


def test_the_catalogue_lists_what_is_no_longer_sold_at_its_end(desk: Desk) -> None:
    old = products.add(desk, name="A", price=100)
    products.edit(desk, old.id, discontinued=True)
    products.add(desk, name="B", price=100)
    assert [p.name for p in products.listed(desk)] == ["B", "A"]
    assert [p.name for p in products.listed(desk, "a")] == ["A"]


def test_products_are_listed_and_found_by_the_sound_of_their_names(desk: Desk) -> None:
    for name in ("中秋茶礼", "安吉白茶", "抹茶", "凤凰茶"):
        products.add(desk, name=name, price=100)
    by_sound = ["安吉白茶", "凤凰茶", "抹茶", "中秋茶礼"]
    assert [p.name for p in products.listed(desk)] == by_sound
    assert [p.name for p in products.find(desk, "茶", limit=3)] == by_sound[:3]


def test_a_scanned_ean_is_one_product_on_sale_or_none(desk: Desk) -> None:
    t = products.add(desk, name="茶", price=100, ean=EAN)
    assert products.with_ean(desk, f" {EAN} ") == t
    assert products.with_ean(desk, "") is None
    assert products.with_ean(desk, "茶") is None
    products.edit(desk, t.id, discontinued=True)
    assert products.with_ean(desk, EAN) is None


def test_a_new_price_counts_from_the_next_purchase_in_every_program(desk: Desk) -> None:
    t = products.add(desk, name="茶", price=100)

    def due(at: Desk) -> int:
        return purchases.quote(at, lines=[(t.id, 1)]).due

    with Shop.open(desk.shop.location, clock=desk.shop.clock) as again:
        other = Desk(again, staff_id=1, staff_name="店主", role="owner", till="2")
        assert due(desk) == due(other) == 100
        products.edit(desk, t.id, price=250)
        assert due(desk) == due(other) == 250
        products.edit(other, t.id, discontinued=True)
        with pytest.raises(Refused, match="茶"):
            due(desk)


def test_the_usual_are_on_most_receipts_of_late_and_still_sold(desk: Desk) -> None:
    often, once, never, gone = (
        products.add(desk, name=name, price=100).id for name in ("包子", "豆浆", "花卷", "油条")
    )
    for ids in ([often, often, gone], [often, once, gone], [gone]):
        due = 100 * len(ids)
        purchases.record(desk, lines=[(one, 1) for one in ids], pay={"cash": due})
    products.edit(desk, gone, discontinued=True)
    assert [one.id for one in products.usual(desk)] == [often, once]
    assert never not in {one.id for one in products.usual(desk)}


def test_no_more_are_usual_than_fit_and_old_receipts_count_no_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "_LATELY", 20)
    every = [products.add(desk, name=f"{n}", price=100).id for n in range(20)]
    for one in (*[every[0]] * 9, *every[1:], every[1]):
        purchases.record(desk, lines=[(one, 1)], pay={"cash": 100})
    usual = [one.id for one in products.usual(desk)]
    assert usual == [every[1], *every[2:13]]
    assert len(usual) == products.MOST_USUAL
