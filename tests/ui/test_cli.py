"""The command line: one word, one piece of work, one sentence when something is refused."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk import Shop, members, purchases, rewards, staff, vouchers
from shopdesk.shop import Desk
from tests.conftest import OWNER, PIN
from ui import wrong_use
from ui.cli import main

MAIN_JOB = ("demo", "create", "import", "report", "vouchers", "run-rewards", "check", "backup",
            "restore", "undo-import", "day", "close-month", "member", "top-up",
            "simulate")  # fmt: skip


@pytest.fixture(autouse=True)
def without_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line needs none, and no test of it opens a window."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, bool]]:
    """What the window was opened on, on a computer with a display, and whether it may ask."""
    from ui import app

    seen: list[tuple[Path | None, bool]] = []

    def open_window(
        location: Path | None = None, *, asks: bool = False, practises: bool = False
    ) -> int:
        assert not practises
        seen.append((location, asks))
        return 0

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(app, "open_window", open_window)
    return seen


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    monkeypatch.delenv("SHOPDESK_STAFF", raising=False)


Output = pytest.CaptureFixture[str]


@pytest.fixture
def closed_shop(desk: Desk, location: Path) -> Path:
    """A shop with one silver member and one receipt, closed."""
    member = members.register(desk, name="张三丰", phone="13800138000")
    rewards.add(
        desk, name="Silver gift", trigger=rewards.upgrade("silver"),
        reward=rewards.voucher(amount=3000, minimum=10000),
    )  # fmt: skip
    purchases.record(desk, member=member.id, amount=100000, pay={"wechat": 100000})
    desk.shop.close()
    return location


def test_create_makes_a_shop_that_opens(tmp_path: Path) -> None:
    file = tmp_path / "tea.shopdesk"
    arguments = ["create", str(file), "--name", "青禾茶舍", "--owner", "王姐", "--ladder", "four"]
    assert main(arguments) == 0
    with Shop.open(file) as shop:
        assert shop.sign_in("王姐", PIN).role == "owner"
        assert [tier.code for tier in shop.known.ladder] == ["member", "silver", "gold", "diamond"]


def test_create_refuses_to_overwrite(closed_shop: Path, capsys: Output) -> None:
    assert main(["create", str(closed_shop), "--name", "x", "--owner", "y"]) == 2
    told = _one_line(capsys)
    assert "nothing was overwritten" in told or "没有覆盖" in told


def _one_line(capsys: Output) -> str:
    """What was complained: exactly one line, and no traceback."""
    told = capsys.readouterr().err.strip()
    assert told
    assert "\n" not in told
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize("wrong", [
    [],
    ["nonsense"],
    ["check"],
    ["check", "postgresql://localhost/shop"],
    ["check", "missing.shopdesk"],
    ["report", "2026-13", "missing.shopdesk"],
    ["report", "2026-10", "missing.shopdesk", "--language", "fr"],
    ["import", "stamps", "a.csv", "b.shopdesk"],
    ["import", "members", "a.csv", "b.shopdesk", "--columns", "nothing"],
    ["import", "members", "a.csv", "b.shopdesk", "--columns", "who=name,who=phone"],
    ["vouchers", "a.shopdesk"],
    ["create", "a.shopdesk", "--name", "x", "--owner", "y", "--ladder", "six"],
    ["restore", "missing.shopdesk", "b.shopdesk"],
    ["close-month", "2026-13", "missing.shopdesk"],
    ["member", "100001", "missing.shopdesk", "--from", "yesterday"],
    ["undo-import", "missing.shopdesk", "first"],
    ["a.shopdesk"],
    ["a.shopdesk", "b.shopdesk"],
    ["postgresql://localhost/tea.shopdesk"],
    ["--self-test", "a.shopdesk"],
])  # fmt: skip
def test_wrong_use_is_one_line_and_exit_2(
    wrong: list[str], capsys: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(wrong) == 2
    assert _one_line(capsys)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("wrong", "said"), [
    (["check"], "缺少 SHOP"),
    (["check", "a.shopdesk", "b.shopdesk"], "不认识 b.shopdesk"),
    (["check", "postgresql://x/y"], "SHOP：postgresql://x/y 不是文件，请给出 *.shopdesk 文件"),
    (["report", "2026-13", "a.shopdesk"], "YYYY-MM：2026-13 不是月份，请写成 2026-10 的样子"),
    (["member", "1", "a", "--to", "x"], "--to：x 不是日期，请写成 2026-10-31 的样子"),
    (["vouchers", "a.shopdesk", "--pdf"], "--pdf 后面要跟一个值"),
    (["check", "a.shopdesk", "--json=yes"], "--json 后面不跟值"),
    (["create", "a.shopdesk", "--lan", "fr"], "--language：'fr' 不在可选范围内："),
    (["import", "members", "a", "b", "--columns", "x"], "x：请写成 姓名=name,手机=phone 的样子"),
    (["vouchers", "a", "--pdf", "x", "--per-page", "many"], "--design/--per-page：'many' 不在"),
    (["cards", "a.shopdesk", "--p"], "--p"),
])  # fmt: skip
def test_wrong_use_is_said_in_the_language_of_whoever_sits_here(
    wrong: list[str], said: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "zh_CN")
    assert main(wrong) == 2
    told = _one_line(capsys)
    assert said in told
    assert not re.search("argument|expected|invalid|required|unrecognized|choose", told)


def test_a_sentence_of_argparse_that_is_new_to_us_is_passed_on() -> None:
    assert wrong_use.said("something else went wrong", "zh_CN") == "something else went wrong"


def test_a_wrong_pin_is_refused(
    closed_shop: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_PIN", "000000")
    assert main(["check", str(closed_shop)]) == 2
    assert "PIN" in _one_line(capsys)


def test_without_a_pin_or_anyone_to_ask_it_says_where_to_put_it(
    closed_shop: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPDESK_PIN")
    assert main(["check", str(closed_shop)]) == 2
    assert "SHOPDESK_PIN" in _one_line(capsys)


def test_check_of_a_good_shop_says_so(closed_shop: Path, capsys: Output) -> None:
    assert main(["check", str(closed_shop)]) == 0
    assert capsys.readouterr().out == "Everything adds up.\n"


def test_check_names_each_fault_and_exits_1(closed_shop: Path, capsys: Output) -> None:
    with Shop.open(closed_shop) as shop:
        shop.db.execute_sql("UPDATE account SET lots = lots + 1")
    assert main(["check", str(closed_shop), "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert [fault["code"] for fault in faults] == ["balance"]


def test_report_speaks_json_under_the_public_names(closed_shop: Path, capsys: Output) -> None:
    assert main(["report", "2026-10", str(closed_shop), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["month"] == "2026-10"
    assert (told["sales"], told["orders"], told["average_order"]) == (100000, 1, 100000)
    assert told["retention"] == {"n": 0, "of": 0, "rate": None}
    assert told["repurchase"] == {"n": 0, "of": 1, "rate": 0.0}
    assert told["tier_moves"] == {"new": {"silver": 1}}
    assert told["points"]["closing"] == 1000
    assert told["days"][14] == {"on": "2026-10-15", "sales": 100000, "orders": 1}
    assert told["top_members"] == [{"number": "100001", "name": "张三丰", "sales": 100000}]


def test_a_cashier_is_told_no_month_and_no_cost(
    closed_shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    with Shop.open(closed_shop) as shop:
        staff.add(shop.sign_in("店主", PIN), name="小陈", pin="4826", role="cashier")
    monkeypatch.setenv("SHOPDESK_STAFF", "小陈")
    monkeypatch.setenv("SHOPDESK_PIN", "4826")
    assert main(["report", "2026-10", str(closed_shop), "--json"]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "小陈" in said.err
    assert main(["run-rewards", str(closed_shop), "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cost"] is None


def test_report_writes_paper_and_a_workbook(closed_shop: Path, tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "m.pdf", tmp_path / "m.xlsx"
    arguments = ["report", "2026-10", str(closed_shop), "--pdf", str(pdf), "--xlsx", str(xlsx)]
    assert main([*arguments, "--language", "zh_CN,en"]) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")


OVER_A_SHOP = {
    "the month on paper": ["report", "2026-10", "SHOP", "--xlsx", "m.xlsx", "--pdf", "TARGET"],
    "the month in figures": ["report", "2026-10", "SHOP", "--pdf", "m.pdf", "--xlsx", "TARGET"],
    "vouchers": ["vouchers", "SHOP", "--pdf", "TARGET"],
    "cards": ["cards", "SHOP", "13800138000", "--pdf", "TARGET"],
    "the programme": ["programme", "SHOP", "--pdf", "TARGET"],
    "rejects": ["import", "members", "m.csv", "SHOP", "--rejects", "TARGET"],
    "a closing slip": ["day", "SHOP", "--pdf", "TARGET"],
    "a statement": ["member", "100001", "SHOP", "--statement", "TARGET"],
    "a member's data": ["member", "100001", "SHOP", "--copy", "TARGET"],
}


@pytest.mark.parametrize("target", ["shop.shopdesk", "other.shopdesk", "other.shopdesk-wal"])
@pytest.mark.parametrize("what", OVER_A_SHOP)
def test_nothing_is_ever_written_over_a_shop(
    closed_shop: Path, what: str, target: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closed_shop.parent)
    other = Path(shutil.copy(closed_shop, "other.shopdesk"))
    Path("m.csv").write_text("name,phone\nLi,x\n", encoding="utf-8")
    before = {file.name for file in Path().iterdir()}, other.read_bytes()
    named = {"SHOP": closed_shop.name, "TARGET": target}
    assert main([named.get(word, word) for word in OVER_A_SHOP[what]]) == 2
    assert f"{target} belongs to a shop" in _one_line(capsys)
    assert ({file.name for file in Path().iterdir()}, other.read_bytes()) == before
    assert main(["check", closed_shop.name]) == 0


def test_vouchers_of_one_rule_are_printed(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    pdf = tmp_path / "v.pdf"
    assert main(["vouchers", str(closed_shop), "--pdf", str(pdf), "--rule", "Silver gift"]) == 0
    assert capsys.readouterr().out.startswith("1 voucher: ")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_no_voucher_to_print_is_said_and_no_file_made(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    pdf = tmp_path / "v.pdf"
    assert main(["vouchers", str(closed_shop), "--pdf", str(pdf), "--state", "void"]) == 2
    assert "nothing to print" in _one_line(capsys)
    assert not pdf.exists()


def test_paper_that_cannot_be_written_is_a_sentence(closed_shop: Path, capsys: Output) -> None:
    nowhere = closed_shop.parent / "no" / "v.pdf"
    assert main(["vouchers", str(closed_shop), "--pdf", str(nowhere)]) == 2
    assert "could not be written" in _one_line(capsys)


def test_cards_are_printed_for_whoever_is_found(closed_shop: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "c.pdf"
    assert main(["cards", str(closed_shop), "13800138000", "--pdf", str(pdf)]) == 0
    assert pdf.read_bytes().startswith(b"%PDF")


def test_rewards_that_stock_held_back_are_previewed_and_then_given(
    desk: Desk, location: Path, capsys: Output
) -> None:
    from shopdesk import gifts

    cup = gifts.add(desk, name="Cup", cost=3000, value=8800, stock=0)
    rewards.add(
        desk, name="Cup for silver", trigger=rewards.upgrade("silver"),
        reward=rewards.voucher(gift=cup.id),
    )  # fmt: skip
    member = members.register(desk, name="Li")
    purchases.record(desk, member=member.id, amount=100000, pay={"cash": 100000})
    gifts.receive(desk, cup.id, 5)
    desk.shop.close()
    assert main(["run-rewards", str(location), "--preview", "--json"]) == 0
    previewed = json.loads(capsys.readouterr().out)
    assert previewed["given"] == [[member.id, "Cup for silver", "Cup"]]
    assert main(["run-rewards", str(location)]) == 0
    assert "Li\tCup for silver\tCup" in capsys.readouterr().out
    with Shop.open(location) as shop:
        issued = vouchers.of_member(shop.sign_in(OWNER, PIN), member.id)
    assert [voucher.kind for voucher in issued] == ["gift"]


def test_backup_and_restore_bring_the_shop_back(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert main(["backup", str(closed_shop), str(folder)]) == 0
    made = capsys.readouterr().out.strip()
    assert main(["restore", made, str(tmp_path / "again.shopdesk")]) == 0
    assert main(["check", str(tmp_path / "again.shopdesk")]) == 0


def test_an_import_with_rejects_writes_nothing_and_exits_1(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    file, rejects = tmp_path / "m.csv", tmp_path / "r.csv"
    file.write_text("姓名,手机\n李雷,13800138001\n韩梅梅,13800138000\n", encoding="utf-8")
    arguments = ["import", "members", str(file), str(closed_shop), "--rejects", str(rejects)]
    assert main([*arguments, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["written"], told["rejected_count"]) == (2, 0, 1)
    assert told["rejected"][0]["row"] == 3
    assert "张三丰" in rejects.read_text(encoding="utf-8-sig")
    assert main([*arguments, "--skip-rejects"]) == 1
    assert "1 written, 1 rejected" in capsys.readouterr().out


def test_columns_are_named_by_hand_where_they_cannot_be_guessed(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    file = tmp_path / "m.csv"
    file.write_text("who,call\n李雷,13800138001\n", encoding="utf-8")
    arguments = ["import", "members", str(file), str(closed_shop)]
    assert main([*arguments, "--columns", "who=name,call=phone"]) == 0
    assert "1 row read, 1 written" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16", "utf-8-sig", "gb18030"])
def test_json_is_the_same_whatever_the_terminal_can_write(
    closed_shop: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _started(monkeypatch, encoding, "report", "2026-10", str(closed_shop), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode())["top_members"][0]["name"] == "张三丰"


@pytest.mark.parametrize("words", [["--help"], ["import", "members", "张.csv", "SHOP"]])
def test_what_the_terminal_cannot_write_is_never_a_fault(
    closed_shop: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closed_shop.parent)
    Path("张.csv").write_text("姓名,tier\n李雷,银卡\n韩梅梅,木卡\n", encoding="utf-8")
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "zh_CN")
    named = [closed_shop.name if word == "SHOP" else word for word in words]
    done = _started(monkeypatch, "cp1252", *named)
    assert done.returncode == (1 if "SHOP" in words else 0)
    assert b"faults.log" not in done.stderr
    assert done.stdout


def _started(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *words: str
) -> subprocess.CompletedProcess[bytes]:
    """ShopDesk as a program of its own, before a terminal that knows this encoding."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    command = [sys.executable, "-m", "shopdesk", *words]
    return subprocess.run(command, capture_output=True, check=False)


