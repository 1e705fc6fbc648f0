"""A window driven through everything with real keys: ``python -m tests.benchmarks.driven``.

``empty`` drives a window of Qt's with a field and nothing behind it; ``till SHOP`` is ours, on a
copy that may be written into. One line of JSON says what each event took.
"""

import ui.lean  # noqa: F401 - before Qt, as the command line does

# isort: split
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    Qt,
    QThreadPool,
    QTimer,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTableView,
    QWidget,
)

from tests.benchmarks.watching import Watch

GAPS_MS = (0, 30, 7, 12, 0, 3, 22, 5)
"""Between the keys of who types faster than anybody."""
TYPED = (
    "1", "10", "154", "1540", "0010", "wang", "w", "zy", "zhang wei", "wang 9", "100077", "m",
    "jasmine", "mo li", "li 1 5", "a a a a", "1540010791",
)  # fmt: skip
_PATIENCE = 60.0
_PIN_SECONDS = 2.0
CALM = "while nobody is at it"
"""What is done only when the hands have rested for a while."""
_TABS = {"counter": "F2", "members": "F3", "vouchers": "F4", "records": "F5", "day": "Ctrl+8",
         "reports": "F6", "products": "Ctrl+7", "settings": "F10"}  # fmt: skip
_LEFT_ALONE = {"Lock"}
_JUMPS = 12


class _Painted(QObject):
    """Sees a field being painted."""

    is_seen = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.is_seen = self.is_seen or event.type() == QEvent.Type.Paint
        return False


