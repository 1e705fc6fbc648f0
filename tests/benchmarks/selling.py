"""What recording a purchase costs: time, flushes, statements, and how it grows with the shop."""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from shopdesk import purchases
from shopdesk.shop import Desk
from shopdesk.store.database import open_file
from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, p99, scratch, timed

WARM_UP = 50
OFF, FULL = 0, 2
"""SQLite's ``synchronous``: never waiting for the disk, or at every commit."""
_FLUSHES_FROM, _FLUSHES_TO = 5, 45
_KEY = "till-1:{number:06}"


def lines(sizes: Sizes) -> list[Line]:
    """All there is to say of a purchase."""
    filled, empty = shops.with_purchases(sizes.purchases)
    return [
        *against_floor(empty, sizes.rounds),
        Line("its flushes", flushes(empty), "", 1, judged="ours"),
        Line("its SQL statements", statements(empty), "", 16, judged="ours"),
        growth(filled, empty, sizes),
        Line(
            f"its steps in SQLite after {sizes.purchases:,}", steps(filled), "", 1.1, steps(empty)
        ),
    ]  # fmt: skip


def recorder(desk: Desk) -> Callable[[int], purchases.Purchase]:
    """A function that records the n-th purchase: two lines by a member who pays by WeChat."""
    members, first = desk.db.execute_sql(
        "SELECT (SELECT MAX(id) FROM member), (SELECT MIN(id) FROM product)"
    ).fetchone()

    def work(number: int) -> purchases.Purchase:
        member, one, other = shops.basket(number, members)
        due = shops.price(one) + 2 * shops.price(other)
        return purchases.record(
            desk, member=member, lines=[(first + one, 1), (first + other, 2)],
            pay={"wechat": due}, key=_KEY.format(number=number),
        )  # fmt: skip

    return work


# --- time -------------------------------------------------------------------------------------


def against_floor(empty: Path, rounds: int) -> list[Line]:
    """A purchase beside the same rows written bare, and the slowest of them beside the median.

    The last line is the same where nothing waits for the disk: what the program alone takes.
    """
    ours, floor = seconds(empty, rounds, FULL)
    median = statistics.median(ours) * 1000
    unflushed = [statistics.median(each) * 1000 for each in seconds(empty, rounds, OFF)]
    return [
        Line("record a purchase", median, "ms", 1.5, statistics.median(floor) * 1000),
        Line("the slowest in a hundred / the median", p99(ours) * 1000, "ms", None, median),
        Line("a purchase without its flush", unflushed[0], "ms", None, unflushed[1]),
    ]


def seconds(empty: Path, rounds: int, synchronous: int) -> list[list[float]]:
    """Seconds of each purchase, and of the same written bare, by turns."""
    with (
        scratch() as folder,
        shops.opened(shops.copied(empty, folder, "ours")) as desk,
        bare(shops.copied(empty, folder, "floor"), rounds, synchronous) as floor,
    ):
        desk.db.execute_sql(f"PRAGMA synchronous={synchronous}")
        ours = recorder(desk)
        for number in range(WARM_UP):
            ours(rounds + number)
        return timed(rounds, ours, floor)


@contextmanager
def bare(location: Path, rounds: int, synchronous: int = FULL) -> Iterator[Callable[[int], None]]:
    """A function that writes the rows of the n-th purchase with nothing around it.

    Everything is known beforehand, nothing is read or checked: one transaction, one flush, the
    same tables, triggers, indexes and settings. The event comes first, as no reference waits then.
    """
    database = open_file(location, "en")
    db = database.connection()
    db.execute(f"PRAGMA synchronous={synchronous}")
    members = db.execute("SELECT MAX(id) FROM member").fetchone()[0]
    event = db.execute("SELECT MAX(id) FROM event").fetchone()[0]
    first = db.execute("SELECT MIN(id) FROM product").fetchone()[0]
    purchase = db.execute("SELECT COALESCE(MAX(id), 0) FROM purchase").fetchone()[0]
    rows = [bare_rows(n, event, purchase, first, members) for n in range(rounds)]

    def work(number: int) -> None:
        db.execute("BEGIN IMMEDIATE")
        for sql, values in zip(BARE, rows[number], strict=True):
            db.execute(sql, values)
        db.execute("COMMIT")

    yield work
    database.close()


_LINE_COLUMNS = (
    "purchase_id, line, product_id, name, category, quantity_milli, price, cost, listed, tier_off,"
    " voucher_off, points_off, points, paid, is_earning"
)
_LINE = f"({', '.join('?' * 15)})"
BARE = (
    f"INSERT INTO event VALUES ({', '.join('?' * 12)})",
    f"INSERT INTO purchase VALUES ({', '.join('?' * 14)})",
    f"INSERT INTO purchase_line ({_LINE_COLUMNS}) VALUES {_LINE}, {_LINE}",
    "INSERT INTO payment VALUES (?, ?, ?)",
    f"INSERT INTO lot VALUES ({', '.join('?' * 9)}, NULL)",
    f"INSERT INTO entry VALUES ({', '.join('?' * 11)}, NULL)",
    "UPDATE account SET lots = lots + ? WHERE member_id = ? AND account = 'points'",
    """INSERT INTO member_day VALUES (?, ?, 1, 1, ?, ?) ON CONFLICT DO UPDATE SET
        receipts = receipts + 1, kept = kept + 1, spend = spend + excluded.spend,
        points = points + excluded.points""",
)


