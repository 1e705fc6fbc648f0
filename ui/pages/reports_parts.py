"""What the month is shown with: tiles, charts, sentences, tables."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from reports.month import NEW, Change, Heading, MonthReport
from reports.words import NOTHING, count, decimal, percent, permille
from shopdesk.day_words import WEEKDAYS
from shopdesk.figures import DaySales, TopMember
from shopdesk.language import N_
from ui import look
from ui.till import Till
from ui.widgets.chart import Chart, inks
from ui.widgets.heights import whole
from ui.widgets.parts import card, column, label, row, set_mood
from ui.widgets.table import Column, Table

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

_TILES = (
    N_("Sales"), N_("Orders"), N_("Visits"), N_("Active members"), N_("New members"),
    N_("Repurchase"), N_("Retention"), N_("Churn"),
)  # fmt: skip
"""The figures as they follow one another; points and vouchers come last."""
_IN_A_ROW, _IN_A_ROW_OF_LARGE = 6, 4
"""Where letters are large fewer figures stand side by side."""

_MARGIN = 12
_SALES_HEIGHT = 104.0
_BAR_HEIGHT = 15.0


def changed(till: Till, change: Change | None) -> tuple[str, str]:
    """A change in words with an arrow, and its mood: ``▲ up 8.2%``, good."""
    _ = till.say
    if change is None:
        return "", ""
    size = abs(change.thousandths)
    if not size:
        return _("unchanged"), ""
    points = change.unit == "points"
    text = _("{points} pp").format(points=decimal(size)) if points else percent(size)
    way = _("▲ up {change}") if change.is_up else _("▼ down {change}")
    return way.format(change=text), "good" if change.is_good else "bad"


def tile(name: str, value: str, change: tuple[str, str] = ("", ""), basis: str = "") -> QFrame:
    """One figure: its name, its value, neither ever cut, how it changed, and what it is made of."""
    below = []
    if change[0]:
        moved = label(_unbroken(change[0]), "soft", wraps=True)
        set_mood(moved, change[1])
        below.append(moved)
    if basis:
        below.append(label(basis, "soft", wraps=True))
    shown, title = label(value, "figure"), label(name, "soft", wraps=True)
    made = card(title, shown, *below, 1, margin=_MARGIN, space=2)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    for one in (shown, title):
        one.ensurePolished()
    word = max(map(title.fontMetrics().horizontalAdvance, name.split()))
    made.setMinimumWidth(max(shown.sizeHint().width(), word + 1) + 2 * _MARGIN + 2)
    made.setAccessibleName(" · ".join(filter(None, (name, value, change[0], basis))))
    return made


def _unbroken(text: str) -> str:
    """A text that wraps between words alone: Qt would break Chinese behind any character."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", "\u2060", text)


def tiles(till: Till, report: MonthReport) -> QWidget:
    """The month's headline figures."""
    _ = till.say
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(10)
    headings = {heading.name: heading for heading in report.headings}
    figures = [
        tile(
            _(name), headings[name].value, changed(till, headings[name].change),
            _basis(till, headings[name], headings),
        )
        for name in _TILES
    ]  # fmt: skip
    points = _points(till, report)
    in_a_row = _IN_A_ROW if till.preferences.size <= look.LARGE_LETTERS else _IN_A_ROW_OF_LARGE
    place = 0
    stored = _stored_value(till, report)
    for shown in (*figures, points, _vouchers(till, report), *stored):
        broad = 2 if shown in (figures[0], points, *stored) else 1
        grid.addWidget(shown, *divmod(place, in_a_row), 1, broad)
        place += broad
    for across in range(in_a_row):
        grid.setColumnStretch(across, 1)
    return made


def _basis(till: Till, heading: Heading, headings: dict[str, Heading]) -> str:
    _ = till.say
    if heading.name == "Orders":
        return _("average {amount}").format(amount=headings["Average order"].value)
    return heading.basis if heading.value != NOTHING else _("no data yet")


