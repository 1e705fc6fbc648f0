"""The list of guests on paper: everyone on it, a box for each, in both languages."""

from pathlib import Path

import pypdfium2
import pytest

from reports import guests
from shopdesk import events, members
from shopdesk.shop import Desk


@pytest.fixture
def opening(desk: Desk) -> int:
    made = events.add(
        desk, name="新品发布会", name_en="Spring launch", kind="launch", on=desk.today(),
        starts="14:00", ends="16:30", place="二楼茶室",
    )  # fmt: skip
    return made.id


def read(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def invited(desk: Desk, event: int, count: int) -> list[int]:
    made = [
        members.register(desk, name=f"客人{number}", phone=f"138{number:08}").id
        for number in range(count)
    ]
    events.invite(desk, event, members=made)
    return made


def test_it_names_the_event_and_its_guests_in_both_languages(
    desk: Desk, opening: int, tmp_path: Path
) -> None:
    first, second, away = invited(desk, opening, 3)
    events.answer(desk, opening, first, "accepted")
    events.answer(desk, opening, away, "declined")
    events.check_in(desk, opening, second, brought=2)
    sheet = guests.of_event(desk, opening)
    assert [one.member_id for one in sheet.guests] == [first, second]
    assert guests.pdf(tmp_path / "list.pdf", sheet) == 1
    (page,) = read(tmp_path / "list.pdf")
    for said in ("新品发布会 Spring launch", "14:00–16:30", "二楼茶室", "客人0", "138****0001",
                 "Guest list", "Will come", "12:00"):  # fmt: skip
        assert said in page
    assert "客人2" not in page
    guests.pdf(tmp_path / "one.pdf", sheet, languages=["en"])
    assert "新品" not in read(tmp_path / "one.pdf")[0]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (28, 1), (29, 2), (59, 2), (60, 3)])
def test_everyone_is_on_a_page_once(
    desk: Desk, opening: int, tmp_path: Path, count: int, pages: int
) -> None:
    if count:
        invited(desk, opening, count)
    made = guests.pdf(tmp_path / "list.pdf", guests.of_event(desk, opening))
    told = read(tmp_path / "list.pdf")
    assert (made, len(told)) == (pages, pages)
    whole = "\n".join(told).split()
    assert all(whole.count(f"客人{number}") == 1 for number in range(count))


def test_one_that_was_cancelled_says_so(desk: Desk, opening: int, tmp_path: Path) -> None:
    events.cancel(desk, opening, reason="台风")
    guests.pdf(tmp_path / "list.pdf", guests.of_event(desk, opening))
    assert "Called off: 台风" in read(tmp_path / "list.pdf")[0]
