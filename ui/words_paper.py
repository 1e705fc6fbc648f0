"""The words that print: the sample shop, the month, vouchers, cards and the programme."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shopdesk import (
    Desk,
    Shop,
    clock,
    figures,
    logo,
    members,
    slips,
    targets,
    voucher_book,
    voucher_prints,
)
from shopdesk import demo as sample
from shopdesk import vouchers as book
from shopdesk.figures import MonthFigures, Rate
from shopdesk.inspection import Voucher
from shopdesk.language import LANGUAGES
from shopdesk.money import Money
from shopdesk.refusals import UnknownMember
from shopdesk.refusals_of_files import NothingToPrint
from ui import files, role_words
from ui.arguments import languages, month, with_json, with_shop
from ui.preferences import VOUCHERS
from ui.terminal import Terminal

TESTED = ("A4", "80", "58")
"""The papers that have a test page: those of ``reports.trial``."""
_DESIGN = "4"
"""How vouchers are laid out where it is not said."""


# --- the sample shop --------------------------------------------------------------------------


def demo_arguments(parser: ArgumentParser) -> None:
    """DIR [--language]"""
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])


def demo(options: Namespace, terminal: Terminal) -> bool:
    """Make the sample shop up to now, print its open vouchers and its last whole month."""
    terminal.speak(options.language)
    options.folder.mkdir(parents=True, exist_ok=True)
    made = sample.make(
        options.folder / f"demo{files.SHOP}", end=clock.system(), language=options.language,
        progress=terminal.progress,
    )  # fmt: skip
    with Shop.open(made.location) as shop:
        desk = shop.sign_in(made.staff[0].name, made.staff[0].pin)
        first = _last_whole_month(desk)
        vouchers_file = options.folder / "vouchers.pdf"
        issued = book.listed(desk, state="issued")
        _print_vouchers(desk, issued, vouchers_file, terminal)
        month_file = options.folder / f"month-{first:%Y-%m}.pdf"
        _print_month(desk, first, month_file, (options.language,))
    _tell_demo(made, (vouchers_file, month_file), terminal)
    return True


def _last_whole_month(desk: Desk) -> date:
    return (desk.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def _tell_demo(made: sample.Demo, paper: Sequence[Path], terminal: Terminal) -> None:
    _ = terminal.say
    lived = _("{members} members, {receipts} receipts and {vouchers} vouchers in two years.")
    terminal.tell(
        lived.format(
            members=f"{made.members:,}",
            receipts=f"{made.receipts:,}",
            vouchers=f"{made.vouchers:,}",
        )
    )
    for file in (made.location, *paper):
        terminal.tell(f"  {file}")
    terminal.tell(_("Who can sign in:"))
    for worker in made.staff:
        terminal.tell(f"  {worker.name}  {_(role_words.ROLES[worker.role])}  PIN {worker.pin}")


# --- the month --------------------------------------------------------------------------------


def report_arguments(parser: ArgumentParser) -> None:
    """YYYY-MM SHOP [--pdf] [--xlsx] [--language] [--json]"""
    parser.add_argument("month", metavar="YYYY-MM", type=month)
    with_shop(parser)
    parser.add_argument("--pdf", metavar="FILE", type=Path)
    parser.add_argument("--xlsx", metavar="FILE", type=Path)
    parser.add_argument("--language", metavar="zh_CN|en|zh_CN,en", type=languages)
    with_json(parser)


def report(options: Namespace, terminal: Terminal) -> bool:
    """A month's figures, in words, as JSON, on paper, in a workbook."""
    with terminal.desk(options.shop) as desk:
        targets.refuse_shops(desk.language, options.pdf, options.xlsx)
        spoken = options.language or languages(desk.language)
        found = figures.month(desk, options.month.year, options.month.month)
        if options.pdf:
            _print_month(desk, options.month, options.pdf, spoken)
        if options.xlsx:
            _save_month(desk, options.month, options.xlsx, spoken[0])
        _tell_month(desk, found, terminal)
    for file in (options.pdf, options.xlsx):
        if file:
            terminal.tell(str(file))
    terminal.give(as_json(found))
    return True


def _save_month(desk: Desk, first: date, file: Path, language: str) -> None:
    from reports import month as report_value
    from reports import month_xlsx

    value = report_value.month_report(desk, first.year, first.month)
    month_xlsx.xlsx(file, value, language=language)


def _print_month(desk: Desk, first: date, file: Path, spoken: Sequence[str]) -> None:
    from reports import month as report_value
    from reports import month_pdf

    value = report_value.month_report(desk, first.year, first.month)
    month_pdf.pdf(file, value, languages=spoken)


def _tell_month(desk: Desk, found: MonthFigures, terminal: Terminal) -> None:
    _ = terminal.say
    currency = desk.shop.settings.currency
    average = "–" if found.average_order is None else Money(found.average_order, currency)
    for name, value in (
        (_("Month"), found.month),
        (_("Sales"), Money(found.sales, currency)),
        (_("Orders"), found.orders),
        (_("Average order"), average),
        (_("Visits"), found.visits),
        (_("Active members"), found.active_members),
        (_("New members"), found.new_members),
        (_("Repurchase"), _rate(found.repurchase)),
        (_("Retention"), _rate(found.retention)),
        (_("Churn"), _rate(found.churn)),
        (_("Stored value owed: principal"), Money(found.stored_value.principal.closing, currency)),
        (_("Stored value owed: bonus"), Money(found.stored_value.bonus.closing, currency)),
    ):
        terminal.tell(f"{name}\t{value}")


