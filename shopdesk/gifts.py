"""The gift catalogue: what may be given, what it costs, how many are left and promised."""

from dataclasses import dataclass

from shopdesk import text, tiers
from shopdesk.money import LARGEST
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    NumberTaken,
    OutOfStock,
    TextRefused,
    UnknownGift,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.tables import Gift as Row
from shopdesk.store.tables import GiftMovement
from shopdesk.topics import Topic

KINDS = ("goods", "service", "upgrade", "quota", "partner")


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift; cost and value in minor units, ``stock`` nothing where it cannot run out.

    ``promised`` of the stock belong to vouchers not yet redeemed.
    """

    id: int
    name: str
    name_en: str | None
    kind: str
    cost: int
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


_COLUMNS = (
    Row.id, Row.name, Row.name_en, Row.kind, Row.cost, Row.value, Row.stock, Row.promised,
    Row.lowest_tier,
)  # fmt: skip


def catalogue(desk: Desk) -> list[Gift]:
    """All gifts by name."""
    rows = Row.select(*_COLUMNS).order_by(Row.name).tuples().bind(desk.db)
    return [Gift(*row) for row in rows]


def get(desk: Desk, gift_id: int) -> Gift:
    """One gift; refuses an unknown id."""
    row = Row.select(*_COLUMNS).where(Row.id == gift_id).tuples().bind(desk.db).first()
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
    _check_amounts(desk, cost, value, stock or 0)
    tier_codes = [tier.code for tier in tiers.ladder(desk)]
    for given, choices in ((kind, KINDS), (lowest_tier or tier_codes[0], tier_codes)):
        if given not in choices:
            raise ChoiceRefused(desk.language, value=given, choices=", ".join(choices))
    names = {"name": _cleaned(desk, name), "name_en": name_en and _cleaned(desk, name_en)}
    values = {**names, "kind": kind, "cost": cost, "value": value, "lowest_tier": lowest_tier}
    with change(desk, Topic.GIFTS, action="gifts.add", key=key, content=[values, stock]) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        if Row.select(Row.id).where(Row.name == names["name"]).tuples().bind(made.db).first():
            raise NumberTaken(desk.language, number=names["name"])
        first = None if stock is None else 0
        made.subject = (
            Row.insert(**values, stock=first, promised=0, event=made.event).bind(made.db).execute()
        )
        if stock:
            move(made, made.subject, "received", stock)
        return get(desk, made.subject)


def receive(desk: Desk, gift_id: int, quantity: int, *, key: str | None = None) -> Gift:
    """Take in more of a gift."""
    _check_amounts(desk, quantity)
    with change(
        desk, Topic.GIFTS, action="gifts.receive", key=key, content=[gift_id, quantity]
    ) as made:
        if made.repeats is None:
            get(desk, gift_id)
            made.subject = gift_id
            made.note(quantity=quantity)
            move(made, gift_id, "received", quantity)
        return get(desk, gift_id)


def _check_amounts(desk: Desk, *amounts: int) -> None:
    for amount in amounts:
        if not 0 <= amount < LARGEST:
            raise AmountRefused(desk.language, amount=amount)


def _cleaned(desk: Desk, name: str) -> str:
    try:
        return text.clean(name)
    except ValueError:
        raise TextRefused(desk.language, text=name, longest=text.NAME_LENGTH) from None


# What each movement does to (stock, promised), per unit.
EFFECTS = {
    "received": (1, 0),
    "promised": (0, 1),
    "given": (-1, -1),
    "released": (0, -1),
    "returned": (1, 1),
    "counted": (1, 0),
}


def move(made: Change, gift_id: int, kind: str, quantity: int, voucher: int | None = None) -> None:
    """Book a movement of stock and what it does to the shelf; nothing moves where there is none."""
    on_shelf, promised = EFFECTS[kind]
    GiftMovement.insert(
        event=made.event, gift=gift_id, kind=kind, quantity=quantity, voucher=voucher
    ).bind(made.db).execute()
    Row.update(
        stock=Row.stock + on_shelf * quantity, promised=Row.promised + promised * quantity
    ).where((Row.id == gift_id) & Row.stock.is_null(False)).bind(made.db).execute()


def promise(made: Change, gift: Gift, voucher: int | None = None) -> None:
    """Set one unit aside for a voucher; refuses when all that are left are promised."""
    if not has_free(made, gift.id):
        raise OutOfStock(
            made.desk.language, gift=gift.title(made.desk.language), free=gift.free, wanted=1
        )
    move(made, gift.id, "promised", 1, voucher)


def has_free(made: Change, gift_id: int) -> bool:
    """Whether one more could be promised now."""
    row = (
        Row.select(Row.id)
        .where((Row.id == gift_id) & (Row.stock.is_null() | (Row.promised < Row.stock)))
        .tuples()
        .bind(made.db)
        .first()
    )
    return row is not None
