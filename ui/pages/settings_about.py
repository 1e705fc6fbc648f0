"""About: which ShopDesk this is, whose work it stands on, and what support has to know."""

import platform
from importlib import metadata

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from shopdesk import __version__
from shopdesk.language import RESOURCES
from ui import folders, whereabouts
from ui.pages.settings_part import Section
from ui.till import Till
from ui.widgets.parts import Part, button, card, label, named, row

_PAPERS = ("LICENSE", "THIRD_PARTY.md")


class AboutSection(Section):
    """The version, the licences, the file, and a text for support without any name."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.licences = QPlainTextEdit(licences())
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setMinimumHeight(320)
        self.licences.setAccessibleName(_("Licences"))
        self.file = label(str(till.shop.location), wraps=True)
        self.file.setAccessibleName(_("File of the shop"))
        self.copy = button(_("Copy debug info"), self.copy_debug_info)
        self.folder = button(_("Open folder"), self.open_folder, icon="folder")
        self.build(
            _("About"),
            card(
                label(_("ShopDesk {version}").format(version=__version__), "heading"),
                label(_("The membership desk of a small shop. Nothing leaves this computer."),
                      "soft", wraps=True),
                named(_("File of the shop"), self.file),
                *self._portable(),
                row(self.folder, self.copy, 1),
                label(_("Debug info holds versions and sizes, no names."), "soft"),
            ),
            card(label(_("Licences"), "heading"), self.licences),
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


def debug_info(till: Till) -> str:
    """What helps to find a fault; neither the shop's name nor any path is in it."""
    kept = till.preferences
    facts = {
        "ShopDesk": __version__,
        "System": platform.platform(),
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "Screen": f"{QGuiApplication.platformName()} {_screen()}",
        "Shop file": f"{till.shop.location.stat().st_size:,} bytes",
        "Language": f"{till.language} (shop {till.shop.settings.language})",
        "Look": f"{kept.theme} {kept.size} %",
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items())


def _screen() -> str:
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}"


def licences() -> str:
    """ShopDesk's own licence and those of what it stands on."""
    return "\n\n".join(filter(None, map(_paper, _PAPERS)))


def _paper(name: str) -> str:
    """A text that is shipped beside the resources, or with the installed package."""
    beside = RESOURCES.parent / name
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    try:
        return metadata.distribution("shopdesk").read_text(f"licenses/{name}") or ""
    except metadata.PackageNotFoundError:
        return ""
