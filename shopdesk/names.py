"""A member's name as a person at the till would type it: by part, by pinyin, by initials.

``keys`` makes the entries of the key table, in which a search is a range over prefixes; ``terms``
makes of what was typed what is looked up there. Both bring text to one form, so accents,
apostrophes, dashes, capitals and full-width letters never matter.

Readings of single characters are pypinyin's, corrected below where a name reads otherwise;
they take a while to load and are loaded by the first Chinese name only.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from shopdesk.readings import syllable
from shopdesk.text import fold

MOST_KEYS = 72
KEY_LENGTH = 32
_MOST_SUFFIXES = 24
"""Characters a name may begin to be found at; few names have more."""
_MOST_POLYPHONES = 4
"""Further characters of one name are taken in their commonest reading only."""

# Characters (simplified, traditional), then the readings they have as a surname, the usual first.
_SURNAMES = """
单單 shan|仇 qiu|曾 zeng|解 xie|区區 ou|查 zha|翟 zhai|覃 qin tan|朴 piao pu|盖蓋 ge gai|乐樂 yue le
员員 yun|缪繆 miao|逄 pang|宓 mi|繁 po|召 shao|黑 he hei|秘祕 bi|折 she|种 chong|郗 xi chi|洗冼 xian
能 nai|都 du|祭 zhai|隗 wei kui|句 gou|阚闞 kan|佴 nai|卜 bu|么 yao|郄 qie xi|郇 xun huan|牟 mou mu
薄 bo|柏 bai bo|谌諶 chen shen|隽雋 juan|乜 nie mie|角 jue|藏 zang|蔚 yu wei|尉 wei yu|费費 fei bi
莘 shen xin|丌 qi ji|车車 che|降 xiang jiang|贠 yun|参參 shen|粘 nian
"""

# The characters of double surnames that neither list above or below reads rightly one by one.
_DOUBLE_SURNAMES = """
尉迟 yu chi|尉遲 yu chi|万俟 mo qi|萬俟 mo qi|长孙 zhang sun|長孫 zhang sun|单于 chan/shan yu
單于 chan/shan yu|澹台 tan tai|澹臺 tan tai|乐正 yue zheng|樂正 yue zheng|子车 zi ju|子車 zi ju
"""

# Elsewhere in a name: all readings that are common there, the usual first.
_GIVEN = """
乐樂 le yue|朝 chao zhao|茜 qian xi|晟 sheng cheng|重 chong zhong|长長 chang zhang|传傳 chuan|都 du
翟 zhai|曾 zeng ceng|隽雋 jun juan|珩 heng|仔 zai zi|柏 bai bo|莘 xin shen|炅 jiong gui
玢 bin fen|筠 yun jun|颉頡 jie xie|蔚 wei yu|玚瑒 yang chang|伽 jia qie|卜 bu bo|参參 shen can
偲 si cai|单單 dan shan|查 cha zha|率 shuai|藏 cang zang|薄 bo|行 xing|阚闞 kan|澹 dan tan|么 me yao
"""

_NICKNAMES = "小老阿大"
"""Before one more character, they make that a surname: 小单 is Shan."""

_ALONE = "〇\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_EACH_ALONE = re.compile(f"[{_ALONE}]+")
_HAN = re.compile("[〇\u3400-\u9fff]+")
_PART = re.compile(f"[{_ALONE}]|[^{_ALONE}]+")
"""One Han, kana or Hangul character, or a run of anything else: what a suffix may begin with."""

_BETWEEN_TERMS = re.compile(r"[\s,，､、;；/]+")
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys(map(chr, [*range(0x300, 0x370), *range(0xFE00, 0xFE10)]))
    | dict.fromkeys(map(chr, range(0xE0100, 0xE01F0)))
    | dict.fromkeys("'`´‘’ʻʼ＇")
)
"""What searching ignores inside a word: accents, variants of one character, apostrophes."""


def keys(name: str) -> frozenset[str]:
    """Return what finds ``name`` when a search is a prefix of a key.

    The name and each of its ends (``三丰``, ``wang``), its pinyin and each of its ends
    (``zhangsanfeng``, ``sanfeng``), its initials and their ends of two or more (``zsf``, ``sf``),
    for every reading a surname has. At most ``MOST_KEYS``, none longer than ``KEY_LENGTH``; none
    at all only where nothing but spaces is given.
    """
    parts = list(name) if _HAN.fullmatch(name) else _parts(name)
    if not parts:
        return frozenset(_as_they_are(name))
    is_joined_plain = name.isalpha()
    found: dict[str, None] = {}
    for key in _candidates(parts):
        found[(key if is_joined_plain else _plain(key))[:KEY_LENGTH]] = None
        if len(found) == MOST_KEYS:
            break
    return frozenset(found)


def terms(query: str) -> list[str]:
    """Split what was typed at spaces and commas, each part as ``keys`` has it.

    ``张 8000`` is ``["张", "8000"]``, ``Xi'an`` is ``["xian"]``; nothing typed is an empty list.
    """
    found = [_plain("".join(_words(piece))) for piece in _BETWEEN_TERMS.split(query)]
    return [term[:KEY_LENGTH] for term in found if term] or _as_they_are(query)


def matches(name_keys: frozenset[str], term: str) -> bool:
    """Say whether ``term``, one of ``terms``, begins one of the keys."""
    return any(key.startswith(term) for key in name_keys)


def _candidates(parts: list[str]) -> Iterator[str]:
    """Keys in the order in which they are worth keeping."""
    count = len(parts)
    starts = range(count) if count <= _MOST_SUFFIXES else [*range(_MOST_SUFFIXES - 1), count - 1]
    yield from ["".join(parts[start:]) for start in starts]
    for syllables in _readings(parts):
        yield from ["".join(syllables[start:]) for start in starts]
        initials = "".join([syllable[0] for syllable in syllables])
        yield from [initials[start:] for start in starts if start < count - 1]


def _readings(parts: list[str]) -> list[tuple[str, ...]]:
    """All readings of a whole name: the usual one first, then those that differ in least places."""
    choices = [_syllables(part) for part in parts]
    surname_at = 0
    if not _EACH_ALONE.match(parts[0]):
        surname_at = next((at for at, part in enumerate(parts) if _EACH_ALONE.match(part)), 0)
    double = _DOUBLE.get("".join(parts[surname_at : surname_at + 2]))
    if double:
        choices[surname_at : surname_at + 2] = double
    else:
        choices[surname_at] = _SINGLE.get(parts[surname_at]) or choices[surname_at]
    if len(parts) == 2 and parts[0] in _NICKNAMES:
        choices[1] = tuple(dict.fromkeys(_SINGLE.get(parts[1], ()) + choices[1]))
    for at in [at for at, choice in enumerate(choices) if len(choice) > 1][_MOST_POLYPHONES:]:
        choices[at] = choices[at][:1]
    found = list(product(*choices))
    if len(found) > 4:  # of four, the order they come in is as good
        found.sort(key=lambda reading: sum(map(tuple.index, choices, reading)))
    return found


@lru_cache(maxsize=65536)
def _syllables(part: str) -> tuple[str, ...]:
    """The readings of one part of a name, without tones; a part that has none reads as itself."""
    if part in _ELSEWHERE:
        return _ELSEWHERE[part]
    if not _EACH_ALONE.match(part):
        return (part,)
    read = _plain(syllable(part)) or part
    return tuple(dict.fromkeys(read.replace("v", u) for u in ("v", "u", "yu")))


def _parts(name: str) -> list[str]:
    return [part for word in _words(name, gap=" ") for part in _PART.findall(word)]


def _words(text: str, *, gap: str = "") -> list[str]:
    """Return the words of ``text`` in plain form; punctuation becomes ``gap``."""
    plain = " ".join(map(_plain, text.split()))
    if not plain.isalnum():
        plain = "".join([gap if _is_punctuation(c) else c for c in plain])
    return [word for word in map(_plain, plain.split()) if word]


@lru_cache(maxsize=4096)
def _is_punctuation(character: str) -> bool:
    category = unicodedata.category(character)
    return character != " " and (category[0] in "PZ" or category in {"Cc", "Cf", "Cs", "Sk"})


def _plain(text: str) -> str:
    """Fold, and drop accents and apostrophes, until nothing changes: some letters need it twice."""
    if text.isascii():
        return text.lower().translate(_PLAIN) if not text.islower() or not text.isalnum() else text
    for _ in range(4):
        bare = unicodedata.normalize("NFD", fold(text.translate(_PLAIN))).translate(_PLAIN)
        before, text = text, unicodedata.normalize("NFC", bare)
        if text == before:
            break
    return text


def _as_they_are(text: str) -> list[str]:
    """What is made of nothing but punctuation is looked for as it is."""
    folded = fold(fold(text))[:KEY_LENGTH]
    return [folded] if folded else []


def _entries(lines: str) -> list[list[str]]:
    return [entry.split() for entry in lines.replace("\n", "|").strip("|").split("|")]


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    return {
        each: tuple(readings) for characters, *readings in _entries(lines) for each in characters
    }


_SINGLE = _table(_SURNAMES)
_ELSEWHERE = _table(_GIVEN)
_DOUBLE = {
    name: [tuple(r.split("/")) for r in readings] for name, *readings in _entries(_DOUBLE_SURNAMES)
}
