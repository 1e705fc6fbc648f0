"""The window for customers: it follows the counter, and shows nobody what is not theirs."""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt

from shopdesk import (
    interactions,
    logo,
    members,
    preferences,
    promotions,
    purchases,
    settings,
    staff,
    tiers,
    vouchers,
)
from shopdesk.purchases import Discount
from shopdesk.tiers import any_of, at_least, lifetime
from tests.conftest import OWNER, PIN
from tests.ui import logos
from tests.ui.hands import CONTROL, ENTER
from ui.basket import Basket
from ui.customer_view import View
from ui.customer_words import Row, Screen, Standing, polite

ROOT = Path(__file__).parents[2]


def words(window):
    """What the window for customers says now, once the counter is done."""
    customer = window.customer
    customer.soon.stop()
    customer.show_now()
    return customer.view.accessibleDescription()


@pytest.fixture
def opened(window, hands):
    """The till's window, with the one for customers open."""
    hands.press(Qt.Key.Key_K, CONTROL)
    return window


def test_without_it_there_is_none_and_a_key_opens_and_closes_it(window, hands, till, told):
    assert window.customer is None
    hands.press(Qt.Key.Key_K, CONTROL)
    view = window.customer.view
    assert view.isVisible()
    assert till.preferences.customer
    assert view.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert not view.isFullScreen()
    hands.press(Qt.Key.Key_K, CONTROL)
    assert window.customer.view is None
    assert [text for _mood, text in told] == [
        "The customer display is open.", "The customer display is closed.",
    ]  # fmt: skip


def test_it_shows_the_sale_that_was_half_made_when_it_was_opened_and_follows_it(
    qtbot, window, counter, hands, member
):
    counter.choose(member)
    hands.type("30")
    hands.press(Qt.Key.Key_K, CONTROL)
    assert "Due ¥30.00" in words(window)
    hands.type("+25.5")
    qtbot.waitUntil(lambda: "¥55.50" in window.customer.view.accessibleDescription())
    assert "Points earned +55" in words(window)


def test_a_member_is_named_by_the_first_character_and_nothing_personal_is_shown(
    opened, counter, desk, member
):
    person = members.get(desk, member)
    interactions.log(desk, member, kind="complaint", note="schwierig")
    preferences.put(desk, member, "no sugar")
    counter.choose(member)
    counter.basket.amount = "100"
    counter.basket.discount = Discount("regular, complains", percent=10)
    counter.refresh()
    said = words(opened)
    assert "张**" in said
    assert "Discount -10.00" in said
    for secret in (person.name, person.phone, person.phone[-4:], person.number, "schwierig",
                   "no sugar", "complains"):  # fmt: skip
        assert secret not in said


def test_a_way_to_the_next_tier_by_what_the_shop_earns_is_not_shown(opened, counter, desk, member):
    counter.choose(member)
    assert "To Silver" in words(opened)
    base, silver, *_rest = tiers.ladder(desk)
    by_margin = any_of(at_least("margin", 5000, lifetime()))
    tiers.set_ladder(desk, [base, tiers.Tier("silver", silver.names, by_margin)])
    counter.load()
    said = words(opened)
    assert "margin" not in said
    assert "more than" not in said
    assert "To Silver" not in said


@pytest.mark.parametrize(
    ("theirs", "said"), [("zh_CN", ("应收 ¥45.00", "店庆")), ("en", ("Due ¥45.00", "Anniversary"))]
)
def test_it_speaks_the_members_language_whatever_the_till_speaks(
    opened, counter, desk, member, theirs, said
):
    promotions.add(desk, name="店庆", name_en="Anniversary", offer=promotions.order_percent(10))
    members.edit(desk, member, language=theirs)
    counter.choose(member)
    counter.basket.amount = "50"
    counter.refresh()
    assert [part for part in said if part not in words(opened)] == []


def test_to_who_is_not_known_it_speaks_both(opened, counter):
    counter.basket.amount = "50"
    counter.refresh()
    assert "Due 应收 ¥50.00" in words(opened)


