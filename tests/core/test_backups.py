"""Backups: whole or none; bringing one back: checked first, or nothing is touched."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from shopdesk import backups, checks, members, purchases
from shopdesk.refusals import Refused
from shopdesk.refusals_of_files import FileExists
from shopdesk.shop import Desk, Shop
from shopdesk.store import sealing, versions

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.fixture
def used(desk: Desk) -> Desk:
    member = members.register(desk, name="张三丰", phone="13800138000").id
    purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def names(location: Path, clock: "SetClock") -> list[str]:
    with Shop.open(location, clock=clock) as shop:
        desk = Desk(shop, 1, "店主", "owner", "1")
        assert checks.run(desk) == ()
        return [member.name for member in members.find(desk, "1000")]


def everything(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


# --- making -----------------------------------------------------------------------------------


def test_a_backup_in_a_folder_is_named_after_the_shop_and_the_moment(
    used: Desk, folder: Path
) -> None:
    made = backups.make(used, folder)
    assert made == folder / "青禾茶舍-20261015-120000.shopdesk"
    again = backups.make(used, str(folder))
    assert again.name == "青禾茶舍-20261015-120000-2.shopdesk"
    assert not [name for name in everything(folder) if ":" in name or name.endswith(".tmp")]


def test_a_backup_may_be_given_its_name(used: Desk, folder: Path) -> None:
    assert backups.make(used, folder / "monday.db") == folder / "monday.db"
    assert set(everything(folder)) == {"monday.db", "monday.db.seal"}


def test_nothing_is_ever_overwritten(used: Desk, folder: Path) -> None:
    kept = folder / "wedding.jpg"
    kept.write_bytes(b"precious")
    for target in (kept, used.shop.location):
        before = target.read_bytes()
        with pytest.raises(Refused) as refused:
            backups.make(used, target)
        assert refused.value.code == "file_exists"
        assert target.read_bytes() == before
    assert set(everything(folder)) == {"wedding.jpg"}


def test_a_folder_that_is_not_there_is_refused(used: Desk, folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        backups.make(used, folder / "gone" / "b.shopdesk")
    assert refused.value.code == "no_file"
    assert str(folder / "gone") in str(refused.value)


def test_a_backup_stands_in_the_audit(used: Desk, folder: Path) -> None:
    made = backups.make(used, folder)
    sql = "SELECT action, body FROM event ORDER BY id DESC"
    action, body = used.db.execute_sql(sql).fetchone()
    assert action == "backups.make"
    assert made.name in body


# --- restoring --------------------------------------------------------------------------------


def test_a_backup_brings_the_shop_of_then_back(
    used: Desk, folder: Path, location: Path, clock: "SetClock"
) -> None:
    backup = backups.make(used, folder)
    members.register(used, name="李四")
    used.shop.close()
    done = backups.restore(backup, location)
    assert names(location, clock) == ["张三丰"]
    assert done.kept_aside is not None
    assert names(done.kept_aside, clock) == ["张三丰", "李四"]
    assert not list(location.parent.glob(".restoring*"))


def test_a_backup_opens_in_a_place_where_no_shop_was(
    used: Desk, folder: Path, clock: "SetClock"
) -> None:
    place = folder / "new.shopdesk"
    done = backups.restore(backups.make(used, folder), place)
    assert (done.location, done.kept_aside) == (place, None)
    assert names(place, clock) == ["张三丰"]


def test_an_old_wal_does_not_bring_the_old_data_back(
    used: Desk, folder: Path, location: Path, clock: "SetClock"
) -> None:
    backup = backups.make(used, folder)
    members.register(used, name="李四")
    for ending in ("-wal", "-shm"):
        shutil.copy(f"{location}{ending}", folder / f"saved{ending}")
    used.shop.close()
    for ending in ("-wal", "-shm"):
        shutil.copy(folder / f"saved{ending}", f"{location}{ending}")
    done = backups.restore(backup, location)
    assert names(location, clock) == ["张三丰"]
    assert done.kept_aside is not None
    assert names(done.kept_aside, clock) == ["张三丰", "李四"]


def test_a_wal_without_its_shop_is_moved_aside_too(
    used: Desk, folder: Path, location: Path, clock: "SetClock"
) -> None:
    backup = backups.make(used, folder)
    members.register(used, name="李四")
    wal = Path(f"{location}-wal").read_bytes()
    used.shop.close()
    location.unlink()
    Path(f"{location}-wal").write_bytes(wal)
    backups.restore(backup, location)
    assert names(location, clock) == ["张三丰"]


def test_two_restores_within_a_second_keep_both_old_files(
    used: Desk, folder: Path, location: Path
) -> None:
    backup = backups.make(used, folder)
    used.shop.close()
    kept = {backups.restore(backup, location).kept_aside for _ in range(3)}
    assert len(kept) == 3
    assert all(file is not None and file.exists() for file in kept)


def test_a_shop_that_is_open_is_not_pulled_away(used: Desk, folder: Path, location: Path) -> None:
    backup = backups.make(used, folder)
    before = members.find(used, "张三丰")
    with pytest.raises(Refused) as refused:
        backups.restore(backup, location)
    assert refused.value.code == "busy"
    assert location.name in str(refused.value)
    assert members.find(used, "张三丰") == before
    assert checks.run(used) == ()
    assert not list(location.parent.glob("*restor*"))
    purchases.record(used, amount=500, pay={"cash": 500})


def test_a_place_that_does_not_exist_is_refused(used: Desk, folder: Path) -> None:
    backup = backups.make(used, folder)
    with pytest.raises(Refused) as refused:
        backups.restore(backup, folder / "gone" / "shop.shopdesk")
    assert refused.value.code == "no_file"


# --- what is no good backup -------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def zeroed_tail(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-5000] + bytes(5000))


def flipped_bit_in_a_name(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(b"13800138000")
    content[place + 5] ^= 1
    path.write_bytes(content)


def text_file(path: Path) -> None:
    path.write_text("backup of the shop\n" * 500)


def other_database(path: Path) -> None:
    path.unlink()
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE member (id INTEGER)")
    connection.close()


def newer(path: Path) -> None:
    change(path, f"PRAGMA user_version = {versions.newest_version() + 1}")


def wrong_sum(path: Path) -> None:
    change(path, "UPDATE account SET lots = lots + 1000")


def change(path: Path, sql: str) -> None:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (cut, "damaged"), (zeroed_tail, "damaged"), (flipped_bit_in_a_name, "damaged"),
        (text_file, "not_a_shop"), (other_database, "not_a_shop"), (newer, "newer_shop"),
        (wrong_sum, "damaged"), (Path.unlink, "no_file"),
    ],
)  # fmt: skip
def test_what_is_no_good_is_refused_and_the_shop_is_as_it_was(
    used: Desk, folder: Path, location: Path, spoil: Callable[[Path], object], code: str
) -> None:
    backup = backups.make(used, folder)
    used.shop.close()
    spoil(backup)
    before, sources = everything(location.parent), everything(folder)
    with pytest.raises(Refused) as refused:
        backups.restore(backup, location)
    assert refused.value.code == code
    assert str(refused.value)
    assert everything(location.parent) == before
    assert everything(folder) == sources


@pytest.mark.parametrize("spoil", [cut, zeroed_tail])
def test_most_damage_is_seen_without_the_seal_too(
    used: Desk, folder: Path, location: Path, spoil: Callable[[Path], object]
) -> None:
    backup = backups.make(used, folder)
    used.shop.close()
    sealing.seal_of(backup).unlink()
    spoil(backup)
    with pytest.raises(Refused) as refused:
        backups.restore(backup, location)
    assert refused.value.code == "damaged"


def test_a_backup_that_was_looked_into_can_still_be_restored(
    used: Desk, folder: Path, location: Path, clock: "SetClock"
) -> None:
    backup = backups.make(used, folder)
    used.shop.close()
    assert names(backup, clock) == ["张三丰"]
    backups.restore(backup, location)
    assert names(location, clock) == ["张三丰"]


def test_an_older_backup_is_brought_up_on_its_way_in(
    used: Desk, folder: Path, location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopdesk.store import migrate

    backup = backups.make(used, folder)
    used.shop.close()
    later = tmp_path / "migrations"
    shutil.copytree(versions.MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / f"{versions.newest_version() + 1:04}_more.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (id INTEGER) STRICT')\n"
    )
    monkeypatch.setattr(versions, "MIGRATIONS", later)
    monkeypatch.setattr(migrate, "MIGRATIONS", later)
    backups.restore(backup, location)
    with Shop.open(location) as shop:
        shop.db.execute_sql("SELECT * FROM more")
    assert not list(location.parent.glob("*before-*")), "the backup itself is the copy"


def test_a_shop_whose_place_cannot_be_taken_is_put_back(
    used: Desk, folder: Path, location: Path, monkeypatch: pytest.MonkeyPatch, clock: "SetClock"
) -> None:
    backup = backups.make(used, folder)
    used.shop.close()
    rename = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if ".restoring-" in str(self):
            raise PermissionError(13, "denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(Refused) as refused:
        backups.restore(backup, location)
    assert refused.value.code in ("read_only", "disk_error")
    monkeypatch.undo()
    assert names(location, clock) == ["张三丰"]


@pytest.mark.parametrize("beside", ["-wal", "-shm", ".seal"])
def test_what_belongs_to_another_shop_is_no_place_for_a_backup_or_a_shop(
    used: Desk, folder: Path, location: Path, beside: str
) -> None:
    backup = backups.make(used, folder)
    other = shutil.copy(location, location.with_name("other.shopdesk"))
    before = everything(location.parent)
    target = Path(f"{other}{beside}")
    for attempt in (backups.make, backups.restore):
        with pytest.raises(FileExists):
            attempt(used if attempt is backups.make else backup, target)
    assert everything(location.parent) == before
