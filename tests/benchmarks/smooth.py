"""How long the window is away in a large shop: driven through everything, beside an empty one."""

import compileall
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.benchmarks import busy, shops
from tests.benchmarks.driven import CALM
from tests.benchmarks.measuring import Line, Sizes, p99, scratch
from tests.benchmarks.watching import LONGEST_MS, Slot, told

MOST = 100_000
_TOLD = 40
_DRIVES = 3
"""A computer that does something else for once makes any turn long; what is slow is so again."""
_PACKAGES = ("shopdesk", "reports", "ui")
_ROOT = Path(__file__).resolve().parents[2]


class Driven(NamedTuple):
    """What one drive saw; ``lateness`` of each key in find until it was painted."""

    turns: int
    slots: list[Slot]
    lateness: list[float]
    faults: list[str]


def usual(drives: Sequence[Driven]) -> list[Slot]:
    """Of each thing that was done, the longest turn by the processor: of the longest of each drive
    the one in the middle."""
    longest: list[dict[tuple[str, str], Slot]] = []
    for drive in drives:
        of_drive: dict[tuple[str, str], Slot] = {}
        for slot in sorted(drive.slots, key=_own_time, reverse=True):
            of_drive.setdefault((slot.where, slot.event), slot)
        longest.append(of_drive)
    done = dict.fromkeys(what for of_drive in longest for what in of_drive)
    nothing = Slot(0, 0, "", "", "")
    return [
        sorted((of_drive.get(what, nothing) for of_drive in longest), key=_own_time)[
            len(drives) // 2
        ]
        for what in done
    ]


def _own_time(slot: Slot) -> float:
    return slot.cpu_ms


def worst(slots: Sequence[Slot], *, is_calm: bool = False) -> float:
    """The longest by the processor, of those with somebody at it or of the others."""
    return max((slot.cpu_ms for slot in slots if (slot.where == CALM) is is_calm), default=0.0)


def lines(sizes: Sizes) -> list[Line]:
    """The window on a shop of so many members, with ten receipts each, and everything else."""
    members = max(each for each in sizes.members if each <= MOST)
    kept = busy.with_everything(members)
    with scratch() as folder:
        floor = driven(folder, "empty")
        drives = []
        for _drive in range(_DRIVES):
            shop = shops.copied(kept, folder, "driven")
            drives.append(driven(folder, "till", str(shop)))
            shop.unlink()
    slots, once = usual(drives), [slot for drive in drives for slot in drive.slots]
    print(told(slots, _TOLD))
    faults = [fault for drive in drives for fault in drive.faults]
    for fault in faults:
        print(f"FAULT {fault}")
    over = [slot for slot in slots if slot.where != CALM and slot.cpu_ms > LONGEST_MS]
    lateness = sorted(drives, key=lambda drive: p99(drive.lateness))[_DRIVES // 2].lateness
    title = f"{members:,} members: "
    return [
        Line(f"{title}the longest the window was away, its own time", worst(slots), "ms",
             LONGEST_MS, worst(floor.slots), "ours"),
        Line("how many things took longer than that", len(over), f"of {len(slots):,}", 0,
             judged="ours"),
        Line(f"the longest turn of all {_DRIVES} drives", worst(once), "ms"),
        Line("a key in find until it is painted", median(lateness), "ms", LONGEST_MS,
             median(floor.lateness), "ours"),
        Line("the latest key in a hundred", p99(lateness), "ms", LONGEST_MS,
             p99(floor.lateness), "ours"),
        Line("the longest while nobody is at it", worst(slots, is_calm=True), "ms", LONGEST_MS,
             judged="ours"),
        Line("faults met on the way", len(faults), "", 0, judged="ours"),
    ]  # fmt: skip


def driven(folder: Path, *arguments: str) -> Driven:
    """Drive a window in a process of its own, with a user of its own; its modules are compiled
    beforehand, as after any first start."""
    for package in _PACKAGES:
        compileall.compile_dir(_ROOT / package, quiet=1)
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "SHOPDESK_CONFIG": str(folder)}
    command = [sys.executable, "-m", "tests.benchmarks.driven", *arguments]
    done = subprocess.run(
        command, cwd=_ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return read(done.stdout.decode().splitlines())


def read(said: Sequence[str]) -> Driven:
    """What a drive said in its last line."""
    seen = json.loads(said[-1])
    slots = [Slot(*each) for each in seen["slots"]]
    return Driven(seen["turns"], slots, [ms for ms, _key in seen["lateness"]], seen["faults"])
