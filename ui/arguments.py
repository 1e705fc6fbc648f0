"""Arguments that several words take."""

import argparse
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from shopdesk.language import LANGUAGES

if TYPE_CHECKING:
    from reports.month_pdf import Language


def shop_file(text: str) -> Path:
    """A shop's file; one on a server cannot be opened yet."""
    if "://" in text:
        raise argparse.ArgumentTypeError(f"{text} is no file; give a *.shopdesk file")
    return Path(text)


def month(text: str) -> date:
    """The first day of a month written ``2026-10``."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no month; write it like 2026-10") from None


def languages(text: str) -> tuple["Language", ...]:
    """One language, or two joined by a comma for paper that speaks both."""
    chosen = tuple(text.split(","))
    if not chosen or len(set(chosen)) < len(chosen) or set(chosen) - set(LANGUAGES):
        raise argparse.ArgumentTypeError(f"{text} is not one or two of {','.join(LANGUAGES)}")
    return cast("tuple[Language, ...]", chosen)


def with_shop(parser: ArgumentParser) -> None:
    """SHOP."""
    parser.add_argument("shop", metavar="SHOP", type=shop_file)


def with_json(parser: ArgumentParser) -> None:
    """One JSON object on stdout."""
    parser.add_argument("--json", action="store_true")
