"""Coming and leaving by the command line."""

import json
from pathlib import Path

import pytest

from shopdesk import Shop, members
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
    assert "here already: 3 left out, 0 filled up" in said.out


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
