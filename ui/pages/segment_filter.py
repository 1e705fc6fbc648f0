"""One filter of a segment as it is made: a fact, how it is compared, with what, over which days."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from shopdesk import categories, money, permissions, segment_words, tags
from shopdesk.day_words import MONTHS
from shopdesk.segments import EVER, TESTS, TRAITS, Filter
from shopdesk.traits import YEAR_DAYS
from ui import look
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.form import Form, amount_in, hundredths_in, whole_in
from ui.widgets.in_both import Check, add_choice
from ui.widgets.parts import Chooser, as_typed, button, field, row

WINDOWS = (7, 30, 60, 90, 180, YEAR_DAYS, EVER)
_LUNAR_MONTHS = 12
_LETTERS = 12
"""So many a choice of free words leaves room for at least; they may be long ones."""


class FilterRow(QWidget):
    """A filter in one row, with large letters in two; ``changed`` whenever it says another thing.

    A trait of another kind is compared in other ways, with a value of another kind.
    """

    def __init__(
        self, till: Till, one: Filter, changed: Callable[[], object],
        remove: Callable[["FilterRow"], object],
    ) -> None:  # fmt: skip
        super().__init__()
        _ = till.say
        self.till, self.changed = till, changed
        self.trait = choices(_("Which fact"), _traits(till))
        self.test = choices(_("How it is compared"), [])
        self.days = choices(_("Over which days"), [])
        for days in WINDOWS:
            self.days.addItem(segment_words.days_of(days, till.language), days)
        if self.days.findData(one.days) < 0:
            self.days.addItem(segment_words.days_of(one.days, till.language), one.days)
        for box in (self.trait, self.test, self.days):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.place = QVBoxLayout()
        self.place.setContentsMargins(0, 0, 0, 0)
        self.remove = button(
            "", lambda: remove(self), "plain", icon="close", name=_("Remove this condition")
        )
        self._lay_out()
        choose(self.trait, one.trait)
        self._chosen()
        choose(self.test, one.test)
        choose(self.days, one.days)
        self.value.show_value(one.value)
        self.trait.currentIndexChanged.connect(lambda _place: self._chosen())
        for box in (self.trait, self.test, self.days):
            box.currentIndexChanged.connect(lambda _place: self.changed())

    def _lay_out(self) -> None:
        first, second = row(self.trait, self.test, space=6), row(space=6)
        first.setStretch(0, 1)
        second.addLayout(self.place, 1)
        second.addWidget(self.days)
        second.addWidget(self.remove)
        top = Qt.AlignmentFlag.AlignTop  # a fault below the value moves nothing
        for one in (self.trait, self.test):
            first.setAlignment(one, top)
        for other in (self.days, self.remove):
            second.setAlignment(other, top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        if self.till.preferences.size < look.LARGE_LETTERS:
            whole = row(space=6)
            whole.addLayout(first)
            whole.addLayout(second, 1)
            layout.addLayout(whole)
        else:
            layout.addLayout(first)
            layout.addLayout(second)

    def _chosen(self) -> None:
        """Offer what goes with the trait."""
        _, name = self.till.say, self.trait.currentData()
        trait = TRAITS[name]
        self.test.blockSignals(True)
        self.test.clear()
        for test in TESTS[trait.kind]:
            add_choice(self.test, _(segment_words.TESTS[test]), test)
        self.test.blockSignals(False)
        while (item := self.place.takeAt(0)) is not None:
            gone: Any = item.widget()
            gone.hide()
            gone.deleteLater()
        self.value = _editor(self.till, name, self.changed)
        self.place.addWidget(self.value.widget)
        self.days.setVisible(trait.is_of_days)

    def filter(self) -> Filter:
        """What was chosen; refuses a number that is none."""
        days = self.days.currentData() if TRAITS[self.trait.currentData()].is_of_days else YEAR_DAYS
        return Filter(self.trait.currentData(), self.test.currentData(), self.value.read(), days)


def _traits(till: Till) -> list[tuple[str, object]]:
    """All that can be asked; the margin only of who is told what goods cost."""
    sees = permissions.sees_costs(till.desk)
    return [
        (till.say(name), code)
        for code, name in segment_words.NAMES.items()
        if sees or code != "margin"
    ]


# --- values -----------------------------------------------------------------------------------


class Editor:
    """A widget for a value of one kind: how it is shown, and how it is read."""

    def __init__(
        self, widget: QWidget, show: Callable[[Any], object], read: Callable[[], Any]
    ) -> None:
        self.widget, self.show_value, self.read = widget, show, read


def _editor(till: Till, name: str, changed: Callable[[], object]) -> Editor:
    trait = TRAITS[name]
    if trait.kind == "choice":
        return _several(till, name, changed)
    if trait.kind == "day":
        return _day(till, changed)
    offered = _offered(till, name)
    if offered is not None:
        return _one_of(till, offered, changed)
    if trait.kind == "text":
        return _word(till, changed)
    return _number(till, name, is_money=trait.is_money, changed=changed)


def _offered(till: Till, name: str) -> list[tuple[str, object]] | None:
    """What one value is chosen from, where it is no free one."""
    _, desk = till.say, till.desk
    if name == "birth_month":
        return [(_(month), number) for number, month in enumerate(MONTHS, 1)]
    if name == "lunar_birth_month":
        return [(f"{number}", number) for number in range(1, _LUNAR_MONTHS + 1)]
    if name == "months_to_birthday":
        near: list[tuple[str, object]] = [(_("this month"), 0), (_("next month"), 1)]
        return near + [(f"{number}", number) for number in range(2, len(MONTHS))]
    if name == "bought":
        return [(one.name, one.name) for one in categories.listed(desk)]
    if name == "tags":
        return [(one.name, one.name) for one in tags.in_use(desk)]
    if name == "consent":
        known = TRAITS[name].choices
        assert known is not None
        return [(segment_words.word_of(desk, name, c, till.language), c) for c in known(desk)]
    return None


def _one_of(
    till: Till, offered: Sequence[tuple[str, object]], changed: Callable[[], object]
) -> Editor:
    _ = till.say
    box = choices(_("With what"), offered)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    box.currentIndexChanged.connect(lambda _place: changed())
    return Editor(box, partial(choose, box), lambda: box.currentData() if box.count() else "")


def _word(till: Till, changed: Callable[[], object]) -> Editor:
    _ = till.say
    typed = field(_("With what"), _("A word of it"))
    typed.textChanged.connect(lambda _text: changed())
    return Editor(typed, typed.setText, lambda: typed.text().strip())


def _number(till: Till, name: str, *, is_money: bool, changed: Callable[[], object]) -> Editor:
    is_score = name == "mean_rating"
    _ = till.say
    typed: QLineEdit = field(_("With how much"), "0.00" if is_money else "0", digits=True)
    typed.setText("1")
    typed.textChanged.connect(lambda _text: changed())

    def show(value: int) -> None:
        currency = "CNY" if is_score else till.shop.settings.currency
        typed.setText(money.plain(value, currency) if is_money or is_score else f"{value}")

    def read() -> int:
        return (amount_in if is_money else hundredths_in if is_score else whole_in)(till, typed)

    return Editor(typed, show, read)


def _day(till: Till, changed: Callable[[], object]) -> Editor:
    _, today = till.say, till.desk.today()
    name = _("With which day")
    made = QDateEdit(QDate(today.year, today.month, today.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat("yyyy-MM-dd")
    made.setAccessibleName(name)
    made.lineEdit().setAccessibleName(name)
    made.dateChanged.connect(lambda _day: changed())

    def read() -> date:
        picked = made.date()
        return date(picked.year(), picked.month(), picked.day())

    return Editor(made, lambda on: made.setDate(QDate(on.year, on.month, on.day)), read)


# --- one or several of some -------------------------------------------------------------------


class Several:
    """A button that says which are chosen, and asks for others."""

    def __init__(self, till: Till, name: str, changed: Callable[[], object]) -> None:
        self.till, self.name, self.changed = till, name, changed
        self.chosen: tuple[str, ...] = ()
        self.button = Chooser()
        self.button.clicked.connect(lambda _on=False: self.choose())

    def show(self, value: tuple[str, ...]) -> None:
        """Have these chosen."""
        _, language = self.till.say, self.till.language
        self.chosen = tuple(value)
        words = [segment_words.word_of(self.till.desk, self.name, c, language) for c in self.chosen]
        said = _(", ").join(words) or _("Choose…")
        self.button.say(said)

    def choose(self) -> None:
        """Choose in a form of its own."""
        form = SeveralForm(self.till, self.button, self.name, self.chosen)
        if form.filled():
            self.show(form.chosen)
            self.changed()


def _several(till: Till, name: str, changed: Callable[[], object]) -> Editor:
    made = Several(till, name, changed)
    made.show(_codes(till, name)[:1])
    return Editor(made.button, made.show, lambda: made.chosen)


def _codes(till: Till, name: str) -> tuple[str, ...]:
    """All there are of a choice."""
    known = TRAITS[name].choices
    return known(till.desk) if known else tuple(one.name for one in categories.listed(till.desk))


class SeveralForm(Form):
    """All there are, each to be taken or not; ``chosen`` once the form is taken."""

    def __init__(self, till: Till, parent: QWidget, name: str, chosen: tuple[str, ...]) -> None:
        _, desk, codes = till.say, till.desk, _codes(till, name)
        codes += tuple(code for code in chosen if code not in codes)
        self.chosen = chosen
        self.boxes: dict[str, QCheckBox] = {}
        for code in codes:
            box = Check(as_typed(segment_words.word_of(desk, name, code, till.language)))
            box.setChecked(code in chosen)
            self.boxes[code] = box
        super().__init__(
            till, parent, _(segment_words.NAMES[name]), *self.boxes.values(), submit=self.take,
            ok=_("Choose these"), width=360,
        )  # fmt: skip

    def take(self) -> None:
        """These are they."""
        self.chosen = tuple(code for code, box in self.boxes.items() if box.isChecked())
