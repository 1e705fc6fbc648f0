"""Copies of a shop that is being sold from, and files that nearly became one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from shopdesk import backups, members, purchases
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store import copying, sealing
from tests.store import tills
from tests.store.tills import Start


def receipts_in(path: Path) -> set[int]:
    connection = dbapi2.connect(f"{path.as_uri()}?mode=ro", uri=True)
    found = {row[0] for row in connection.execute("SELECT id FROM purchase")}
    connection.close()
    return found


def test_backups_made_while_a_till_sells_hold_every_sale_confirmed_before(
    desk: Desk, member: int, tmp_path: Path, start: Start
) -> None:
    till = start("sell", 10_000)
    assert till.stdout is not None
    confirmed, made = [], []
    for number in range(10):
        confirmed += [int(till.stdout.readline()) for _ in range(3)]
        made.append((backups.make(desk, tmp_path / f"{number}.shopdesk"), confirmed[-1]))
    tills.kill(till)
    for backup, last in made:
        assert set(range(1, last + 1)) <= receipts_in(backup)
        copying.verify_integrity(backup)
        assert not sealing.is_broken(backup)
    for backup, _ in made[::4]:
        backups.restore(backup, tmp_path / "restored.shopdesk")
    assert len(list(tmp_path.glob("restored.replaced-*.shopdesk"))) == 2


def test_a_copy_holds_no_trace_of_what_was_erased(desk: Desk, tmp_path: Path) -> None:
    member = members.register(desk, name="欧阳震华", phone="13800138000")
    members.edit(desk, member.id, name="某人", phone=None)
    content = backups.make(desk, tmp_path / "b.shopdesk").read_bytes()
    assert "欧阳震华".encode() not in content
    assert b"13800138000" not in content


def test_a_disk_too_small_for_a_copy_gets_none(
    desk: Desk, small_disk: Callable[[str], Path], tmp_path: Path
) -> None:
    stick = small_disk("100k")
    for target in (stick, stick / "b.shopdesk"):
        with pytest.raises(Refused) as refused:
            backups.make(desk, target)
        assert refused.value.code == "disk_full"
        assert list(stick.iterdir()) == []
    assert backups.make(desk, tmp_path).is_file(), "the next one works"


def test_a_copy_that_fails_its_check_gets_no_name(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> None:
        raise dbapi2.DatabaseError("database disk image is malformed: test")

    folder = tmp_path / "stick"
    folder.mkdir()
    older = backups.make(desk, folder / "b.shopdesk")
    monkeypatch.setattr(copying, "verify_integrity", broken)
    with pytest.raises(Refused) as refused:
        backups.make(desk, folder)
    assert refused.value.code == "damaged"
    assert sorted(folder.iterdir()) == [older, sealing.seal_of(older)]


def test_a_seal_tells_a_changed_bit_from_a_file_that_was_used(desk: Desk, tmp_path: Path) -> None:
    backup = backups.make(desk, tmp_path / "b.shopdesk")
    assert not sealing.is_broken(backup)
    whole = backup.read_bytes()
    for place in (100, 5000, len(whole) - 1):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert sealing.is_broken(backup)
    backup.write_bytes(whole)
    with Shop.open(backup, clock=desk.shop.clock) as used:
        purchases.record(Desk(used, 1, "店主", "owner", "1"), amount=500, pay={"cash": 500})
    assert not sealing.is_broken(backup)


@pytest.mark.parametrize("words", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"sha256": "x"}'])
def test_a_seal_that_cannot_be_read_is_none(desk: Desk, tmp_path: Path, words: bytes) -> None:
    backup = backups.make(desk, tmp_path / "b.shopdesk")
    sealing.seal_of(backup).write_bytes(words)
    assert not sealing.is_broken(backup)


def test_a_copy_left_half_by_a_power_cut_is_in_nobodys_way(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b.shopdesk.tmp").write_bytes(b"half")
    backups.make(desk, tmp_path / "b.shopdesk")
    assert not (tmp_path / "b.shopdesk.tmp").exists()


def test_copying_a_file_leaves_it_as_it_is(location: Path, tmp_path: Path, raw: Any) -> None:
    raw.close()
    before = location.read_bytes()
    copying.copy_file(location, tmp_path / "copy.shopdesk")
    assert location.read_bytes() == before
