"""A member's time line as a story: by month, with milestones, and routine visits in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from peewee import SQL

from shopdesk import clock, tier_words, timeline
from shopdesk.language import N_, plural, translator
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import MemberDay
from shopdesk.timeline import Happening

GROUPS = {
    "visits": N_("Visits"),
    "tiers": N_("Tiers"),
    "gifts": N_("Vouchers and gifts"),
    "points": N_("Points"),
    "value": N_("Stored value and passes"),
    "contacts": N_("Contacts"),
    "person": N_("Details and cards"),
}
"""What a story can be narrowed to."""

_GROUP = {
    **dict.fromkeys(("bought", "attached", "taken_for", "refunded", "exchanged",
                     "voided"), "visits"),
    **dict.fromkeys((*tier_words.SENTENCES, "trial", "paid"), "tiers"),
    **dict.fromkeys(("issued", "redeemed", "expired", "void", "returned", "extended", "sent",
                     "received"), "gifts"),
    **dict.fromkeys(("adjusted", "points_expired"), "points"),
    **dict.fromkeys(("topped_up", "top_up_refunded", "top_up_voided", "pass_ended", "pass_given",
                     "pass_taken"), "value"),
    **dict.fromkeys(("rated", "call", "visit", "event", "complaint", "survey", "invited",
                     "brought"), "contacts"),
}  # fmt: skip

_MILESTONES = {
    "joined": N_("Joined"),
    "upgrade": N_("Moved up"),
    "step_down": N_("Moved down"),
    "brought": N_("Brought a friend"),
    "complaint": N_("Complaint"),
    "merged_in": N_("Merged"),
}
_EARLY, _EVERY = (10, 25, 50), 100
"""Visits that are worth a word: these, and each hundredth."""
AWAY = 60
"""Who comes again after so many days has come back."""
_FOLDED = 3
"""So many routine visits of a month are one line."""
_MOST = 5_000
"""What is looked through where a story is narrowed."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened; or, with lines ``within``, several visits or changes of a month in one.

    ``milestone`` is a word or two where it stands out. ``group`` is one of ``GROUPS``.
    """

    month: str
    sentence: str
    group: str
    points: int
    milestone: str = ""
    happening: Happening | None = None
    within: "tuple[Line, ...]" = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The newest lines first; ``is_whole`` where nothing is left to tell."""

    lines: tuple[Line, ...]
    is_whole: bool


def of_member(desk: Desk, member_id: int, *, group: str = "", limit: int = 100) -> Story:
    """The story of a member, from the newest of ``limit`` happenings on; of one ``group`` all."""
    most = _MOST if group else limit
    found = timeline.of_member(desk, member_id, most + 1)
    told = [one for one in found[:most] if group in ("", group_of(one.kind))]
    shown = told[:limit]
    marks = _marked(desk, member_id, shown)
    lines = [_line(one, mark) for one, mark in zip(shown, marks, strict=True)]
    if not group:
        months = groupby(lines, key=lambda line: line.month)
        lines = [line for _month, its in months for line in _folded(desk, list(its))]
    return Story(tuple(lines), is_whole=len(found) <= most and len(told) <= limit)


def group_of(kind: str) -> str:
    """What a kind of happening belongs to."""
    return _GROUP.get(kind, "person")


def _line(one: Happening, milestone: str) -> Line:
    month = clock.month_of(one.on)
    return Line(month, one.sentence, group_of(one.kind), one.points, milestone, one)


# --- milestones -------------------------------------------------------------------------------


@prepared
def _days(member: Any) -> Any:
    return (
        MemberDay.select(MemberDay.on_day)
        .where((MemberDay.member == member) & (MemberDay.receipts > SQL("0")))
        .order_by(MemberDay.on_day)
    )


def _marked(desk: Desk, member_id: int, told: Sequence[Happening]) -> list[str]:
    """What each is as a milestone; of the receipts of a day the first one is the visit."""
    _ = translator(desk.language)
    days = [on for (on,) in _days(desk.db, member=member_id).fetchall()]
    numbers = {on: (place, on - days[place - 2] if place > 1 else 0)
               for place, on in enumerate(days, 1)}  # fmt: skip
    marks = []
    for one in reversed(told):
        visit = numbers.pop(one.on.toordinal(), None) if one.kind == "bought" else None
        mark = _(_MILESTONES[one.kind]) if one.kind in _MILESTONES else ""
        marks.append(mark if visit is None else _visit(desk, *visit))
    return marks[::-1]


def _visit(desk: Desk, number: int, days_away: int) -> str:
    _ = translator(desk.language)
    if number == 1:
        return _("First visit")
    if days_away >= AWAY:
        return _("Back after {count} days").format(count=days_away)
    if number in _EARLY or number % _EVERY == 0:
        return _("Visit no. {count}").format(count=number)
    return ""


# --- routine ----------------------------------------------------------------------------------


def _folded(desk: Desk, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a month; its routine visits, and changes of details, each in one line where the
    newest of them stands."""
    routine = {
        group: its for group in ("visits", "person")
        if len(its := [line for line in lines if _routine(line) == group]) >= _FOLDED
    }  # fmt: skip
    bought = sum(line.happening is not None and line.happening.kind == "bought" for line in lines)
    for line in lines:
        its = routine.get(_routine(line), [])
        if not its:
            yield line
        elif line is its[0] and line.group == "person":
            yield _changes(desk, its)
        elif line is its[0]:
            yield _several(desk, its, is_all=bought == len(its))


def _routine(line: Line) -> str:
    """The group in which a line is one of many; nothing where it stands for itself."""
    one = line.happening
    if one is None or line.milestone:
        return ""
    return line.group if one.kind == "bought" or line.group == "person" else ""


def _changes(desk: Desk, lines: Sequence[Line]) -> Line:
    ngettext = plural(desk.language)
    said = ngettext("{count} change of details", "{count} changes of details", len(lines))
    return Line(lines[0].month, said.format(count=len(lines)), "person", 0, within=tuple(lines))


def _several(desk: Desk, lines: Sequence[Line], *, is_all: bool) -> Line:
    ngettext = plural(desk.language)
    happenings = [line.happening for line in lines if line.happening is not None]
    count = len({one.on for one in happenings})
    amount = timeline.money(desk, sum(one.amount for one in happenings))
    said = ngettext("{count} more visit, {amount}", "{count} more visits, {amount}", count)
    if is_all:
        said = ngettext("{count} visit, {amount}", "{count} visits, {amount}", count)
    return Line(
        lines[0].month,
        said.format(count=count, amount=amount),
        "visits",
        sum(line.points for line in lines),
        within=tuple(lines),
    )