class Driver:
    """Hands that are faster than anybody's; every form that opens is looked at and left."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.watch = Watch()
        self.lateness: list[tuple[float, str]] = []
        """Of each key in find: milliseconds from when it was pressed until it was painted."""
        self.window: QWidget | None = None

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        before, self.watch.where = self.watch.where, what
        try:
            yield
            self.settle()
        finally:
            self.watch.where = before

    def settle(self) -> None:
        """Let all that was begun come to its end: events, timers that are due, the worker."""
        until = time.monotonic() + _PATIENCE
        calm = 0
        while calm < 4 and time.monotonic() < until:
            self.turn()
            with self.watch.inside("what is gone is destroyed"):
                self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            busy = any(pool.activeThreadCount() for pool in _pools())
            calm = 0 if busy else calm + 1
            time.sleep(0.002)

    def rest(self, is_over: Callable[[], bool]) -> None:
        """Press nothing until something is over."""
        until = time.monotonic() + _PATIENCE
        while not is_over() and time.monotonic() < until:
            self.turn()
            time.sleep(0.005)

    def turn(self) -> None:
        """One turn of the event loop."""
        with self.watch.inside("a turn of the loop"):
            QAbstractEventDispatcher.instance().processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents
            )

    def press(self, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        window = QGuiApplication.focusWindow()
        if window is None and self.window is not None:
            window = self.window.windowHandle()
        with self.watch.inside("a key"):
            QTest.keyClick(window, key, held)

    def shortcut(self, keys: str) -> None:
        held, _plus, key = keys.rpartition("+")
        modifier = Qt.KeyboardModifier.ControlModifier if held else Qt.KeyboardModifier.NoModifier
        self.press(getattr(Qt.Key, f"Key_{key}"), modifier)

    def click(self, part: QWidget, at: QPoint | None = None) -> None:
        place = part.mapTo(part.window(), at or part.rect().center())
        handle = part.window().windowHandle()
        if handle is not None:
            with self.watch.inside("a click"):
                QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)

    def type(self, text: str, field: QLineEdit) -> None:
        """Type as fast as nobody; each key is late until the field that shows it was painted."""
        painted = _Painted()
        field.installEventFilter(painted)
        due = time.perf_counter()
        for letter, gap in zip(text, cycle(GAPS_MS), strict=False):
            due += gap / 1000
            while time.perf_counter() < due:
                self.turn()
            painted.is_seen = False
            self.press(letter)
            while not painted.is_seen and time.perf_counter() < due + 5:
                self.turn()
            self.lateness.append(((time.perf_counter() - due) * 1000, f"{text!r} {letter}"))
        field.removeEventFilter(painted)
        self.settle()

    # --- everything on a screen ---

    def fill(self, root: QWidget, name: str) -> None:
        """Type into the field that has the keys, as fast as can be, and clear it again."""
        field = QGuiApplication.focusObject()
        if not isinstance(field, QLineEdit) or field.isReadOnly():
            return
        for text in TYPED:
            with self.doing(f"{name}: type {text!r}"):
                self.type(text, field)
            with self.doing(f"{name}: clear {text!r}"):
                field.selectAll()
                self.press(Qt.Key.Key_Backspace)

    def lists(self, root: QWidget, name: str) -> None:
        for view in _seen(root, QTableView):
            rows = view.model().rowCount()
            bar = view.verticalScrollBar()
            for number in range(_JUMPS if rows > 30 else 0):
                with self.doing(f"{name}: jump in a list of {rows:,}"), self.watch.inside("jump"):
                    bar.setValue(bar.maximum() * (number * 7 % _JUMPS) // _JUMPS)
            if rows:
                with self.doing(f"{name}: go into a list of {rows:,}"):
                    view.setFocus()
                    self.press(Qt.Key.Key_Down)
                with self.doing(f"{name}: to the end of {rows:,}"):
                    self.press(Qt.Key.Key_End)
                with self.doing(f"{name}: page up in {rows:,}"):
                    self.press(Qt.Key.Key_PageUp)
                with self.doing(f"{name}: to the beginning of {rows:,}"):
                    self.press(Qt.Key.Key_Home)
                header = view.horizontalHeader()
                for column in range(header.count() if header.isVisible() else 0):
                    with self.doing(f"{name}: click on heading {column}"):
                        x = header.sectionPosition(column) + 5
                        self.click(header.viewport(), QPoint(x, header.height() // 2))

    def filters(self, root: QWidget, name: str) -> None:
        for box in _seen(root, QComboBox):
            if not box.isEnabled() or box.isEditable():
                continue
            was = box.currentIndex()
            for place in range(min(box.count(), 8)):
                what = f"{name}: {box.accessibleName()} = {place}"
                with self.doing(what), self.watch.inside("chosen"):
                    box.setCurrentIndex(place)
            with self.doing(f"{name}: {box.accessibleName()} back"), self.watch.inside("chosen"):
                box.setCurrentIndex(was)

    def buttons(self, root: QWidget, name: str) -> None:
        """Press every button; what opens is looked at and left, what asks is told no."""
        words = [part.text() for part in _seen(root, QAbstractButton) if part.isEnabled()]
        for place, word in enumerate(words):
            if word in _LEFT_ALONE or not word:
                continue
            parts = [part for part in _seen(root, QAbstractButton) if part.isEnabled()]
            part = next((p for p in parts[place:] + parts if p.text() == word), None)
            if part is None or isinstance(part.parent(), QTabBar):
                continue
            with self.doing(f"{name}: press {word!r}"):
                self.click(part)

    def shown(self, dialog: Any) -> bool:
        """In place of waiting for somebody: show the form, look at it, leave it."""
        name = f"{self.watch.where} > {type(dialog).__name__}"
        with self.watch.outside("until it is there"):
            dialog.setModal(True)
            with self.doing(f"{name}: shown"), self.watch.inside("show"):
                dialog.show()
            field = next(iter(_seen(dialog, QLineEdit)), None)
            if field is not None and field.isEnabled():
                field.setFocus()
                with self.doing(f"{name}: typed"):
                    self.type("wang 1", field)
            for tabs in _seen(dialog, QTabBar):
                for place in range(tabs.count()):
                    what = f"{name}: tab {tabs.tabText(place)}"
                    with self.doing(what), self.watch.inside("turned"):
                        tabs.setCurrentIndex(place)
            with self.doing(f"{name}: left"), self.watch.inside("reject"):
                dialog.reject()
            assert self.window is not None
            self.window.activateWindow()  # as a window manager does
        return False

    def screen(self, root: QWidget, name: str) -> None:
        """All that one screen has, its tabs one after the other."""
        self.fill(root, name)
        for tabs in _seen(root, QTabBar):
            for place in range(tabs.count()):
                title = f"{name}/{tabs.tabText(place)}"
                with self.doing(f"{title}: turned to"):
                    self.click(tabs, tabs.tabRect(place).center())
                self.part(root, title)
            with self.doing(f"{name}: to the first tab"), self.watch.inside("turned"):
                tabs.setCurrentIndex(0)
        self.part(root, name)

    def part(self, root: QWidget, name: str) -> None:
        self.lists(root, name)
        self.filters(root, name)
        for area in _seen(root, QScrollArea):
            with self.doing(f"{name}: scroll"), self.watch.inside("scroll"):
                area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        self.buttons(root, name)


def _seen(root: QWidget, kind: Any) -> list[Any]:
    try:
        return [part for part in root.findChildren(kind) if part.isVisible()]
    except RuntimeError:
        return []


def _pools() -> list[QThreadPool]:
    from ui import background

    return background.pools() if hasattr(background, "pools") else [background.pool()]


# --- ours -------------------------------------------------------------------------------------


def till(location: Path) -> None:
    """The program on a shop, from the lock on."""
    app = QApplication([sys.argv[0], "-style", "fusion"])
    from shopdesk import Shop
    from tests.benchmarks import shops
    from ui import ahead, background, dialogs, preferences
    from ui.app import application
    from ui.garbage import Garbage
    from ui.till import Till
    from ui.window import Window

    application(preferences.Preferences())
    garbage = Garbage()
    preferences.file = lambda: location.with_suffix(".json")  # type: ignore[assignment]
    with Shop.open(location, clock=lambda: shops.NOW) as shop:
        seat = Till(shop, preferences.Preferences(language="en"))
        window = Window(seat)
        window.resize(1280, 800)
        window.show()
        ahead.load(seat)
        making = ahead.Ahead(seat, window)
        driver = Driver(app)
        driver.window = window
        for kind, answer in (("ask", False), ("tell", None), ("save", ""), ("open", "")):
            dialogs.ANSWERS[kind] = lambda *_what, given=answer: given
        dialogs.ANSWERS["show"] = driver.shown
        faults: list[str] = []
        sys.excepthook = lambda kind, error, _trace: faults.append(
            f"{driver.watch.where}: {kind.__name__} {error}"
        )
        work = lambda: _drive(driver, window, making)  # noqa: E731
        _within_loop(app, driver, work)
        background.finish()
        window.close()
        garbage.stop()
    _say(driver, faults)


def _drive(driver: Driver, window: Any, making: Any) -> None:
    seat = window.till
    from shopdesk import Desk
    from ui.daily import Daily

    begun = time.monotonic()
    with driver.doing("the lock"):
        driver.rest(lambda: time.monotonic() > begun + _PIN_SECONDS)
    seat.signed_in = Desk(seat.shop, staff_id=1, staff_name="店主", role="owner", till="1")
    with driver.doing("the counter after the PIN"), driver.watch.inside("open"):
        seat.opened.emit()
        window.open()
    with driver.doing("the new day"):
        Daily(seat)
    with driver.doing(CALM):
        driver.rest(lambda: not making.timer.isActive())
    wanted = sys.argv[3:] or [*_TABS]
    for name, key in _TABS.items():
        with driver.doing(f"{name}: first time"):
            driver.shortcut(key)
    for name in wanted:
        with driver.doing(f"{name}: turned to"):
            driver.shortcut(_TABS[name])
        with driver.doing(f"{name}: F9"):
            driver.press(Qt.Key.Key_F9)
        page = window.frame.pages[name]
        if name == "settings":
            _settings(driver, page)
        else:
            driver.screen(page, name)
        _leave(driver)
    if "members" in wanted:
        _profile(driver, window)
    if "counter" in wanted:
        _sales(driver, window, seat)
    for _round in range(3):
        for name, key in _TABS.items():
            with driver.doing(f"{name}: again after a sale"):
                driver.shortcut(key)


def _leave(driver: Driver) -> None:
    for _once in range(3):
        with driver.doing("Esc"):
            driver.press(Qt.Key.Key_Escape)


def _settings(driver: Driver, page: Any) -> None:
    for name, tab in list(page.tabs.items()):
        with driver.doing(f"settings/{name}: turned to"):
            driver.click(tab)
        driver.part(page.stack, f"settings/{name}")


def _profile(driver: Driver, window: Any) -> None:
    """A member's profile from the list, all its tabs and forms."""
    with driver.doing("members: back"):
        driver.shortcut("F3")
    _leave(driver)
    page = window.frame.pages["members"]
    for place in (0, 5, 5_000):
        rows = page.table.model.rows
        if place < len(rows):
            with driver.doing("a profile: opened"), driver.watch.inside("open"):
                page.open(rows[place].id)
    driver.screen(page.profile, "a profile")


