"""Timing two ways of doing one thing, turn by turn, and the table that is made of it."""

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs
from sqlcipher3 import dbapi2

Work = Callable[[int], object]
"""Something to be timed; it is told which round it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, beside the floor it is compared with.

    The goal is that the ratio, or where ``judged`` says so our own value, is at most ``goal``.
    """

    name: str
    ours: float
    unit: str
    goal: float | None = None
    floor: float | None = None
    judged: Literal["ratio", "ours"] = "ratio"

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def is_ok(self) -> bool | None:
        value = self.ratio if self.judged == "ratio" else self.ours
        return None if value is None or self.goal is None else value <= self.goal


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: ``rounds`` of what takes under a millisecond, and so on."""

    rounds: int
    purchases: int
    members: tuple[int, ...]
    vouchers: int
    demo_days: int
    import_rows: int | None
    """Rows of CDNOW; nothing for all of them."""


SIZES = {
    "quick": Sizes(300, 5_000, (3_000, 10_000), 1_000, 10, 2_000),
    "default": Sizes(1_500, 100_000, (10_000, 100_000), 1_000, 730, None),
    "full": Sizes(3_000, 1_000_000, (10_000, 100_000, 1_000_000), 1_000, 730, None),
}


def timed(rounds: int, *works: Work) -> list[list[float]]:
    """Seconds of each work in each round; in every round another one begins."""
    seconds: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        for place in range(len(works)):
            which = (number + place) % len(works)
            start = time.perf_counter()
            works[which](number)
            seconds[which].append(time.perf_counter() - start)
    return seconds


def medians_ms(rounds: int, *works: Work) -> list[float]:
    """The median of each work in milliseconds."""
    return [statistics.median(seconds) * 1000 for seconds in timed(rounds, *works)]


def p99(values: Sequence[float]) -> float:
    """What all but one in a hundred stay below."""
    return sorted(values)[len(values) * 99 // 100]


# --- where data lies --------------------------------------------------------------------------


def data_folder() -> Path:
    """Where made data is kept: ``SHOPDESK_BENCH_DATA``, or the user's cache."""
    told = os.environ.get("SHOPDESK_BENCH_DATA")
    folder = Path(told or platformdirs.user_cache_path("shopdesk", appauthor=False) / "benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the same disk as the data, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=data_folder()) as folder:
        yield Path(folder)


# --- telling ----------------------------------------------------------------------------------


def machine(folder: Path) -> str:
    """What the figures were measured on, in a line."""
    try:
        load = f", load {os.getloadavg()[0]:.1f}"
    except OSError:
        load = ""
    return (
        f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}, "
        f"SQLite {dbapi2.sqlite_version}, a flush {flush_ms(folder):.2f} ms{load}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def flush_ms(folder: Path, rounds: int = 60) -> float:
    """What it takes to have 16 KB on the disk for certain."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:

        def write(_number: int) -> None:
            file.write(bytes(16384))
            os.fsync(file.fileno())

        return medians_ms(rounds, write)[0]


HEADINGS = ("what", "ours", "floor", "ratio", "goal", "ok")


def table(lines: Sequence[Line]) -> str:
    """The lines as a table that is also Markdown."""
    rows = [HEADINGS, *map(_cells, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    texts = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    return "\n".join([texts[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *texts[1:]])


def _cells(line: Line) -> tuple[str, ...]:
    goal = "" if line.goal is None else f"≤ {line.goal:,g}"
    unit = " ×" if line.judged == "ratio" else line.unit and f" {line.unit}"
    return (
        line.name,
        _number(line.ours, line.unit),
        "–" if line.floor is None else _number(line.floor, line.unit),
        "–" if line.ratio is None else f"{line.ratio:.3g} ×",
        goal and goal + unit,
        {True: "yes", False: "NO", None: "–"}[line.is_ok],
    )


def _number(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
    return f"{text} {unit}".strip()
