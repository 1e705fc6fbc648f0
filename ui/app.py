"""Starting the desktop program: one shop, one window, faults shown, everything closed behind it."""

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from shopdesk import Refused, Shop, __version__, sample
from shopdesk.language import RESOURCES, leading
from shopdesk.practice_files import place_of, take_fresh
from shopdesk.refusals_of_files import InUse
from ui import ahead, background, dialogs, files, look, preferences, whereabouts
from ui.faults import Faults
from ui.garbage import Garbage
from ui.instance import Instance
from ui.preferences import Preferences
from ui.qt_words import speak
from ui.till import Till
from ui.window import Window

_SWITCH_SECONDS = 0.001
"""The worker lets the window go on so soon, each time that Qt asks Python for something: Python's
own five milliseconds, a hundred times while a page is painted, are what a person feels."""
REFUSED = 2
"""The exit status where no window could be worked in."""


class Seat(NamedTuple):
    """A shop to be opened, and who sits down at once; ``is_own`` is opened again next time, and
    ``backup`` takes its place before."""

    location: Path
    staff: str = ""
    pin: str = ""
    is_own: bool = False
    backup: Path | None = None


def default_shop() -> Path:
    """The shop that is opened where none is named: this computer's, else the user's own place."""
    own = preferences.load().shop
    return whereabouts.found(own) if own else whereabouts.data() / f"shop{files.SHOP}"


