"""What a counter's day needs of the command line: the till, the month, a member, a top-up."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdfium2 import PdfDocument

from shopdesk import (
    Shop,
    cash,
    days,
    members,
    months,
    points,
    purchases,
    shifts,
    staff,
    stored_value,
)
from shopdesk import clock as clocks
from shopdesk.shop import Desk
from tests.conftest import OWNER, PIN
from ui.cli import main

if TYPE_CHECKING:
    from tests.conftest import SetClock

Output = pytest.CaptureFixture[str]
CASHIER, CASHIERS_PIN = "小陈", "4826"


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch, clock: "SetClock") -> None:
    """The owner, at noon of 15 October 2026: the command line takes the computer's own clock."""
    monkeypatch.setattr(clocks, "system", clock)
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    monkeypatch.delenv("SHOPDESK_STAFF", raising=False)


@pytest.fixture
def as_cashier(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staff.add(desk, name=CASHIER, pin=CASHIERS_PIN, role="cashier")
    monkeypatch.setenv("SHOPDESK_STAFF", CASHIER)
    monkeypatch.setenv("SHOPDESK_PIN", CASHIERS_PIN)


@pytest.fixture
def zhang(desk: Desk) -> str:
    """The number of a member with 12 points and ¥100.00 of stored value."""
    member = members.register(desk, name="张三丰", phone="13800138000")
    points.adjust(desk, member.id, 12, reason="For the tests")
    stored_value.top_up(desk, member.id, principal=10000, pay={"card": 10000})
    return member.number


def told(*words: object, capsys: Output) -> Any:
    """What a word gives as JSON: one object and nothing else."""
    assert main([*map(str, words), "--json"]) == 0
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    return json.loads(said.out)


def refused(*words: object, capsys: Output) -> str:
    """The one line with which a word refuses."""
    assert main([*map(str, words)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    return said.err


def paper(file: Path) -> str:
    """All that stands on a PDF."""
    with PdfDocument(file) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


# --- the day ----------------------------------------------------------------------------------


def test_the_day_of_a_till_nobody_used_is_told(location: Path, capsys: Output) -> None:
    assert main(["day", str(location)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Till 1",
        "No shift runs. A shop that hands no drawer over needs none.",
        "Should be there now",
        "Cash\t¥0.00",
    ]
    found = told("day", location, capsys=capsys)
    assert (found["till"], found["on"], found["closed"]) == ("1", "2026-10-15", False)
    assert [found[name] for name in ("shift", "float", "unclosed", "last_close")] == [None] * 4


def test_a_running_shift_is_told_with_its_float_and_all_that_moved(
    desk: Desk, location: Path, capsys: Output
) -> None:
    shifts.begin(desk, 30000)
    purchases.record(desk, amount=10300, pay={"cash": 10000, "wechat": 300})
    cash.pay_out(desk, 1850, reason="A parcel")
    assert main(["day", str(location)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Till 1",
        f"{OWNER} has had the drawer since 2026-10-15 12:00, when ¥300.00 lay in it.",
        "Receipts\t¥103.00",
        "Paid out\t-¥18.50",
        "Should be there now",
        "Cash\t¥381.50",
        "WeChat\t¥3.00",
    ]
    found = told("day", location, capsys=capsys)
    assert (found["float"], found["shift"]["staff"]) == (30000, OWNER)
    assert found["shift"]["at"] == "2026-10-15 04:00:00+00:00"
    assert found["expected"] == {"cash": 38150, "wechat": 300}
    assert found["moved"]["receipts"] == {"cash": 10000, "wechat": 300}
    assert [(one["kind"], one["amount"], one["reason"]) for one in found["paid"]] == [
        ("out", 1850, "A parcel")
    ]


def test_each_till_is_told_of_itself(shop: Shop, location: Path, capsys: Output) -> None:
    shifts.begin(shop.sign_in(OWNER, PIN, till="2"), 5000)
    assert told("day", location, "--till", "2", capsys=capsys)["float"] == 5000
    assert told("day", location, capsys=capsys)["shift"] is None
    assert told("day", location, "--till", " ", capsys=capsys)["till"] == "1"


def test_the_last_close_is_told_and_its_slip_saved_as_printed_again(
    desk: Desk, location: Path, tmp_path: Path, capsys: Output
) -> None:
    purchases.record(desk, amount=10300, pay={"cash": 10300})
    days.close(desk, counted={"cash": 10250}, left=5000)
    file = tmp_path / "slip.pdf"
    assert main(["day", str(location), "--pdf", str(file)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1].startswith(f"The day was closed at 12:00 by {OWNER}.")
    assert said[-2:] == [f"Day close\t2026-10-15 12:00\t{OWNER}\tDifference\t-¥0.50", str(file)]
    assert "Day close" in paper(file)
    assert "Printed again" in paper(file)
    found = told("day", location, capsys=capsys)
    assert (found["closed"], found["float"], found["expected"]) == (True, 5000, {"cash": 5000})
    assert found["last_close"]["difference"] == {"cash": -50}


def test_a_close_at_which_nothing_was_counted_has_no_difference(
    desk: Desk, location: Path, capsys: Output
) -> None:
    purchases.record(desk, amount=10300, pay={"cash": 10300})
    days.close(desk)
    assert main(["day", str(location)]) == 0
    assert capsys.readouterr().out.endswith("Difference\t–\n")


def test_a_day_that_was_not_closed_is_told_and_no_fault(
    desk: Desk, location: Path, clock: "SetClock", capsys: Output
) -> None:
    shifts.begin(desk, 0)
    clock.tick(days=1)
    assert main(["day", str(location)]) == 0
    assert "15 Oct 2026 was not closed." in capsys.readouterr().out
    assert told("day", location, capsys=capsys)["unclosed"] == "2026-10-15"


def test_what_is_handed_over_and_never_closed_is_told_since_the_handover(
    desk: Desk, location: Path, capsys: Output
) -> None:
    shifts.begin(desk, 0)
    purchases.record(desk, amount=700, pay={"wechat": 700})
    shifts.hand_over(desk, counted={"cash": 0})
    purchases.record(desk, amount=300, pay={"wechat": 300})
    assert told("day", location, capsys=capsys)["expected"] == {"cash": 0, "wechat": 300}


def test_there_is_no_slip_of_a_till_that_was_never_closed(
    location: Path, tmp_path: Path, capsys: Output
) -> None:
    file = tmp_path / "slip.pdf"
    assert "till 7 was never closed" in refused(
        "day", location, "--till", "7", "--pdf", file, capsys=capsys
    )
    assert not file.exists()


@pytest.mark.usefixtures("as_cashier")
def test_who_counts_blind_is_not_told_what_should_be_there(
    desk: Desk, location: Path, capsys: Output
) -> None:
    purchases.record(desk, amount=10300, pay={"cash": 10300})
    assert main(["day", str(location)]) == 0
    said = capsys.readouterr().out
    assert "What should be there is told once it is counted." in said
    assert "103.00" not in said
    found = told("day", location, capsys=capsys)
    assert [found[name] for name in ("float", "moved", "expected")] == [None] * 3


# --- the month --------------------------------------------------------------------------------


def closed(location: Path, clock: "SetClock") -> months.ClosedMonth | None:
    with Shop.open(location, clock=clock) as shop:
        return months.closed(shop.sign_in(OWNER, PIN), 2026, 10)


def test_a_month_that_is_over_is_closed_once(
    location: Path, clock: "SetClock", capsys: Output
) -> None:
    clock.now = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    assert main(["close-month", "2026-10", str(location)]) == 0
    assert capsys.readouterr().out == "2026-10 is closed.\n"
    done = closed(location, clock)
    assert done is not None
    assert (done.staff, done.is_due) == (OWNER, False)
    assert "2026-10 is closed already." in refused(
        "close-month", "2026-10", location, capsys=capsys
    )


@pytest.mark.parametrize(("day", "is_due"), [(4, False), (5, True)])
def test_the_work_of_the_days_comes_first_and_closes_a_month_that_is_due(
    location: Path, clock: "SetClock", day: int, is_due: bool
) -> None:
    clock.now = datetime(2026, 11, day, 4, 0, tzinfo=UTC)
    assert main(["close-month", "2026-10", str(location)]) == 0
    done = closed(location, clock)
    assert done is not None
    assert done.is_due is is_due


def test_a_month_that_runs_is_not_closed(location: Path, clock: "SetClock", capsys: Output) -> None:
    assert "2026-10" in refused("close-month", "2026-10", location, capsys=capsys)
    assert closed(location, clock) is None


@pytest.mark.usefixtures("as_cashier")
def test_a_cashier_closes_no_month(location: Path, clock: "SetClock", capsys: Output) -> None:
    clock.now = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    assert CASHIER in refused("close-month", "2026-10", location, capsys=capsys)
    assert closed(location, clock) is None


# --- a member ---------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["100001", "M00000001S", "138 0013 8000"])
@pytest.mark.usefixtures("zhang")
def test_a_member_is_told_by_number_card_or_phone(
    location: Path, query: str, capsys: Output
) -> None:
    assert main(["member", query, str(location)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Number\t100001",
        "Member\t张三丰",
        "Tier\tMember",
        "Points\t12",
        "Stored value: principal\t¥100.00",
        "Stored value: bonus\t¥0.00",
    ]


def test_a_member_is_told_as_json_under_the_public_names(
    location: Path, zhang: str, capsys: Output
) -> None:
    found = told("member", zhang, location, capsys=capsys)
    assert (found["name"], found["points"], found["tier"]["code"]) == ("张三丰", 12, "member")
    assert found["stored_value"] == {"principal": 10000, "bonus": 0}


@pytest.mark.parametrize("query", ["张三", "8000", "10000", "zsf", "", "999999"])
@pytest.mark.usefixtures("zhang")
def test_who_is_only_alike_is_not_taken_for_a_member(
    location: Path, query: str, capsys: Output
) -> None:
    assert "There is no member" in refused("member", query, location, capsys=capsys)
    assert "There is no member" in refused("top-up", query, "5", location, capsys=capsys)


def test_a_statement_is_of_this_year_and_speaks_the_members_language(
    desk: Desk, location: Path, zhang: str, tmp_path: Path, capsys: Output
) -> None:
    members.edit(desk, members.find(desk, zhang)[0].id, language="zh_CN")
    file = tmp_path / "s.pdf"
    assert main(["member", zhang, str(location), "--statement", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(file)
    assert "2026-01-01" in paper(file)
    assert "2026-10-15" in paper(file)
    assert "储值本金" in paper(file)


def test_a_statement_may_be_of_other_days(location: Path, zhang: str, tmp_path: Path) -> None:
    file = tmp_path / "s.pdf"
    words = ["member", zhang, str(location), "--statement", str(file)]
    assert main([*words, "--to", "2025-12-31"]) == 0
    assert "2025-01-01" in paper(file)
    assert main([*words, "--from", "2026-10-14", "--to", "2026-10-15"]) == 0
    assert "2026-10-14" in paper(file)


@pytest.mark.parametrize("wrong", [
    ["--to", "2026-10-16"], ["--from", "2026-10-16"], ["--to", "tomorrow"],
])  # fmt: skip
def test_days_that_cannot_be_are_refused_before_anything_is_written(
    location: Path, zhang: str, tmp_path: Path, wrong: list[str], capsys: Output
) -> None:
    files = ["--statement", tmp_path / "s.pdf", "--copy", tmp_path / "c.zip"]
    assert refused("member", zhang, location, *files, *wrong, capsys=capsys)
    assert not list(tmp_path.glob("?.*"))


def test_the_copy_of_a_members_data_is_saved_with_a_warning(
    location: Path, zhang: str, tmp_path: Path, capsys: Output
) -> None:
    file = tmp_path / "c.zip"
    assert main(["member", zhang, str(location), "--copy", str(file)]) == 0
    assert "give it to nobody else" in capsys.readouterr().out
    with zipfile.ZipFile(file) as made:
        assert json.loads(made.read("member.json"))["member"][0]["number"] == zhang


@pytest.mark.usefixtures("as_cashier")
def test_a_cashier_prints_a_statement_and_copies_no_data(
    location: Path, zhang: str, tmp_path: Path, capsys: Output
) -> None:
    statement, copy = tmp_path / "s.pdf", tmp_path / "c.zip"
    words = ["member", zhang, str(location), "--statement", str(statement)]
    assert CASHIER in refused(*words, "--copy", copy, capsys=capsys)
    assert (statement.exists(), copy.exists()) == (False, False)
    assert main(words) == 0
    assert statement.exists()


def test_a_closed_membership_has_its_copy_and_no_top_up(
    desk: Desk, location: Path, zhang: str, tmp_path: Path, capsys: Output
) -> None:
    gone = members.register(desk, name="李娜")
    members.erase(desk, gone.id, reason="Asked for it")
    number = members.get(desk, gone.id).number
    assert main(["member", number, str(location), "--copy", str(tmp_path / "c.zip")]) == 0
    capsys.readouterr()
    assert "is closed" in refused("top-up", number, "5", location, capsys=capsys)


# --- a top-up ---------------------------------------------------------------------------------


def test_a_top_up_is_paid_in_cash_and_lies_in_the_drawer_of_its_till(
    location: Path, zhang: str, capsys: Output
) -> None:
    assert main(["top-up", zhang, "¥1,200.50", str(location), "--till", "2"]) == 0
    assert capsys.readouterr().out == "S000002\t张三丰 topped up ¥1,200.50, bonus ¥0.00\n"
    assert told("day", location, "--till", "2", capsys=capsys)["expected"] == {"cash": 120050}
    assert told("member", zhang, location, capsys=capsys)["stored_value"]["principal"] == 130050


def test_a_top_up_gives_the_bonus_of_the_rule_and_with_a_key_happens_once(
    desk: Desk, location: Path, zhang: str, capsys: Output
) -> None:
    from shopdesk import settings

    settings.edit(desk, bonus_rules=((50000, 5000),))
    words = ["top-up", zhang, "500", location, "--pay", "wechat", "--key", "k-1"]
    made = told(*words, capsys=capsys)
    assert (made["principal"], made["bonus"], made["payments"]) == (50000, 5000, {"wechat": 50000})
    assert told(*words, capsys=capsys)["number"] == made["number"]
    assert stored_value.balance(desk, made["member_id"]).principal == 60000
    assert refused(*words[:2], "600", *words[3:], capsys=capsys)


@pytest.mark.parametrize("amount", ["much", "0", "-5", "1.005", "1,5", "", "１e3"])
def test_an_amount_that_is_none_is_refused(
    desk: Desk, location: Path, zhang: str, amount: str, capsys: Output
) -> None:
    said = refused("top-up", zhang, amount, location, capsys=capsys)
    assert f'"{amount}" cannot be used here' in said
    assert members.find(desk, zhang)[0].stored_value.principal == 10000


def test_stored_value_buys_no_stored_value(location: Path, zhang: str, capsys: Output) -> None:
    assert "--pay" in refused(
        "top-up", zhang, "5", location, "--pay", "stored_value", capsys=capsys
    )