NO_UTF_8 = os.fsdecode(b"\xff\xfe")
"""What a terminal of another encoding hands over."""


@pytest.mark.skipif(os.name == "nt", reason="Windows hands text over, not bytes")
@pytest.mark.parametrize(("words", "status", "said"), [
    (["import", "members", f"{NO_UTF_8}.csv", "SHOP"], 0, ""),
    (["backup", "SHOP", f"{NO_UTF_8}.shopdesk"], 0, ""),
    (["report", "2026-10", "SHOP", "--pdf", f"{NO_UTF_8}.pdf"], 0, ""),
    (["vouchers", "SHOP", "--pdf", "v.pdf", "--rule", NO_UTF_8], 2, "nothing to print"),
    (["cards", "SHOP", NO_UTF_8, "--pdf", "c.pdf"], 2, "no member"),
    (["member", NO_UTF_8, "SHOP"], 2, "no member"),
    (["day", "SHOP", "--till", NO_UTF_8], 0, ""),
    (["top-up", "100001", "5", "SHOP", "--key", NO_UTF_8], 0, ""),
    (["check", NO_UTF_8], 2, "no file"),
])  # fmt: skip
def test_names_that_are_no_text_are_names_all_the_same(
    closed_shop: Path, words: list[str], status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closed_shop.parent)
    Path(f"{NO_UTF_8}.csv").write_text("name\nLi\n", encoding="utf-8")
    named = [closed_shop.name if word == "SHOP" else word for word in words]
    done = _started(monkeypatch, "utf-8", *named)
    assert (done.returncode, said in done.stderr.decode()) == (status, True)


