"""The rows behind every figure of every month come to that figure exactly."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shopdesk import (
    behind,
    behind_later,
    days,
    demo,
    figures,
    figures_knowing,
    members,
    months,
    purchases,
    settings,
    staff,
)
from shopdesk.behind import Wanted
from shopdesk.clock import month_bounds
from shopdesk.figures import Rate
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

END = datetime(2026, 10, 15, 8, 30, tzinfo=UTC)
LONG = 250


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = demo.make(tmp_path_factory.mktemp("demo") / "d.shopdesk", end=END, days_long=LONG)
    with Shop.open(made.location, clock=lambda: END) as shop:
        yield Desk(shop, 1, "店主", "owner", "1")


MONTHS = [(2026, month) for month in range(2, 11)]


def asked(of: figures.MonthFigures) -> Iterator[Wanted]:
    """Every figure that a month keeps, and every part of it that is shown."""
    beside = ("cohort", "lifecycle", "commission", "tier_moves")
    yield from (Wanted(name) for name in behind.FIGURES if name not in beside)
    for day in of.days:
        yield Wanted("sales", on=day.on)
        yield Wanted("orders", on=day.on)
    for start, row in of.tier_moves.items():
        yield Wanted("tier_moves", start=start)
        for end in row:
            yield Wanted("tier_moves", start=start, end=end)
            yield Wanted("tier_moves", end=end)


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_the_rows_of_every_figure_of_every_month_of_the_sample_shop_sum_to_it(
    sample: Desk, year: int, month: int
) -> None:
    shown = figures.month(sample, year, month)
    for wanted in asked(shown):
        found = behind.rows(sample, year, month, wanted, most=None)
        assert Rate(found.value, found.of) == behind.figure(shown, wanted), wanted
        assert found.count == len(found.rows)
        assert sum(row.value for row in found.rows) == found.value
        assert (found.corrected, found.corrected_of) == (0, 0)


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_what_is_told_beside_the_figures_has_its_rows_as_well(
    sample: Desk, year: int, month: int
) -> None:
    known = figures_knowing.month(sample, year, month)

    def value(figure: str, **narrower: object) -> tuple[int, int]:
        found = behind.rows(sample, year, month, Wanted(figure, **narrower), most=0)  # type: ignore[arg-type]
        return found.value, found.of

    for one in known.cohorts:
        assert value("cohort", joined_in=one.month) == (one.size, one.size)
        for after, came in enumerate(one.came, 1):
            assert value("cohort", joined_in=one.month, after=after) == (came, one.size)
    for stage, count in known.lifecycle.items():
        assert value("lifecycle", stage=stage) == (count, 0)
    for rule in known.rules:
        assert value("vouchers_issued", rule=rule.rule_id) == (rule.issued, 0)
        assert value("vouchers_redeemed", rule=rule.rule_id) == (rule.redeemed, 0)
        assert value("gift_cost", rule=rule.rule_id) == (rule.cost, 0)
    shown = figures.month(sample, year, month)
    assert sum(rule.redeemed for rule in known.rules) == shown.vouchers_redeemed
    assert sum(rule.cost for rule in known.rules) == shown.gift_cost
    for paid in figures.commission(sample, *month_bounds(year, month)):
        assert value("commission", staff=paid.staff_id) == (paid.sales, 0)
    for best in shown.top_members:
        (member,) = [m.id for m in members.find(sample, best.number) if m.number == best.number]
        assert value("sales", member=member) == (best.sales, 0)


def test_the_sample_shop_shows_every_figure(sample: Desk) -> None:
    """Else the sums above would hold for nothing."""
    found = {
        name: sum(behind.rows(sample, *each, Wanted(name), most=0).count for each in MONTHS)
        for name in behind.FIGURES
        if name not in ("commission", "points.expired", "points.debts")
        and not name.startswith("stored_value")
    }
    assert all(found.values()), found


def go(desk: Desk, day: str) -> None:
    """Set the clock to noon of a day."""
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=desk.shop.zone)
    desk.shop.clock.now = noon.astimezone(UTC)  # type: ignore[attr-defined]


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """November 2026, closed; a receipt of it without a member, and two who are one person."""
    go(desk, "2026-11-29")
    for name in ("张三丰", "张三"):
        one = members.register(desk, name=name).id
        purchases.record(desk, member=one, amount=5000, pay={"cash": 5000})
    purchases.record(desk, member=None, amount=700, pay={"cash": 700})
    go(desk, "2026-12-02")
    days.run(desk)
    months.close(desk, 2026, 11)
    return desk


def test_what_a_closed_month_counted_else_is_told_with_what_changed_it(closed: Desk) -> None:
    assert behind.rows(closed, 2026, 11, Wanted("active_members")).corrected == 0
    one, other = (m.id for m in members.find(closed, "张三"))
    members.merge(closed, keep=one, drop=other)
    found = behind.rows(closed, 2026, 11, Wanted("active_members"))
    assert (found.value, found.kept, found.corrected) == (1, Rate(2, 0), 1)
    assert found.value + found.corrected == figures.month(closed, 2026, 11).active_members
    (later,) = behind_later.of_month(closed, 2026, 11)
    assert (later.kind, later.on.isoformat(), later.member_id) == ("merged", "2026-12-02", one)


def test_other_limits_of_lifecycle_are_told_of_too(closed: Desk) -> None:
    settings.edit(closed, name="新店")
    assert behind_later.of_month(closed, 2026, 11) == ()
    settings.edit(closed, lifecycle_dormant=200)
    (later,) = behind_later.of_month(closed, 2026, 11)
    assert (later.kind, later.on.isoformat()) == ("settings", "2026-12-02")


def test_an_open_month_has_nothing_that_came_later(desk: Desk) -> None:
    assert behind_later.of_month(desk, 2026, 10) == ()
    assert behind.rows(desk, 2026, 10, Wanted("sales")).kept is None


def test_the_first_rows_are_named_and_all_of_them_counted(closed: Desk) -> None:
    found = behind.rows(closed, 2026, 11, Wanted("orders"), most=2)
    assert (len(found.rows), found.count, found.value) == (2, 3, 3)
    assert [row.name for row in found.rows] == ["张三丰", "张三"]
    assert [row.receipt for row in found.rows] == ["000001", "000002"]


def test_rows_are_for_whom_the_figures_are(closed: Desk) -> None:
    hired = {
        role: Desk(
            closed.shop, staff.add(closed, name=role, pin=pin, role=role).id, role, role, "1"
        )
        for role, pin in (("cashier", "4826"), ("manager", "8426"))
    }
    with pytest.raises(Refused) as refused:
        behind.rows(hired["cashier"], 2026, 11, Wanted("sales"))
    assert refused.value.code == "permission"
    assert behind.rows(hired["manager"], 2026, 11, Wanted("sales")).count == 3
    with pytest.raises(Refused):
        behind.rows(hired["manager"], 2026, 11, Wanted("commission", staff=1))


def test_a_figure_that_there_is_not_is_refused(desk: Desk) -> None:
    with pytest.raises(behind.UnknownFigure):
        behind.rows(desk, 2026, 10, Wanted("weather"))
