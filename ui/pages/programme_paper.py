"""The programme on paper: a poster for the wall or a leaflet to fold, in either language."""

from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from ui import languages
from ui.background import Progress
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.preview import Preview


class ProgrammePreview(Preview):
    """What the settings say, as customers may read it."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        _, desk = till.say, till.desk
        offered = [(name, code) for code, name in languages.names().items()]
        self.languages = choices(_("Language"), offered)
        self.spoken = till.shop.settings.language
        choose(self.languages, self.spoken)

        def write(target: BinaryIO, choice: Any, _progress: Progress) -> None:
            from reports import programme, programme_pdf

            told = programme.of(desk, self.spoken)
            if choice == "leaflet":
                programme_pdf.leaflet(target, told)
            else:
                programme_pdf.poster(target, told, size=choice)

        super().__init__(
            till, parent, _("The programme on paper"), write, name="programme", choice="A4",
            choices=[
                (_("Poster, A4"), "A4"), (_("Poster, A3"), "A3"), (_("Leaflet, folded"), "leaflet"),
            ],
            beside=(self.languages,),
        )  # fmt: skip
        self.languages.activated.connect(lambda _place: self._speak(self.languages.currentData()))

    def _speak(self, language: str) -> None:
        self.spoken = language
        self.make()
