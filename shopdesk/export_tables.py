"""What leaves with an export: its tables, their columns, and their rows as a stream.

Three of them are what our own imports read: members, products, purchases; and the cards made
elsewhere. Amounts are decimals of the currency's unit, days and moments are the shop's own.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from shopdesk import born, clock, members, text
from shopdesk.clock import day_or_none
from shopdesk.language import N_, translator
from shopdesk.money import minor_digits
from shopdesk.receipts import display_number
from shopdesk.shop import Desk

Value = str | int | Decimal | date | datetime | None
Rows = Generator[tuple[Value, ...], None, None]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the name of its file, what it is called, its columns, how it is read."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[["Book"], Rows]
    table: str
    """The table that has about as many rows."""


class Book(NamedTuple):
    """The shop that is read, and how its values are written."""

    desk: Desk
    digits: int

    def money(self, minor: int | None) -> Decimal | None:
        """An amount as a decimal of the currency's unit."""
        return None if minor is None else Decimal(minor).scaleb(-self.digits)

    def moment(self, ms: int | None) -> datetime | None:
        """A stored moment on the shop's clock."""
        if ms is None:
            return None
        return clock.from_ms(ms).astimezone(self.desk.shop.zone).replace(microsecond=0, tzinfo=None)

    def day(self, ordinal: int) -> date:
        """A stored day."""
        return date.fromordinal(ordinal)

    def day_of(self, ms: int) -> date:
        """The business day of a stored moment."""
        return self.desk.shop.day_of(clock.from_ms(ms))

    def tier(self, code: str | None) -> str | None:
        """A tier's name; one that the ladder no longer has by its code."""
        names = {tier.code: tier.name(self.desk.language) for tier in self.desk.shop.known.ladder}
        return code and names.get(code, code)

    def select(self, sql: str) -> Iterator[Any]:
        """The rows of a question, as they are asked for."""
        yield from self.desk.db.execute_sql(sql)

    def yes(self, flag: object) -> str | None:
        """What stands for a flag that is set."""
        return translator(self.desk.language)(N_("yes")) if flag else None


def book(desk: Desk) -> Book:
    """The shop as an export reads it."""
    return Book(desk, minor_digits(desk.shop.settings.currency))


# --- members and what they hold ---------------------------------------------------------------

_VALUE = """
    SELECT m.id, m.shared_phone, COALESCE(a.debt, 0), COALESCE(p.lots, 0), COALESCE(b.lots, 0),
           r.number
    FROM member AS m
    LEFT JOIN account AS a ON a.member_id = m.id AND a.account = 'points'
    LEFT JOIN account AS p ON p.member_id = m.id AND p.account = 'principal'
    LEFT JOIN account AS b ON b.member_id = m.id AND b.account = 'bonus'
    LEFT JOIN member AS r ON r.id = m.referrer_id
    WHERE m.closed_on IS {closed} AND m.id > {after} ORDER BY m.id LIMIT {most}"""


def _members(book: Book, closed: str = "NULL") -> Rows:
    """Everybody in blocks, as the members' own room knows them: points of today, tier of today."""
    after = 0
    while found := list(book.select(_VALUE.format(closed=closed, after=after, most=_AT_ONCE))):
        known = members.of_ids(book.desk, [row[0] for row in found])
        for (_id, shared, debt, principal, bonus, referrer), one in zip(found, known, strict=True):
            yield (
                one.number, one.name, one.phone, book.yes(shared), born.written(one.birthday),
                born.lunar_written(one.lunar_birthday), one.joined_on, book.tier(one.tier.code),
                max(one.points, 0), debt, book.money(principal), book.money(bonus), one.language,
                referrer,
            )  # fmt: skip
        after = found[-1][0]


def _closed_members(book: Book) -> Rows:
    return _members(book, "NOT NULL")


def _cards(book: Book) -> Rows:
    yield from book.select(
        """SELECT m.number, c.code FROM card AS c JOIN member AS m ON m.id = c.member_id
           WHERE c.serial IS NULL AND c.lost_on IS NULL AND m.closed_on IS NULL ORDER BY c.code"""
    )


