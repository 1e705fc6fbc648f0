"""Receipts after a sale: printed, offered or neither; saved as PDF where no printer takes them.

All of it is done on the worker: a sale never waits for a printer, and never fails with one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path

from shopdesk import Desk, Refused, Shop, daybook, prints
from shopdesk.language import translator
from shopdesk.prints import Document
from shopdesk.top_ups import display_number as top_up_number
from ui import files, folders, printing
from ui.background import Progress
from ui.preferences import Preferences
from ui.printing import NotPrinted
from ui.till import Till

FOLDER = "receipts"
"""Beside the shop's file: what no printer took, by day."""
_FAILED = "printer that failed"
"""The till remembers of which printer it was said what to do: that is said once."""

Offer = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of a job: the printer that took it, or the ``file`` in its place.

    ``closed`` names the printer that would have opened the drawer and did not take it; ``is_last``
    says that the key for the last receipt prints this.
    """

    name: str
    printer: str
    file: Path | None = None
    closed: str = ""
    is_last: bool = False


# --- when -------------------------------------------------------------------------------------


def offer(till: Till, what: Document) -> Offer | None:
    """What the strip offers after a sale, a top-up or a refund, where this computer is to ask."""
    _ = till.say
    if till.preferences.receipts != "ask":
        return None
    is_receipt = what.refund_id is None and not what.is_top_up
    word = _("Print receipt") if is_receipt else _("Print the slip")
    return word, partial(print_one, till, what)


def after(till: Till, what: Document, *, cash: int) -> None:
    """What this computer does by itself after a sale, a top-up or a refund; ``cash`` came or went.

    Cash opens the drawer: the receipt goes to the printer whose driver does that, or, where none
    is printed now, a page of two lines does. Practice opens none.
    """
    chosen = till.preferences
    opening = chosen.drawer if cash and not till.shop.known.is_practice else ""
    if chosen.receipts == "always":
        _start(till, what, opening=opening, is_quiet=True)
    elif opening:
        _open_drawer(till, opening)


def print_one(till: Till, what: Document) -> None:
    """Print a receipt or a slip; anew where it was printed before."""
    _start(till, what, opening="", is_quiet=False)


def print_last(till: Till) -> None:
    """Print the last receipt of today at this till."""
    _ = till.say
    last = _last(till.desk)
    if last is None:
        till.add(_("No receipt was made at this till today."), "note")
    else:
        print_one(till, last)


def _last(desk: Desk) -> Document | None:
    found = daybook.last_at(desk)
    return None if found is None else Document(found)


def test(till: Till, paper: str, printer: str) -> None:
    """Print the test page of one kind of paper on a printer; empty is the system's usual one."""
    desk, drawer = till.desk, till.preferences.drawer
    made, name = till.moment(desk.now()), desk.shop.settings.name

    def work(_progress: Progress) -> Printed:
        from reports import trial

        target = BytesIO()
        trial.pdf(target, trial.About(name, printer, drawer, made), on=paper)
        return _put(desk, target.getvalue(), printer, paper=paper, name=f"test-{paper}")

    job = till.background(till, work)
    job.done.connect(partial(tell, till))
    job.ended.connect(job.deleteLater)


# --- on the worker ----------------------------------------------------------------------------


def _start(till: Till, what: Document, *, opening: str, is_quiet: bool) -> None:
    desk, chosen = till.attempt(lambda: till.desk), till.preferences
    if desk is None:
        return

    def work(_progress: Progress) -> Printed:
        paper, name = chosen.paper, _name(what)
        content = _drawn(desk, what, paper)
        if _would_open_the_drawer(desk, chosen):
            done = Printed(name, "", _saved(desk, content, name))
        else:
            done = _put(desk, content, chosen.printer, opening, paper=paper, name=name)
        return replace(done, is_last=what == _last(desk))

    job = till.background(till, work, refused=partial(_tell_refused, till))
    job.done.connect(partial(tell, till, is_quiet=is_quiet))
    job.ended.connect(job.deleteLater)


def _would_open_the_drawer(desk: Desk, chosen: Preferences) -> bool:
    """Whether paper of practice would open the drawer of the real shop: it becomes a PDF then."""
    return bool(
        desk.shop.known.is_practice
        and chosen.drawer
        and chosen.printer in ("", chosen.drawer)
    )  # fmt: skip


def _name(what: Document) -> str:
    number = top_up_number(what.id) if what.is_top_up else f"{what.id:06}"
    return number + (f"-back-{what.refund_id}" if what.refund_id is not None else "")


