"""A newer version over an older one: every figure that was there is there, and the way back too."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner
from sqlcipher3 import dbapi2

from shopdesk import checks, figures, members, purchases
from shopdesk.shop import Shop
from shopdesk.store import versions
from shopdesk.store.database import ShopDatabase
from tests.store import tills

DATA = Path(__file__).parents[1] / "data"
FIRST = DATA / "shop-0.1.0.shopdesk"
FILES = sorted(DATA.glob("shop-*.shopdesk"))
OLDER = [
    int(file.name[:4])
    for file in sorted(versions.MIGRATIONS.glob("0*.py"))
    if int(file.name[:4]) < versions.newest_version()
]

Values = dict[tuple[str, str], list[Any]]
_KEPT_ANEW = {("sqlite_sequence", "seq"), ("shop", "revision")}
"""What counts writes, not what was written."""
_WIDENED = {
    ("reward_rule", "trigger"), ("reward_rule", "reward"), ("occasion", "voucher_id"),
    ("occasion", "is_freed"),
}  # fmt: skip
"""One became several: ``test_gifts_of_an_older_shop`` has what they are now, and of occasions
``test_rewards_of_an_older_shop``."""


def values(location: Path) -> Values:
    """Every value of a file by table and column, in the order written."""
    connection = dbapi2.connect(f"{location.as_uri()}?mode=ro", uri=True)
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    found: Values = {}
    for (table,) in tables:
        cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')
        names = [one[0] for one in cursor.description]
        rows = cursor.fetchall()
        for place, name in enumerate(names):
            found[table, name] = [row[place] for row in rows]
    connection.close()
    return found


def lost(before: Values, after: Values) -> list[tuple[str, str]]:
    """Columns with something in them that are gone, or in which something is another."""
    return [
        key
        for key, kept in before.items()
        if key not in _KEPT_ANEW | _WIDENED
        and any(one is not None for one in kept)
        and after.get(key, [])[: len(kept)] != kept
    ]


@pytest.fixture
def older(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The shop of the first release as a program of some version between left it."""
    location, folder = tmp_path / "shop.shopdesk", tmp_path / "migrations"
    shutil.copy(FIRST, location)
    folder.mkdir()
    for file in versions.MIGRATIONS.glob("0*.py"):
        if int(file.name[:4]) <= request.param:
            shutil.copy(file, folder / file.name)
    db = ShopDatabase(str(location))
    db.connect()
    db.execute_sql("PRAGMA foreign_keys=0")
    with db.atomic("IMMEDIATE"):
        Runner(db, str(folder)).up()
        db.execute_sql(f"PRAGMA user_version={request.param}")
    db.close()
    assert version_of(location) == request.param
    return location


def version_of(location: Path) -> int:
    connection = dbapi2.connect(f"{location.as_uri()}?mode=ro", uri=True)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(found)


@pytest.mark.parametrize("older", OLDER, indirect=True)
def test_every_value_of_an_older_shop_is_there_after_it_was_brought_up(older: Path) -> None:
    before, version = values(older), version_of(older)
    with Shop.open(older, clock=lambda: tills.NOON) as shop:
        kept = older.with_name(f"shop.before-{versions.newest_version()}.shopdesk")
        assert (version_of(kept), values(kept)) == (version, before)
        desk = shop.sign_in("店主", "258025")
        assert checks.run(desk) == ()
    assert lost(before, values(older)) == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_figures_of_an_older_shop_are_what_its_rows_come_to(file: Path, tmp_path: Path) -> None:
    location = Path(shutil.copy(file, tmp_path / "shop.shopdesk"))
    before = values(location)
    with Shop.open(location, clock=lambda: tills.NOON) as shop:
        desk = shop.sign_in("店主", "258025")
        month = figures.month(desk, 2026, 10)
        assert month.sales == sum(before["purchase", "due"]) - void(before) - back(before)
        assert month.orders == len(before["purchase", "id"]) - 1
        balances = sum(one.points for one in members.find(desk, "1", limit=99))
        assert balances == sum(before["lot", "remaining"])
        assert checks.run(desk) == ()
        assert len(purchases.of_day(desk, desk.today())) == len(before["purchase", "id"])


def void(rows: Values) -> int:
    """What was sold and taken out of its day."""
    return 500 if 500 in rows["purchase", "due"] else 0


def back(rows: Values) -> int:
    """What was given back of the rest."""
    return sum(rows["refund", "money"]) - void(rows)


DYING = """
import os, sys
from pathlib import Path
from shopdesk.shop import Shop
from shopdesk.store import migrate, versions
versions.MIGRATIONS = migrate.MIGRATIONS = Path(sys.argv[2])
Shop.open(sys.argv[1])
"""
LAST = """
import os
def up(migrator, db):
    db.execute_sql("DELETE FROM purchase_line")
    db.execute_sql("CREATE TABLE half (id INTEGER)")
    os._exit(9)
"""


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A shop that a program was killed in the middle of bringing up."""
    location, folder = tmp_path / "shop.shopdesk", tmp_path / "migrations"
    shutil.copy(FIRST, location)
    shutil.copytree(versions.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / f"{versions.newest_version() + 1:04}_power_cut.py").write_text(LAST)
    command = [sys.executable, "-c", DYING, str(location), str(folder)]
    done = subprocess.run(command, cwd=tills.ROOT, check=False, capture_output=True)
    assert done.returncode == 9, done.stderr.decode()
    return location


def test_a_power_cut_while_a_shop_is_brought_up_leaves_the_old_one_whole(stopped: Path) -> None:
    before = values(FIRST)
    assert version_of(stopped) == version_of(FIRST)
    assert values(stopped) == before
    with Shop.open(stopped, clock=lambda: tills.NOON) as shop:
        assert checks.run(shop.sign_in("店主", "258025")) == ()
    assert lost(before, values(stopped)) == []