def _balances(book: Book) -> Rows:
    rows = book.select(
        """SELECT m.number, m.name, a.account, a.lots, a.debt
           FROM account AS a JOIN member AS m ON m.id = a.member_id ORDER BY m.id, a.account"""
    )
    for number, name, account, lots, debt in rows:
        is_money = account in ("principal", "bonus")
        yield number, name, account, book.money(lots) if is_money else lots, debt


def _lots(book: Book) -> Rows:
    rows = book.select(
        """SELECT m.number, l.account, l.granted, l.remaining, l.earned_on, l.expires_on,
                  l.idle_months, p.id, p.number
           FROM lot AS l JOIN member AS m ON m.id = l.member_id
           LEFT JOIN purchase AS p ON p.id = l.purchase_id ORDER BY l.id"""
    )
    for number, account, granted, left, earned, ends, idle, receipt, foreign in rows:
        is_money = account in ("principal", "bonus")
        amounts = (book.money(granted), book.money(left)) if is_money else (granted, left)
        own = None if receipt is None else display_number(receipt, foreign)
        yield number, account, *amounts, day_or_none(earned), day_or_none(ends), idle, own


def _tiers(book: Book) -> Rows:
    rows = book.select(
        """SELECT m.number, t.on_day, t.kind, t.from_tier, t.to_tier, t.review_on
           FROM tier_change AS t JOIN member AS m ON m.id = t.member_id ORDER BY t.id"""
    )
    for number, on, kind, before, after, review in rows:
        steps = book.tier(before), book.tier(after)
        yield number, day_or_none(on), kind, *steps, day_or_none(review)


# --- goods and vouchers -----------------------------------------------------------------------


def _products(book: Book, discontinued: str = "NULL") -> Rows:
    rows = book.select(
        f"""SELECT name, price, member_price, category, cost, ean, unit, discontinued_on
            FROM product WHERE discontinued_on IS {discontinued} ORDER BY id"""
    )
    for name, price, member_price, category, cost, ean, unit, gone in rows:
        yield (
            name, book.money(price), category, book.money(cost), ean, book.money(member_price),
            unit, day_or_none(gone),
        )  # fmt: skip


def _withdrawn(book: Book) -> Rows:
    return _products(book, "NOT NULL")


def _vouchers(book: Book) -> Rows:
    rows = book.select(
        """SELECT v.code, v.kind, g.name, v.amount, v.percent_off, v.minimum, m.number, v.occasion,
                  v.issued_on, v.valid_from_on, v.valid_until_on, v.state, v.redeemed_at, v.cost,
                   v.edition, v.channel, h.taken_by, d.recipient, d.phone, d.address, d.tracking
           FROM voucher AS v LEFT JOIN gift AS g ON g.id = v.gift_id
           LEFT JOIN member AS m ON m.id = v.member_id
           LEFT JOIN hand_over AS h ON h.voucher_id = v.id
           LEFT JOIN delivery AS d ON d.voucher_id = v.id ORDER BY v.id"""
    )
    for (
        code,
        kind,
        gift,
        amount,
        percent,
        minimum,
        member,
        occasion,
        issued,
        first,
        last,
        state,
        at,
        cost,
        *way,
    ) in rows:
        yield (
            code, kind, gift, book.money(amount), percent, book.money(minimum), member, occasion,
            day_or_none(issued), day_or_none(first), day_or_none(last), state, book.moment(at),
            book.money(cost), *way,
        )  # fmt: skip


# --- receipts ---------------------------------------------------------------------------------


