"""The test page of a printer: how far to the edges it prints, how large, which letters and greys,
whether its codes can be read, and where the paper is cut. All of it is known, so all is measurable.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import bars, codes, cutting, paper, roll, samples
from reports.files import Target
from reports.paper import MM
from reports.roll import GAP, PAPERS, Block, Paper
from shopdesk import inputs
from shopdesk.language import LANGUAGES, N_, translator

CODE128 = "TEST01234567"
"""As long as a voucher's code, and none of ours."""
SCALE_MM = {"A4": 100, "80": 50, "58": 40}
"""How long the bar is that a ruler is held against."""
REACH_MM = {"A4": 20, "80": 12, "58": 12}
"""How far the rulers reach into the paper."""
SIDES_MM = {"A4": 24, "80": 27, "58": 27}
"""How broad a voucher's symbol is on this paper."""
_BARS = 11 * MM
_MARKS = 12 * MM
_TEXTS = (
    "青禾茶舍 收银台 会员 积分 储值 礼品券 退款",
    "镕 喆 昇 堃 煊 玥 㛃 𬭼 龘 ，。！？《》（）",
    "The quick brown fox jumps over the lazy dog",
    "0123456789 ¥1,234.50 −8.00 × 2 · 98% № °C € £ $",
    "ÀÉÎÕÜ àéîõü ß ñ ç ø",
)
"""Common and rare characters, and all that stands on receipts."""
_GREYS = (0, 10, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class About:
    """What stands on the page beside what is measured: whose it is, of which printer, when.

    An empty ``printer`` is the system's usual one; ``drawer`` names the one that opens the drawer.
    """

    shop: str = ""
    printer: str = ""
    drawer: str = ""
    made: str = ""


def pdf(target: Target, about: About, *, on: str = "A4") -> int:
    """Write the test page for a paper of ``SCALE_MM`` to ``target``; returns its pages.

    Refuses any other paper.
    """
    name = inputs.choice(on, SCALE_MM, LANGUAGES[0])
    sheet = PAPERS[name]
    title = _both(N_("Test page"))
    return roll.write(
        target, list(_blocks(sheet, name, about)), sheet, title=title, author=about.shop,
        language=LANGUAGES[0],
    )  # fmt: skip


def _both(text: str) -> str:
    return f"{translator('zh_CN')(text)} {text}"


def _blocks(sheet: Paper, name: str, about: About) -> Iterator[Block]:
    reach = REACH_MM[name]
    yield _down(sheet, reach)
    yield roll.text(sheet, _both(N_("Test page")), size=sheet.large, bold=True, align="centre")
    yield roll.text(sheet, _both(N_("NOT A RECEIPT")), bold=True, align="centre")
    for words, value in _facts(name, about):
        yield roll.pair(sheet, _both(words), value)
    yield roll.space(GAP)
    yield _across(sheet, reach)
    yield roll.text(sheet, _both(N_("Rulers: the last millimetre seen is the printer's margin")))
    yield roll.space(2 * GAP)
    yield _scale(sheet, SCALE_MM[name])
    yield roll.text(sheet, _both(N_("Hold a ruler against it: other lengths mean scaling is on")))
    yield roll.rule(sheet)
    for line in _TEXTS:
        yield roll.text(sheet, line)
        yield roll.text(sheet, line, bold=True)
    yield roll.space(GAP)
    yield _greys(sheet)
    yield roll.text(sheet, _both(N_("Greys in percent: black is black, 0 is paper")))
    yield roll.rule(sheet)
    yield _symbols(sheet, SIDES_MM[name] * MM)
    yield roll.text(sheet, _both(N_("Scan both in the scanner test: what arrives is as printed")))
    yield from _drawer(sheet, about)
    yield _end(sheet, reach)


def _facts(name: str, about: About) -> Iterator[tuple[str, str]]:
    yield N_("Paper"), f"{name} mm" if name.isdigit() else name
    yield N_("Printer"), about.printer or "–"
    if about.shop:
        yield N_("Shop"), about.shop
    if about.made:
        yield N_("Time"), about.made


def _drawer(sheet: Paper, about: About) -> Iterator[Block]:
    if about.drawer and about.drawer == about.printer:
        yield roll.rule(sheet)
        yield roll.text(sheet, _both(N_("The cash drawer opens with this page")), bold=True)


# --- what is measured -------------------------------------------------------------------------


def _tick(number: int) -> float:
    """How long the mark of a millimetre is."""
    return (3.5 if number % 10 == 0 else 2.5 if number % 5 == 0 else 1.3) * MM


def _line(canvas: Canvas, width: float = 0.4) -> None:
    canvas.setStrokeColor(paper.BLACK)
    canvas.setLineWidth(width)


def _number(canvas: Canvas, x: float, y: float, number: int) -> None:
    paper.text(canvas, x, y, str(number), size=6, ink=paper.BLACK, align="centre")


def _across(sheet: Paper, reach: int) -> Block:
    """Rulers from the left and the right edge inwards."""

    def draw(canvas: Canvas, y: float) -> None:
        _line(canvas)
        for edge, way in ((0.0, 1), (sheet.width, -1)):
            canvas.line(edge, y - 2, edge + way * reach * MM, y - 2)
            for number in range(reach + 1):
                x = edge + way * number * MM
                canvas.line(x, y - 2, x, y - 2 - _tick(number))
                if number and number % 5 == 0:
                    _number(canvas, x, y - 2 - 3.5 * MM - 6, number)
        middle = y - 2 - 3.5 * MM
        paper.text(
            canvas, sheet.width / 2, middle, "mm", size=sheet.body, ink=paper.BLACK, align="centre"
        )

    return Block(2 + 3.5 * MM + 10, draw)


def _upright(canvas: Canvas, x: float, edge: float, way: int, reach: int) -> None:
    _line(canvas)
    canvas.line(x, edge, x, edge + way * reach * MM)
    for number in range(reach + 1):
        y = edge + way * number * MM
        canvas.line(x, y, x + _tick(number), y)
        if number and number % 5 == 0:
            _number(canvas, x - 6, y - 2, number)


def _down(sheet: Paper, reach: int) -> Block:
    """A ruler from the upper edge, which is as far above the first block as is left free."""

    def draw(canvas: Canvas, y: float) -> None:
        _upright(canvas, sheet.width / 2, y + sheet.free[0], -1, reach)

    return Block(max(0.0, reach * MM - sheet.free[0]) + GAP, draw)


def _end(sheet: Paper, reach: int) -> Block:
    """The last block: a ruler from the lower edge, and where the paper is to be cut.

    A roll is cut below a line, a sheet along the marks that vouchers and cards have.
    """
    said = _both(N_("Cut below this line") if sheet.height is None else N_("Cut marks"))

    def draw(canvas: Canvas, y: float) -> None:
        _upright(canvas, sheet.width / 2, 0, 1, reach)
        line = reach * MM + GAP
        if sheet.height is None:
            _line(canvas, 0.6)
            canvas.setDash(4, 2)
            canvas.line(0, line, sheet.width, line)
            canvas.setDash()
        else:
            xs, ys = (_MARKS, sheet.width - _MARKS), (_MARKS, sheet.height - _MARKS)
            cutting.marks(canvas, xs, ys)
        paper.text(
            canvas, sheet.width / 2, line + 3, said, size=sheet.body, ink=paper.BLACK,
            align="centre", within=sheet.within,
        )  # fmt: skip

    return Block(max(0.0, reach * MM - sheet.free[1]) + sheet.body + 3 * GAP, draw)


def _scale(sheet: Paper, long_mm: int) -> Block:
    """A bar of so many millimetres, with its ends and tens marked."""
    left = (sheet.width - long_mm * MM) / 2

    def draw(canvas: Canvas, y: float) -> None:
        _line(canvas)
        for number in range(long_mm + 1):
            x = left + number * MM
            canvas.line(x, y - 4 * MM, x, y - 4 * MM + _tick(number))
            if number % 10 == 0:
                _number(canvas, x, y - 8 * MM, number)
        canvas.setFillColor(paper.BLACK)
        canvas.rect(left, y - 5.5 * MM, long_mm * MM, 1.5 * MM, 0, 1)

    return Block(9 * MM, draw)


def _greys(sheet: Paper) -> Block:
    wide = sheet.within / len(_GREYS)

    def draw(canvas: Canvas, y: float) -> None:
        _line(canvas)
        for place, percent in enumerate(_GREYS):
            x, shade = sheet.margin + place * wide, 1 - percent / 100
            canvas.setFillColor(Color(shade, shade, shade))
            canvas.rect(x, y - 7 * MM, wide, 7 * MM, 1, 1)
            _number(canvas, x + wide / 2, y - 7 * MM - 8, percent)

    return Block(7 * MM + 12, draw)


def _symbols(sheet: Paper, side: float) -> Block:
    """The QR code and the bars, as large as vouchers have them; what they say stands below.

    On a roll bars have whole dots of its printer; where it is too narrow for them they stand.
    """
    bar = bars.DOTS if sheet.height is None else bars.NARROWEST
    long, size = bars.length(CODE128, bar), sheet.body * 0.8
    if long > sheet.width - 2 * MM:
        return _standing(sheet, side, long, bar)
    high = side + 2.5 * MM + 2 * size + GAP + _BARS

    def draw(canvas: Canvas, y: float) -> None:
        centre = sheet.width / 2
        codes.symbol(canvas, samples.QR, centre, y - side - MM, side)
        _told(canvas, centre, y - side - 2 * MM - size, samples.QR, size, sheet.within)
        foot = y - side - 2.5 * MM - size - GAP - _BARS
        bars.draw(canvas, CODE128, (sheet.width - long) / 2, foot, _BARS, bar=bar)
        _told(canvas, centre, foot - size - 1, CODE128, size, sheet.within)

    return Block(high + GAP, draw)


def _standing(sheet: Paper, side: float, long: float, bar: float) -> Block:
    size = sheet.body * 0.8

    def draw(canvas: Canvas, y: float) -> None:
        bars.draw(canvas, CODE128, sheet.margin, y - long, _BARS, bar=bar, is_upright=True)
        centre = sheet.width - sheet.margin - side / 2
        top = y - (long - side) / 2
        codes.symbol(canvas, samples.QR, centre, top - side, side)
        _told(canvas, centre, top - side - MM - size, CODE128, size, side)

    return Block(long + GAP, draw)


def _told(canvas: Canvas, x: float, y: float, said: str, size: float, within: float) -> None:
    paper.text(canvas, x, y, said, size=size, ink=paper.BLACK, align="centre", within=within)
