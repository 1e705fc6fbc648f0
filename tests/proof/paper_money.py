"""Arithmetic of the rules, in exact fractions: rounding, sharing out, tenders (9.5, 9.9)."""

from fractions import Fraction
from itertools import pairwise
from math import floor

TENDERS = ("cash", "card", "wechat", "alipay")
"""In the order in which they get money back (9.5)."""
ALL_TENDERS = (*TENDERS, "principal", "bonus")


def nearest(value: Fraction) -> int:
    """Rounded half up."""
    return floor(value + Fraction(1, 2))


def percent_of(total: int, percent: int) -> int:
    """A percentage of a sum, to the unit."""
    return nearest(Fraction(total * percent, 100))


def shared(total: int, weights: list[int]) -> list[int]:
    """A whole shared out by weights: the largest remainder first, of equal ones the earlier."""
    exact = [Fraction(total * weight, sum(weights) or 1) for weight in weights]
    parts = [floor(share) for share in exact]
    while sum(parts) < total:
        most = max(share - part for share, part in zip(exact, parts, strict=True))
        first = next(i for i, share in enumerate(exact) if share - parts[i] == most)
        parts[first] += 1
    return parts


def split(due: int, cuts: list[int]) -> dict[str, int]:
    """A payment cut into as many tenders; ``cuts`` in thousandths."""
    marks = sorted([0, due, *(due * cut // 1000 for cut in cuts)])
    parts = [high - low for low, high in pairwise(marks)]
    return dict(zip(reversed(TENDERS[: len(parts)]), parts, strict=True))


def tenders_back(paid_by: dict[str, int], given: int) -> dict[str, int]:
    """What each tender has got once so much was given back in all (9.5)."""
    rest, got = given, {}
    used = [tender for tender in ALL_TENDERS if paid_by.get(tender)]
    for number, tender in enumerate(used):
        onwards = sum(paid_by[later] for later in used[number:])
        got[tender] = floor(Fraction(rest * paid_by[tender], onwards))
        rest -= got[tender]
    return got


def less(more: dict[str, int], fewer: dict[str, int]) -> dict[str, int]:
    """What is more, by tender; nothing where it is the same."""
    rest = {tender: part - fewer.get(tender, 0) for tender, part in more.items()}
    return {tender: part for tender, part in rest.items() if part}
