"""The shop's logo from the command line: kept from a picture's file, or taken away."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shopdesk import logo
from ui.arguments import with_shop
from ui.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """SHOP FILE | --remove"""
    with_shop(parser)
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("file", metavar="FILE", type=Path, nargs="?")
    wanted.add_argument("--remove", action="store_true")


def keep(options: Namespace, terminal: Terminal) -> bool:
    """Keep a picture as the shop's logo, made small, or have none any more."""
    from ui.widgets.logo import normal  # with all that opens pictures

    with terminal.desk(options.shop) as desk:
        if options.remove:
            logo.remove(desk)
        else:
            logo.put(desk, normal(options.file, desk.language))
    _ = terminal.say
    text = _("The logo is removed.") if options.remove else _("The logo is kept in the shop.")
    terminal.tell(text)
    return True