def _receipts(book: Book) -> Rows:
    rows = book.select(
        """SELECT p.id, p.number, p.on_day, p.at, m.number, p.tier, p.goods, p.due,
                  COALESCE(r.money, 0), p.points_spent, p.points_earned, COALESCE(r.is_void, 0),
                  e.till, s.name
           FROM purchase AS p LEFT JOIN member AS m ON m.id = p.member_id
           LEFT JOIN event AS e ON e.id = p.event_id LEFT JOIN staff AS s ON s.id = e.staff_id
           LEFT JOIN (SELECT purchase_id, SUM(money) AS money, MAX(is_void) AS is_void
                      FROM refund GROUP BY purchase_id) AS r ON r.purchase_id = p.id
           ORDER BY p.id"""
    )
    for id_, number, on, at, member, tier, goods, due, back, spent, earned, void, till, who in rows:
        yield (
            display_number(id_, number), day_or_none(on), book.moment(at), member, book.tier(tier),
            book.money(goods), book.money(due), book.money(back), spent, earned, book.yes(void),
            till, who,
        )  # fmt: skip


def _lines(book: Book) -> Rows:
    rows = book.select(
        """SELECT p.id, p.number, l.line, l.name, g.ean, l.category, l.quantity_milli, l.price,
                  l.listed, l.promotion_off, l.tier_off, l.manual_off, l.voucher_off, l.points_off,
                  l.rounding_off, l.paid, l.cost
           FROM purchase_line AS l JOIN purchase AS p ON p.id = l.purchase_id
           LEFT JOIN product AS g ON g.id = l.product_id ORDER BY l.purchase_id, l.line"""
    )
    for id_, number, line, name, ean, category, milli, *amounts in rows:
        yield (
            display_number(id_, number), line, name, ean, category, text.from_milli(milli),
            *map(book.money, amounts),
        )  # fmt: skip


def _payments(book: Book) -> Rows:
    rows = book.select(
        """SELECT p.id, p.number, t.tender, t.amount FROM payment AS t
           JOIN purchase AS p ON p.id = t.purchase_id ORDER BY t.purchase_id, t.tender"""
    )
    for id_, number, tender, amount in rows:
        yield display_number(id_, number), tender, book.money(amount)


def _refunds(book: Book) -> Rows:
    rows = book.select(
        """SELECT r.id, p.id, p.number, r.on_day, r.at, r.is_void, r.money, r.points_taken,
                  r.points_returned, r.reason,
                  (SELECT group_concat(t.tender, ' ') FROM refund_payment AS t
                   WHERE t.refund_id = r.id)
           FROM refund AS r JOIN purchase AS p ON p.id = r.purchase_id ORDER BY r.id"""
    )
    for id_, receipt, number, on, at, void, money, taken, returned, reason, tenders in rows:
        yield (
            id_, display_number(receipt, number), day_or_none(on), book.moment(at), book.yes(void),
            book.money(money), tenders, taken, returned, reason,
        )  # fmt: skip


def _refund_lines(book: Book) -> Rows:
    rows = book.select("SELECT refund_id, line, quantity_milli FROM refund_line ORDER BY 1, 2")
    for refund, line, milli in rows:
        yield refund, line, text.from_milli(milli)


def _refund_payments(book: Book) -> Rows:
    rows = book.select("SELECT refund_id, tender, amount FROM refund_payment ORDER BY 1, 2")
    for refund, tender, amount in rows:
        yield refund, tender, book.money(amount)


def sheets() -> tuple[Sheet, ...]:
    """Every table, those that our own imports read first."""
    from shopdesk import export_gifts, export_history  # they read as this room does

    return (
        Sheet("members", N_("Members"), _MEMBER, _members, "member"),
        Sheet("products", N_("Products"), _PRODUCT, _products, "product"),
        Sheet("purchases", N_("Purchases"), _PURCHASE, export_history.rows, "purchase_line"),
        Sheet("cards", N_("Cards made elsewhere"), _CARD, _cards, "card"),
        Sheet("balances", N_("Balances"), _BALANCE, _balances, "account"),
        Sheet("lots", N_("Lots"), _LOT, _lots, "lot"),
        Sheet("tiers", N_("Tier history"), _TIER, _tiers, "tier_change"),
        Sheet("receipts", N_("Receipts"), _RECEIPT, _receipts, "purchase"),
        Sheet("lines", N_("Lines"), _LINE, _lines, "purchase_line"),
        Sheet("payments", N_("Payments"), _PAYMENT, _payments, "payment"),
        Sheet("refunds", N_("Refunds"), _REFUND, _refunds, "refund"),
        Sheet("refund_lines", N_("Lines given back"), _REFUND_LINE, _refund_lines, "refund_line"),
        Sheet("refund_payments", N_("Money given back"), _REFUND_PAYMENT, _refund_payments,
              "refund_payment"),
        Sheet("vouchers", N_("Vouchers"), _VOUCHER, _vouchers, "voucher"),
        *export_gifts.SHEETS,
        Sheet("closed_members", N_("Closed members"), _MEMBER, _closed_members, "member"),
        Sheet("withdrawn_products", N_("Withdrawn products"), _PRODUCT, _withdrawn, "product"),
    )  # fmt: skip


