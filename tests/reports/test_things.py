"""Three things this month: chosen by the rule, said with the month's own numbers."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from reports import things
from reports.things import Seen

Figures = Callable[..., Any]
POINTS = ("opening", "earned", "adjusted", "spent", "expired", "closing", "debts")


def quiet(figures: Figures, made: SimpleNamespace, **given: Any) -> Any:
    """A month in which nothing moved against the usual one."""
    usual = {
        "churn": made.rate(0, 1022),
        "points": made.points(opening=931_100),
        "vouchers_expired": 0,
    }
    return figures(**(usual | given))


@pytest.mark.parametrize(
    ("given", "first", "weight"),
    [
        ({"sales": 9_321_000}, "Sales fell 50.0% to ¥93,210.00, from ¥186,420.00", 500),
        ({"sales": 37_284_000}, "Sales rose 100.0% to ¥372,840.00", 1000),
        ({"sales": 93_210_000}, "Sales rose 400.0%", 1000),
        ({"sales": 0, "orders": 0}, "No sale was recorded", 1000),
        ({"churn": (31, 1022)}, "Members lost this month: 31 of 1,022 (3.0%).", 60),
        ({"retention": (305, 611)}, "305 of 611 came again: 49.9%, a month earlier 65.8%.", 159),
        ({"active_members": 320}, "Active members fell 50.0% to 320, from 640.", 500),
        ({"active_members": 704}, "Active members rose 10.0% to 704, from 640.", 100),
        ({"opening": 465_550}, "Points owed to members rose 100.0%, to 931,100 worth", 1000),
        ({"opening": 1_000_000}, "Points owed to members fell 6.9%, to 931,100 worth", 69),
        ({"vouchers_expired": 188}, "310 issued, 188 redeemed, 188 expired unused.", 500),
    ],
)
def test_what_moved_most_is_told_first(
    figures: Figures, made: SimpleNamespace, given: dict[str, Any], first: str, weight: int
) -> None:
    now = dict(given)
    for name in ("churn", "retention"):
        if name in now:
            now[name] = made.rate(*now[name])
    if "opening" in now:
        now["points"] = made.points(opening=now.pop("opening"))
    seen = Seen(quiet(figures, made, **now), quiet(figures, made), "CNY", 931_100)
    thing = things.choose(seen)[0]
    assert first in thing.say("en")
    assert thing.weight == weight


def test_the_three_greatest_are_told_in_order_one_a_theme(
    figures: Figures, made: SimpleNamespace
) -> None:
    now = figures(sales=20_000_000, active_members=600, vouchers_expired=10)
    chosen = things.choose(Seen(now, figures(), "CNY", 931_100))
    assert [thing.theme for thing in chosen] == ["sales", "members", "vouchers"]
    assert [thing.weight for thing in chosen] == sorted(
        (thing.weight for thing in chosen), reverse=True
    )


def test_without_a_month_before_nothing_is_compared(
    figures: Figures, made: SimpleNamespace
) -> None:
    chosen = things.choose(Seen(quiet(figures, made), None, "CNY", 931_100))
    assert [thing.theme for thing in chosen] == ["sales", "members", "points"]
    assert all(thing.weight == 0 for thing in chosen)
    assert "month before" not in chosen[0].say("en")


def test_small_numbers_are_no_base(figures: Figures, made: SimpleNamespace) -> None:
    small = {
        "churn": made.rate(3, 9),
        "retention": made.rate(1, 4),
        "active_members": 9,
        "vouchers_redeemed": 1,
        "vouchers_expired": 2,
    }
    before = quiet(figures, made, active_members=3, retention=made.rate(4, 4))
    chosen = things.choose(Seen(quiet(figures, made, **small), before, "CNY", 931_100))
    assert all(thing.weight == 0 for thing in chosen)


def test_an_empty_month_says_only_that(figures: Figures, made: SimpleNamespace) -> None:
    nothing = made.rate(0, 0)
    empty = figures(
        sales=0, orders=0, active_members=0, new_members=0, visits=0, top_members=(),
        repurchase=nothing, retention=nothing, churn=nothing, vouchers_issued=0,
        vouchers_redeemed=0, vouchers_expired=0,
        points=made.points(**dict.fromkeys(POINTS, 0)),
    )  # fmt: skip
    chosen = things.choose(Seen(empty, empty, "CNY", 0))
    assert [thing.say("en") for thing in chosen] == ["No sale was recorded this month."]


def test_every_number_told_is_one_of_the_figures(figures: Figures, made: SimpleNamespace) -> None:
    seen = Seen(figures(), figures(sales=17_229_000), "CNY", 931_100)
    known = {"186,420.00", "172,290.00", "8.2", "31", "1,022", "3.0", "931,100", "9,311.00",
             "3.5", "310", "188", "41"}  # fmt: skip
    for thing in things.choose(seen):
        assert set(re.findall(r"\d[\d,.]*\d|\d", thing.tell("en"))) <= known


def test_a_thing_says_what_to_do_about_it_in_its_language(
    figures: Figures, made: SimpleNamespace
) -> None:
    lost = quiet(figures, made, churn=made.rate(300, 1022))
    thing = things.choose(Seen(lost, quiet(figures, made), "CNY", 0))[0]
    assert thing.tell("en").endswith(". Call them, or send a voucher, before they forget the shop.")
    assert ".Call them" in thing.tell("zh_CN")
