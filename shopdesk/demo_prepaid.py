"""Who prepays in the sample shop: some regulars top up, some buy a pass, and both are spent.

It draws from chance of its own, so that everything else goes as it would without.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from shopdesk import passes, products, settings, stored_value
from shopdesk.shop import Desk

BONUS = ((30_000, 2_000), (50_000, 5_000), (100_000, 12_000))
_TOP_UPS = (30_000, 30_000, 50_000, 50_000, 50_000, 100_000)
_TENDERS = ("wechat",) * 5 + ("alipay",) * 2 + ("cash",)
_TOPS_UP, _BUYS_PASS = 0.02, 0.015
"""How often somebody who visits does so."""


@dataclass(slots=True)
class Prepaid:
    """What is prepaid in the story so far: who holds stored value, who a pass."""

    random: Random
    card: int = 0
    """The product that is a pass."""
    drink: int = 0
    """What it is for."""
    holders: set[int] = field(default_factory=set)
    card_holders: set[int] = field(default_factory=set)

    def open(self, desk: Desk, row: dict[str, Any], word: str, drink: int) -> None:
        """Decide on the bonus, and put the pass on sale."""
        settings.edit(desk, bonus_rules=BONUS)
        self.drink = drink
        self.card = products.add(
            desk, name=row[word], price=row["price"], pass_product=drink, pass_uses=row["uses"],
            pass_valid_days=row["valid_days"],
        ).id  # fmt: skip

    def visited(self, desk: Desk, member: int, lines: list[tuple[int, str]]) -> None:
        """Whether a member tops up first, or takes a pass along with the rest."""
        if self.random.random() < _TOPS_UP:
            amount, tender = self.random.choice(_TOP_UPS), self.random.choice(_TENDERS)
            stored_value.top_up(desk, member, principal=amount, pay={tender: amount})
            self.holders.add(member)
        if self.random.random() < _BUYS_PASS:
            lines.append((self.card, "1"))
            self.card_holders.add(member)

    def by_pass(self, desk: Desk, member: int | None, lines: list[tuple[int, str]]) -> list[int]:
        """The lines that a pass of the member pays."""
        if member not in self.card_holders or member is None:
            return []
        left, found = passes.available(desk, member, self.drink), list[int]()
        for index, (product, quantity) in enumerate(lines):
            if product == self.drink and int(quantity) <= left:
                found.append(index)
                left -= int(quantity)
        return found

    def pays(self, desk: Desk, member: int | None, due: int) -> bool:
        """Whether a member pays all that is due by stored value."""
        if member not in self.holders or member is None:
            return False
        return stored_value.balance(desk, member).total >= due > 0
