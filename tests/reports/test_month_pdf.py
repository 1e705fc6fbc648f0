"""The monthly report on paper: every figure is there, in words, in the languages asked for."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest

from reports import month, month_pdf
from reports.month import MonthReport

ZH, EN, BOTH = ("zh_CN",), ("en",), ("zh_CN", "en")


@pytest.fixture(params=[ZH, EN, BOTH], ids=["zh", "en", "both"])
def languages(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return request.param


def test_all_figures_are_on_paper(
    tmp_path: Path, report: MonthReport, read: SimpleNamespace, languages: Any
) -> None:
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=languages)
    text = "\n".join(read.texts(tmp_path / "m.pdf"))
    for heading in report.headings:
        assert heading.value in text
    for expected in ("+8.2%", "402 / 611", "1,856", "¥9,311.00", "¥1.20", "310", "188", "41",
                     "¥5,640.00", "青禾茶舍", "R-2026-10", "2026-11-01 09:00"):  # fmt: skip
        assert expected in text
    for day in report.figures.days:
        assert report.money(day.sales) in text
    for member in report.figures.top_members:
        assert member.name in text


def test_what_gifts_cost_is_on_no_paper_of_whom_it_is_not_told(
    tmp_path: Path, figures: Callable[..., Any], maker: month.Maker, read: SimpleNamespace
) -> None:
    for cost, is_there in ((564_000, True), (None, False)):
        report = month.report_of(figures(gift_cost=cost), None, (), maker)
        month_pdf.pdf(tmp_path / "m.pdf", report, languages=EN)
        text = "\n".join(read.texts(tmp_path / "m.pdf"))
        assert ("¥5,640.00" in text) == is_there
        assert "Expired unused" in text


def test_the_points_are_printed_as_an_identity(
    tmp_path: Path, report: MonthReport, read: SimpleNamespace
) -> None:
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=EN)
    text = read.texts(tmp_path / "m.pdf")[0].replace("\n", " ")
    for number in ("900,000", "182,340", "−500", "121,300", "29,440", "931,100"):
        assert number in text
    after = text[text.index("Points ") :]
    assert all(sign in after for sign in "+−=")


def test_stored_value_is_printed_where_there_is_any(
    tmp_path: Path, *, read: SimpleNamespace, made: SimpleNamespace, languages: Any,
    figures: Callable[..., Any], maker: month.Maker,
) -> None:  # fmt: skip
    for value, is_there in ((made.stored_value, True), (None, False)):
        given = {"stored_value": value} if value else {}
        report = month.report_of(figures(**given), None, made.ladder, maker)
        month_pdf.pdf(tmp_path / "m.pdf", report, languages=languages)
        text = "\n".join(read.texts(tmp_path / "m.pdf"))
        for number in ("¥11,483.79", "¥2,891.54", "¥1,008.53", "¥-7.00", "¥10,700.78"):
            assert (number.replace("¥-", "-¥") in text) is is_there


def test_every_page_says_which_of_how_many_it_is(
    tmp_path: Path, report: MonthReport, read: SimpleNamespace, languages: Any
) -> None:
    pages = month_pdf.pdf(tmp_path / "m.pdf", report, languages=languages)
    texts = read.texts(tmp_path / "m.pdf")
    assert len(texts) == pages >= 2
    for number, text in enumerate(texts, start=1):
        assert ("zh_CN" in languages) == (f"第 {number} / {pages} 页" in text)
        assert ("en" in languages) == (f"Page {number} of {pages}" in text)


def test_labels_and_sentences_stand_in_each_language(
    tmp_path: Path, report: MonthReport, read: SimpleNamespace, languages: Any
) -> None:
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=languages)
    text = "\n".join(read.texts(tmp_path / "m.pdf"))
    chinese = ("会员月报 · 2026 年 10 月", "本月三件事", "口径", "消费最多的会员", "金卡")
    english = ("Monthly report · October 2026", "Three things this month", "Definitions", "Gold")
    assert all((words in text) == ("zh_CN" in languages) for words in chinese)
    assert all((words in text) == ("en" in languages) for words in english)


def test_definitions_stand_on_the_last_page(
    tmp_path: Path, report: MonthReport, read: SimpleNamespace
) -> None:
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=EN)
    last = " ".join(read.texts(tmp_path / "m.pdf")[-1].split())
    for name, text in month.DEFINITIONS:
        assert f"{name}: {text}" in last


def test_fonts_are_embedded_and_the_file_names_the_shop(
    tmp_path: Path, report: MonthReport, languages: Any
) -> None:
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=languages)
    content = (tmp_path / "m.pdf").read_bytes()
    assert b"Helvetica" not in content
    assert len(content) < 120_000
    with pypdfium2.PdfDocument(tmp_path / "m.pdf") as document:
        about = document.get_metadata_dict()
    assert about["Author"] == "青禾茶舍"
    assert "2026" in about["Title"]


def test_an_empty_month_prints_dashes_for_what_has_no_figure(
    tmp_path: Path,
    figures: Callable[..., Any],
    made: SimpleNamespace,
    maker: month.Maker,
    read: SimpleNamespace,
) -> None:
    nothing = made.rate(0, 0)
    empty = figures(
        sales=0, orders=0, average_order=None, repurchase=nothing, retention=nothing,
        churn=nothing, tier_moves={}, top_members=(),
    )  # fmt: skip
    report = month.report_of(empty, None, made.ladder, maker)
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=EN)
    first = read.texts(tmp_path / "m.pdf")[0]
    assert first.count("—") == 4
    assert "Best members" not in first


def test_ten_tiers_and_great_sums_still_stand_whole(
    tmp_path: Path,
    figures: Callable[..., Any],
    made: SimpleNamespace,
    maker: month.Maker,
    read: SimpleNamespace,
) -> None:
    ladder = [
        SimpleNamespace(code=f"t{i}", names={"en": f"Very Long Tier Name {i}"}, colour="#336699")
        for i in range(10)
    ]
    moves = {f"t{i}": {f"t{i}": 123_456} for i in range(10)}
    great = figures(sales=987_654_321_099, tier_moves=moves)
    report = month.report_of(great, None, ladder, maker._replace(shop_name='a<b & "R&D" ' * 5))
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=BOTH)
    text = "\n".join(read.texts(tmp_path / "m.pdf"))
    assert "¥9,876,543,210.99" in text
    assert "Very Long Tier Name 9" in text


def test_a_running_month_says_that_it_runs(
    tmp_path: Path,
    figures: Callable[..., Any],
    made: SimpleNamespace,
    maker: month.Maker,
    read: SimpleNamespace,
) -> None:
    running = figures(month="2026-11")
    report = month.report_of(running, figures(), made.ladder, maker)
    month_pdf.pdf(tmp_path / "m.pdf", report, languages=EN)
    first = read.texts(tmp_path / "m.pdf")[0]
    assert "still running" in first
    assert "against the month before" not in first
