"""A form that says as one types what it makes; or what is wrong, and in which field."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFrame, QLabel, QLineEdit, QWidget

from shopdesk import Refused, text
from shopdesk.refusals import TextRefused
from ui import look
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.marks import Marks, is_empty, quoted
from ui.widgets.parts import Part, card, column, held, label, set_mood
from ui.widgets.scrolling import Snug, by_keys, loose

_MOST_TOLD = 220
"""Pixels that what is told takes at most; the rest of it scrolls."""


class Editor(Form):
    """Whatever is typed is tried at once, by what saving does: nothing is refused only then.

    ``sentence`` reads the fields and says what they make. What is missing is said quietly; what is
    wrong is marked, its sentence beside it. Saving what is not whole yet goes to the field.
    """

    def __init__(
        self, till: Till, parent: QWidget | None, title: str, *parts: Part,
        submit: Callable[[], object], ok: str, **more: Any,
    ) -> None:  # fmt: skip
        self.marks = Marks()
        super().__init__(till, parent, title, *parts, submit=submit, ok=ok, **more)

    is_ready = False
    """Whether all fields are there and filled: what is said until then is nothing."""
    fault: Refused | None = None
    is_missing = False
    saved: Any = None
    """What was made or changed, once it is."""
    sentences: QLabel
    """What is said, by ``telling``; each form puts it where it fits."""
    name: QLineEdit

    def telling(self, till: Till, *more: QWidget, named: str = "") -> QFrame:
        """The place for what is said, as the foot of the form; ``more`` stands below it. It
        scrolls where letters are large, under the name of it."""
        _ = till.say
        self.sentences = loose(label(wraps=True))
        inside = held(column(self.sentences, *more, space=6))
        if till.preferences.size < look.LARGE_LETTERS:
            return card(inside, margin=12)
        told = by_keys(Snug(inside), named or _("What this says"))
        told.setMaximumHeight(_MOST_TOLD)
        told.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # no line jumps
        return card(told, margin=12)

    def sentence(self) -> str:
        """What the fields make, in words; refuses what cannot be said."""
        raise NotImplementedError

    def follow(self, *fields: QWidget) -> None:
        """Say it anew whenever one of these is changed."""
        for one in fields:
            if isinstance(one, QLineEdit):
                one.textChanged.connect(lambda _text: self.show_what_comes())
            elif isinstance(one, QComboBox):
                one.currentIndexChanged.connect(lambda _place: self.show_what_comes())
            elif isinstance(one, QDateEdit):
                one.dateChanged.connect(lambda _day: self.show_what_comes())
            elif isinstance(one, QCheckBox):
                one.toggled.connect(lambda _is_on: self.show_what_comes())

    def show_what_comes(self) -> None:
        """Say what the fields make, or why this cannot be."""
        if not self.is_ready:
            return
        said = ""
        try:
            said = self.sentence()
            self.trial()
        except Refused as refusal:
            why = self.is_wrong(refusal)
            self.sentences.setText("\n".join(filter(None, (said, why))))
            set_mood(self.sentences, "" if self.is_missing else "bad")
        else:
            self.is_right()
            set_mood(self.sentences, "")
            self.sentences.setText(said)

    def trial(self) -> None:
        """Refuse what only saving would refuse, such as a name that is missing or taken."""
        self.require_name()

    def require_name(self) -> None:
        """Refuse to go without a name, where only saving would."""
        if (name := self._name) is not None:
            text.kept(name.text(), self.till.language)

    @property
    def _name(self) -> QLineEdit | None:
        return getattr(self, "name", None)

    # --- what is wrong ---

    def is_right(self) -> None:
        """Nothing is wrong, as far as one can know."""
        self.fault = None
        self.marks.clear()
        self.said.hide()

    def is_wrong(self, refusal: Refused) -> str:
        """Mark the field that a refusal is about; what is to be said."""
        self.fault = refusal
        field = self.field_of(refusal)
        said = self.said_of(refusal, field)
        self.said.hide()
        self.is_missing = is_empty(field)
        if field is None or self.is_missing:
            self.marks.clear()
        else:
            self.marks.put(field, said)
        return said

    def said_of(self, refusal: Refused, field: QWidget | None) -> str:
        """The refusal in words; of a field that is empty, that it is missing."""
        if field is None or not is_empty(field):
            return refusal.text(self.till.language)
        _ = self.till.say
        return _("Still missing: {field}").format(field=field.accessibleName())

    def field_of(self, refusal: Refused) -> QWidget | None:
        """The field that a refusal is about: the one it was read from, or whose text it quotes; of
        a text that is missing the name."""
        at = refusal.facts.get("at")
        if isinstance(at, QWidget):
            return at
        if isinstance(refusal, TextRefused) and is_empty(self._name):
            return self._name
        return quoted(refusal, self.findChildren(QLineEdit))

    def try_it(self) -> None:
        """Save it, or go to what is missing or wrong."""
        if self.fault is None:
            super().try_it()
            return
        refusal, field = self.fault, self.field_of(self.fault)
        said = self.said_of(refusal, field)
        if field is not None:
            self.marks.put(field, said)
            field.setFocus()
            if isinstance(field, QLineEdit):
                field.selectAll()
            self.body.ensureWidgetVisible(field)
        self.refuse(said)
        self.offer_help(refusal)
