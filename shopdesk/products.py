"""Products: what is sold, at what price, found by name or EAN."""

import heapq
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from peewee import SQL, fn

from shopdesk import cards, inputs, names, prices, text
from shopdesk.money import is_whole
from shopdesk.permissions import sees_costs
from shopdesk.pricing import PassTerms
from shopdesk.product_details import EDITABLE, checked
from shopdesk.refusals import ChoiceRefused, NumberTaken, UnknownProduct
from shopdesk.refusals_of_giving import PassOfRule
from shopdesk.refusals_of_value import PassRefused
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.receipts import Product as Row
from shopdesk.store.tables.receipts import Purchase, PurchaseLine
from shopdesk.store.tables.rules import RewardRule
from shopdesk.topics import Topic

MOST_USES, LONGEST_PASS = 1000, 3660
"""Uses that one pass may have, and days that it may be valid after its sale."""
_PASS = ("pass_product", "pass_uses", "pass_valid_days")


@dataclass(frozen=True, slots=True)
class Product:
    """A product; price and cost in minor units for one unit of whatever it is sold by.

    ``is_discounted`` is False for what no tier discount lowers, ``is_earning`` for what earns no
    points. ``cost`` is also nothing for who may not see it. ``member_price`` is what a member pays
    for one unit where that is less than the tier's discount leaves. ``unit`` is what it is sold by,
    a word such as 斤 or cup; nothing where it goes without saying.
    """

    id: int
    name: str
    category: str
    price: int
    cost: int | None
    ean: str | None
    is_discounted: bool
    is_earning: bool
    discontinued: bool
    member_price: int | None = None
    unit: str = ""
    pass_product: int | None = None
    """The product it is a pass for, where it is one: ``pass_uses`` units of it, to be had until
    ``pass_valid_days`` after the sale, or without end."""
    pass_uses: int | None = None
    pass_valid_days: int | None = None

    @property
    def pass_terms(self) -> PassTerms | None:
        """What the pass is, where it is one."""
        if self.pass_product is None or self.pass_uses is None:
            return None
        return PassTerms(self.pass_product, self.pass_uses, self.pass_valid_days)


_COLUMNS = (
    Row.id, Row.name, Row.category, Row.price, Row.cost, Row.ean, Row.is_discounted,
    Row.is_earning, Row.discontinued_on, Row.member_price, Row.unit, Row.pass_product,
    Row.pass_uses, Row.pass_valid_days,
)  # fmt: skip


def _product(row: tuple[Any, ...]) -> Product:
    id_, name, category, price, cost, ean, discounted, earning, discontinued_on, *rest = row
    return Product(
        id_, name, category, price, cost, ean, bool(discounted), bool(earning),
        discontinued_on is not None, *rest,
    )  # fmt: skip


@prepared
def _by_ids(ids: Any) -> Any:
    return Row.select(*_COLUMNS).where(among(Row.id, ids))


def _seen(desk: Desk, rows: Iterable[tuple[Any, ...]]) -> list[Product]:
    """Products as who asks may see them."""
    found = [_product(row) for row in rows]
    return found if sees_costs(desk) else [replace(one, cost=None) for one in found]


def get(desk: Desk, product_id: int) -> Product:
    """One product; refuses an unknown id."""
    found = by_ids(desk, [product_id])
    if type(product_id) is not int or product_id not in found:
        raise UnknownProduct(desk.language, product=product_id)
    return found[product_id]


def by_ids(desk: Desk, ids: Iterable[int]) -> dict[int, Product]:
    """Several products at once, by id; unknown ones are left out."""
    return {product.id: product for product in _seen(desk, _rows(desk, ids))}