def test_a_staff_name_that_is_no_text_signs_nobody_in(
    closed_shop: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_STAFF", NO_UTF_8)
    assert main(["check", str(closed_shop)]) == 2
    assert "name and PIN" in _one_line(capsys)


def test_wrong_use_of_a_word_names_that_word_alone(capsys: Output) -> None:
    assert main(["check"]) == 2
    told = _one_line(capsys)
    assert told.startswith("shopdesk check was called")
    assert told.endswith("See shopdesk check --help")


def test_a_fault_of_ours_is_logged_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LookupError("no member '张三丰' with 138 0013 8000")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(Shop, "open", broken)
    assert main(["check", "any.shopdesk"]) == 2
    told = _one_line(capsys)
    log = Path(re.search(r"Details: (.*)", told).group(1))  # type: ignore[union-attr]
    written = log.read_text(encoding="utf-8")
    assert "LookupError: no member" in written
    assert "张三丰" not in written
    assert "8000" not in written


def test_the_words_are_those_of_the_documents(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert [word for word in MAIN_JOB if word not in told] == []


def test_without_a_word_the_window_opens_on_this_computers_shop(
    opened: list[tuple[Path | None, bool]],
) -> None:
    assert main([]) == 0
    assert opened == [(None, False)]


def test_a_shop_in_place_of_a_word_is_opened_in_the_window(
    opened: list[tuple[Path | None, bool]], tmp_path: Path
) -> None:
    there = tmp_path / "copy of the shop"
    there.write_bytes(b"whatever it is")
    to_be = tmp_path / "new.shopdesk"
    assert [main([str(file)]) for file in (there, to_be)] == [0, 0]
    assert opened == [(there, False), (to_be, False)]


def test_a_word_is_a_word_though_a_file_is_called_so(
    opened: list[tuple[Path | None, bool]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Output,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "check").write_bytes(b"")
    assert main(["check"]) == 2
    assert _one_line(capsys)
    assert opened == []


def test_the_window_program_may_ask_what_to_open_instead(
    opened: list[tuple[Path | None, bool]],
) -> None:
    assert main(["tea.shopdesk"], is_window=True) == 0
    assert opened == [(Path("tea.shopdesk"), True)]


def test_a_file_that_is_no_shop_is_one_line_from_a_terminal(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import fault_log, whereabouts

    monkeypatch.setattr(whereabouts, "runtime", lambda: tmp_path)
    monkeypatch.setattr(fault_log, "log_file", lambda: tmp_path / "faults.log")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    file = tmp_path / "bad.shopdesk"
    file.write_bytes(b"nothing")
    assert main([str(file)]) == 2
    assert "is not a ShopDesk shop" in _one_line(capsys)


def test_without_a_display_it_says_so_in_one_line(capsys: Output) -> None:
    assert main([]) == 2
    assert "no display" in _one_line(capsys)


def test_help_names_the_window_and_the_self_test(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert "shopdesk [--practice] [SHOP]" in told
    assert "--self-test" in told
    assert "window opens" in told
