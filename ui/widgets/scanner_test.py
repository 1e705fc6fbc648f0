"""Trying a scanner: what came of a code, how fast, how it ended, and what to do about it."""

import unicodedata
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from shopdesk import codes, text
from shopdesk.language import N_
from ui.scanner import FASTEST_TYPING, PAUSE, SHORTEST
from ui.widgets.parts import Field, cleared, label, picture, row, set_mood

_NO_END_MS = 700
"""Where so long nothing follows the last key, no Enter comes any more."""
_ENDS = {Qt.Key.Key_Return: "enter", Qt.Key.Key_Enter: "enter", Qt.Key.Key_Tab: "tab"}
_FASTEST_MS = round(FASTEST_TYPING * 1000)
_OF_GOODS = (8, 12, 13)
"""Digits of the codes on goods, whose last one checks the others."""


class Heard(NamedTuple):
    """The keys of one scan as they came, the milliseconds between them, and how it ended: by
    ``enter``, by ``tab`` or by nothing. ``is_composed`` where an input method had them first."""

    typed: str
    gaps_ms: tuple[int, ...]
    end: str
    is_composed: bool = False


class Finding(NamedTuple):
    """What is said of a scan: ``good``, worth knowing (``note``), to be mended (``bad``)."""

    mood: str
    sentence: str


def findings(heard: Heard) -> list[Finding]:
    """What is wrong with a scan and what to do; that all is well where nothing is."""
    code = text.scanned(heard.typed)
    found = [*_ended(heard), *_readable(heard, code), *_told_in_passing(heard, code)]
    if not any(one.mood == "bad" for one in found):
        all_well = N_("All is well: this scanner can be used as it is.")
        found.insert(0, Finding("good", all_well))
    return found


def _ended(heard: Heard) -> list[Finding]:
    if heard.end == "enter":
        return []
    if heard.end == "tab":
        said = N_("Tab came after the code, and not Enter. Set the scanner to send Enter (CR) by "
                  "a code in its manual.")  # fmt: skip
    else:
        said = N_("No Enter came after the code. Set the scanner to send Enter (suffix CR) by a "
                  "code in its manual.")  # fmt: skip
    return [Finding("bad", said)]


def _readable(heard: Heard, code: str) -> list[Finding]:
    if heard.is_composed:
        return [Finding("bad", N_(
            "An input method took the keys. Switch it to English (usually by Shift) and scan once "
            "more."
        ))]  # fmt: skip
    if not code.isascii() or not any(letter.isalnum() for letter in code):
        return [Finding("bad", N_(
            "Signs came that no code has: the scanner counts on another keyboard layout. Set the "
            "scanner, or this computer's keyboard, to English (US)."
        ))]  # fmt: skip
    if is_misread(code):
        return [Finding("bad", N_(
            "The character that checks the others does not fit. Scan once more; if it stays so, "
            "the scanner counts on another keyboard layout (Y and Z exchanged): set it to English "
            "(US)."
        ))]  # fmt: skip
    return []


def _told_in_passing(heard: Heard, code: str) -> list[Finding]:
    found = []
    if any(unicodedata.normalize("NFKC", sign) != sign for sign in heard.typed):
        found.append(Finding("note", N_(
            "The letters came full-width. ShopDesk reads them all the same; Shift+Space usually "
            "ends it."
        )))  # fmt: skip
    if _is_ours(code) and any(sign.islower() for sign in heard.typed):
        found.append(Finding("note", N_(
            "Capitals came as small letters: Caps Lock is on. ShopDesk reads them all the same."
        )))  # fmt: skip
    if max(heard.gaps_ms, default=0) > _FASTEST_MS:
        if _is_ours(code):
            found.append(Finding("note", N_(
                "The keys came slowly. ShopDesk's own codes are known by their form all the same; "
                "codes on goods are not: set the scanner to send without a delay."
            )))  # fmt: skip
        else:
            found.append(Finding("bad", N_(
                "The keys came as slowly as from a hand, so nobody could tell them from typing. "
                "Set the scanner to send without a delay between characters."
            )))  # fmt: skip
    return found


def _is_ours(code: str) -> bool:
    return (
        codes.has_card_shape(code) or codes.has_voucher_shape(code) or codes.has_receipt_shape(code)
    )


def is_misread(code: str) -> bool:
    """Whether a code that checks itself says that it is another one."""
    if codes.has_voucher_shape(code):
        return not codes.is_checked(code[: codes.VOUCHER_LENGTH])
    if _is_ours(code):
        return not codes.is_checked(code)
    if not code.isdigit() or len(code) not in _OF_GOODS:
        return False
    weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(code[-2::-1]))
    return (weighed + int(code[-1])) % 10 != 0


