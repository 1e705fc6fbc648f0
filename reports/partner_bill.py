"""What a partner is paid for a month, gift by gift, on A4: to be sent along and signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.blocks import LEFT, WIDTH, Block, parted, write
from reports.files import Target
from reports.words import Words
from shopdesk import codes, settlements
from shopdesk.language import N_
from shopdesk.money import Money
from shopdesk.settlements import Line, Settlement
from shopdesk.shop import Desk

_MASTHEAD, _HEAD, _ROW, _SIGNED = 78.0, 16.0, 21.0, 74.0
_COLUMNS = (0.0, 0.16, 0.4, 1.0)
"""Where day, code and gift begin, and where the cost ends, in parts of the width."""
_HEADS = (N_("Used on"), N_("Voucher"), N_("Gift"), N_("Cost"))


@dataclass(frozen=True, slots=True)
class PartnerBill:
    """A partner's month: what was used of it, the shop and its currency, when it was made in the
    shop's time; in one language."""

    settlement: Settlement
    lines: tuple[Line, ...]
    shop_name: str
    currency: str
    language: str
    made_at: datetime


def of(desk: Desk, settlement: Settlement) -> PartnerBill:
    """The month of a partner as it is listed: open, or settled."""
    known = desk.shop.settings
    made_at = desk.now().astimezone(desk.shop.zone)
    found = tuple(settlements.lines(desk, settlement))
    return PartnerBill(settlement, found, known.name, known.currency, desk.language, made_at)


def pdf(target: Target, bill: PartnerBill) -> int:
    """Write it to ``target``; returns the number of pages."""
    words, its = Words((bill.language,)), bill.settlement
    title = words.first(N_("Settlement"))
    made = words.first(N_("Made {at}"), at=f"{bill.made_at:%Y-%m-%d %H:%M}")
    return write(
        target, _blocks(bill, words), words, title=f"{title} · {its.partner} · {its.month}",
        author=bill.shop_name, parts=(bill.shop_name, its.partner, made),
    )  # fmt: skip


def _blocks(bill: PartnerBill, words: Words) -> Iterator[Block]:
    """The head, as many lines below a head of the table as a page holds, and where to sign."""
    yield _masthead(bill, words)
    if bill.lines:
        for lines in parted(bill.lines, above=_MASTHEAD, head=_HEAD, row=_ROW):
            yield _part(bill, words, lines)
    yield _signed(bill, words)


def _worth(bill: PartnerBill, cost: int | None) -> str:
    return "–" if cost is None else str(Money(cost, bill.currency))


def _masthead(bill: PartnerBill, words: Words) -> Block:
    its = bill.settlement
    said = words.first(N_("Not settled"))
    if its.settled_on is not None:
        said = words.first(N_("Settled on {date}"), date=its.settled_on.isoformat())
    parts = (bill.shop_name, its.month, said)

    def draw(canvas: Canvas, top: float) -> None:
        y = top - paper.TITLE
        taken = paper.text(
            canvas, LEFT + WIDTH, y, words.first(N_("Settlement")), size=paper.HEADING,
            ink=paper.SOFT, align="right",
        )  # fmt: skip
        room = WIDTH - taken - 20
        paper.text(canvas, LEFT, y, its.partner, size=paper.TITLE, bold=True, within=room)
        paper.text(canvas, LEFT, y - 20, " · ".join(parts), size=paper.HEADING, within=WIDTH)
        paper.rule(canvas, LEFT, y - 36, WIDTH, thick=1.2)

    return Block(_MASTHEAD, draw, gap=0)


def _part(bill: PartnerBill, words: Words, lines: Sequence[Line]) -> Block:
    def draw(canvas: Canvas, top: float) -> None:
        _cells(canvas, top - 9, [words.first(head) for head in _HEADS], size=paper.SMALL)
        paper.rule(canvas, LEFT, top - _HEAD, WIDTH, thick=0.8)
        for number, line in enumerate(lines):
            bottom = top - _HEAD - (number + 1) * _ROW
            told = (line.on.isoformat(), _grouped(line.code), line.gift, _worth(bill, line.cost))
            _cells(canvas, bottom + 7, told, size=paper.BODY)
            paper.rule(canvas, LEFT, bottom, WIDTH)

    return Block(_HEAD + len(lines) * _ROW, draw, gap=0)


def _grouped(code: str) -> str:
    return " ".join(code[place : place + 4] for place in range(0, codes.VOUCHER_LENGTH, 4))


def _cells(canvas: Canvas, y: float, told: Sequence[str], *, size: float) -> None:
    *texts, cost = told
    taken = paper.text(canvas, LEFT + WIDTH, y, cost, size=size, align="right")
    for place, said in enumerate(texts):
        start, end = _COLUMNS[place], _COLUMNS[place + 1]
        room = WIDTH * (end - start) - 6 - (taken if place == len(texts) - 1 else 0)
        paper.text(canvas, LEFT + WIDTH * start, y, said, size=size, within=room)


def _signed(bill: PartnerBill, words: Words) -> Block:
    """The sum, and two lines to sign on."""
    its = bill.settlement
    count = words.first(N_("Gifts: {count}"), count=f"{len(bill.lines):,}")
    names = (bill.shop_name, its.partner)

    def draw(canvas: Canvas, top: float) -> None:
        paper.text(canvas, LEFT, top - 18, count, size=paper.HEADING, bold=True)
        paper.text(
            canvas, LEFT + WIDTH, top - 18, _worth(bill, its.cost), size=paper.HEADING, bold=True,
            align="right",
        )  # fmt: skip
        half = WIDTH / 2
        for place, name in enumerate(names):
            left = LEFT + place * (half + 10)
            paper.rule(canvas, left, top - 58, half - 10, thick=0.8)
            paper.text(
                canvas, left, top - 68, name, size=paper.SMALL, ink=paper.SOFT, within=half - 10
            )

    return Block(_SIGNED, draw, gap=0)
