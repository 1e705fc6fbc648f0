"""The word for the rows behind a figure of the month, and for taking them away."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from shopdesk import behind, behind_files, behind_words, targets
from shopdesk.behind import Found, Row, Wanted
from shopdesk.money import Money
from shopdesk.shop import Desk
from ui.arguments import day, month, with_json, with_shop
from ui.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """YYYY-MM SHOP FIGURE [--day] [--csv] [--xlsx] [--json]"""
    parser.add_argument("month", metavar="YYYY-MM", type=month)
    with_shop(parser)
    parser.add_argument("figure", metavar="FIGURE", choices=tuple(behind.FIGURES))
    parser.add_argument("--day", metavar="YYYY-MM-DD", type=day)
    for kind in behind_files.KINDS:
        parser.add_argument(f"--{kind}", metavar="FILE", type=Path)
    with_json(parser)


def rows(options: Namespace, terminal: Terminal) -> bool:
    """The rows behind a figure of a month, in words, as JSON, and in files."""
    first, wanted = options.month, Wanted(options.figure, on=options.day)
    files = {kind: getattr(options, kind) for kind in behind_files.KINDS}
    with terminal.desk(options.shop) as desk:
        targets.refuse_shops(desk.language, *files.values())
        found = behind.rows(desk, first.year, first.month, wanted, most=None)
        _tell(desk, found, terminal)
        for kind, file in files.items():
            if file:
                _save(desk, first.year, first.month, wanted, kind, file)
    for file in filter(None, files.values()):
        terminal.tell(str(file))
    terminal.give({**asdict(found), "wanted": wanted._asdict()})
    return True


def _save(desk: Desk, year: int, month: int, wanted: Wanted, kind: str, file: Path) -> None:
    from reports.files import write_whole

    made = behind_files.export(desk, year, month, wanted, kind=kind)
    write_whole(file, made.content, language=desk.language)


def _tell(desk: Desk, found: Found, terminal: Terminal) -> None:
    def number(value: int) -> str:
        is_money = behind_words.is_money(found.wanted)
        return str(Money(value, desk.shop.settings.currency)) if is_money else f"{value:,}"

    def line(row: Row) -> str:
        who = row.name or "–"
        on = f"{row.on}" if row.on else "–"
        return "\t".join((on, who, behind_words.what(row, terminal.language), number(row.value)))

    for row in found.rows:
        terminal.tell(line(row))
    ngettext = terminal.count
    summary = ngettext("{count} row, together {sum}", "{count} rows, together {sum}", found.count)
    terminal.tell(summary.format(count=f"{found.count:,}", sum=number(found.value)))
