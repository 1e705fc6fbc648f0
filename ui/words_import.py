"""The words that bring other people's files in, and take an import back."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shopdesk import Desk, day_words, imports, tabular, twins
from shopdesk.import_job import ImportResult, Twin
from shopdesk.imports import Import
from shopdesk.language import N_
from shopdesk.money import Money
from ui.arguments import with_json, with_shop, wrong
from ui.terminal import Terminal

_SHOWN = 20
"""Rejected rows that are shown; the file of rejects has them all."""
_BRING: dict[str, Callable[..., ImportResult]] = {
    "members": imports.members,
    "products": imports.products,
    "purchases": imports.purchases,
    "cards": imports.cards,
}


def arguments(parser: ArgumentParser) -> None:
    """members|products|purchases|cards FILE SHOP and what is done with rows that do not fit"""
    parser.add_argument("kind", choices=tuple(_BRING))
    parser.add_argument("file", metavar="FILE", type=Path)
    with_shop(parser)
    parser.add_argument("--columns", metavar="THEIRS=OURS,…", type=_columns, default={})
    parser.add_argument("--create-members", action="store_true")
    parser.add_argument("--create-products", action="store_true")
    parser.add_argument("--update-products", action="store_true")
    parser.add_argument("--without-points", action="store_true")
    parser.add_argument("--duplicates", choices=tuple(twins.DONE), default="reject")
    parser.add_argument("--tiers", metavar="THEIRS=OURS,…", type=_columns, default={})
    parser.add_argument("--encoding", choices=tabular.ENCODINGS)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--rejects", metavar="FILE", type=Path)
    parser.add_argument("--skip-rejects", action="store_true")
    parser.add_argument("--again", action="store_true")
    with_json(parser)


def _columns(text: str) -> dict[str, str]:
    pairs = [pair.split("=") for pair in text.split(",") if pair]
    theirs = {pair[0].strip() for pair in pairs}
    if any(len(pair) != 2 for pair in pairs) or len(theirs) < len(pairs):
        raise wrong(N_("{text}: write it like 姓名=name,手机=phone"), text=text)
    return {their.strip(): ours.strip() for their, ours in pairs}


def bring_in(options: Namespace, terminal: Terminal) -> bool:
    """Import a file; a rejected row is a fault, and without --skip-rejects nothing is written."""
    with terminal.desk(options.shop) as desk:
        wanted: dict[str, Any] = {
            name: getattr(options, name)
            for name in ("columns", "dry_run", "skip_rejects", "again", "rejects", "encoding")
        }
        if options.kind == "members":
            wanted["duplicates"] = options.duplicates
            wanted["tiers"] = options.tiers
        if options.kind == "purchases":
            wanted["create_members"] = options.create_members
            wanted["create_products"] = options.create_products
            wanted["earns"] = not options.without_points
        if options.kind == "products":
            wanted["update"] = options.update_products
        result = _BRING[options.kind](desk, options.file, progress=terminal.progress, **wanted)
        _tell(result, desk.shop.settings.currency, options, terminal)
    terminal.give(asdict(result))
    return result.rejected_count == 0


def _tell(result: ImportResult, currency: str, options: Namespace, terminal: Terminal) -> None:
    _ = terminal.say
    for reject in result.rejected[:_SHOWN]:
        terminal.complain(_("row {row}: {reason}").format(row=reject.row, reason=reject.reason))
    if result.rejected_count > _SHOWN:
        more = _("… more rejected rows: {count}").format(count=result.rejected_count - _SHOWN)
        terminal.complain(more)
    if result.rejected_count and options.rejects:
        terminal.complain(_("All rejected rows: {file}").format(file=options.rejects))
    for twin in result.twins[:_SHOWN]:
        terminal.complain(_said_of(twin, terminal))
    ngettext = terminal.count
    wrote = ngettext(
        "{rows} row read, {written} written, {rejected} rejected",
        "{rows} rows read, {written} written, {rejected} rejected",
        result.rows,
    )
    if options.dry_run:
        wrote = ngettext(
            "{rows} row read, {written} would be written, {rejected} rejected",
            "{rows} rows read, {written} would be written, {rejected} rejected",
            result.rows,
        )
    elif result.rejected_count and not options.skip_rejects:
        wrote = ngettext(
            "{rows} row read, nothing written, {rejected} rejected",
            "{rows} rows read, nothing written, {rejected} rejected",
            result.rows,
        )
    terminal.tell(
        wrote.format(rows=result.rows, written=result.written, rejected=result.rejected_count)
    )
    if result.receipts:
        span = ngettext(
            "{receipts} receipt from {first} to {last}, {total} in all",
            "{receipts} receipts from {first} to {last}, {total} in all",
            result.receipts,
        )
        terminal.tell(
            span.format(
                receipts=result.receipts, first=result.first_on, last=result.last_on,
                total=Money(result.total, currency),
            )
        )  # fmt: skip
    if result.skipped or result.filled:
        there = _("Already here: {skipped} left out, {filled} filled in")
        terminal.tell(there.format(skipped=result.skipped, filled=result.filled))
    if result.created_members:
        terminal.tell(_("New members: {members}").format(members=result.created_members))
    if result.created_products:
        terminal.tell(_("New products: {products}").format(products=result.created_products))
    if result.changed_products:
        changed = _("Changed products: {products}")
        terminal.tell(changed.format(products=result.changed_products))


_BECAME = {
    "skipped": N_("row {row}: {name} (No. {number}) is here already: left out"),
    "filled": N_("row {row}: {name} (No. {number}) is here already: filled up"),
    "new": N_("row {row}: {name} (No. {number}) is here already: made once more"),
}


def _said_of(twin: Twin, terminal: Terminal) -> str:
    sentence = terminal.say(_BECAME[twin.done])
    return sentence.format(row=twin.row, name=twin.name, number=twin.number)


# --- undoing one ------------------------------------------------------------------------------


def undo_arguments(parser: ArgumentParser) -> None:
    """SHOP [NUMBER] [--json]"""
    with_shop(parser)
    parser.add_argument("number", metavar="NUMBER", type=int, nargs="?")
    with_json(parser)


def undo(options: Namespace, terminal: Terminal) -> bool:
    """Take an import back whole; without a number tell which ones there were."""
    with terminal.desk(options.shop) as desk:
        if options.number is None:
            _list(desk, imports.listed(desk), terminal)
        else:
            _take_back(desk, options.number, terminal)
    return True


def _list(desk: Desk, found: list[Import], terminal: Terminal) -> None:
    _, ngettext = terminal.say, terminal.count
    for one in found:
        at = day_words.moment(one.at, desk.shop.zone)
        written = ngettext("{rows} row", "{rows} rows", one.written).format(rows=one.written)
        state = _("undone") if one.undone_on else written
        terminal.tell(f"{one.id}\t{at}\t{one.kind}\t{one.file}\t{one.staff}\t{state}")
    if not found:
        terminal.tell(_("Nothing was imported yet."))
    terminal.give({"imports": [asdict(one) for one in found]})


def _take_back(desk: Desk, number: int, terminal: Terminal) -> None:
    done = imports.undo(desk, number, progress=terminal.progress)
    said = terminal.say(
        N_(
            "Undone. Members: {members}, receipts: {receipts}, products: {products}, "
            "cards: {cards}."
        )
    )
    terminal.tell(
        said.format(
            members=done.members, receipts=done.receipts, products=done.products + done.changed,
            cards=done.cards,
        )
    )  # fmt: skip
    terminal.give(asdict(done))
