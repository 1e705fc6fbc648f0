"""Lists that a shop brings along beside its members: its products, and cards made elsewhere."""

from typing import Any

from shopdesk import cards, cells, history_names, products
from shopdesk.cells import RefundRow, ValueMissing
from shopdesk.import_job import Job, Kind
from shopdesk.money import Money
from shopdesk.refusals import AmountRefused, NumberTaken
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Product
from shopdesk.topics import Topic

# --- products ---------------------------------------------------------------------------------


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
    desk, cost = job.desk, cells.given(values.get("cost", ""))
    if not values["product"]:
        raise ValueMissing(desk.language, column="product")
    details = products.checked(
        desk,
        name=values["product"],
        price=price(desk, values["price"], "price"),
        category=cells.given(values.get("category", "")),
        cost=price(desk, cost, "cost") if cost else None,
        ean=cells.numeral(cells.given(values.get("ean", ""))) or None,
    )
    return Staged(row, job.today.toordinal(), 0, None, None, 0, details)


@prepared
def _product_named(folded: Any) -> Any:
    return Product.select(Product.id, Product.ean).where(Product.folded == folded)


@prepared
def _product_coded(ean: Any) -> Any:
    return Product.select(Product.id).where(Product.ean == ean)


def product_id(desk: Desk, folded: str, ean: str | None) -> int | None:
    """The product with this code, or with this name and no other code, on sale or not."""
    row = _product_coded(desk.db, ean=ean).fetchone() if ean else None
    if row is None:
        named = _product_named(desk.db, folded=folded).fetchall()
        row = next(((found,) for found, other in named if not (ean and other)), None)
    return row[0] if row else None


def _check_product(job: Job, staged: Staged) -> None:
    """Refuse a code that is taken and, where there is none, a name that is."""
    desk, ean, folded = job.desk, staged.body["ean"], staged.body["folded"]
    key = f"ean {ean}" if ean else f"name {folded}"
    products.refuse_taken_ean(desk, ean)
    is_taken = not ean and _product_named(desk.db, folded=folded).fetchone()
    if job.staging.known(key) or is_taken:
        raise NumberTaken(desk.language, number=ean or staged.body["name"])
    job.staging.know(key, staged.row)


def _write_products(job: Job, made: Change) -> None:
    for staged in job.staging.good():
        products.insert(made, {**staged.body, "is_discounted": 1, "is_earning": 1})
        job.tick()


def _products_summary(job: Job) -> dict[str, Any]:
    return {"created_products": job.staging.totals().rows}


PRODUCTS = Kind(
    "products",
    (Topic.PRODUCTS,),
    _read_product,
    _check_product,
    _write_products,
    _products_summary,
)


# --- cards ------------------------------------------------------------------------------------


def _read_card(job: Job, row: int, values: dict[str, str]) -> Staged:
    desk = job.desk
    for column in ("member", "card"):
        if not cells.given(values[column]):
            raise ValueMissing(desk.language, column=column)
    code = cards.foreign(desk, cells.numeral(values["card"]))
    who = cells.numeral(values["member"])
    return Staged(row, job.today.toordinal(), 0, None, who, 0, code)


def _check_card(job: Job, staged: Staged) -> None:
    """Refuse a member nobody knows, and a card that is taken, here or by an earlier row."""
    history_names.known_member(job.desk, staged.who or "")
    cards.refuse_taken(job.desk, staged.body)
    if job.staging.known(f"card {staged.body}") is not None:
        raise NumberTaken(job.desk.language, number=staged.body)
    job.staging.know(f"card {staged.body}", staged.row)


def _write_cards(job: Job, made: Change) -> None:
    for staged in job.staging.good():
        cards.bind(made, history_names.known_member(made.desk, staged.who or ""), staged.body)
        job.tick()


def _cards_summary(_job: Job) -> dict[str, Any]:
    return {}


CARDS = Kind("cards", (Topic.MEMBERS,), _read_card, _check_card, _write_cards, _cards_summary)