def application(chosen: Preferences | None = None) -> QApplication:
    """The program itself, with its name, its font, its icon and its look."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = QApplication.instance() or QApplication([sys.argv[0], "-style", "fusion"])
    assert isinstance(app, QApplication)
    app.setApplicationName("ShopDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("shopdesk")
    app.setWindowIcon(QIcon(str(RESOURCES / "desktop" / "shopdesk.svg")))
    look.install_font()
    chosen = chosen or preferences.load()
    look.apply(app, chosen.theme, chosen.size)
    return app


def open_window(
    location: Path | None = None, *, asks: bool = False, practises: bool = False
) -> int:
    """Open a shop in a window and work until it is closed; a new place begins with its first run.

    Where it ``practises``, its practice shop is opened, made first where there is none. Without a
    place it is this computer's shop. A second start brings the first window forward. A file that
    cannot be opened is refused; where ``asks`` the window says so and offers another.
    """
    language = leading(preferences.load().language or preferences.spoken())
    try:
        whereabouts.prepare(language)
    except Refused as refusal:
        if not asks:
            raise
        speak(application(), language)
        dialogs.tell(None, "ShopDesk", refusal.text(language))
        return REFUSED
    app = application()
    speak(app, language)
    faults = Faults(language)
    faults.install()
    garbage = Garbage()
    wanted: Seat | None = Seat(location or default_shop())
    try:
        if practises and wanted is not None:
            wanted = Seat(_practised(wanted.location))
        while (seat := wanted) is not None:
            try:
                wanted = _worked(app, seat, faults)
            except Refused as refusal:
                if not asks:
                    raise
                wanted = _another(seat, refusal)
    finally:
        garbage.stop()
        faults.remove()
    return 0


def _practised(real: Path) -> Path:
    """Where the practice shop of a shop lies; made first where there is none."""
    from shopdesk import practice  # with all it is made of

    place = place_of(real)
    if not place.exists():
        with Shop.open(real) as shop:
            practice.make(shop)
    return place


def _another(seat: Seat, refusal: Refused) -> Seat | None:
    """What to open instead of a file that cannot be; the same once more is no choice of a shop."""
    from ui.pages.unopened import instead

    other = instead(seat.location, refusal)
    if other is None or other == seat.location:
        return seat if other else None
    return Seat(other, is_own=True)


def _worked(app: QApplication, seat: Seat, faults: Faults) -> Seat | None:
    """Work in a shop until its window is closed; or what is to be opened instead then."""
    instance = Instance(seat.location)
    try:
        if not instance.take(lambda: _come_forward(app)):
            if not instance.call():
                raise InUse(faults.language, path=seat.location)
            return None
        take_fresh(seat.location)
        if not seat.location.exists():
            from ui.pages.first_run import begin

            chosen = begin(seat.location)
            if chosen is None:
                return None
            return Seat(chosen.location, chosen.staff, chosen.pin, not chosen.is_sample)
        if seat.backup is not None:
            from ui.pages import restore_form

            kept = preferences.load()
            spoken = kept.language or faults.language
            restore_form.between(seat.backup, seat.location, spoken, kept.size)
        return _work(app, seat, faults)
    finally:
        instance.release()


def _come_forward(app: QApplication) -> None:
    """Somebody started the program again: show them that it is here."""
    for window in app.topLevelWidgets():
        if isinstance(window, Window):
            window.raise_up()
        elif window.isVisible() and window.isWindow():
            window.raise_()
            window.activateWindow()


def _work(app: QApplication, seat: Seat, faults: Faults) -> Seat | None:
    """Work in a shop until its window is closed; what is to be opened after it, if anything."""
    following: list[Seat] = []
    with Shop.open(seat.location) as shop:
        till = _till(app, shop, seat, faults)
        window = Window(till)

        def go(location: Path, staff: str, pin: str) -> None:
            following.append(Seat(location, staff, pin, is_own=bool(staff)))
            window.close()

        till.elsewhere.connect(go)

        def bring_back(backup: Path) -> None:
            following.append(seat._replace(staff="", pin="", backup=backup))
            window.close()

        till.restore_wanted.connect(bring_back)
        window.fit_screen()
        window.show()
        soon = _soon(till, window, seat)
        _offer_own_shop(till, window)
        ahead.load(till)
        making = ahead.Ahead(till, window)
        from ui.daily import Daily  # the lock is there before it

        Daily(till)
        app.commitDataRequest.connect(window.end_session)
        app.exec()
        soon.stop()
        making.timer.stop()
        background.finish()  # nothing is written any more once the file is closed
    return following[0] if following else None


def _till(app: QApplication, shop: Shop, seat: Seat, faults: Faults) -> Till:
    """The seat at the counter; who has just begun the shop sits there already."""
    kept = preferences.load()
    if not preferences.file().exists():
        from ui import moving_out  # with backups and checks, which no other start waits for

        kept = moving_out.adopted(seat.location, kept)
    if seat.is_own:
        kept = preferences.changed(kept, shop=whereabouts.kept(seat.location))
    till = Till(shop, kept)

    def spoken() -> None:
        speak(app, till.language)
        faults.language = till.language

    spoken()
    till.remade.connect(spoken)
    faults.tell = lambda text: till.tell(text, "bad")
    if seat.staff:
        with suppress(Refused):  # whose PIN was changed signs in at the lock
            till.sign_in(seat.staff, seat.pin)
    return till


def _soon(till: Till, window: Window, seat: Seat) -> QTimer:
    """Once the window is there, whoever has just begun a shop gets the code to come back by."""
    soon = QTimer(till)
    if seat.pin and seat.is_own:
        soon.setSingleShot(True)
        soon.timeout.connect(lambda: _show_code(till, window, seat.pin))
        soon.start()
    return soon


def _show_code(till: Till, window: Window, pin: str) -> None:
    from ui.pages import recovery_form

    if till.signed_in is None:
        return
    recovery_form.first(till, window, pin)
    _ = till.say
    text = _(
        "The shop is open. Its tiers are the template's; names, limits and discounts are yours."
    )
    change = partial(till.go, "settings", section="ladder")
    till.tell(text, "note", offer=(_("Change the ladder…"), change))


def _offer_own_shop(till: Till, window: Window) -> None:
    """In the sample shop: say to whoever comes what it is, and how to begin one's own."""
    if not sample.is_sample(till.shop):
        return

    def begin() -> None:
        from ui.pages.own_shop_form import OwnShopForm

        OwnShopForm(till, window).filled()

    def offer() -> None:
        _ = till.say
        text = _("This is the sample shop: everything in it is invented.")
        till.tell(text, "note", offer=(_("Begin my own shop…"), begin))

    if till.signed_in is not None:
        offer()
    till.opened.connect(lambda: QTimer.singleShot(0, window, offer))
