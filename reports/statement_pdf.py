"""A member's statement on A4: for each account what it held, every movement, what it holds."""

from collections.abc import Iterator, Sequence

from reportlab.pdfgen.canvas import Canvas

from reports import logos, paper, tables
from reports.blocks import (
    BOTTOM,
    LEFT,
    TOP,
    WIDTH,
    Block,
    heading,
    write,
)
from reports.files import Target
from reports.statement import Account, Line, Statement, kind_words
from reports.tables import FIGURES, ROW, Cell, Column, Table
from reports.words import Words
from shopdesk import top_ups
from shopdesk.language import N_
from shopdesk.movements import Movement

_PAGE = TOP - BOTTOM
_MASTHEAD = 70.0
_LOGO = 34.0
"""Beside the name and the shop's line."""
_SUMMARY = FIGURES + 24.0
_GAP = 20.0
_LEAST_ROWS = 4
"""So many rows at least stand below a table's head before a page ends."""
_ENDS = 2
"""Rows besides the movements: what was held before, and what is held then."""


def pdf(target: Target, statement: Statement, *, language: str | None = None) -> int:
    """Write a statement to ``target``, in the member's language or another; returns the number of
    pages."""
    words = Words((language or statement.language,))
    title = words.first(N_("Statement"))
    made = words.first(N_("Made {at}"), at=f"{statement.made_at:%Y-%m-%d %H:%M}")
    return write(
        target, _blocks(statement, words), words,
        title=f"{title} · {statement.number} · {statement.shop_name}",
        author=statement.shop_name, parts=(statement.shop_name, statement.number, made),
    )  # fmt: skip


def _blocks(statement: Statement, words: Words) -> Iterator[Block]:
    """All blocks; what is left of the page is kept count of, so that a long table is parted where
    the page ends."""
    yield _masthead(statement, words)
    room = _PAGE - _MASTHEAD
    for account in statement.accounts:
        place, is_told = 0, False
        while not is_told:
            block, place = _part(statement, words, account, place, room)
            yield block
            is_next = block.gap + block.height > room
            room = _PAGE - block.height if is_next else room - block.gap - block.height
            is_told = place >= len(account.lines)


def _part(
    statement: Statement, words: Words, account: Account, place: int, room: float
) -> tuple[Block, int]:
    """As much of an account from a place on as there is room for, else as a whole page has; and
    where the next part begins. Its figures stand above its first part."""
    above = 0.0 if place else _SUMMARY
    head = _table(statement, words, account, (), -1).height
    fits = int((room - _GAP - above - head) // ROW) - _ENDS
    if fits < min(_LEAST_ROWS, len(account.lines) - place):
        fits = int((_PAGE - above - head) // ROW) - _ENDS
    lines = account.lines[place : place + fits]
    table = _table(statement, words, account, lines, place)

    def draw(canvas: Canvas, top: float) -> None:
        if not place:
            _summary(canvas, top, statement, account, words)
        tables.draw(canvas, LEFT, top - above, WIDTH, table)

    return Block(above + table.height, draw, gap=_GAP), place + len(lines)


def _masthead(statement: Statement, words: Words) -> Block:
    title = words.first(N_("Statement"))
    days = words.first(
        N_("From {first} to {last}"), first=statement.first_on, last=statement.last_on
    )
    number = words.first(N_("Member number {number}"), number=statement.number)
    shop = " · ".join(filter(None, (statement.shop_name, statement.contact)))
    logo = logos.fitted(statement.logo, WIDTH * 0.25, _LOGO)
    within = WIDTH if logo is None else WIDTH - logo.width - 12

    def draw(canvas: Canvas, top: float) -> None:
        y = top - paper.TITLE
        taken = paper.text(canvas, LEFT, y, title, size=paper.TITLE, bold=True)
        paper.text(
            canvas, LEFT + WIDTH, y, days, size=paper.HEADING, ink=paper.SOFT, align="right",
            within=WIDTH - taken - 20,
        )  # fmt: skip
        y -= 22
        long = paper.text(
            canvas, LEFT, y, statement.name, size=paper.HEADING, bold=True, within=within * 0.7
        )
        paper.text(canvas, LEFT + long + 10, y, number, ink=paper.SOFT, within=within * 0.3 - 10)
        paper.text(canvas, LEFT, y - 16, shop, ink=paper.SOFT, within=within)
        if logo is not None:
            logos.draw(canvas, logo, LEFT + WIDTH, y - 21, align="right")
        paper.rule(canvas, LEFT, y - 26, WIDTH, thick=1.2)

    return Block(_MASTHEAD, draw, gap=0)


def _summary(
    canvas: Canvas, top: float, statement: Statement, account: Account, words: Words
) -> None:
    """The account's name, and its identity: before + in − out = after."""
    moved = account.moved
    figures = (
        (N_("Held before"), moved.opening), (N_("Came in"), account.incoming),
        (N_("Went out"), account.outgoing), (N_("Held on {day}"), moved.closing),
    )  # fmt: skip
    cells = [
        Cell(words.first(name, day=moved.last_on), statement.say(account, amount))
        for name, amount in figures
    ]
    heading(canvas, LEFT, top, words.each(account.name), WIDTH)
    tables.figures(canvas, top - 22, cells, within=(LEFT, WIDTH), signs="+−=")


def _table(
    statement: Statement, words: Words, account: Account, lines: Sequence[Line], place: int
) -> Table:
    """Some lines of an account, the first of them at a place; the opening leads, the closing ends.

    Where the table goes on on the next page neither is repeated.
    """
    moved, say = account.moved, statement.say
    rows = [
        (f"{one.on}", _what(words, one), say(account, one.amount, sign=True), say(account, balance))
        for one, balance in lines
    ]
    is_end = place >= 0 and place + len(lines) >= len(account.lines)
    if place == 0:
        rows.insert(0, (f"{moved.first_on}", words.first(N_("Held before")), "",
                        say(account, moved.opening)))  # fmt: skip
    if is_end:
        rows.append((f"{moved.last_on}", words.first(N_("Held then")), "",
                     say(account, moved.closing)))  # fmt: skip
    columns = [
        Column(words.each(N_("Day")), share=1.2, is_figure=False),
        Column(words.each(N_("What happened")), share=4.2, is_figure=False),
        Column(words.each(N_("In or out")), share=1.3),
        Column(words.each(N_("Balance")), share=1.3),
    ]
    return Table(columns, rows, has_sums=is_end)


def _what(words: Words, one: Movement) -> str:
    receipt = one.receipt and words.first(N_("Receipt {number}"), number=one.receipt)
    top_up = None if one.top_up is None else top_ups.display_number(one.top_up)
    return " · ".join(filter(None, (words.first(kind_words(one)), receipt or top_up, one.reason)))
