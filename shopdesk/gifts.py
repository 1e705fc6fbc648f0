"""The gift catalogue: what may be given, what it costs, how many are left and promised."""

from dataclasses import dataclass, replace
from typing import Any

from shopdesk import standing, text
from shopdesk.assessing import rank_of
from shopdesk.money import LARGEST
from shopdesk.permissions import sees_costs
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    NameTaken,
    OutOfStock,
    UnknownGift,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.giving import Gift as Row
from shopdesk.store.tables.giving import GiftMovement
from shopdesk.topics import Topic

KINDS = ("goods", "service", "upgrade", "quota", "partner")


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift; cost and value in minor units, ``stock`` nothing where it cannot run out.

    ``promised`` of the stock belong to vouchers not yet redeemed. ``cost`` is nothing for who may
    not see it.
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

    @property
    def free(self) -> int | None:
        """How many are left that nobody was promised."""
        return None if self.stock is None else self.stock - self.promised

    def title(self, language: str) -> str:
        """The gift's name in a language, or in the one it has."""
        return self.name_en or self.name if language == "en" else self.name

    def is_for(self, desk: Desk, rank: int) -> bool:
        """Whether a member of this rank on the ladder may be given it."""
        return rank >= rank_of(desk.shop.known.ladder, self.lowest_tier)


_COLUMNS = (
    Row.id, Row.name, Row.name_en, Row.kind, Row.cost, Row.value, Row.stock, Row.promised,
    Row.lowest_tier,
)  # fmt: skip


def catalogue(desk: Desk) -> list[Gift]:
    """All gifts by their names in the language of who asks, Chinese ones by pinyin."""
    rows = Row.select(*_COLUMNS).tuples().bind(desk.db)
    every = [_seen(desk, Gift(*row)) for row in rows]
    return sorted(every, key=lambda gift: (text.in_order(gift.title(desk.language)), gift.id))


def _seen(desk: Desk, gift: Gift) -> Gift:
    """A gift as who asks may see it."""
    return gift if sees_costs(desk) else replace(gift, cost=None)


@prepared
def _by_id(gift: Any) -> Any:
    return Row.select(*_COLUMNS).where(Row.id == gift)


def get(desk: Desk, gift_id: int) -> Gift:
    """One gift; refuses an unknown id."""
    return _seen(desk, with_cost(desk, gift_id))


def with_cost(desk: Desk, gift_id: int) -> Gift:
    """One gift as the books know it: whoever issues a voucher, it keeps what its gift costs."""
    row = row_of(_by_id, desk.db, gift_id)
    if row is None:
        raise UnknownGift(desk.language, gift=gift_id)
    return Gift(*row)


def add(
    desk: Desk,
    *,
    name: str,
    name_en: str | None = None,
    kind: str = "goods",
    cost: int = 0,
    value: int = 0,
    stock: int | None = None,
    lowest_tier: str | None = None,
    key: str | None = None,
) -> Gift:
    """Add a gift with its first stock; refuses a name that is taken and a tier that is unknown."""
    _check_amount(desk, 0 if stock is None else stock)
    if kind not in KINDS:
        raise ChoiceRefused(desk.language, value=kind, choices=", ".join(KINDS))
    values = _checked(
        desk, name=name, name_en=name_en, cost=cost, value=value, lowest_tier=lowest_tier
    )
    values["kind"] = kind
    with change(desk, Topic.GIFTS, action="gifts.add", key=key, content=[values, stock]) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        _refuse_taken(made, values["name"])
        first = None if stock is None else 0
        made.subject = (
            Row.insert(**values, stock=first, promised=0, event=made.event).bind(made.db).execute()
        )
        if stock:
            move(made, made.subject, "received", stock)
        return get(desk, made.subject)


