"""Vouchers, gift lists and the programme on paper, from the window: chosen, seen, remembered."""

from pathlib import Path

import pytest

from shopdesk import members, rewards, vouchers
from ui import whereabouts
from ui.pages import gift_paper, voucher_print
from ui.pages.programme_paper import ProgrammePreview
from ui.pages.settings_computer import ComputerSection
from ui.preferences import VOUCHERS, load
from ui.widgets import pdf_pages


@pytest.fixture
def open_vouchers(desk):
    member = members.register(desk, name="张三丰")
    return [vouchers.issue(desk, member.id, amount=100 + n).id for n in range(9)]


@pytest.fixture
def previewed(qtbot, till, window):
    """Open a preview and wait for its pages."""

    def opened(made):
        qtbot.addWidget(made)
        made.open()
        qtbot.waitUntil(lambda: made.pages is not None)
        return made

    return opened


@pytest.fixture
def programme(till, window, previewed):
    return previewed(ProgrammePreview(till, window.frame.page))


def remade(qtbot, preview, change):
    before = preview.pages
    change()
    qtbot.waitUntil(lambda: preview.pages is not before and preview.pages is not None)
    return preview.pages


def choose(box, value):
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


PAGES = {"8": 2, "4": 3, "2": 5, "1": 9, "80mm": 9, "58mm": 9, "card": 18}


@pytest.mark.parametrize("design", VOUCHERS)
def test_vouchers_are_laid_out_as_chosen_now_and_the_next_time(
    qtbot, till, window, previewed, open_vouchers, design
):
    preview = previewed(voucher_print.preview(till, window.frame.page, open_vouchers))
    if design != "8":
        remade(qtbot, preview, lambda: choose(preview.designs, design))
    assert len(preview.pages) == PAGES[design]
    assert load().vouchers == design
    again = previewed(voucher_print.preview(till, window.frame.page, open_vouchers))
    assert again.designs.currentData() == design
    assert len(again.pages) == PAGES[design]


def test_one_voucher_alone_has_a_layout_of_its_own(qtbot, till, window, previewed, open_vouchers):
    preview = previewed(voucher_print.preview(till, window.frame.page, open_vouchers[:1]))
    assert preview.choice == "1"
    remade(qtbot, preview, lambda: choose(preview.designs, "card"))
    assert (load().voucher, load().vouchers) == ("card", "8")


def test_a_page_is_saved_where_papers_lie(till, window, previewed, open_vouchers, answers):
    preview = previewed(voucher_print.preview(till, window.frame.page, open_vouchers))
    answers.given["save"] = ""
    preview.save()
    ((_kind, (_parent, _title, name, _kinds)),) = answers.asked
    assert Path(name).parent == whereabouts.documents()


def test_bars_are_added_and_remembered(qtbot, till, window, previewed, open_vouchers):
    preview = previewed(voucher_print.preview(till, window.frame.page, open_vouchers))
    plain = preview.pages.content
    barred = remade(qtbot, preview, lambda: preview.bars.setChecked(True))
    assert len(barred.content) > len(plain)
    assert load().bars
    assert voucher_print.preview(till, window.frame.page, open_vouchers).bars.isChecked()


def test_the_settings_of_the_computer_say_the_same(qtbot, till, previewed, open_vouchers, window):
    section = ComputerSection(till)
    qtbot.addWidget(section)
    section.load()
    choose(section.vouchers, "80mm")
    section.bars.setChecked(True)
    preview = previewed(voucher_print.preview(till, window.frame.page, open_vouchers))
    assert (preview.choice, preview.bars.isChecked()) == ("80mm", True)


def test_what_a_run_gives_is_listed_to_tick_off(till, desk, window, previewed):
    members.register(desk, name="李娜", birthday=(10, 15))
    rewards.add(desk, name="礼", trigger=rewards.birthday(), reward=rewards.Points(5))
    preview = previewed(gift_paper.preview(till, window.frame.page, rewards.preview(desk)))
    assert len(preview.pages) == 1


def test_the_programme_is_shown_as_poster_and_leaflet_in_either_language(qtbot, programme):
    preview = programme
    assert len(preview.pages) == 1
    english = preview.pages.content
    chinese = remade(qtbot, preview, lambda: choose(preview.languages, "zh_CN")).content
    assert chinese != english
    leaflet = remade(qtbot, preview, lambda: preview.choose("leaflet"))
    assert len(leaflet) == 2
    wide, high = leaflet.size(0)
    assert wide > high


@pytest.mark.parametrize(
    ("form", "sheet", "lies"),
    [("A4", "A4", "Portrait"), ("A3", "A3", "Portrait"), ("leaflet", "A4", "Landscape")],
)
def test_a_printer_is_given_the_sheet_that_was_drawn(qtbot, programme, form, sheet, lies):
    preview = programme
    if form != "A4":
        remade(qtbot, preview, lambda: preview.choose(form))
    assert pdf_pages.sheet_of(preview.pages).id().name == sheet
    assert pdf_pages.lie_of(preview.pages).name == lies


def test_a_roll_is_never_turned_on_its_side(qtbot, till, window, previewed, open_vouchers):
    till.prefer(voucher="80mm")
    preview = previewed(voucher_print.preview(till, window.frame.page, open_vouchers[:1]))
    assert pdf_pages.lie_of(preview.pages).name == "Portrait"
    size = pdf_pages.sheet_of(preview.pages).sizePoints()
    assert size.width() == pytest.approx(80 / 25.4 * 72, abs=1)
