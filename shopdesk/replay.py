"""Tiers by replay: all records again, in the order written, under the ladders of then.

A tier is never compared with today's facts: windows have moved on, and a tier once reached stays
until a review (9.19). Receipts and refunds make the facts; joining, receipts, runs of the day and
recounts move members; overlays lie over what they earned.
"""

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from shopdesk import (
    ladders,
    recounting,
    replay_facts,
    replay_merges,
    replay_steps,
    reviewing,
    tenure,
)
from shopdesk.assessing import Tested, rank_of
from shopdesk.clock import day_or_none
from shopdesk.holders import holder_then
from shopdesk.holding import Running
from shopdesk.replay_books import (
    Books,
    Change,
    Columns,
    Member,
    climb,
    date_review,
    due,
    move,
    redate_steps,
    settle,
    stored_day,
)
from shopdesk.reviewing import next_review


def differences(db: Any) -> Iterator[tuple[int, object, object]]:
    """Members whose tier, or whose way to it, is another than the records lead to."""
    books = Books()
    sources = (
        _ladders, _joined, replay_facts.named, *replay_facts.bought(db), _given_back, _bought,
        replay_steps.retested, replay_facts.topped_up, replay_facts.top_ups_back,
        replay_steps.top_up_retested, replay_facts.rated, replay_facts.logged,
        replay_facts.unlogged, replay_steps.contacts_retested,
        replay_merges.receipts, replay_merges.ratings, replay_merges.contacts,
        replay_merges.top_ups, replay_merges.referrers, replay_merges.merged, replay_merges.parted,
        replay_merges.erased,
        _lifted, _overlaid, _ran, _undone,
    )  # fmt: skip
    streams = [_numbered(db, place, read) for place, read in enumerate(sources)]
    for _event, _place, replayed, row in heapq.merge(*streams, key=lambda each: each[:2]):
        replayed(books, row)
    yield from _compared(db, books.members)


_Row = Sequence[Any]
_Replayed = Callable[[Books, _Row], None]
_Read = Callable[[Any], tuple[_Replayed, Iterable[_Row]]]


def _numbered(db: Any, place: int, read: _Read) -> Iterator[tuple[int, int, _Replayed, _Row]]:
    """The rows of one kind, each with its event and what it does to the books."""
    replayed, rows = read(db)
    return ((event, place, replayed, row) for event, *row in rows)


# --- ladders and joining ----------------------------------------------------------------------


