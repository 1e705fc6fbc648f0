"""The first page of the monthly report: title, figures, three things, days, points, vouchers."""

from collections.abc import Callable

from reportlab.graphics import renderPDF
from reportlab.pdfgen.canvas import Canvas

from reports import charts, logos, paper, tables
from reports.blocks import LEFT, WIDTH, Block, section
from reports.month import Change, Heading, MonthReport
from reports.tables import FIGURES, Cell
from reports.words import Words, count
from shopdesk.language import N_

_NUMBERS = "①②③"
_LINE = paper.BODY * 1.5
_CHART = 114.0
_ROW_GAP = 6.0
_ACROSS = (LEFT, WIDTH)


def masthead(report: MonthReport, words: Words) -> Block:
    """The title in every language, and whose report it is, made when and by whom."""
    titles = [
        f"{title} · {month}"
        for title, month in zip(
            words.each(N_("Monthly report")), words.months(report.figures.month), strict=False
        )
    ]
    compared = "▲▼ " + words.joined(N_("against the month before"))
    running = words.joined(N_("The month is still running: no comparison yet."))
    extra = 16 * (len(titles) - 1) + (13 if report.is_running else 0)
    logo = logos.fitted(report.maker.logo, WIDTH * 0.25, paper.TITLE + 5 + 16 * (len(titles) - 1))
    within = WIDTH if logo is None else WIDTH - logo.width - 12

    def draw(canvas: Canvas, top: float) -> None:
        if logo is not None:
            logos.draw(canvas, logo, LEFT + WIDTH, top - logo.height, align="right")
        y = top - paper.TITLE
        paper.text(canvas, LEFT, y, titles[0], size=paper.TITLE, bold=True, within=within)
        for other in titles[1:]:
            y -= 16
            paper.text(canvas, LEFT, y, other, size=paper.HEADING, ink=paper.SOFT, within=within)
        y -= 17
        taken = 0.0
        if any(heading.change for heading in report.headings):
            right = LEFT + WIDTH
            taken = 12 + paper.text(
                canvas, right, y, compared, size=paper.SMALL, ink=paper.FAINT, align="right"
            )
        paper.text(canvas, LEFT, y, _made(report, words), ink=paper.SOFT, within=WIDTH - taken)
        if report.is_running:
            y -= 13
            paper.text(canvas, LEFT, y, running, ink=paper.BAD, within=WIDTH)
        paper.rule(canvas, LEFT, y - 9, WIDTH, thick=1.2)

    return Block(paper.TITLE + 26 + extra, draw, gap=0)


def _made(report: MonthReport, words: Words) -> str:
    made = words.first(
        N_("made {at} by {who}"),
        at=f"{report.maker.made_at:%Y-%m-%d %H:%M}",
        who=report.maker.made_by,
    )
    number = words.first(N_("No. {number}"), number=report.number)
    return f"{report.maker.shop_name} · {made} · {number}"


def headings(report: MonthReport, words: Words) -> Block:
    """The headline figures in two rows, each with its change since the month before."""
    cells = [
        Cell(words.joined(heading.name), heading.value, draw_below=_below(heading, words))
        for heading in report.headings
    ]
    first, second = cells[:4], cells[4:]

    def draw(canvas: Canvas, top: float) -> None:
        y = tables.figures(canvas, top, first, within=_ACROSS, size=17) - _ROW_GAP
        paper.rule(canvas, LEFT, y + 1, WIDTH)
        y = tables.figures(canvas, y - _ROW_GAP, second, within=_ACROSS)
        paper.rule(canvas, LEFT, y - 2, WIDTH)

    return Block(2 * FIGURES + 2 * _ROW_GAP + 1, draw, gap=12)


def _below(heading: Heading, words: Words) -> Callable[[Canvas, float, float, float], None]:
    """What stands below a figure: its change, and the two numbers a rate is made of."""

    def draw(canvas: Canvas, x: float, y: float, within: float) -> None:
        used = _mark(canvas, x, y, heading.change, words) if heading.change is not None else 0.0
        paper.text(
            canvas,
            x + used,
            y,
            heading.basis,
            size=paper.TINY + 0.5,
            ink=paper.FAINT,
            within=within - used,
        )

    return draw


def _mark(canvas: Canvas, x: float, y: float, change: Change, words: Words) -> float:
    """An arrow, the change with its sign, and a colour for good or bad; returns its width."""
    text = change.say(words.languages[0])
    if change.thousandths == 0:
        return paper.text(canvas, x, y, text, size=paper.SMALL, ink=paper.FAINT) + 6
    ink = paper.GOOD if change.is_good else paper.BAD
    paper.triangle(canvas, x, y, 6, up=change.is_up, ink=ink)
    return paper.text(canvas, x + 8, y, text, size=paper.SMALL, ink=ink) + 14


