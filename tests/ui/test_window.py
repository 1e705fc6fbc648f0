"""The window: locked and open, its keys, its pages, and where scans go."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from shopdesk import cards, members, staff, vouchers
from ui.frame import PAGES

ENTER = Qt.Key.Key_Return


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.windowHandle(), key, modifiers)


@pytest.fixture
def locked(window):
    window.lock()
    return window


# --- locked -----------------------------------------------------------------------------------


def test_a_locked_till_shows_who_works_here_and_takes_the_right_pin(locked, till):
    screen = locked.lock_screen
    assert screen.people == ["店主"]
    screen.pin.setText("258025")
    screen.pin.returnPressed.emit()
    assert locked.frame is not None
    assert till.desk.staff_name == "店主"


def test_a_wrong_pin_is_said_and_leaves_the_till_locked(locked, till):
    screen = locked.lock_screen
    screen.pin.setText("111111")
    screen.try_it()
    assert locked.frame is None
    assert till.signed_in is None
    assert "do not belong together" in screen.said.text()
    assert screen.pin.text() == ""


def test_each_of_the_staff_has_a_tile_and_signs_in_as_themselves(window, till):
    staff.add(till.desk, name="小陈", pin="4826", role="cashier")
    window.lock()
    screen = window.lock_screen
    screen.choose("小陈")
    screen.pin.setText("4826")
    screen.try_it()
    assert till.desk.role == "cashier"


def test_the_pad_types_the_pin(locked):
    from PySide6.QtWidgets import QPushButton

    screen = locked.lock_screen
    pad = {key.text(): key for key in screen.findChildren(QPushButton)}
    for digit in "258":
        pad[digit].click()
    assert screen.pin.text() == "258"


def test_a_scan_on_a_locked_till_opens_nothing(locked, till):
    locked._scanned("M000000018")
    assert "Locked" in locked.lock_screen.said.text()
    assert locked.frame is None


def test_a_till_that_nobody_touches_locks_itself(window):
    assert window.idle.isActive()
    window.idle.timeout.emit()
    assert window.frame is None
    assert not window.idle.isActive()


def test_the_window_is_no_larger_than_its_screen_has_room_for(window, monkeypatch):
    class Small:
        def availableSize(self):  # noqa: N802 - Qt's name
            return QSize(1280, 800)

    monkeypatch.setattr(type(window), "screen", lambda _window: Small())
    window.fit_screen()
    assert (window.width(), window.height()) == (1264, 760)


def test_a_key_begins_the_idle_time_anew(window, monkeypatch):
    begun = []
    monkeypatch.setattr(window.idle, "start", lambda: begun.append(True))
    press(window, Qt.Key.Key_F2)
    assert begun


# --- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_opens_on_an_empty_shop(window, till, language, theme):
    till.prefer(language=language, theme=theme)
    for entry in PAGES:
        window.frame.show_page(entry.name, {})
        assert window.frame.name == entry.name
        assert window.frame.tabs[entry.name].isChecked()
        assert not window.frame.grab().toImage().isNull()


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_F3, "members"), (Qt.Key.Key_F4, "vouchers"), (Qt.Key.Key_F5, "records"),
        (Qt.Key.Key_F6, "reports"), (Qt.Key.Key_F10, "settings"), (Qt.Key.Key_F2, "counter"),
    ],
)  # fmt: skip
def test_a_key_opens_its_page(window, key, page):
    press(window, key)
    assert window.frame.name == page


def test_ctrl_b_backs_the_shop_up_from_every_page(qtbot, window, tmp_path, answers):
    answers.given["save"] = lambda *_asked: str(tmp_path / "copy")
    press(window, Qt.Key.Key_F3)
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.frame.name == "settings"
    qtbot.waitUntil(lambda: "whole and checked" in window.frame.strip.text.text())
    assert (tmp_path / "copy.shopdesk").exists()


def test_debug_info_is_copied_from_every_page(window, till):
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(window, Qt.Key.Key_D, control | shift)
    copied = QGuiApplication.clipboard().text()
    assert "ShopDesk" in copied
    assert till.shop.settings.name not in copied
    assert "Copied" in window.frame.strip.text.text()


def test_a_page_is_made_when_it_is_first_shown(window):
    assert list(window.frame.pages) == ["counter"]


def test_a_page_that_is_not_seen_reads_again_when_it_is_next_shown(window, till, tea):
    frame = window.frame
    frame.show_page("products", {})
    frame.show_page("counter", {})
    from shopdesk import products

    products.add(till.desk, name="茶杯", price=1250)
    assert "products" in frame.stale
    frame.show_page("products", {})
    assert len(frame.page.table.model.rows) == 2


def test_another_language_keeps_the_page_and_who_is_signed_in(window, till):
    window.frame.show_page("products", {})
    till.prefer(language="zh_CN")
    assert window.frame.name == "products"
    assert window.frame.tabs["products"].text() == "商品"
    assert till.desk.language == "zh_CN"


def test_a_refusal_is_said_in_the_language_of_this_computer(window, till, told):
    till.prefer(language="zh_CN")
    from shopdesk import products

    till.attempt(lambda: products.get(till.desk, 99))
    assert told[-1][0] == "bad"
    assert any("\u4e00" <= c <= "\u9fff" for c in told[-1][1])


# --- scans ------------------------------------------------------------------------------------


def test_a_card_scanned_on_another_page_opens_the_member(window, till, member):
    window.frame.show_page("products", {})
    window._scanned(cards.of_member(till.desk, member)[0].code)
    assert window.frame.name == "members"


def test_a_voucher_scanned_on_another_page_is_shown_there(window, till, member):
    voucher = vouchers.issue(till.desk, member, amount=3000, valid_days=30)
    window.frame.show_page("products", {})
    window._scanned(voucher.qr)
    assert window.frame.name == "vouchers"


def test_a_product_scanned_on_another_page_is_marked_there(window, tea):
    window.frame.show_page("records", {})
    window._scanned("6901234567892")
    assert window.frame.name == "products"
    assert window.frame.page.table.current.id == tea


def test_the_rail_shows_a_sign_that_qt_would_take_for_a_key(window):
    assert window.frame._dressed("help", "Tea & more", "F1", 200).text() == "Tea && more"


def test_a_lost_card_is_refused_with_its_day(window, till, member, told):
    code = cards.of_member(till.desk, member)[0].code
    members_card = cards.replace(till.desk, member)
    window.frame.show_page("products", {})
    window._scanned(code)
    assert told[-1][0] == "bad"
    assert "15 Oct 2026" in told[-1][1]
    assert members_card != code
    assert members.get(till.desk, member).name == "张三丰"


def test_escape_closes_the_message(window, till):
    till.tell("saved")
    assert window.frame.strip.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.frame.strip.isVisible()
