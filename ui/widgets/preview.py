"""What will be on paper, page by page, before it is: then printed, or saved as PDF.

``write`` makes the document on the worker; its bytes are kept here, so that what is saved or
printed is what was seen and nothing is left lying about.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from shopdesk.refusals import Refused
from ui import dialogs, files, folders, help, help_topics, languages, whereabouts
from ui.background import Progress
from ui.look import scaled
from ui.till import Till
from ui.widgets.choices import choices as choices_of
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import marked
from ui.widgets.parts import button, label, scrolled, set_mood
from ui.widgets.pdf_pages import ROLL, Pages, lie_of, paint, printers, sheet_of
from ui.widgets.scrolling import by_keys

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_LEAST = 320
"""Pixels of a sheet that is looked at, at least."""
_ROLL_SCALE = 1.6
"""Pixels for a point of a roll: its letters are as large as the window's."""

Write = Callable[[BinaryIO, Any, Progress], object]
"""``write(target, choice, progress)`` writes the PDF to a file that is open."""


class Preview(QDialog):
    """The pages of a document to leaf through, with *Print* and *Save as PDF*.

    ``choices`` are (words, value) between which the document can be made, such as how many
    vouchers a page, ``choice`` the first of them; what else it can be made by stands ``beside``,
    the last of it with the keys, and tells ``choose`` or ``make``. ``name`` is the file's name that
    is offered. ``kept`` writes down that it is put on paper, before it is; refused, it is not.
    """

    def __init__(
        self, till: Till, parent: QWidget, title: str, write: Write, *, name: str,
        choices: Sequence[tuple[str, Any]] = (), choice: Any = None,
        beside: Sequence[QWidget] = (), kept: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.till, self.write, self.name, self.kept = till, write, name, kept
        self.choice = choice
        self.pages: Pages | None = None
        self.place = 0
        self._round = 0
        _ = till.say
        self.setWindowTitle(languages.both(title))
        wide = 860 if beside else 760
        self.resize(min(scaled(wide, till.preferences.size), 980), 660)
        self.paper = label()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper.setMinimumSize(_LEAST, _LEAST)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.said = label(wraps=True)
        self.number = label(kind="soft")
        self.back = button("", self.show_previous, icon="back", name=_("Previous page"))
        self.next = button("", self.show_next, icon="next", name=_("Next page"))
        printing, saving = ("primary", "") if printers() else ("", "primary")
        self.save_button = button(_("Save as PDF…"), self.save, saving, icon="folder")
        self.print_button = button(_("Print…"), self.print, printing, icon="print")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        offered = choices_of(self, choices, self.choose)
        if choice in offered:
            offered[choice].setChecked(True)
        named = label(title, "title")
        layout.addWidget(FittedRow(named, 1, *beside, *offered.values(), spare=(named,)))
        for part in marked(self, till):
            layout.insertWidget(0, part)
        self.area = by_keys(scrolled(self.paper), _("Page"))
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.said)
        close = button(_("Close"), self.reject)
        deeds = (close, self.save_button, self.print_button)
        layout.addWidget(FittedRow(self.back, self.number, self.next, 1, *deeds))
        if choice in offered:
            offered[choice].setFocus()
        elif beside:
            beside[-1].setFocus()
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        self.say("")
        self.make()

    def show_help(self) -> None:
        """F1: the help for paper, or away with it."""
        topic = help_topics.of_class(Preview)
        help.turn(self, self.till.language, topic, self.till.preferences.size)

    def say(self, text: str, mood: str = "note") -> None:
        """Say something below the page; without a text, what there is to know about printing."""
        if not text and not printers():
            _ = self.till.say
            text = _(
                "No printer was found on this computer. Save it as PDF and print it elsewhere."
            )
        set_mood(self.said, mood)
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.setVisible(bool(text))

    # --- making it ---

    def choose(self, value: Any) -> None:
        """Make the document anew, another way."""
        if value != self.choice:
            self.choice, self.place = value, 0
            self.make()

    def make(self) -> None:
        """Write the document on the worker; what is on show stays until it is there."""
        self._round += 1
        asked, choice, write = self._round, self.choice, self.write

        def work(progress: Progress) -> tuple[int, bytes]:
            target = BytesIO()
            write(target, choice, progress)
            return asked, target.getvalue()

        self._start(work, self._made)

    def _start(self, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Work that belongs to whoever opened this: it may be closed before it ends."""
        self._busy(is_busy=True)
        job = self.till.background(self.parent() or self, work)
        job.progressed.connect(self._progressed)
        job.done.connect(done)
        job.ended.connect(self._ended)
        self.finished.connect(job.cancel)

    def _busy(self, *, is_busy: bool) -> None:
        self.bar.setRange(0, 0)
        self.bar.setVisible(is_busy)
        for one in (self.back, self.next, self.save_button, self.print_button):
            one.setEnabled(not is_busy)

    def _progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _ended(self) -> None:
        self._busy(is_busy=False)
        self._show_state()

    def _made(self, made: tuple[int, bytes]) -> None:
        asked, content = made
        if asked == self._round:
            self._close_pages()
            self.pages = Pages(content)
            self.draw()

    # --- looking at it ---

    def draw(self) -> None:
        """Show the page at its place, as large as there is room."""
        if self.pages is None:
            return
        ratio = self.paper.devicePixelRatioF()
        room = self.area.viewport().size() * ratio
        width, height = room.width(), room.height()
        wide, high = self.pages.size(self.place)
        if wide < ROLL:  # a roll is read at its own size, and scrolled
            width = min(width, round(wide * _ROLL_SCALE * ratio))
            height = round(high * width / wide)
        picture = QPixmap.fromImage(self.pages.fitting(self.place, width, height))
        picture.setDevicePixelRatio(ratio)
        self.paper.setMinimumHeight(round(height / ratio) if wide < ROLL else _LEAST)
        self.paper.setPixmap(picture)
        self._show_state()

    def _show_state(self) -> None:
        count = len(self.pages) if self.pages else 0
        _ = self.till.say
        words = _("Page {number} of {count}").format(number=self.place + 1, count=count)
        self.number.setText(words if count else _("Making the pages…"))
        self.paper.setAccessibleName(self.number.text())
        if self.save_button.isEnabled():
            self.back.setEnabled(self.place > 0)
            self.next.setEnabled(self.place + 1 < count)
            self.print_button.setEnabled(bool(printers()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the page as large as there is room now."""
        super().resizeEvent(event)
        self.draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Page up and down leaf, wherever the keys are."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps:
            self._leaf(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def show_previous(self) -> None:
        """Leaf back."""
        self._leaf(-1)

    def show_next(self) -> None:
        """Leaf on."""
        self._leaf(1)

    def _leaf(self, step: int) -> None:
        if self.pages is not None and 0 <= self.place + step < len(self.pages):
            self.place += step
            self.draw()

    # --- keeping it ---

    def save(self) -> None:
        """Write what is seen to a file of the user's choice."""
        from reports.files import write_whole

        _ = self.till.say
        name = whereabouts.documents() / f"{self.name}{files.PDF}"
        path = folders.save_as(_, self, _("Save as PDF"), name, files.PDF)
        if path is None or self.pages is None or not self._keep():
            return
        try:
            write_whole(path, self.pages.content)
        except Refused as refusal:
            self.say(refusal.text(self.till.language), "bad")
            return
        except OSError as error:
            why = files.not_written(self.till.language, error, path)
            self.say(why.text(self.till.language), "bad")
            return
        self.say(_("Saved as {file}.").format(file=path), "good")

    def _keep(self) -> bool:
        """Write down that it is put on paper; whether it may be."""
        try:
            if self.kept is not None:
                self.kept()
        except Refused as refusal:
            self.say(refusal.text(self.till.language), "bad")
            return False
        return True

    def print(self) -> None:
        """Ask for the printer, then print what is seen."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        pages = self.pages
        if pages is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(sheet_of(pages))
        printer.setPageOrientation(lie_of(pages))
        printer.setFullPage(True)
        printer.setDocName(self.name)
        asked = QPrintDialog(printer, self)
        asked.setMinMax(1, len(pages))
        if dialogs.show(asked):
            self.print_on(printer)

    def print_on(self, printer: "QPrinter") -> None:
        """Print the pages that were chosen, on the worker; leafing waits meanwhile."""
        pages = self.pages
        if pages is None or not self._keep():
            return
        first = max(1, printer.fromPage()) - 1
        last = min(printer.toPage() or len(pages), len(pages)) - 1

        def work(progress: Progress) -> None:
            paint(pages, printer, first, last, progress)

        self._start(work, self._printed)

    def _printed(self, _nothing: object) -> None:
        _ = self.till.say
        self.say(_("Sent to the printer."), "good")

    def _close_pages(self) -> None:
        if self.pages is not None:
            self.pages.close()
            self.pages = None

    def seen(self) -> None:
        """Open the preview."""
        dialogs.show(self)
