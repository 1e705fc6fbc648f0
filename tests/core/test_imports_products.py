"""A list of products again: new ones, new prices of those there are, and which row is which."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk import cards, checks, imports, members, prices, products
from shopdesk.import_job import ImportResult, ProductRow
from shopdesk.shop import Desk

EAN, OTHER = "6901234567892", "6901234567908"


@pytest.fixture
def brought(desk: Desk, tmp_path: Path) -> Any:
    """Import a table with an update of what is there; the same file may come again."""
    path = tmp_path / "products.csv"

    def bring(table: str, **options: Any) -> ImportResult:
        path.write_text(table, encoding="utf-8")
        return imports.products(desk, path, update=True, again=True, **options)

    return bring


def reasons(result: ImportResult) -> dict[int, str]:
    return {reject.row: reject.code for reject in result.rejected}


def fates(result: ImportResult) -> list[tuple[int, str]]:
    return [(row.row, row.kind) for row in result.product_rows]


@pytest.fixture
def tea(desk: Desk) -> int:
    return products.add(
        desk, name="茉莉银针", price=6800, category="茶", cost=3000, ean=EAN, unit="两"
    ).id


def test_a_row_with_a_code_that_is_there_brings_its_price_and_leaves_the_name(
    desk: Desk, tea: int, brought: Any
) -> None:
    table = f"名称,售价,会员价,条码,单位\n茉莉花茶,72,68,{EAN},\n"
    dry = brought(table, dry_run=True)
    assert dry.product_rows == (ProductRow(2, "price", "茉莉银针", 6800, 7200),)
    assert products.get(desk, tea).price == 6800
    result = brought(table)
    assert (result.written, result.created_products, result.changed_products) == (1, 0, 1)
    now = products.get(desk, tea)
    assert (now.name, now.price, now.member_price, now.unit) == ("茉莉银针", 7200, 6800, "两")
    assert (now.cost, now.category) == (3000, "茶")
    kept = [(one.what, one.before, one.after) for one in prices.changes(desk, tea)]
    assert kept == [("member_price", None, 6800), ("price", 6800, 7200)]
    assert checks.run(desk) == ()


def test_without_a_code_the_name_says_which_however_it_is_written(
    desk: Desk, tea: int, brought: Any
) -> None:
    cup = products.add(desk, name="Cup", price=4500).id
    result = brought(f"name,price,ean\nCUP,46,{OTHER}\n茉莉银针,68,\n")
    assert fates(result) == [(2, "price"), (3, "same")]
    assert (products.get(desk, cup).ean, products.get(desk, cup).name) == (OTHER, "Cup")
    assert (result.written, result.changed_products) == (2, 1)
    assert prices.changes(desk, tea) == []


def test_one_name_with_two_codes_is_two_products(desk: Desk, tea: int, brought: Any) -> None:
    result = brought(f"name,price,ean\n茉莉银针,50,{OTHER}\n")
    assert (fates(result), result.created_products) == ([(2, "new")], 1)
    assert products.get(desk, tea).price == 6800
    again = brought("name,price\n茉莉银针,1\n")
    assert (reasons(again), again.written) == ({2: "ambiguous_product"}, 0)


BEYOND = [("67.99", "price"), ("68", "same"), ("68.00", "same"), ("68.01", "price")]


@pytest.mark.parametrize(("price", "fate"), BEYOND)
def test_a_price_changes_from_one_fen_on(
    desk: Desk, tea: int, brought: Any, price: str, fate: str
) -> None:
    assert fates(brought(f"name,price,ean\nx,{price},{EAN}\n")) == [(2, fate)]
    assert len(prices.changes(desk, tea)) == (fate == "price")


def test_what_differs_otherwise_is_changed_too(desk: Desk, tea: int, brought: Any) -> None:
    result = brought(f"name,price,cost,category,unit,ean\nx,68,31,绿茶,盒,{EAN}\n")
    assert (fates(result), result.changed_products) == ([(2, "other")], 1)
    now = products.get(desk, tea)
    assert (now.price, now.cost, now.category, now.unit) == (6800, 3100, "绿茶", "盒")


def test_a_product_in_two_rows_is_rejected_in_the_second(
    desk: Desk, tea: int, brought: Any
) -> None:
    cup = products.add(desk, name="Cup", price=4500).id
    table = (
        f"name,price,ean\n茉莉银针,70,\na,71,{EAN}\nCup,46,{OTHER}\nPot,9,{OTHER}\nNew,1,\nnew,2,\n"
    )
    result = brought(table, skip_rejects=True)
    assert reasons(result) == {3: "number_taken", 5: "number_taken", 7: "number_taken"}
    assert (products.get(desk, tea).price, products.get(desk, cup).ean) == (7000, OTHER)
    assert result.created_products == 1


def test_a_members_card_is_no_products_code(desk: Desk, tea: int, brought: Any) -> None:
    cards.link(desk, members.register(desk, name="Ann").id, OTHER)
    cup = products.add(desk, name="Cup", price=4500).id
    result = brought(f"name,price,ean\nCup,1,{OTHER}\nPot,1,{OTHER}\n", skip_rejects=True)
    assert reasons(result) == {2: "number_taken", 3: "number_taken"}
    assert products.get(desk, cup).price == 4500


def test_what_is_no_longer_sold_gets_its_price_and_stays_so(
    desk: Desk, tea: int, brought: Any
) -> None:
    products.edit(desk, tea, discontinued=True)
    brought(f"name,price,ean\nx,70,{EAN}\n")
    assert (products.get(desk, tea).price, products.get(desk, tea).discontinued) == (7000, True)


def test_one_rejected_row_changes_no_price_unless_rejects_are_skipped(
    desk: Desk, tea: int, brought: Any
) -> None:
    table = f"name,price,ean\nx,70,{EAN}\nPan,-1,\n"
    stopped = brought(table)
    assert (stopped.written, stopped.product_rows, products.get(desk, tea).price) == (0, (), 6800)
    assert brought(table, skip_rejects=True).written == 1
    assert products.get(desk, tea).price == 7000


def test_a_column_can_be_said_to_be_another(desk: Desk, tea: int, brought: Any) -> None:
    result = brought("品名,零售价,产地,备注\n茶,1,福建,\n", dry_run=True)
    assert result.columns == {"品名": "product", "零售价": "price"}
    named = brought("品名,零售价,产地\n茶,1,福建\n", columns={"产地": "category"})
    assert named.columns["产地"] == "category"
    assert products.find(desk, "茶")[0].category == "福建"


def test_a_list_that_was_brought_says_nothing_new_the_second_time(
    desk: Desk, tea: int, brought: Any
) -> None:
    table = (
        f"name,price,member_price,cost,category,unit,ean\nx,70,65,31,绿茶,盒,{EAN}\nNew,1,,,,,\n"
    )
    assert fates(brought(table)) == [(2, "price"), (3, "new")]
    kept = len(prices.changes(desk, tea))
    again = brought(table)
    assert fates(again) == [(2, "same"), (3, "same")]
    assert (again.written, again.changed_products, again.created_products) == (2, 0, 0)
    assert len(prices.changes(desk, tea)) == kept
