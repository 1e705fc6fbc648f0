"""Imported receipts written one after another, as if the shop had been there at the time."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from shopdesk import (
    buying,
    clock,
    member_details,
    members,
    pricing,
    product_details,
    products,
    quoting,
    sales,
    standing,
    text,
    tiers,
)
from shopdesk.buying import Buyer
from shopdesk.pricing import Item, PointsRule
from shopdesk.products import Product
from shopdesk.sales import Payments, Sale
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged, Staging
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member

_MOST_KEPT = 4096

BY_PHONE = "\t"
"""Before a phone that stands for a new member: no number that is kept begins so."""


class Goods(NamedTuple):
    """What a row says of the product it sold; ``price`` for one unit."""

    name: str
    category: str
    price: int
    cost: int | None
    ean: str | None
    quantity_milli: int


def product_key(staging: Staging, goods: Goods) -> str:
    """Under what a product is known here: its code, or its name until a code goes with that."""
    if goods.ean:
        return f"product ean {goods.ean}"
    named = f"product name {text.fold(goods.name)}"
    alias = staging.known(named)
    return alias if isinstance(alias, str) else named


@prepared
def _newest_member() -> Any:
    return Member.select(fn.COALESCE(fn.MAX(Member.id), 0))


def newest_member(made: Change) -> int:
    """The newest member there is."""
    return int(_newest_member(made.db).fetchone()[0])


@dataclass(slots=True)
class Teller:
    """Writes receipts in their order, making members and products when they first appear."""

    made: Change
    staging: Staging
    newest: int
    """The newest member from before: those after it stand where this import has put them."""
    earns: bool = True
    """Whether the receipts earn points, which they do not where members brought theirs along."""
    rules: dict[str | None, PointsRule] = field(default_factory=dict)
    sold: dict[int, Product] = field(default_factory=dict)

    def write(self, rows: list[Staged]) -> None:
        """Write one receipt of one or more lines."""
        first = rows[0]
        on = date.fromordinal(first.day)
        buyer = self.buyer(first.who, on)
        tier = self.tier_then(buyer, on)
        priced = pricing.start([self.item(row) for row in rows])
        rule = self.rule(tier)
        sales.write(
            self.made,
            Sale(
                buyer=buyer,
                tier=tier,
                priced=priced,
                rule=rule,
                points_earned=rule.earned(priced.earning_base) if buyer else 0,
                on=on,
                at=clock.from_ms(first.at),
                number=first.receipt,
                is_imported=True,
            ),
            Payments({"imported": priced.due} if priced.due else {}),
        )

    def buyer(self, who: str | None, on: date) -> Buyer | None:
        """Whose receipt it is: nobody known, a member, or one who joins by it."""
        if who is None:
            return None
        known = self.staging.known(f"member {who}")
        if isinstance(known, str):
            who, known = known, self.staging.known(f"member {known}")
        return buying.buyer(self.made.desk, known or self.make_member(who, on))

    def make_member(self, who: str, on: date) -> int:
        """A member of this phone, with a number of the shop's, or else of this number."""
        phone = who.removeprefix(BY_PHONE) if who.startswith(BY_PHONE) else None
        details = member_details.checked(
            self.made.desk, name=phone or who, phone=phone, birthday=None, lunar_birthday=None,
            language=self.made.desk.language,
        )  # fmt: skip
        number = None if phone else who
        made = members.add(self.made, details, on, number, is_reserved=self.is_reserved)
        self.staging.know(f"member {who}", made)
        return made

    def is_reserved(self, number: str) -> bool:
        """Whether the file has a buyer of this number."""
        return self.staging.known(f"member {number}") is not None

    def tier_then(self, buyer: Buyer | None, on: date) -> str | None:
        """The tier the buyer held when they bought."""
        if buyer is None:
            return None
        if buyer.id > self.newest:
            return buyer.tier
        return standing.held_on(self.made.desk, buyer.id, on)

    def rule(self, tier: str | None) -> PointsRule:
        """How receipts of a tier earn."""
        if tier not in self.rules:
            ladder = self.made.desk.shop.known.ladder
            held = None if tier is None else ladder[tiers.rank_of(ladder, tier)]
            rule = quoting.points_rule(self.made.desk, held)
            self.rules[tier] = rule if self.earns else rule._replace(earn_points=0)
        return self.rules[tier]

    def item(self, row: Staged) -> Item:
        """The line of a row: its product, or just goods."""
        if not isinstance(row.body, list):
            plain = buying.plain_item(self.made.desk, row.amount)
            return plain._replace(category=row.body) if row.body else plain
        desk, goods = self.made.desk, Goods(*row.body)
        product = self.product(goods)
        category = goods.category or product.category
        return Item(
            product.id,
            product.name,
            category,
            goods.quantity_milli,
            goods.price,
            product.cost if goods.cost is None else goods.cost,
            row.amount,
            product.is_discounted,
            buying.earns(desk, product.is_earning, category),
        )

    def product(self, goods: Goods) -> Product:
        """The product a row sold, made now if it is new."""
        desk, key = self.made.desk, product_key(self.staging, goods)
        found = self.staging.known(key) or self.make_product(goods, key)
        if found not in self.sold:
            if len(self.sold) >= _MOST_KEPT:
                self.sold.clear()
            self.sold[found] = products.get(desk, found)
        return self.sold[found]

    def make_product(self, goods: Goods, key: str) -> int:
        """A product as its first row has it."""
        details = product_details.checked(
            self.made.desk, name=goods.name, price=goods.price, category=goods.category,
            cost=goods.cost, ean=key.removeprefix("product ean ") if " ean " in key[:13] else None,
        )  # fmt: skip
        made = products.insert(self.made, details)
        self.staging.know(key, made)
        return made
