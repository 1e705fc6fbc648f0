"""Segments: saved filters over what members can be told apart by."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shopdesk import inputs, long, people, text, traits
from shopdesk.language import in_either
from shopdesk.money import LARGEST, is_whole
from shopdesk.refusals import AmountRefused, ChoiceRefused, NameTaken
from shopdesk.refusals_of_giving import SegmentUsed, UnknownSegment
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.rules import RewardRule
from shopdesk.store.tables.rules import Segment as Row
from shopdesk.topics import Topic
from shopdesk.traits import EVER, TRAITS, YEAR_DAYS, Asked

__all__ = [
    "EVER", "LONGEST_DAYS", "TESTS", "TRAITS", "Filter", "Segment", "add", "checked", "count",
    "edit", "get", "holds", "listed", "matching", "members", "remove", "used_by",
]  # fmt: skip

LONGEST_DAYS = 3_660


def _is_written(found: Iterable[str], wanted: str) -> bool:
    """Whether a word stands anywhere in what was written, in whatever letters."""
    return any(text.fold(wanted) in text.fold(words) for words in found)


TESTS: dict[str, dict[str, Callable[[Any, Any], bool]]] = {
    "number": {
        "at_least": lambda found, wanted: found >= wanted,
        "at_most": lambda found, wanted: found <= wanted,
        "is": lambda found, wanted: found == wanted,
        "is_not": lambda found, wanted: found != wanted,
    },
    "day": {
        "from": lambda found, wanted: found >= wanted.toordinal(),
        "until": lambda found, wanted: found <= wanted.toordinal(),
    },
    "choice": {
        "is_in": lambda found, wanted: found in wanted,
        "not_in": lambda found, wanted: found not in wanted,
    },
    "words": {
        "has": lambda found, wanted: wanted in found,
        "has_not": lambda found, wanted: wanted not in found,
    },
    "text": {
        "has": _is_written,
        "has_not": lambda found, wanted: not _is_written(found, wanted),
    },
}
"""By the kind of a trait, how it can be tested."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One test: a trait, how it is tested, against what; over so many days up to today, or over all
    of them (``EVER``), where the trait is of days. A number or day that is not known of someone is
    never met."""

    trait: str
    test: str
    value: int | str | date | tuple[str, ...]
    days: int = YEAR_DAYS


@dataclass(frozen=True, slots=True)
class Segment:
    """A saved filter: whoever meets all of its filters, or any of them, is in it, as of the day it
    is asked. Without filters it is everybody."""

    id: int
    name: str
    name_en: str | None
    filters: tuple[Filter, ...]
    is_any: bool = False

    def title(self, language: str) -> str:
        """Its name in a language, or in the one it has."""
        return in_either(language, self.name, self.name_en)


# --- who --------------------------------------------------------------------------------------


@prepared
def _open(day: Any) -> Any:
    return (
        Member.select(Member.id)
        .where(Member.closed_on.is_null() & (Member.joined_on <= day))
        .order_by(Member.id)
    )


@prepared
def _open_one(member: Any, day: Any) -> Any:
    return Member.select(Member.id).where(
        (Member.id == member) & Member.closed_on.is_null() & (Member.joined_on <= day)
    )


def matching(
    desk: Desk,
    filters: Sequence[Filter],
    *,
    is_any: bool = False,
    member_id: int | None = None,
    on: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[int]:
    """The ids of all open members who meet every filter, or any, or of the one that is named.

    As of today or another day: receipts, visits, ratings and tenure are counted through it, by what
    is left of them today. What is kept of a member without its past (tier, points, stored value,
    tags, consent) is as it is now. Refuses filters that cannot be.
    """
    its, is_any = checked(desk, filters), inputs.flag(is_any, desk.language)
    day = desk.today() if on is None else inputs.day(on, desk.language)
    rows = _open(desk.db, day.toordinal())
    if member_id is not None:
        people.refuse_unknown(desk, member_id)
        rows = _open_one(desk.db, member_id, day.toordinal())
    left = [row[0] for row in rows.fetchall()]
    found: list[int] = []
    cheap_first = sorted(its, key=lambda one: TRAITS[one.trait].is_of_all)
    for one in long.watched(cheap_first, progress, cancelled, every=1):
        meeting = _meeting(left, one, Asked(desk, member_id, day, one.days))
        if is_any:
            found += meeting
            left = sorted(set(left).difference(meeting))
        else:
            left = meeting
    return sorted(found) if is_any and its else left


def _meeting(members: Iterable[int], one: Filter, asked: Asked) -> list[int]:
    """Those of some members who meet a filter; nobody is asked about where none is left."""
    trait, wanted = TRAITS[one.trait], one.value
    test = TESTS[trait.kind][one.test]
    values = trait.values(asked) if members else {}
    if trait.kind in ("number", "day") and trait.otherwise is None:
        return [member for member in members if member in values and test(values[member], wanted)]
    return [member for member in members if test(values.get(member, trait.otherwise), wanted)]


def members(
    desk: Desk, segment_id: int, *, on: date | None = None, member_id: int | None = None
) -> list[int]:
    """The ids of all members of a segment today, or on a day, or of the one that is named; refuses
    an unknown one."""
    its = get(desk, segment_id)
    return matching(desk, its.filters, is_any=its.is_any, on=on, member_id=member_id)


def count(desk: Desk, segment_id: int) -> int:
    """How many are in a segment today."""
    return len(members(desk, segment_id))


def holds(desk: Desk, segment_id: int, member_id: int) -> bool:
    """Whether a member is in a segment today."""
    return bool(members(desk, segment_id, member_id=member_id))


# --- what is kept -----------------------------------------------------------------------------


def _segment(row: Sequence[Any]) -> Segment:
    id_, name, name_en, stored, is_any = row
    return Segment(id_, name, name_en, tuple(map(_read, json.loads(stored))), bool(is_any))


def _read(kept: dict[str, Any]) -> Filter:
    value = kept["value"]
    if TRAITS[kept["trait"]].kind == "day":
        value = date.fromisoformat(value)
    return Filter(**{**kept, "value": tuple(value) if isinstance(value, list) else value})


_COLUMNS = (Row.id, Row.name, Row.name_en, Row.filters, Row.is_any)


@prepared
def _by_id(segment: Any) -> Any:
    return Row.select(*_COLUMNS).where(Row.id == segment)


def listed(desk: Desk) -> list[Segment]:
    """All segments by name, Chinese ones by pinyin."""
    rows = Row.select(*_COLUMNS).tuples().bind(desk.db)
    return sorted(map(_segment, rows), key=lambda one: text.in_order(one.title(desk.language)))


def get(desk: Desk, segment_id: int) -> Segment:
    """One segment; refuses an unknown id."""
    row = row_of(_by_id, desk.db, segment_id)
    if row is None:
        raise UnknownSegment(desk.language, segment=segment_id)
    return _segment(row)


def checked(desk: Desk, filters: Sequence[Filter]) -> tuple[Filter, ...]:
    """The filters, or the refusal of the first that cannot be."""
    if not isinstance(filters, list | tuple) or not all(isinstance(f, Filter) for f in filters):
        raise ChoiceRefused(desk.language, value=filters, choices=", ".join(TRAITS))
    return tuple(_checked(desk, one) for one in filters)


def _checked(desk: Desk, one: Filter) -> Filter:
    language = desk.language
    trait = TRAITS[inputs.choice(one.trait, TRAITS, language)]
    inputs.choice(one.test, TESTS[trait.kind], language)
    if not is_whole(one.days, EVER, LONGEST_DAYS):
        raise AmountRefused(language, amount=one.days)
    if trait.kind == "number":
        if not is_whole(one.value, -LARGEST, LARGEST):
            raise AmountRefused(language, amount=one.value)
        return one
    if trait.kind == "day":
        inputs.day(one.value, language)
        return one
    words = one.value if trait.kind == "choice" else (one.value,)
    if not isinstance(words, list | tuple) or not words:
        known = ("…",) if trait.choices is None else trait.choices(desk)
        raise ChoiceRefused(language, value=words or "–", choices=", ".join(known))
    kept = tuple(_word(desk, trait, word) for word in words)
    value: str | tuple[str, ...] = kept if trait.kind == "choice" else kept[0]
    return Filter(one.trait, one.test, value, one.days)


def _word(desk: Desk, trait: traits.Trait, word: Any) -> str:
    if trait.choices is not None:
        return inputs.choice(word, trait.choices(desk), desk.language)
    return text.kept(word, desk.language)


def add(
    desk: Desk, *, name: str, filters: Sequence[Filter], name_en: str | None = None,
    is_any: bool = False, key: str | None = None,
) -> Segment:  # fmt: skip
    """Keep a segment; refuses filters that cannot be, and a name that is taken."""
    values = _columns(desk, name, name_en, filters, is_any)
    with change(desk, Topic.REWARDS, action="segments.add", key=key, content=values) as made:
        if made.repeats is None:
            _refuse_taken(made, values["name"])
            made.subject = Row.insert(**values, event=made.event).bind(made.db).execute()
        segment_id = made.subject if made.repeats is None else made.repeats
        assert segment_id is not None
        return get(desk, segment_id)


def edit(
    desk: Desk, segment_id: int, *, name: str, filters: Sequence[Filter],
    name_en: str | None = None, is_any: bool = False,
) -> Segment:  # fmt: skip
    """Change a segment; rules for it are for the new one from now on."""
    values = _columns(desk, name, name_en, filters, is_any)
    with change(desk, Topic.REWARDS, action="segments.edit") as made:
        before = get(desk, segment_id)
        if values["name"] != before.name:
            _refuse_taken(made, values["name"])
        Row.update(**values).where(Row.id == segment_id).bind(made.db).execute()
        made.subject = segment_id
        return get(desk, segment_id)


def _columns(
    desk: Desk, name: str, name_en: str | None, filters: Sequence[Filter], is_any: bool
) -> dict[str, Any]:
    its = [asdict(one) for one in checked(desk, filters)]
    return {
        "name": text.kept(name, desk.language),
        "name_en": text.kept(name_en, desk.language) if name_en else None,
        "filters": json.dumps(its, ensure_ascii=False, default=date.isoformat),
        "is_any": int(inputs.flag(is_any, desk.language)),
    }


def _refuse_taken(made: Change, name: str) -> None:
    if Row.select(Row.id).where(Row.name == name).tuples().bind(made.db).first():
        raise NameTaken(made.desk.language, name=name)


def used_by(desk: Desk, segment_id: int) -> str | None:
    """The name of a rule that a segment was ever for; with one it cannot be removed."""
    using = RewardRule.select(RewardRule.name).where(RewardRule.segment == get(desk, segment_id).id)
    used = using.order_by(RewardRule.id).tuples().bind(desk.db).first()
    return None if used is None else used[0]


def remove(desk: Desk, segment_id: int) -> None:
    """Forget a segment; refuses one that a rule was ever for."""
    with change(desk, Topic.REWARDS, action="segments.remove") as made:
        rule = used_by(desk, segment_id)
        if rule is not None:
            raise SegmentUsed(desk.language, name=get(desk, segment_id).name, rule=rule)
        Row.delete().where(Row.id == segment_id).bind(made.db).execute()
        made.subject = segment_id
