"""The word that tries other terms on the months gone by."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import gifts, ladders, members, purchases, rewards
from shopdesk.ladders import TEMPLATES
from shopdesk.shop import Desk
from tests.conftest import PIN
from ui.cli import main

if TYPE_CHECKING:
    from tests.conftest import SetClock

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")


@pytest.fixture
def closed_shop(
    desk: Desk, location: Path, clock: "SetClock", monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A shop in November that sold in October: a member bought for ¥600, another for ¥2,000."""
    from shopdesk import clock as clocks

    gifts.add(desk, name="Bag", cost=800, stock=1)
    rewards.add(
        desk, name="Big receipt", trigger=rewards.purchase(over=100_000),
        reward=rewards.voucher(amount=3000),
    )  # fmt: skip
    for name, amount in (("Li", 60_000), ("Wang", 200_000)):
        member = members.register(desk, name=name).id
        purchases.record(desk, member=member, amount=amount, pay={"cash": amount})
    desk.shop.close()
    clock.now = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
    monkeypatch.setattr(clocks, "system", clock)
    return location


def written(tmp_path: Path, content: Any) -> str:
    file = tmp_path / "tried.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(file)


def halved() -> str:
    """The ladder of the shop, asking for half as much."""
    stored = json.loads(ladders.to_json(TEMPLATES["five"]))
    for tier in stored[1:]:
        for condition in tier["criteria"]["conditions"]:
            condition["threshold"] //= 2
    return json.dumps(stored)


def run(capsys: Output, *words: str) -> str:
    assert main(["simulate", *words]) == 0
    return capsys.readouterr().out


def test_who_would_move_on_another_ladder(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    said = run(capsys, str(closed_shop), "--months", "1", "--ladder", written(tmp_path, halved()))
    lines = said.splitlines()
    assert lines[0] == "From 2026-10-01 through 2026-10-31: today → changed"
    assert lines[2].split("\t")[:3] == ["2026-10", "¥30.00", "1"]
    assert "Member → Silver\t1" in lines
    assert "Silver → Gold\t1" in lines
    assert "2 of 2 members move" in lines
    assert lines[-1].startswith("- ")


def test_another_rate_of_points_changes_what_is_earned_and_owed(
    closed_shop: Path, capsys: Output
) -> None:
    said = run(
        capsys,
        str(closed_shop),
        "--months",
        "1",
        "--points-rate",
        "2/1",
        "--points-value",
        "100/0.5",
    )
    assert "2600 → 5200\t0\t2600 → 5200\t¥26.00\n" in said


def test_rules_are_added_changed_and_closed(
    closed_shop: Path, tmp_path: Path, capsys: Output
) -> None:
    bag = {
        "name": "Bag for all", "trigger": {"kind": "purchase", "amount": 100},
        "reward": {"kind": "voucher", "gift": 1}, "limits": {"share": 99},
    }  # fmt: skip
    rules = written(tmp_path, [bag, {"close": 1}])
    said = run(capsys, str(closed_shop), "--months", "1", "--rule", rules)
    assert "Bag for all\t2 vouchers\t¥16.00" in said
    assert "Bag: 2 would be given, 1 in stock" in said
    assert "If it were for everybody instead of a pilot: vouchers 2, ¥16.00" in said
    assert "Big receipt" not in said
    other = written(tmp_path, {**bag, "instead_of": 1})
    told = json.loads(run(capsys, str(closed_shop), "--months", "1", "--rule", other, "--json"))
    assert [rule["name"] for rule in told["today"]["rules"]] == ["Big receipt"]
    assert [rule["name"] for rule in told["changed"]["rules"]] == ["Bag for all"]
    assert told["changed"]["months"][0]["vouchers"] == 2
    assert told["moves"] == []


@pytest.mark.parametrize(
    "content",
    ["{", "[1]", '["x"]', '{"name": "x", "trigger": {"sort": 1}, "reward": []}',
     '{"limits": {"much": 1}}', '{"reward": {"kind": "gold"}}', '{"instead_of": [1]}'],
)  # fmt: skip
@pytest.mark.parametrize("option", ["--ladder", "--rule"])
def test_a_file_that_holds_no_change_is_refused(
    closed_shop: Path, tmp_path: Path, capsys: Output, option: str, content: str
) -> None:
    assert main(["simulate", str(closed_shop), option, written(tmp_path, content)]) == 2
    assert "tried.json holds no change that can be tried" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--points-rate", "two"], ["--points-value", "1/x"], ["--months", "0"], ["--months", "x"],
     ["--ladder", "no-such.json"]],
)  # fmt: skip
def test_what_cannot_be_tried_is_one_sentence(
    closed_shop: Path, capsys: Output, words: list[str]
) -> None:
    assert main(["simulate", str(closed_shop), *words]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