def bare_rows(
    number: int, event: int, purchase: int, first: int, members: int
) -> list[tuple[Any, ...]]:
    """The values of ``BARE`` for the n-th purchase after those already there."""
    member, one, other = shops.basket(number, members)
    event, purchase = event + number + 1, purchase + number + 1
    due = shops.price(one) + 2 * shops.price(other)
    at, day, points = int(shops.NOW.timestamp() * 1000), shops.NOW.date().toordinal(), due // 100
    body = f'{{"due": {due}, "points": {points}}}'
    key = _KEY.format(number=number)
    return [
        (
            event, at, at, day, 1, "1", "purchases.record", purchase, key, "d" * 64, body,
            number.to_bytes(32, "big"),
        ),
        (
            purchase, None, event, member, at, day, due, due, 0, points, "member", "[]",
            "[1, 100, 100, 100, 100, 100, []]", None,
        ),
        (*_bare_line(purchase, 1, first, one), *_bare_line(purchase, 2, first, other)),
        (purchase, "wechat", due),
        (None, member, "points", points, points, day, None, purchase, event),
        (None, event, member, "points", purchase, "earned", points, day, purchase, None, None),
        (points, member),
        (member, day, due, points),
    ]  # fmt: skip


def _bare_line(purchase: int, line: int, first: int, product: int) -> tuple[Any, ...]:
    price = shops.price(product)
    return (
        purchase, line, first + product, f"茉莉银针{product}", "茶", 1000 * line, price, 3000,
        line * price, 0, 0, 0, 0, line * price, 1,
    )  # fmt: skip


def growth(filled: Path, empty: Path, sizes: Sizes) -> Line:
    """A purchase in a shop that has many, beside the same in the same shop before the first."""
    with (
        scratch() as folder,
        shops.opened(shops.copied(filled, folder, "filled")) as full,
        shops.opened(shops.copied(empty, folder, "empty")) as new,
    ):
        after, before = recorder(full), recorder(new)
        for number in range(WARM_UP):
            after(sizes.rounds + number)
            before(sizes.rounds + number)
        both = timed(sizes.rounds, after, before)
    ours, floor = (statistics.median(each) * 1000 for each in both)
    return Line(f"a purchase after {sizes.purchases:,} / the first ones", ours, "ms", 1.1, floor)


# --- counts -----------------------------------------------------------------------------------


def statements(empty: Path) -> int:
    """How many SQL statements one purchase runs, BEGIN and COMMIT among them."""
    with scratch() as folder, shops.opened(shops.copied(empty, folder, "traced")) as desk:
        work = recorder(desk)
        work(0)
        return max(len(traced(desk, partial(work, number))) for number in (1, 2, 3))


def traced(desk: Desk, work: Callable[[], object]) -> list[str]:
    """The SQL statements that run meanwhile, values filled in; not what triggers run."""
    seen: list[str] = []
    connection = desk.db.connection()
    connection.set_trace_callback(seen.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    return [sql for sql in seen if not sql.startswith("--")]


def steps(location: Path) -> int:
    """The steps of SQLite's machine in one purchase."""
    with scratch() as folder, shops.opened(shops.copied(location, folder, "stepped")) as desk:
        work = recorder(desk)
        work(0)
        return count_steps(desk, lambda: work(1))


def count_steps(desk: Desk, work: Callable[[], object]) -> int:
    """The steps of SQLite's virtual machine: the same in every run, whatever else runs."""
    count = 0

    def one_more() -> int:
        nonlocal count
        count += 1
        return 0

    connection = desk.db.connection()
    connection.set_progress_handler(one_more, 1)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 1)
    return count


def flushes(empty: Path) -> float:
    """How often one purchase waits for the disk, checkpoints of the log apart.

    Another process records a few, then more, under strace; the difference counts. Where there is
    no strace the commits are counted: with ``synchronous`` FULL each flushes the log once.
    """
    if shutil.which("strace") is None:
        return _commits(empty)
    with scratch() as folder:
        few, many = (
            _system_flushes(shops.copied(empty, folder, f"flushed-{count}"), count)
            for count in (_FLUSHES_FROM, _FLUSHES_TO)
        )
    return (many - few) / (_FLUSHES_TO - _FLUSHES_FROM)


def _commits(empty: Path) -> int:
    with scratch() as folder, shops.opened(shops.copied(empty, folder, "traced")) as desk:
        work = recorder(desk)
        return sum(sql.startswith("COMMIT") for sql in traced(desk, lambda: work(0)))


def _system_flushes(location: Path, count: int) -> int:
    trace = location.with_suffix(".strace")
    subprocess.run(
        [
            "strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,msync", "-o", trace,
            sys.executable, "-m", "tests.benchmarks.selling", location, str(count),
        ],
        check=True,
    )  # fmt: skip
    return sum("sync(" in line for line in trace.read_text(encoding="utf-8").splitlines())


def _main(location: str, count: str) -> None:
    """What runs under strace: some purchases, and no checkpoint of the log meanwhile."""
    with shops.opened(Path(location)) as desk:
        desk.db.execute_sql("PRAGMA wal_autocheckpoint=0").fetchall()
        work = recorder(desk)
        for number in range(int(count)):
            work(number)


if __name__ == "__main__":
    _main(*sys.argv[1:])