def _drawn(desk: Desk, what: Document, paper: str) -> bytes:
    """The PDF of a receipt or a slip, once it is written down that it is printed."""
    from reports import receipt, receipt_pdf, top_up_slip

    printed = prints.record(desk, what)
    made = top_up_slip if what.is_top_up else receipt
    if what.refund_id is None:
        slip = made.of_sale(desk, what.id, printed)
    else:
        slip = made.of_refund(desk, what.id, what.refund_id, printed)
    target = BytesIO()
    receipt_pdf.pdf(target, slip, on=paper)
    return target.getvalue()


def _put(
    desk: Desk, content: bytes, printer: str, opening: str = "", *, paper: str, name: str
) -> Printed:  # fmt: skip
    """Print on the printer that opens the drawer where one is to, else on the other, else save."""
    title = f"ShopDesk {name}"
    if opening:
        try:
            return Printed(name, printing.send(content, opening, paper=paper, title=title))
        except NotPrinted:
            pass
    try:
        taken = printing.send(content, printer, paper=paper, title=title)
        return Printed(name, taken, closed=opening)
    except NotPrinted as failed:
        return Printed(name, failed.printer, _saved(desk, content, name), closed=opening)


def folder_of(shop: Shop) -> Path:
    """Where today's receipts go that no printer took."""
    name = f"{FOLDER}-practice" if shop.known.is_practice else FOLDER
    return shop.location.parent / name / shop.today().isoformat()


def _saved(desk: Desk, content: bytes, name: str) -> Path:
    """Save a PDF under a name that no other has; refuses where the disk does not take it."""
    from reports.files import write_whole

    folder = folder_of(desk.shop)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file, count = folder / f"{name}{files.PDF}", 1
        while file.exists():
            count += 1
            file = folder / f"{name}-{count}{files.PDF}"
        write_whole(file, content, language=desk.language)
    except OSError as error:
        raise files.not_written(desk.language, error, folder) from None
    return file


def _open_drawer(till: Till, printer: str) -> None:
    """A page of two lines: the driver of that printer opens the drawer with every job."""
    desk, paper = till.desk, till.preferences.paper
    _ = translator(till.shop.settings.language)
    said = _("Cash drawer, till {till}, {time}")
    said = said.format(till=desk.till, time=till.moment(desk.now()))

    def work(_progress: Progress) -> bool:
        from reports import receipt_pdf

        target = BytesIO()
        names = {"shop": desk.shop.settings.name, "language": desk.shop.settings.language}
        receipt_pdf.drawer(target, said=said, on=paper, **names)
        try:
            printing.send(target.getvalue(), printer, paper=paper, title="ShopDesk")
        except NotPrinted:
            return False
        return True

    job = till.background(till, work)
    job.done.connect(partial(_tell_drawer, till, printer))
    job.ended.connect(job.deleteLater)


# --- what is said -----------------------------------------------------------------------------


def tell(till: Till, done: Printed, *, is_quiet: bool = False) -> None:
    """Say what became of a job; of a printer that failed once what to do about it."""
    _ = till.say
    if done.file is not None:
        _tell_saved(till, done, done.file)
        return
    if done.closed:
        _tell_drawer(till, done.closed, is_open=False)
    else:
        till.setProperty(_FAILED, None)
    if not is_quiet:
        said = _("{name} was sent to {printer}.")
        till.add(said.format(name=done.name, printer=done.printer), "note")


def _tell_saved(till: Till, done: Printed, file: Path) -> None:
    _, failed = till.say, done.printer or "-"
    said = _("{name} was saved as PDF.")
    if till.property(_FAILED) != failed:
        till.setProperty(_FAILED, failed)
        gone = _(
            "No printer: {name} is a PDF in {folder}. Settings, This computer, has the choice."
        )
        off = _("{printer} did not take {name}: it is a PDF in {folder}. Is it on?")
        again = _("{sentence} Ctrl+R: again.").format(sentence=off) if done.is_last else off
        said = again if done.printer else gone
    folder = f"{file.parent.parent.name}/{file.parent.name}"
    said = said.format(name=done.name, printer=done.printer, folder=folder)
    till.add(said, "note", offer=(_("Show folder"), partial(_show, file)))


def _show(file: Path) -> None:
    folders.show(file)


def _tell_refused(till: Till, refusal: Refused) -> None:
    _ = till.say
    said = _("No receipt was printed; what was recorded stands. {why}")
    till.add(said.format(why=refusal.text(till.language)), "bad")


def _tell_drawer(till: Till, printer: str, is_open: bool) -> None:
    _ = till.say
    if is_open:
        till.setProperty(_FAILED, None)
    elif till.property(_FAILED) != printer:
        till.setProperty(_FAILED, printer)
        said = _("The printer {printer}, which opens the drawer, did not answer. Use its key.")
        till.add(said.format(printer=printer), "note")
