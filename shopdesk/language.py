"""What the program says, in the languages a shop may choose.

English stands in the code; every other language is a catalogue in ``resources/locale``, offered
because it is there. A text is looked up in the language it is *for* (a member's voucher, an owner's
report), never in a global one: ``_ = translator(language)`` and then ``_("…")``. ``N_`` marks a
text that is looked up later. What a screen says may be wanted in two languages at once, as
``zh_CN+en``: then each text is that of the first and knows the second's (``InBoth``).
"""

import gettext
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_DOMAIN, _DEFAULT = "shopdesk", "zh_CN"
WRITTEN = "en"
"""What the texts stand in in the code, and whatever no catalogue has."""
_AND = "+"


def _there() -> tuple[str, ...]:
    found = {mo.parent.parent.name for mo in RESOURCES.glob(f"locale/*/*/{_DOMAIN}.mo")}
    return (_DEFAULT, WRITTEN, *sorted(found - {_DEFAULT, WRITTEN}))


LANGUAGES = _there()
"""The languages of screens and paper, the first one the default."""
TOGETHER = tuple(map(_AND.join, permutations(LANGUAGES, 2)))
"""Two languages at once, for screens alone."""


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools know
    """Mark a text for translation where it is written, to be looked up where it is shown."""
    return message


_OWN_NAME = N_("English")
"""A catalogue translates it by what its own language is called by those who speak it."""
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


class _English(gettext.NullTranslations):
    """The code's own texts, with quotes as they are typed: in a font for Chinese the others are as
    wide as a character, on the screen and on paper.
    """

    def gettext(self, message: str) -> str:
        return message.translate(_STRAIGHT)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return super().ngettext(msgid1, msgid2, n).translate(_STRAIGHT)


class InBoth(str):
    """A text of one language that knows the ``second`` one's; filled in it is of the first."""

    __slots__ = ("second",)
    second: str


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """What is not translated, or cannot be read, is in English."""
    english = _English()
    if language == WRITTEN:
        return english
    try:
        found = gettext.translation(_DOMAIN, RESOURCES / "locale", [language])
    except (OSError, ValueError, struct.error):
        return english
    found.add_fallback(english)
    return found


def translator(language: str) -> Callable[[str], str]:
    """Return the function that turns an English text of the code into ``language``."""
    first, _, second = language.partition(_AND)
    return _of_both(first, second) if second else _catalogue(first).gettext


@lru_cache
def _of_both(first: str, second: str) -> Callable[[str], str]:
    one, other = _catalogue(first).gettext, _catalogue(second).gettext

    def both(message: str) -> str:
        said = InBoth(one(message))
        said.second = other(message)
        return said

    return both


def plural(language: str) -> Callable[[str, str, int], str]:
    """Return ``ngettext`` for ``language``: one form for 1, another for any other count."""
    return _catalogue(leading(language)).ngettext


def leading(language: str) -> str:
    """The first of two languages at once; of one, itself."""
    return language.partition(_AND)[0]


def beside(language: str) -> str:
    """The language that stands beside another where there are two: English, or the default."""
    return _DEFAULT if language == WRITTEN else WRITTEN


def own_name(language: str) -> str:
    """What a language is called by those who speak it; its code where it does not say."""
    if language == WRITTEN:
        return _OWN_NAME
    said = _catalogue(language).gettext(_OWN_NAME)
    return language if said == _OWN_NAME else said


def in_either(language: str, name: str, name_en: str | None) -> str:
    """A name that may have an English one beside it, in a language; the shop's own word for it
    where neither is of that language."""
    return name_en or name if language == WRITTEN else name


def names_for(language: str, name: str, **facts: Mapping[str, str]) -> tuple[str, str]:
    """What a shop of a language calls what the program brings along, a text marked by ``N_``: in
    its own language (the default where that is English), and in English. ``facts`` are what the
    text is filled with, by language."""
    own = beside(language) if language == WRITTEN else language
    first, english = (
        translator(one)(name).format(**{fact: said[one] for fact, said in facts.items()})
        for one in (own, WRITTEN)
    )
    return first, english


def listed(parts: Sequence[str], joint: str, language: str) -> str:
    """Several things as one, the last two parted by ``joint``: ``a, b or c``.

    A Chinese joint stands apart from figures and Latin letters beside it: ``¥3,000 或 25 次``."""
    _ = translator(language)
    *before, last = parts or ("",)
    if not before:
        return last
    first = _(", ").join(before)
    if not joint.isascii():
        joint = " " * first[-1:].isascii() + joint.strip() + " " * last[:1].isascii()
    return first + joint + last
