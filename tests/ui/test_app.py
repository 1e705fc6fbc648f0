"""Starting the desktop program, from the first run to the window that closes."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from shopdesk import Shop
from shopdesk.refusals_of_files import InUse, NotAShop
from shopdesk.store.change import change
from tests.architecture.sources import ROOT
from tests.conftest import OWNER, PIN
from ui import app as starting
from ui import daily, fault_log, instance, preferences, whereabouts
from ui.app import default_shop, open_window
from ui.instance import Instance
from ui.pages import first_run, recovery_form, unopened
from ui.pages.first_run import Chosen
from ui.preferences import Preferences


class Shown:
    """Stands for the window: what it was opened on, and nothing on the screen."""

    opened: list = []  # noqa: RUF012 - emptied by the fixture
    frame = None

    def __init__(self, till):
        desk = till.signed_in
        Shown.opened.append((till.shop.location, desk and desk.staff_name))

    def fit_screen(self):
        pass

    def show(self):
        pass

    def end_session(self, _session):
        pass


@pytest.fixture(autouse=True)
def codes(monkeypatch):
    """To whom a recovery code was shown."""
    shown = []
    monkeypatch.setattr(recovery_form, "first", lambda till, *_: shown.append(till.desk.staff_name))
    return shown


@pytest.fixture(autouse=True)
def unseen(qapp, tmp_path, monkeypatch):
    Shown.opened = []
    monkeypatch.setattr(starting, "Window", Shown)
    monkeypatch.setattr(starting.QApplication, "exec", lambda *_: 0)
    monkeypatch.setattr(whereabouts, "runtime", lambda: tmp_path)
    monkeypatch.setattr(fault_log, "log_file", lambda: tmp_path / "faults.log")
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")


def begins(monkeypatch, chosen):
    monkeypatch.setattr(first_run, "begin", lambda _location: chosen)


def test_a_shop_is_opened_locked_and_not_taken_for_this_computers(location):
    assert open_window(location) == 0
    assert Shown.opened == [(location, None)]
    assert preferences.load().shop == ""


def test_the_worker_lets_the_window_go_on_at_once(location):
    sys.setswitchinterval(0.005)
    open_window(location)
    assert sys.getswitchinterval() <= 0.001


def test_a_shop_begun_here_is_opened_with_its_owner_and_opened_again_next_time(
    location, tmp_path, monkeypatch
):
    begins(monkeypatch, Chosen(location, OWNER, PIN))
    assert open_window(tmp_path / "none.shopdesk") == 0
    assert Shown.opened == [(location, OWNER)]
    assert default_shop() == location.resolve()
    assert open_window() == 0
    assert Shown.opened[1:] == [(location.resolve(), None)]


def test_whoever_sits_down_at_once_opens_the_day(location, tmp_path, monkeypatch):
    looks = []
    monkeypatch.setattr(daily, "Daily", lambda till: looks.append(till.desk.staff_name))
    begins(monkeypatch, Chosen(location, OWNER, PIN))
    assert open_window(tmp_path / "none.shopdesk") == 0
    assert looks == [OWNER]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({"pin": PIN}, [OWNER]),
        ({"pin": PIN, "is_sample": True}, []),
        ({"pin": "000000"}, []),
        ({}, []),
    ],
)
def test_whoever_begins_their_own_shop_is_shown_a_recovery_code(
    location, tmp_path, monkeypatch, codes, chosen, shown
):
    monkeypatch.setattr(starting.QApplication, "exec", lambda app: app.processEvents())
    begins(monkeypatch, Chosen(location, OWNER if chosen else "", **chosen))
    assert open_window(tmp_path / "none.shopdesk") == 0
    assert codes == shown
    assert open_window() == 0
    assert codes == shown


def test_the_sample_shop_is_opened_once_and_not_next_time(location, tmp_path, monkeypatch):
    begins(monkeypatch, Chosen(location, OWNER, PIN, is_sample=True))
    assert open_window(tmp_path / "none.shopdesk") == 0
    assert Shown.opened == [(location, OWNER)]
    assert preferences.load().shop == ""


def test_a_pin_that_was_changed_since_leaves_the_lock(location, tmp_path, monkeypatch):
    begins(monkeypatch, Chosen(location, OWNER, "000000"))
    assert open_window(tmp_path / "none.shopdesk") == 0
    assert Shown.opened == [(location, None)]


def test_a_refusal_nobody_caught_goes_to_the_strip_of_the_window(location, monkeypatch):
    def while_it_is_open(*_):
        error = NotAShop("en", path="x")
        sys.excepthook(NotAShop, error, None)
        return 0

    told = []
    monkeypatch.setattr(starting.Till, "tell", lambda _till, *what: told.append(what))
    monkeypatch.setattr(starting.QApplication, "exec", while_it_is_open)
    assert open_window(location) == 0
    assert told == [("x is not a ShopDesk shop.", "bad")]


def test_leaving_the_first_run_ends_the_program(tmp_path, monkeypatch):
    begins(monkeypatch, None)
    assert open_window(tmp_path / "none.shopdesk") == 0
    assert Shown.opened == []


def test_a_second_start_calls_the_first_window(qtbot, location):
    first, called = Instance(location), []
    assert first.take(lambda: called.append(True))
    try:
        assert open_window(location) == 0
        qtbot.waitUntil(lambda: called == [True])
    finally:
        first.release()
    assert Shown.opened == []


def test_a_window_that_does_not_answer_is_said(location, monkeypatch):
    monkeypatch.setattr(instance, "_WAIT_SECONDS", 0.0)
    first = Instance(location)
    assert first.take(lambda: None)
    first.listening.stop()
    try:
        with pytest.raises(InUse):
            open_window(location)
    finally:
        first.release()


def test_a_file_that_is_no_shop_is_refused_and_the_hook_given_back(tmp_path):
    file = tmp_path / "bad.shopdesk"
    file.write_bytes(b"nothing")
    before = sys.excepthook
    with pytest.raises(NotAShop):
        open_window(file)
    assert sys.excepthook is before


def test_on_a_desktop_another_file_is_offered_and_kept_as_this_computers(
    tmp_path, location, monkeypatch
):
    file = tmp_path / "bad.shopdesk"
    file.write_bytes(b"nothing")
    monkeypatch.setattr(unopened, "instead", lambda _location, _refusal: location)
    assert open_window(file, asks=True) == 0
    assert Shown.opened == [(location, None)]
    assert default_shop() == location.resolve()


def test_trying_the_same_file_again_is_no_choice_of_a_shop(tmp_path, location, monkeypatch):
    file = tmp_path / "bad.shopdesk"
    file.write_bytes(b"nothing")

    def mended(where, _refusal):
        file.unlink()
        location.rename(file)
        return where

    monkeypatch.setattr(unopened, "instead", mended)
    assert open_window(file, asks=True) == 0
    assert Shown.opened == [(file, None)]
    assert preferences.load() == Preferences()


def test_a_whole_start_opens_the_window_and_ends(location, tmp_path):
    """Another process, with nothing replaced but that its window closes as soon as it is there."""
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer;"
        "from PySide6.QtWidgets import QApplication; from ui import app, window;"
        "shown = window.Window.show;"
        "window.Window.show = lambda w: (shown(w), QTimer.singleShot(0, w.close));"
        "sys.exit(app.open_window(Path(sys.argv[1])))"
    )
    own = {"SHOPDESK_CONFIG": str(tmp_path / "own"), "XDG_RUNTIME_DIR": str(tmp_path)}
    env = os.environ | own | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, str(location)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    with Shop.open(location) as shop:
        assert shop.settings.name == "青禾茶舍"


# --- from the sample shop to one's own --------------------------------------------------------


def test_the_sample_shop_says_what_it_is_and_leads_to_ones_own(
    location, tmp_path, monkeypatch, shop, desk
):
    with change(desk, action="shop.create"):  # twice: so is the sample shop alone
        pass
    shop.close()
    own = tmp_path / "own.shopdesk"
    Shop.create(own, name="b", owner=OWNER, pin=PIN, language="en").close()
    told, tills = [], []

    class Going(QObject):
        frame = None

        def __init__(self, till):
            super().__init__()
            Shown.opened.append((till.shop.location, till.signed_in and till.signed_in.staff_name))
            till.told.connect(lambda text, _mood, _act, word: told.append((text, word)))
            tills.append(till)

        def fit_screen(self):
            pass

        def end_session(self, _session):
            pass

        def show(self):
            pass

        def close(self):
            pass

    def works(*_):
        if tills[-1].shop.location == location:
            tills[-1].opened.emit()
            QCoreApplication.processEvents()
            tills[-1].elsewhere.emit(own, OWNER, PIN)
        return 0

    monkeypatch.setattr(starting, "Window", Going)
    monkeypatch.setattr(starting.QApplication, "exec", works)
    assert open_window(location) == 0
    assert Shown.opened == [(location, None), (own, OWNER)]
    assert told == [
        ("This is the sample shop: everything in it is invented.", "Begin my own shop…")
    ]
    assert preferences.load().shop == str(own.resolve())


def test_one_press_leads_from_a_new_shop_to_its_ladder(till, codes):
    going, offers = [], []
    till.wanted.connect(lambda page, what: going.append((page, what)))
    till.told.connect(lambda _text, _mood, act, word: offers.append((word, act)))
    starting._show_code(till, None, PIN)
    ((word, act),) = offers
    act()
    assert (word, going) == ("Change the ladder…", [("settings", {"section": "ladder"})])
    assert codes == [till.desk.staff_name]
