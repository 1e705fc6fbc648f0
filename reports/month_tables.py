"""The further pages of the monthly report: tiers, best members, days, definitions."""

from collections.abc import Sequence

from reportlab.graphics import renderPDF
from reportlab.pdfgen.canvas import Canvas

from reports import charts, paper, tables
from reports.blocks import LEFT, WIDTH, Block, section
from reports.month import DEFINITIONS, NEW, STORED_VALUE, MonthReport
from reports.tables import Column, Table
from reports.words import NOTHING, Words, count, percent, permille
from shopdesk.day_words import WEEKDAYS
from shopdesk.language import N_

_DAY_COLUMNS = 3
_GUTTER = 20.0
_SMALL_PRINT = 1.4


def members_by_tier(report: MonthReport, words: Words) -> Block | None:
    """How many members stand in each tier at the month's end."""
    bars = [
        charts.Bar(words.name(tier.names), tier.colour, report.at_end(tier.code))
        for tier in reversed(report.tiers)
    ]
    if not bars:
        return None
    drawing = charts.tier_bars(bars, width=WIDTH)

    def draw(canvas: Canvas, top: float) -> None:
        renderPDF.draw(drawing, canvas, LEFT, top - drawing.height)

    return section(words, N_("Members by tier at the end of the month"), drawing.height, draw)


def stored_value(report: MonthReport, words: Words) -> Block | None:
    """How principal and bonus moved in the month; nothing where nobody has or had any."""
    figures = report.figures.stored_value
    if figures.is_empty:
        return None
    columns = [
        Column(("",), share=1.2, is_figure=False),
        *(Column(words.each(name)) for name in STORED_VALUE.values()),
    ]
    whole = [
        getattr(figures.principal, figure) + getattr(figures.bonus, figure)
        for figure in STORED_VALUE
    ]
    rows = [
        [words.joined(name), *(report.money(getattr(bucket, figure)) for figure in STORED_VALUE)]
        for name, bucket in ((N_("Principal"), figures.principal), (N_("Bonus"), figures.bonus))
    ]
    rows.append([words.joined(N_("Total")), *map(report.money, whole)])
    return _table(words, N_("Stored value"), Table(columns, rows, has_sums=True))


def tier_moves(report: MonthReport, words: Words) -> Block | None:
    """The matrix from the tier at the start to the tier at the end; columns sum at the foot."""
    if not report.tiers:
        return None
    names = [words.name(tier.names) for tier in report.tiers]
    columns = [
        Column(words.each(N_("start \\ end")), share=max(1.5, 0.28 * len(names)), is_figure=False),
        *(Column(words.names(tier.names)) for tier in report.tiers),
        Column(words.each(N_("At the start"))),
    ]
    starts = [*(tier.code for tier in report.tiers), NEW]
    labels = [*names, words.joined(N_("New members"))]
    rows = [_moves_row(report, *pair) for pair in zip(starts, labels, strict=True)]
    ends = [report.at_end(tier.code) for tier in report.tiers]
    rows.append([words.joined(N_("At the end")), *map(count, ends), ""])
    inks = [paper.colour(tier.colour) for tier in report.tiers]

    return _table(words, N_("Tier movements"), Table(columns, rows, has_sums=True, inks=inks))


def _table(words: Words, message: str, table: Table) -> Block:
    def draw(canvas: Canvas, top: float) -> None:
        tables.draw(canvas, LEFT, top, WIDTH, table)

    return section(words, message, table.height, draw)


def _moves_row(report: MonthReport, start: str, label: str) -> list[str]:
    moves = [report.moved(start, tier.code) for tier in report.tiers]
    shown = [count(number) if number else NOTHING for number in moves]
    return [label, *shown, count(sum(moves)) if start != NEW else ""]


