"""A second window that looks at the customer: their sale as it is made, on a screen of its own.

It follows the counter by one signal, and what it shows is worked out only while it is open, once
the counter has shown its own. It never takes the keys: a scan into it would be lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from shopdesk import Refused, logo
from shopdesk.shop import PRACTICE
from shopdesk.topics import Topic
from ui import customer_words
from ui.customer_view import SMALLEST, View
from ui.customer_words import Screen
from ui.practising import SAID
from ui.showing import Sale, Sold
from ui.till import Till

THANKS_MS = 60_000
"""So long is *Thank you* to be read, if nobody buys before."""


class Customer(QObject):
    """Opens and closes the window as this computer is set, and keeps it on its screen.

    ``till_window`` is the till's own: another screen than its is the customers'.
    """

    def __init__(
        self, till: Till, till_window: QWidget,
        screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens,
    ) -> None:  # fmt: skip
        super().__init__(till_window)
        self.screens = screens
        self.till, self.till_window = till, till_window
        self.view: View | None = None
        self.shown: Sale | Sold | None = None
        self.logo: bytes | None = None
        """The shop's, read when the window opens and when the shop is changed: no sale reads it."""
        self.is_away = False
        """Whether the screen it was on is gone: it waits for it."""
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.timeout.connect(self.show_now)
        self.thanked = QTimer(self)
        self.thanked.setSingleShot(True)
        self.thanked.setInterval(THANKS_MS)
        self.thanked.timeout.connect(self._thanked)
        till.sale_shown.connect(self.follow)
        till.preferred.connect(self.look)
        till.opened.connect(self.soon.start)
        till.closed.connect(self.soon.start)
        till.signals.changed.connect(self._changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._screens_changed)
        app.screenRemoved.connect(self._screen_gone)
        self.follow(till.shown)
        self.look()

    # --- the window ---

    def look(self) -> None:
        """Open or close it as this computer is set now."""
        if not self.till.preferences.customer:
            self._close()
        elif self.view is None:
            self._open()
        else:
            self.soon.start()

    def _changed(self, topics: frozenset[Topic]) -> None:
        if Topic.SHOP in topics and self.view is not None:
            self.logo = logo.of_shop(self.till.shop)
            self.soon.start()

    def _open(self) -> None:
        self.logo = logo.of_shop(self.till.shop)
        self.view, self.is_away = _Window(self._screen(), self.till), False
        self.show_now()
        self.place()

    def _close(self) -> None:
        if self.view is not None:
            view, self.view = self.view, None
            view.hide()
            view.deleteLater()

    def end(self) -> None:
        """The program ends, and the window with it."""
        self._close()
        self.soon.stop()
        self.thanked.stop()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.disconnect(self._screens_changed)
        app.screenRemoved.disconnect(self._screen_gone)

    def place(self) -> None:
        """All of a second screen where there is one, else a window that can be moved."""
        if self.view is None:
            return
        own = self.till_window.screen()
        others = [one for one in self.screens() if one is not own]
        if others:
            self.view.setScreen(others[0])  # one that came back is not known by where it lies
            self.view.setGeometry(others[0].geometry())
            self.view.setWindowState(Qt.WindowState.WindowFullScreen)
            self.is_away = False
        elif self.is_away:
            return
        has_keys = self.till_window.isActiveWindow()
        self.view.show()  # not showFullScreen, which asks for the keys
        if has_keys:
            self.till_window.activateWindow()  # some systems give them to whatever comes up

    def _screens_changed(self, _screen: QScreen) -> None:
        """A screen came: the window goes there."""
        self.place()

    def _screen_gone(self, _screen: QScreen) -> None:
        """It must not lie over the till: it waits until its screen is back."""
        if self.view is not None and self.view.isFullScreen():
            self.is_away = True
            self.view.hide()
            QTimer.singleShot(0, self, self.place)  # there may be a third one

    # --- what it shows ---

    def follow(self, shown: object) -> None:
        """The counter shows another thing: remember it, and show it once the counter is done.

        An empty sale after one that is saved leaves the thanks to be read.
        """
        is_empty = isinstance(shown, Sale) and shown.basket.is_empty
        if is_empty and isinstance(self.shown, Sold):
            return
        self.shown = None if is_empty else shown if isinstance(shown, Sale | Sold) else None
        if self.view is not None:
            self.thanked.stop()
            if isinstance(self.shown, Sold):
                self.thanked.start()
            self.soon.start()

    def _thanked(self) -> None:
        self.shown = None
        self.soon.start()

    def show_now(self) -> None:
        """Show what the counter shows; behind the lock nothing but the shop's welcome."""
        if self.view is not None:
            self.view.show_screen(self._screen(), self.till.preferences.theme)

    def _screen(self) -> Screen:
        practice = f"{PRACTICE} · {SAID}" if self.till.shop.known.is_practice else ""
        return replace(self._shown(), practice=practice, logo=self.logo)

    def _shown(self) -> Screen:
        till = self.till
        if till.signed_in is None:
            return customer_words.welcome(till, is_locked=True)
        try:
            if isinstance(self.shown, Sale):
                return customer_words.of_sale(till, self.shown)
            if isinstance(self.shown, Sold):
                return customer_words.of_sold(till, self.shown)
        except Refused:  # whoever sits there has left, or may no longer see the member
            return customer_words.welcome(till, is_locked=True)
        return customer_words.welcome(till, is_locked=False)


class _Window(View):
    """A window of its own that never takes the keys; whoever closes it means it for good."""

    def __init__(self, screen: Screen, till: Till) -> None:
        super().__init__(screen, till.preferences.theme)
        self.till = till
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        _ = till.say
        name = _("Customer display")
        self.setWindowTitle(f"{till.shop.settings.name} · {name}")
        self.setAccessibleName(name)
        self.setAccessibleDescription(screen.words())
        self.resize(*SMALLEST)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closed by hand: it does not come again by itself."""
        event.accept()
        self.till.prefer(customer=False)
