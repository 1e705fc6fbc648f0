"""Reward rules: when (trigger) + who (segment) + what (reward) + how often (limit).

What a day of the calendar brings is given by a run, which catches up with days that the shop was
closed on. What happens at the till is given there and then. Nothing is given twice, and what could
not be given for want of stock is owed until there is some.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from shopdesk import (
    giving,
    inputs,
    long,
    occurring,
    people,
    reward_rules,
    segments,
    settling,
    triggers,
)
from shopdesk.giving import Multiplied, OfTier, PassUses, Points, Reward, Trial
from shopdesk.language import translator
from shopdesk.permissions import sees_costs
from shopdesk.refusals import DateRefused
from shopdesk.refusals_of_giving import RuleChanged
from shopdesk.reward_rules import Limits, Rule
from shopdesk.rule_making import add, close, edit
from shopdesk.settling_books import Books, Candidate, Settled
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import Owed
from shopdesk.store.tables.rules import RewardRule
from shopdesk.store.tables.shop import Event
from shopdesk.till_triggers import is_step
from shopdesk.topics import Topic
from shopdesk.triggers import (
    Trigger,
    attending,
    away,
    birthday,
    every,
    festival,
    joining,
    membership_years,
    own_date,
    purchase,
    rating,
    referral,
    upgrade,
    visit,
)
from shopdesk.vouchers import DEFAULT_VALID_DAYS, Promise

__all__ = [
    "Limits", "Multiplied", "OfTier", "PassUses", "Points", "Preview", "Promise", "Reward", "Rule",
    "Trial", "Trigger", "add", "attending", "away", "birthday", "close", "due_to", "edit", "every",
    "festival", "give_due", "give_for", "joining", "may_be_due", "membership_years", "own_date",
    "preview", "purchase", "rating", "referral", "rules", "run", "upgrade", "visit", "voucher",
]  # fmt: skip

_TOPICS = (
    Topic.VOUCHERS, Topic.GIFTS, Topic.POINTS, Topic.PASSES, Topic.TIERS, Topic.REWARDS,
)  # fmt: skip
_BATCH = 500
"""So many are settled in one change: a run that is stopped has given whole ones."""
FORESEEN_DAYS = 366
"""So many days ahead can be looked: each of them is gone through."""


def voucher(
    *,
    gift: int | None = None,
    amount: int = 0,
    percent_off: int = 0,
    minimum: int = 0,
    cap: int | None = None,
    valid_days: int = DEFAULT_VALID_DAYS,
    stacking: str = "",
    is_alone: bool = False,
    is_several: bool = False,
    instead: int | None = None,
    is_again: bool = False,
) -> Promise:
    """The reward of a gift, amount or percentage voucher; the words of ``vouchers.Promise``."""
    return Promise(
        gift, amount, percent_off, minimum, cap, valid_days, stacking, is_alone, is_several,
        instead, is_again,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do: who gets what, who is left out and why, cost, gifts that run short.

    ``cost`` is nothing for who may not see it, and ``costs`` then empty. For each of ``given`` they
    are what it may cost, in minor units, and ``days`` what day it is about. ``vouchers`` are the
    ids of those that a run issued, which a preview cannot know: it is equal to its run without.
    """

    given: tuple[tuple[int, str, str], ...]
    left_out: tuple[tuple[int, str, str], ...]
    cost: int | None
    short: tuple[tuple[int, int], ...]
    costs: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    vouchers: tuple[int, ...] = field(default=(), compare=False)


def rules(desk: Desk) -> list[Rule]:
    """All rules that were not closed, in the order made."""
    return [rule for rule in reward_rules.listed(desk) if rule.closed_on is None]


# --- what happens at the till -----------------------------------------------------------------


class Came(NamedTuple):
    """A receipt, its business day, and the event that rang it up."""

    purchase: int
    on: date
    event: int