def _ladders(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    return _put_in_force, db.execute_sql(
        """SELECT l.event_id, e.on_day, l.tiers, l.review_months, l.grace_days
           FROM ladder AS l JOIN event AS e ON e.id = l.event_id ORDER BY l.event_id"""
    )


def _put_in_force(books: Books, row: _Row) -> None:
    """See ``ladder_terms.set_ladder``."""
    on, tiers, months, grace = row
    before, day = books.review_months, date.fromordinal(on)
    books.tiers, books.review_months, books.grace_days = ladders.from_json(tiers), months, grace
    books.asked = ladders.asked(books.tiers)
    if before != months:
        books.decided_on = day
    lowest, review_on = books.tiers[0].code, next_review(day, months, rank=1)
    for member_id, member in books.members.items():
        if member.earned == lowest:
            date_review(books, member_id, member, None)
        elif before != months or member.review_on is None:
            date_review(books, member_id, member, review_on)
        if before != months:
            redate_steps(books, member, day)
        if member.running(day):
            settle(books, member_id, member, day)


def _joined(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    return _join, db.execute_sql(
        """SELECT m.event_id, COALESCE(e.on_day, m.joined_on), m.id,
                  COALESCE((SELECT joined_before FROM "merge" WHERE keep_id = m.id
                            ORDER BY id LIMIT 1), m.joined_on),
                  CASE WHEN m.id IN (
                      SELECT drop_id FROM "merge" UNION SELECT member_id FROM erasure)
                  THEN NULL ELSE m.closed_on END, COALESCE(c.to_tier, '')
           FROM member AS m LEFT JOIN event AS e ON e.id = m.event_id
           LEFT JOIN tier_change AS c ON c.member_id = m.id AND c.kind = 'joined'
           ORDER BY m.event_id, m.id"""
    )


def _join(books: Books, row: _Row) -> None:
    on, member_id, joined, closed, tier = row
    joined_on = date.fromordinal(joined)
    closed_on = day_or_none(closed)
    entered_on = date.fromordinal(on)
    member = books.members[member_id] = Member(joined_on, entered_on, closed_on, tier, tier)
    member.entered_as = joined_on
    books.joined.setdefault(joined_on, []).append(member_id)
    rank = rank_of(books.tiers, tier)
    review_on = next_review(member.entered_on, books.review_months, rank)
    date_review(books, member_id, member, review_on)
    member.changes.append(Change("joined", None, None, tier, joined, None, stored_day(review_on)))


def _undone(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    """Members who were closed again with the import that brought them."""
    return _close, db.execute_sql(
        """SELECT e.id, m.id, e.on_day FROM event AS e JOIN member AS m ON m.event_id = e.subject
           WHERE e.action = 'imports.undo' ORDER BY e.id, m.id"""
    )


def _close(books: Books, row: _Row) -> None:
    member_id, on = row
    books.members[member_id].closed_on = date.fromordinal(on - 1)


# --- receipts and refunds ---------------------------------------------------------------------


def _bought(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    """Receipts as they came to a member: when they were written, or attached later."""
    holder = holder_then("purchase", "p.id", "p.member_id")
    return _buy, db.execute_sql(
        f"""SELECT e.id, p.id, COALESCE(a.member_id, {holder}), p.on_day, p.due, p.points_earned,
                  CASE e.action WHEN 'imports.purchases' THEN p.on_day ELSE e.on_day END, e.on_day
           FROM purchase AS p LEFT JOIN attachment AS a ON a.purchase_id = p.id
           JOIN event AS e ON e.id = COALESCE(a.event_id, p.event_id)
           WHERE p.member_id IS NOT NULL ORDER BY e.id, p.id"""
    )


def _buy(books: Books, row: _Row) -> None:
    purchase, member_id, on, due, points, assessed_on, today = row
    member = books.members[member_id]
    day = member.days.setdefault(on, [0, 0, 0])
    day[0] += 1
    day[1] += due
    day[2] += points
    assessed, written = date.fromordinal(assessed_on), date.fromordinal(today)
    if on < assessed_on:
        replay_steps.restore(books, member_id, purchase, assessed)
    climb(books, member_id, assessed, today=written, since=written, purchase=purchase)
    replay_facts.friend_bought(books, member_id, assessed, written)


def _given_back(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    return _give_back, db.execute_sql(
        """SELECT r.event_id, r.member_id, p.on_day, r.money, r.points_unearned,
                  r.is_whole AND r.id = (SELECT MIN(id) FROM refund AS f
                                         WHERE f.purchase_id = p.id AND f.is_whole)
           FROM refund AS r JOIN purchase AS p ON p.id = r.purchase_id
           WHERE r.member_id IS NOT NULL ORDER BY r.event_id, r.id"""
    )


def _give_back(books: Books, row: _Row) -> None:
    member_id, on, money, points, is_now_whole = row
    day = books.members[member_id].days[on]
    day[0] -= is_now_whole
    day[1] -= money
    day[2] -= points


# --- overlays ---------------------------------------------------------------------------------


def _overlaid(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    return _overlay, db.execute_sql(
        """SELECT event_id, member_id, from_on, id, kind, tier, until_on, reason
           FROM tier_overlay ORDER BY event_id, id"""
    )


def _overlay(books: Books, row: _Row) -> None:
    member_id, since, id_, kind, tier, until, reason = row
    member, day = books.members[member_id], date.fromordinal(since)
    until_on = day_or_none(until)
    member.overlays[id_] = Running(id_, kind, tier, day, until_on, reason)
    settle(books, member_id, member, day)


def _lifted(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    return _lift, db.execute_sql(
        """SELECT d.event_id, o.member_id, o.id, d.on_day FROM tier_overlay_end AS d
           JOIN tier_overlay AS o ON o.id = d.overlay_id ORDER BY d.event_id, o.id"""
    )


def _lift(books: Books, row: _Row) -> None:
    member_id, overlay, on = row
    member = books.members[member_id]
    del member.overlays[overlay]
    settle(books, member_id, member, date.fromordinal(on))


# --- runs of the day, reviews, recounts -------------------------------------------------------


def _ran(db: Any) -> tuple[_Replayed, Iterable[_Row]]:
    return _run, db.execute_sql(
        """SELECT id, action, on_day, body FROM event
           WHERE action IN ('days.run', 'tiers.review', 'tiers.recount') ORDER BY id"""
    )


def _run(books: Books, row: _Row) -> None:
    """What a day brought about, one that is caught up on as what it is."""
    action, on, body = row
    today, noted = date.fromordinal(on), json.loads(body)
    if action == "tiers.recount":
        _recount(books, today, down=noted["down"])
        return
    day = today
    if action == "days.run":
        day = date.fromisoformat(noted["day"]) if "day" in noted else today
        _lapse(books, day, today)
        _grow(books, day, today, met=noted.get("met"))
    _review(books, day, today)


def _lapse(books: Books, day: date, today: date) -> None:
    for member_id in due(books.to_lapse, day):
        member = books.members[member_id]
        if member.tier_until is not None and member.tier_until < day:
            settle(books, member_id, member, today)


def _grow(books: Books, day: date, today: date, *, met: int | None) -> None:
    """See ``tenure.grow``; an older version met nobody new, and noted nothing of it."""
    found = [
        member_id
        for joined_on in tenure.passing_days(books.tiers, day)
        for member_id in books.joined.get(joined_on, ())
    ]
    if met is not None:
        found += [
            id_
            for id_ in range(books.met + 1, len(books.members) + 1)
            if books.members[id_].entered_on <= day
            and tenure.has_passed(books.tiers, books.members[id_].joined_on, day)
        ]
        books.met = met
    for member_id in found:
        if books.members[member_id].is_open(day):
            climb(books, member_id, day, today=today, since=day)


def _review(books: Books, day: date, today: date) -> None:
    for member_id in due(books.to_review, day):
        review_one(books, member_id, day, today)


def review_one(books: Books, member_id: int, day: date, today: date) -> None:
    """Hold the reviews of a member that are over, and let who fell climb again."""
    member = books.members[member_id]
    review_on = member.review_on
    if review_on is not None and review_on < day and member.is_open(day):
        before = len(member.changes)
        _decide(books, member_id, review_on, day, today)
        has_fallen = any(one.kind == "step_down" for one in member.changes[before:])
        if has_fallen and member.is_open(today):
            climb(books, member_id, today, today=today, since=today)


def _decide(books: Books, member_id: int, review_on: date, day: date, today: date) -> None:
    """See ``reviews``."""
    member = books.members[member_id]
    rank = rank_of(books.tiers, member.earned)
    found = reviewing.review(
        books.tiers[rank], review_on, books.grace_days, day, member.joined_on, member.fact
    )
    if found.kind == "waits":
        heapq.heappush(books.to_review, (review_on, member_id))
        return
    rank, since = (rank, review_on) if found.kind == "kept" else (rank - 1, day)
    move(
        books, member_id, found.kind, rank, found.evidence, on=day, today=today, since=since,
        reviewed_on=review_on,
    )  # fmt: skip
    if member.review_on is not None and member.review_on < day:
        _decide(books, member_id, member.review_on, day, today)


def _recount(books: Books, today: date, *, down: bool) -> None:
    hurdles = ladders.hurdles(books.tiers)
    for member_id, member in books.members.items():
        if member.is_open(today):
            rank = rank_of(books.tiers, member.earned)
            tested = Tested(today, member.joined_on, member.fact)
            after, evidence = recounting.counted(books.tiers, hurdles, rank, tested, down=down)
            kind = "upgrade" if after > rank else "recounted"
            if after != rank:
                move(books, member_id, kind, after, evidence, on=today, today=today, since=today)


# --- compared ---------------------------------------------------------------------------------


def _compared(db: Any, members: dict[int, Member]) -> Iterator[tuple[int, object, object]]:
    written: dict[int, list[Change]] = {}
    for member_id, *row in db.execute_sql(
        """SELECT member_id, kind, purchase_id, refund_id, to_tier, on_day, reviewed_on, review_on
           FROM tier_change ORDER BY id"""
    ):
        written.setdefault(member_id, []).append(Change(*row))
    for member_id, *row in db.execute_sql(
        "SELECT id, tier, earned, tier_until, review_on FROM member ORDER BY id"
    ).fetchall():
        member, stored = members.get(member_id), Columns(*row)
        if member is None:
            yield member_id, None, stored
        elif member.columns() != stored:
            yield member_id, member.columns(), stored
        elif member.changes != written.get(member_id, []):
            yield member_id, member.changes, written.get(member_id, [])
