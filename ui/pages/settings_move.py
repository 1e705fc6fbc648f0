"""Coming and leaving: files brought in and taken back, blank cards, everything taken along."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import card_stock, exports, imports
from shopdesk.exports import Exported
from shopdesk.imports import Import, Undone
from shopdesk.language import N_
from ui import dialogs, folders, whereabouts
from ui.background import Job, Progress
from ui.pages.settings_part import Section
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.heights import whole
from ui.widgets.parts import Part, button, card, label, row
from ui.widgets.table import Column, Table

KINDS = {
    "members": N_("Members"),
    "products": N_("Products"),
    "purchases": N_("Purchases"),
    "cards": N_("Cards"),
}


class MoveSection(Section):
    """What came in, what may come, and what leaves."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.saved: Path | None = None
        self.bring = {
            kind: button(_(words) + "…", partial(self.choose_file, kind))
            for kind, words in KINDS.items()
        }
        for kind, words in KINDS.items():
            self.bring[kind].setAccessibleName(_("Import: {what}").format(what=_(words)))
        self.table = self._make_table()
        self.undo_button = button(_("Undo…"), self.undo, "danger")
        self.undoing, self.leaving = Busy(), Busy()
        self.bind_button = button(_("Bind cards…"), self.bind, icon="add")
        self.reserve_button = button(_("Register blank cards…"), self.reserve)
        self.stock = label("", "soft", wraps=True)
        self.export_button = button(_("Export everything…"), self.export, "primary")
        self.move_button = button(_("Move to another computer…"), self.move_out)
        self.stop_button = button(_("Cancel"), self.stop, "small")
        self.folder = button(_("Open folder"), self.open_folder, icon="folder")
        for each in (self.stop_button, self.folder):
            each.hide()
        self.build(_("Import and export"), *self._cards(), 1)

    def _make_table(self) -> Table:
        _, till = self.till.say, self.till
        start = button(_("Import members"), partial(self.choose_file, "members"), icon="folder")
        start.setEnabled(self.may("imports.members"))
        table = Table(
            _("Imports so far"),
            [
                Column[Import](_("File"), lambda one: one.file),
                Column(_("What"), lambda one: _(KINDS[one.kind]), 100, is_spare=True),
                Column(_("When"), lambda one: till.moment(one.at), 160, is_whole=True),
                Column(_("By"), lambda one: one.staff, 110, is_spare=True),
                Column(_("Rows"), lambda one: f"{one.written:,}", 80, is_number=True),
                Column(_("State"), self._state, 130),
            ],
            empty=_("Nothing was imported yet."),
            action=start,
        )
        table.selected.connect(lambda _one: self._marked())
        return table

    def _cards(self) -> list[Part]:
        _ = self.till.say
        bring = _(
            "From Excel or another program: save the list as CSV or XLSX there. You see its "
            "columns first, then what would come of it; nothing is written before you say so. "
            "Members first, then products, then purchases."
        )
        frame = card(margin=1, space=0)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.table)
        blank = _("Printed beforehand: bind them one by one with a scanner, or import a list.")
        leave = _(
            "Members, receipts, balances, vouchers and products, as CSV for other programs and as "
            "one workbook. What was exported can be imported again. Take good care of it: it has "
            "everybody's name and phone."
        )
        whole_shop = _(
            "One folder with the shop's file, what this computer remembers (not its printers nor"
            " its till's name) and how to go on. From then on sell on the new computer only."
        )
        self.is_importer = self.may("imports.members")
        found: list[Part] = []
        if self.is_importer:
            found += [
                card(label(_("Import a list"), "heading"), label(bring, "soft", wraps=True),
                     _buttons(*self.bring.values())),
                label(_("Imports so far"), "heading"), frame,
                row(self.undo_button, self.undoing, 1),
                card(label(_("Cards"), "heading"), label(blank, "soft", wraps=True), self.stock,
                     _buttons(self.bind_button, self.reserve_button)),
            ]  # fmt: skip
        else:
            found.append(label(_("Your role may not import lists."), "note", wraps=True))
        if self.may("exports.make"):
            found.append(
                card(label(_("Export everything"), "heading"), label(leave, "soft", wraps=True),
                     _buttons(self.export_button),
                     label(_("Move to another computer"), "heading"),
                     label(whole_shop, "soft", wraps=True), _buttons(self.move_button),
                     row(self.leaving, self.stop_button, self.folder, 1))
            )  # fmt: skip
        return found

    def _state(self, one: Import) -> str:
        _ = self.till.say
        if one.undone_on is not None:
            return _("undone")
        if one.rejected:
            return _("{count} rejected").format(count=f"{one.rejected:,}")
        return _("all of it")

    def load(self) -> None:
        """Read which imports there were and how many blank cards are left."""
        if not self.is_importer:
            return
        _ = self.till.say
        self.table.show_again(imports.listed(self.till.desk))
        whole(self.table, most=12)
        self._marked()
        stock = card_stock.stock(self.till.desk)
        said = _("No blank cards are put aside.")
        if stock.reserved:
            said = _("Blank cards left: {left} of {all}; the next is {code}.")
        self.stock.setText(
            said.format(left=f"{stock.left:,}", all=f"{stock.reserved:,}", code=stock.next or "–")
        )

    def _marked(self) -> None:
        one = self.table.current
        self.undo_button.setEnabled(
            one is not None and one.undone_on is None and self.undoing.job is None
        )

    # --- coming ---

    def choose_file(self, kind: str) -> None:
        """Ask for a file and look at it."""
        from ui.pages.import_form import bring_in

        bring_in(self.till, self, kind)
        self.load()

    def undo(self) -> None:
        """Look at all that came of it, ask, then take an import back; where something of it was
        used, say what."""
        one, till, _ = self.table.current, self.till, self.till.say
        if one is None or self.undoing.job is not None:
            return
        desk = till.desk
        job = till.background(self, lambda _progress: imports.why_not(desk, one.id))
        self.undoing.follow(job, _("Looking whether it can be undone…"))
        self._marked()
        job.done.connect(lambda reason: self._ask(one, reason))
        job.ended.connect(self._marked)

    def _ask(self, one: Import, reason: str) -> None:
        till, _ = self.till, self.till.say
        if reason:
            text = _("This import cannot be undone any more: {reason}")
            till.tell(text.format(reason=reason), "bad")
            return
        text = _(
            "{file} goes again whole: members that came with it are closed and empty, receipts "
            "void, new products withdrawn and changed ones as before, cards unbound. The file can "
            "be imported anew."
        )
        if dialogs.ask(
            self.window(), _("Undo this import"), text.format(file=one.file), yes=_("Undo it"),
            no=_("Cancel"),
        ):  # fmt: skip
            self._take_back(one)

    def _take_back(self, one: Import) -> None:
        _, desk = self.till.say, self.till.desk

        def work(progress: Progress) -> Undone:
            return imports.undo(desk, one.id, progress=progress)

        job = self.till.background(self, work)
        self.undoing.follow(job, _("{file} is being undone…").format(file=one.file))
        self._marked()
        job.done.connect(self._taken_back)
        job.ended.connect(self.load)

    def _taken_back(self, done: Undone) -> None:
        _ = self.till.say
        text = _(
            "Undone. Members: {members}, receipts: {receipts}, products: {products}, "
            "cards: {cards}."
        )
        self.till.tell(text.format(
            members=f"{done.members:,}", receipts=f"{done.receipts:,}",
            products=f"{done.products + done.changed:,}", cards=f"{done.cards:,}",
        ))  # fmt: skip

    # --- cards ---

    def bind(self) -> None:
        """Bind cards, one member after the other."""
        from ui.pages.card_forms import BindForm

        BindForm(self.till, self).filled()
        self.load()

    def reserve(self) -> None:
        """Put a run of blank cards aside."""
        from ui.pages.card_forms import ReserveForm

        if ReserveForm(self.till, self).filled():
            self.load()

    # --- leaving ---

    def export(self) -> None:
        """Ask where to, then write everything beside the window."""
        _, till = self.till.say, self.till
        if self.leaving.job is not None:
            return
        now = till.desk.now().astimezone(till.shop.zone)
        kept = "".join(c for c in till.shop.settings.name if c.isalnum()) or "shop"
        name = whereabouts.documents() / f"{kept}-{now:%Y%m%d}"
        folder, desk = dialogs.save_as(self, _("Name of the new folder"), name, ""), till.desk
        if folder is None:
            return

        def work(progress: Progress) -> Exported:
            return exports.make(desk, folder, progress=progress)

        self._follow(till.background(self, work), _("Everything is being written…"), self._left)

    def move_out(self) -> None:
        """Ask where to, then write one folder for another computer beside the window."""
        from ui import moving_out

        _, till = self.till.say, self.till
        if self.leaving.job is not None:
            return
        safe = "".join(c for c in till.shop.settings.name if c.isalnum()) or "shop"
        name = whereabouts.documents() / f"ShopDesk-{safe}-{till.desk.today():%Y%m%d}"
        folder, desk = dialogs.save_as(self, _("Name of the new folder"), name, ""), till.desk
        if folder is None:
            return
        kept = till.preferences

        def work(progress: Progress) -> Path:
            return moving_out.write(desk, kept, folder, progress=progress)

        self._follow(till.background(self, work), _("Everything is being written…"), self._moved)

    def _moved(self, shop: Path) -> None:
        _ = self.till.say
        self.saved = shop
        self.folder.show()
        text = _("The shop is in {folder}. Its README says how to go on.")
        self.till.tell(text.format(folder=shop.parent))

    def _follow(self, job: Job, text: str, done: Callable[[Any], None]) -> None:
        self.leaving.follow(job, text)
        for each in (self.export_button, self.move_button):
            each.setEnabled(False)
        self.folder.hide()
        self.stop_button.show()
        job.done.connect(done)
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        for each in (self.export_button, self.move_button):
            each.setEnabled(True)
        self.stop_button.hide()

    def _left(self, made: Exported) -> None:
        _ = self.till.say
        self.saved = made.folder / exports.WORKBOOK
        self.folder.show()
        self.till.tell(_("Everything is in {folder}").format(folder=made.folder))

    def stop(self) -> None:
        """Leave it: no folder is there then."""
        if self.leaving.job is not None:
            self.leaving.job.cancel()

    def open_folder(self) -> None:
        """Show what was written."""
        _ = self.till.say
        if self.saved is not None and not folders.show(self.saved):
            text = _("The folder cannot be opened here. The file is {file}")
            self.till.tell(text.format(file=self.saved), "note")


def _buttons(*each: QWidget) -> FittedGrid:
    """Buttons side by side, or below each other where letters are large."""
    return FittedGrid(each, range(len(each), 0, -1), space=10, is_filled=False)