_MEMBER = (
    N_("Member no."), N_("Full name"), N_("Phone"), N_("Shared phone"), N_("Born on"),
    N_("Lunar birthday"), N_("Joined on"), N_("Tier"), N_("Points"), N_("Points owed"),
    N_("Principal"), N_("Bonus"), N_("Language"), N_("Brought by"),
)  # fmt: skip
_PRODUCT = (
    N_("Product"), N_("Price"), N_("Category"), N_("Cost"), N_("EAN"), N_("Member price"),
    N_("Sold by"), N_("Withdrawn on"),
)  # fmt: skip
_PURCHASE = (
    N_("Receipt no."), N_("Member no."), N_("Date"), N_("Product"), N_("EAN"), N_("Category"),
    N_("Quantity"), N_("Unit price"), N_("Cost"), N_("Amount paid"),
)  # fmt: skip
_CARD = (N_("Member no."), N_("Card no."))
_BALANCE = (N_("Member no."), N_("Full name"), N_("Account"), N_("Balance"), N_("Owed"))
_LOT = (
    N_("Member no."), N_("Account"), N_("Granted"), N_("Left"), N_("Since"), N_("Valid until"),
    N_("Idle months"), N_("Receipt no."),
)  # fmt: skip
_TIER = (
    N_("Member no."), N_("Date"), N_("What happened"), N_("From"), N_("To"), N_("Review on"),
)  # fmt: skip
_RECEIPT = (
    N_("Receipt no."), N_("Business day"), N_("Moment"), N_("Member no."), N_("Tier"), N_("Goods"),
    N_("Due"), N_("Given back"), N_("Points spent"), N_("Points earned"), N_("Void"), N_("Till"),
    N_("Staff"),
)  # fmt: skip
_LINE = (
    N_("Receipt no."), N_("Line"), N_("Product"), N_("EAN"), N_("Category"), N_("Quantity"),
    N_("Unit price"), N_("Listed"), N_("Promotion"), N_("Tier discount"), N_("By hand"),
    N_("Voucher"), N_("Points as money"), N_("Rounding"), N_("Paid"), N_("Cost"),
)  # fmt: skip
_PAYMENT = (N_("Receipt no."), N_("Tender"), N_("Amount"))
_REFUND = (
    N_("Refund"), N_("Receipt no."), N_("Business day"), N_("Moment"), N_("Void"), N_("Amount"),
    N_("Tenders"), N_("Points taken"), N_("Points returned"), N_("Reason"),
)  # fmt: skip
_REFUND_LINE = (N_("Refund"), N_("Line"), N_("Quantity"))
_REFUND_PAYMENT = (N_("Refund"), N_("Tender"), N_("Amount"))
_VOUCHER = (
    N_("Code"), N_("Kind"), N_("Gift"), N_("Amount"), N_("Percent off"), N_("Minimum"),
    N_("Member no."), N_("Occasion"), N_("Issued on"), N_("Valid from"), N_("Valid until"),
    N_("State"), N_("Used at"), N_("Cost"), N_("Piece no."), N_("How it comes"), N_("Taken by"),
    N_("Recipient"), N_("Phone"), N_("Address"), N_("Tracking number"),
)  # fmt: skip