def edit(desk: Desk, gift_id: int, **values: Any) -> Gift:
    """Change name, name_en, cost, value or lowest_tier; vouchers issued keep the cost they had."""
    unknown = values.keys() - set(_EDITABLE)
    if unknown:
        raise ChoiceRefused(desk.language, value=sorted(unknown)[0], choices=", ".join(_EDITABLE))
    with change(desk, Topic.GIFTS, Topic.VOUCHERS, action="gifts.edit") as made:
        now = get(desk, gift_id)
        after = _checked(desk, **{name: getattr(now, name) for name in _EDITABLE} | values)
        if after["name"] != now.name:
            _refuse_taken(made, after["name"])
        Row.update(**after).where(Row.id == gift_id).bind(made.db).execute()
        made.subject = gift_id
        made.note(**{name: [getattr(now, name), after[name]] for name in _EDITABLE
                     if getattr(now, name) != after[name]})  # fmt: skip
        return get(desk, gift_id)


_EDITABLE = ("name", "name_en", "cost", "value", "lowest_tier")


def _checked(
    desk: Desk, *, name: str, name_en: str | None, cost: int, value: int, lowest_tier: str | None
) -> dict[str, Any]:
    """A gift's columns, or the refusal of the first value that cannot be kept."""
    for amount in (cost, value):
        _check_amount(desk, amount)
    tier_codes = [tier.code for tier in standing.ladder(desk)]
    if lowest_tier and lowest_tier not in tier_codes:
        raise ChoiceRefused(desk.language, value=lowest_tier, choices=", ".join(tier_codes))
    return {
        "name": text.kept(name, desk.language),
        "name_en": text.kept(name_en, desk.language) if name_en else None,
        "cost": cost,
        "value": value,
        "lowest_tier": lowest_tier or None,
    }


def _refuse_taken(made: Change, name: str) -> None:
    if Row.select(Row.id).where(Row.name == name).tuples().bind(made.db).first():
        raise NameTaken(made.desk.language, name=name)


def receive(desk: Desk, gift_id: int, quantity: int, *, key: str | None = None) -> Gift:
    """Take in more of a gift; what cannot run out has no stock to add to."""
    _check_amount(desk, quantity, 1)
    with change(
        desk, Topic.GIFTS, action="gifts.receive", key=key, content=[gift_id, quantity]
    ) as made:
        if made.repeats is None:
            _check_amount(desk, (get(desk, gift_id).stock or 0) + quantity)
            made.subject = gift_id
            made.note(quantity=quantity)
            move(made, gift_id, "received", quantity)
        return get(desk, gift_id)


def _check_amount(desk: Desk, amount: object, lowest: int = 0) -> None:
    if type(amount) is not int or not lowest <= amount < LARGEST:
        raise AmountRefused(desk.language, amount=amount)


# What each movement does to (stock, promised), per unit.
EFFECTS = {
    "received": (1, 0),
    "promised": (0, 1),
    "given": (-1, -1),
    "released": (0, -1),
    "returned": (1, 1),
    "counted": (1, 0),
}


@prepared
def _insert_movement(event: Any, gift: Any, kind: Any, quantity: Any, voucher: Any) -> Any:
    return GiftMovement.insert(
        event=event, gift=gift, kind=kind, quantity=quantity, voucher=voucher
    )


@prepared
def _shift(gift: Any, stock: Any, promised: Any) -> Any:
    return Row.update(stock=Row.stock + stock, promised=Row.promised + promised).where(
        (Row.id == gift) & Row.stock.is_null(False)
    )


def move(made: Change, gift_id: int, kind: str, quantity: int, voucher: int | None = None) -> None:
    """Book a movement of stock and what it does to the shelf; nothing moves where there is none."""
    on_shelf, promised = EFFECTS[kind]
    _insert_movement(
        made.db, event=made.event, gift=gift_id, kind=kind, quantity=quantity, voucher=voucher
    )
    _shift(made.db, gift=gift_id, stock=on_shelf * quantity, promised=promised * quantity)


def promise(made: Change, gift: Gift, voucher: int | None = None) -> None:
    """Set one unit aside for a voucher; refuses when all that are left are promised."""
    if not has_free(made, gift.id):
        raise OutOfStock(
            made.desk.language, gift=gift.title(made.desk.language), free=gift.free, wanted=1
        )
    move(made, gift.id, "promised", 1, voucher)


def has_free(made: Change, gift_id: int) -> bool:
    """Whether one more could be promised now."""
    free = get(made.desk, gift_id).free
    return free is None or free > 0