def give_for(
    made: Change,
    kind: str,
    member_id: int,
    occasion: str,
    *,
    is_met: Callable[[Trigger], bool] = lambda _trigger: True,
    receipt: Came | None = None,
    event: int | None = None,
) -> None:
    """Give what the rules give for something that has just happened, in its own transaction.

    No sale fails for want of a present: what cannot be given now is owed. ``event`` is when it
    happened, where that was before, or the ``receipt`` when it was: a rule made since gives nothing
    for it, nor one made after the receipt's day.
    """
    purchase_id, on, event = receipt or (None, made.today, event)
    for rule in reward_rules.in_force(made.desk):
        met = tuple(filter(is_met, rule.having(kind)))
        if met and rule.is_on(on) and _was_made(made, rule, on, event):
            one = Candidate(rule, member_id, occasion, on, purchase=purchase_id, met=met)
            if _is_chosen(one) and _is_for(made.desk, one):
                _settle(made, [one])


def why_not(
    desk: Desk, kind: str, member_id: int, occasion: str, is_met: Callable[[Trigger], bool]
) -> tuple[str, ...]:
    """Why ``give_for`` gave a member nothing today by a rule that is for them: a reason each."""
    found = []
    for rule in reward_rules.in_force(desk):
        if rule.is_on(desk.today()) and any(map(is_met, rule.having(kind))):
            one = Candidate(rule, member_id, occasion, desk.today())
            if _is_chosen(one) and _is_for(desk, one):
                found += [settled.why for settled in _judged(Books(desk, [member_id]), [one])]
    _ = translator(desk.language)
    return tuple(_(why) for why in dict.fromkeys(found) if why)


@prepared
def _made_on(event: Any) -> Any:
    return Event.select(Event.on_day).where(Event.id == event)


def _was_made(made: Change, rule: Rule, on: date, event: int | None) -> bool:
    """Whether there was a rule yet when something happened."""
    if event is not None and rule.event >= event:
        return False
    if on == made.today:
        return True
    row = _made_on(made.db, event=rule.event).fetchone()
    return row is None or row[0] <= on.toordinal()


def on_upgrade(
    made: Change, member_id: int, steps: Sequence[str], *, event: int | None = None
) -> None:
    """Give what each step of an upgrade earned; once per member and tier for life (9.20).

    What is owed since an earlier one is tried again: it may have been for a higher tier.
    """
    if not steps:
        return
    in_force = {rule.id: rule for rule in reward_rules.in_force(made.desk)}
    _settle(made, list(_owing(in_force, _owed_to(made.db, member=member_id).fetchall())))
    for tier in steps:
        is_met = partial(is_step, tier)
        give_for(made, "upgrade", member_id, tier, is_met=is_met, event=event)


# --- runs -------------------------------------------------------------------------------------


_OWED = (
    Owed.id, Owed.rule, Owed.member, Owed.occasion, Owed.on_day, Owed.purchase, Owed.met,
    Owed.window_days,
)  # fmt: skip


@prepared
def _owed() -> Any:
    return Owed.select(*_OWED).order_by(Owed.id)


@prepared
def _owed_to(member: Any) -> Any:
    return Owed.select(*_OWED).where(Owed.member == member).order_by(Owed.id)


@prepared
def _any_unsettled(today: Any) -> Any:
    """A rule that ``_unsettled`` would name: one that is on on a day after the last it settled."""
    until = RewardRule.ends_on.is_null() | (RewardRule.ends_on > RewardRule.settled_on)
    has_days = (RewardRule.settled_on < today) & (RewardRule.starts_on <= today) & until
    return RewardRule.select(RewardRule.id).where(RewardRule.closed_on.is_null(), has_days).limit(1)


def _owing(in_force: Mapping[int, Rule], rows: Iterable[Sequence[Any]]) -> Iterator[Candidate]:
    for owed_id, rule_id, member, occasion, on, purchase_id, met, window in rows:
        if rule_id in in_force:
            yield Candidate(
                in_force[rule_id], member, occasion, date.fromordinal(on), purchase=purchase_id,
                owed=owed_id, met=triggers.read(met), window=window,
            )  # fmt: skip


