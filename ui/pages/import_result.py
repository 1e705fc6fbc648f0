"""What a try or an import came to: counts, rejected rows and why, what was here already."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk import day_words
from shopdesk.imports import ImportResult, ProductRow, Reject, Twin
from shopdesk.language import N_
from ui.till import Till
from ui.widgets.heights import whole
from ui.widgets.parts import button, column, label, row, set_mood
from ui.widgets.table import Column, Table

_BY = {
    "number": N_("by number"),
    "card": N_("by card"),
    "phone": N_("by phone"),
    "birthday": N_("by name and birthday"),
}
_BECAME = {
    "skipped": N_("left out"),
    "filled": N_("filled up"),
    "new": N_("made once more"),
}
_FATES = {
    "price": N_("Price changed"), "other": N_("Changed otherwise"), "new": N_("New"),
    "same": N_("Unchanged"),
}  # fmt: skip
"""What becomes of the product of a row, what asks for a look first."""
_IN_SIGHT = 6
"""Rows of a list that are in sight without scrolling it."""
_LISTED = 200
"""Rows that are listed; the file of rejects has them all."""


class Outcome(QWidget):
    """The counts in a sentence each, and below them what was listed."""

    def __init__(self, till: Till, save: Callable[[], object]) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.said = label("", "heading", wraps=True)
        self.more = label("", "soft", wraps=True)
        self.save = button(_("Save the rejected rows…"), save, icon="note")
        self.rejects = Table(
            _("Rejected rows"),
            [
                Column[Reject](_("Row"), lambda one: str(one.row), 70, is_number=True),
                Column(_("Why it is rejected"), lambda one: one.reason),
            ],
            empty=_("No row is rejected."),
        )
        self.twins = Table(
            _("Members who are here already"),
            [
                Column[Twin](_("Row"), lambda one: str(one.row), 70, is_number=True),
                Column(_("Is here already"), lambda one: f"{one.name} ({one.number})"),
                Column(_("Known"), lambda one: till.say(_BY[one.why]), 190),
                Column(_("Becomes"), lambda one: till.say(_BECAME[one.done]), 150),
            ],
            empty=_("Nobody is here already."),
        )
        self.products = Table(
            _("What becomes of the products"),
            [
                Column[ProductRow](_("Row"), lambda one: str(one.row), 70, is_number=True),
                Column(_("Product"), lambda one: one.name),
                Column(_("Becomes"), lambda one: till.say(_FATES[one.kind]), 150),
                Column(_("Price"), lambda one: _price(till, one), 190, is_number=True),
            ],
            empty=_("Nothing to show yet."),
        )
        inside = column(
            self.said, self.more, self.rejects, row(self.save, 1), self.twins, self.products,
            space=8,
        )  # fmt: skip
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)

    def show_result(self, result: ImportResult, *, has_rejects: bool) -> None:
        """Say what came of it."""
        self.said.setText(summary(self.till, result))
        is_good = bool(result.written) and not result.rejected_count
        set_mood(self.said, "good" if is_good else "note")
        details = list(_details(self.till, result))
        self.more.setText("\n".join(details))
        self.more.setVisible(bool(details))
        self.rejects.show_rows(result.rejected[:_LISTED])
        self.rejects.setVisible(bool(result.rejected))
        self.twins.show_rows(result.twins[:_LISTED])
        self.twins.setVisible(bool(result.twins))
        self.products.show_rows(sorted(result.product_rows, key=_looked_at)[:_LISTED])
        self.products.setVisible(bool(result.product_rows))
        for table in (self.rejects, self.twins, self.products):
            whole(table, most=_IN_SIGHT)
        self.save.setVisible(has_rejects)


def _looked_at(one: ProductRow) -> tuple[int, int]:
    return list(_FATES).index(one.kind), one.row


def _price(till: Till, one: ProductRow) -> str:
    _, after = till.say, till.money(one.after)
    if one.before in (None, one.after):
        return after
    return _("{before} → {after}").format(before=till.money(one.before), after=after)


def summary(till: Till, result: ImportResult) -> str:
    """How many rows were read, written and rejected."""
    _ = till.say
    counts = {
        name: f"{count:,}"
        for name, count in (
            ("rows", result.rows), ("written", result.written), ("rejected", result.rejected_count),
        )
    }  # fmt: skip
    ngettext = till.count
    said = ngettext(
        "{rows} row read, {written} written, {rejected} rejected",
        "{rows} rows read, {written} written, {rejected} rejected",
        result.rows,
    )
    if result.dry_run:
        said = ngettext(
            "{rows} row read, {written} would be written, {rejected} rejected",
            "{rows} rows read, {written} would be written, {rejected} rejected",
            result.rows,
        )
    return said.format(**counts)


def _details(till: Till, result: ImportResult) -> list[str]:
    _ = till.say
    said = []
    if result.created_members:
        new = _("New members: {members}")
        said.append(new.format(members=f"{result.created_members:,}"))
    if result.created_products:
        new = _("New products: {products}")
        said.append(new.format(products=f"{result.created_products:,}"))
    if result.changed_products:
        changed = _("Changed products: {products}")
        said.append(changed.format(products=f"{result.changed_products:,}"))
    if result.receipts:
        ngettext = till.count
        span = ngettext(
            "{receipts} receipt from {first} to {last}, {total} in all",
            "{receipts} receipts from {first} to {last}, {total} in all",
            result.receipts,
        )
        days = {"first": result.first_on, "last": result.last_on}
        said.append(span.format(
            receipts=f"{result.receipts:,}", total=till.money(result.total),
            **day_words.spoken(days, till.language),
        ))  # fmt: skip
    if result.skipped or result.filled:
        there = _("Already here: {skipped} left out, {filled} filled in")
        said.append(there.format(skipped=f"{result.skipped:,}", filled=f"{result.filled:,}"))
    brought = result.brought
    if brought.get("points") or brought.get("owed"):
        text = _("Points they bring along: {points}; points they owe: {owed}")
        points, owed = brought.get("points", 0), brought.get("owed", 0)
        said.append(text.format(points=f"{points:,}", owed=f"{owed:,}"))
    if brought.get("principal") or brought.get("bonus"):
        text = _("Stored value they bring along: {principal}, and {bonus} of bonus")
        money = {name: till.money(brought.get(name, 0)) for name in ("principal", "bonus")}
        said.append(text.format(**money))
    if result.rejected_count and result.dry_run and not result.written:
        said.append(_("Mend the rejected rows, or choose to import the good ones."))
    return said
