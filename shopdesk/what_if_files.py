"""Changes to try, written in files: a ladder, and rules to add, to change or to close, as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shopdesk import giving, ladders, triggers
from shopdesk.ladders import Tier
from shopdesk.refusals_of_files import NoSuchFile, TermsUnreadable
from shopdesk.reward_rules import Limits
from shopdesk.what_if_terms import Rules

_INSTEAD, _CLOSE = "instead_of", "close"
"""What a rule of a file may say beside the words of ``rewards.add``: which one it is instead of, or
that one is closed."""


def ladder(file: Path, language: str) -> tuple[Tier, ...]:
    """The tiers that a file lists as they are stored, the lowest first; refuses what lists none."""
    try:
        return ladders.from_json(json.dumps(_read(file, language)))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise TermsUnreadable(language, path=file.name) from None


def rules(files: Iterable[Path], language: str) -> Rules:
    """The rules that files have, one or a list in each; refuses what has none.

    Each has the words of ``rewards.add``, triggers and rewards as they are stored; ``instead_of``
    names the rule that is changed to it. ``{"close": 3}`` closes one.
    """
    added: list[Mapping[str, Any]] = []
    changed: dict[int, Mapping[str, Any]] = {}
    closed: list[int] = []
    for file in files:
        found = _read(file, language)
        for one in found if isinstance(found, list) else [found]:
            try:
                words = _words(one)
                if _CLOSE in words:
                    closed.append(words[_CLOSE])
                elif _INSTEAD in words:
                    changed[words.pop(_INSTEAD)] = words
                else:
                    added.append(words)
            except (KeyError, TypeError, ValueError, AttributeError):
                raise TermsUnreadable(language, path=file.name) from None
    return Rules(added, changed, closed)


def _words(one: dict[str, Any]) -> dict[str, Any]:
    words = dict(one)
    if "trigger" in words:
        words["trigger"] = [triggers.from_json(each) for each in _several(words["trigger"])]
    if "reward" in words:
        words["reward"] = [giving.from_json(each) for each in _several(words["reward"])]
    if "limits" in words:
        words["limits"] = Limits(**words["limits"])
    return words


def _several(found: Any) -> Sequence[Any]:
    return found if isinstance(found, list) else [found]


def _read(file: Path, language: str) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError:
        raise NoSuchFile(language, path=file) from None
    except (ValueError, RecursionError):
        raise TermsUnreadable(language, path=file.name) from None
