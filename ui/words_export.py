"""The word with which everything leaves."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shopdesk import exports
from ui.arguments import with_json, with_shop
from ui.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """SHOP and DIR, a folder that is not there yet or is empty"""
    with_shop(parser)
    parser.add_argument("folder", metavar="DIR", type=Path)
    with_json(parser)


def export(options: Namespace, terminal: Terminal) -> bool:
    """Write everything into a folder: CSV files and one workbook."""
    with terminal.desk(options.shop) as desk:
        made = exports.make(desk, options.folder, progress=terminal.progress)
    ngettext = terminal.count
    for name, rows in made.rows.items():
        said = ngettext("{name}: {rows} row", "{name}: {rows} rows", rows)
        terminal.tell(said.format(name=name, rows=rows))
    terminal.tell(str(made.folder / exports.WORKBOOK))
    terminal.give({"folder": str(made.folder), "rows": made.rows})
    return True
