"""The command line: one word, one piece of work, one sentence when something is refused.

Without a word, or with a shop's file in its place, the window opens.

Exit status: 0 done; 1 the work found faults (rejected rows, a failed check); 2 wrong use or
refused. Results go to stdout, progress and sentences to stderr.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from shopdesk import Refused, __version__
from shopdesk.language import N_
from ui import fault_log, files, preferences, wrong_use
from ui.terminal import Terminal
from ui.words import WORDS

DONE, FAULTS, REFUSED = 0, 1, 2
_SELF_TEST = "--self-test"


class WrongUse(Exception):  # noqa: N818 - no error of the program
    """The words given make no sense together."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of ending the program with a page."""

    def error(self, message: str) -> NoReturn:
        raise WrongUse(self.prog, message)


def main(arguments: Sequence[str] | None = None, *, is_window: bool = False) -> int:
    """Run the command line; returns the exit status.

    Where the program is started from a desktop (``is_window``) nobody reads a terminal: a shop
    that cannot be opened is said in a window of its own.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    terminal = Terminal(preferences.spoken())
    try:
        if given == [_SELF_TEST]:
            return _tried()
        if not given or _is_shop(given):
            return _shown(terminal, given, asks=is_window)
        options = _parser(terminal).parse_args(given)
        terminal.is_json = getattr(options, "json", False)
        return DONE if options.work(options, terminal) else FAULTS
    except Refused as refusal:
        terminal.complain(refusal.text(terminal.language))
    except WrongUse as wrong:
        prog, message = wrong.args
        _ = terminal.say
        said = _("{prog} was called in a way it does not know: {message}. See {prog} --help")
        why = wrong_use.said(message, terminal.language)
        terminal.complain(said.format(prog=prog, message=why))
    except BrokenPipeError:  # whoever read the result has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - until the end of the program
        return DONE
    except OSError as error:
        terminal.complain(str(files.not_written(terminal.language, error)))
    except KeyboardInterrupt:
        terminal.complain(terminal.say(N_("Stopped. Nothing half-done was kept.")))
    except Exception as error:  # what is left is our fault: it is logged, never shown
        terminal.complain(_logged_fault(terminal, error))
    return REFUSED


# --- the window -------------------------------------------------------------------------------


def _is_shop(given: Sequence[str]) -> bool:
    """Whether this is one shop's file, there or still to be made, and no word."""
    only = given[0]
    if len(given) > 1 or only in {word.name for word in WORDS} or "://" in only:
        return False
    return only.endswith(files.SHOP) or Path(only).is_file()


def has_display() -> bool:
    """Whether a window can open; where Qt finds no display it ends the whole program."""
    if not sys.platform.startswith("linux"):
        return True
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in named)


def _shown(terminal: Terminal, given: Sequence[str], *, asks: bool) -> int:
    if not has_display():
        terminal.complain(
            terminal.say(N_("There is no display to open a window on. See shopdesk --help"))
        )
        return REFUSED
    from ui import lean  # noqa: F401 - before anything else of the window
    from ui.app import open_window

    return open_window(Path(given[0]) if given else None, asks=asks)


def _tried() -> int:
    from ui import selftest

    return selftest.main()


# --- when something is wrong ------------------------------------------------------------------


def _logged_fault(terminal: Terminal, error: Exception) -> str:
    handler = fault_log.handler(fault_log.log_file)
    fault_log.LOG.addHandler(handler)
    fault_log.LOG.error(fault_log.report(error))
    fault_log.LOG.removeHandler(handler)
    handler.close()
    _ = terminal.say
    sentence = _("ShopDesk made a mistake; what was saved before is safe. Details: {file}")
    return sentence.format(file=fault_log.log_file())


def _parser(terminal: Terminal) -> argparse.ArgumentParser:
    _ = terminal.say
    parser = _Parser(
        prog="shopdesk", description=_("The membership desk of a small shop."),
        usage="shopdesk [SHOP] | shopdesk WORD …",
        epilog=_("Without a word the window opens: on SHOP, else on the shop of this computer."),
    )  # fmt: skip
    parser.add_argument(
        _SELF_TEST, action="store_true", help=_("try the program itself and say how it went")
    )
    parser.add_argument("--version", action="version", version=f"shopdesk {__version__}")
    words = parser.add_subparsers(metavar="WORD", required=True, prog=parser.prog)
    for word in WORDS:
        explained = _(word.explain)
        taught = words.add_parser(word.name, help=explained, description=explained)
        word.arguments(taught)
        taught.set_defaults(work=word.work)
    return parser