def _points(till: Till, report: MonthReport) -> QFrame:
    """What is owed in points at the end; more is neither good nor bad."""
    _ = till.say
    points = report.figures.points
    change = ("", "")
    if not report.is_running and points.opening > 0:
        moved = permille(points.closing - points.opening, points.opening)
        change = (changed(till, Change(moved, "percent", is_good=True))[0], "")
    basis = _("worth {amount} · earned {earned} · spent {spent}").format(
        amount=report.money(report.points_owed),
        earned=count(points.earned),
        spent=count(points.spent),
    )
    return tile(_("Points owed to members"), count(points.closing), change, basis)


def _vouchers(till: Till, report: MonthReport) -> QFrame:
    _ = till.say
    now = report.figures
    basis = _("redeemed {redeemed}, expired {expired}").format(
        redeemed=count(now.vouchers_redeemed), expired=count(now.vouchers_expired)
    )
    return tile(_("Vouchers issued"), count(now.vouchers_issued), basis=basis)


def _stored_value(till: Till, report: MonthReport) -> list[QFrame]:
    """What is owed in stored value at the end; nothing where nobody has or had any."""
    _, now = till.say, report.figures.stored_value
    if now.is_empty:
        return []
    both = (now.principal, now.bonus)
    basis = _("topped up {topped_up} · spent {spent} · of it bonus {bonus}").format(
        topped_up=report.money(now.principal.topped_up),
        spent=report.money(sum(one.spent for one in both)),
        bonus=report.money(now.bonus.closing),
    )
    owed = report.money(sum(one.closing for one in both))
    return [tile(_("Stored value owed"), owed, basis=basis)]


# --- charts -----------------------------------------------------------------------------------


def charts(till: Till, report: MonthReport) -> tuple[Chart, Chart | None]:
    """Sales by day, and the tiers at the end (none for a shop without a ladder)."""
    _ = till.say
    colours = inks(till.preferences.theme)
    days, currency = report.figures.days, report.maker.currency

    def sales(width: float, height: float) -> "Drawing":
        from reports.charts import sales_by_day

        return sales_by_day(
            days, currency, width=width, height=height, until=report.made_on, inks=colours
        )

    first = Chart(_("Sales by day"), till.preferences.size)
    words = [f"{day.on.isoformat()} {report.money(day.sales)}" for day in days if day.orders]
    first.show_drawing(sales, _SALES_HEIGHT, ", ".join(words))
    return first, _tier_bars(till, report) if report.tiers else None


def _tier_bars(till: Till, report: MonthReport) -> Chart:
    _ = till.say
    colours = inks(till.preferences.theme)
    shown = [
        (_named(tier.names, till.language), tier.colour, report.at_end(tier.code))
        for tier in reversed(report.tiers)
    ]

    def bars(width: float, _height: float) -> "Drawing":
        from reports.charts import Bar, tier_bars

        made = [Bar(*each) for each in shown]
        return tier_bars(made, width=width, row=_BAR_HEIGHT, inks=colours)

    made = Chart(_("Members by tier at the end of the month"), till.preferences.size)
    words = ", ".join(f"{name} {count(number)}" for name, _colour, number in shown)
    made.show_drawing(bars, _BAR_HEIGHT * len(shown), words)
    return made


def _named(names: object, language: str) -> str:
    from reports.words import Words

    return Words((language,)).name(names)  # type: ignore[arg-type]


def pictures(till: Till, report: MonthReport) -> QWidget:
    """Both charts side by side, each with its name."""
    _ = till.say
    sales, tiers = charts(till, report)
    made = QWidget()
    left = card(
        row(label(_("Sales by day"), "heading"), 1),
        sales,
        label(_("dashed: the average day · tinted: weekends"), "soft"),
    )
    right = []
    if tiers is not None:
        title = label(_("Members by tier at the end of the month"), "heading", wraps=True)
        right = [card(title, tiers, 1)]
    layout = row(left, *right, space=10)
    layout.setStretch(0, 3)
    layout.setStretch(1, 2)
    made.setLayout(layout)
    return made


