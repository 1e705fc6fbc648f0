"""What an import wrote over of products that were here: kept, so that the import can be undone."""

from collections.abc import Mapping
from typing import Any

from shopdesk import products
from shopdesk.products import Product
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.goods import WORDS, PriceChange, WordChange
from shopdesk.store.tables.receipts import Product as Row

_COLUMNS = {name: getattr(Row, name) for name in ("price", "member_price", "cost", *WORDS)}


def alter(made: Change, now: Product, values: Mapping[str, Any]) -> None:
    """Change a product inside an import: prices are kept as always, words beside them."""
    products.alter(made, now.id, values)
    for what in values.keys() & set(WORDS):
        WordChange.insert(
            event=made.event, product=now.id, what=what, before=getattr(now, what),
            after=values[what],
        ).bind(made.db).execute()  # fmt: skip


@prepared
def _prices(event: Any) -> Any:
    return PriceChange.select(
        PriceChange.product, PriceChange.what, PriceChange.before, PriceChange.after
    ).where(PriceChange.event == event)


@prepared
def _words(event: Any) -> Any:
    return WordChange.select(
        WordChange.product, WordChange.what, WordChange.before, WordChange.after
    ).where(WordChange.event == event)


@prepared
def _now(product: Any) -> Any:
    return Row.select(Row.name, *_COLUMNS.values()).where(Row.id == product)


def _changes(db: Any, event: int) -> list[tuple[int, str, Any, Any]]:
    return [*_prices(db, event=event).fetchall(), *_words(db, event=event).fetchall()]


def changed_since(db: Any, event: int) -> tuple[str, int] | None:
    """The first product that is not as the import left it: its name and id."""
    for product, what, _before, after in _changes(db, event):
        name, *values = _now(db, product=product).fetchone()
        if dict(zip(_COLUMNS, values, strict=True))[what] != after:
            return name, product
    return None


def bring_back(made: Change, event: int) -> int:
    """Give products again what they had before an import; returns how many there are."""
    had: dict[int, dict[str, Any]] = {}
    for product, what, before, _after in _changes(made.db, event):
        had.setdefault(product, {})[what] = before
    for product, values in had.items():
        products.alter(made, product, values)
    return len(had)
