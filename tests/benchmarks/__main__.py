"""``python -m tests.benchmarks [--quick|--full] [PART …]``: measure, and print a table.

Parts are selling, searching, segmenting, month, giving, paper, wholes, window, smooth; all of them
unless some are named. What is large is made once and kept in ``SHOPDESK_BENCH_DATA`` or the user's
cache. The exit status is 0 whatever comes out: a benchmark is no test.
"""

import argparse
import sys
import time

from tests.benchmarks import (
    giving,
    measuring,
    month,
    paper,
    searching,
    segmenting,
    selling,
    smooth,
    wholes,
    window,
)

PARTS = {
    "selling": selling.lines,
    "searching": searching.lines,
    "segmenting": segmenting.lines,
    "month": month.lines,
    "giving": giving.lines,
    "paper": paper.lines,
    "wholes": wholes.lines,
    "window": window.lines,
    "smooth": smooth.lines,
}


def main(arguments: list[str]) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python3 dev.py bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    for name in ("quick", "full"):
        size.add_argument(f"--{name}", action="store_const", dest="size", const=name)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    asked = parser.parse_args(arguments)
    sizes = measuring.SIZES[asked.size or "default"]
    start = time.perf_counter()
    folder = measuring.data_folder()
    print(measuring.machine(folder), flush=True)
    lines = []
    for part in asked.parts or PARTS:
        print(f"measuring {part}", file=sys.stderr, flush=True)
        lines += PARTS[part](sizes)
    print(measuring.table(lines))
    print(f"{time.perf_counter() - start:.0f} s; data made once lies in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
