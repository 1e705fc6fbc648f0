"""What is done once in a while, as a whole: a history imported, the sample shop made, what if.

The floor is the same rows, all of them, written bare into the same tables by ``executemany``.
"""

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from shopdesk import demo, imports, ladders, what_if
from shopdesk.shop import Shop
from shopdesk.store.database import open_file
from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, scratch


def lines(sizes: Sizes) -> list[Line]:
    """The sample shop, and CDNOW where ``SHOPDESK_CDNOW`` says where it lies."""
    found = []
    told = os.environ.get("SHOPDESK_CDNOW")
    if told:
        found.append(cdnow(Path(told), sizes.import_rows))
    return [*found, sample(sizes.demo_days), past(sizes.purchases)]


def cdnow(source: Path, rows: int | None) -> Line:
    """Import the purchases of CDNOW (or the first of them) into a new shop."""
    with scratch() as folder:
        location, part = folder / "cdnow.shopdesk", folder / "cdnow.csv"
        with source.open(encoding="utf-8") as file:
            kept = file.readlines()[: rows and rows + 1]
        part.write_text("".join(kept), encoding="utf-8")
        _new(location)
        with shops.opened(location) as desk:
            columns = {"customer": "member", "cds": "quantity"}
            ours = _seconds(
                lambda: imports.purchases(desk, part, columns=columns, create_members=True)
            )
        floor = _rewritten(location, folder)
    return Line(f"CDNOW import, {len(kept) - 1:,} rows", ours, "s", 60, floor, judged="ours")


def sample(days: int) -> Line:
    """Make the sample shop of so many days."""
    with scratch() as folder:
        location = folder / "demo.shopdesk"
        ours = _seconds(lambda: demo.make(location, end=shops.NOW, days_long=days))
        floor = _rewritten(location, folder)
    return Line(f"the sample shop, {days} days", ours, "s", 30, floor, judged="ours")


def past(purchases: int) -> Line:
    """Try another ladder on the last twelve months of a shop's three years; it only reads."""
    filled, _before = shops.with_purchases(purchases)
    with shops.opened(filled) as desk:
        ours = _seconds(lambda: what_if.simulate(desk, ladder=ladders.TEMPLATES["five"]))
        first, last = date(2025, 10, 1), date(2026, 9, 30)
        floor = _seconds(lambda: [read_bare(desk.db, first, last) for _terms in "ab"])
    return Line(f"what if, 12 of 36 months of {purchases:,}", ours, "s", 60, floor, judged="ours")


def read_bare(db: Any, first: date, last: date) -> int:
    """How many rows the receipts of some days and their lines are."""
    days = (first.toordinal(), last.toordinal())
    receipts = db.execute_sql("SELECT * FROM purchase WHERE on_day BETWEEN ? AND ?", days)
    lines = db.execute_sql(
        "SELECT l.* FROM purchase AS p JOIN purchase_line AS l ON l.purchase_id = p.id"
        " WHERE p.on_day BETWEEN ? AND ?",
        days,
    )
    return len(receipts.fetchall()) + len(lines.fetchall())


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _new(location: Path) -> None:
    Shop.create(
        location, name="CDNOW", owner="店主", pin="258025", currency="USD",
        clock=lambda: shops.NOW,
    ).close()  # fmt: skip


def _rewritten(location: Path, folder: Path) -> float:
    """Seconds to write all rows of a shop into an empty file of the same schema."""
    source, target = open_file(location, "en"), folder / "floor.shopdesk"
    _new(target)
    database = open_file(target, "en")
    tables = [
        name
        for (name,) in source.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    ]
    rows = {name: source.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    source.close()
    db = database.connection()
    for (trigger,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        db.execute(f'DROP TRIGGER "{trigger}"')
    db.execute("PRAGMA foreign_keys=0")
    for name in tables:
        db.execute(f'DELETE FROM "{name}"')

    def write() -> None:
        db.execute("BEGIN IMMEDIATE")
        for name, content in rows.items():
            if content:
                marks = ", ".join("?" * len(content[0]))
                db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', content)
        db.execute("COMMIT")

    seconds = _seconds(write)
    database.close()
    return seconds
