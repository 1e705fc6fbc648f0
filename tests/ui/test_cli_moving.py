"""Coming and leaving by the command line."""

import json
from pathlib import Path

import pytest

from shopdesk import Shop, members, points, staff
from tests.conftest import OWNER, PIN
from ui.cli import main

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"


@pytest.fixture(autouse=True)
def signed_in(monkeypatch):
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    monkeypatch.delenv("SHOPDESK_STAFF", raising=False)


def test_everything_is_exported_and_named_file_by_file(location, tmp_path, capsys):
    assert main(["import", "members", str(DATA / "members-nake-gbk.csv"), str(location)]) == 0
    capsys.readouterr()
    out = tmp_path / "out"
    assert main(["export", str(location), str(out)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "members.csv: 3 rows"
    assert said[-1] == str(out / "everything.xlsx")
    assert main(["export", str(location), str(out)]) == 2
    assert "already exists" in capsys.readouterr().err
    assert main(["export", str(location), str(tmp_path / "two"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["members.csv"] == 3


def test_who_is_here_already_is_named_and_it_is_no_fault(location, tmp_path, capsys):
    path = str(DATA / "members-nake-gbk.csv")
    assert main(["import", "members", path, str(location)]) == 0
    capsys.readouterr()
    again = ["import", "members", path, str(location), "--again", "--duplicates", "skip"]
    assert main(again) == 0
    said = capsys.readouterr()
    assert "row 2: 唐雨薇 (No. NK8801) is here already: left out" in said.err
    assert "Already here: 3 left out, 0 filled in" in said.out


def test_history_may_come_without_its_points_and_in_another_encoding(location, capsys):
    assert main(["import", "members", str(DATA / "members-nake-utf8.csv"), str(location)]) == 0
    bought = ["import", "purchases", str(DATA / "purchases-nake-gbk.csv"), str(location)]
    assert main([*bought, "--create-products", "--encoding", "utf-8-sig"]) == 2
    assert "not utf-8-sig" in capsys.readouterr().err
    assert main([*bought, "--create-products", "--without-points", "--encoding", "gb18030"]) == 0
    cards = ["import", "cards", str(DATA / "cards-gbk.csv"), str(location)]
    assert main(cards) == 0
    with Shop.open(location) as shop:
        desk = shop.sign_in(OWNER, PIN)
        (tang,) = members.find(desk, "BLK00017")
        assert (tang.number, tang.points) == ("NK8801", 600)


def test_a_column_can_be_left_out(location, capsys):
    path = str(DATA / "members-nake-utf8.csv")
    assert main(["import", "members", path, str(location), "--columns", "可用积分="]) == 0
    with Shop.open(location) as shop:
        assert members.find(shop.sign_in(OWNER, PIN), "NK8801")[0].points == 0


def test_imports_are_listed_and_one_is_taken_back_whole(location, capsys):
    assert main(["undo-import", str(location)]) == 0
    assert capsys.readouterr().out == "Nothing was imported yet.\n"
    path = str(DATA / "members-nake-utf8.csv")
    assert main(["import", "members", path, str(location)]) == 0
    capsys.readouterr()
    assert main(["undo-import", str(location), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["imports"]
    assert (one["kind"], one["file"], one["written"]) == ("members", "members-nake-utf8.csv", 3)
    number = str(one["id"])
    assert main(["undo-import", str(location), number]) == 0
    assert capsys.readouterr().out.startswith("Undone. Members: 3, receipts: 0")
    assert main(["undo-import", str(location)]) == 0
    listed = capsys.readouterr().out.rstrip("\n").split("\t")
    assert (listed[0], *listed[2:]) == (
        number, "members", "members-nake-utf8.csv", OWNER, "undone",
    )  # fmt: skip
    assert main(["import", "members", path, str(location)]) == 0


def test_an_undone_import_is_told_as_json(location, capsys):
    path = str(DATA / "members-nake-utf8.csv")
    assert main(["import", "members", path, str(location)]) == 0
    capsys.readouterr()
    assert main(["undo-import", str(location), "--json"]) == 0
    number = json.loads(capsys.readouterr().out)["imports"][0]["id"]
    assert main(["undo-import", str(location), str(number), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["import_id"], told["members"], told["cancelled"]) == (number, 3, False)


def test_an_import_that_was_used_or_never_was_is_not_undone(location, capsys):
    path = str(DATA / "members-nake-utf8.csv")
    assert main(["import", "members", path, str(location)]) == 0
    capsys.readouterr()
    assert main(["undo-import", str(location), "--json"]) == 0
    number = str(json.loads(capsys.readouterr().out)["imports"][0]["id"])
    with Shop.open(location) as shop:
        desk = shop.sign_in(OWNER, PIN)
        points.adjust(desk, members.find(desk, "NK8801")[0].id, 5, reason="Since then")
    for wrong in (number, "99999", "9" * 30, "first"):
        assert main(["undo-import", str(location), wrong]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
    with Shop.open(location) as shop:
        assert members.find(shop.sign_in(OWNER, PIN), "NK8801")


def test_a_cashier_neither_lists_nor_undoes_imports(location, capsys, monkeypatch):
    with Shop.open(location) as shop:
        staff.add(shop.sign_in(OWNER, PIN), name="小陈", pin="4826", role="cashier")
    monkeypatch.setenv("SHOPDESK_STAFF", "小陈")
    monkeypatch.setenv("SHOPDESK_PIN", "4826")
    for words in ([], ["1"]):
        assert main(["undo-import", str(location), *words]) == 2
        assert "小陈" in capsys.readouterr().err
