"""The month's figures as tiles: each says how it moved, what it means, and opens its rows."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from reports.month import DEFINITIONS, STORED_VALUE, Change, Heading, MonthReport
from reports.words import NOTHING, count, decimal, percent, permille
from shopdesk.behind import BUCKETS, Wanted
from shopdesk.language import N_
from ui import look
from ui.pages.reports_rows import Picked, picked, together
from ui.till import Till
from ui.widgets.figure import OPENS
from ui.widgets.tile import Tile

Open = Callable[[Picked], object]
"""Shows the rows behind figures."""

_TILES = {
    N_("Sales"): "sales", N_("Orders"): "orders", N_("Visits"): "visits",
    N_("Active members"): "active_members", N_("New members"): "new_members",
    N_("Repurchase"): "repurchase", N_("Retention"): "retention", N_("Churn"): "churn",
}  # fmt: skip
"""The figures as they follow one another; points, vouchers and stored value come last."""
_POINTS = {
    "closing": N_("Closing"), "opening": N_("Opening"), "earned": N_("Earned"),
    "adjusted": N_("Adjusted"), "spent": N_("Spent"), "expired": N_("Expired"),
    "debts": N_("Debts in it"),
}  # fmt: skip
_BUCKETS = dict(zip(BUCKETS, (N_("Principal"), N_("Bonus")), strict=True))
_FEW = 2
"""Columns of a last row that would look forgotten."""
_GRIDS = 2
"""The charts stand between the first row and the others."""
_IN_A_ROW, _IN_A_ROW_OF_LARGE = 6, 4
"""Where letters are large fewer figures stand side by side."""


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


def tiles(till: Till, report: MonthReport, show: Open) -> list[QWidget]:
    """The month's headline figures: those of the first row, and all others."""
    in_a_row = _IN_A_ROW if till.preferences.size <= look.LARGE_LETTERS else _IN_A_ROW_OF_LARGE
    every = list(_every(till, report, show))
    for tile, _broad in every:
        tile.setAccessibleDescription(f"{tile.accessibleDescription()} {till.say(OPENS)}")
    grids: list[QGridLayout] = []
    place = 0
    for (shown, _wished), broad in zip(every, spans([b for _, b in every], in_a_row), strict=True):
        line, across = divmod(place, in_a_row)
        if line == len(grids) and line < _GRIDS:
            grids.append(_grid(in_a_row))
        grids[-1].addWidget(shown, line, across, 1, broad)
        place += broad
    return [_on(grid) for grid in grids]


