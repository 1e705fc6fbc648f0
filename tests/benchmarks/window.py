"""What the window costs: until it is painted, in memory, and to jump in a list of all members."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, medians_ms, scratch

ROUNDS = 9
JUMPS = 150
IN_MEMORY = 1000
NOT_AT_START = (
    "PIL", "lunar_python", "openpyxl", "psycopg", "psycopg2", "pymysql", "pypdfium2", "pypinyin",
    "qrcode", "reportlab",
)  # fmt: skip
"""Packages that a till does not need before somebody prints, imports or searches."""
_MB = 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


class Start(NamedTuple):
    """A start of a program: seconds until its window was painted, from the command and from its
    first line; until the counter was, from the sign-in; bytes in memory; how many enumerations it
    knows; its modules."""

    whole: float
    painted: float
    opened: float
    resident: int
    enumerations: int
    modules: list[str]


def lines(sizes: Sizes) -> list[Line]:
    """A start beside an empty window's, and jumps among all members."""
    kept = shops.with_members(sizes.members[0])
    with scratch() as folder:
        ours, floor = starts(shops.copied(kept, folder, "till"), folder)
    return [
        Line("window painted", _ms(ours, 0), "ms", 1.7, _ms(floor, 0)),
        Line("the same from its first line on", _ms(ours, 1), "ms", None, _ms(floor, 1)),
        Line("the counter after the PIN", _ms(ours, 2), "ms", None),
        Line("memory at the till", _mb(ours), "MB", 1.7, _mb(floor)),
        Line(
            "packages loaded at start for later",
            len(for_later(ours[0].modules)),
            "",
            0,
            judged="ours",
        ),
        jumps(sizes.members[-1]),
    ]


def _ms(starts: list[Start], which: int) -> float:
    return median((start.whole, start.painted, start.opened)[which] for start in starts) * 1000


def _mb(starts: list[Start]) -> float:
    return median(start.resident for start in starts) / _MB


def for_later(modules: list[str]) -> list[str]:
    """The packages among these modules that a till at the counter does not need."""
    return sorted({name.partition(".")[0] for name in modules} & set(NOT_AT_START))


# --- starting ---------------------------------------------------------------------------------


def starts(location: Path, folder: Path) -> tuple[list[Start], list[Start]]:
    """Starts of ours and of an empty window, by turns; the first of each warms up."""
    ours, floor = [], []
    for _round in range(ROUNDS + 1):
        ours.append(start(folder, "till", str(location)))
        floor.append(start(folder, "empty"))
    return ours[1:], floor[1:]


def start(folder: Path, *arguments: str) -> Start:
    """Start a program unseen, with a user of its own; its modules are compiled beforehand."""
    env = os.environ | {
        "QT_QPA_PLATFORM": "offscreen", "SHOPDESK_CONFIG": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.benchmarks.painted", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=_ROOT, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
    first_line, painted, *others = json.loads(told)
    return Start(first_line - began + painted, painted, *others)


# --- jumping ----------------------------------------------------------------------------------


def jumps(count: int) -> Line:
    """Jump to a row far away and paint it, beside the same list with a thousand rows in memory."""
    with shops.opened(shops.with_members(count)) as desk, shown(desk) as (ours, floor):
        in_memory = [ours.model.rows[place] for place in range(min(IN_MEMORY, count))]
        floor.show_rows(in_memory)

        def jump(table: Any, number: int) -> None:
            rows = len(table.model.rows)
            table.view.scrollTo(table.model.index(number * 7919 * 613 % rows, 0))
            table.view.viewport().repaint()

        both = medians_ms(JUMPS, lambda n: jump(ours, n), lambda n: jump(floor, n))
    return Line(f"jump in a list of {count:,} members", both[0], "ms", 1.2, both[1])


@contextmanager
def shown(desk: Any) -> Iterator[tuple[Any, Any]]:
    """The members' list twice, each in a window of its own that nobody sees."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import application
    from ui.pages.members import Members
    from ui.preferences import Preferences
    from ui.till import Till

    app = application(Preferences())
    till = Till(desk.shop, Preferences())
    till.signed_in = desk
    pages = [Members(till), Members(till)]
    for page in pages:
        page.resize(1180, 780)
        page.load()
        page.show()
    app.processEvents()
    yield pages[0].table, pages[1].table
    for page in pages:
        page.close()
