"""What a member's facts would be with a receipt that is only being quoted."""

from datetime import date

from shopdesk import facts, facts_kept
from shopdesk.assessing import Reader
from shopdesk.facts_kept import Kept
from shopdesk.sales import Sale
from shopdesk.shop import Desk


def reader(desk: Desk, member_id: int, sale: Sale, today: date) -> Reader:
    """The facts as they would be read right after ``sale`` was written today."""
    before = facts.Facts(desk.db, member_id)
    is_new_visit = facts.sums(desk.db, member_id, today, today).visits == 0
    more = facts.Sums(sale.priced.due, int(is_new_visit), sale.points_earned)
    bought = [
        Kept(0, line.item.product_id, line.item.category, line.item.cost,
             line.item.quantity_milli, line.paid, sale.priced.due)
        for line in sale.priced.lines
    ]  # fmt: skip

    def read(fact: str, first: date, last: date) -> int:
        if fact in facts.Sums._fields:
            added: int = getattr(more, fact)
            return before(fact, first, last) + added
        if fact not in facts_kept.FACTS:
            return before(fact, first, last)
        kept = facts_kept.kept(desk.db, member_id, first, last).get(member_id, [])
        return facts_kept.FACTS[fact]([*kept, *bought])

    return read
