"""Many vouchers issued at once by hand: to members, to a segment, or copies for the bearer.

A preview says who gets one, what it costs, and who is left out and why; issuing does exactly that,
all of it or nothing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, NamedTuple

from shopdesk import gifts, giving, long, people, segments, settling, text, vouchers
from shopdesk.language import translator
from shopdesk.money import is_whole
from shopdesk.permissions import sees_costs
from shopdesk.refusals import AmountRefused, ContentRefused
from shopdesk.refusals_of_vouchers import TooManyVouchers
from shopdesk.settling_books import CLOSED, Books
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.topics import Topic
from shopdesk.vouchers import Promise

MOST = 10_000
"""So many are issued in one change at most: other tills wait as long as it takes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What comes of issuing many: ``given`` of them; who is left out, by member id, and why.

    ``cost`` in minor units where all are used, nothing for who may not see it; ``short`` so many
    vouchers more than there are gifts. ``vouchers`` are their ids once they are issued;
    ``is_cancelled`` means that none was.
    """

    given: int
    left_out: tuple[tuple[int, str], ...]
    cost: int | None
    short: int
    vouchers: tuple[int, ...] = ()
    is_cancelled: bool = False


class _Plan(NamedTuple):
    to: Sequence[tuple[int | None, Promise]]
    left_out: Sequence[tuple[int, str]]
    short: int


def preview(
    desk: Desk,
    promise: Promise,
    *,
    members: Sequence[int] | None = None,
    segment: int | None = None,
    copies: int = 0,
) -> Batch:
    """What ``issue`` would do now, without doing it."""
    asked = _asked(desk, promise, members, segment, copies)
    return _told(desk, _planned(desk, asked))


def issue(
    desk: Desk,
    promise: Promise,
    *,
    members: Sequence[int] | None = None,
    segment: int | None = None,
    copies: int = 0,
    occasion: str = "",
    channel: str = "counter",
    key: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Batch:
    """Issue vouchers of one promise: to ``members``, to a ``segment``, or ``copies`` to the bearer.

    Exactly one of the three is given. Left out are closed memberships, who is below the gift's tier
    or (but for ``is_again``) was given it before, and whom no gift is left for; ``instead`` is what
    they get where it is named. It is one change: stopped by ``cancelled`` nothing is issued.
    Refuses an unknown member or segment, and more than ``MOST``.
    """
    asked = _asked(desk, promise, members, segment, copies)
    occasion = text.kept(occasion, desk.language) if occasion else ""
    channel = vouchers.checked_channel(desk, asked.promise, channel)
    content = [astuple(asked.promise), *asked[1:], occasion, channel]
    try:
        with change(
            desk, Topic.VOUCHERS, Topic.GIFTS,
            action="vouchers.issue_many", key=key, content=content,
        ) as made:  # fmt: skip
            if made.repeats is not None:
                return _repeated(desk, made.repeats)
            plan, ids = _planned(desk, asked), []
            for member, its in long.watched(plan.to, progress, cancelled):
                ids.append(vouchers.write(made, its, member, occasion=occasion, channel=channel))
            made.subject = ids[0] if ids else 0
            made.note(issued=len(ids), left_out=len(plan.left_out), short=plan.short)
            return _told(desk, plan, ids)
    except long.Cancelled:
        return Batch(0, (), 0, 0, is_cancelled=True)


# --- what is asked for ------------------------------------------------------------------------


class _Asked(NamedTuple):
    promise: Promise
    members: list[int] | None
    segment: int | None
    copies: int


def _asked(desk: Desk, promise: Promise, members: Any, segment: int | None, copies: int) -> _Asked:
    """What is wanted, or the refusal of what cannot be."""
    fit: Any = giving.checked(desk, promise)
    promise = vouchers.checked(desk, fit)
    if [members is None, segment is None, copies == 0].count(False) != 1:
        raise ContentRefused(desk.language)
    if not is_whole(copies, 0, MOST):
        raise AmountRefused(desk.language, amount=copies)
    if promise.gift is not None:
        gifts.get(desk, promise.gift)
    if members is None:
        return _Asked(promise, None, segment, copies)
    if not isinstance(members, list | tuple):
        raise ContentRefused(desk.language)
    if len(members) > MOST:
        raise TooManyVouchers(desk.language, count=len(members), most=MOST)
    for one in members:
        people.refuse_unknown(desk, one)
    return _Asked(promise, list(dict.fromkeys(members)), segment, copies)


def _planned(desk: Desk, asked: _Asked) -> _Plan:
    if asked.copies:
        return _copies(desk, asked.promise, asked.copies)
    chosen = asked.members
    if chosen is None:
        assert asked.segment is not None
        chosen = segments.members(desk, asked.segment)
    if len(chosen) > MOST:
        raise TooManyVouchers(desk.language, count=len(chosen), most=MOST)
    return _for_members(desk, asked.promise, chosen)


def _copies(desk: Desk, promise: Promise, copies: int) -> _Plan:
    free = None if promise.gift is None else gifts.get(desk, promise.gift).free
    left = copies if free is None else min(copies, free)
    return _Plan([(None, promise)] * left, [], copies - left)


def _for_members(desk: Desk, promise: Promise, chosen: Sequence[int]) -> _Plan:
    """As a rule would give it, each by the same judgement."""
    books, to, left_out, short = Books(desk, chosen), [], [], 0
    for member in chosen:
        _rank, is_closed = books.people[member]
        its, why, lacks = settling.fit(books, member, promise)
        if is_closed:
            left_out.append((member, CLOSED))
        elif isinstance(its, Promise):
            books.take(member, its)
            to.append((member, its))
        else:
            left_out.append((member, why))
            short += lacks is not None
    return _Plan(to, left_out, short)


# --- what comes of it -------------------------------------------------------------------------


def _told(desk: Desk, plan: _Plan, ids: Sequence[int] = ()) -> Batch:
    _ = translator(desk.language)
    many = Counter(its for _member, its in plan.to)
    cost = sum(giving.way_of(its).cost(desk, its) * count for its, count in many.items())
    return Batch(
        len(plan.to), tuple((member, _(why)) for member, why in plan.left_out),
        cost if sees_costs(desk) else None, plan.short, tuple(ids),
    )  # fmt: skip


@prepared
def _of_one_event(first: Any) -> Any:
    same = Row.alias("same")
    event = same.select(same.event).where(same.id == first)
    columns = (Row.id, Row.cost, Row.amount, Row.cap)
    return Row.select(*columns).where(Row.event == event).order_by(Row.id)


def _repeated(desk: Desk, first: int) -> Batch:
    """What was issued the first time; whom it left out was said then."""
    rows = _of_one_event(desk.db, first).fetchall()
    cost = sum(own or amount or cap or 0 for _, own, amount, cap in rows)
    ids = tuple(row[0] for row in rows)
    return Batch(len(rows), (), cost if sees_costs(desk) else None, 0, ids)
