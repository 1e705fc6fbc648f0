"""Steps up taken back by refunds and given back by late receipts, in the replay."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shopdesk import retesting
from shopdesk.assessing import rank_of
from shopdesk.holders import holder_then
from shopdesk.replay_books import Books, Reverted, review_after_decision, write
from shopdesk.retesting import Step


def retested(db: Any) -> tuple[Callable[[Books, Sequence[Any]], None], Iterable[Sequence[Any]]]:
    """Each refund once more, after what it was exchanged for."""
    return _retest, db.execute_sql(
        """SELECT r.event_id, r.id, r.member_id, r.on_day, e.action = 'imports.undo'
           FROM refund AS r JOIN event AS e ON e.id = r.event_id
           WHERE r.member_id IS NOT NULL ORDER BY r.event_id, r.id"""
    )


def _retest(books: Books, row: Sequence[Any]) -> None:
    """See ``reverting.settle``."""
    refund, member_id, on, always = row
    today = date.fromordinal(on)
    take_back(books, member_id, refund, today, always=bool(always))
    referrer = books.members[member_id].referrer
    if referrer is not None:
        take_back(books, referrer, refund, today, only="referrals", always=bool(always))


def top_up_retested(db: Any) -> tuple[Callable[[Books, Sequence[Any]], None], Iterable[Any]]:
    """Each refund of a top-up once more."""
    return _retest_top_up, db.execute_sql(
        f"""SELECT r.event_id, {holder_then("top_up", "t.id", "t.member_id", at="r.event_id")},
                   r.on_day
           FROM top_up_refund AS r JOIN top_up AS t ON t.id = r.top_up_id ORDER BY r.event_id"""
    )


def _retest_top_up(books: Books, row: Sequence[Any]) -> None:
    """See ``reverting.settle_top_up``."""
    member_id, on = row
    take_back(books, member_id, None, date.fromordinal(on), only="topped_up")


def contacts_retested(db: Any) -> tuple[Callable[[Books, Sequence[Any]], None], Iterable[Any]]:
    """Each check-in to an event that was undone once more; together where a call undid two."""
    return _retest_contacts, db.execute_sql(
        f"""SELECT DISTINCT u.event_id,
                   {holder_then("check_in", "c.id", "c.member_id", at="u.event_id")}, u.on_day
           FROM check_in_undo AS u JOIN check_in AS c ON c.id = u.check_in_id ORDER BY u.event_id"""
    )


def _retest_contacts(books: Books, row: Sequence[Any]) -> None:
    """See ``reverting.settle_contacts``."""
    member_id, on = row
    take_back(books, member_id, None, date.fromordinal(on), only="interactions")


def take_back(
    books: Books,
    member_id: int,
    refund: int | None,
    today: date,
    *,
    only: str = "",
    always: bool = False,
) -> None:
    """See ``reverting``."""
    member = books.members[member_id]
    for place in reversed(range(len(member.steps))):
        step = member.steps[place]
        if not (always or step.is_recent(today)):
            return
        if only and all(e.fact != only for e in step.evidence):
            return
        found = retesting.retest(step, member.fact, today)
        if found.tier == step.held:
            return
        kept = retesting.nearest(books.tiers, step.tiers, found.tier)
        review_on = _review_after(books, step, found.tier, kept)
        write(
            books, member_id, "reverted", kept, on=today, review_on=review_on, today=today,
            refund=refund,
        )  # fmt: skip
        held = kept if kept in retesting.stepped_on(step.evidence) else None
        member.reverts.append(Reverted(step.id, held, kept, review_on, books.terms))
        member.steps[place : place + 1] = [replace(step, held=held)] if held else []
        if found.tier != step.before:
            return


def _review_after(books: Books, step: Step, met: str, kept: str) -> date | None:
    if met == step.before and step.old_review_on is not None:
        return step.old_review_on
    return review_after_decision(books, step.on, rank_of(books.tiers, kept))


def restore(books: Books, member_id: int, purchase: int, today: date) -> None:
    """See ``restoring.restore``."""
    member = books.members[member_id]
    step = member.lowered
    if step is None or step.review is None or member.steps:
        return
    found = step.review.again(step.at_stake, member.fact)
    tier = retesting.nearest(books.tiers, step.tiers, step.held)
    if not found.is_met or tier == member.earned:
        return
    reviewed_on, before = step.review.on, member.earned
    member.steps.append(
        replace(
            step,
            id=len(member.changes),
            kind="restored",
            before=before,
            held=tier,
            on=today,
            evidence=found.evidence,
            old_review_on=member.review_on,
        )
    )
    review_on = review_after_decision(books, reviewed_on, rank_of(books.tiers, tier))
    write(
        books, member_id, "restored", tier, on=today, review_on=review_on, today=today,
        purchase=purchase,
        reviewed_on=reviewed_on,
    )  # fmt: skip