def _candidates(
    desk: Desk, every: Sequence[Rule], today: date, member_id: int | None = None
) -> Iterator[Candidate]:
    """All that is due by the end of a day, each once: what is owed, then what each day since the
    last run brought, in the order in which runs on those days would have given it. ``member_id``
    asks of one member alone."""
    in_force = {rule.id: rule for rule in every}
    owed = _owed(desk.db) if member_id is None else _owed_to(desk.db, member=member_id)
    seen: set[tuple[int, int, str]] = set()
    for one in chain(
        _owing(in_force, owed.fetchall()),
        *(_brought(desk, rule, day, member_id) for day, rule in _unsettled(every, today)),
    ):
        key = one.rule.id, one.member_id, one.occasion
        if key not in seen:
            seen.add(key)
            yield one


def _unsettled(every: Sequence[Rule], today: date) -> Iterator[tuple[date, Rule]]:
    """The days since the last run, and the rules that give on each."""
    first = min((rule.settled_on for rule in every), default=today) + timedelta(days=1)
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        for rule in every:
            if rule.settled_on < day and rule.is_on(day):
                yield day, rule


def _brought(desk: Desk, rule: Rule, day: date, member_id: int | None) -> Iterator[Candidate]:
    """What a day brought to whom the rule was for then."""
    found = list(_came(desk, rule, day, member_id))
    if found and rule.segment is not None:
        its = set(segments.members(desk, rule.segment, on=day, member_id=member_id))
        found = [one for one in found if one.member_id in its]
    return filter(_is_chosen, found)


def _is_for(desk: Desk, one: Candidate) -> bool:
    """Whether a member is in the segment that a rule is for."""
    segment = one.rule.segment
    return segment is None or segments.holds(desk, segment, one.member_id)


def _came(desk: Desk, rule: Rule, day: date, member_id: int | None) -> Iterator[Candidate]:
    for trigger in rule.triggers:
        if triggers.KINDS[trigger.kind].is_calendar:
            for coming in occurring.on_day(desk, trigger, day, member_id):
                yield Candidate(rule, *coming, met=(trigger,))


def _is_chosen(one: Candidate) -> bool:
    """Whether a member belongs to the part that a pilot is for."""
    return one.rule.picks(one.member_id)


def _judged(books: Books, candidates: Iterable[Candidate]) -> list[Settled]:
    found = (settling.judge(books, one) for one in candidates)
    return [settled for settled in found if settled is not None]


