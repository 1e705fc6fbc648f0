"""Opening: only a shop, only by a safe SQLite, of every release, and never changed by a refusal."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from shopdesk import checks, members, points, purchases, tiers, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store import database, migrate, versions
from shopdesk.store.database import PRAGMAS, is_safe_sqlite
from tests.store import tills
from tests.store.conftest import mount
from tests.store.test_schema import fingerprint
from tests.store.tills import Start

RELEASES = sorted((Path(__file__).parents[1] / "data").glob("shop-*.shopdesk"))


def refusal_of(location: Path) -> Refused:
    with pytest.raises(Refused) as refused:
        Shop.open(location)
    return refused.value


# --- which file -------------------------------------------------------------------------------


def foreign_database(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE shop (name TEXT)")
    connection.close()


FOREIGN: list[tuple[str, Callable[[Path], object], str]] = [
    ("another SQLite file", foreign_database, "not_a_shop"),
    ("a text file", lambda path: path.write_text("青禾茶舍\n" * 1000), "not_a_shop"),
    ("an empty file", Path.touch, "not_a_shop"),
    ("a cut file", lambda path: path.write_bytes(b"SQLite format 3\0" + b"\1" * 50), "not_a_shop"),
    ("no file", lambda path: None, "no_file"),
    ("a folder", Path.mkdir, "no_file"),
]


@pytest.mark.parametrize(("make", "code"), [f[1:] for f in FOREIGN], ids=[f[0] for f in FOREIGN])
def test_what_is_no_shop_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], object], code: str
) -> None:
    path = tmp_path / "other.shopdesk"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    refusal = refusal_of(path)
    assert refusal.code == code
    assert "other.shopdesk" in str(refusal)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name] * path.exists()


def test_a_newer_shop_is_refused_untouched(location: Path, raw: Any) -> None:
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = location.read_bytes()
    assert refusal_of(location).code == "newer_shop"
    assert location.read_bytes() == before
    assert [file.name for file in location.parent.iterdir()] == [location.name]


def test_a_newer_shop_whose_header_is_still_in_the_wal_is_refused(location: Path, raw: Any) -> None:
    raw.execute("PRAGMA user_version = 99")
    assert database._header(location, "en")[1] != 99
    assert refusal_of(location).code == "newer_shop"
    assert raw.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_shop_just_made_is_a_shop_to_every_other_program_at_once(
    tmp_path: Path, start: Start
) -> None:
    location = tmp_path / "new.shopdesk"
    with Shop.create(location, name="n", owner="o", pin="123456"):
        copied = Path(shutil.copy(location, tmp_path / "header-only.shopdesk"))
        assert database._header(copied, "en") == (
            database.APPLICATION_ID,
            versions.newest_version(),
        )
        till = start("hold", shop=location)
    tills.kill(till)


SEIZE = """
import sys
from sqlcipher3 import dbapi2
other = dbapi2.connect(sys.argv[1], timeout=0.1)
other.execute("PRAGMA locking_mode = EXCLUSIVE")
other.execute("BEGIN IMMEDIATE")
"""


def test_looking_at_the_header_of_an_open_shop_leaves_it_its_locks(
    shop: Shop, location: Path
) -> None:
    database.check_header(location, "en")
    seized = subprocess.run(
        [sys.executable, "-c", SEIZE, location], capture_output=True, text=True, check=False
    )
    assert "database is locked" in seized.stderr


def test_a_file_is_never_made_over_another(location: Path) -> None:
    before = location.read_bytes()
    with pytest.raises(Refused) as refused:
        Shop.create(location, name="n", owner="o", pin="123456")
    assert refused.value.code == "file_exists"
    assert location.read_bytes() == before


def test_a_shop_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Shop.create(tmp_path / "no" / "folder.shopdesk", name="n", owner="o", pin="123456")
    with pytest.raises(Refused):
        Shop.create(tmp_path / "s.shopdesk", name="n", owner="o", pin="1234")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("remount,ro",)])
def test_a_shop_that_cannot_be_written_to_is_refused(
    location: Path, small_disk: Callable[[str], Path], words: tuple[str, ...]
) -> None:
    disk = small_disk("4m")
    there = Path(shutil.copy(location, disk / "shop.shopdesk"))
    if not words:
        Shop.open(there).close()
        return
    assert mount("-o", "remount,ro", str(disk))
    before = there.read_bytes()
    refusal = refusal_of(there)
    mount("-o", "remount,rw", str(disk))
    assert refusal.code == "read_only"
    assert str(refusal)
    assert there.read_bytes() == before


# --- with what --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 51, 2), False), ((3, 51, 3), True), ((3, 50, 6), False), ((3, 50, 7), True),
        ((3, 44, 5), False), ((3, 44, 6), True), ((3, 53, 4), True), ((3, 49, 9), False),
        ((3, 45, 0), False), ((3, 40, 1), False), ((3, 52, 0), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_an_sqlite_that_can_corrupt_a_wal_is_not_used(
    version: tuple[int, int, int], *, is_safe: bool
) -> None:
    assert is_safe_sqlite(version) is is_safe


def test_a_shop_is_not_opened_by_an_unsafe_sqlite(
    location: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    assert refusal_of(location).code == "sqlite"


def test_every_setting_that_keeps_a_sale_is_read_back(desk: Desk) -> None:
    found = {name: desk.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert found == PRAGMAS
    assert (PRAGMAS["journal_mode"], PRAGMAS["synchronous"]) == ("wal", 2)
    assert {"foreign_keys", "trusted_schema", "secure_delete", "fullfsync"} <= PRAGMAS.keys()


def test_a_setting_that_does_not_hold_stops_the_opening(
    location: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "synchronous", 7)
    with pytest.raises(RuntimeError, match="synchronous"):
        Shop.open(location)


# --- older files ------------------------------------------------------------------------------

ONE_MORE = """
def up(migrator, db):
    migrator.migrate(migrator.rename_column("purchase", "steps", "price_steps"))
    migrator.migrate(migrator.add_not_null("member", "tier"))
    db.execute_sql("CREATE TABLE lot_2 (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, "
        "account TEXT NOT NULL, granted INTEGER NOT NULL, remaining INTEGER NOT NULL, "
        "earned_on INTEGER NOT NULL, expires_on INTEGER, purchase_id INTEGER, "
        "event_id INTEGER NOT NULL, idle_months INTEGER) STRICT")
    db.execute_sql("INSERT INTO lot_2 SELECT * FROM lot")
    db.execute_sql("DROP TABLE lot")
    db.execute_sql("ALTER TABLE lot_2 RENAME TO lot")
