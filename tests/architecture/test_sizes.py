"""A file that can be read at one sitting is one room; a longer one is two."""

from tests.architecture.sources import ROOT, modules, place

LONGEST, LONG, SHARE_LONG = 500, 300, 10


def lines(file):
    return len(file.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_five_hundred_lines():
    files = [*modules(), *modules("tests"), *ROOT.glob("*.py")]
    long = {place(file): lines(file) for file in files if lines(file) > LONGEST}
    assert not long, f"Split each at the seam it already has: {long}."


def test_nine_files_in_ten_have_at_most_three_hundred_lines():
    files = list(modules())
    long = {place(file): lines(file) for file in files if lines(file) > LONG}
    allowed = len(files) // SHARE_LONG
    assert len(long) <= allowed, f"{len(long)} of {len(files)} are long, {allowed} may be: {long}."