def test_what_was_given_and_the_change_stay_until_the_next_sale_begins(
    opened, counter, hands, desk, member
):
    counter.choose(member)
    hands.type("87.5")
    counter.pay.tenders["cash"].click()
    hands.type("100")
    assert "Change ¥12.50" in words(opened)
    hands.press(ENTER)
    said = words(opened)
    assert "Thank you" in said
    for fact in ("Change ¥12.50", "Paid ¥87.50", "Given ¥100.00", "Points earned +87", "Points 87"):
        assert fact in said
    counter.load()
    assert "Thank you" in words(opened)
    counter.basket.amount = "3"
    counter.refresh()
    assert "Thank you" not in words(opened)


def test_a_sale_taken_back_or_long_over_is_thanked_for_no_more(opened, counter, hands):
    counter.pay.amount.setFocus()
    hands.type("12")
    hands.press(ENTER)
    assert "Thank you" in words(opened)
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert "Thank you" not in words(opened)
    counter.basket.amount = "12"
    counter.record()
    assert opened.customer.thanked.isActive()
    opened.customer.thanked.timeout.emit()
    assert "Thank you" not in words(opened)


def test_behind_the_lock_it_shows_nothing_but_the_shop_and_its_welcome(
    opened, counter, till, member
):
    counter.choose(member)
    counter.basket.amount = "50"
    counter.refresh()
    opened.lock()
    assert words(opened) == "青禾茶舍\nWelcome 欢迎光临"
    till.sign_in(OWNER, PIN)
    opened.open()
    assert "¥50.00" in words(opened)


def test_who_closes_it_means_it_and_it_goes_with_the_till(opened, till, qtbot):
    opened.customer.view.close()
    assert not till.preferences.customer
    assert opened.customer.view is None
    till.prefer(customer=True)
    view = opened.customer.view
    assert view.isVisible()
    opened.close()
    assert not view.isVisible()
    assert till.preferences.customer, "it is there again at the next start"


def test_it_waits_for_its_screen_instead_of_covering_the_till(opened, monkeypatch):
    customer = opened.customer
    own, there = opened.screen(), []
    customer.screens = lambda: [own, *there]

    class Second:
        def geometry(self):
            return own.geometry()

    moved = []
    monkeypatch.setattr(View, "setScreen", lambda _view, screen: moved.append(screen), raising=True)
    there.append(Second())
    customer._screens_changed(there[0])
    assert customer.view.isFullScreen()
    there.clear()
    customer._screen_gone(own)
    assert not customer.view.isVisible()
    customer.place()
    assert not customer.view.isVisible()
    there.append(Second())
    customer._screens_changed(there[0])
    assert customer.view.isFullScreen()
    assert customer.view.isVisible()
    assert moved[-1] is there[0]


def test_who_opens_it_on_one_screen_after_the_other_was_taken_away_sees_it(opened, till):
    customer = opened.customer
    customer.view.setWindowState(Qt.WindowState.WindowFullScreen)
    customer._screen_gone(opened.screen())
    assert not customer.view.isVisible()
    till.prefer(customer=False)
    till.prefer(customer=True)
    assert customer.view.isVisible()
    assert not customer.view.isFullScreen()


@pytest.mark.skipif(not (shutil.which("Xvfb") and find_library("Xrandr")), reason="needs Xvfb")
def test_a_second_screen_is_all_its_own_and_is_waited_for_while_it_is_away(location, tmp_path):
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "2080x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with open(reader) as told:  # noqa: PTH123 - a pipe has no path
            display = f":{told.readline().strip()}"
        environment = {
            **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb",
            "SHOPDESK_CONFIG": str(tmp_path),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.second_screen", str(location)], cwd=ROOT,
            env=environment, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
    finally:
        server.terminate()
        server.wait()
    assert done.returncode == 0, done.stderr


# --- the picture ------------------------------------------------------------------------------

ROWS: tuple[Row, ...] = tuple((f"东方美人茶 特级礼盒装 {n}", "1,286.00") for n in range(30))
FULL = Screen(
    "青禾茶舍", "Welcome, 张**", ROWS, (("Gold: 5% off", "-64.30"),) * 6,
    ("Due", "¥99,999,999.99"), (("Points earned", "+130"), ("Points", "2,026")),
    Standing("Gold", "#d9b24a", 70, "To Platinum: ¥1,122.47 more or 15 more visits"),
)  # fmt: skip


def picture(qtbot, screen, theme, size):
    view = View(screen, theme)
    qtbot.addWidget(view)
    view.resize(*size)
    image = view.grab().toImage()
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")
    return image


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080), (480, 800)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_painted_at_any_size_with_nothing_over_its_edge(qtbot, theme, size):
    image = picture(qtbot, FULL, theme, size)
    page = image.pixel(0, image.height() - 1)
    width, height = image.width(), image.height()
    edge = [image.pixel(x, y) for x in range(width) for y in (height - 3, height - 1)]
    edge += [image.pixel(x, y) for y in range(height) for x in (1, width - 2)]
    assert set(edge) == {page}
    seen = {image.pixel(x, y) for x in range(0, width, 3) for y in range(0, height, 3)}
    assert len(seen) > 20


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shops_code_can_be_scanned_from_it(qtbot, tmp_path, theme, size):
    text = "https://example.com/关注我们?from=till"
    screen = Screen("青禾茶舍", "Welcome", foot="See you", code=text)
    file = tmp_path / "customer.png"
    picture(qtbot, screen, theme, size).save(str(file))
    (found,) = zxingcpp.read_barcodes(Image.open(file))
    assert found.text == text


