"""The window: locked or at work, in a language and a look, closed whole."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QSessionManager, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from ui import background, dialogs, garbage, help, look
from ui.lock import Lock
from ui.scanner import Scanner
from ui.till import Till
from ui.widgets.key_badges import KeyBadges
from ui.widgets.parts import column, held
from ui.widgets.reading import step

if TYPE_CHECKING:
    from ui.customer import Customer
    from ui.frame import Frame
    from ui.half_made import Keeper
    from ui.widgets.practice_banner import PracticeBanner

SMALLEST = (1024, 700)
IDLE_MS = 5 * 60 * 1000
"""After so long without a key or a click the till locks itself."""
_LONGEST_MS = 3_000
"""A computer that is shut down waits so long for a program: what is not written then was not."""
_ACTIVITY = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,  # of a shortcut the window sees nothing else
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
)


class Window(QMainWindow):
    """One shop at one till."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        till.basket = None  # nothing is half made yet
        self.page = ""
        """The page that was shown last; at first there was none."""
        self.frame: Frame | None = None
        self.left: Frame | None = None
        self.lock_screen: Lock | None = None
        self.keeper: Keeper | None = None
        self.customer: Customer | None = None
        self.is_asking = self.is_ending = False
        self.stack = QStackedWidget()
        self.banner: PracticeBanner | None = None
        self.whole = column(self.stack, space=0)
        self.setCentralWidget(held(self.whole))
        self.setMinimumSize(*SMALLEST)
        self.resize(1280, 800)
        self.scanner = Scanner(self._scanned)
        self.key_badges = KeyBadges(self)
        self.idle = QTimer(self)
        self.idle.setInterval(IDLE_MS)
        self.idle.timeout.connect(self.lock)
        till.remade.connect(self.remake)
        till.lock_wanted.connect(self.lock)
        till.preferred.connect(self._look_at_customer)
        _app().focusWindowChanged.connect(self._watch)
        look.apply(_app(), till.preferences.theme, till.preferences.size)
        look.dress(self)
        self.remake()
        self._look_at_customer()

    def _look_at_customer(self) -> None:
        """Where this computer has a window for customers, it is there from now on."""
        if self.customer is None and self.till.preferences.customer:
            from ui.customer import Customer

            self.customer = Customer(self.till, self)

    def fit_screen(self) -> None:
        """Be no larger than the screen has room for, with its bars and this window's own."""
        self.resize(self.size().boundedTo(self.screen().availableSize() - look.BORDER))

    # --- looks ---

    def remake(self) -> None:
        """Build everything anew in the language and look wanted now; help in the old ones goes."""
        help.close_all()
        look.apply(_app(), self.till.preferences.theme, self.till.preferences.size)
        self.setWindowTitle(f"{self.till.shop.settings.name} · ShopDesk")
        self._show_whether_practice()
        if self.till.signed_in is None:
            self.lock()
        else:
            dialogs.leave(self._open_anew)

    def _show_whether_practice(self) -> None:
        """Across the top of a practice shop stands at all times that nothing of it counts."""
        if self.banner is not None:
            self.whole.removeWidget(self.banner)
            self.banner.deleteLater()
            self.banner = None
        if self.till.shop.known.is_practice:
            from ui.widgets.practice_banner import PracticeBanner  # no other shop needs it

            self.banner = PracticeBanner(self.till)
            self.whole.insertWidget(0, self.banner)

    def begin_on(self, page: str) -> None:
        """Build everything anew and show this page."""
        self.frame, self.page = None, page
        self.remake()

    def _show(self, widget: QWidget) -> None:
        """Show a screen in the place of all others; the pages behind the lock are kept."""
        if self.banner is not None:
            self.banner.show_locked(is_locked=self.lock_screen is not None)
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        for old in [self.stack.widget(place) for place in range(self.stack.count())]:
            if old is not None and old not in (widget, self.left):
                self.stack.removeWidget(old)
                old.deleteLater()

    # --- locked and open ---

    def lock(self) -> None:
        """Ask for a PIN before anything else; what was begun waits behind it, unseen."""
        if self.frame is not None:
            self.page = self.frame.name
            self.left, self.frame = self.frame, None
            self.left.rest()
        self.till.leave()
        self.idle.stop()
        help.close_all()
        is_form_open = dialogs.hide()
        self.lock_screen = Lock(self.till, self.open)
        self._show(self.lock_screen)
        self.lock_screen.begin()
        if is_form_open:
            self.lock_screen.tell_of_form()

    def open(self) -> None:
        """Show the pages: as they were to who left them, anew to anybody else.

        Nobody acts in another's form: it is left before the pages are built.
        """
        if self.left is not None and self.till.is_back:
            self.lock_screen = None
            self.frame, self.left = self.left, None
            self._show(self.frame)
            self.frame.go_on()
            dialogs.come_back()
            self.idle.start()
        else:
            dialogs.leave(self._open_anew)

    def _open_anew(self) -> None:
        if self.frame is not None:
            self.page = self.frame.name
        if self.frame is not None or self.left is not None:
            garbage.anew()
        self.lock_screen = self.left = None
        from ui.frame import PAGES, Frame  # the lock is there before them

        self.frame = Frame(self.till, self.lock)
        if (has_keys := self.focusWidget()) is not None:
            has_keys.clearFocus()  # or Qt looks for what has them next, as it goes
        self._show(self.frame)
        self.frame.show_page(self.page or PAGES[0].name, {})
        self.idle.start()
        self._offer_half_made()

    def _offer_half_made(self) -> None:
        """Offer the sale that was half made when the program ended."""
        from ui.half_made import Keeper

        self.keeper = self.keeper or Keeper(self.till)
        self.keeper.offer()

    # --- keys, scans, idleness ---

    @property
    def rests_ms(self) -> int:
        """Since when nobody pressed or touched anything; 0 behind the lock."""
        return IDLE_MS - self.idle.remainingTime() if self.idle.isActive() else 0

    def _watch(self, window: QWindow | None) -> None:
        """See the keys, clicks and touches of the window that has them now, a dialog's too.

        Not those of the whole program: then each of its events would pass through here, thousands
        while a page is built, and a start would be a tenth longer.
        """
        if window is not None:
            self.scanner.watch(window)
            self.key_badges.watch(window)
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab: on to what is read next, whatever was made anew meanwhile."""
        return step(self, is_next) or super().focusNextPrevChild(is_next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See that somebody is there."""
        if event.type() in _ACTIVITY and self.idle.isActive():
            self.idle.start()
        return False

    def _scanned(self, code: str) -> None:
        _ = self.till.say
        help.step_aside()
        if self.lock_screen is not None:
            self.lock_screen.scanned(code)
        elif self.frame is not None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                self.frame.scanned(code)
            elif isinstance(dialog, QDialog) and getattr(dialog, "gives_way", False):
                dialog.reject()
                self._scanned(code)
            elif not (hasattr(dialog, "scanned") and dialog.scanned(code)):
                text = _("Scanned {code}. Close this form first, then scan again.")
                self.till.tell(text.format(code=code), "note")

    def raise_up(self) -> None:
        """Come forward: somebody started the program again."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if (handle := self.windowHandle()) is not None and QGuiApplication.focusWindow() is None:
            handle.requestActivate()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask before work is stopped, wait until it stands whole, then go."""
        if not self._may_stop():
            event.ignore()
            return
        if self.keeper is not None:
            self.keeper.write()
        if self.customer is not None:
            self.customer.end()
        background.finish(_LONGEST_MS if self.is_ending else -1)
        _app().focusWindowChanged.disconnect(self._watch)
        super().closeEvent(event)

    def _may_stop(self) -> bool:
        """Stop what is under way, if whoever closes agrees; once asked, they are not asked again
        before they answered."""
        words, _ = background.under_way(), self.till.say
        if words and not self.is_ending:
            if self.is_asking:
                return False
            self.is_asking = True
            text = _("Stopped, it leaves everything whole; it can be begun again.")
            try:
                agrees = dialogs.ask(
                    self, _("Close ShopDesk"), "\n".join((*words, "", text)),
                    yes=_("Stop it and close"), no=_("Go on"),
                )  # fmt: skip
            finally:
                self.is_asking = False
            if not agrees:
                return False
        background.stop()
        return True

    def end_session(self, session: QSessionManager) -> None:
        """The computer is shut down: ask where it lets us, and never make it wait for an answer."""
        self.is_ending = not (background.under_way() and session.allowsInteraction())
        if self._may_stop():
            self.is_ending = True
        else:
            session.cancel()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
