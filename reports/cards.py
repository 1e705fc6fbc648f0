"""Member cards of bank-card size, ten to an A4, with marks to cut along."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from reports import codes, cutting, paper
from reports.files import Target
from reports.paper import MM
from shopdesk.language import translator
from shopdesk.slips import CardSlip

WIDTH, HEIGHT = 85.6 * MM, 54 * MM
COLUMNS, ROWS = 2, 5
PER_PAGE = COLUMNS * ROWS

_LEFT = (paper.PAGE_WIDTH - COLUMNS * WIDTH) / 2
_FOOT = (paper.PAGE_HEIGHT - ROWS * HEIGHT) / 2
_PAD = 6 * MM
_BAND = 11 * MM
_QR = 24 * MM


def pdf(target: Target, cards: Sequence[CardSlip], *, shop_name: str) -> int:
    """Write ``cards`` to ``target`` as one PDF and return its number of pages.

    Raises ``ValueError`` when there is nothing to print.
    """
    if not cards:
        raise ValueError("no cards to print")
    _ = translator(cards[0].language)
    head = {"title": _("Member cards") + f" · {shop_name}", "author": shop_name}
    with paper.document(target, **head, language=cards[0].language) as canvas:
        for start in range(0, len(cards), PER_PAGE):
            _page(canvas, cards[start : start + PER_PAGE], shop_name)
    return -(-len(cards) // PER_PAGE)


def _page(canvas: Canvas, cards: Sequence[CardSlip], shop_name: str) -> None:
    _cut_marks(canvas)
    for place, card in enumerate(cards):
        row, column = divmod(place, COLUMNS)
        canvas.saveState()
        canvas.translate(_LEFT + column * WIDTH, _FOOT + (ROWS - 1 - row) * HEIGHT)
        _card(canvas, card, shop_name)
        canvas.restoreState()
    canvas.showPage()


def _cut_marks(canvas: Canvas) -> None:
    cutting.marks(
        canvas, [_LEFT + column * WIDTH for column in range(COLUMNS + 1)],
        [_FOOT + row * HEIGHT for row in range(ROWS + 1)],
    )  # fmt: skip


def _card(canvas: Canvas, card: CardSlip, shop_name: str) -> None:
    canvas.setFillColor(paper.colour(card.colour))
    canvas.rect(0, HEIGHT - _BAND, WIDTH, _BAND, 0, 1)
    canvas.setStrokeColor(paper.LINE)
    canvas.setLineWidth(0.3)
    canvas.rect(0, 0, WIDTH, HEIGHT, 1, 0)
    _band(canvas, card, shop_name)
    _holder(canvas, card)
    centre, y = WIDTH - _PAD - _QR / 2, 12 * MM
    codes.symbol(canvas, card.code, centre, y, _QR)
    codes.line(canvas, codes.grouped(card.code, 5), centre, y - 5.5 * MM, size=9)


def _band(canvas: Canvas, card: CardSlip, shop_name: str) -> None:
    ink = paper.ink_on(paper.colour(card.colour))
    y = HEIGHT - _BAND / 2 - 3.5
    inner = WIDTH - 2 * _PAD
    tier = paper.text(
        canvas, WIDTH - _PAD, y, card.tier, size=10, ink=ink, bold=True, align="right",
        within=inner * 0.4,
    )  # fmt: skip
    paper.text(canvas, _PAD, y, shop_name, size=10, ink=ink, within=inner - tier - 4 * MM)


def _holder(canvas: Canvas, card: CardSlip) -> None:
    _ = translator(card.language)
    within = WIDTH - 2 * _PAD - _QR - 5 * MM
    name = paper.fitted(card.name, 17, within, lines=2, smallest=7, bold=True)
    y = HEIGHT - _BAND - 5 * MM - name.size
    paper.paragraph(canvas, _PAD, y, name, bold=True, leading=1.25)
    paper.text(canvas, _PAD, 11.5 * MM, _("Member number"), size=paper.TINY, ink=paper.FAINT)
    paper.text(canvas, _PAD, 6.5 * MM, card.number, size=12, ink=paper.INK, within=within)