def _rows(desk: Desk, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    whole = json.dumps([one for one in ids if type(one) is int])
    found: list[tuple[Any, ...]] = _by_ids(desk.db, ids=whole).fetchall()
    return found


def known(desk: Desk, ids: Iterable[int]) -> Mapping[int, Product]:
    """At least these products, as of the shop's revision: no edit passes unseen by a change.

    Unknown ids are left out. What was asked for before is not read again. Whoever sells, a receipt
    keeps what the goods cost: here it is told to every desk.
    """
    kept = desk.shop.known.products
    missing = [product_id for product_id in ids if product_id not in kept]
    if missing:
        kept.update({row[0]: _product(row) for row in _rows(desk, missing)})
    return kept


def find(desk: Desk, query: str, *, limit: int = 20, by_sound: bool = True) -> list[Product]:
    """Products on sale by EAN, or whose name contains what was typed or sounds so; by name.

    ``mlyz`` and ``moliyinzhen`` find 茉莉银针, unless it is not to be looked for ``by_sound``.
    """
    return _found(desk, query, STATES["on_sale"], "name", limit, by_sound=by_sound)


MOST_USUAL, _LATELY = 12, 500


@prepared
def _usual(receipts: Any, most: Any) -> Any:
    newest = fn.COALESCE(Purchase.select(fn.MAX(Purchase.id)), 0)
    return (
        PurchaseLine.select(PurchaseLine.product)
        .join(Row)
        .where((PurchaseLine.purchase > newest - receipts) & Row.discontinued_on.is_null())
        .group_by(PurchaseLine.product)
        .order_by(fn.COUNT(PurchaseLine.purchase.distinct()).desc(), PurchaseLine.product)
        .limit(most)
    )


def usual(desk: Desk) -> list[Product]:
    """The products on sale that stand on most of the last 500 receipts, those of most first: at
    most ``MOST_USUAL``."""
    rows = _usual(desk.db, receipts=_LATELY, most=MOST_USUAL).fetchall()
    found = by_ids(desk, [id_ for (id_,) in rows])
    return [found[id_] for (id_,) in rows]


def listed(
    desk: Desk,
    query: str = "",
    *,
    category: str | None = None,
    state: str = "all",
    order: str = "name",
    limit: int = 2000,
) -> list[Product]:
    """The catalogue, narrowed as ``find`` does; those no longer sold stand at its end.

    Of one ``category`` ("" is none), ``on_sale``, ``gone`` or ``all``; in the ``order`` of their
    names (Chinese ones by pinyin), of ``category``, ``price`` or ``price_down``.
    """
    which = STATES[inputs.choice(state, STATES, desk.language)]
    inputs.choice(order, ORDERS, desk.language)
    if category is not None:
        which &= Row.category == text.searched(category, desk.language)
    return _found(desk, query, which, order, limit)


STATES: dict[str, Any] = {
    "on_sale": Row.discontinued_on.is_null(),
    "gone": Row.discontinued_on.is_null(False),
    "all": SQL("1"),
}
ORDERS: dict[str, Callable[[str, int], Any]] = {
    "name": lambda _category, _price: 0,
    "category": lambda category, _price: (not category, text.in_order(category)),
    "price": lambda _category, price: price,
    "price_down": lambda _category, price: -price,
}
"""Before the name, which decides where these are equal."""


def _found(
    desk: Desk, query: str, which: Any, order: str, limit: int, *, by_sound: bool = True
) -> list[Product]:  # fmt: skip
    """The first ones in an order; of the others no more is read than that they are there."""
    query = text.searched(query, desk.language)
    folded = text.fold(query)
    terms = names.terms(query) if by_sound and _may_be_sound(folded) else []
    fits = SQL("1") if terms else (Row.ean == text.scanned(query)) | _contains(folded)
    gone = Row.discontinued_on.is_null(False)
    columns = (gone, Row.folded, Row.category, Row.price, Row.id, Row.name, Row.ean)
    rows = Row.select(*columns).where(which & fits).tuples().bind(desk.db)
    code, before = text.scanned(query), ORDERS[order]
    first = heapq.nsmallest(
        inputs.most(limit, desk.language),
        (
            (is_gone, before(category, price), text.in_order(name), id_)
            for is_gone, name, category, price, id_, written, ean in rows
            if not terms or folded in name or ean == code or _sounds(written, terms)
        ),
    )
    ids = [row[-1] for row in first]
    found = by_ids(desk, ids)
    return [found[id_] for id_ in ids]


def _contains(folded: str) -> Any:
    return SQL("instr(folded, ?)", [folded])


def _may_be_sound(folded: str) -> bool:
    """Whether letters were typed that may be pinyin or its initials: one alone says too little."""
    return folded.isascii() and sum(c.isalpha() for c in folded) > 1


_keys = lru_cache(maxsize=20_000)(names.keys)


def _sounds(name: str, terms: Sequence[str]) -> bool:
    """Whether a Chinese name, or an end of it, begins with each of these as it is spoken."""
    return not name.isascii() and all(names.matches(_keys(name), term) for term in terms)


def with_ean(desk: Desk, scanned: str) -> Product | None:
    """The product on sale that has this EAN or article code, or nothing."""
    code = text.scanned(scanned)
    if not code:
        return None
    row = (
        Row.select(*_COLUMNS)
        .where(Row.discontinued_on.is_null() & (Row.ean == code))
        .tuples()
        .bind(desk.db)
        .first()
    )
    return _seen(desk, [row])[0] if row else None


def add(
    desk: Desk,
    *,
    name: str,
    price: int,
    category: str = "",
    cost: int | None = None,
    ean: str | None = None,
    is_discounted: bool = True,
    is_earning: bool = True,
    member_price: int | None = None,
    unit: str = "",
    pass_product: int | None = None,
    pass_uses: int | None = None,
    pass_valid_days: int | None = None,
    key: str | None = None,
) -> Product:
    """Add a product; refuses a price below 0, an EAN that is none or is taken.

    With ``pass_product`` it is a pass: it sells ``pass_uses`` units of that product, to be had
    through ``pass_valid_days`` after its sale, or without end. Refuses a pass for a pass.
    """
    values = checked(
        desk, name=name, price=price, category=category, cost=cost, ean=ean,
        member_price=member_price, is_discounted=is_discounted, is_earning=is_earning, unit=unit,
    )  # fmt: skip
    if (pass_product, pass_uses, pass_valid_days) != (None, None, None):
        values.update(_pass_columns(desk, pass_product, pass_uses, pass_valid_days))
    with change(desk, Topic.PRODUCTS, action="products.add", key=key, content=values) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        made.subject = insert(made, values)
        return get(desk, made.subject)


def insert(made: Change, values: dict[str, Any]) -> int:
    """Write a product of ``checked`` values inside a change; returns the id."""
    refuse_taken_ean(made.desk, values["ean"])
    product_id: int = Row.insert(**values, event=made.event).bind(made.db).execute()
    return product_id


def edit(desk: Desk, product_id: int, **values: Any) -> Product:
    """Change anything that ``add`` takes, or ``discontinued``; prices it had are kept (``prices``).

    Receipts keep what they had, and passes that were sold their uses.
    """
    unknown = values.keys() - {*EDITABLE, *_PASS, "discontinued"}
    if unknown:
        raise ChoiceRefused(desk.language, value=sorted(unknown)[0], choices="name, price, …")
    with change(desk, Topic.PRODUCTS, action="products.edit") as made:
        before, after = alter(made, product_id, values)
        made.note(price=[before, after])
        made.subject = product_id
        return get(desk, product_id)


def _pass_columns(
    desk: Desk, product: int | None, uses: int | None, days: int | None, *, of: int | None = None
) -> dict[str, int | None]:
    """What makes a product a pass, or (all of it nothing) none; refuses what is no pass."""
    if product is None and uses is None:
        return dict.fromkeys(_PASS)
    is_right = is_whole(uses, 1, MOST_USES) and (days is None or is_whole(days, 0, LONGEST_PASS))
    if product is None or not is_right or product == of:
        raise PassRefused(desk.language)
    if get(desk, product).pass_terms is not None or _passes_for(desk.db, of).fetchone():
        raise PassRefused(desk.language)
    return dict(zip(_PASS, (product, uses, days), strict=True))


@prepared
def _passes_for(product: Any) -> Any:
    return Row.select(Row.id).where(Row.pass_product == product)


def alter(made: Change, product_id: int, values: Mapping[str, Any]) -> tuple[int, int]:
    """Change some of a product's values inside a change; refuses what cannot be kept.

    Returns the price before and after.
    """
    desk = made.desk
    get(desk, product_id)
    now = _product(_rows(desk, [product_id])[0])  # with its cost, whoever changes it
    before = {name: getattr(now, name) for name in EDITABLE}
    after = checked(desk, **{**before, **{k: v for k, v in values.items() if k in before}})
    if after["ean"] != now.ean:
        refuse_taken_ean(desk, after["ean"])
    if values.keys() & set(_PASS):
        terms = {name: values.get(name, getattr(now, name)) for name in _PASS}
        after.update(_pass_columns(desk, *terms.values(), of=product_id))
        if now.pass_terms is not None and after["pass_product"] is None:
            _refuse_given(desk, now)
    if "discontinued" in values and values["discontinued"] != now.discontinued:
        after["discontinued_on"] = made.today if values["discontinued"] else None
    Row.update(**after).where(Row.id == product_id).bind(desk.db).execute()
    prices.keep(made, product_id, before, after)
    made.revised = True
    return now.price, after["price"]


@prepared
def _giving() -> Any:
    return RewardRule.select(RewardRule.name, RewardRule.rewards).where(
        RewardRule.closed_on.is_null()
    )


def _refuse_given(desk: Desk, now: Product) -> None:
    """Refuse to make a pass none as long as a rule gives uses of it."""
    for rule, rewards in _giving(desk.db).fetchall():
        if any(one["kind"] == "pass" and one["product"] == now.id for one in json.loads(rewards)):
            raise PassOfRule(desk.language, rule=rule, name=now.name)


@prepared
def _having(ean: Any) -> Any:
    return Row.select(Row.id).where(Row.ean == ean)


def refuse_taken_ean(desk: Desk, ean: str | None) -> None:
    """Refuse a code that a product has, or a member's card."""
    if ean is None:
        return
    if _having(desk.db, ean=ean).fetchone() or cards.is_known(desk.db, ean):
        raise NumberTaken(desk.language, number=ean)
