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
_PACKAGES = ("shopdesk", "reports", "ui")
_ROOT = Path(__file__).resolve().parents[2]


class Driven(NamedTuple):
    """What one drive saw; ``lateness`` of each key in find until it was painted."""

    turns: int
    slots: list[Slot]
    lateness: list[float]
    faults: list[str]

    def worst(self, *, is_calm: bool = False) -> Slot:
        """The longest turn by the processor, of those with somebody at it or of the others."""
        ours = [slot for slot in self.slots if (slot.where == CALM) is is_calm]
        return max(ours, key=lambda slot: slot.cpu_ms, default=Slot(0, 0, "", "", ""))


def lines(sizes: Sizes) -> list[Line]:
    """The window on a shop of so many members, with ten receipts each, and everything else."""
    members = max(each for each in sizes.members if each <= MOST)
    kept = busy.with_everything(members)
    with scratch() as folder:
        floor = driven(folder, "empty")
        ours = driven(folder, "till", str(shops.copied(kept, folder, "driven")))
    print(told(ours.slots, _TOLD))
    for fault in ours.faults:
        print(f"FAULT {fault}")
    over = [slot for slot in ours.slots if slot.where != CALM and slot.cpu_ms > LONGEST_MS]
    most = max((slot.ms for slot in ours.slots if slot.where != CALM), default=0.0)
    title = f"{members:,} members: "
    return [
        Line(f"{title}the longest the window was away, its own time", ours.worst().cpu_ms, "ms",
             LONGEST_MS, floor.worst().cpu_ms, "ours"),
        Line("the same by the clock", most, "ms", None, max(s.ms for s in floor.slots)),
        Line("how often longer than that", len(over), f"of {ours.turns:,}", 0, judged="ours"),
        Line("a key in find until it is painted", median(ours.lateness), "ms", LONGEST_MS,
             median(floor.lateness), "ours"),
        Line("the latest key in a hundred", p99(ours.lateness), "ms", LONGEST_MS,
             p99(floor.lateness), "ours"),
        Line("the longest while nobody is at it", ours.worst(is_calm=True).cpu_ms, "ms"),
        Line("faults met on the way", len(ours.faults), "", 0, judged="ours"),
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