def three_things(report: MonthReport, words: Words) -> Block | None:
    """The most notable sentences of the month, each with what to do about it."""
    if not report.things:
        return None
    told = [
        [paper.wrap(thing.tell(language), paper.BODY, WIDTH - 42) for language in words.languages]
        for thing in report.things
    ]
    count_lines = sum(len(lines) for thing in told for lines in thing)
    tall = count_lines * _LINE + 5 * (len(told) - 1) + 34

    def draw(canvas: Canvas, top: float) -> None:
        canvas.setFillColor(paper.TINT)
        canvas.roundRect(LEFT, top - tall, WIDTH, tall, 5, stroke=0, fill=1)
        _things_title(canvas, top - 17, words.each(N_("Three things this month")))
        y = top - 34
        for number, languages in zip(_NUMBERS, told, strict=False):
            paper.text(canvas, LEFT + 12, y, number, size=paper.BODY + 1, ink=paper.ACCENT)
            for place, lines in enumerate(languages):
                ink = paper.SOFT if place else paper.INK
                kept = paper.Lines(lines, paper.BODY)
                y = paper.paragraph(canvas, LEFT + 29, y, kept, ink=ink, leading=1.5) - _LINE
            y -= 5

    return Block(tall, draw, gap=14)


def _things_title(canvas: Canvas, y: float, title: tuple[str, ...]) -> None:
    x = LEFT + 12
    x += paper.text(canvas, x, y, title[0], size=10, bold=True, ink=paper.ACCENT) + 6
    for other in title[1:]:
        paper.text(canvas, x, y, other, size=paper.SMALL, ink=paper.SOFT)


def daily_sales(report: MonthReport, words: Words) -> Block:
    """Each day's sales as columns."""
    drawing = charts.sales_by_day(
        report.figures.days, report.maker.currency, width=WIDTH, height=_CHART,
        until=report.made_on,
    )  # fmt: skip
    note = words.joined(N_("dashed: the average day · underlined: weekends"))

    def draw(canvas: Canvas, top: float) -> None:
        paper.text(
            canvas, LEFT + WIDTH, top + 7.5, note, size=paper.TINY, ink=paper.FAINT, align="right"
        )
        renderPDF.draw(drawing, canvas, LEFT, top - _CHART)

    return section(words, N_("Sales by day"), _CHART, draw)


def points(report: MonthReport, words: Words) -> Block:
    """The points identity, its closing as money, and the debts in it."""
    figures = report.figures.points
    parts = (
        (N_("Opening"), figures.opening),
        (N_("Earned"), figures.earned),
        (N_("Adjusted"), figures.adjusted),
        (N_("Spent"), figures.spent),
        (N_("Expired"), figures.expired),
        (N_("Closing"), figures.closing),
    )
    cells = [Cell(words.joined(name), count(number)) for name, number in parts]
    sentences = _points_owed(report, words)

    def draw(canvas: Canvas, top: float) -> None:
        tables.figures(canvas, top, cells, within=_ACROSS, size=12, signs="++−−=")
        for number, sentence in enumerate(sentences):
            ink = paper.FAINT if number else paper.SOFT
            y = top - 42 - 11 * number
            paper.text(canvas, LEFT, y, sentence, size=paper.SMALL, ink=ink, within=WIDTH)

    return section(words, N_("Points"), 42 + 11 * (len(sentences) - 1), draw)


def _points_owed(report: MonthReport, words: Words) -> tuple[str, ...]:
    return words.each(
        N_(
            "Closing is worth {value} at the redemption rate; "
            "what members owe, points {debts} ({money}), is already taken off."
        ),
        value=report.money(report.points_owed),
        debts=count(report.figures.points.debts),
        money=report.money(report.debts_owed),
    )


def vouchers(report: MonthReport, words: Words) -> Block:
    """Vouchers issued, redeemed and expired, and what the gifts cost, where that is told."""
    figures = report.figures
    cells = [
        Cell(words.joined(N_("Issued")), count(figures.vouchers_issued)),
        Cell(words.joined(N_("Redeemed")), count(figures.vouchers_redeemed)),
        Cell(words.joined(N_("Expired unused")), count(figures.vouchers_expired)),
    ]
    if figures.gift_cost is not None:
        cells.append(Cell(words.joined(N_("Gift cost")), report.money(figures.gift_cost)))

    def draw(canvas: Canvas, top: float) -> None:
        tables.figures(canvas, top, cells, within=_ACROSS, size=12)

    return section(words, N_("Vouchers and gifts"), 30, draw)
