"""A form: fields, a sentence where something is refused, and two buttons. Nothing typed is lost."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from shopdesk import Refused, codes, lifting, money
from shopdesk.refusals import AmountRefused, CardMisread
from shopdesk.shop import PRACTICE
from ui import dialogs, help, help_topics, languages
from ui.look import BORDER, SMALLEST_SCREEN, dress, scaled
from ui.till import Till
from ui.widgets.parts import Part, button, column, label, picture, row, set_mood
from ui.widgets.pin_pad import PinField, is_pin
from ui.widgets.reading import step
from ui.widgets.scrolling import Snug
from ui.widgets.tips import tip


class Form(QDialog):
    """A form of the program's own. ``submit`` does the work; where it is refused the sentence is
    shown here and the form stays open. ``code_field`` takes a scan.

    It is never larger than the window it opens over: there the fields scroll, and its title, what
    was refused, the buttons and the ``foot``, which shows what they will do, stay in sight.
    ``leave`` is what the button says that leaves it, where that takes nothing back.
    ``kind`` is ``final`` where what is done cannot be taken back. The parts of a form that
    ``fills`` have the room that is left in it."""

    def __init__(
        self, till: Till, parent: QWidget | None, title: str, *parts: Part,
        submit: Callable[[], object], ok: str, kind: str = "primary", width: int = 460,
        foot: QWidget | None = None, code_field: QLineEdit | None = None, leave: str = "",
        fills: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        if parent is None:
            dress(self)
        self.till, self.submit, self.code_field = till, submit, code_field
        _ = till.say
        self.setWindowTitle(languages.both(title))
        over = parent.window().size() if parent is not None else SMALLEST_SCREEN
        self.most = over.expandedTo(SMALLEST_SCREEN) - BORDER
        self.setMinimumWidth(min(scaled(width, till.preferences.size), self.most.width()))
        self.said = label(wraps=True)
        set_mood(self.said, "bad")
        self.said.hide()
        self.ok = button(ok, self.try_it, kind)
        self.ok.setDefault(True)
        self.ok.setAutoDefault(True)
        self.leave = button(leave or _("Cancel"), self.reject)
        self.help = button(_("Ask a manager…"), self.ask_for_help, icon="lock")
        for made, key in ((self.ok, "F12"), (self.leave, "Esc"), (self.help, "Alt+M")):
            tip(made, key)
        self.help.hide()
        self.refusal: Refused | None = None
        self.helped: Callable[[], object] = self.try_it
        QShortcut(QKeySequence("F11"), self).activated.connect(till.lock_wanted)
        QShortcut(QKeySequence("F12"), self).activated.connect(self.ok.click)
        QShortcut(QKeySequence("Alt+M"), self).activated.connect(self.help.click)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        inside = QWidget()
        inside.setLayout(column(*parts, *([] if fills else [1]), space=14))
        self.body = Snug(inside)
        below = [foot] if foot is not None else []
        buttons = row(self.help, 1, self.leave, self.ok)
        head = [*marked(self, till), label(title, "title")]
        whole = column(*head, self.body, *below, self.said, buttons, space=14)
        layout.addLayout(whole)
        self._was_seen = False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Be as high as needed from the first sight: only now the letters have their sizes."""
        super().showEvent(event)
        if not self._was_seen:
            self._was_seen = True
            self.fit()

    def event(self, event: QEvent) -> bool:
        """Grow with what is said: Qt reckons with one line of a text that wraps."""
        is_relaid = event.type() == QEvent.Type.LayoutRequest
        done = super().event(event)  # which may be the form's last
        if is_relaid and self.layout() is not None:
            self._grow(self.height())
        return done

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab: on to what is read next, whatever was made anew meanwhile."""
        return step(self, is_next) or super().focusNextPrevChild(is_next)

    def _grow(self, least: int) -> None:
        """Be large enough for all of it to be seen, as far as there is room."""
        layout = self.layout()
        assert layout is not None
        width = min(max(self.width(), layout.totalMinimumSize().width()), self.most.width())
        height = min(layout.totalHeightForWidth(width), self.most.height())
        self.resize(width, max(least, height))

    def _make_room(self, least: int) -> None:
        """Grow by what was said: Qt would squeeze the fields instead."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._grow(least)

    def fit(self) -> None:
        """Be as high as what is shown now needs, neither more nor less."""
        inside = self.body.inside.layout()
        assert inside is not None
        inside.invalidate()  # or it goes by letters that had no size yet
        self.body.updateGeometry()
        self._make_room(0)

    def try_it(self) -> None:
        """Do what the form is for, or say what is wrong with it."""
        try:
            self.submit()
        except Refused as refusal:
            self.refuse(refusal.text(self.till.language))
            self.offer_help(refusal)
            return
        self.accept()

    def show_help(self) -> None:
        """F1: the help for this form, or away with it."""
        topic = help_topics.of_class(type(self)) or help_topics.ANY_FORM
        help.turn(self, self.till.spoken, topic, self.till.preferences.size)

    def offer_help(
        self, refusal: Refused | None, again: Callable[[], object] | None = None
    ) -> None:
        """Offer to ask somebody who may allow what was refused, where there is anybody; then the
        form is tried once more, or what was done beside it is done ``again``."""
        self.refusal, self.helped = None, again or self.try_it
        if refusal is not None and self.till.signed_in and lifting.who_may(self.till.desk, refusal):
            self.refusal = refusal
        self.help.setVisible(self.refusal is not None)

    def ask_for_help(self) -> None:
        """Ask for a PIN that allows it once; then it goes on as it stands."""
        from ui.lifting import allowed  # itself a form

        if self.refusal is None or (desk := allowed(self.till, self, self.refusal)) is None:
            return
        self.till.lifted, again = desk, self.helped
        self.said.hide()
        self.offer_help(None)
        again()

    def refuse(self, text: str) -> None:
        """Say what is wrong."""
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.show()
        self._make_room(self.height())

    def scanned(self, code: str) -> bool:
        """Take a scan where the form has a field for one; no voucher or receipt is meant for it."""
        if self._is_pin_typed(code):
            return True
        if codes.has_card_shape(code) and not codes.is_checked(code):
            self.refuse(CardMisread(self.till.language).text(self.till.language))
            return True
        if self.code_field is None or not self.takes(code):
            return False
        self.code_field.setText(code)
        return True

    def _is_pin_typed(self, code: str) -> bool:
        """Take digits that came as fast as a scan into the PIN that is being typed."""
        field = self.focusWidget()
        if not (isinstance(field, PinField) and is_pin(code)):
            return False
        field.insert(code)
        self.try_it()
        return True

    def takes(self, code: str) -> bool:
        """Whether a code belongs into the field for one."""
        return not (codes.has_voucher_shape(code) or codes.has_receipt_shape(code))

    def filled(self) -> bool:
        """Open the form; whether its work was done. What is allowed in it ends with it."""
        with self.till.lifted_by(None):
            return dialogs.show(self)


