"""What members can be told apart by: their facts, and what else is known of them.

A trait is a question asked of one member or of all, with one definition; facts are those that
tiers test. To add one, add its question to ``TRAITS``.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import facts, facts_kept, lifecycle
from shopdesk.language import LANGUAGES
from shopdesk.open_lots import POINTS
from shopdesk.shop import Desk
from shopdesk.store.columns import CONSENTS
from shopdesk.store.statements import of_members
from shopdesk.store.tables.journal import Account, MemberDay
from shopdesk.store.tables.knowing import Consent
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.personal import MemberTag, Preference

Values = Mapping[int, Any]
YEAR_DAYS = 365
STAGES = ("new", "active", "dormant", "lost")
BANDS = ("high", "middle", "low")
HIGH, MIDDLE = 12, 8
"""Of the 15 points that recency, frequency and money give at most, 5 each."""


class Asked(NamedTuple):
    """Who is asked about, one member or (``None``) all; as of which day, over how many days."""

    desk: Desk
    member_id: int | None
    today: date
    days: int

    @property
    def first(self) -> date:
        """The first of the days, of which today is the last."""
        return self.today - timedelta(days=self.days - 1)


class Trait(NamedTuple):
    """A question: how it is tested (a ``number``, one ``choice``, several ``words``), of what days,
    and its answer by member; ``otherwise`` is the answer for who is not in it."""

    kind: str
    values: Callable[[Asked], Values]
    otherwise: Any = None
    is_of_days: bool = False
    choices: Callable[[Desk], tuple[str, ...]] | None = None


# --- facts ------------------------------------------------------------------------------------


def _fact(name: str) -> Trait:
    def values(asked: Asked) -> Values:
        return facts.FACTS[name](asked.desk.db, asked.member_id, asked.first, asked.today)

    return Trait("number", values, 0, is_of_days=name != "months")


@of_members(Account.member)
def _points() -> Any:
    return Account.select(Account.member, Account.lots - Account.debt).where(
        Account.account == SQL(f"'{POINTS}'")
    )


def _balance(asked: Asked) -> Values:
    return dict(_points(asked.desk.db, asked.member_id).fetchall())


def _days_away(asked: Asked) -> Values:
    """Days since the last visit; who never came is not away."""
    today = asked.today.toordinal()
    rows = facts.visit_days(asked.desk.db, asked.member_id).fetchall()
    return {member: today - last for member, _first, last in rows}


# --- how they stand ---------------------------------------------------------------------------


@of_members(Member.id)
def _rows() -> Any:
    return Member.select(
        Member.id, Member.tier, Member.language, Member.joined_on, Member.birth_month,
        Member.lunar_month,
    )  # fmt: skip


def _column(place: int) -> Callable[[Asked], Values]:
    def values(asked: Asked) -> Values:
        rows = _rows(asked.desk.db, asked.member_id).fetchall()
        return {row[0]: row[place] for row in rows if row[place] is not None}

    return values


def _lifecycle(asked: Asked) -> Values:
    """See ``lifecycle.stage``: computed, never typed."""
    rows = facts.visit_days(asked.desk.db, asked.member_id).fetchall()
    visits = {member: days for member, *days in rows}
    found: dict[int, str | None] = {}
    for member, _tier, _language, joined, *_months in _rows(asked.desk.db, asked.member_id):
        first, last = map(date.fromordinal, visits[member]) if member in visits else (None, None)
        found[member] = lifecycle.stage(asked.today, date.fromordinal(joined), first, last)
    return found


@of_members(SQL("member_id"))
def _scores(first: Any, last: Any) -> Any:
    """In which fifth of all who came in the year each is, three times; equals are in the same."""
    came = (
        MemberDay.select(
            MemberDay.member, fn.MAX(MemberDay.on_day).alias("recency"),
            fn.COUNT(SQL("*")).alias("frequency"), fn.SUM(MemberDay.spend).alias("money"),
        )
        .where(MemberDay.on_day.between(first, last) & (MemberDay.kept > SQL("0")))
        .group_by(MemberDay.member)
        .alias("came")
    )  # fmt: skip
    parts = [
        SQL(f"1 + (RANK() OVER (ORDER BY {what}) - 1) * 5 / COUNT(*) OVER ()")
        for what in ("recency", "frequency", "money")
    ]
    scored = MemberDay.select(SQL("member_id"), *parts).from_(came).alias("scored")
    return MemberDay.select(SQL("*")).from_(scored)


def _value(asked: Asked) -> Values:
    """High, middle or low by recency, frequency and money of a year; nothing of who did not come.

    It is where a member stands among all, so all are always asked about.
    """
    first = asked.today - timedelta(days=YEAR_DAYS - 1)
    rows = _scores(asked.desk.db, None, first.toordinal(), asked.today.toordinal()).fetchall()
    return {member: _band(sum(parts)) for member, *parts in rows}


def _band(score: int) -> str:
    return BANDS[0] if score >= HIGH else BANDS[1] if score >= MIDDLE else BANDS[2]


def _favourite(asked: Asked) -> Values:
    """The category on which most was spent and kept; of equals the first by name."""
    lines = facts_kept.kept(asked.desk.db, asked.member_id, asked.first, asked.today)
    found: dict[int, str] = {}
    for member, its in lines.items():
        spent: dict[str, int] = {}
        for line in its:
            if line.category:
                spent[line.category] = spent.get(line.category, 0) + line.paid
        if spent:
            found[member] = min(spent, key=lambda name: (-spent[name], name))
    return found


# --- words ------------------------------------------------------------------------------------


@of_members(MemberTag.member)
def _tagged() -> Any:
    return MemberTag.select(MemberTag.member, MemberTag.tag)


@of_members(Preference.member)
def _likes() -> Any:
    return Preference.select(Preference.member, Preference.words)


@of_members(SQL("member_id"))
def _agreed() -> Any:
    """What was said last of each kind of consent: SQLite takes the row with the greatest id."""
    last = (
        Consent.select(Consent.member, Consent.kind, Consent.is_given, fn.MAX(Consent.id))
        .group_by(Consent.member, Consent.kind)
        .alias("last")
    )
    return (
        Consent.select(SQL("member_id"), SQL("kind"))
        .from_(last)
        .where(SQL("is_given") == SQL("1"))
    )  # fmt: skip


def _words(ask: Callable[..., Any]) -> Callable[[Asked], Values]:
    def values(asked: Asked) -> Values:
        found: dict[int, list[str]] = {}
        for member, word in ask(asked.desk.db, asked.member_id).fetchall():
            found.setdefault(member, []).append(word)
        return found

    return values


def _tiers(desk: Desk) -> tuple[str, ...]:
    return tuple(tier.code for tier in desk.shop.known.ladder)


TRAITS: dict[str, Trait] = {
    **{name: _fact(name) for name in facts.FACTS},
    "points": Trait("number", _balance, 0),
    "days_away": Trait("number", _days_away),
    "birth_month": Trait("number", _column(4)),
    "lunar_birth_month": Trait("number", _column(5)),
    "tier": Trait("choice", _column(1), choices=_tiers),
    "lifecycle": Trait("choice", _lifecycle, choices=lambda _: STAGES),
    "value": Trait("choice", _value, choices=lambda _: BANDS),
    "language": Trait("choice", _column(2), choices=lambda _: tuple(LANGUAGES)),
    "favourite": Trait("choice", _favourite, is_of_days=True),
    "tags": Trait("words", _words(_tagged), ()),
    "likes": Trait("words", _words(_likes), ()),
    "consent": Trait("words", _words(_agreed), (), choices=lambda _: CONSENTS),
}
