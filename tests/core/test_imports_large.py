"""Real history of 70,000 purchases, and files made to be too much, in little memory."""

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

CDNOW = os.environ.get("SHOPDESK_CDNOW", "")
MOST_MEGABYTES = 300

IMPORT = """
import json, sys, time
from shopdesk import Shop, checks, imports
from tests.conftest import OWNER, PIN, NOON, SetClock
shop = Shop.open(sys.argv[1], clock=SetClock(NOON))
desk = shop.sign_in(OWNER, PIN)
began = time.perf_counter()
done = imports.purchases(desk, sys.argv[2], create_members=True, rejects=sys.argv[3])
seconds = time.perf_counter() - began
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
peak = int(status["VmHWM"].split()[0]) / 1024
faults = [str(fault) for fault in checks.run(desk)] if sys.argv[4:] else []
print(json.dumps([done.rows, done.written, done.receipts, done.created_members, done.total,
                  done.rejected_count, len(done.rejected), peak, seconds, faults]))
"""


def imported(location, path, *more):
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, location, path, location.with_name("rejects.csv"), *more],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.timeout(900)
@pytest.mark.skipif(not CDNOW, reason="SHOPDESK_CDNOW does not say where cdnow.csv is")
def test_cdnow_comes_in_whole_and_adds_up(location):
    with Path(CDNOW).open(encoding="utf-8", newline="") as file:
        amounts = [Decimal(row["amount"]) for row in csv.DictReader(file)]
    rows, written, receipts, created, total, *_, peak, seconds, faults = imported(
        location, CDNOW, "check"
    )
    assert rows == written == receipts == len(amounts) == 69_659
    assert created == 23_570
    assert total == sum(amounts) * 100
    assert faults == []
    assert peak < MOST_MEGABYTES
    print(f"{seconds:.1f} s, {peak:.0f} MB")


@pytest.mark.skipif(not CDNOW, reason="SHOPDESK_CDNOW does not say where cdnow.csv is")
def test_purchases_of_nothing_are_kept(desk, tmp_path):
    from shopdesk import imports

    with Path(CDNOW).open(encoding="utf-8") as file:
        heading, *rows = file.read().splitlines()
    free = [row for row in rows if row.endswith(",0.00")]
    path = tmp_path / "free.csv"
    path.write_text("\n".join([heading, *free]), encoding="utf-8")
    assert imports.purchases(desk, path, create_members=True).written == len(free) == 80


def test_a_file_of_300_000_bad_rows_is_reported_row_by_row_in_little_memory(location, tmp_path):
    path = tmp_path / "bomb.csv"
    path.write_text("member,date,amount\n" + "7,2021-02-30,5\n" * 300_000, encoding="utf-8")
    rows, written, *_, rejected, shown, peak, _, _ = imported(location, path)
    assert (rows, written, rejected, shown) == (300_000, 0, 300_000, 1000)
    assert peak < MOST_MEGABYTES
    lines = location.with_name("rejects.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 300_001
    assert lines[-1].startswith('300001,"2021-02-30 cannot be used as a date here.')
