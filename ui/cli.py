"""The command line: one word, one piece of work, one sentence when something is refused.

Without a word, or with a shop's file in its place, the window opens; behind ``--practice`` on the
practice shop of that.

Exit status: 0 done; 1 the work found faults (rejected rows, a failed check); 2 wrong use or
refused. Results go to stdout, progress and sentences to stderr.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from shopdesk import Refused
from shopdesk.language import N_
from ui import files, preferences, wrong_use
from ui.terminal import Terminal
from ui.wrong_use import WrongUse

DONE, FAULTS, REFUSED = 0, 1, 2
_SELF_TEST, _PRACTICE = "--self-test", "--practice"


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
        practises = given[:1] == [_PRACTICE]
        named = given[practises:]
        if not named or _is_shop(named):
            return _shown(terminal, named, asks=is_window, practises=practises)
        return _worked(terminal, given)
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


def _worked(terminal: Terminal, given: Sequence[str]) -> int:
    from ui.parser import parser  # with all it can do, which a window does not wait for

    options = parser(terminal, _SELF_TEST, _PRACTICE).parse_args(given)
    terminal.is_json = getattr(options, "json", False)
    return DONE if options.work(options, terminal) else FAULTS


# --- the window -------------------------------------------------------------------------------


def _is_shop(given: Sequence[str]) -> bool:
    """Whether this is one shop's file, there or still to be made, and no word."""
    only = given[0]
    if len(given) > 1 or "://" in only:
        return False
    return only.endswith(files.SHOP) or (Path(only).is_file() and not _is_word(only))


def _is_word(only: str) -> bool:
    from ui.words import WORDS

    return only in {word.name for word in WORDS}


def has_display() -> bool:
    """Whether a window can open; where Qt finds no display it ends the whole program."""
    if not sys.platform.startswith("linux"):
        return True
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in named)


def _shown(terminal: Terminal, given: Sequence[str], *, asks: bool, practises: bool) -> int:
    if not has_display():
        terminal.complain(
            terminal.say(N_("There is no display to open a window on. See shopdesk --help"))
        )
        return REFUSED
    from ui import lean  # before anything else of the window
    from ui.app import open_window

    lean.is_loaded()
    return open_window(Path(given[0]) if given else None, asks=asks, practises=practises)


def _tried() -> int:
    from ui import selftest

    return selftest.main()


# --- when something is wrong ------------------------------------------------------------------


def _logged_fault(terminal: Terminal, error: Exception) -> str:
    from ui import fault_log

    fault_log.write(error)
    _ = terminal.say
    sentence = _("ShopDesk made a mistake; what was saved before is safe. Details: {file}")
    return sentence.format(file=fault_log.log_file())