def preview(
    desk: Desk,
    on: date | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """What ``run`` would do now, or by the end of a later day, without doing it; refuses one more
    than ``FORESEEN_DAYS`` ahead."""
    today = desk.today() if on is None else inputs.day(on, desk.language)
    return foreseen(desk, rules(desk), today, progress=progress, cancelled=cancelled)


def foreseen(
    desk: Desk,
    every: Sequence[Rule],
    day: date,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """What a run of some rules alone would do by the end of a day; they need not be kept.

    Refuses a day more than ``FORESEEN_DAYS`` ahead.
    """
    if day - desk.today() > timedelta(days=FORESEEN_DAYS):
        raise DateRefused(desk.language, date=day)
    candidates = list(_candidates(desk, every, day))
    books = Books(desk, [one.member_id for one in candidates])
    return _told(desk, _judged(books, long.watched(candidates, progress, cancelled)))


def _told(desk: Desk, settled: Sequence[Settled]) -> Preview:
    _ = translator(desk.language)
    titles: dict[Reward, str] = {}
    for one in settled:
        for reward in one.rewards:
            if reward not in titles:
                titles[reward] = giving.way_of(reward).title(desk, reward, desk.language)
    each = [(one.candidate, reward) for one in settled for reward in one.rewards]
    given = tuple((one.member_id, one.rule.name, titles[reward]) for one, reward in each)
    left_out = tuple(
        (one.candidate.member_id, one.candidate.rule.name, _(one.why)) for one in settled if one.why
    )
    short = Counter(one.short for one in settled if one.short is not None)
    may = sees_costs(desk)
    return Preview(
        given, left_out, sum(one.cost for one in settled) if may else None, tuple(short.items()),
        tuple(cost for one in settled for cost in one.costs) if may else (),
        tuple(one.on for one, _reward in each),
        tuple(voucher_id for one in settled for voucher_id in one.vouchers),
    )  # fmt: skip


@prepared
def _settle_through(rule: Any, was: Any, day: Any) -> Any:
    """Unless another run did, or the rule is another one by now."""
    return RewardRule.update(settled_on=day).where(
        (RewardRule.id == rule) & (RewardRule.settled_on == was)
    )


def run(
    desk: Desk,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Give everything that is due, exactly as ``preview`` says; what is short stays owed.

    It can be stopped, or die, after any part: what was given is whole, and the next run goes on.
    Refuses while the clock is not believable, and to go on where a rule was changed or ended since
    it began.
    """
    settled: list[Settled] = []
    today, every = desk.today(), rules(desk)
    candidates = list(_candidates(desk, every, today))
    parts = [candidates[start : start + _BATCH] for start in range(0, len(candidates), _BATCH)]
    for number, part in enumerate(parts or [[]]):
        if cancelled and cancelled():
            break
        with change(desk, *_TOPICS, action="rewards.run") as made:
            made.require_believable_clock()
            _refuse_changed(desk, every)
            done = _settle(made, part)
            given = sum(bool(one.rewards) for one in done)
            made.note(given=given, left_out=len(done) - given)
            settled += done
            if number >= len(parts) - 1:
                for rule in every:
                    was = rule.settled_on.toordinal()
                    _settle_through(made.db, rule.id, was, max(was, today.toordinal()))
        if progress:
            progress(min((number + 1) * _BATCH, len(candidates)), len(candidates))
    return _told(desk, settled)


def _refuse_changed(desk: Desk, every: Sequence[Rule]) -> None:
    now = {rule.id: _terms(rule) for rule in reward_rules.in_force(desk)}
    for rule in every:
        if now.get(rule.id) != _terms(rule):
            raise RuleChanged(desk.language, name=rule.title(desk.language))


def _terms(rule: Rule) -> Rule:
    """A rule but for what it is called and how far it is settled."""
    return replace(rule, name="", name_en=None, settled_on=rule.starts_on)


# --- of one member ----------------------------------------------------------------------------


def may_be_due(desk: Desk, member_id: int) -> bool:
    """Whether ``due_to`` may find something: gifts are owed, or days wait for a run. Refuses an
    unknown member."""
    people.refuse_unknown(desk, member_id)
    if _owed_to(desk.db, member=member_id).fetchone() is not None:
        return True
    return _any_unsettled(desk.db, today=desk.today().toordinal()).fetchone() is not None


def due_to(desk: Desk, member_id: int) -> Preview:
    """What ``give_due`` would give a member now, and the gifts they are owed that run short."""
    people.refuse_unknown(desk, member_id)
    return _told(desk, _judged(Books(desk, [member_id]), _due_to(desk, member_id)))


def give_due(desk: Desk, member_id: int) -> Preview:
    """Give one member what a run would give them now: they stand here. What is short stays owed.

    A run gives none of it again. Refuses an unknown member, and while the clock is not believable.
    """
    people.refuse_unknown(desk, member_id)
    with change(desk, *_TOPICS, action="rewards.give_due") as made:
        made.require_believable_clock()
        done = _settle(made, _due_to(desk, member_id))
        made.subject = member_id
        made.note(given=sum(bool(one.rewards) for one in done))
    return _told(desk, done)


def _due_to(desk: Desk, member_id: int) -> list[Candidate]:
    """All that is due to one member by the end of today."""
    return list(_candidates(desk, rules(desk), desk.today(), member_id))


def _settle(made: Change, part: Sequence[Candidate]) -> list[Settled]:
    if not part:
        return []
    books = Books(made.desk, [one.member_id for one in part])
    done = [settling.carry_out(made, books, one) for one in _judged(books, part)]
    settling.forget_given(made, part, done)
    return done
