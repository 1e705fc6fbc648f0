"""The half-made sale after the program ended without a word: offered once, and never again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from shopdesk import Shop, members, parked, products, purchases
from tests.conftest import NOON, OWNER, PIN, SetClock
from tests.ui.hands import ENTER, Hands, receipts
from ui import background, half_made, preferences
from ui.basket import Basket
from ui.till import Till
from ui.window import Window

ROOT = Path(__file__).parents[2]
_KILLED = """
import os, signal, sys
from shopdesk import Shop
from tests.conftest import NOON, OWNER, PIN, SetClock
from ui import half_made
from ui.app import application
from ui.preferences import Preferences
from ui.till import Till
from ui.window import Window

app = application(Preferences())
till = Till(Shop.open(sys.argv[1], clock=SetClock(NOON)), Preferences())
till.sign_in(OWNER, PIN)
window = Window(till)
window.show()
counter = window.frame.page
while not window.keeper.is_read:
    app.processEvents()
counter.choose(int(sys.argv[2]))
counter.pay.amount.setText("30+25.5")
counter.pay.typed.emit("30+25.5")
while not half_made.found(half_made.file_of(till)):
    app.processEvents()
if len(sys.argv) > 3:
    counter.record()
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


@pytest.fixture
def again(qtbot, qapp, shop):
    """The program once more: another window of this computer on the same shop."""

    def begin(*, till: str = "1", other: Shop | None = None) -> Window:
        made = Till(other or shop, preferences.Preferences(till=till))
        made.sign_in(OWNER, PIN)
        window = Window(made)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.keeper is not None and window.keeper.is_read)
        return window

    return begin


def kept(window):
    """What lies on the disk of the sale of a window, once it is written."""
    window.keeper.write()
    background.finish()
    return half_made.found(half_made.file_of(window.till))


def left(window, **what):
    """A sale half made and the program gone: nobody closes anything."""
    window.till.basket = Basket(**what)
    window.frame.page.load()
    made = kept(window)
    window.keeper.soon.stop()
    window.till.sale_shown.disconnect(window.keeper.note)
    window.keeper = None
    return made


def asked(window):
    message = window.frame.strip.message
    return message.text if message is not None and message.is_question else ""


def test_a_sale_survives_its_program_being_killed(shop, location, member, again, tmp_path, qtbot):
    shop.close()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(location), str(member)], cwd=ROOT, check=False,
        env={**os.environ, "SHOPDESK_CONFIG": str(tmp_path)}, timeout=120,
    )  # fmt: skip
    assert done.returncode != 0
    with Shop.open(location, clock=SetClock(NOON)) as opened:
        window = again(other=opened)
        assert "half made" in asked(window)
        assert "2026-10-15 12:00" in asked(window)
        Hands(window).press(ENTER)
        counter = window.frame.page
        assert (counter.who, counter.basket.amount) == (member, "30+25.5")
        assert counter.quote.due == 5550
        counter.record()
        assert [one.total for one in receipts(window.till)] == [5550]
        assert kept(window) == []
        window.close()


def test_one_that_was_recorded_before_the_program_was_killed_is_not_offered(
    shop, location, member, again, tmp_path
):
    shop.close()
    subprocess.run(
        [sys.executable, "-c", _KILLED, str(location), str(member), "record"], cwd=ROOT,
        check=False, env={**os.environ, "SHOPDESK_CONFIG": str(tmp_path)},
        timeout=120,
    )  # fmt: skip
    with Shop.open(location, clock=SetClock(NOON)) as opened:
        window = again(other=opened)
        assert len(receipts(window.till)) == 1
        assert asked(window) == ""
        assert window.keeper.before is None
        assert kept(window) == []
        window.close()


def test_all_of_it_goes_on_as_it_was_put_together(again, member, tea, voucher):
    first = again()
    what = {
        "member": member, "lines": [(tea, 2)], "vouchers": [voucher.code], "points": 100,
        "prices": {tea: (900, "样品")}, "pay": {"cash": ""}, "given": "100",
    }  # fmt: skip
    left(first, **what)
    key = first.till.basket.key
    window = again()
    Hands(window).press(ENTER)
    basket = window.till.basket
    assert {name: getattr(basket, name) for name in what} == what
    assert basket.key == key


def test_esc_lets_it_go_for_good(again):
    left(again(), amount="12")
    window = again()
    assert asked(window)
    Hands(window).press(Qt.Key.Key_Escape)
    assert window.till.basket.is_empty
    assert kept(window) == []
    assert asked(again()) == ""


