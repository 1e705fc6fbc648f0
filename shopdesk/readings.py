"""pypinyin's readings of single characters, loaded without its phrases.

A name is read character by character: the phrases would be two thirds of what is loaded, and of the
wait for it, and read by nobody.
"""

import os

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")


def syllable(character: str) -> str:
    """The usual reading of a character, without its tone; nothing where it has none."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(character, errors="ignore"))
