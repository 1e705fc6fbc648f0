"""Drawing a receipt: on a roll, as high as what stands on it, or on sheets."""

from collections.abc import Iterator

from reportlab.pdfgen.canvas import Canvas

from reports import codes, paper, roll
from reports.files import Target
from reports.receipt_parts import Amount, Goods, Slip
from reports.roll import GAP, PAPERS, Block, Paper
from shopdesk import inputs


def pdf(target: Target, slip: Slip, *, on: str = "80") -> int:
    """Write ``slip`` to ``target`` as one PDF on a paper of ``PAPERS``; returns its pages.

    Refuses any other paper.
    """
    sheet = PAPERS[inputs.choice(on, PAPERS, slip.languages[0])]
    blocks = list(_blocks(slip, sheet))
    title = f"{slip.title} {slip.number}".strip()
    return roll.write(
        target, blocks, sheet, title=title, author=slip.shop, language=slip.languages[0]
    )


def _blocks(slip: Slip, sheet: Paper) -> Iterator[Block]:
    yield from _head(slip, sheet)
    yield roll.rule(sheet)
    if slip.goods:
        for sold in slip.goods:
            yield from _sold(slip, sheet, sold)
        yield roll.rule(sheet)
    for step in slip.steps:
        yield _amount(slip, sheet, step)
    yield _amount(slip, sheet, slip.due, size=sheet.large, bold=True)
    for part in (*slip.paid, *slip.cash):
        yield _amount(slip, sheet, part)
    if slip.have or slip.said:
        yield roll.rule(sheet)
    for pair in slip.have:
        yield roll.pair(sheet, *pair)
    for sentence in slip.said:
        yield roll.text(sheet, sentence)
    yield from _foot(slip, sheet)


def _head(slip: Slip, sheet: Paper) -> Iterator[Block]:
    yield from roll.logo(sheet, slip.logo)
    yield roll.text(sheet, slip.shop, size=sheet.large, bold=True, align="centre")
    for line in slip.contact:
        yield roll.text(sheet, line, align="centre")
    yield roll.space(GAP)
    yield roll.text(sheet, slip.title, bold=True, align="centre")
    for mark in slip.marks:
        yield _mark(sheet, mark)
    for pair in slip.facts:
        yield roll.pair(sheet, *pair)


def _foot(slip: Slip, sheet: Paper) -> Iterator[Block]:
    if slip.foot:
        yield roll.rule(sheet)
    for line in slip.foot:
        yield roll.text(sheet, line, align="centre")
    if slip.code:
        yield _symbol(sheet, slip.code)


# --- blocks -----------------------------------------------------------------------------------


def _amount(
    slip: Slip, sheet: Paper, of: Amount, *, size: float = 0, bold: bool = False
) -> Block:  # fmt: skip
    return roll.pair(sheet, of.words, slip.money(of.amount), size=size, bold=bold)


def _sold(slip: Slip, sheet: Paper, sold: Goods) -> Iterator[Block]:
    """A line of goods; how many of them at which price stands below, unless it is one."""
    count = f"{sold.quantity.normalize():f}"
    if sold.amount is None:
        yield roll.pair(sheet, sold.name, f"× {count}")
    elif sold.quantity == 1:
        yield _amount(slip, sheet, Amount(sold.name, sold.amount))
    else:
        yield roll.text(sheet, sold.name)
        each = f"{count} × {slip.money(sold.price)}"
        yield roll.pair(sheet, f"  {each}", slip.money(sold.amount), is_whole=True)


def _mark(sheet: Paper, content: str) -> Block:
    """What nobody may overlook, in a frame."""
    inside = roll.text(sheet, content, size=sheet.large, bold=True, align="centre", indent=2 * GAP)
    high = inside.height + GAP

    def draw(canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(paper.BLACK)
        canvas.setLineWidth(1.2)
        canvas.rect(sheet.margin + 1, y - GAP / 2 - high, sheet.within - 2, high, 1, 0)
        inside.draw(canvas, y - GAP)

    return Block(high + GAP * 2, draw)


def _symbol(sheet: Paper, code: str) -> Block:
    """What a scanner finds the receipt by, and below it the same to type."""
    size, spaced = sheet.body * 0.85, codes.grouped(code)

    def draw(canvas: Canvas, y: float) -> None:
        centre, foot = sheet.width / 2, y - 2 * GAP - sheet.qr
        codes.symbol(canvas, code, centre, foot, sheet.qr)
        codes.line(canvas, spaced, centre, foot - size * 1.5, size=size, ink=paper.BLACK)

    return Block(2 * GAP + sheet.qr + size * 1.5, draw)


# --- the drawer -------------------------------------------------------------------------------


def drawer(target: Target, *, shop: str, said: str, language: str, on: str = "80") -> None:
    """A page of two lines, for the printer whose driver opens the drawer with each job."""
    sheet = PAPERS[on]
    lines = ((shop, False), (said, True))
    blocks = [roll.text(sheet, line, bold=bold, align="centre") for line, bold in lines]
    roll.write(target, blocks, sheet, title=said, author=shop, language=language)
