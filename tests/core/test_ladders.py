"""Ladders as values: the templates, the windows' first days, and what is no ladder."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shopdesk import ladders
from shopdesk.ladders import (
    TEMPLATES,
    Condition,
    Criteria,
    Tier,
    Window,
    all_of,
    any_of,
    at_least,
    calendar_quarter,
    calendar_year,
    lifetime,
    membership_year,
    rolling_months,
)

# --- the templates, a shop may begin with -------------------------------------------------

YEAR = rolling_months(12)
SILVER = ("silver", "银卡", "Silver", any_of(at_least("spend", 100_000, YEAR), at_least("visits", 10, YEAR)), 2, 120)  # fmt: skip # noqa: E501
GOLD = ("gold", "金卡", "Gold", any_of(at_least("spend", 300_000, YEAR), at_least("visits", 25, YEAR)), 5, 150)  # fmt: skip # noqa: E501
PLATINUM = ("platinum", "白金", "Platinum", any_of(at_least("spend", 500_000, YEAR)), 8, 180)
DIAMOND = ("diamond", "钻石", "Diamond", any_of(at_least("spend", 1_200_000, YEAR)), 10, 200)
MEMBER = ("member", "普通会员", "Member", None, 0, 100)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("five", [MEMBER, SILVER, GOLD, PLATINUM, DIAMOND]),
        ("four", [MEMBER, SILVER, GOLD, DIAMOND]),
        ("three", [(*SILVER[:3], None, *SILVER[4:]), GOLD, PLATINUM]),
    ],
)
def test_the_templates_are_what_the_handbook_says(name: str, steps: list[tuple[object]]) -> None:
    found = [
        (t.code, t.names["zh_CN"], t.names["en"], t.criteria, t.discount_percent, t.points_percent)
        for t in TEMPLATES[name]
    ]
    assert found == steps
    assert ladders.fault(TEMPLATES[name]) is None
    assert len({tier.colour for tier in TEMPLATES[name]}) == len(steps)


def test_there_are_no_other_templates() -> None:
    assert set(TEMPLATES) == {"five", "four", "three"}


# --- windows ----------------------------------------------------------------------------------

JOINED = "2020-05-05"
WINDOWS = [
    # window, today, joined, first day
    (lifetime(), "2026-10-15", JOINED, "0001-01-01"),
    (calendar_year(), "2026-01-01", JOINED, "2026-01-01"),
    (calendar_year(), "2026-12-31", JOINED, "2026-01-01"),
    (calendar_quarter(), "2026-03-31", JOINED, "2026-01-01"),
    (calendar_quarter(), "2026-04-01", JOINED, "2026-04-01"),
    (calendar_quarter(), "2026-08-20", JOINED, "2026-07-01"),
    (calendar_quarter(), "2026-12-31", JOINED, "2026-10-01"),
    (rolling_months(1), "2026-10-15", JOINED, "2026-09-15"),
    (rolling_months(1), "2026-03-31", JOINED, "2026-02-28"),
    (rolling_months(1), "2024-03-31", JOINED, "2024-02-29"),
    (rolling_months(1), "2024-03-30", JOINED, "2024-02-29"),
    (rolling_months(1), "2026-05-31", JOINED, "2026-04-30"),
    (rolling_months(3), "2026-05-31", JOINED, "2026-02-28"),
    (rolling_months(12), "2026-10-15", JOINED, "2025-10-15"),
    (rolling_months(12), "2024-02-29", JOINED, "2023-02-28"),
    (rolling_months(12), "2025-02-28", JOINED, "2024-02-28"),
    (rolling_months(12), "2026-12-31", JOINED, "2025-12-31"),
    (rolling_months(120), "2026-01-31", JOINED, "2016-01-31"),
    (membership_year(), "2026-05-05", JOINED, "2026-05-05"),
    (membership_year(), "2026-05-04", JOINED, "2025-05-05"),
    (membership_year(), "2020-05-05", JOINED, "2020-05-05"),
    (membership_year(), "2025-02-27", "2024-02-29", "2024-02-29"),
    (membership_year(), "2025-02-28", "2024-02-29", "2025-02-28"),
    (membership_year(), "2025-03-01", "2024-02-29", "2025-02-28"),
    (membership_year(), "2028-02-28", "2024-02-29", "2027-02-28"),
    (membership_year(), "2028-02-29", "2024-02-29", "2028-02-29"),
    (membership_year(), "2027-01-31", "2026-12-31", "2026-12-31"),
]


@pytest.mark.parametrize(("window", "today", "joined", "first"), WINDOWS)
def test_a_window_begins_on_its_first_day_and_ends_today(
    window: Window, today: str, joined: str, first: str
) -> None:
    now = date.fromisoformat(today)
    assert window.bounds(now, date.fromisoformat(joined)) == (date.fromisoformat(first), now)


@pytest.mark.parametrize("joined", ["2020-02-29", "2020-05-05", "2020-12-31", "2020-01-01"])
def test_membership_years_follow_each_other_without_gap_or_overlap(joined: str) -> None:
    since = date.fromisoformat(joined)
    day, start = since, since
    while day < date(2029, 3, 2):
        begins, _ = membership_year().bounds(day, since)
        assert begins in (start, day)
        start = begins
        day += timedelta(days=1)


# --- what is no ladder ------------------------------------------------------------------------


def tier(code: str, *conditions: Condition, mode: str = "any", **values: object) -> Tier:
    criteria = Criteria(mode, conditions) if conditions else None  # type: ignore[arg-type]
    return Tier(code, {"en": code}, criteria, **values)  # type: ignore[arg-type]


def spend(yuan: int | float, window: Window = YEAR) -> Condition:
    return at_least("spend", yuan, window)  # type: ignore[arg-type]


BASE = tier("base")
VISITS = at_least("visits", 2, YEAR)
FINE: dict[str, list[Tier]] = {
    "two tiers": [BASE, tier("a", spend(1))],
    "ten tiers": [BASE, *(tier(f"t{n}", spend(n)) for n in range(1, 10))],
    "other windows need not rise": [
        BASE,
        tier("a", spend(500, lifetime())),
        tier("b", spend(300, calendar_year())),
    ],
    "other facts need not rise": [
        BASE,
        tier("a", spend(500)),
        tier("b", at_least("points_earned", 3, YEAR)),
    ],
    "all of them": [BASE, tier("a", spend(1), at_least("visits", 2, YEAR), mode="all")],
    "whole shares": [
        replace(BASE, discount_percent=100, points_percent=0),
        tier("a", spend(1), points_percent=1000),
    ],
    "other discounts in some categories": [
        BASE,
        tier("a", spend(1), discount_percent=5, category_discounts={"茶": 0, "器": 100}),
    ],
    "ten years": [BASE, tier("a", spend(1, rolling_months(120)))],
    "a keep line as high": [BASE, tier("a", spend(5), keep=any_of(spend(5)))],
    "a keep line of the least": [BASE, tier("a", spend(5), keep=any_of(spend(1)))],
    "a keep line of several": [BASE, tier("a", spend(5), VISITS, keep=any_of(spend(4), VISITS))],
    "keep lines need not rise": [
        BASE,
        tier("a", spend(5), keep=any_of(spend(4))),
        tier("b", spend(6), keep=any_of(spend(3))),
    ],
}
FAULTS: dict[str, list[Tier]] = {
    "no tiers": [],
    "one tier": [BASE],
    "eleven tiers": [BASE, *(tier(f"t{n}", spend(n)) for n in range(1, 11))],
    "same code": [BASE, tier("base", spend(1))],
    "no code": [BASE, tier("", spend(1))],
    "no name": [BASE, Tier("a", {}, any_of(spend(1)))],
    "blank name": [BASE, Tier("a", {"en": " "}, any_of(spend(1)))],
    "conditions for the lowest": [tier("a", spend(1)), tier("b", spend(2))],
    "a second one for everyone": [BASE, tier("a")],
    "criteria of nothing": [BASE, Tier("a", {"en": "A"}, any_of())],
    "threshold 0": [BASE, tier("a", spend(0))],
    "threshold below 0": [BASE, tier("a", spend(-1))],
    "threshold not whole": [BASE, tier("a", spend(1.5))],
    "threshold too large": [BASE, tier("a", spend(10**13))],
    "same threshold": [BASE, tier("a", spend(5)), tier("b", spend(5))],
    "falling": [BASE, tier("a", spend(5)), tier("b", spend(4))],
    "falling over a step": [
        BASE,
        tier("a", spend(5)),
        tier("b", at_least("visits", 5, YEAR)),
        tier("c", spend(4)),
    ],
    "unknown fact": [BASE, tier("a", at_least("charm", 1, YEAR))],
    "unknown window": [BASE, tier("a", spend(1, Window("fortnight")))],
    "no months": [BASE, tier("a", spend(1, rolling_months(0)))],
    "too many months": [BASE, tier("a", spend(1, rolling_months(121)))],
    "unknown mode": [BASE, tier("a", spend(1), mode="some")],
    "discount above 100": [BASE, tier("a", spend(1), discount_percent=101)],
    "discount below 0": [BASE, tier("a", spend(1), discount_percent=-1)],
    "discount not whole": [BASE, tier("a", spend(1), discount_percent=2.5)],
    "a category's discount above 100": [BASE, tier("a", spend(1), category_discounts={"茶": 101})],
    "a category's discount not whole": [BASE, tier("a", spend(1), category_discounts={"茶": True})],
    "discount of no category": [BASE, tier("a", spend(1), category_discounts={" ": 5})],
    "discounts without their categories": [BASE, tier("a", spend(1), category_discounts=[5])],
    "points above 1000": [BASE, tier("a", spend(1), points_percent=1001)],
    "a keep line above": [BASE, tier("a", spend(5), keep=any_of(spend(6)))],
    "a keep line of nothing": [BASE, tier("a", spend(5), keep=any_of(spend(0)))],
    "a keep line not whole": [BASE, tier("a", spend(5), keep=any_of(spend(1.5)))],
    "a keep line without conditions": [BASE, tier("a", spend(5), keep=any_of())],
    "a keep line of more": [BASE, tier("a", spend(5), keep=any_of(spend(4), VISITS))],
    "a keep line of less": [BASE, tier("a", spend(5), VISITS, keep=any_of(spend(4)))],
    "a keep line of another fact": [BASE, tier("a", spend(5), keep=any_of(VISITS))],
    "a keep line over other days": [BASE, tier("a", spend(5), keep=any_of(spend(4, lifetime())))],
    "a keep line otherwise combined": [BASE, tier("a", spend(5), keep=all_of(spend(4)))],
    "a keep line of the lowest": [replace(BASE, keep=any_of(spend(1))), tier("a", spend(5))],
    "points below 0": [replace(BASE, points_percent=-1), tier("a", spend(1))],
}


@pytest.mark.parametrize("name", FINE)
def test_ladders_that_can_be(name: str) -> None:
    assert ladders.fault(FINE[name]) is None


@pytest.mark.parametrize("name", FAULTS)
def test_ladders_that_cannot_be(name: str) -> None:
    said = ladders.fault(FAULTS[name])
    assert said
    assert said.endswith(".")


@pytest.mark.parametrize("ladder", [*TEMPLATES.values(), *(tuple(v) for v in FINE.values())])
def test_a_ladder_comes_back_as_it_was_kept(ladder: tuple[Tier, ...]) -> None:
    assert ladders.from_json(ladders.to_json(ladder)) == ladder


def test_a_ladder_kept_before_there_were_keep_lines_has_none() -> None:
    stored = ladders.to_json(FINE["two tiers"]).replace(', "keep": null', "")
    assert "keep" not in stored
    read = ladders.from_json(stored)
    assert read == tuple(FINE["two tiers"])
    assert (read[0].keep_line, read[1].keep_line) == (None, read[1].criteria)


def test_a_ladder_kept_before_there_were_category_discounts_is_read() -> None:
    kept = json.loads(ladders.to_json(FINE["two tiers"]))
    for values in kept:
        del values["category_discounts"]
    assert list(ladders.from_json(json.dumps(kept))) == FINE["two tiers"]


@pytest.mark.parametrize(
    ("combine", "met", "reached"),
    [
        (any_of, (False, False), False),
        (any_of, (True, False), True),
        (any_of, (False, True), True),
        (all_of, (True, False), False),
        (all_of, (True, True), True),
    ],
)
def test_any_needs_one_and_all_needs_every(
    combine: Callable[..., Criteria], met: tuple[bool, bool], reached: bool
) -> None:
    assert combine(spend(1), at_least("visits", 1, YEAR)).are_met(met) is reached


def test_a_tier_speaks_the_language_it_has() -> None:
    assert TEMPLATES["five"][2].name("zh_CN") == "金卡"
    assert TEMPLATES["five"][2].name("en") == "Gold"
    assert Tier("a", {"en": "A"}, None).name("zh_CN") == "A"


def test_a_ladder_kept_before_tiers_had_words_for_who_serves_is_read() -> None:
    kept = json.loads(ladders.to_json(FINE["two tiers"]))
    for values in kept:
        del values["service"]
    assert list(ladders.from_json(json.dumps(kept))) == FINE["two tiers"]


@pytest.mark.parametrize(
    "service", [{"en": " "}, {"": "x"}, {"en": 5}, ["x"], {"en": "x" * 121}, {"en": "\ud800"}]
)
def test_what_to_say_for_a_tier_is_a_short_text(service: object) -> None:
    assert ladders.fault([BASE, tier("a", spend(1), service=service)]) is not None
    assert ladders.fault([BASE, tier("a", spend(1), service={"en": "x" * 120})]) is None
