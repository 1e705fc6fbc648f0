"""Receipts that went to another member, members merged and parted, in the replay."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shopdesk import merging_tiers
from shopdesk.assessing import rank_of
from shopdesk.replay_books import (
    Books,
    Member,
    climb,
    date_review,
    redate_steps,
    settle,
    write,
)
from shopdesk.replay_steps import take_back
from shopdesk.retesting import Step
from shopdesk.reviewing import next_review

Source = tuple[Callable[[Books, Sequence[Any]], None], Iterable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Before:
    """A survivor as they stood before a merge, to go back to."""

    changes: int
    earned: str
    review_on: date | None
    steps: tuple[Step, ...]
    lowered: Step | None
    terms: tuple[date, int | None]
    reverts: int


# --- what moved -------------------------------------------------------------------------------


def receipts(db: Any) -> Source:
    """Receipts that went from one member to another, with what was left of each then."""
    return _move_receipt, db.execute_sql(
        """SELECT m.event_id, m.row_id, m.from_member_id, m.to_member_id, p.on_day,
                  NOT COALESCE(MAX(r.is_whole), 0), p.due - COALESCE(SUM(r.money), 0),
                  p.points_earned - COALESCE(SUM(r.points_unearned), 0)
           FROM moved AS m JOIN purchase AS p ON p.id = m.row_id
           LEFT JOIN refund AS r ON r.purchase_id = p.id AND r.event_id < m.event_id
           WHERE m.kind = 'purchase' AND m.from_member_id IS NOT NULL
           GROUP BY m.id ORDER BY m.event_id, m.id"""
    )


def _move_receipt(books: Books, row: Sequence[Any]) -> None:
    purchase, source, target, on, *sums = row
    one, other = books.members[source], books.members[target]
    into = other.days.setdefault(on, [0, 0, 0])
    for place, value in enumerate(sums):
        one.days[on][place] -= value
        into[place] += value
    if purchase in one.receipts:
        other.receipts[purchase] = one.receipts.pop(purchase)


def ratings(db: Any) -> Source:
    """Ratings that went along."""
    return _move_rating, db.execute_sql(
        """SELECT m.event_id, m.from_member_id, m.to_member_id, r.on_day, r.score
           FROM moved AS m JOIN rating AS r ON r.id = m.row_id
           WHERE m.kind = 'rating' ORDER BY m.event_id, m.id"""
    )


def _move_rating(books: Books, row: Sequence[Any]) -> None:
    source, target, on, score = row
    books.members[source].ratings.remove((on, score))
    books.members[target].ratings.append((on, score))


def contacts(db: Any) -> Source:
    """What was logged, and went along."""
    return _move_contact, db.execute_sql(
        """SELECT m.event_id, m.from_member_id, m.to_member_id, i.on_day
           FROM moved AS m JOIN interaction AS i ON i.id = m.row_id
           WHERE m.kind = 'interaction' AND NOT EXISTS (
               SELECT 1 FROM check_in AS c JOIN check_in_undo AS u ON u.check_in_id = c.id
               WHERE c.interaction_id = i.id AND u.event_id < m.event_id)
           ORDER BY m.event_id, m.id"""
    )


def _move_contact(books: Books, row: Sequence[Any]) -> None:
    source, target, on = row
    books.members[source].contacts.remove(on)
    books.members[target].contacts.append(on)


def top_ups(db: Any) -> Source:
    """Top-ups that went along, with what was left of each then."""
    return _move_top_up, db.execute_sql(
        """SELECT m.event_id, m.from_member_id, m.to_member_id, t.on_day,
                  t.principal - COALESCE(SUM(r.principal), 0)
           FROM moved AS m JOIN top_up AS t ON t.id = m.row_id
           LEFT JOIN top_up_refund AS r ON r.top_up_id = t.id AND r.event_id < m.event_id
           WHERE m.kind = 'top_up' GROUP BY m.id ORDER BY m.event_id, m.id"""
    )


def _move_top_up(books: Books, row: Sequence[Any]) -> None:
    source, target, on, left = row
    books.members[source].top_ups.append((on, -left))
    books.members[target].top_ups.append((on, left))


def referrers(db: Any) -> Source:
    """Members whom another one had brought from then on."""
    return _refer, db.execute_sql(
        """SELECT event_id, row_id, from_member_id, to_member_id FROM moved
           WHERE kind = 'friend' ORDER BY event_id, id"""
    )


def _refer(books: Books, row: Sequence[Any]) -> None:
    friend, source, target = row
    member = books.members[friend]
    member.referrer = target
    if source is not None:
        books.members[source].friends = [
            one for one in books.members[source].friends if one is not member
        ]
    if target is not None:
        books.members[target].friends.append(member)


# --- merged -----------------------------------------------------------------------------------


def merged(db: Any) -> Source:
    """Merges, each of which may bring a tier over."""
    return _merge, db.execute_sql(
        'SELECT event_id, id, keep_id, drop_id, on_day FROM "merge" ORDER BY event_id'
    )


def _merge(books: Books, row: Sequence[Any]) -> None:
    """See ``merging``."""
    id_, keep, drop, on = row
    day, one, other = date.fromordinal(on), books.members[keep], books.members[drop]
    books.before[id_] = Before(
        len(one.changes), one.earned, one.review_on, tuple(one.steps), one.lowered,
        books.terms, len(one.reverts),
    )  # fmt: skip
    other.closed_on = date.min
    books.merged.setdefault(keep, {})[id_] = drop
    _join(books, keep)
    _carry(books, keep, other, day)
    settle(books, keep, one, day)
    for who in sorted({keep, one.referrer, other.referrer} - {None, drop}):
        take_back(books, who, None, day, only="referrals")


def _join(books: Books, keep: int) -> None:
    """See ``merging``: the oldest day of joining of all who stand merged."""
    member = books.members[keep]
    drops = books.merged.get(keep, {}).values()
    then = min([member.entered_as, *(books.members[drop].joined_on for drop in drops)])
    books.joined[member.joined_on].remove(keep)
    books.joined.setdefault(then, []).append(keep)
    member.joined_on = then
    member.steps = [_joined(step, then) for step in member.steps]
    member.lowered = None if member.lowered is None else _joined(member.lowered, then)


def _joined(step: Step, then: date) -> Step:
    """A step by a review, which is held again by the day of joining as it is known now."""
    return (
        step if step.review is None else replace(step, review=replace(step.review, joined_on=then))
    )


def _carry(books: Books, keep: int, other: Member, day: date) -> None:
    """See ``merging_tiers.carry``."""
    one = books.members[keep]
    now, rank = rank_of(books.tiers, one.earned), rank_of(books.tiers, other.earned)
    if rank < now:
        return
    if rank == now:
        if one.review_on and other.review_on and other.review_on > one.review_on:
            one.lowered = None
            write(books, keep, "merged", one.earned, on=day, review_on=other.review_on, today=day)
        return
    recent: list[Step] = []
    for step in reversed(other.steps):
        if not step.is_recent(day):
            break
        recent.insert(0, step)
    for tier, review_on, over in merging_tiers.way(recent, other.earned, other.review_on):
        if rank_of(books.tiers, tier) > now:
            _bring(books, keep, tier, review_on, over, day)
            now = rank_of(books.tiers, tier)


def _bring(
    books: Books, keep: int, tier: str, review_on: date | None, step: Step | None, day: date
) -> None:
    member = books.members[keep]
    if step is None:
        member.steps.clear()
        member.lowered = None
    else:
        over = replace(
            step, id=len(member.changes), before=member.earned, old_review_on=member.review_on
        )
        member.steps.append(_joined(over, member.joined_on))
    reviewed = step.review.on if step and step.review else None
    write(books, keep, "merged", tier, on=day, review_on=review_on, today=day, reviewed_on=reviewed)


# --- parted and erased ------------------------------------------------------------------------


def parted(db: Any) -> Source:
    """Merges undone."""
    return _part, db.execute_sql(
        """SELECT u.event_id, m.id, m.keep_id, m.drop_id, u.on_day FROM merge_undo AS u
           JOIN "merge" AS m ON m.id = u.merge_id ORDER BY u.event_id"""
    )


def _part(books: Books, row: Sequence[Any]) -> None:
    """See ``parting.undo_merge``."""
    id_, keep, drop, on = row
    day, one, other = date.fromordinal(on), books.members[keep], books.members[drop]
    before = books.before.pop(id_)
    other.closed_on = None
    date_review(books, drop, other, other.review_on)
    del books.merged[keep][id_]
    _join(books, keep)
    if len(one.changes) != before.changes:
        _go_back(books, keep, before, day)
    settle(books, keep, one, day)


def _go_back(books: Books, keep: int, before: Before, day: date) -> None:
    """See ``merging_tiers.go_back``."""
    member, steps = books.members[keep], {step.id: step for step in before.steps}
    tier, review_on, terms = before.earned, before.review_on, before.terms
    for one in member.reverts[before.reverts :]:
        if one.step in steps:
            tier, review_on, terms = one.tier, one.review_on, one.terms
            steps[one.step] = replace(steps[one.step], held=one.held or "")
    member.steps = [_joined(step, member.joined_on) for step in steps.values() if step.held]
    member.lowered = None if before.lowered is None else _joined(before.lowered, member.joined_on)
    if books.terms != terms:
        review_on = next_review(books.decided_on, books.review_months, rank_of(books.tiers, tier))
    if books.terms != before.terms:
        redate_steps(books, member, books.decided_on)
    write(books, keep, "unmerged", tier, on=day, review_on=review_on, today=day)
    take_back(books, keep, None, day)
    climb(books, keep, day, today=day, since=day)


def erased(db: Any) -> Source:
    """Members whose data was taken out: they are closed."""
    return _close, db.execute_sql("SELECT event_id, member_id FROM erasure ORDER BY event_id")


def _close(books: Books, row: Sequence[Any]) -> None:
    books.members[row[0]].closed_on = date.min
