"""What will be on paper is seen while it is typed, before anything is saved."""

import pytest
from PySide6.QtGui import QImage

from reports import receipt
from shopdesk import gifts
from tests.ui.printer_hand import settled
from ui.pages import settings_seen
from ui.pages.gift_form import GiftForm
from ui.pages.settings import Settings
from ui.widgets.live_paper import REST_MS


@pytest.fixture
def section(qtbot, till, printer):
    page = Settings(till)
    qtbot.addWidget(page)
    page.load()
    page.show_section("shop")
    settled()
    return page.section


def picture(section) -> QImage:
    return section.seen.live.picture.pixmap().toImage()


def rested(qtbot, section) -> None:
    """The keys have rested, and what was typed is drawn."""
    live = section.seen.live
    qtbot.waitUntil(lambda: not live.rest.isActive() and live.job is None)


@pytest.mark.parametrize("what", [*settings_seen.RECEIPTS, *settings_seen.DESIGNS])
def test_what_is_typed_is_seen_on_every_paper_before_it_is_saved(qtbot, section, till, what):
    choose(section, what)
    rested(qtbot, section)
    before = picture(section)
    assert not before.isNull()
    section.name.setText("春风茶舍与它的另一个名字")
    assert section.seen.live.rest.isActive()
    assert section.seen.live.rest.interval() == REST_MS
    rested(qtbot, section)
    assert picture(section) != before
    assert till.shop.settings.name != section.name.text()


def choose(section, what) -> None:
    section.seen.what.setCurrentIndex(section.seen.what.findData(what))
    section.seen.what.activated.emit(section.seen.what.currentIndex())


@pytest.mark.parametrize("name", ["phone", "address", "receipt_footer"])
def test_each_field_of_receipts_is_followed(qtbot, section, name):
    before = picture(section)
    getattr(section, name).setText("0571-1234 5678")
    rested(qtbot, section)
    assert picture(section) != before


@pytest.mark.parametrize("name", ["language", "receipt_both"])
def test_each_choice_of_receipts_is_followed(qtbot, section, name):
    before = picture(section)
    box = getattr(section, name)
    box.setCurrentIndex(1 - box.currentIndex())
    rested(qtbot, section)
    assert picture(section) != before


def test_a_revert_is_seen_too(qtbot, section):
    before = picture(section)
    section.name.setText("春风茶舍")
    rested(qtbot, section)
    section.escape()
    rested(qtbot, section)
    assert picture(section) == before


def test_fast_keys_draw_once_and_what_came_last(qtbot, section, monkeypatch):
    drawn = []
    own = receipt.sample
    monkeypatch.setattr(
        receipt,
        "sample",
        lambda desk, kept, **how: drawn.append(kept.name) or own(desk, kept, **how),
    )
    for length in range(1, 6):
        section.name.setText("春风茶舍楼"[:length])
    rested(qtbot, section)
    assert drawn == ["春风茶舍楼"]


def test_what_changes_while_one_is_drawn_is_drawn_after_it(qtbot, section):
    section.name.setText("一")
    section.seen.live.draw()
    section.name.setText("二号")
    section.seen.live.draw()
    assert section.seen.live.is_stale
    rested(qtbot, section)
    after = picture(section)
    section.seen.live.draw()
    rested(qtbot, section)
    assert picture(section) == after


def test_behind_the_lock_nothing_is_drawn(section, till):
    till.leave()
    section.seen.live.draw()
    assert section.seen.live.job is None


def test_the_layout_of_vouchers_is_seen_beside_the_choice(qtbot, till, printer):
    page = Settings(till)
    qtbot.addWidget(page)
    page.load()
    page.show_section("computer")
    settled()
    computer = page.section
    before = computer.live.picture.pixmap().toImage()
    computer.vouchers.setCurrentIndex(computer.vouchers.findData("card"))
    computer.vouchers.activated.emit(computer.vouchers.currentIndex())
    qtbot.waitUntil(lambda: not computer.live.rest.isActive() and computer.live.job is None)
    assert computer.live.picture.pixmap().toImage() != before


def test_the_voucher_of_a_gift_is_seen_while_it_is_typed(qtbot, till, window, printer):
    form = GiftForm(till, window.frame.page, None)
    qtbot.addWidget(form)
    form.show()

    def drawn():
        form.paper.draw()
        qtbot.waitUntil(lambda: form.paper.job is None)
        return form.paper.picture.pixmap().toImage()

    seen = [drawn()]
    assert not seen[0].isNull()
    for typed, words in ((form.name, "银杯"), (form.brand, "青禾十年"), (form.value, "58")):
        typed.setText(words)
        assert form.paper.rest.isActive()
        seen.append(drawn())
        assert seen[-1] != seen[-2], words
    form.value.setText("much")
    assert drawn() != seen[-1], "a number that is none is left out"
    assert gifts.catalogue(till.desk) == []
