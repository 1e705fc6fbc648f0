"""About: which ShopDesk this is, whose work it stands on, and what support has to know."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from shopdesk import __version__
from shopdesk.shop import versions
from ui import folders, licences, whereabouts
from ui.pages.settings_part import Section, choices
from ui.till import Till
from ui.widgets.parts import Part, button, card, label, named, row


class AboutSection(Section):
    """The version, the licences, the file, and a text for support without any name."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.which = choices(_("Whose licence"), [(name, name) for name in licences.titles()])
        self.which.currentIndexChanged.connect(lambda _place: self.read())
        self.licences = QPlainTextEdit()
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setMinimumHeight(320)
        self.licences.setAccessibleName(_("Licences"))
        self.file = label(str(till.shop.location), wraps=True)
        self.file.setAccessibleName(_("File of the shop"))
        self.copy = button(_("Copy debug info"), self.copy_debug_info)
        self.folder = button(_("Open folder"), self.open_folder, icon="folder")
        self.read()
        self.build(
            _("About"),
            card(
                label(_("ShopDesk {version}").format(version=__version__), "heading"),
                label(_("The membership desk of a small shop. Nothing leaves this computer."),
                      "soft", wraps=True),
                label(" · ".join(f"{name} {value}" for name, value in built_of(till).items()),
                      "soft", wraps=True),
                named(_("File of the shop"), self.file),
                *self._portable(),
                row(self.folder, self.copy, 1),
                label(_("Debug info holds versions and sizes, no names."), "soft"),
            ),
            card(
                label(_("Licences"), "heading"), named(_("Whose licence"), self.which),
                self.licences,
            ),
            1,
        )  # fmt: skip

    def _portable(self) -> list[Part]:
        """Beside a portable program: that all it keeps is there."""
        _, own = self.till.say, whereabouts.portable()
        if own is None:
            return []
        self.own = label(str(own), wraps=True)
        said = _("Portable: {marker} is beside the program, so everything it keeps is here too.")
        said = said.format(marker=whereabouts.MARKER)
        return [
            named(_("Kept beside the program"), self.own, said.format(marker=whereabouts.MARKER))
        ]

    def read(self) -> None:
        """Show the licence that is chosen, whole."""
        self.licences.setPlainText(licences.text(self.which.currentData()))

    def copy_debug_info(self) -> None:
        """Put what support asks for where it can be pasted."""
        copy_debug_info(self.till)

    def open_folder(self) -> None:
        """Show where the shop's file is."""
        if not folders.show(self.till.shop.location.resolve()):
            _ = self.till.say
            text = _("The folder cannot be opened here. The file is {file}")
            self.till.tell(text.format(file=self.till.shop.location), "note")


def copy_debug_info(till: Till) -> None:
    """Put what support asks for where it can be pasted, and say so."""
    QGuiApplication.clipboard().setText(debug_info(till))
    _ = till.say
    till.tell(_("Copied. Paste it into your message."))


def built_of(till: Till) -> dict[str, str]:
    """What it runs on: versions of Python, Qt and SQLite, and the format of the shop's file."""
    sqlite, schema = versions(till.shop)
    return {
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "SQLite": sqlite,
        "Schema": f"{schema}",
    }


def debug_info(till: Till) -> str:
    """What helps to find a fault; neither the shop's name nor any path is in it."""
    kept = till.preferences
    facts = {
        "ShopDesk": __version__,
        "System": platform.platform(),
        **built_of(till),
        "Screen": f"{QGuiApplication.platformName()} {_screen()}",
        "Shop file": f"{till.shop.location.stat().st_size:,} bytes",
        "Language": f"{till.language} (shop {till.shop.settings.language})",
        "Look": f"{kept.theme} {kept.size} %",
        "Practice": "yes" if till.shop.known.is_practice else "no",
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items())


def _screen() -> str:
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}"
