"""Which backups there are, what each is, and what would be missing after bringing it back."""

import shutil
from pathlib import Path

import pytest

from shopdesk import backup_list, backups, members, purchases
from shopdesk.backup_list import Found
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.sealing import seal_of
from tests.conftest import PIN


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def backup(desk: Desk, folder: Path) -> Path:
    purchases.record(desk, amount=5000, pay={"cash": 5000})
    return backups.make(desk, folder)


def listed(desk: Desk, *folders: Path) -> list[Found]:
    return backup_list.found(desk.shop, folders)


def test_a_backup_is_listed_with_its_moment_its_bytes_and_its_seal(
    desk: Desk, backup: Path, folder: Path
) -> None:
    (one,) = listed(desk, folder, folder / "gone", folder)
    assert (one.file, one.size, one.state) == (backup, backup.stat().st_size, "sealed")
    assert one.at == desk.now()


def test_what_is_not_as_it_was_written_is_damaged_and_without_a_seal_nobody_knows(
    desk: Desk, backup: Path, folder: Path
) -> None:
    alone = Path(shutil.copy(backup, folder / "alone.shopdesk"))
    spoilt = bytearray(backup.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    backup.write_bytes(spoilt)
    states = {one.file: one.state for one in listed(desk, folder)}
    assert states == {backup: "damaged", alone: "unsealed"}
    backup.write_bytes(b"cut")
    assert {one.file: one.state for one in listed(desk, folder)}[backup] == "damaged"


def test_another_shops_backups_and_other_files_are_not_listed(
    desk: Desk, tmp_path: Path, folder: Path
) -> None:
    (folder / "letter.shopdesk").write_text("no shop")
    with Shop.create(tmp_path / "o.shopdesk", name="other", owner="o", pin=PIN) as other:
        backups.make(other.sign_in("o", PIN), folder)
    assert listed(desk, folder) == []


def test_the_shops_own_file_is_no_backup_and_looking_leaves_no_file_behind(
    desk: Desk, backup: Path, folder: Path, location: Path
) -> None:
    before = sorted(folder.iterdir())
    assert [one.file for one in listed(desk, location.parent, folder)] == [backup]
    assert sorted(folder.iterdir()) == before


def test_what_would_be_missing_is_what_was_written_since(desk: Desk, backup: Path) -> None:
    (one,) = listed(desk, backup.parent)
    nothing = backup_list.missing(desk, one)
    assert (nothing.receipts, nothing.members, nothing.since) == (0, 0, one.at)
    member = members.register(desk, name="张三丰").id
    for _time in range(3):
        purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    lost = backup_list.missing(desk, one)
    assert (lost.receipts, lost.top_ups, lost.members, lost.vouchers) == (3, 0, 1, 0)


def test_progress_is_told_of_each_file(desk: Desk, backup: Path, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    backup_list.found(desk.shop, [folder], progress=lambda *what: told.append(what))
    assert told == [(1, 1)]


class Enough(Exception):  # noqa: N818
    """What a backup is stopped by."""


@pytest.mark.parametrize("at", [1, 2], ids=["before it is written", "while it is written"])
def test_a_backup_tells_how_far_it_is_and_stopped_leaves_nothing(
    desk: Desk, folder: Path, at: int
) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == at:
            raise Enough

    for number in range(40):
        members.register(desk, name=f"张三{number}")
    with pytest.raises(Enough):
        backups.make(desk, folder, progress=stop)
    assert list(folder.iterdir()) == []
    assert told[0][1] > 0
    assert backups.make(desk, folder, progress=lambda *_what: None).exists()


def test_a_restore_is_allowed_by_an_owner_with_pin_and_reason_and_written_down(
    desk: Desk, backup: Path
) -> None:
    for pin, reason, code in (("000000", "stick", "old_pin"), (PIN, " ", "text")):
        with pytest.raises(Refused) as refused:
            backups.allow_restore(desk, backup, pin=pin, reason=reason)
        assert refused.value.code == code
    backups.allow_restore(desk, backup, pin=PIN, reason="昨天的导入错了")
    action, body = desk.db.execute_sql(
        "SELECT action, body FROM event ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert action == "backups.restore"
    assert backup.name in body
    assert seal_of(backup).exists()
