"""What the command line says, where, and how it asks for a PIN."""

import codecs
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from shopdesk import Desk, Shop, staff
from shopdesk.language import plural, translator
from shopdesk.refusals import PinMissing
from ui.arguments import readable


class Terminal:
    """Speaks one language at a time; results to stdout, everything else to stderr."""

    def __init__(self, language: str) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # what it lacks is no reason to stop
        self.is_json = False
        self.speak(language)

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self.language = language
        self.say = translator(language)
        self.count = plural(language)

    def tell(self, text: str) -> None:
        """One line of the result, for people."""
        if not self.is_json:
            print(text)

    def give(self, result: Mapping[str, object]) -> None:
        """The result as one JSON object, for programs, where that was asked for."""
        if self.is_json:
            print(json.dumps(result, ensure_ascii=_must_be_ascii(), default=str))

    def complain(self, text: str) -> None:
        """One line that says what is wrong."""
        print(text, file=sys.stderr)

    def progress(self, done: int, total: int) -> None:
        """How far long work is, on one line, where someone is looking."""
        if sys.stderr.isatty() and total:
            end = "\n" if done >= total else ""
            print(f"\r{done * 100 // total:3} %", end=end, file=sys.stderr, flush=True)

    def pin(self) -> str:
        """The PIN, from SHOPDESK_PIN or asked for: never an argument, which others could read."""
        given = os.environ.get("SHOPDESK_PIN")
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise PinMissing(self.language)
        from getpass import getpass

        return getpass("PIN: ")

    @contextmanager
    def desk(self, location: Path, *, till: str = "1") -> Iterator[Desk]:
        """A shop opened, SHOPDESK_STAFF or its owner signed in; it is spoken to in its language."""
        with Shop.open(location) as shop:
            self.speak(shop.settings.language)
            name = os.environ.get("SHOPDESK_STAFF") or staff.owner_name(shop)
            yield shop.sign_in(readable(name), self.pin(), till=till)


def _must_be_ascii() -> bool:
    """Whether stdout does not speak UTF-8: what everyone reads alike is written there instead."""
    stream = sys.stdout
    if not isinstance(stream, TextIOWrapper) or codecs.lookup(stream.encoding).name == "utf-8":
        return False
    stream.reconfigure(encoding="ascii")
    return True
