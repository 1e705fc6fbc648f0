"""Settings on the screen: the shop, its ladder, its staff, this computer, backups, about."""

import re
import tomllib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shopdesk import settings, staff
from shopdesk.shop import Desk
from tests.architecture.sources import ROOT
from ui import folders, licences
from ui.pages.settings import SECTIONS, Settings
from ui.pages.settings_about import debug_info


@pytest.fixture
def page(qtbot, till):
    made = Settings(till)
    qtbot.addWidget(made)
    made.load()
    return made


@pytest.fixture
def section(page):
    """Open a section by its name."""

    def opened(name):
        page.show_section(name)
        return page.section

    return opened


@pytest.fixture
def cashier(desk, till):
    """A cashier takes the owner's seat."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="1")
    return till.signed_in


# --- the page ------------------------------------------------------------------------------------


def test_every_section_opens_and_each_control_has_a_name(page):
    for entry in SECTIONS:
        page.show_section(entry.name)
        assert page.tabs[entry.name].isChecked()
        kinds = ("QLineEdit", "QComboBox", "QPushButton", "QTableView", "QPlainTextEdit")
        for control in page.section.findChildren(QWidget):
            if control.metaObject().className() in kinds and not control.isHidden():
                assert control.accessibleName(), (entry.name, control)


def test_the_open_section_is_kept_when_the_window_is_built_anew(page, section, qtbot, till):
    section("computer")
    again = Settings(till)
    qtbot.addWidget(again)
    again.load()
    assert again.open == "computer"


def test_another_page_may_ask_for_a_section(page):
    page.show_what(section="ladder")
    assert page.open == "ladder"
    page.show_what(section="nonsense")
    assert page.open == "ladder"


def test_the_keys_go_with_the_section_that_is_opened(page, qtbot):
    with qtbot.waitActive(page):
        page.show()
    page.begin()
    assert page.tabs["shop"].hasFocus()
    page.example()
    assert page.tabs["ladder"].hasFocus()


# --- shop ----------------------------------------------------------------------------------------


def test_the_shop_is_saved_with_what_was_changed(section, till, told, qtbot):
    shop = section("shop")
    shop.phone.setText(" 021-62345678 ")
    shop.points_value.setText("2.50")
    shop.day_ends.setCurrentIndex(shop.day_ends.findData("05:00"))
    shop.record()
    now = till.shop.settings
    assert (now.phone, now.points_value, now.day_ends) == ("021-62345678", 250, "05:00")
    assert told == [("good", "The settings of the shop are saved.")]
    assert shop.phone.text() == "021-62345678"
    assert not shop.is_changed()


def test_the_limits_of_the_lifecycle_are_days_each_more_than_the_one_before(section, till, told):
    shop = section("shop")
    its = shop.lifecycle
    assert [each.text() for each in its.fields().values()] == ["30", "90", "180"]
    its.active.setText("180")
    shop.record()
    assert told[-1][0] == "bad"
    assert its.active.text() == "180"
    its.dormant.setText("181")
    shop.record()
    now = till.shop.settings
    assert (now.lifecycle_new, now.lifecycle_active, now.lifecycle_dormant) == (30, 180, 181)


def test_the_currency_and_the_time_zone_are_told_by_name(section, till):
    shop = section("shop")
    till.prefer(language="zh_CN")
    shop.fill()
    assert shop.currency.text() == "人民币（CNY）"
    assert (shop.timezone.text(), shop.zone_told.text()) == (
        "Asia/Shanghai", "北京时间（Asia/Shanghai）",
    )  # fmt: skip
    assert not shop.is_changed()
    till.prefer(language="en")
    shop.fill()
    assert shop.currency.text() == "CNY"
    assert shop.zone_told.isHidden()


def test_what_no_shop_can_have_is_refused_and_stays_in_its_field(section, till, told):
    shop = section("shop")
    before = till.shop.settings
    shop.name.setText("新店名")
    shop.earn_per.setText("nothing")
    shop.record()
    assert told[-1][0] == "bad"
    assert (shop.name.text(), shop.earn_per.text()) == ("新店名", "nothing")
    shop.load()
    assert shop.name.text() == "新店名"
    shop.earn_per.setText("0")
    shop.record()
    assert till.shop.settings == before
    assert shop.escape()
    assert (shop.name.text(), shop.earn_per.text()) == (before.name, "1.00")
    assert not shop.escape()


def test_a_change_made_elsewhere_is_shown_unless_something_is_typed(section, desk):
    shop = section("shop")
    settings.edit(desk, phone="1")
    shop.load()
    assert shop.phone.text() == "1"


def test_the_language_of_the_shop_is_spoken_at_once_where_no_other_is_chosen(section, till, qtbot):
    shop = section("shop")
    shop.language.setCurrentIndex(shop.language.findData("zh_CN"))
    with qtbot.waitSignal(till.remade):
        shop.record()
    assert till.language == "zh_CN"


def test_only_an_owner_changes_the_shop(cashier, section):
    shop = section("shop")
    assert not shop.only_owner.isHidden()
    assert shop.save_button.isHidden()
    assert not any(each.isEnabled() for each in shop.fields().values())


# --- this computer -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "box", "value"),
    [("language", "language", "zh_CN"), ("theme", "theme", "dark"), ("size", "percent", 130)],
)
def test_language_theme_and_size_count_at_once(section, till, qtbot, name, box, value):
    computer = section("computer")
    chosen = getattr(computer, box)
    chosen.setCurrentIndex(chosen.findData(value))
    with qtbot.waitSignal(till.remade):
        chosen.activated.emit(chosen.currentIndex())
    assert getattr(till.preferences, name) == value


def test_the_usual_tender_and_the_name_of_the_till_are_kept(section, till, told):
    computer = section("computer")
    computer.tender.setCurrentIndex(computer.tender.findData("cash"))
    computer.tender.activated.emit(computer.tender.currentIndex())
    computer.till_name.setText(" 2 ")
    computer.record()
    assert (till.preferences.tender, till.preferences.till) == ("cash", "2")
    assert told == [("good", "This till is called 2 from the next sign-in on.")]
    computer.till_name.setText(" ")
    computer.record()
    assert told[-1][0] == "bad"
    assert till.preferences.till == "2"
    assert computer.escape()
    assert computer.till_name.text() == "2"


# --- backup --------------------------------------------------------------------------------------


def test_a_backup_is_made_where_it_is_wanted_and_remembered(
    section, answers, told, tmp_path, qtbot, monkeypatch
):
    opened = []
    monkeypatch.setitem(folders.ANSWERS, "open", lambda folder: opened.append(folder) or True)
    backup = section("backup")
    assert backup.last.text() == "No backup yet."
    folder = tmp_path / "stick"
    folder.mkdir()
    answers.given["save"] = str(folder / "tea")
    backup.make()
    assert not backup.make_button.isEnabled()
    qtbot.waitUntil(backup.make_button.isEnabled)
    assert (folder / "tea.shopdesk").is_file()
    assert told == [("good", f"The backup is whole and checked: {folder / 'tea.shopdesk'}")]
    assert "2026-10-15 12:00: tea.shopdesk" in backup.last.text()
    backup.open_folder()
    assert opened == [folder]


def test_a_backup_that_cannot_be_made_says_why(section, answers, told, tmp_path, qtbot):
    backup = section("backup")
    answers.given["save"] = str(tmp_path / "missing" / "tea.shopdesk")
    backup.make()
    qtbot.waitUntil(backup.make_button.isEnabled)
    assert told[-1][0] == "bad"
    assert backup.folder.isHidden()


# --- about ---------------------------------------------------------------------------------------


def test_debug_info_holds_versions_but_no_name(section, till, told):
    section("about").copy_debug_info()
    copied = QGuiApplication.clipboard().text()
    assert copied == debug_info(till)
    for word in ("ShopDesk", "Python", "Qt", "SQLite", "Schema", "bytes", "light 100 %"):
        assert word in copied
    for name in (till.shop.settings.name, till.desk.staff_name, str(till.shop.location)):
        assert name not in copied
    assert told[0][0] == "good"


def test_every_licence_is_there_to_read_whole(section):
    about = section("about")
    titles = [about.which.itemText(place) for place in range(about.which.count())]
    assert titles[:2] == ["LICENSE", "THIRD_PARTY.md"]
    for place, words in ((0, "MIT License"), (1, "PySide6-Essentials")):
        about.which.setCurrentIndex(place)
        assert words in about.licences.toPlainText()
    for title in titles:
        assert len(licences.text(title)) > 400, title
    assert {"Qt, PySide6: LGPL-3.0", "Qt, PySide6: GPL-3.0", "reportlab", "peewee"} <= set(titles)


def test_every_package_of_the_program_has_its_licence_there():
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    names = {re.split("[<>=;]", one)[0] for one in needed} - {"PySide6-Essentials"}
    assert names <= set(licences.PACKAGES)


def test_the_licences_of_an_installed_package_are_found_too(monkeypatch, tmp_path):
    class Installed:
        def read_text(self, name):
            return {"licenses/LICENSE": "MIT License"}.get(name)

    monkeypatch.setattr(licences, "RESOURCES", tmp_path / "resources")
    monkeypatch.setattr(licences.metadata, "distribution", lambda _name: Installed())
    assert licences.paper("LICENSE") == "MIT License"


# --- in the window -------------------------------------------------------------------------------


def test_another_theme_builds_the_window_anew_on_the_same_section(window, till):
    window.frame.show_page("settings", {"section": "computer"})
    before = window.frame
    computer = window.frame.page.section
    computer.theme.setCurrentIndex(computer.theme.findData("dark"))
    computer.theme.activated.emit(computer.theme.currentIndex())
    assert window.frame is not before
    assert window.frame.name == "settings"
    assert window.frame.page.open == "computer"
    assert window.frame.page.section.theme.currentData() == "dark"


def test_saving_another_name_is_told_in_the_window_that_bears_it(window, till):
    window.frame.show_page("settings", {"section": "shop"})
    window.frame.page.section.name.setText("新店名")
    window.frame.page.record()
    assert window.windowTitle().startswith("新店名")
    assert window.frame.strip.text.text() == "The settings of the shop are saved."


def test_the_arrow_keys_go_through_the_sections(window, qtbot):
    window.frame.show_page("settings", {"section": "shop"})
    page = window.frame.page
    qtbot.keyClick(page.tabs["shop"], Qt.Key.Key_Down)
    assert page.tabs["ladder"].isChecked()
    assert page.open == "ladder"
    assert page.tabs["ladder"].hasFocus()


def test_limits_are_money_or_points_and_an_empty_one_is_none(section, desk):
    shop = section("shop")
    assert shop.refund_limit_cashier.text() == ""
    shop.refund_limit_cashier.setText("50")
    shop.points_limit_manager.setText("200")
    shop.points_limit_cashier.setText("0")
    shop.record()
    now = desk.shop.settings
    assert (now.refund_limit_cashier, now.refund_limit_manager) == (5000, None)
    assert (now.points_limit_cashier, now.points_limit_manager) == (0, 200)
    assert shop.refund_limit_cashier.text() == "50.00"
    shop.refund_limit_cashier.clear()
    shop.record()
    assert desk.shop.settings.refund_limit_cashier is None


def test_the_counter_is_told_to_ask_who_served(section, desk):
    shop = section("shop")
    shop.served_by.setCurrentIndex(shop.served_by.findData(True))
    shop.record()
    assert desk.shop.settings.served_by is True