"""


NEXT = versions.newest_version() + 1


@pytest.fixture
def one_more_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one more migration, which rebuilds tables that others point at."""
    folder = tmp_path / "migrations"
    shutil.copytree(versions.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / f"{NEXT:04}_rebuild.py").write_text(ONE_MORE)
    monkeypatch.setattr(versions, "MIGRATIONS", folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    return folder


@pytest.fixture
def used(desk: Desk, location: Path) -> Path:
    """A shop with a receipt in it, closed."""
    member = members.register(desk, name="张三丰")
    purchases.record(desk, member=member.id, amount=5000, pay={"cash": 5000})
    desk.shop.close()
    return location


def test_an_older_shop_is_brought_up_with_a_copy_of_how_it_was(
    used: Path, one_more_version: Path
) -> None:
    kept = used.with_name(f"shop.before-{NEXT}.shopdesk")
    before = [trigger for trigger in things(used) if trigger[0] == "trigger"]
    assert before
    with Shop.open(used) as shop:
        assert migrate.version_of(shop.db) == NEXT
        shop.db.execute_sql("SELECT price_steps FROM purchase").fetchall()
        assert shop.db.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
        assert shop.db.execute_sql("SELECT name FROM member").fetchall() == [("张三丰",)]
    assert [trigger for trigger in things(used) if trigger[0] == "trigger"] == before
    old = dbapi2.connect(str(kept))
    assert old.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
    assert old.execute("SELECT COUNT(steps) FROM purchase").fetchone() == (1,)
    old.close()


def things(location: Path) -> list[tuple[str, str]]:
    connection = dbapi2.connect(str(location))
    found = sorted(fingerprint(connection))
    connection.close()
    return found


@pytest.mark.parametrize(
    "fault", ["    1 / 0\n", "    db.execute_sql('DELETE FROM member_key'); db.nothing\n"]
)
def test_a_migration_that_fails_leaves_the_shop_as_it_was(
    used: Path, one_more_version: Path, fault: str
) -> None:
    before = things(used)
    with (one_more_version / f"{NEXT:04}_rebuild.py").open("a") as file:
        file.write(fault)
    with pytest.raises((ZeroDivisionError, AttributeError)):
        Shop.open(used)
    assert things(used) == before
    (one_more_version / f"{NEXT:04}_rebuild.py").write_text(ONE_MORE)
    with Shop.open(used) as shop:
        assert migrate.version_of(shop.db) == NEXT


def test_a_migration_that_leaves_rows_pointing_at_nothing_is_not_kept(
    used: Path, one_more_version: Path
) -> None:
    before = things(used)
    orphaning = ONE_MORE + "    db.execute_sql('DELETE FROM member')\n"
    (one_more_version / f"{NEXT:04}_rebuild.py").write_text(orphaning)
    with pytest.raises(RuntimeError, match="point at nothing"):
        Shop.open(used)
    assert things(used) == before


def test_two_programs_may_bring_the_same_shop_up(used: Path, one_more_version: Path) -> None:
    with Shop.open(used) as one:
        migrate._apply(one.db)
        assert migrate.version_of(one.db) == NEXT


def test_a_program_without_its_migrations_says_so(
    location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MIGRATIONS", tmp_path / "nowhere")
    with pytest.raises(RuntimeError, match="no migrations"):
        Shop.open(location)


# --- every release ----------------------------------------------------------------------------


@pytest.mark.parametrize("release", RELEASES, ids=[file.stem for file in RELEASES])
def test_a_shop_of_every_release_opens_adds_up_and_goes_on(release: Path, tmp_path: Path) -> None:
    location = Path(shutil.copy(release, tmp_path / "shop.shopdesk"))
    with Shop.open(location, clock=lambda: tills.NOON) as shop:
        desk = shop.sign_in("店主", "258025")
        assert checks.run(desk) == ()
        (zhang,) = members.find(desk, "zsf")
        assert (zhang.tier.code, zhang.points, zhang.birthday) == ("silver", 1005, (3, 15))
        assert members.find(desk, "Li <b>")[0].lunar_birthday == (8, 15, True)
        states = sorted(v.state for v in vouchers.listed(desk))
        assert states == ["redeemed", "redeemed", "void"]
        assert tiers.why(desk, zhang.id).receipts[0].spend == 100_000
        points.adjust(desk, zhang.id, 11, reason="test")
        purchases.record(desk, member=zhang.id, amount=500, pay={"cash": 490})
        assert checks.run(desk) == ()


def test_a_file_of_this_release_is_kept() -> None:
    from shopdesk import __version__

    assert f"shop-{__version__}" in [file.stem for file in RELEASES]
    assert all(file.stat().st_size < 500_000 for file in RELEASES)
