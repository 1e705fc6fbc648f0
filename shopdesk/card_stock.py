"""Cards printed beforehand: runs of them put aside, to be bound one by one when somebody joins."""

import re
from dataclasses import dataclass
from typing import Any

from peewee import fn

from shopdesk import cards, text
from shopdesk.language import N_
from shopdesk.refusals import NumberTaken, Refused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared, prepared_rows
from shopdesk.store.tables.moving import BlankCard
from shopdesk.store.tables.people import Card
from shopdesk.store.tables.receipts import Product
from shopdesk.topics import Topic

MOST = 100_000
"""Cards of one run."""
_NUMBERED = re.compile(r"(.*?)(\d+)(\D{0,4})")
_ASKED_AT_ONCE = 500


class RunRefused(Refused):
    """Two codes between which nobody can count."""

    code = "card_run"
    sentence = N_(
        "{first} to {last} is no run of cards: both need the same letters and as many digits, "
        "the last no lower than the first, {most} cards at most."
    )


@dataclass(frozen=True, slots=True)
class Stock:
    """Blank cards put aside: how many there were and how many are left; the ``next`` one by code,
    nothing where none is left."""

    reserved: int
    left: int
    next: str | None


def run_of(desk: Desk, first: str, last: str) -> list[str]:
    """The codes from the first to the last card of a run: ``K0098`` to ``K0102`` are five."""
    low, high = cards.foreign(desk, first), cards.foreign(desk, last)
    one, other = _NUMBERED.fullmatch(low), _NUMBERED.fullmatch(high)
    refused = RunRefused(desk.language, first=low, last=high, most=f"{MOST:,}")
    if one is None or other is None or (one[1], one[3]) != (other[1], other[3]):
        raise refused
    if len(one[2]) != len(other[2]) or not 0 <= int(other[2]) - int(one[2]) < MOST:
        raise refused
    width = len(one[2])
    numbers = range(int(one[2]), int(other[2]) + 1)
    return [f"{one[1]}{number:0{width}}{one[3]}" for number in numbers]


def after(code: str) -> str | None:
    """The next card of a run, where there can be one: ``K0099`` is followed by ``K0100``."""
    found = _NUMBERED.fullmatch(code)
    if found is None or not found[2].strip("9"):
        return None
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}}{found[3]}"


@prepared
def _blank(code: Any) -> Any:
    return BlankCard.select(BlankCard.code).where(BlankCard.code == code)


def _unbound() -> Any:
    bound = Card.select(Card.code).where(Card.code == BlankCard.code)
    return BlankCard.select(BlankCard.code).where(~fn.EXISTS(bound))


def is_blank(desk: Desk, scanned: str) -> bool:
    """Whether this is a card that was put aside and belongs to nobody yet."""
    code = text.scanned(scanned)
    return _blank(desk.db, code=code).fetchone() is not None and not cards.is_known(desk.db, code)


def stock(desk: Desk) -> Stock:
    """How many blank cards there are."""
    left = _unbound()
    following = left.order_by(BlankCard.code).limit(1).tuples().bind(desk.db).first()
    return Stock(
        BlankCard.select().bind(desk.db).count(), left.bind(desk.db).count(),
        following[0] if following else None,
    )  # fmt: skip


_insert = prepared_rows(BlankCard, "code", "event")


def reserve(desk: Desk, first: str, last: str | None = None, *, key: str | None = None) -> int:
    """Put a run of pre-printed cards aside, from the first to the last, or one; returns how many.

    A scan of one begins a registration with it. Refuses what is no run, and a run of which a code
    is in use, as a card or on a product; those put aside before count once.
    """
    codes = run_of(desk, first, last or first)
    content = [codes[0], codes[-1]]
    with change(desk, Topic.MEMBERS, action="cards.reserve", key=key, content=content) as made:
        if made.repeats is not None:
            return made.repeats
        new = []
        for start in range(0, len(codes), _ASKED_AT_ONCE):
            part = codes[start : start + _ASKED_AT_ONCE]
            _refuse_used(desk, part)
            known = {code for (code,) in _put_aside(desk.db, part)}
            new += [(code, made.event) for code in part if code not in known]
        _insert(made.db, new)
        made.subject = len(new)
        made.note(first=codes[0], last=codes[-1], reserved=len(new))
        return len(new)


def _put_aside(db: Any, part: list[str]) -> Any:
    return BlankCard.select(BlankCard.code).where(BlankCard.code.in_(part)).tuples().bind(db)


def _refuse_used(desk: Desk, part: list[str]) -> None:
    for column in (Card.code, Product.ean):
        found = column.model.select(column).where(column.in_(part))
        if (used := found.tuples().bind(desk.db).first()) is not None:
            raise NumberTaken(desk.language, number=used[0])
