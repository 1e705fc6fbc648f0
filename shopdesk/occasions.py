"""What was given on which occasion: taken back with it, and one for a person who was two."""

import json
from collections.abc import Sequence
from typing import Any

from peewee import SQL

from shopdesk import giving, moving, triggers
from shopdesk.giving import Was
from shopdesk.store.change import Change
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.given import COUNTS, STANDS, Given, Occasion, Owed


def take_back(made: Change, member_id: int, lost: Sequence[str], *, since: int) -> None:
    """Undo what was given, or is owed, for steps of an upgrade that are lost (9.1).

    ``since`` is the event of the upgrade: what older ones gave stays. Where some of it was used,
    none of it is given again; otherwise the steps are rewarded when they are next reached (9.20).
    """
    steps = json.dumps(list(lost))
    _owe_no_more(made.db, member=member_id, occasions=steps)
    given = [
        occasion
        for occasion, met in _given_since(
            made.db, member=member_id, occasions=steps, since=since
        ).fetchall()
        if any(trigger.kind == "upgrade" for trigger in triggers.read(met))
    ]
    used = [_lose(made, member_id, occasion) for occasion in given]
    for occasion in given:
        _end(made, occasion, is_used=any(used))


@prepared
def _given_since(member: Any, occasions: Any, since: Any) -> Any:
    return (
        Occasion.select(Occasion.id, Occasion.met)
        .where(
            (Occasion.member == member) & (Occasion.event >= since) & STANDS
            & among(Occasion.occasion, occasions)
        )
        .order_by(Occasion.rule, Occasion.id)
    )  # fmt: skip


@prepared
def _owe_no_more(member: Any, occasions: Any) -> Any:
    return Owed.delete().where((Owed.member == member) & among(Owed.occasion, occasions))


@prepared
def _set_state(occasion: Any, state: Any) -> Any:
    return Occasion.update(state=state).where(Occasion.id == occasion)


def _end(made: Change, occasion: int, *, is_used: bool) -> None:
    """What it gave was taken back, which is done once."""
    _set_state(made.db, occasion=occasion, state="forfeit" if is_used else "freed")


@prepared
def _given(occasion: Any) -> Any:
    columns = (Given.kind, Given.amount, Given.voucher, Given.lot, Given.overlay, Given.multiplier)
    return Given.select(*columns).where(Given.occasion == occasion).order_by(Given.id)


def _lose(made: Change, member_id: int, occasion: int) -> bool:
    """Take back all that an occasion gave a member (9.1); returns whether some of it was used."""
    given = [(giving.WAYS[kind], Was(member_id, *row)) for kind, *row in _rows(made, occasion)]
    used = [way.is_used(made, was) for way, was in given]
    for way, was in given:
        way.take_back(made, was)
    return any(used)


def _is_used(made: Change, member_id: int, occasion: int, state: str) -> bool:
    return state == "forfeit" or any(
        giving.WAYS[kind].is_used(made, Was(member_id, *row))
        for kind, *row in _rows(made, occasion)
    )


def _rows(made: Change, occasion: int) -> list[Any]:
    rows: list[Any] = _given(made.db, occasion=occasion).fetchall()
    return rows


def undo(made: Change, member_id: int, occasion: int) -> None:
    """Take back what an occasion that stands gave; where none of it was used it may come again."""
    _end(made, occasion, is_used=_lose(made, member_id, occasion))


# --- of two who are one -----------------------------------------------------------------------


@prepared
def _called(member: Any, occasion: Any) -> Any:
    return Occasion.select(Occasion.id).where(
        (Occasion.member == member) & (Occasion.occasion == occasion) & STANDS
    )


def unrefer(made: Change, referrer: int, friend: int, keep: int) -> None:
    """Take back what both sides were given, or are owed, for a friend who is the referrer (9.28);
    ``keep`` is who of them holds what both held."""
    for member, occasion in ((referrer, f"friend:{friend}"), (friend, "brought")):
        for (occasion_id,) in _called(made.db, member=member, occasion=occasion).fetchall():
            undo(made, keep, occasion_id)
        _owe_no_more(made.db, member=member, occasions=json.dumps([occasion]))


@prepared
def _given_to_both(keep: Any, drop: Any) -> Any:
    other = Occasion.alias("other")
    same = (other.rule == Occasion.rule) & (other.occasion == Occasion.occasion)
    both_count = COUNTS & (other.state != SQL("'freed'"))
    return (
        Occasion.select(Occasion.id, Occasion.state, other.id, other.state)
        .join(other, on=same)
        .where((Occasion.member == keep) & (other.member == drop) & both_count)
        .order_by(Occasion.rule, Occasion.id)
    )


def unite(made: Change, keep: int, drop: int) -> None:
    """Let the occasions of both be the survivor's, so that nothing is given for life twice (9.20).

    Of what both were given one is too many, for a person comes to a tier once (9.1): what was not
    used is taken back, the other one's before the survivor's own; of two that were used one is
    told to the owner. What either is owed is then the matter of ``owing``.
    """
    for *own, its, its_state in _given_to_both(made.db, keep=keep, drop=drop).fetchall():
        is_own = _is_used(made, keep, its, its_state) and not _is_used(made, keep, *own)
        spare, state = own if is_own else (its, its_state)
        if state == "stands":
            undo(made, keep, spare)
    moving.occasions_over(made, drop, keep)
