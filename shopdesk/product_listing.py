"""A list of products that a shop brings along: new ones, and prices of those it has.

A row is the product that has its code; where none has, the product of its name, unless both have
codes, which then differ. What matches is refused, or with ``update_products`` brought to what the
row says: its price, and whatever else of it is written there. Its own name stays, and whether it
is still sold.
"""

from typing import Any

from shopdesk import cells, import_changed, product_details, products
from shopdesk.cells import RefundRow, ValueMissing
from shopdesk.import_job import MOST_SHOWN, Job, Kind, ProductRow
from shopdesk.language import N_
from shopdesk.money import Money
from shopdesk.products import Product
from shopdesk.refusals import AmountRefused, NumberTaken, Refused
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Product as Row
from shopdesk.topics import Topic

_FATE = "fate "
"""Under this and its row stands what a good row will do: see ``ProductRow``."""


class SeveralProducts(Refused):
    """A name that does not say which product is meant."""

    code = "ambiguous_product"
    sentence = N_("Several products are called {name}. Give the row its barcode.")


def price(desk: Desk, cell: str, column: str) -> int:
    """A price as written; refuses none at all and one below 0."""
    currency = desk.shop.settings.currency
    if not cells.given(cell):
        raise ValueMissing(desk.language, column=column)
    try:
        minor = cells.amount(cell, currency)
    except ValueError:
        raise AmountRefused(desk.language, amount=cell) from None
    if minor < 0:
        raise RefundRow(desk.language, amount=Money(minor, currency))
    return minor


def _read_product(job: Job, row: int, values: dict[str, str]) -> Staged:
    desk, given = job.desk, {ours: cells.given(cell) for ours, cell in values.items()}
    if not values["product"]:
        raise ValueMissing(desk.language, column="product")
    details = product_details.checked(
        desk,
        name=values["product"],
        price=price(desk, values["price"], "price"),
        category=given.get("category", ""),
        cost=_price_if_given(desk, given, "cost"),
        ean=cells.numeral(given.get("ean", "")) or None,
        member_price=_price_if_given(desk, given, "member_price"),
        unit=given.get("unit", ""),
    )
    return Staged(row, job.today.toordinal(), 0, None, None, 0, details)


def _price_if_given(desk: Desk, given: dict[str, str], column: str) -> int | None:
    cell = given.get(column, "")
    return price(desk, cell, column) if cell else None


@prepared
def _product_named(folded: Any) -> Any:
    return Row.select(Row.id, Row.ean).where(Row.folded == folded)


@prepared
def _product_coded(ean: Any) -> Any:
    return Row.select(Row.id).where(Row.ean == ean)


def product_id(desk: Desk, folded: str, ean: str | None) -> int | None:
    """The product with this code, or with this name and no other code, on sale or not."""
    row = _product_coded(desk.db, ean=ean).fetchone() if ean else None
    if row is None:
        named = _product_named(desk.db, folded=folded).fetchall()
        row = next(((found,) for found, other in named if not (ean and other)), None)
    return row[0] if row else None


def _check_product(job: Job, staged: Staged) -> None:
    """Refuse what is there already, or in an earlier row; with ``update_products`` only the last,
    and a name without a code that several have."""
    desk, ean, folded = job.desk, staged.body["ean"], staged.body["folded"]
    found = _match(desk, ean, folded) if job.options.update_products else None
    if found is None or found.ean != ean:
        products.refuse_taken_ean(desk, ean)
    is_taken = found is None and not ean and _product_named(desk.db, folded=folded).fetchone()
    keys = [f"ean {ean}" if ean else f"name {folded}", *([f"is {found.id}"] if found else [])]
    if is_taken or any(job.staging.known(key) for key in keys):
        raise NumberTaken(desk.language, number=ean or staged.body["name"])
    for key in keys:
        job.staging.know(key, staged.row)
    job.staging.note(_FATE, staged.row, _fate(staged, found))


def _match(desk: Desk, ean: str | None, folded: str) -> Product | None:
    """The product that a row is of; refuses a name that does not say which."""
    if not ean:
        named = _product_named(desk.db, folded=folded).fetchall()
        if len(named) > 1:
            name = products.get(desk, named[0][0]).name
            raise SeveralProducts(desk.language, name=name)
    found = product_id(desk, folded, ean)
    return None if found is None else products.get(desk, found)


def _fate(staged: Staged, found: Product | None) -> list[Any]:
    """What a row will do: its kind, whose name, the prices before and after, and which product."""
    name, after = staged.body["name"], staged.body["price"]
    if found is None:
        return ["new", name, None, after, None]
    changed = _differing(found, staged.body)
    kind = "price" if "price" in changed else "other" if changed else "same"
    return [kind, found.name, found.price, after, found.id]


def _differing(product: Product, row: dict[str, Any]) -> dict[str, Any]:
    """What a row says otherwise than its product; what it leaves empty it does not say."""
    said = ("price", "member_price", "cost", "category", "unit", "ean")
    return {
        name: row[name]
        for name in said
        if row[name] not in (None, "") and row[name] != getattr(product, name)
    }


def _write_products(job: Job, made: Change) -> None:
    for staged in job.staging.good():
        *_, found = job.staging.noted(_FATE, staged.row)
        if found is None:
            products.insert(made, staged.body)
        elif changed := _differing(now := products.get(made.desk, found), staged.body):
            import_changed.alter(made, now, changed)
        job.tick()


def _products_summary(job: Job) -> dict[str, Any]:
    staging = job.staging
    fates = staging.notes_counted(_FATE)
    return {
        "created_products": fates.get("new", 0),
        "changed_products": fates.get("price", 0) + fates.get("other", 0),
        "product_rows": tuple(
            ProductRow(row, kind, name, before, after)
            for row, (kind, name, before, after, _found) in staging.notes(_FATE, MOST_SHOWN)
        ),
    }


PRODUCTS = Kind(
    "products",
    (Topic.PRODUCTS,),
    _read_product,
    _check_product,
    _write_products,
    _products_summary,
)