def top_members(report: MonthReport, words: Words) -> Block | None:
    """Who bought most, with the share of all sales."""
    if not report.figures.top_members:
        return None
    columns = [
        Column(("",), share=0.3, is_figure=False),
        Column(words.each(N_("Member")), share=2.6, is_figure=False),
        Column(words.each(N_("Member number")), share=1.2, is_figure=False),
        Column(words.each(N_("Sales")), share=1.2),
        Column(words.each(N_("Share of sales")), share=1.0),
    ]
    sales, rows = report.figures.sales, []
    for place, member in enumerate(report.figures.top_members, start=1):
        share = percent(permille(member.sales, sales)) if sales > 0 else NOTHING
        rows.append([str(place), member.name, member.number, report.money(member.sales), share])
    return _table(words, N_("Best members"), Table(columns, rows))


def days(report: MonthReport, words: Words) -> Block:
    """Every day's orders and sales, in columns side by side, and their sum."""
    columns = [
        Column(words.each(N_("Day")), share=1.3, is_figure=False),
        Column(words.each(N_("Orders"))),
        Column(words.each(N_("Sales")), share=1.5),
    ]
    rows = [_day_row(report, words, number) for number in range(len(report.figures.days))]
    whole = report.figures
    rows.append([words.joined(N_("Total")), count(whole.orders), report.money(whole.sales)])
    part = -(-len(rows) // _DAY_COLUMNS)
    parts = [rows[start : start + part] for start in range(0, len(rows), part)]
    made = [Table(columns, kept, has_sums=kept is parts[-1]) for kept in parts]
    wide = (WIDTH - _GUTTER * (_DAY_COLUMNS - 1)) / _DAY_COLUMNS

    def draw(canvas: Canvas, top: float) -> None:
        for number, table in enumerate(made):
            tables.draw(canvas, LEFT + number * (wide + _GUTTER), top, wide, table)

    return section(words, N_("Day by day"), made[0].height, draw)


def _day_row(report: MonthReport, words: Words, number: int) -> list[str]:
    day = report.figures.days[number]
    weekday = words.joined(WEEKDAYS[day.on.weekday()])
    return [f"{day.on.day} {weekday}", count(day.orders), report.money(day.sales)]


def definitions(_report: MonthReport, words: Words) -> Block:
    """One definition for each figure in small print: a column a language, or two of the one."""
    told = [_entries(Words((language,))) for language in words.languages]
    if len(told) == 1:
        told = _halves(told[0])
    wide = _shares(told)
    broken = [_broken(texts, long) for texts, long in zip(told, wide, strict=True)]

    def draw(canvas: Canvas, top: float) -> None:
        x = LEFT
        for lines, long in zip(broken, wide, strict=True):
            kept = paper.Lines(tuple(lines), paper.TINY)
            paper.paragraph(canvas, x, top - paper.TINY, kept, ink=paper.SOFT, leading=_SMALL_PRINT)
            x += long + _GUTTER

    tall = max(map(len, broken)) * paper.TINY * _SMALL_PRINT
    return section(words, N_("Definitions"), tall, draw)


def _entries(words: Words) -> list[str]:
    return [
        words.first(N_("{name}: {text}"), name=words.first(name), text=words.first(text))
        for name, text in DEFINITIONS
    ]


def _broken(texts: Sequence[str], long: float) -> list[str]:
    return [line for text in texts for line in paper.wrap(text, paper.TINY, long)]


def _halves(texts: list[str]) -> list[list[str]]:
    """Two columns, parted where the taller one is least tall."""
    wide = (WIDTH - _GUTTER) / 2
    tall = [len(paper.wrap(text, paper.TINY, wide)) for text in texts]
    at = min(range(len(texts)), key=lambda at: max(sum(tall[:at]), sum(tall[at:])))
    return [texts[:at], texts[at:]]


def _shares(told: list[list[str]]) -> list[float]:
    """How wide each of two columns is: the wordier language gets more of the page."""
    room = WIDTH - _GUTTER * (len(told) - 1)
    if len(told) != 2:
        return [room / len(told)] * len(told)
    pairs = [[room * part / 100, room * (100 - part) / 100] for part in range(35, 66, 5)]
    return min(pairs, key=lambda pair: max(map(len, map(_broken, told, pair))))
