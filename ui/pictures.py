"""Pictures of every page, unseen: for looking at the program where there is no screen.

python -m ui.pictures SHOP FOLDER [--page NAME]… [--language L]… [--theme T]… [--size WxH]…

Beside the pages of the rail there are ``lock`` and ``first_run``.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shopdesk import Shop, demo, staff
from shopdesk.language import LANGUAGES, TOGETHER, leading
from ui.preferences import THEMES, Preferences, changed, load

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.window import Window

SIZES = ("1280x800", "1024x728")
_CALM, _MOST_PASSES = 3, 40
"""Qt is let run until nothing has moved for so many turns, and at most so many."""


@dataclass(frozen=True, slots=True)
class View:
    """One picture: what of, in which language, look and size."""

    page: str
    language: str
    theme: str
    size: str

    def name(self) -> str:
        """The picture's file."""
        return f"{self.page}-{self.language}-{self.theme}-{self.size}.png"

    def resize(self, widget: "QWidget") -> None:
        """Give a window the picture's size."""
        width, height = (int(part) for part in self.size.split("x"))
        widget.resize(width, height)


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; they are named page-language-theme-size.png."""
    parser = argparse.ArgumentParser(prog="python -m ui.pictures")
    parser.add_argument("shop", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", action="append")
    parser.add_argument("--language", action="append", choices=(*LANGUAGES, *TOGETHER))
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--size", action="append")
    parser.add_argument("--percent", type=int, default=100)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        os.environ["SHOPDESK_CONFIG"] = own
        for file in pictures(chosen):
            print(file)
    return 0


def pictures(chosen: argparse.Namespace) -> Iterator[Path]:
    """Take every picture asked for, one after the other."""
    from PySide6.QtCore import qInstallMessageHandler

    from ui.app import application
    from ui.frame import PAGES

    qInstallMessageHandler(heard)
    app = application(Preferences(size=chosen.percent))
    wanted = chosen.page or [*(entry.name for entry in PAGES), "lock", "first_run"]
    views = [
        View(page, language, theme, size)
        for language in chosen.language or LANGUAGES
        for theme in chosen.theme or THEMES
        for size in chosen.size or SIZES
        for page in wanted
    ]
    taking = {"first_run": first_run}
    with Shop.open(chosen.shop) as shop:
        with_window = Windowed(shop)
        for view in views:
            changed(load(), language=view.language, theme=view.theme, size=chosen.percent)
            take: Callable[[QApplication, View], QWidget] = taking.get(view.page, with_window.shown)
            widget = take(app, view)
            file = chosen.folder / view.name()
            settled(app)
            if not widget.grab().save(str(file)):
                raise OSError(f"{file} cannot be written")
            if view.page in taking:
                widget.close()
                widget.deleteLater()
            yield file
        with_window.close()
    qInstallMessageHandler(None)


class Windowed:
    """The window, made once, and built anew for each picture."""

    def __init__(self, shop: Shop) -> None:
        from ui.till import Till

        self.till = Till(shop, load())
        self.owner = staff.owner_name(shop)
        self.pin = os.environ.get("SHOPDESK_PIN", demo.OWNER_PIN)
        self.window: Window | None = None

    def begun(self, app: "QApplication", view: View) -> "Window":
        """The window, built anew on a page."""
        from ui.basket import Basket
        from ui.qt_words import speak
        from ui.window import Window

        till = self.till
        till.preferences = load()
        till.speak()
        speak(app, leading(view.language))
        till.sign_in(self.owner, self.pin)
        window = self.window = self.window or Window(till)
        till.basket = Basket()
        window.begin_on(view.page if view.page != "lock" else "counter")
        view.resize(window)
        window.show()
        settled(app)
        return window

    def shown(self, app: "QApplication", view: View) -> "QWidget":
        """The same with something on the page that is worth a picture."""
        window = self.begun(app, view)
        if view.page == "lock":
            window.lock()
        else:
            shown = window.frame
            assert shown is not None
            shown.page.example()
        return window

    def close(self) -> None:
        """Close it behind the last picture."""
        if self.window is not None:
            self.window.close()


def first_run(app: "QApplication", view: View) -> "QWidget":
    """The first run, half filled in; whoever takes it lets go of it."""
    from ui import look
    from ui.pages.first_run import FirstRun
    from ui.qt_words import speak

    speak(app, leading(view.language))
    look.apply(app, view.theme, load().size)
    made = FirstRun(Path("/home/mei/ShopDesk/shop.shopdesk"))
    view.resize(made)
    made.example()
    made.show()
    return made


def settled(app: "QApplication") -> None:
    """Wait for what runs beside the window, until what was left is gone and all has its place: a
    part that becomes higher moves what is around it in a later turn, and that what is around it."""
    from PySide6.QtCore import QEvent, QRect

    from ui import background

    calm, places = 0, list[QRect]()
    for _pass in range(_MOST_PASSES):
        background.finish()
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        before, places = places, [one.geometry() for one in app.allWidgets()]
        calm = calm + 1 if places == before else 0
        if calm == _CALM:
            return


def heard(_kind: object, _where: object, text: str) -> None:
    """What Qt says; an unseen screen complains of being unseen."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
