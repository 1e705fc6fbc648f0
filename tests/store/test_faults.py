"""When the world fails: a sentence and a code, nothing recorded, and the next call works."""

import ast
import inspect
import string
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from peewee import DatabaseError
from sqlcipher3 import dbapi2

from shopdesk import checks, members, purchases, refusals
from shopdesk.faults import refusal_of
from shopdesk.language import LANGUAGES
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store import database
from shopdesk.store.errors import fault_of
from tests.store import tills
from tests.store.tills import Start

CORE = Path(inspect.getfile(refusals)).parent


def sell(desk: Desk, key: str | None = None) -> purchases.Purchase:
    return purchases.record(desk, amount=500, pay={"cash": 500}, key=key)


def counts(desk: Desk) -> list[int]:
    return [
        desk.db.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
        for table in ("purchase", "purchase_line", "payment", "event", "member")
    ]


# --- a full disk ------------------------------------------------------------------------------


def fill(desk: Desk) -> tuple[str, Refused]:
    """Register people until the disk is full: the name that no longer fitted, and the refusal."""
    for number in range(2000):
        try:
            register(desk, f"{number} of a very long name indeed, as long as may be")
        except Refused as refusal:
            return f"{number} of a very long name indeed, as long as may be", refusal
    raise AssertionError("the disk is never full")


def register(desk: Desk, name: str) -> int:
    return members.register(desk, name=name, key=name).id


def test_on_a_full_disk_nothing_is_recorded_and_the_same_press_works_later(desk: Desk) -> None:
    (pages,) = desk.db.execute_sql("PRAGMA page_count").fetchone()
    desk.db.execute_sql(f"PRAGMA max_page_count = {pages + 4}")
    name, refusal = fill(desk)
    assert refusal.code == "disk_full"
    assert "NOT saved" in str(refusal)
    full = counts(desk)
    with pytest.raises(Refused) as refused:
        register(desk, name)
    assert (refused.value.code, counts(desk)) == ("disk_full", full)
    assert desk.shop.running is None
    assert not desk.db.in_transaction()
    desk.db.execute_sql("PRAGMA max_page_count = 1000000")
    assert register(desk, name) == register(desk, name) == full[-1] + 1
    assert counts(desk)[-1] == full[-1] + 1


def test_a_disk_that_fills_up_loses_nothing_confirmed(
    location: Path, small_disk: Callable[[str], Path]
) -> None:
    there = small_disk("1600k") / "shop.shopdesk"
    there.write_bytes(location.read_bytes())
    with database_desk(there) as desk:
        for _ in range(3):
            _, refusal = fill(desk)
            assert refusal.code in ("disk_full", "disk_error")
        confirmed = counts(desk)
    with database_desk(there) as desk:
        assert counts(desk) == confirmed
        assert confirmed[-1] > 10
        assert checks.run(desk) == ()


@contextmanager
def database_desk(location: Path) -> Iterator[Desk]:
    """A desk on a file."""
    with Shop.open(location, clock=lambda: tills.NOON) as shop:
        yield Desk(shop, 1, "店主", "owner", "1")


# --- another program --------------------------------------------------------------------------


@pytest.fixture
def writing(start: Start) -> subprocess.Popen[str]:
    """Another program in the middle of a change."""
    till = start("block")
    assert till.stdout is not None
    assert till.stdout.readline() == "writing\n"
    return till


def test_a_shop_that_another_program_writes_to_is_busy_within_six_seconds(
    desk: Desk, writing: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database.BUSY_SECONDS == 5
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.3)
    before = counts(desk)
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        sell(desk, key="k")
    assert time.monotonic() - started < 5, "it waited no longer than it was told to"
    assert (refused.value.code, counts(desk)) == ("busy", before)
    assert members.find(desk, "张") == [], "reading goes on meanwhile"
    tills.finish(writing)
    assert sell(desk, key="k").id == 1


def test_a_program_killed_in_the_middle_of_a_change_leaves_nothing_behind(
    desk: Desk, writing: subprocess.Popen[str]
) -> None:
    before = counts(desk)
    tills.kill(writing)
    assert counts(desk) == before
    assert sell(desk).id == 1


# --- a damaged file ---------------------------------------------------------------------------


@pytest.fixture
def damaged(desk: Desk, location: Path) -> Path:
    """A shop of which a page of its members is gone."""
    for number in range(30):
        members.register(desk, name=f"member {number}")
    desk.shop.close()
    (root,) = page_of(location, "member")
    with location.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    return location


def test_a_damaged_page_is_called_damaged(damaged: Path) -> None:
    with database_desk(damaged) as again:
        with pytest.raises(Refused) as refused:
            members.register(again, name="one more")
        assert refused.value.code == "damaged"


def test_what_only_reads_a_damaged_page_ends_with_the_shop_calling_it_damaged(
    damaged: Path,
) -> None:
    def read() -> None:
        with database_desk(damaged) as again:
            members.get(again, 1)

    with pytest.raises(Refused) as refused:
        read()
    assert refused.value.code == "damaged"
    assert refusal_of(DatabaseError("no such table"), "en") is None


def page_of(location: Path, table: str) -> tuple[int]:
    connection = dbapi2.connect(str(location))
    sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    (root,) = connection.execute(sql, (table,)).fetchone()
    connection.close()
    return (int(root),)


# --- which fault it is ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("database or disk is full", "disk_full"),
        ("disk I/O error", "disk_error"),
        ("attempt to write a readonly database", "read_only"),
        ("unable to open database file", "read_only"),
        ("database is locked", "busy"),
        ("database table is locked", "busy"),
        ("database disk image is malformed", "damaged"),
        ("file is not a database", "damaged"),
    ],
)
def test_a_fault_is_told_from_its_cause_however_deep(message: str, code: str) -> None:
    for error in (DatabaseError(message), dbapi2.OperationalError(message)):
        hidden = DatabaseError("cannot rollback - no transaction is active")
        hidden.__context__ = RuntimeError("between")
        hidden.__context__.__cause__ = error
        for found in (fault_of(error, "en"), fault_of(hidden, "en")):
            assert found is not None
            assert found.code == code


def test_a_fault_of_our_own_is_not_blamed_on_the_world() -> None:
    assert fault_of(DatabaseError("no such table: mermber"), "en") is None
    assert fault_of(RuntimeError("database is locked"), "en") is None


# --- refusals ---------------------------------------------------------------------------------


def refused_classes() -> dict[str, str]:
    """Every subclass of Refused in the core: its name and the file it stands in."""
    found, bases = {}, {"Refused"}
    trees = {
        file.relative_to(CORE).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in CORE.rglob("*.py")
    }
    for _ in range(3):
        for place, tree in trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and bases & {ast.unparse(b) for b in node.bases}:
                    found[node.name] = place
        bases |= found.keys()
    return found


@pytest.mark.parametrize(("name", "place"), sorted(refused_classes().items()))
def test_every_refusal_has_a_code_and_a_sentence_in_every_language(name: str, place: str) -> None:
    module = __import__("shopdesk." + place.removesuffix(".py").replace("/", "."), fromlist=[name])
    refusal: type[Refused] = getattr(module, name)
    assert set(refusal.code) <= set(string.ascii_lowercase + "_"), refusal.code
    assert refusal.code.strip("_") == refusal.code != ""
    assert refusal.sentence.endswith((".", "?", "}")), refusal.sentence
    parsed = string.Formatter().parse(refusal.sentence)
    facts = {name: 1_000 if form else "x" for _, name, form, _ in parsed if name}
    for language in LANGUAGES:
        said = str(refusal(language, **facts))
        assert said
        assert "{" not in said
