"""The month in pictures whose bars and cells open the rows behind them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFrame, QWidget

from reports.month import NEW, MonthReport
from reports.words import NOTHING, Words, count, month_name, percent, permille
from shopdesk.behind import Wanted
from shopdesk.figures_knowing import STAGES, Cohort
from shopdesk.money import half_up
from shopdesk.segment_words import STAGES as STAGE_NAMES
from ui import look
from ui.pages.reports_rows import Pick, Picked, together
from ui.pages.reports_tiles import Open
from ui.till import Till
from ui.widgets.chart import PIXELS, Chart, Mark, inks
from ui.widgets.figure import GONE_THROUGH
from ui.widgets.parts import Part, card, label, row

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from reports.charts import Cell, Spot

_SALES_HEIGHT = 104.0
_BAR_HEIGHT = 15.0
_GRID_ROW = 17.0
"""Points at least: where letters are small, as much as a finger needs."""


class _Bar(NamedTuple):
    name: str
    colour: str
    value: int
    behind: Picked


def _high(till: Till, least: float) -> float:
    """How high a row is that can be touched, in points."""
    return max(least, look.FINGER / (PIXELS * till.preferences.size / 100))


def _told(till: Till, words: Sequence[str]) -> str:
    """All of a chart in words, and how it is gone through."""
    return ". ".join(filter(None, (", ".join(words), till.say(GONE_THROUGH))))


def _one(title: str, wanted: Wanted) -> Picked:
    return Picked(title, (Pick(title, wanted),))


# --- sales by day -----------------------------------------------------------------------------


def sales(till: Till, report: MonthReport, show: Open) -> Chart:
    """Sales by day; a day opens its receipts."""
    _ = till.say
    colours = inks(till.preferences.theme)
    days, currency = report.figures.days, report.maker.currency

    def draw(width: float, height: float) -> "Drawing":
        from reports.charts import sales_by_day

        return sales_by_day(
            days, currency, width=width, height=height, until=report.made_on, inks=colours
        )

    def find(width: float, height: float) -> "Sequence[Spot]":
        from reports.charts import spots_of_days

        return spots_of_days(days, currency, width=width, height=height)

    made = Chart(_("Sales by day"), till.preferences.size)
    words = [f"{till.dated(day.on)} {report.money(day.sales)}" for day in days if day.orders]
    made.show_drawing(draw, _SALES_HEIGHT, _told(till, words))
    marks = []
    for day in days:
        orders = till.count("{count} order", "{count} orders", day.orders)
        orders = orders.format(count=count(day.orders))
        said = f"{till.dated(day.on)} · {report.money(day.sales)} · {orders}"
        figures = [
            (_("Sales"), Wanted("sales", on=day.on)), (_("Orders"), Wanted("orders", on=day.on))
        ]  # fmt: skip
        marks.append(Mark(said, together(till.dated(day.on), figures)))
    made.mark(marks, find)
    made.opened.connect(show)
    return made


# --- bars -------------------------------------------------------------------------------------


def _bars(till: Till, name: str, bars: Sequence[_Bar], show: Open) -> Chart:
    colours, high = inks(till.preferences.theme), _high(till, _BAR_HEIGHT)

    def draw(width: float, _height: float) -> "Drawing":
        from reports.charts import Bar, tier_bars

        drawn = [Bar(bar.name, bar.colour, bar.value) for bar in bars]
        return tier_bars(drawn, width=width, row=high, inks=colours)

    def find(width: float, _height: float) -> "Sequence[Spot]":
        from reports.charts import spots_of_bars

        return spots_of_bars(len(bars), width=width, row=high)

    made = Chart(name, till.preferences.size)
    words = [f"{bar.name} {count(bar.value)}" for bar in bars]
    made.show_drawing(draw, high * len(bars), _told(till, words))
    marks = [Mark(said, bar.behind) for said, bar in zip(words, bars, strict=True)]
    made.mark(marks, find)
    made.opened.connect(show)
    return made


def named(names: object, language: str) -> str:
    """What a tier is called."""
    return Words((language,)).name(names)  # type: ignore[arg-type]


def tier_bars(till: Till, report: MonthReport, show: Open) -> Chart:
    """Members by tier at the end; a tier opens its members."""
    _, bars = till.say, []
    name = _("Members by tier at the end of the month")
    for tier in reversed(report.tiers):
        called = named(tier.names, till.language)
        behind = _one(called, Wanted("tier_moves", end=tier.code))
        bars.append(_Bar(called, tier.colour, report.at_end(tier.code), behind))
    return _bars(till, name, bars, show)


def lifecycle(till: Till, counts: dict[str, int], show: Open) -> Chart:
    """Members by lifecycle; a stage opens its members."""
    _, tokens = till.say, look.THEMES[till.preferences.theme]
    colours = dict(zip(STAGES, (tokens.accent, tokens.good, tokens.gold, tokens.bad), strict=True))
    bars = [
        _Bar(_(STAGE_NAMES[stage]), colours[stage], counts.get(stage, 0),
             _one(_(STAGE_NAMES[stage]), Wanted("lifecycle", stage=stage)))
        for stage in STAGES
    ]  # fmt: skip
    return _bars(till, _("Members by lifecycle"), bars, show)


# --- grids ------------------------------------------------------------------------------------

_Line = tuple[str, list["Cell | None"]]


def _grid(
    till: Till, name: str, heads: list[str], lines: list[_Line], marks: list[Mark], show: Open
) -> Chart:
    colours, high = inks(till.preferences.theme), _high(till, _GRID_ROW)

    def draw(width: float, _height: float) -> "Drawing":
        from reports.charts import grid

        return grid(heads, lines, width=width, row=high, inks=colours)

    def find(width: float, _height: float) -> "Sequence[Spot]":
        from reports.charts import spots_of_grid

        return spots_of_grid(heads, lines, width=width, row=high)

    made = Chart(name, till.preferences.size)
    words = _told(till, [mark.words for mark in marks])
    made.show_drawing(draw, high * (len(lines) + 1), words)
    made.mark(marks, find)
    made.opened.connect(show)
    return made


def tier_moves(till: Till, report: MonthReport, show: Open) -> Chart:
    """From the tier at the start to the tier at the end; a cell opens its members. The last row
    sums the columns, the last column the rows."""
    from reports.charts import Cell

    _ = till.say
    names = {tier.code: named(tier.names, till.language) for tier in report.tiers}
    starts = {**names, NEW: _("New members")}
    heads = [_("start \\ end"), *names.values(), _("At the start")]
    lines: list[_Line] = []
    marks: list[Mark] = []

    def cell(title: str, number: int, most: int, wanted: Wanted) -> "Cell":
        marks.append(Mark(f"{title}: {count(number)}", _one(title, wanted)))
        return Cell(count(number) if number else NOTHING, 100 * number // most if most else 0)

    for start, called in starts.items():
        whole = sum(report.moved(start, end) for end in names)
        cells: list[Cell | None] = [
            cell(f"{called} → {named_}", report.moved(start, end), whole,
                 Wanted("tier_moves", start=start, end=end))
            for end, named_ in names.items()
        ]  # fmt: skip
        if start != NEW:
            title = _("{tier} at the start").format(tier=called)
            cells.append(cell(title, whole, 0, Wanted("tier_moves", start=start)))
        else:
            cells.append(None)
        lines.append((called, cells))
    ends: list[Cell | None] = [
        cell(_("{tier} at the end").format(tier=called), report.at_end(end), 0,
             Wanted("tier_moves", end=end))
        for end, called in names.items()
    ]  # fmt: skip
    lines.append((_("At the end"), [*ends, None]))
    return _grid(till, _("Tier movements"), heads, lines, marks, show)


def cohorts(till: Till, found: Sequence[Cohort], show: Open) -> Chart:
    """Who joined in a month, and which share of them came in each month after; a cell opens its
    members."""
    from reports.charts import Cell

    _, ngettext = till.say, till.count
    most = max(len(one.came) for one in found)
    heads = [_("Joined"), _("Members"), *(f"+{after}" for after in range(1, most + 1))]
    lines: list[_Line] = []
    marks: list[Mark] = []
    for one in found:
        month = month_name(one.month, till.language)
        joined = _("Joined in {month}").format(month=month)
        whole = Wanted("cohort", joined_in=one.month)
        marks.append(Mark(f"{joined}: {count(one.size)}", _one(joined, whole)))
        cells: list[Cell | None] = [Cell(count(one.size))]
        for after, came in enumerate(one.came, 1):
            share = percent(permille(came, one.size))
            title = ngettext(
                "{joined}, {count} month later", "{joined}, {count} months later", after
            )
            title = title.format(joined=joined, count=after)
            marks.append(Mark(
                f"{title}: {share} ({came} / {one.size})", _one(title, whole._replace(after=after))
            ))  # fmt: skip
            cells.append(Cell(share, 100 * came // one.size))
        cells += [None] * (most + 1 - len(cells))
        lines.append((month, cells))
    return _grid(till, _("Retention by joining month"), heads, lines, marks, show)


# --- on cards ---------------------------------------------------------------------------------


def on_card(title: str, chart: Chart, note: str = "") -> QFrame:
    """A chart under its name."""
    below: list[Part] = [label(note, "soft", wraps=True)] if note else []
    return card(label(title, "heading", wraps=True), chart, *below, 1)


def beside(first: QWidget, *others: QWidget) -> QWidget:
    """Cards side by side, the first the broader one."""
    made = QWidget()
    layout = row(first, *others, space=10)
    layout.setStretch(0, 3)
    for place in range(1, layout.count()):
        layout.setStretch(place, 2)
    made.setLayout(layout)
    return made


def pictures(till: Till, report: MonthReport, show: Open) -> QWidget:
    """Sales by day and the tiers (none for a shop without a ladder), side by side."""
    _ = till.say
    hint = _("dashed: the average day · underlined: weekends · click a day to see its receipts")
    first = on_card(_days_finding(till, report), sales(till, report, show), hint)
    if not report.tiers:
        return beside(first)
    tiers = tier_bars(till, report, show)
    return beside(first, on_card(_tiers_finding(till, report), tiers))


def _days_finding(till: Till, report: MonthReport) -> str:
    """What the days show: the best one, and what a day brought on average so far."""
    _, begun = till.say, [day for day in report.figures.days if day.on <= report.made_on]
    best = max(begun, key=lambda day: day.sales, default=None)
    if best is None or best.sales <= 0:
        return _("Sales by day")
    mean = half_up(max(0, sum(day.sales for day in begun)), len(begun))
    said = _("Sales by day: best {day} with {sales}, {mean} on average")
    return said.format(day=till.near(best.on), sales=report.money(best.sales),
                       mean=report.money(mean))  # fmt: skip


def _tiers_finding(till: Till, report: MonthReport) -> str:
    """What the tiers show: how many moved up and down in the month."""
    _, ranks = till.say, {tier.code: rank for rank, tier in enumerate(report.tiers)}
    up = down = 0
    for start, row_ in report.figures.tier_moves.items():
        for end, many in row_.items():
            if start in ranks and end in ranks:
                up += many * (ranks[end] > ranks[start])
                down += many * (ranks[end] < ranks[start])
    said = _("Members by tier: {up} up, {down} down")
    return said.format(up=count(up), down=count(down))
