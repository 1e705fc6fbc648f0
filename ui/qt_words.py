"""What Qt says by itself: its buttons, menus and dialogs, in the language of the screen."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from shopdesk.language import N_, translator

_UNTOLD = {
    "&Look in:": N_("Look in:"),
    "Files of &type:": N_("Kind of file:"),
    "Page &Set:": N_("Which pages:"),
}
"""What Qt's own catalogues leave in English."""


class _Untold(QTranslator):
    """Says in our words what Qt has none for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.say = translator(language)

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """A text in the language, or nothing: an empty one would be taken for a translation."""
        return self.say(_UNTOLD[text]) if text in _UNTOLD else None

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """It has something to say."""
        return False


_installed: list[QTranslator] = []
"""What Qt's own texts are in now."""


def speak(app: QCoreApplication, language: str) -> None:
    """Let Qt's own buttons speak the language too."""
    while _installed:
        app.removeTranslator(_installed.pop())
    QLocale.setDefault(QLocale(language))
    qt = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = qt.load(QLocale(language), "qtbase", "_", folder)
    for one in (_Untold(language), *([qt] if found else [])):  # the last one is asked first
        app.installTranslator(one)
        _installed.append(one)
