"""The languages by their own names, as every speaker finds theirs, and both at once on a screen."""

from functools import cache

from shopdesk.language import LANGUAGES, TOGETHER, InBoth, beside, own_name

_LONGEST = 24
"""Characters of a text that is shown in both: a longer one is a sentence."""
_FILLED = "{"
_ENDS = (".", "。", "?", "？", "!", "！", ":", "：")


@cache
def names() -> dict[str, str]:
    """What each language is called."""
    return {language: own_name(language) for language in LANGUAGES}


def screens() -> list[tuple[str, str]]:
    """What a screen can be in, as (name, code): each language, and two at once."""
    together = [(joined(tuple(code.split("+"))), code) for code in TOGETHER]
    return [*((name, code) for code, name in names().items()), *together]


def pair(first: str) -> tuple[str, str]:
    """A language, and the one that stands beside it."""
    return (first, beside(first))


def joined(languages: tuple[str, ...]) -> str:
    """Several languages as one choice: ``简体中文 + English``."""
    return " + ".join(map(own_name, languages))


def second(text: str) -> str:
    """What a text is in the other language of a screen that has two; else nothing."""
    return text.second if isinstance(text, InBoth) and text != text.second else ""


def both(text: str, between: str = " ") -> str:
    """A short text in both languages of a screen that has two: ``收银台 Counter``. Everything else
    is as it is: sentences, and what was filled in."""
    if not isinstance(text, InBoth) or text == text.second:
        return text
    first, second = text.removesuffix("…"), text.second
    are_short = max(len(first), len(second)) <= _LONGEST
    if not are_short or _FILLED in text or "\n" in text or text.endswith(_ENDS):
        return text
    return f"{first}{between}{second}"
