"""The pictures of the documents: each is there, each is taken by the command, always the same."""

import re

import pytest
from PIL import Image

from tests.architecture.sources import ROOT
from ui import document_pictures

FOLDER = ROOT / "docs" / "pictures"
PAGES = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
_NAMED = re.compile(r"!\[[^\]]*\]\(([^)]*\.png)\)")
_MOST_BYTES = 3_000_000


def named() -> dict[str, list[str]]:
    """The pictures that each document names."""
    found = {}
    for page in PAGES:
        places = [(page.parent / one).resolve() for one in _NAMED.findall(page.read_text("utf-8"))]
        assert all(place.parent == FOLDER for place in places), page
        found[str(page.relative_to(ROOT))] = [place.name for place in places]
    return found


def test_every_picture_a_document_names_is_there_and_taken_by_the_command():
    wanted = {name for names in named().values() for name in names}
    assert wanted
    assert wanted <= set(document_pictures.names())
    assert [name for name in sorted(wanted) if not (FOLDER / name).is_file()] == []


def test_no_picture_lies_about_that_the_command_does_not_take():
    assert {file.name for file in FOLDER.iterdir()} <= set(document_pictures.names())


def test_the_pages_for_cashiers_and_owners_have_pictures_in_their_language():
    found = named()
    for page, language in (("docs", "en"), ("docs/zh-CN", "zh_CN")):
        for name in ("cashiers", "owners"):
            pictures = found[f"{page}/{name}.md"]
            assert len(pictures) >= 8
            assert all(one.endswith(f"-{language}.png") for one in pictures)


def test_they_are_small():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < _MOST_BYTES


@pytest.mark.timeout(240)
def test_no_two_runs_differ(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPDESK_CONFIG", str(tmp_path))
    only = ["receipts", "counter"]
    taken = []
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        made = document_pictures.taken(tmp_path / run, "en", only, days_long=30)
        taken.append({name: picture.tobytes() for name, picture in made})
    assert taken[0] == taken[1]
    assert set(taken[0]) == set(only)
    document_pictures.save(Image.new("RGB", (9, 9)), tmp_path / "few.png")
    assert (tmp_path / "few.png").stat().st_size < 200
