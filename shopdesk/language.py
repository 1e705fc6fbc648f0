"""What the program says, in the languages a shop may choose.

English stands in the code; other languages come from ``resources/locale``. A text is looked up
in the language it is *for* (a member's voucher, an owner's report), never in a global one:
``_ = translator(language)`` and then ``_("…")``. ``N_`` marks a text that is looked up later.
"""

import gettext
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
LANGUAGES = ("zh_CN", "en")
"""The languages of screens and paper, the first one the default."""


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools know
    """Mark a text for translation where it is written, to be looked up where it is shown."""
    return message


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


class _English(gettext.NullTranslations):
    """The code's own texts, with quotes as they are typed: in a font for Chinese the others are as
    wide as a character, on the screen and on paper.
    """

    def gettext(self, message: str) -> str:
        return message.translate(_STRAIGHT)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return super().ngettext(msgid1, msgid2, n).translate(_STRAIGHT)


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return _English()
    return gettext.translation("shopdesk", RESOURCES / "locale", [language], fallback=True)


def translator(language: str) -> Callable[[str], str]:
    """Return the function that turns an English text of the code into ``language``."""
    return _catalogue(language).gettext


def plural(language: str) -> Callable[[str, str, int], str]:
    """Return ``ngettext`` for ``language``: one form for 1, another for any other count."""
    return _catalogue(language).ngettext


def in_either(language: str, name: str, name_en: str | None) -> str:
    """A name that may have an English one beside it, in a language."""
    return name_en or name if language == "en" else name


def listed(parts: Sequence[str], joint: str, language: str) -> str:
    """Several things as one, the last two parted by ``joint``: ``a, b or c``."""
    _ = translator(language)
    *before, last = parts or ("",)
    return _(", ").join(before) + (joint if before else "") + last
