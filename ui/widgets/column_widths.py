"""How wide the columns of a list are: as wanted where there is room, else as wide as what is in
sight needs, else the spare ones step aside, else the widest texts go on below; numbers, days and
codes never do."""

from collections.abc import Sequence, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A column: the width it was given (0 takes what is left), the one that its texts in sight
    need, whether it is never cut, whether the list can do without it, and the width that the
    longest word of its texts needs, where they have any."""

    wanted: int
    needed: int
    is_whole: bool
    is_spare: bool = False
    word: int = 0


def aside(room: int, columns: Sequence[Measured], least: int) -> set[int]:
    """The places of the columns that step aside: spare ones, the last first, as long as a text is
    cut to less than two and a half times ``least``, which is what a name needs to be known by, or
    the others are wider than the room."""
    out = set[int]()
    for spare in reversed([place for place, column in enumerate(columns) if column.is_spare]):
        left = [column for place, column in enumerate(columns) if place not in out]
        given = widths(room, left, least)
        pairs = zip(left, given, strict=True)
        is_cut = any(width < min(column.needed, 5 * least // 2) for column, width in pairs)
        if not is_cut and sum(given) <= room:
            break
        out.add(spare)
    return out


def widths(room: int, columns: Sequence[Measured], least: int) -> list[int]:
    """A width for each column. Only where not even ``least``, or its longest word, is left for
    every text are they wider than the room together."""
    words = [min(c.word, c.needed, 4 * least) for c in columns]
    pairs = list(zip(columns, words, strict=True))
    full = [
        max(c.wanted, c.needed) if c.is_whole else max(c.wanted or c.needed, word)
        for c, word in pairs
    ]
    if sum(full) > room:
        full = [
            c.needed if c.is_whole else max(min(c.needed, c.wanted or c.needed), word)
            for c, word in pairs
        ]
    if sum(full) <= room:
        full = _eased(room, columns, full)
    else:
        full = _narrowed(room, columns, full, words, least)
    return _filled(room, columns, full)


def _eased(room: int, columns: Sequence[Measured], full: Sequence[int]) -> list[int]:
    """Wider than wanted where a text needs it and there is room to spare."""
    over, made = room - sum(full), list(full)
    for place, column in enumerate(columns):
        more = min(over, max(0, column.needed - made[place]))
        made[place] += more
        over -= more
    return made


def _narrowed(
    room: int, columns: Sequence[Measured], full: Sequence[int], words: Sequence[int], least: int
) -> list[int]:
    """The widest texts narrower, so that all fit; none is narrower than its longest word."""
    made, kept = list(full), {place for place, c in enumerate(columns) if c.is_whole}
    while True:
        most = _most(room, made, kept, least)
        narrow = [p for p, word in enumerate(words) if p not in kept and word > most]
        if not narrow:
            return [w if place in kept else min(w, most) for place, w in enumerate(made)]
        for place in narrow:
            made[place] = words[place]
        kept |= set(narrow)


def _most(room: int, full: Sequence[int], kept: Set[int], least: int) -> int:
    """How wide a text may be at most, so that all fit beside those that are ``kept`` as they are:
    the narrow ones stay whole."""
    texts = sorted(width for place, width in enumerate(full) if place not in kept)
    left = room - sum(full[place] for place in kept)
    for place, width in enumerate(texts):
        share = left // (len(texts) - place)
        if width > share:
            return max(share, least)
        left -= width
    return least


def _filled(room: int, columns: Sequence[Measured], full: Sequence[int]) -> list[int]:
    """What is left over goes to the columns that take it, else to the last one."""
    over = max(0, room - sum(full))
    takers = [place for place, c in enumerate(columns) if not c.wanted] or [len(columns) - 1]
    made = list(full)
    for nth, place in enumerate(takers):
        made[place] += (over + nth) // len(takers)
    return made
