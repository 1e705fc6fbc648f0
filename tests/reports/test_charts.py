"""Charts show every day and tier to scale, on paper and on the screen."""

from datetime import date

import pytest
from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, PolyLine, Rect, String

from reports import charts, fonts, paper
from shopdesk.figures import DaySales


def columns(drawing: Drawing) -> list[Rect]:
    colours = (paper.ACCENT, paper.BAD)
    return [
        s
        for s in drawing.contents
        if isinstance(s, Rect) and (s.fillColor or s.strokeColor) in colours
    ]


def labels(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def dashed(drawing: Drawing) -> float:
    (line,) = [s for s in drawing.contents if getattr(s, "strokeDashArray", None)]
    assert isinstance(line, PolyLine), "a Line runs back in an SVG, over its own gaps"
    height: float = line.points[1]
    return height


def day(number: int, sales: int) -> DaySales:
    return DaySales(date(2026, 10, number), sales, 1)


def test_each_day_with_sales_has_a_column_to_scale() -> None:
    drawing = charts.sales_by_day(
        [day(1, 100_00), day(2, 0), day(3, 200_00)], "CNY", width=400, height=120
    )
    first, third = columns(drawing)
    assert abs(third.height - 2 * first.height) < 1e-6
    assert {"1", "2", "3", "¥0", "¥200"} <= set(labels(drawing))


def test_a_day_of_refunds_hangs_below_zero() -> None:
    drawing = charts.sales_by_day([day(1, 100_00), day(2, -50_00)], "CNY", width=400, height=120)
    up, down = columns(drawing)
    assert abs(down.y + down.height - up.y) < 1e-6
    assert down.strokeColor is paper.BAD
    assert down.fillColor is None, "it is told from the others in grey too"
    assert "−¥50" in labels(drawing)


def test_a_month_without_sales_is_an_empty_chart() -> None:
    drawing = charts.sales_by_day([day(1, 0), day(2, 0)], "JPY", width=400, height=120)
    assert columns(drawing) == []
    assert "¥1" in labels(drawing)


def test_the_average_is_that_of_the_days_that_have_begun() -> None:
    month = [day(1, 100), day(2, 300), *(day(number, 0) for number in range(3, 32))]
    heights = [
        dashed(charts.sales_by_day(month, "CNY", width=400, height=120, **more))
        for more in ({"until": date(2026, 10, 2)}, {"until": date(2026, 10, 1)}, {})
    ]
    first, second = columns(charts.sales_by_day(month, "CNY", width=400, height=120))
    assert heights[0] == pytest.approx(first.y + (first.height + second.height) / 2)
    assert heights[1] == pytest.approx(first.y + first.height)
    assert heights[2] < heights[1]


@pytest.mark.parametrize("width", range(180, 801, 20))
def test_the_number_below_the_last_day_is_whole_however_narrow_the_chart(width: int) -> None:
    month = [DaySales(date(2026, 9, number), 5, 1) for number in range(1, 31)]
    drawing = charts.sales_by_day(month, "CNY", width=width, height=120)
    (last,) = [s for s in drawing.contents if isinstance(s, String) and s.text == "30"]
    assert last.x + fonts.width("30", paper.TINY) / 2 <= width


def test_tier_bars_tell_numbers_and_shares() -> None:
    bars = [charts.Bar("金卡", "#d4a72c", 25), charts.Bar('<b>"R&D"', "#98a1ab", 75)]
    drawing = charts.tier_bars(bars, width=400)
    assert {"金卡", '<b>"R&D"', "25 · 25.0%", "75 · 75.0%"} <= set(labels(drawing))
    nobody = charts.tier_bars([charts.Bar("金卡", "", 0)], width=400)
    assert labels(nobody) == ["金卡", "0"]
    assert not any(isinstance(one, Rect) for one in nobody.contents)


def test_the_names_of_all_tiers_are_as_large_as_the_longest_has_room_for() -> None:
    bars = [charts.Bar("Gold", "", 25), charts.Bar("A very long name of a tier", "", 75)]
    drawing = charts.tier_bars(bars, width=120)
    names = {bar.name for bar in bars}
    sizes = {s.fontSize for s in drawing.contents if isinstance(s, String) and s.text in names}
    assert len(sizes) == 1
    assert sizes < {*sizes, paper.SMALL}


def test_the_same_drawing_serves_the_screen() -> None:
    svg = renderSVG.drawToString(charts.sales_by_day([day(1, 5)], "CNY", width=400, height=120))
    assert "font-family: Noto Sans SC" in svg


def test_a_narrow_chart_names_every_fifth_day() -> None:
    month = [day(number, 100) for number in range(1, 32)]
    wide = labels(charts.sales_by_day(month, "CNY", width=515, height=114))
    narrow = labels(charts.sales_by_day(month, "CNY", width=230, height=114))
    assert {str(number) for number in range(1, 32)} <= set(wide)
    assert [label for label in narrow if label.isdigit()] == [
        "1",
        "5",
        "10",
        "15",
        "20",
        "25",
        "30",
    ]


def test_a_screen_brings_its_own_colours_and_paper_keeps_its() -> None:
    dark = charts.Inks.of(above="#5cc8b1", below="#ff9d94", faint="#a9b1b7")
    days = [day(1, 100_00), day(2, -50_00)]
    drawing = charts.sales_by_day(days, "CNY", width=400, height=120, inks=dark)
    inks = {s.fillColor or s.strokeColor for s in drawing.contents if isinstance(s, Rect)}
    assert {dark.above, dark.below} <= inks
    assert not columns(drawing), "nothing of paper's"
    bars = charts.tier_bars([charts.Bar("金卡", "#d4a72c", 1)], width=400, inks=dark)
    colours = [shape.fillColor for shape in bars.contents if isinstance(shape, String)]
    assert colours == [paper.INK, paper.SOFT], "what is not given is of paper"
    assert len(columns(charts.sales_by_day(days, "CNY", width=400, height=120))) == 2
