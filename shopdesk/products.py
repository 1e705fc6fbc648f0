"""Products: what is sold, at what price, found by name or EAN."""

import heapq
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from peewee import SQL, NodeList

from shopdesk import cards, codes, text
from shopdesk.money import LARGEST, is_whole
from shopdesk.permissions import sees_costs
from shopdesk.pricing import PassTerms
from shopdesk.refusals import AmountRefused, ChoiceRefused, NumberTaken, TextRefused, UnknownProduct
from shopdesk.refusals_of_value import PassRefused
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Product as Row
from shopdesk.topics import Topic

MOST_USES, LONGEST_PASS = 1000, 3660
"""Uses that one pass may have, and days that it may be valid after its sale."""
LONGEST_EAN = 20
"""An EAN has 8 to 14 digits; a shop's own article codes may have letters and be longer."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product; price and cost in minor units for one unit of whatever it is sold by.

    ``is_discounted`` is False for what no tier discount lowers, ``is_earning`` for what earns no
    points. ``cost`` is also nothing for who may not see it. ``member_price`` is what a member pays
    for one unit where that is less than the tier's discount leaves.
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
    Row.is_earning, Row.discontinued_on, Row.member_price, Row.pass_product, Row.pass_uses,
    Row.pass_valid_days,
)  # fmt: skip


def _product(row: tuple[Any, ...]) -> Product:
    id_, name, category, price, cost, ean, discounted, earning, discontinued_on, *rest = row
    return Product(
        id_, name, category, price, cost, ean, bool(discounted), bool(earning),
        discontinued_on is not None, *rest,
    )  # fmt: skip


@prepared
def _by_ids(ids: Any) -> Any:
    listed = SQL("(SELECT value FROM json_each(")
    return Row.select(*_COLUMNS).where(NodeList((Row.id, SQL("IN"), listed, ids, SQL("))"))))


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


def find(desk: Desk, query: str, *, limit: int = 20) -> list[Product]:
    """Products on sale by EAN, or whose name contains what was typed; by name."""
    return _found(desk, query, Row.discontinued_on.is_null(), limit)


def listed(desk: Desk, query: str = "", *, limit: int = 2000) -> list[Product]:
    """The catalogue by name, Chinese ones by pinyin, those no longer sold at its end; narrowed as
    ``find`` does."""
    return _found(desk, query, SQL("1"), limit)


def _found(desk: Desk, query: str, which: Any, limit: int) -> list[Product]:
    """The first ones by name; of the others no more is read than that they are there."""
    folded = text.fold(query.encode("utf-8", "ignore").decode())
    every = (
        Row.select(Row.discontinued_on.is_null(False), Row.folded, Row.id)
        .where(which & ((Row.ean == text.scanned(query)) | SQL("instr(folded, ?)", [folded])))
        .tuples()
        .bind(desk.db)
    )
    first = heapq.nsmallest(limit, ((gone, text.in_order(name), id_) for gone, name, id_ in every))
    ids = [id_ for _gone, _name, id_ in first]
    found = by_ids(desk, ids)
    return [found[id_] for id_ in ids]


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
        member_price=member_price,
    )  # fmt: skip
    values.update(is_discounted=int(is_discounted), is_earning=int(is_earning))
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
    """Change name, price, category, cost, ean, member_price, the pass_ values or discontinued.

    Receipts keep what they had, and passes that were sold their uses.
    """
    unknown = values.keys() - {*_EDITABLE, *_PASS, "discontinued"}
    if unknown:
        raise ChoiceRefused(desk.language, value=sorted(unknown)[0], choices="name, price, …")
    with change(desk, Topic.PRODUCTS, action="products.edit") as made:
        now = get(desk, product_id)
        before = {name: getattr(now, name) for name in _EDITABLE}
        after = checked(desk, **{**before, **{k: v for k, v in values.items() if k in before}})
        if values.keys() & set(_PASS):
            terms = {name: values.get(name, getattr(now, name)) for name in _PASS}
            after.update(_pass_columns(desk, *terms.values(), of=product_id))
        if after["ean"] != now.ean:
            refuse_taken_ean(desk, after["ean"])
        if "discontinued" in values:
            after["discontinued_on"] = made.today if values["discontinued"] else None
        Row.update(**after).where(Row.id == product_id).bind(desk.db).execute()
        made.subject, made.revised = product_id, True
        made.note(price=[now.price, after["price"]])
        return get(desk, product_id)


_EDITABLE = ("name", "price", "category", "cost", "ean", "member_price")
_PASS = ("pass_product", "pass_uses", "pass_valid_days")


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


def checked(
    desk: Desk,
    *,
    name: str,
    price: int,
    category: str,
    cost: int | None,
    ean: str | None,
    member_price: int | None = None,
) -> dict[str, Any]:
    """A product's columns, or the refusal of the first value that cannot be kept."""
    for amount in (price, cost, member_price):
        if amount is not None and (type(amount) is not int or not 0 <= amount < LARGEST):
            raise AmountRefused(desk.language, amount=amount)
    tidy = text.kept(name, desk.language)
    return {
        "name": tidy,
        "folded": text.fold(tidy),
        "category": text.kept(category, desk.language) if category.strip() else "",
        "price": price,
        "cost": cost,
        "member_price": member_price,
        "ean": _checked_ean(desk, ean),
    }


def _checked_ean(desk: Desk, ean: str | None) -> str | None:
    if ean is None or not ean.strip():
        return None
    code = text.scanned(ean)
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_EAN):
        raise TextRefused(desk.language, text=ean, longest=LONGEST_EAN)
    if codes.has_own_shape(code):
        raise TextRefused(desk.language, text=ean, longest=LONGEST_EAN)
    return code


@prepared
def _having(ean: Any) -> Any:
    return Row.select(Row.id).where(Row.ean == ean)


def refuse_taken_ean(desk: Desk, ean: str | None) -> None:
    """Refuse a code that a product has, or a member's card."""
    if ean is None:
        return
    if _having(desk.db, ean=ean).fetchone() or cards.is_known(desk.db, ean):
        raise NumberTaken(desk.language, number=ean)
