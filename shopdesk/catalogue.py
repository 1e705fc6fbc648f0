"""Reading the gift catalogue: what may be given, what it costs, how many are left and promised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shopdesk import inputs, text
from shopdesk.assessing import rank_of
from shopdesk.clock import day_or_none
from shopdesk.language import in_either, translator
from shopdesk.permissions import sees_costs
from shopdesk.refusals import UnknownGift
from shopdesk.refusals_of_gifts import GiftClosed
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.giving import Gift as Row

KINDS = ("goods", "service", "upgrade", "quota", "partner")
STATES = ("few", "closed")
FEW = 5
"""As many or fewer that nobody was promised are few."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift; cost and value in minor units, ``stock`` nothing where it cannot run out.

    ``promised`` of the stock belong to vouchers not yet redeemed. ``cost`` is nothing for who may
    not see it. A quota is so many ``uses`` of a ``unit``; ``partner`` hands over what the shop does
    not. Of a limited edition there are ``edition`` pieces, numbered from 1. ``brand`` is what its
    vouchers say of it. Since ``closed_on`` it is out of the catalogue.
    """

    id: int
    name: str
    name_en: str | None
    kind: str
    cost: int | None
    value: int
    stock: int | None
    promised: int
    lowest_tier: str | None
    partner: str | None = None
    uses: int | None = None
    unit: str | None = None
    unit_en: str | None = None
    edition: int | None = None
    brand: str | None = None
    brand_en: str | None = None
    closed_on: date | None = None

    @property
    def free(self) -> int | None:
        """How many are left that nobody was promised."""
        return None if self.stock is None else self.stock - self.promised

    @property
    def is_limited(self) -> bool:
        """Whether each piece has a number."""
        return self.edition is not None

    @property
    def is_active(self) -> bool:
        """Whether it is in the catalogue, to be given."""
        return self.closed_on is None

    def title(self, language: str) -> str:
        """The gift's name in a language, or in the one it has."""
        return in_either(language, self.name, self.name_en)

    def brand_text(self, language: str) -> str:
        """What its vouchers say of the brand, in a language or in the one there is; or nothing."""
        both = (self.brand_en, self.brand) if language == "en" else (self.brand, self.brand_en)
        return next((words for words in both if words), "")

    def promise(self, language: str, number: int | None = None) -> str:
        """What a voucher for it promises: its name, how many uses, which piece."""
        _ = translator(language)
        words = [self.title(language)]
        if self.uses is not None:
            unit = self.unit_en or self.unit if language == "en" else self.unit
            words.append(f"{self.uses:,} {unit}")
        if number is not None:
            words.append(_("No. {number} of {edition}").format(number=number, edition=self.edition))
        return " · ".join(words)

    def is_for(self, desk: Desk, rank: int) -> bool:
        """Whether a member of this rank on the ladder may be given it."""
        return rank >= rank_of(desk.shop.known.ladder, self.lowest_tier)


_COLUMNS = (
    Row.id, Row.name, Row.name_en, Row.kind, Row.cost, Row.value, Row.stock, Row.promised,
    Row.lowest_tier, Row.partner, Row.uses, Row.unit, Row.unit_en, Row.edition, Row.brand,
    Row.brand_en, Row.closed_on,
)  # fmt: skip


@prepared
def _every() -> Any:
    return Row.select(*_COLUMNS)


_SAYS = ("name", "name_en", "brand", "brand_en", "partner")
"""Where a word of a gift is looked for."""
_STATES = {
    None: Row.closed_on.is_null(),
    "few": Row.closed_on.is_null() & (Row.stock - Row.promised <= FEW),
    "closed": Row.closed_on.is_null(is_null=False),
}


@prepared
def _by_id(gift: Any) -> Any:
    return Row.select(*_COLUMNS).where(Row.id == gift)


def _gift(row: Any) -> Gift:
    *values, closed = row
    values.append(day_or_none(closed))
    return Gift(*values)


def catalogue(desk: Desk, *, closed: bool = False) -> list[Gift]:
    """The gifts that can be given by their names in the language of who asks, Chinese ones by
    pinyin; with ``closed`` also those taken out of the catalogue."""
    every = [_seen(desk, _gift(row)) for row in _every(desk.db).fetchall()]
    return _in_order(desk, [gift for gift in every if closed or gift.is_active])


def found(
    desk: Desk, sought: str = "", *, kind: str | None = None, state: str | None = None
) -> list[Gift]:
    """The gifts that can be given, in the same order, that have a word in their name, brand text or
    partner: all, or of a kind, or of a ``state``: of which few are left, or, instead, those taken
    out of the catalogue."""
    query = Row.select(*_COLUMNS).where(_STATES[_choice(desk, state, STATES)])
    if _choice(desk, kind, KINDS) is not None:
        query = query.where(Row.kind == kind)
    word = text.fold(sought)
    rows = desk.db.execute_sql(*query.bind(desk.db).sql()).fetchall()
    every = [_seen(desk, _gift(row)) for row in rows]
    return _in_order(desk, [gift for gift in every if _says(gift, word)])


def _choice(desk: Desk, given: str | None, of: Sequence[str]) -> str | None:
    return None if given is None else inputs.choice(given, of, desk.language)


def _says(gift: Gift, word: str) -> bool:
    return not word or any(word in text.fold(getattr(gift, one)) for one in _SAYS)


def _in_order(desk: Desk, some: list[Gift]) -> list[Gift]:
    return sorted(some, key=lambda gift: (text.in_order(gift.title(desk.language)), gift.id))


def _seen(desk: Desk, gift: Gift) -> Gift:
    """A gift as who asks may see it."""
    return gift if sees_costs(desk) else replace(gift, cost=None)


def get(desk: Desk, gift_id: int) -> Gift:
    """One gift; refuses an unknown id."""
    return _seen(desk, with_cost(desk, gift_id))


def with_cost(desk: Desk, gift_id: int) -> Gift:
    """One gift as the books know it: whoever issues a voucher, it keeps what its gift costs."""
    row = row_of(_by_id, desk.db, gift_id)
    if row is None:
        raise UnknownGift(desk.language, gift=gift_id)
    return _gift(row)


def refuse_closed(desk: Desk, gift: Gift) -> None:
    """Refuse a gift that was taken out of the catalogue."""
    if gift.closed_on is not None:
        name = gift.title(desk.language)
        raise GiftClosed(desk.language, gift=name, date=gift.closed_on)
