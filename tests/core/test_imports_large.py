"""Files made to be too much, in little memory, and real purchases of nothing."""

import os
from pathlib import Path

import pytest

from tests.core.importing import MOST_MEGABYTES, imported

CDNOW = os.environ.get("SHOPDESK_CDNOW", "")


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
    rows, written, *_, rejected, shown, peak = imported(location, path)
    assert (rows, written, rejected, shown) == (300_000, 0, 300_000, 1000)
    assert peak < MOST_MEGABYTES
    lines = location.with_name("rejects.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 300_001
    assert lines[-1].startswith('300001,"2021-02-30 cannot be used as a date here.')