def test_it_is_offered_again_as_long_as_nobody_answered_and_kept_beside_the_next_one(again):
    left(again(), amount="12")
    window = again()
    counter = window.frame.page
    counter.pay.amount.setFocus()
    Hands(window).type("7")
    assert asked(window) == ""
    both = kept(window)
    assert [one["typed"] for one in both] == ["7", "12"]
    counter.record()
    assert [one["typed"] for one in kept(window)] == ["12"]
    window.lock()
    window.till.sign_in(OWNER, PIN)
    window.till.left = None
    window.open()
    assert asked(window)


def test_one_that_was_parked_or_recorded_is_over(again, shop, desk):
    for number, work in enumerate((
        lambda key: purchases.record(desk, amount=1200, pay={"cash": 1200}, key=key),
        lambda key: parked.park(desk, label="so", amount=1200, key=f"park:{key}"),
    )):  # fmt: skip
        (sale,) = left(again(till=f"{number}"), amount="12")
        work(sale["basket"])
        assert asked(again(till=f"{number}")) == ""


def test_neither_another_till_nor_another_shop_is_offered_it(again, tmp_path):
    left(again(), amount="12")
    assert asked(again(till="2")) == ""
    with Shop.create(tmp_path / "b.shopdesk", name="b", owner=OWNER, pin=PIN, language="en",
                     clock=SetClock(NOON)) as other:  # fmt: skip
        window = again(other=other)
        assert asked(window) == ""
        window.close()
    assert asked(again())


def test_nothing_on_the_disk_names_anybody_and_who_was_erased_does_not_come_back(
    again, desk, member
):
    first = again()
    left(first, member=member, amount="12")
    text = half_made.file_of(first.till).read_text("utf-8")
    person = members.get(desk, member)
    assert person.name not in text
    assert person.phone not in text
    members.erase(desk, member, reason="asked for")
    window = again()
    Hands(window).press(ENTER)
    assert window.till.basket.member is None
    assert window.till.basket.amount == "12"


def test_a_voucher_that_the_shop_does_not_know_any_more_is_left_out(again, tmp_path):
    (sale,) = left(again(), amount="12")
    sale["sale"]["vouchers"] = ["V7K2M9QX4T8R"]
    (file,) = (tmp_path / "half-made").glob("*.json")
    file.write_text(json.dumps([sale]), encoding="utf-8")
    window = again()
    heard = []
    window.till.told.connect(lambda text, *_more: heard.append(text))
    Hands(window).press(ENTER)
    assert (window.till.basket.amount, window.till.basket.vouchers) == ("12", [])
    assert heard[-1] == "Not with it: V7K2M9QX4T8R"


def test_goods_no_longer_sold_are_said_and_the_rest_goes_on(again, desk, tea):
    left(again(), lines=[(tea, 1)])
    products.edit(desk, tea, discontinued=True)
    window = again()
    heard = []
    window.till.told.connect(lambda text, *_more: heard.append(text))
    Hands(window).press(ENTER)
    assert window.till.basket.lines == []
    assert "Not with it" in heard[-1]


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "{}", "null", '[{"basket": "k"}]', '[{"basket": "k", "at": "x"}]',
             '[{"basket": "k", "at": "x", "sale": {"lines": [["a"]]}}]'],
)  # fmt: skip
def test_what_is_no_sale_any_more_harms_nobody(again, text):
    first = again()
    file = half_made.file_of(first.till)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    window = again()
    if asked(window):
        Hands(window).press(ENTER)
    assert window.till.basket is None or window.till.basket.is_empty
    assert kept(window) == []


def test_closing_the_window_keeps_what_is_half_made(again):
    window = again()
    window.till.basket = Basket(amount="99")
    window.frame.page.load()
    window.close()
    assert [one["typed"] for one in half_made.found(half_made.file_of(window.till))] == ["99"]
    assert json.loads(half_made.file_of(window.till).read_text("utf-8"))


def test_a_computer_that_cannot_keep_it_goes_on_without(again, tmp_path):
    (tmp_path / "half-made").write_text("a file where the folder should be")
    window = again()
    window.till.basket = Basket(amount="99")
    window.frame.page.load()
    assert kept(window) == []
    window.frame.page.record()
    assert len(receipts(window.till)) == 1
