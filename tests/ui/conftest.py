"""Windows open unseen, so that tests run without a display; QT_QPA_PLATFORM shows them."""

import gc
import os
from collections.abc import Iterator
from functools import partialmethod
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk import Shop, members, products, staff, vouchers
from shopdesk.inspection import Voucher
from shopdesk.shop import Desk
from tests.ui.hands import Hands
from tests.ui.printer_hand import Printer
from ui import background, dialogs, look, preferences, printing

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


_PATIENCE_MS = 60_000
"""What has not happened by then never will, however busy the computer is."""


class PatientBot(QtBot):
    """Waits that long for everything."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=_PATIENCE_MS)  # noqa: N815 - Qt's names
    waitActive = partialmethod(QtBot.waitActive, timeout=_PATIENCE_MS)  # noqa: N815
    waitExposed = partialmethod(QtBot.waitExposed, timeout=_PATIENCE_MS)  # noqa: N815
    waitSignal = partialmethod(QtBot.waitSignal, timeout=_PATIENCE_MS)  # noqa: N815
    waitSignals = partialmethod(QtBot.waitSignals, timeout=_PATIENCE_MS)  # noqa: N815


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def own_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this computer's user is read or written."""
    monkeypatch.setattr(preferences, "file", lambda: tmp_path / "preferences.json")


_ALL_EVERY = 100
_tests = count(1)


@pytest.fixture(scope="session", autouse=True)
def nothing_old_is_collected() -> None:
    """What was imported stays: collecting looks at what the tests made alone."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def python_collects_nowhere_else() -> Iterator[None]:
    """Also not while what a whole file shares is made or taken down."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """The windows of a test go with it: outside an event loop ``deleteLater`` waits for ever.

    Python collects what is left of them here and at no other time, for the reason in ``garbage``:
    what the test made, and now and then what is left of all before it.
    """
    gc.disable()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gc, "enable", lambda: None)  # a program that ends leaves it to Python
        yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(0 if next(_tests) % _ALL_EVERY else 2)


class Strays(QObject):
    """Parts that come up as windows of their own: shown before they were put where they belong."""

    PARTS = (QAbstractButton, QComboBox, QLabel, QLineEdit)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.alone: dict[int, QObject] = {}  # held, so that no other gets its number
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.Show:
            if isinstance(watched, self.PARTS) and watched.isWindow():
                self.alone[id(watched)] = watched
        elif kind == QEvent.Type.ParentChange and id(watched) in self.alone:
            name = getattr(watched, "text", str)()
            self.seen.append(f"{type(watched).__name__} {name}")
        return False


@pytest.fixture(autouse=True)
def no_part_is_a_window(request: pytest.FixtureRequest) -> Iterator[None]:
    """A button that is shown before it is in a layout flashes, and takes the keys to nowhere."""
    if "qapp" not in request.fixturenames:  # words of the command line know no Qt
        yield
        return
    app = request.getfixturevalue("qapp")
    strays = Strays(app)
    app.installEventFilter(strays)
    yield
    app.removeEventFilter(strays)
    assert strays.seen == []


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The owner at till 1, without the tenth of a second that a sign-in costs."""
    return Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰", phone="13800138000").id


@pytest.fixture
def tea(desk: Desk) -> int:
    return products.add(desk, name="茉莉银针", price=6800, category="茶", ean="6901234567892").id


@pytest.fixture
def till(qapp: QApplication, shop: Shop, desk: Desk) -> Iterator[Any]:
    """The owner's seat, in English, the usual size."""
    from ui.till import Till

    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else each test dresses those before
    look.install_font()
    look.apply(qapp, "light", 100)
    made = Till(shop, preferences.Preferences())
    made.signed_in = desk
    yield made
    background.finish()


@pytest.fixture
def window(qtbot: Any, till: Any) -> Iterator[Any]:
    """The whole window, shown on the counter."""
    from ui.window import Window

    made = Window(till)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def hands(window: Any) -> Hands:
    return Hands(window)


@pytest.fixture
def cashier_seated(till: Any) -> str:
    """A cashier sits at the till instead of the owner."""
    hired = staff.add(till.desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")
    return hired.name


@pytest.fixture
def counter(window: Any) -> Any:
    return window.frame.page


@pytest.fixture
def voucher(desk: Desk, member: int) -> Voucher:
    """Thirty off from a hundred, the member's."""
    return vouchers.issue(desk, member, amount=3000, minimum=10000, valid_days=60)


@pytest.fixture
def told(till: Any) -> list[tuple[str, str]]:
    """What the strip was told: (mood, text), the newest last."""
    heard: list[tuple[str, str]] = []
    till.told.connect(lambda text, mood, _act, _word: heard.append((mood, text)))
    return heard


class Answers:
    """Answers in place of dialogs, and what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: dict[str, Any] = {}
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        for kind in dialogs.ANSWERS:
            monkeypatch.setitem(dialogs.ANSWERS, kind, self._answer(kind))

    def _answer(self, kind: str) -> Any:
        def answer(*what: Any) -> Any:
            self.asked.append((kind, what))
            given = self.given[kind]
            return given(*what) if callable(given) else given

        return answer


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """``answers.given["show"] = work(form)``: dialogs answered instead of clicked."""
    return Answers(monkeypatch)


@pytest.fixture
def preview(qtbot: Any, answers: Answers) -> dict[str, Any]:
    """The preview that was opened, once its pages are made; work on it by ``then``."""
    seen: dict[str, Any] = {}

    def answer(dialog: Any) -> bool:
        qtbot.waitUntil(lambda: dialog.pages is not None and dialog.save_button.isEnabled())
        seen.setdefault("pages", []).append(len(dialog.pages))
        seen["dialog"] = dialog
        for work in seen.get("then", ()):
            work(dialog)
        return False

    answers.given["show"] = answer
    return seen


@pytest.fixture
def printer(monkeypatch):
    made = Printer()
    monkeypatch.setitem(printing.ANSWERS, "names", lambda: made.names)
    monkeypatch.setitem(printing.ANSWERS, "print", made.take)
    return made