def kind(code: str) -> str:
    """What a code is, in a word."""
    if codes.has_card_shape(code):
        return N_("A membership card")
    if codes.has_voucher_shape(code):
        return N_("A voucher")
    if codes.has_receipt_shape(code):
        return N_("A receipt")
    if code.isdigit() and len(code) in _OF_GOODS:
        return N_("A code on goods")
    return N_("Another code")


class _Ear(Field):
    """The field that is scanned into: it keeps each key's moment, and the Enter to itself."""

    heard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.typed, self.gaps, self.last = "", list[int](), 0.0
        self.is_composed = False
        self.wait = QTimer(self)
        self.wait.setSingleShot(True)
        self.wait.setInterval(_NO_END_MS)
        self.wait.timeout.connect(self._unended)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take note of a key; the one that ends a scan goes no further."""
        end = _ENDS.get(Qt.Key(event.key()))
        if end and (self.typed or self.is_composed):
            event.accept()
            self.finish(end)
            return
        if event.key() == Qt.Key.Key_Backspace:
            self.forget()
        elif event.text().isprintable() and event.text():
            self._note(event)
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Tab too where keys came before it; by itself it goes on to the next field."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.wait.isActive()
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """Take note that the keys went through an input method."""
        self.is_composed = True
        self.wait.start()
        super().inputMethodEvent(event)

    def _note(self, event: QKeyEvent) -> None:
        now = event.timestamp() / 1000 if event.timestamp() else monotonic()
        if self.typed:
            if now - self.last > PAUSE:
                self.forget()
            else:
                self.gaps.append(round((now - self.last) * 1000))
        self.typed += event.text()
        self.last = now
        self.wait.start()

    def forget(self) -> None:
        """Begin anew."""
        self.typed, self.is_composed = "", False
        self.gaps.clear()
        self.wait.stop()

    def _unended(self) -> None:
        """Nothing followed: of a scan that is worth saying, not of a key that was tried."""
        is_fast = len(self.typed) >= SHORTEST and max(self.gaps) <= _FASTEST_MS
        if is_fast or self.is_composed:
            self.finish("")

    def finish(self, end: str) -> None:
        """Tell what was heard, and be empty for the next one."""
        said = self.typed or self.text()
        heard = Heard(said, tuple(self.gaps), end, self.is_composed)
        self.forget()
        self.clear()
        if said:
            self.heard.emit(heard)


class ScannerTest(QWidget):
    """*Scan any code now*: what came stands below, with what to do.

    ``say`` translates; ``taken`` is told by whoever swallowed the Enter of a scan.
    """

    def __init__(self, say: Callable[[str], str]) -> None:
        super().__init__()
        self.say = say
        _ = say
        self.heard: Heard | None = None
        self.ear = _Ear()
        self.ear.setPlaceholderText(_("Click here and scan any code"))
        self.ear.setAccessibleName(_("Scan any code now"))
        self.ear.heard.connect(self.show_heard)
        self.results = QVBoxLayout()
        self.results.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        hint = _("Scan any code now: on goods, a card, a receipt. Nothing is done with it.")
        layout.addWidget(label(hint, "soft", wraps=True))
        layout.addWidget(self.ear)
        layout.addLayout(self.results)

    def taken(self) -> bool:
        """A scan whose Enter went no further; whether it was meant for here."""
        if not self.ear.hasFocus():
            return False
        self.ear.finish("enter")
        return True

    def show_heard(self, heard: Heard) -> None:
        """Say what came, how fast, how it ended, and what follows from it."""
        _ = self.say
        self.heard = heard
        cleared(self.results)
        code = text.scanned(heard.typed)
        came = label(code, "large", wraps=True)
        came.setAccessibleName(code)
        self.results.addWidget(came)
        self.results.addWidget(label(self._how(heard, code), "soft", wraps=True))
        for found in findings(heard):
            said = label(_(found.sentence), wraps=True)
            set_mood(said, found.mood)
            line = row(picture(found.mood), said)
            line.setStretch(1, 1)
            self.results.addLayout(line)
        QTimer.singleShot(0, self, self._come_into_sight)  # once it is laid out

    def _come_into_sight(self) -> None:
        """Scroll what stands below the field into sight."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self)

    def _how(self, heard: Heard, code: str) -> str:
        _ = self.say
        ends = {
            "enter": _("then Enter"), "tab": _("then Tab"), "": _("then nothing"),
        }  # fmt: skip
        said = [_(kind(code)), _("length {count}").format(count=len(code))]
        if heard.gaps_ms:
            gap = max(heard.gaps_ms)
            said.append(_("at most {gap} ms between two keys").format(gap=gap))
        return " · ".join([*said, ends[heard.end]])

    def example(self) -> None:
        """Something worth a picture."""
        self.show_heard(Heard("6901234567892", (4,) * 12, ""))