def marked(dialog: QDialog, till: Till) -> list[QWidget]:
    """In a practice shop: that in the dialog's own title, and a line of it to stand on top."""
    if not till.shop.known.is_practice:
        return []
    from ui.widgets.practice_banner import mark  # no other shop needs it

    dialog.setWindowTitle(f"{PRACTICE} · {dialog.windowTitle()}")
    return [mark()]


def amount_in(till: Till, field: QLineEdit) -> int:
    """The amount typed into a field, in minor units; refuses what is none."""
    try:
        return money.parse(field.text(), till.shop.settings.currency)
    except ValueError:
        raise AmountRefused(till.language, amount=field.text() or "–", at=field) from None


def whole_in(till: Till, field: QLineEdit) -> int:
    """The whole number typed into a field; refuses what is none."""
    try:
        return int(field.text().strip())
    except ValueError:
        raise AmountRefused(till.language, amount=field.text() or "–", at=field) from None


def hundredths_in(till: Till, field: QLineEdit) -> int:
    """The number with two decimals typed into a field, in hundredths; refuses what is none."""
    try:
        return money.parse(field.text(), "CNY")
    except ValueError:
        raise AmountRefused(till.language, amount=field.text() or "–", at=field) from None


def warning(text: str) -> QWidget:
    """A sentence that has to be seen before a form is finished."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    said = label(text, "note", wraps=True)
    sign = picture("bad", 20, colour=said.palette().color(QPalette.ColorRole.BrightText))
    layout.addLayout(row(column(sign, 1), said))
    said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made