# --- sentences and tables ---------------------------------------------------------------------


def three_things(till: Till, report: MonthReport) -> QFrame | None:
    """The month's most notable sentences, each with what to do about it."""
    _ = till.say
    if not report.things:
        return None
    said = [
        row(label(number, "heading"), label(thing.tell(till.language), wraps=True))
        for number, thing in zip("①②③", report.things, strict=False)
    ]
    for each in said:
        each.setStretch(1, 1)
    return card(label(_("Three things this month"), "heading"), *said, space=6)


def top_members(till: Till, report: MonthReport) -> Table:
    """Who bought most; ``opened`` is told the ``TopMember``."""
    _ = till.say
    sales = report.figures.sales

    def share(member: TopMember) -> str:
        return percent(permille(member.sales, sales)) if sales > 0 else NOTHING

    made = Table(
        _("Best members"),
        [
            Column[TopMember](_("Member"), lambda m: m.name),
            Column(_("Member number"), lambda m: m.number, 150),
            Column(_("Sales"), lambda m: report.money(m.sales), 160, is_number=True),
            Column(_("Share of sales"), share, 140, is_number=True),
        ],
        empty=_("No member bought anything in this month."),
    )
    made.show_rows(report.figures.top_members)
    return whole(made)


def tier_moves(till: Till, report: MonthReport) -> Table:
    """From the tier at the start to the tier at the end; the last row sums the columns."""
    _ = till.say
    names = {tier.code: _named(tier.names, till.language) for tier in report.tiers}
    starts = [*names, NEW]
    labels = {**names, NEW: _("New members")}

    def cells(start: str) -> list[str]:
        moves = [report.moved(start, end) for end in names]
        whole_row = count(sum(moves)) if start != NEW else ""
        return [labels[start], *(count(n) if n else NOTHING for n in moves), whole_row]

    rows: list[Sequence[str]] = [cells(start) for start in starts]
    rows.append([_("At the end"), *(count(report.at_end(code)) for code in names), ""])
    heads = [*names.values(), _("At the start")]
    made = Table(
        _("Tier movements"),
        [
            Column[Sequence[str]](_("start \\ end"), lambda r: r[0], 150, is_whole=True),
            *(_cell_column(title, place) for place, title in enumerate(heads, start=1)),
        ],
        empty=_("This shop has no ladder."),
    )
    made.show_rows(rows)
    return whole(made)


def _cell_column(title: str, place: int) -> Column[Sequence[str]]:
    return Column(title, lambda cells: cells[place], is_number=True)


def days(till: Till, report: MonthReport) -> Table:
    """Every day with a receipt; ``opened`` is told the ``DaySales``."""
    _ = till.say
    made = Table(
        _("Day by day"),
        [
            Column[DaySales](
                _("Day"), lambda day: f"{day.on.isoformat()} {_(WEEKDAYS[day.on.weekday()])}"
            ),
            Column(_("Orders"), lambda day: count(day.orders), 140, is_number=True),
            Column(_("Sales"), lambda day: report.money(day.sales), 180, is_number=True),
        ],
        empty=_("No sale was recorded this month."),
    )
    made.show_rows([day for day in report.figures.days if day.orders or day.sales])
    return whole(made)


def framed(title: str, table: Table, note: str = "") -> QFrame:
    """A table under its name."""
    parts = [label(title, "heading")]
    if note:
        parts.append(label(note, "soft", wraps=True))
    made = card(margin=1, space=6)
    inside = column(*parts, space=2)
    inside.setContentsMargins(15, 13, 15, 0)
    layout = made.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addLayout(inside)
    layout.addWidget(table)
    return made
