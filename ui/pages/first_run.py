"""The first run: what a new shop needs to know, in three calm steps; or the sample shop."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk import Desk, Refused, Shop, logo, settings
from shopdesk.ladder_terms import set_ladder
from shopdesk.ladders import template
from shopdesk.language import LANGUAGES, leading, translator
from ui import (
    dialogs,
    files,
    folders,
    help,
    help_topics,
    look,
    preferences,
    whereabouts,
)
from ui.languages import screens
from ui.pages.first_folders import FirstFolders
from ui.pages.first_ladder import LadderChoice
from ui.pages.first_points import PointsChoice
from ui.pages.first_sample import Sample, sample_beside
from ui.pages.first_shop import FirstShop
from ui.preferences import THEMES
from ui.widgets.parts import (
    Part,
    button,
    card,
    column,
    held,
    label,
    line,
    row,
    scrolled,
    set_mood,
)
from ui.widgets.scanner_test import ScannerTest
from ui.widgets.scrolling import edged


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the first run ends with: a shop, and who signs in at once (nobody where empty)."""

    location: Path
    staff: str = ""
    pin: str = ""
    is_sample: bool = False


def begin(location: Path) -> Chosen | None:
    """Ask what a new shop at ``location`` needs to know, and make it; nothing if that was left."""
    made = FirstRun(location)
    dialogs.show(made)
    return made.chosen


