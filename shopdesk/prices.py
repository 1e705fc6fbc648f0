"""The prices that goods had: who changed which, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import inputs
from shopdesk.permissions import sees_costs
from shopdesk.refusals import UnknownProduct
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.tables.goods import PRICES
from shopdesk.store.tables.goods import PriceChange as Row
from shopdesk.store.tables.shop import Event, Staff


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One price of a product that became another; ``what`` is price, member_price or cost.

    In minor units for one unit of it; nothing where there was none, or is none any more.
    """

    on: date
    by: str
    what: str
    before: int | None
    after: int | None


def changes(desk: Desk, product_id: int, *, limit: int = 200) -> list[PriceChange]:
    """How the prices of a product came to be what they are, the newest first; costs only for who
    may see them."""
    if type(product_id) is not int:
        raise UnknownProduct(desk.language, product=product_id)
    told = PRICES if sees_costs(desk) else tuple(one for one in PRICES if one != "cost")
    rows = (
        Row.select(Event.on_day, Staff.name, Row.what, Row.before, Row.after)
        .join(Event, on=(Event.id == Row.event))
        .join(Staff, on=(Staff.id == Event.staff))
        .where((Row.product == product_id) & Row.what.in_(told))
        .order_by(Row.id.desc())
        .limit(inputs.most(limit, desk.language))
        .tuples()
        .bind(desk.db)
    )
    return [PriceChange(*row) for row in rows]


def keep(
    made: Change, product_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Keep which prices differ, inside the change that makes them so."""
    for what in PRICES:
        if before[what] != after[what]:
            Row.insert(
                event=made.event, product=product_id, what=what, before=before[what],
                after=after[what],
            ).bind(made.db).execute()  # fmt: skip