def test_the_code_is_shown_only_while_nobody_buys(opened, till, counter, member):
    till.prefer(customer_code="https://example.com")
    opened.customer.show_now()
    assert opened.customer.view.screen_.code == "https://example.com"
    counter.choose(member)
    opened.customer.show_now()
    assert opened.customer.view.screen_.code == ""


def test_a_name_is_polite(qtbot):
    assert [polite(name) for name in ("张三丰", " Li Na", "", "  ")] == ["张**", "L**", "", ""]


def test_a_sale_that_is_refused_shows_its_goods_and_no_price(opened, counter, tea, desk):
    dear = vouchers.issue(desk, None, amount=900, minimum=900_000)
    counter.till.basket = Basket(lines=[(tea, 1)], vouchers=[dear.code])
    counter.load()
    said = words(opened)
    assert purchases.quote(desk, lines=[(tea, 1)]).lines[0].item.name in said
    assert "Due" not in said


def test_where_nobody_may_look_any_more_customers_see_a_welcome(
    qtbot, opened, counter, cashier_seated, desk, member
):  # fmt: skip
    settings.edit(desk, receipt_footer="Closed on Mondays")
    counter.choose(member)
    counter.basket.amount = "30"
    counter.record()
    assert "Thank you" in words(opened)
    with qtbot.captureExceptions():  # the pages are refused too: the program locks itself then
        staff.leave(desk, counter.till.signed_in.staff_id)
    assert words(opened) == "青禾茶舍\nWelcome 欢迎光临"
    assert not opened.customer.view.screen_.foot, "as behind the lock"


def test_the_logo_is_read_when_it_opens_and_when_the_shop_is_changed_and_by_no_sale(
    opened, counter, desk, member, monkeypatch
):
    assert opened.customer.view.screen_.logo is None
    logo.put(desk, logos.png())
    assert words(opened)
    assert opened.customer.view.screen_.logo == logos.png()
    monkeypatch.setattr(logo, "of_shop", None)
    counter.choose(member)
    counter.basket.amount = "30"
    counter.load()
    assert "Due" in words(opened)
    assert opened.customer.view.screen_.logo == logos.png()


@pytest.mark.parametrize("size", [(400, 240), (1024, 600), (1920, 1080)])
@pytest.mark.parametrize("text", ["", "https://example.com/shop"])
def test_a_logo_stands_on_white_beside_the_name_in_the_dark(qtbot, text, size):
    def painted(content):
        view = View(Screen("青禾茶舍", "Welcome", code=text, logo=content), "dark")
        qtbot.addWidget(view)
        view.resize(*size)
        return view.grab().toImage()

    def white(picture):
        return sum(
            picture.pixelColor(x, y) == Qt.GlobalColor.white
            for x in range(0, picture.width(), 4)
            for y in range(0, int(picture.height() * 0.3), 4)
        )

    assert white(painted(logos.png())) > white(painted(None))


def test_practice_is_said_to_customers_as_well_at_all_times(opened, till, counter, member):
    assert "PRACTICE" not in words(opened)
    known = till.shop.known
    till.shop._known = replace(known, is_practice=True)
    counter.choose(member)
    assert words(opened).startswith("PRACTICE 练习 · Nothing here is real · 这里的一切都不算数")
    till.lock_wanted.emit()
    assert words(opened).startswith("PRACTICE 练习")