class FirstRun(QDialog):
    """Three steps, each with *Start now*: the shop, its ladder, this computer. Language and theme
    are applied as they are chosen, and nothing typed is lost."""

    def __init__(self, location: Path) -> None:
        super().__init__()
        look.dress(self)
        self.chosen: Chosen | None = None
        self.kept = preferences.load()
        self.spoken = self.kept.language or preferences.spoken()
        self.missing = location if self.kept.shop and not location.exists() else None
        self.shop = FirstShop(self.refuse, self.said_no_more)
        self.place = QLineEdit(str(location))
        self.ladder = LadderChoice(self._in_reading_order)
        self.points = PointsChoice()
        self.folders = FirstFolders(self)
        self.shop.currency.currentIndexChanged.connect(self._show_ladder)
        self.step = 0
        self.pages = QStackedLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.pages)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        self.resize(look.SMALLEST_SCREEN)
        self._build()

    # --- looks ---

    @property
    def language(self) -> str:
        """The shop's; on the screen there may be another beside it."""
        return leading(self.spoken)

    def _build(self) -> None:
        """Show the page in the language and look chosen now."""
        _ = translator(self.spoken)
        self.setWindowTitle("ShopDesk")
        self.said = label(wraps=True)
        set_mood(self.said, "bad")
        self.start_button = button(_("Start now"), self.start, "primary")
        self.start_button.setDefault(True)
        self.start_button.setAutoDefault(True)
        self.start_button.setMinimumWidth(200)
        self.scanner_test = ScannerTest(_)
        self.steps = QStackedWidget()
        for made in (
            _halves(*self.shop.cards(_, self.language)),
            column(self._tiers(), 1),
            _halves(column(self._file(), 1), self._scanner()),
        ):
            step = held(column(made, 1, space=0))
            self.steps.addWidget(edged(scrolled(step)))
        page = QWidget()
        page.setProperty("kind", "page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(12)
        inside.addLayout(self._head())
        inside.addLayout(self._names_of_steps())
        inside.addWidget(self.steps, 1)
        inside.addWidget(self.said)
        inside.addLayout(self._foot())
        self._show(page)
        self._show_ladder()
        self._say_what_is_missing()
        self.turn_to(self.step)

    def turn_to(self, step: int) -> None:
        """Show a step, with the keys where it begins; all of them keep what was typed."""
        self.step = step
        self.steps.setCurrentIndex(step)
        self.step_buttons[step].setChecked(True)
        self.next_button.setVisible(step + 1 < len(self.step_buttons))
        begins = (self.shop.name, self.ladder.buttons[self.ladder.template], self.scanner_test.ear)
        begins[step].setFocus()

    def _names_of_steps(self) -> QHBoxLayout:
        _ = translator(self.spoken)
        names = (_("1 Shop"), _("2 Ladder"), _("3 This computer"))
        self.step_buttons = [
            _toggle(name, step == self.step, partial(self.turn_to, step))
            for step, name in enumerate(names)
        ]
        _one_of(self, self.step_buttons)
        return row(*self.step_buttons, 1, space=6)

    def _in_reading_order(self) -> None:
        """The fields outlive the page's other parts, so Tab has to be told where they stand now."""
        head = self.toggles
        tiers = (*self.ladder.buttons.values(), *self.ladder.fields.values())
        ladder = (*tiers, *self.points.fields.values())
        foot = (self.sample_button, self.other_button, self.next_button, self.start_button)
        computer = (self.place, self.change, *self.folders.choosers(), self.scanner_test.ear)
        order = [*head, *self.step_buttons, *self.shop.parts(), *ladder, *computer, *foot]
        for one, following in pairwise(order):
            self.setTabOrder(one, following)

    def _head(self) -> QHBoxLayout:
        _ = translator(self.spoken)
        title = label(_("Welcome to ShopDesk"), "title")
        said = _("Your shop is one file on this computer. No network is needed.")
        below = label(said, "soft", wraps=True)
        offered = screens()[: len(LANGUAGES) + 1]  # of two at once, one way is enough here
        spoken = [
            _toggle(name, language == self.spoken, partial(self.prefer, language=language))
            for name, language in offered
        ]
        words = {"light": _("Light"), "dark": _("Dark")}
        looks = [
            _toggle(words[theme], theme == self.kept.theme, partial(self.prefer, theme=theme))
            for theme in THEMES
        ]
        self.toggles = [*spoken, *looks]
        for group in (spoken, looks):
            _one_of(self, group)
        made = row(
            column(title, below, space=2), row(*spoken, space=6), row(*looks, space=6), space=24
        )
        made.setStretch(0, 1)
        return made

    def _tiers(self) -> QWidget:
        _ = translator(self.spoken)
        templates = row(*self.ladder.buttons.values(), space=6)
        head = row(label(_("Members' tiers"), "heading"), templates, 1, space=24)
        return card(head, self.ladder, line(), self.points, 1, space=8)

    def _file(self) -> QWidget:
        _ = translator(self.spoken)
        self.place.setAccessibleName(_("Where the file is kept"))
        self.change = button(_("Change…"), self._choose_place, icon="folder")
        return card(
            label(_("Where the file is kept"), "heading"),
            row(self.place, self.change),
            *self.folders.parts(_),
        )

    def _scanner(self) -> QWidget:
        _ = translator(self.spoken)
        return card(label(_("Try the scanner"), "heading"), self.scanner_test, 1)

    def _foot(self) -> QHBoxLayout:
        _ = translator(self.spoken)
        is_there = sample_beside(Path(self.place.text())).exists()
        sample = _("Open the sample shop") if is_there else _("Load the sample shop")
        self.sample_button = button(sample, self.load_sample)
        self.other_button = button(_("Open an existing shop…"), self.open_other)
        self.next_button = button(_("Next"), lambda: self.turn_to(self.step + 1))
        ways = (self.sample_button, self.other_button, 1, self.next_button, self.start_button)
        return row(*ways)

    def _show(self, page: QWidget) -> None:
        """Show this page alone; the fields have moved over to it."""
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        while self.pages.count() > 1:
            if (old := self.pages.widget(0)) is not None:
                self.pages.removeWidget(old)
                old.hide()
                old.deleteLater()

    def _show_ladder(self) -> None:
        currency = self.shop.currency.currentData()
        self.ladder.tell(self.spoken, currency)
        self.points.tell(translator(self.spoken), self.language, currency)
        self._in_reading_order()

    def _say_what_is_missing(self) -> None:
        _ = translator(self.spoken)
        if self.missing is not None:
            text = _(
                "{path} is not there. Connect its disk and start again, open the file where it"
                " lies now, or begin a new shop."
            )
            self.refuse(text.format(path=self.missing))
        else:
            self.said.hide()

    def show_help(self) -> None:
        """F1: the help for beginning, or away with it."""
        help.turn(self, self.spoken, help_topics.of_class(type(self)), self.kept.size)

    def prefer(self, **values: str) -> None:
        """Another language or theme: kept, and seen at once."""
        help.close_all()
        self.kept = preferences.changed(self.kept, **values)
        self.spoken = self.kept.language or self.spoken
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, self.kept.theme, self.kept.size)
        from ui.qt_words import speak

        speak(app, self.language)
        self._build()

    # --- doing ---

    def refuse(self, text: str, field: QLineEdit | None = None) -> None:
        """Say what is wrong, and where."""
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.show()
        second = [*self.ladder.fields.values(), *self.points.fields.values()]
        for each in (*self.shop.asked(), self.place, *second):
            set_mood(each, "bad" if each is field else "")
            each.setAccessibleDescription(text if each is field else "")
        if field is not None:
            self.turn_to(2 if field is self.place else 1 if field in second else 0)
            field.setFocus()
            field.selectAll()
            once = Qt.ConnectionType.SingleShotConnection
            field.textEdited.connect(partial(self._mended, field), once)

    def _mended(self, field: QLineEdit, _text: str) -> None:
        """What was refused is being typed anew; the ladder and the points look at it themselves."""
        self.said_no_more()
        if field in (*self.shop.asked(), self.place):
            set_mood(field, "")
            field.setAccessibleDescription("")

    def said_no_more(self) -> None:
        """What was wrong is so no longer."""
        self.said.hide()

    def start(self) -> None:
        """Make the shop, or say what is still missing."""
        wrong = self._wrong()
        if wrong is not None:
            self.refuse(*wrong)
            return
        try:
            self.chosen = self._made()
        except Refused as refusal:
            self.refuse(refusal.text(self.language))
            return
        self.accept()

    def _wrong(self) -> tuple[str, QLineEdit] | None:
        _ = translator(self.spoken)
        if (wrong := self.shop.wrong(_)) is not None:
            return wrong
        if not self.place.text().strip():
            return _("Say where the file shall lie."), self.place
        return self.ladder.wrong() or self.points.wrong()

    def _made(self) -> Chosen:
        location = Path(self.place.text().strip()).expanduser()
        location = files.with_ending(location, files.SHOP)
        try:
            location.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.not_written(self.language, error, location) from None
        asked, owner, pin = self.shop, self.shop.owner.text(), self.shop.pin.text()
        shop = Shop.create(
            location, name=asked.name.text(), owner=owner, pin=pin,
            currency=asked.currency.currentData(), language=self.language,
            timezone=asked.zone.currentData(), ladder=self.ladder.template,
        )  # fmt: skip
        try:
            with shop:
                self._fill(shop.sign_in(owner, pin))
        except BaseException:
            location.unlink(missing_ok=True)
            raise
        return Chosen(location, owner, pin)

    def _fill(self, desk: Desk) -> None:
        """What a shop is not made with."""
        settings.edit(desk, phone=self.shop.phone.text(), **self.points.rates())
        if self.shop.logo is not None:
            logo.put(desk, self.shop.logo)
        if (tiers := self.ladder.tiers()) != template(self.ladder.template, self.language):
            set_ladder(desk, tiers)

    def _choose_place(self) -> None:
        _ = translator(self.spoken)
        chosen = folders.save_as(
            _, self, _("Where the file is kept"), self.place.text(), files.SHOP
        )
        if chosen is not None:
            self.place.setText(str(chosen))

    def open_other(self) -> None:
        """A shop that exists already: from another computer, from a backup."""
        _ = translator(self.spoken)
        found = folders.open_shop(self, _("Open an existing shop"), whereabouts.home())
        if found is not None:
            self.chosen = Chosen(found)
            self.accept()

    # --- the sample shop ---

    def load_sample(self) -> None:
        """Make the sample shop beside, unless it is there, and show who can sign in."""
        place = sample_beside(Path(self.place.text().strip()).expanduser())
        self.sample = Sample(self.spoken, place, opened=self._open_sample, left=self._build)
        self.pages.addWidget(self.sample)
        self.pages.setCurrentWidget(self.sample)
        self.sample.begin()

    def _open_sample(self, place: Path, staff: str, pin: str) -> None:
        self.chosen = Chosen(place, staff, pin, is_sample=True)
        self.accept()

    def reject(self) -> None:
        """Leave; what is being made is stopped first and leaves no file."""
        page = self.pages.currentWidget()
        if isinstance(page, Sample) and page.job is not None:
            page.stop()
        else:
            super().reject()

    def example(self) -> None:
        """Something worth a picture."""
        self.shop.example(self.language)


def _halves(left: Part, right: Part) -> QHBoxLayout:
    made = row(left, right, space=16)
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    return made


def _toggle(text: str, is_on: bool, chosen: Callable[[], object]) -> QPushButton:
    made = button(text, chosen, "small")
    made.setCheckable(True)
    made.setChecked(is_on)
    return made


def _one_of(parent: QWidget, buttons: list[QPushButton]) -> None:
    group = QButtonGroup(parent)
    for each in buttons:
        group.addButton(each)
