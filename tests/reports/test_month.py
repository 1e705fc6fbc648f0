"""The monthly report as a value."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from reports import month
from reports.month import MonthReport, report_of
from shopdesk import purchases, tiers
from shopdesk.shop import Desk

Figures = Callable[..., Any]


def heading(report: MonthReport, name: str) -> month.Heading:
    return next(heading for heading in report.headings if heading.name == name)


def said(change: month.Change | None) -> str | None:
    return None if change is None else change.say("en")


def test_headlines_tell_the_figure_and_its_change(report: MonthReport) -> None:
    sales = heading(report, "Sales")
    assert (sales.value, said(sales.change)) == ("¥186,420.00", "+8.2%")
    new = heading(report, "New members")
    assert (new.value, said(new.change)) == ("87", "−4.4%")
    retention = heading(report, "Retention")
    assert (retention.value, said(retention.change)) == ("65.8%", "+2.5 pp")
    assert retention.basis == "402 / 611"


def test_more_churn_is_bad_and_more_of_anything_else_good(
    figures: Figures, made: SimpleNamespace, maker: month.Maker
) -> None:
    before = figures(churn=made.rate(20, 1022), sales=17_000_000)
    report = report_of(figures(), before, made.ladder, maker)
    churn, sales = heading(report, "Churn").change, heading(report, "Sales").change
    assert churn is not None
    assert sales is not None
    assert churn.is_up
    assert not churn.is_good
    assert sales.is_up
    assert sales.is_good


def test_a_zero_denominator_gives_no_figure(
    figures: Figures, made: SimpleNamespace, maker: month.Maker
) -> None:
    nothing = made.rate(0, 0)
    empty = figures(sales=0, orders=0, average_order=None, repurchase=nothing, retention=nothing)
    report = report_of(empty, empty, made.ladder, maker)
    assert heading(report, "Average order").value == "—"
    for name in ("Repurchase", "Retention"):
        assert (heading(report, name).value, heading(report, name).basis) == ("—", "")
        assert heading(report, name).change is None
    assert heading(report, "Sales").change is None


def test_points_owed_are_valued_at_the_redemption_rate(
    figures: Figures, made: SimpleNamespace, maker: month.Maker
) -> None:
    report = report_of(figures(), None, made.ladder, maker)
    assert (report.points_owed, report.debts_owed) == (931_100, 120)
    generous = maker._replace(points_step=50, points_value=99)
    assert report_of(figures(), None, made.ladder, generous).points_owed == 1_843_578
    indebted = figures(points=made.points(closing=-150))
    assert report_of(indebted, None, made.ladder, maker).points_owed == -150


def test_the_points_add_up(report: MonthReport) -> None:
    points = report.figures.points
    total = points.opening + points.earned + points.adjusted - points.spent - points.expired
    assert total == points.closing


def test_columns_of_the_movements_sum_to_the_members_at_the_end(report: MonthReport) -> None:
    assert [tier.code for tier in report.tiers] == ["member", "silver", "gold"]
    assert [report.at_end(tier.code) for tier in report.tiers] == [1856, 625, 246]
    assert report.moved("new", "silver") == 2
    assert report.moved("gold", "member") == 0


def test_a_tier_that_left_the_ladder_keeps_its_row(
    figures: Figures, made: SimpleNamespace, maker: month.Maker
) -> None:
    moved = figures(tier_moves={"platinum": {"gold": 3}, "new": {"gold": 1}})
    report = report_of(moved, None, made.ladder, maker)
    assert [tier.code for tier in report.tiers] == ["member", "silver", "gold", "platinum"]
    assert report.at_end("gold") == 4


@pytest.mark.parametrize(("day", "is_running"), [(31, True), (20, True)])
def test_a_month_that_is_not_over_is_not_compared(
    figures: Figures, made: SimpleNamespace, maker: month.Maker, day: int, is_running: bool
) -> None:
    now = maker._replace(made_at=datetime(2026, 10, day, 23, 0, tzinfo=UTC))
    report = report_of(figures(), figures(sales=1), made.ladder, now)
    assert report.is_running is is_running
    assert all(heading.change is None for heading in report.headings)
    assert "month before" not in report.things[0].say("en")


def test_every_figure_has_one_definition(report: MonthReport) -> None:
    names = [name for name, _text in month.DEFINITIONS]
    assert len(names) == len(set(names))
    assert {heading.name for heading in report.headings} <= set(names)
    assert {"Points", "Tier movements", "Vouchers", "Gift cost"} <= set(names)


def test_the_report_of_a_shop_is_made_now_by_who_is_signed_in(desk: Desk) -> None:
    purchases.record(desk, member=None, amount=12_345, pay={"cash": 12_345})
    report = month.month_report(desk, 2026, 10)
    assert report.maker.shop_name == desk.shop.settings.name
    assert report.maker.made_by == desk.staff_name
    assert report.maker.made_at.isoformat() == "2026-10-15T12:00:00+08:00"
    assert report.is_running
    assert heading(report, "Sales").value == "¥123.45"
    assert [tier.code for tier in report.tiers] == [tier.code for tier in tiers.ladder(desk)]
