"""Charts are read without colours: printed in black and white, or by who does not see them."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.graphics.shapes import Line

from reports import charts
from shopdesk.figures import DaySales
from tests.ui.contrast import READABLE, SEEN
from ui import look
from ui.pages.settings_ladder_words import COLOURS
from ui.widgets.chart import inks, svg

GROUNDS = {"paper": "#ffffff", **{name: tokens.card for name, tokens in look.THEMES.items()}}
TOLD_APART = 1.5
WIDTH, FINE = 300, 4


@pytest.fixture(params=GROUNDS)
def ground(request, qapp):
    look.install_font()
    return request.param


def inks_on(ground):
    return charts.ON_PAPER if ground == "paper" else inks(ground)


class Grey:
    """A drawing as it is seen on its ground without colours."""

    def __init__(self, drawing, ground):
        self.high = drawing.height
        size = round(drawing.width * FINE), round(drawing.height * FINE)
        self.image = QImage(*size, QImage.Format.Format_RGB32)
        self.image.fill(QColor(GROUNDS[ground]))
        painter = QPainter(self.image)
        QSvgRenderer(QByteArray(svg(drawing).encode())).render(painter)
        painter.end()
        self.image = self.image.convertToFormat(QImage.Format.Format_Grayscale8)

    def at(self, x, y):
        """The grey at a point, counted from the lower left corner."""
        return QColor(self.image.pixel(round(x * FINE), round((self.high - y) * FINE)))

    def along(self, left, right, y):
        """All greys on a level."""
        return [self.at(x / FINE, y) for x in range(int(left * FINE) + 1, int(right * FINE))]

    def strongest(self, spot, ground):
        """How far what is in a place stands out from a grey."""
        levels = [spot.y + step / FINE for step in range(1, int(spot.height * FINE) - 1)]
        seen = [each for y in levels for each in self.along(spot.x, spot.x + spot.width, y)]
        return max(look.contrast(each, ground) for each in seen)


def test_days_above_and_below_zero_weekends_and_the_average_are_told_apart(ground):
    friday = date(2026, 10, 2)
    sold = (90_00, 40_00, 60_00, -50_00)
    days = [DaySales(friday + timedelta(n), one, 1) for n, one in enumerate(sold)]
    size = {"width": WIDTH, "height": 100}
    drawing = charts.sales_by_day(days, "CNY", **size, inks=inks_on(ground))
    seen, spots = Grey(drawing, ground), charts.spots_of_days(days, "CNY", **size)
    plain = seen.at(spots[0].x + 1, spots[0].y + spots[0].height - 1)
    soft = inks_on(ground).soft
    lines = [s for s in drawing.contents if isinstance(s, Line) and s.strokeColor == soft]
    zero = max(line.y1 for line in lines)
    middle = [spot.x + spot.width / 2 for spot in spots]
    column, hollow = seen.at(middle[0], zero + 4), seen.at(middle[3], zero - 6)
    assert look.contrast(column, plain) >= SEEN
    assert look.contrast(hollow, plain) < 1.1, "only its edge is drawn"
    edge = max(
        look.contrast(one, hollow)
        for one in seen.along(spots[3].x, spots[3].x + spots[3].width, zero - 6)
    )
    assert edge >= SEEN
    assert look.contrast(column, hollow) >= TOLD_APART
    friday_below, saturday_below = (seen.at(middle[n], 0.7) for n in (0, 1))
    assert look.contrast(saturday_below, plain) >= SEEN
    assert look.contrast(friday_below, plain) < 1.1
    average = next(s for s in drawing.contents if getattr(s, "strokeDashArray", None)).points[1]
    dashes = seen.along(spots[0].x, spots[0].x + spots[0].width, average)
    assert max(look.contrast(one, plain) for one in dashes) >= SEEN
    assert max(look.contrast(one, column) for one in dashes) >= TOLD_APART
    gaps = [one for one in dashes if look.contrast(one, column) < 1.1]
    assert len(gaps) > len(dashes) / 4, "a line that is dashed to the eye"


def test_every_bar_of_any_colour_has_an_edge_and_its_own_words(ground):
    tones = [code for code, _name in COLOURS] + ["#ffffff", "#000000", GROUNDS[ground]]
    bars = [charts.Bar(f"T{n}", tone, 10 + n) for n, tone in enumerate(tones)]
    drawing = charts.tier_bars(bars, width=WIDTH, row=15, inks=inks_on(ground))
    seen, plain = Grey(drawing, ground), QColor(GROUNDS[ground])
    boxes = [one for one in drawing.contents if hasattr(one, "rx")]
    assert len(boxes) == len(bars)
    for box in boxes:
        middle = box.y + box.height / 2
        edge = seen.along(box.x - 1, box.x + 1, middle)
        assert max(look.contrast(one, plain) for one in edge) >= SEEN
    said = [one.text for one in drawing.contents if hasattr(one, "text")]
    for bar in bars:
        assert bar.name in said
        assert any(text.startswith(f"{bar.value} · ") for text in said)


@pytest.mark.parametrize("strength", [0, 50, 100])
def test_a_cell_is_read_however_strongly_it_is_tinted(ground, strength):
    heads, rows = ["Joined", "+1"], [("May", [charts.Cell("88.8%", strength)])]
    drawing = charts.grid(heads, rows, width=WIDTH, row=17, inks=inks_on(ground))
    seen = Grey(drawing, ground)
    (spot,) = charts.spots_of_grid(heads, rows, width=WIDTH, row=17)
    tinted = seen.at(spot.x + 4, spot.y + 4)
    assert seen.strongest(spot, tinted) >= READABLE
