"""Practice: into it from the lock and the settings, its banner, its papers, and back again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton

from shopdesk import Shop, practice, purchases
from shopdesk.prints import Document
from shopdesk.shop import Desk
from tests.conftest import OWNER, PIN
from ui import app as starting
from ui import background, practising, preferences, receipt_printing
from ui.cli import main
from ui.till import Till
from ui.widgets.form import Form
from ui.window import Window


@pytest.fixture
def place(shop):
    """The practice shop of the tests' shop, in its place."""
    made = practice.make(shop)
    practice.take_fresh(made)
    return made


@pytest.fixture
def practised(qtbot, qapp, place, shop):
    """The owner's seat in the practice shop, and its window."""
    with Shop.open(place, clock=shop.clock) as opened:
        till = Till(opened, preferences.Preferences(drawer="P1"))
        till.signed_in = Desk(opened, 1, OWNER, "owner", "1")
        made = Window(till)
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        yield made
        background.finish()
        made.close()


def wanted(till):
    """Where the till asks to be opened instead."""
    found = []
    till.elsewhere.connect(lambda place, staff, pin: found.append((Path(place), staff, pin)))
    return found


def test_from_the_lock_it_is_made_once_and_then_opened_at_once(qtbot, window, till, shop):
    going = wanted(till)
    window.lock()
    (way,) = (one for one in window.findChildren(QPushButton) if one.text() == "Practise…")
    way.click()
    assert "being made" in window.lock_screen.said.text()
    qtbot.waitUntil(lambda: len(going) == 1)
    practice.take_fresh(practice.place_of(shop.location))
    way.click()
    assert going == [(practice.place_of(shop.location), "", "")] * 2


def test_from_the_settings_too(window, till, place):
    going = wanted(till)
    window.frame.show_page("settings", {"section": "computer"})
    window.frame.page.section.practise.click()
    assert going == [(place, "", "")]


def test_a_sale_that_is_half_made_is_not_lost_by_it(window, till, counter, member, told):
    going = wanted(till)
    till.basket.sell_to(member)
    practising.begin(till)
    assert going == []
    assert "half made" in told[-1][1]


def test_the_banner_stands_over_everything_at_work_and_locked(practised):
    def words():
        return {each.text() for each in practised.banner.findChildren(QLabel)}

    assert "PRACTICE 练习" in words()
    assert practised.banner.isVisibleTo(practised)
    assert practised.banner.width() == practised.width()
    assert practised.windowTitle().startswith("PRACTICE 练习")
    practised.lock()
    assert practised.banner.isVisibleTo(practised)
    assert not practised.banner.anew.isVisibleTo(practised), "a PIN comes before that"
    assert "Practise…" not in {each.text() for each in practised.findChildren(QPushButton)}


def test_every_form_says_it_too_and_none_of_a_real_shop(practised, window):
    def said(over):
        made = Form(over.till, over, "New member", submit=lambda: None, ok="Save")
        words = {each.text() for each in made.findChildren(QLabel)}
        return "PRACTICE 练习" in words, made.windowTitle()

    assert said(practised) == (True, "PRACTICE 练习 · New member")
    assert said(window) == (False, "New member")


def test_another_language_has_the_banner_once(practised):
    practised.till.prefer(language="en")
    practised.till.prefer(language="zh_CN")
    assert practised.whole.count() == 2
    assert practised.banner.leave.text() == "退出练习"


def test_a_real_shop_has_no_banner(window):
    assert window.banner is None
    assert "PRACTICE" not in window.windowTitle()


def test_leaving_it_leads_to_the_lock_of_the_real_shop(practised, shop):
    going = wanted(practised.till)
    practised.banner.leave.click()
    assert going == [(shop.location, "", "")]


def test_beginning_anew_makes_it_of_the_shop_as_it_is_now(qtbot, practised, desk, tea, place):
    going = wanted(practised.till)
    practised.banner.anew.click()
    qtbot.waitUntil(lambda: len(going) == 1)
    practised.close()
    practised.till.shop.close()
    practice.take_fresh(place)
    from shopdesk import products

    with Shop.open(place, clock=desk.shop.clock) as fresh:
        assert [one.name for one in products.listed(fresh.sign_in(OWNER, PIN))] == ["茉莉银针"]


def test_no_drawer_is_opened_and_paper_goes_to_a_folder_of_its_own(qtbot, practised, printer):
    printer.names = ["P1"]
    till = practised.till
    sold = purchases.record(till.desk, amount=100, pay={"cash": 100})
    receipt_printing.after(till, Document(sold.id), cash=100)
    receipt_printing.print_one(till, Document(sold.id))
    background.finish()
    folder = receipt_printing.folder_of(till.shop)
    qtbot.waitUntil(lambda: any(folder.glob("*.pdf")))
    assert folder.parent.name == "receipts-practice"
    assert printer.taken == []


def test_the_command_line_opens_it(location, monkeypatch, shop):
    opened = []

    class Going(Window):
        def __init__(self, till):
            super().__init__(till)
            opened.append((till.shop.location, till.signed_in))
            QTimer.singleShot(0, self.close)

        def show(self):
            pass

    shop.close()
    monkeypatch.setattr(starting, "Window", Going)
    monkeypatch.setattr(starting.QApplication, "exec", lambda *_: 0)
    assert main(["--practice", str(location)]) == 0
    assert opened == [(practice.place_of(location), None)]
    assert preferences.load().shop == "", "it never becomes this computer's shop"
