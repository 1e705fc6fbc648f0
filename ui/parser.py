"""What the command line understands: its words, and one line for what it does not."""

import argparse
from typing import NoReturn

from shopdesk import __version__
from ui.terminal import Terminal
from ui.words import WORDS
from ui.wrong_use import WrongUse


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of ending the program with a page."""

    def error(self, message: str) -> NoReturn:
        raise WrongUse(self.prog, message)


def parser(terminal: Terminal, self_test: str, practice: str) -> argparse.ArgumentParser:
    """All words with what they take, explained in the terminal's language."""
    _ = terminal.say
    made = _Parser(
        prog="shopdesk", description=_("The membership desk of a small shop."),
        usage="shopdesk [--practice] [SHOP] | shopdesk WORD …",
        epilog=_("Without a word the window opens: on SHOP, else on the shop of this computer."),
    )  # fmt: skip
    made.add_argument(
        self_test, action="store_true", help=_("try the program itself and say how it went")
    )
    made.add_argument(
        practice, action="store_true",
        help=_("open the practice shop in the window: nothing in it is real"),
    )  # fmt: skip
    made.add_argument("--version", action="version", version=f"shopdesk {__version__}")
    words = made.add_subparsers(metavar="WORD", required=True, prog=made.prog)
    for word in WORDS:
        explained = _(word.explain)
        taught = words.add_parser(word.name, help=explained, description=explained)
        word.arguments(taught)
        taught.set_defaults(work=word.work)
    return made