def _grid(in_a_row: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(10)
    for across in range(in_a_row):
        grid.setColumnStretch(across, 1)
    return grid


def _on(grid: QGridLayout) -> QWidget:
    made = QWidget()
    made.setLayout(grid)
    return made


def spans(wished: Sequence[int], in_a_row: int) -> list[int]:
    """Over how many columns each tile goes so that every row is whole: broad ones are content with
    one where few would be left over, else those of the last row are broader."""
    found = list(wished)
    rows = _rows(found, in_a_row)
    left = sum(found[place] for place in rows[-1])
    for place, broad in enumerate(found):
        if len(rows) > 1 and left < in_a_row and broad > 1 and left <= _FEW:
            found[place] = 1
            rows = _rows(found, in_a_row)
            left = sum(found[place] for place in rows[-1])
    for row in rows:
        spare = in_a_row - sum(found[place] for place in row)
        for turn in range(spare):
            found[row[-1 - turn % len(row)]] += 1
    return found


def _rows(broad: Sequence[int], in_a_row: int) -> list[list[int]]:
    """Which tiles stand in each row."""
    rows: list[list[int]] = [[]]
    for place, one in enumerate(broad):
        if sum(broad[other] for other in rows[-1]) + one > in_a_row:
            rows.append([])
        rows[-1].append(place)
    return rows


def _every(till: Till, report: MonthReport, show: Open) -> Iterator[tuple[Tile, int]]:
    """Each tile, and over how many columns."""
    _ = till.say
    headings = {heading.name: heading for heading in report.headings}
    for name, figure in _TILES.items():
        its = headings[name]
        behind = picked(_(name), figure)
        if figure == "orders":
            average = (_("Average order"), Wanted("average_order"))
            behind = together(_(name), [(_(name), Wanted(figure)), average])
        yield (
            Tile(
                _(name), its.value, _moved(till, report, its), _basis(till, its, headings),
                opens=partial(show, behind), definition=_definition(till, name),
                is_first=figure == "sales",
            ),
            2 if figure == "sales" else 1,
        )  # fmt: skip
    yield _points(till, report, show), 2
    yield _vouchers(till, report, show), 1
    if (cost := report.figures.gift_cost) is not None:
        yield _gift_cost(till, report.money(cost), show), 1
    if not report.figures.stored_value.is_empty:
        yield _stored_value(till, report, show), 2


def _moved(till: Till, report: MonthReport, its: Heading) -> tuple[str, str]:
    """How a figure moved; where there is nothing to compare with, that is said."""
    _ = till.say
    if its.change is None and its.value != NOTHING and not report.is_running:
        return _("no figure the month before"), ""
    return changed(till, its.change)


def _definition(till: Till, name: str) -> str:
    return till.say(dict(DEFINITIONS)[name])


def _basis(till: Till, heading: Heading, headings: dict[str, Heading]) -> str:
    _ = till.say
    if heading.name == "Orders":
        return _("average {amount}").format(amount=headings["Average order"].value)
    return heading.basis if heading.value != NOTHING else _("no data yet")


def _points(till: Till, report: MonthReport, show: Open) -> Tile:
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
    name = _("Points owed to members")
    behind = together(name, [(_(said), Wanted(f"points.{at}")) for at, said in _POINTS.items()])
    return Tile(
        name, count(points.closing), change, basis,
        opens=partial(show, behind), definition=_definition(till, "Points"),
    )  # fmt: skip


def _vouchers(till: Till, report: MonthReport, show: Open) -> Tile:
    _ = till.say
    now = report.figures
    basis = _("redeemed {redeemed}, expired {expired}").format(
        redeemed=count(now.vouchers_redeemed), expired=count(now.vouchers_expired)
    )
    figures = [
        (_("Issued"), Wanted("vouchers_issued")), (_("Redeemed"), Wanted("vouchers_redeemed")),
        (_("Expired"), Wanted("vouchers_expired")),
    ]  # fmt: skip
    behind = together(_("Vouchers"), figures)
    return Tile(
        _("Vouchers issued"), count(now.vouchers_issued), basis=basis,
        opens=partial(show, behind), definition=_definition(till, "Vouchers"),
    )  # fmt: skip


def _gift_cost(till: Till, cost: str, show: Open) -> Tile:
    _ = till.say
    name = _("Gift cost")
    return Tile(
        name, cost,
        opens=lambda: show(picked(name, "gift_cost")), definition=_definition(till, "Gift cost"),
    )  # fmt: skip


def _stored_value(till: Till, report: MonthReport, show: Open) -> Tile:
    """What is owed in stored value at the end."""
    _, now = till.say, report.figures.stored_value
    both = (now.principal, now.bonus)
    basis = _("topped up {topped_up} · spent {spent} · bonus owed {bonus}").format(
        topped_up=report.money(now.principal.topped_up),
        spent=report.money(sum(one.spent for one in both)),
        bonus=report.money(now.bonus.closing),
    )
    figures = [
        (f"{_(held)} · {_(STORED_VALUE[name])}", Wanted(f"stored_value.{bucket}.{name}"))
        for bucket, held in _BUCKETS.items()
        for name in reversed(STORED_VALUE)
    ]
    name = _("Stored value owed")
    return Tile(
        name, report.money(sum(one.closing for one in both)), basis=basis,
        opens=lambda: show(together(name, figures)), definition=_definition(till, "Stored value"),
    )  # fmt: skip
