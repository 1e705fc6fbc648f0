"""Arguments that several words take."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from shopdesk.language import LANGUAGES, N_, translator
from ui import preferences


def wrong(sentence: str, **facts: str) -> ArgumentTypeError:
    """What is wrong with an argument, to whoever typed it: no shop is open yet to say how."""
    return ArgumentTypeError(translator(preferences.spoken())(sentence).format(**facts))


def shop_file(text: str) -> Path:
    """A shop's file; one on a server cannot be opened yet."""
    if "://" in text:
        raise wrong(N_("{text} is no file; give a *.shopdesk file"), text=text)
    return Path(text)


def readable(text: str) -> str:
    """What was typed, as text that can be kept; what is of another encoding is none."""
    return text.encode("utf-8", "replace").decode()


def day(text: str) -> date:
    """A day written ``2026-10-31``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong(N_("{text} is no day; write it like 2026-10-31"), text=text) from None


def month(text: str) -> date:
    """The first day of a month written ``2026-10``."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise wrong(N_("{text} is no month; write it like 2026-10"), text=text) from None


def languages(text: str) -> tuple[str, ...]:
    """One language, or two joined by a comma for paper that speaks both."""
    chosen = tuple(text.split(","))
    if len(chosen) > 2 or len(set(chosen)) < len(chosen) or set(chosen) - set(LANGUAGES):
        raise wrong(
            N_("{text} is not one or two of {languages}"), text=text, languages=",".join(LANGUAGES)
        )
    return chosen


def with_shop(parser: ArgumentParser) -> None:
    """SHOP."""
    parser.add_argument("shop", metavar="SHOP", type=shop_file)


def till(text: str) -> str:
    """The name of a till; one without a name is the first."""
    return readable(text).strip() or "1"


def with_till(parser: ArgumentParser) -> None:
    """Which till it is about; the first one where it is not said."""
    parser.add_argument("--till", metavar="TILL", type=till, default="1")


def with_json(parser: ArgumentParser) -> None:
    """One JSON object on stdout."""
    parser.add_argument("--json", action="store_true")