def _sales(driver: Driver, window: Any, seat: Any) -> None:
    from shopdesk import cards, purchases
    from ui.basket import Basket

    for member in range(1, 16):
        (card,) = cards.of_member(seat.desk, member)[:1]
        with driver.doing("a sale: begun"), driver.watch.inside("basket"):
            seat.basket = Basket()
            window.frame.show_page("counter", {})
        with driver.doing("a sale: the card is scanned"):
            for letter in card.code:
                driver.press(letter)
            driver.press(Qt.Key.Key_Return)
        with driver.doing("a sale: the amount"):
            for letter in "48":
                driver.press(letter)
        with driver.doing("a sale: Enter"):
            driver.press(Qt.Key.Key_Return)
    sold = len(purchases.of_day(seat.desk, seat.desk.today()))
    print(f"{sold} receipts today", file=sys.stderr)


# --- the floor --------------------------------------------------------------------------------


def empty() -> None:
    """A window with a field and a few empty pages, driven as ours is."""
    app = QApplication([sys.argv[0], "-style", "fusion"])
    window, stack, field = QMainWindow(), QStackedWidget(), QLineEdit()
    stack.addWidget(field)
    for _page in _TABS:
        stack.addWidget(QWidget())
    window.setCentralWidget(stack)
    window.resize(1280, 800)
    window.show()
    driver = Driver(app)
    driver.window = window

    def work() -> None:
        for place, name in enumerate(_TABS):
            with driver.doing(f"{name}: turned to"), driver.watch.inside("turn"):
                stack.setCurrentIndex(place + 1)
        stack.setCurrentIndex(0)
        field.setFocus()
        driver.settle()
        driver.fill(window, "a field")
        for key in _TABS.values():
            with driver.doing(f"press {key}"):
                driver.shortcut(key)

    _within_loop(app, driver, work)
    _say(driver, [])


def _within_loop(app: QApplication, driver: Driver, work: Callable[[], None]) -> None:
    """Do it while the program runs, as far from an event as a person is."""
    failed: list[BaseException] = []

    def begin() -> None:
        with driver.watch.outside("the beginning"):
            try:
                work()
            except BaseException as error:
                failed.append(error)
        app.quit()

    QTimer.singleShot(0, begin)
    app.exec()
    driver.watch.end()
    if failed:
        sys.excepthook = sys.__excepthook__
        raise failed[0]


def _say(driver: Driver, faults: list[str]) -> None:
    print(json.dumps({
        "turns": driver.watch.turns,
        "slots": driver.watch.slots,
        "lateness": driver.lateness,
        "faults": faults,
    }))  # fmt: skip
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        empty()
    else:
        till(Path(sys.argv[2]))
