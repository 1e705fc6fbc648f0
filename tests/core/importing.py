"""An import as large as it may be, and the memory it takes."""

import json
import subprocess
import sys
from pathlib import Path

MOST_MEGABYTES = 300
"""For any file, however long."""

IMPORT = """
import json, sys
from shopdesk import Shop, imports
from tests.conftest import OWNER, PIN, NOON, SetClock
shop = Shop.open(sys.argv[1], clock=SetClock(NOON))
desk = shop.sign_in(OWNER, PIN)
done = imports.purchases(desk, sys.argv[2], create_members=True, rejects=sys.argv[3])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
peak = int(status["VmHWM"].split()[0]) / 1024
print(json.dumps([done.rows, done.written, done.receipts, done.created_members, done.total,
                  done.rejected_count, len(done.rejected), peak]))
"""


def imported(location: Path, path: str | Path) -> list[int]:
    """Import purchases in a program of its own: counts, the total, and the megabytes at most."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, location, path, location.with_name("rejects.csv")],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    counts: list[int] = json.loads(done.stdout)
    return counts
