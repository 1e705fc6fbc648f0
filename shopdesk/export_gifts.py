"""The catalogue in an export: every gift, and all that happened to its stock."""

from shopdesk.export_tables import Book, Rows, Sheet
from shopdesk.language import N_


def _gifts(book: Book) -> Rows:
    rows = book.select(
        """SELECT name, name_en, kind, partner, uses, unit, unit_en, lowest_tier, edition, stock,
                  promised, brand, brand_en, closed_on, cost, value
           FROM gift ORDER BY id"""
    )
    for name, name_en, kind, partner, uses, unit, unit_en, tier, *more, closed, cost, value in rows:
        yield (
            name, name_en, kind, partner, uses, unit, unit_en, book.tier(tier), *more,
            None if closed is None else book.day(closed), book.money(cost), book.money(value),
        )  # fmt: skip


def _movements(book: Book) -> Rows:
    rows = book.select(
        """SELECT g.name, e.on_day, e.at, m.kind, m.quantity, m.edition, v.code, w.number,
                  m.reason, s.name
           FROM gift_movement AS m JOIN gift AS g ON g.id = m.gift_id
           JOIN event AS e ON e.id = m.event_id LEFT JOIN staff AS s ON s.id = e.staff_id
           LEFT JOIN voucher AS v ON v.id = m.voucher_id
           LEFT JOIN member AS w ON w.id = v.member_id ORDER BY m.id"""
    )
    for gift, on, at, *more in rows:
        yield gift, book.day(on), book.moment(at), *more


SHEETS = (
    Sheet("gifts", N_("Gifts"), (
        N_("Gift"), N_("English name"), N_("Kind"), N_("Partner"), N_("Uses"), N_("Unit"),
        N_("Unit in English"), N_("Lowest tier"), N_("Pieces in all"), N_("In stock"),
        N_("Promised"), N_("Brand"), N_("Brand in English"), N_("Taken out on"), N_("Cost"),
        N_("Market value"),
    ), _gifts, "gift"),
    Sheet("gift_movements", N_("Stock of gifts"), (
        N_("Gift"), N_("Business day"), N_("Moment"), N_("What happened"), N_("Quantity"),
        N_("Piece no."), N_("Voucher"), N_("Member no."), N_("Reason"), N_("Staff"),
    ), _movements, "gift_movement"),
)  # fmt: skip