def _rate(rate: Rate) -> str:
    return "–" if rate.rate is None else f"{float(rate.rate):.1%} ({rate.n}/{rate.of})"


def as_json(found: MonthFigures) -> dict[str, Any]:
    """The figures under their public names; rates as ``{"n", "of", "rate"}``."""
    values = asdict(found)
    for name in ("repurchase", "retention", "churn"):
        rate = getattr(found, name)
        exact = None if rate.rate is None else float(rate.rate)
        values[name] = {"n": rate.n, "of": rate.of, "rate": exact}
    return values


# --- vouchers and cards -----------------------------------------------------------------------


def vouchers_arguments(parser: ArgumentParser) -> None:
    """SHOP --pdf FILE [--rule] [--state] [--design] [--code128]"""
    with_shop(parser)
    parser.add_argument("--pdf", metavar="FILE", type=Path, required=True)
    parser.add_argument("--rule", metavar="NAME")
    parser.add_argument("--state", choices=voucher_book.STATES)
    parser.add_argument("--design", "--per-page", dest="design", choices=VOUCHERS, default=_DESIGN)
    parser.add_argument("--code128", action="store_true")


def vouchers(options: Namespace, terminal: Terminal) -> bool:
    """Print vouchers: those that can still be used, unless another state is asked for."""
    with terminal.desk(options.shop) as desk:
        targets.refuse_shops(desk.language, options.pdf)
        chosen = book.listed(desk, state=options.state or "issued", rule=options.rule)
        if not chosen:
            raise NothingToPrint(terminal.language)
        voucher_prints.record(desk, [one.id for one in chosen])
        pages = _print_vouchers(
            desk, chosen, options.pdf, terminal, design=options.design, has_bars=options.code128
        )
    ngettext = terminal.count
    said = ngettext(
        "{count} voucher: {file}", "{count} vouchers (pages: {pages}): {file}", len(chosen)
    )
    terminal.tell(said.format(count=f"{len(chosen):,}", pages=pages, file=options.pdf))
    return True


def _print_vouchers(
    desk: Desk, chosen: Sequence[Voucher], file: Path, terminal: Terminal, *,
    design: str = _DESIGN, has_bars: bool = False,
) -> int:  # fmt: skip
    from reports import voucher_designs

    settings = desk.shop.settings
    return voucher_designs.pdf(
        file, slips.of_vouchers(desk, chosen), design, shop_name=settings.name,
        shop_phone=settings.contact, logo=logo.of(desk), has_bars=has_bars,
        progress=terminal.progress,
    )  # fmt: skip


def cards_arguments(parser: ArgumentParser) -> None:
    """SHOP --pdf FILE MEMBER…"""
    with_shop(parser)
    parser.add_argument("members", metavar="MEMBER", nargs="+")
    parser.add_argument("--pdf", metavar="FILE", type=Path, required=True)


def cards(options: Namespace, terminal: Terminal) -> bool:
    """Print the cards of the members found by number, card or phone."""
    from reports import cards as paper

    with terminal.desk(options.shop) as desk:
        targets.refuse_shops(desk.language, options.pdf)
        found = [_one_member(desk, query) for query in options.members]
        chosen = [slips.of_member(desk, member_id) for member_id in found]
        pages = paper.pdf(options.pdf, chosen, shop_name=desk.shop.settings.name)
    ngettext = terminal.count
    said = ngettext("{count} card: {file}", "{count} cards (pages: {pages}): {file}", len(chosen))
    terminal.tell(said.format(count=f"{len(chosen):,}", pages=pages, file=options.pdf))
    return True


def _one_member(desk: Desk, query: str) -> int:
    found = members.find(desk, query, limit=1)
    if not found:
        raise UnknownMember(desk.language, member=query)
    return found[0].id


# --- the test page ----------------------------------------------------------------------------


def test_page_arguments(parser: ArgumentParser) -> None:
    """FILE [--paper]"""
    parser.add_argument("--paper", choices=TESTED, default=TESTED[0])
    parser.add_argument("file", metavar="FILE", type=Path)


def test_page(options: Namespace, terminal: Terminal) -> bool:
    """Write the test page of one kind of paper; it needs no shop."""
    from reports import trial

    targets.refuse_shops(terminal.language, options.file)
    trial.pdf(options.file, trial.About(), on=options.paper)
    terminal.tell(str(options.file))
    return True


# --- the programme ----------------------------------------------------------------------------

PROGRAMME = ("A4", "A3", "leaflet")
"""A poster of either size, or a leaflet."""


def programme_arguments(parser: ArgumentParser) -> None:
    """SHOP --pdf FILE [--as] [--language]"""
    with_shop(parser)
    parser.add_argument("--pdf", metavar="FILE", type=Path, required=True)
    parser.add_argument("--as", dest="form", choices=PROGRAMME, default=PROGRAMME[0])
    parser.add_argument("--language", choices=LANGUAGES)


def programme(options: Namespace, terminal: Terminal) -> bool:
    """Print the programme's rules, in the shop's language unless another is asked for."""
    from reports import programme as told
    from reports import programme_pdf

    with terminal.desk(options.shop) as desk:
        targets.refuse_shops(desk.language, options.pdf)
        found = told.of(desk, options.language or desk.shop.settings.language)
        if options.form == "leaflet":
            programme_pdf.leaflet(options.pdf, found)
        else:
            programme_pdf.poster(options.pdf, found, size=options.form)
    terminal.tell(str(options.pdf))
    return True
