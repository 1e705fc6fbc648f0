"""Promotions before they begin, tried before they are made, and said in a sentence."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from shopdesk import (
    checks,
    products,
    promotion_trial,
    promotion_words,
    promotions,
    purchases,
)
from shopdesk.promotions import (
    Covers,
    amount_off,
    nth_unit,
    order_amount,
    order_percent,
    percent_off,
    points,
    special_price,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

DAY = timedelta(days=1)


def refused(code: str, command: Any, *args: Any, **values: Any) -> None:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code


# --- states and editing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [(1, None, "coming"), (0, None, "running"), (-1, None, "running"), (-1, 1, "running"),
     (-1, 0, "running"), (-1, -1, "over"), (0, 0, "running"), (1, 1, "coming")],
)  # fmt: skip
def test_a_promotion_is_coming_running_or_over(
    desk: Desk, starts: int, ends: int | None, state: str
) -> None:
    today = desk.today()
    made = promotions.add(
        desk, name="a", offer=percent_off(10), starts_on=today + starts * DAY,
        ends_on=None if ends is None else today + ends * DAY,
    )  # fmt: skip
    assert made.state(today) == state
    assert promotions.close(desk, made.id).state(today) == "over"


def test_what_has_not_begun_is_changed_and_what_has_is_refused(desk: Desk, clock: Any) -> None:
    tomorrow = desk.today() + DAY
    made = promotions.add(desk, name="a", offer=percent_off(10), starts_on=tomorrow)
    other = promotions.add(desk, name="b", offer=percent_off(10), starts_on=tomorrow)
    changed = promotions.edit(desk, made.id, name="c", offer=amount_off(500), weekdays=(1,))
    assert (changed.name, changed.terms.offer, changed.starts_on) == (
        "c",
        amount_off(500),
        tomorrow,
    )
    assert promotions.edit(desk, made.id, name="c") == changed
    refused("name_taken", promotions.edit, desk, made.id, name="b")
    refused("offer", promotions.edit, desk, made.id, offer=percent_off(0))
    refused("date", promotions.edit, desk, made.id, ends_on=desk.today())
    refused("choice", promotions.edit, desk, made.id, colour="red")
    refused("unknown_promotion", promotions.edit, desk, 99, name="d")
    assert promotions.get(desk, made.id) == changed
    clock.tick(days=1)
    refused("promotion_begun", promotions.edit, desk, made.id, name="d")
    promotions.close(desk, other.id)
    refused("promotion_begun", promotions.edit, desk, other.id, name="d")


def test_one_that_is_moved_to_today_counts_at_once(desk: Desk, tea: int) -> None:
    made = promotions.add(
        desk, name="a", offer=percent_off(10), starts_on=desk.today() + DAY
    )  # fmt: skip
    assert purchases.quote(desk, lines=[(tea, 1)]).due == 6800
    promotions.edit(desk, made.id, starts_on=None)
    assert purchases.quote(desk, lines=[(tea, 1)]).due == 6120


def test_a_copy_has_the_same_terms_under_a_name_of_its_own(desk: Desk, tea: int) -> None:
    first = promotions.add(desk, name="茶周", offer=nth_unit(2, percent_off=50), weekdays=(1, 2),
                           covers=Covers((tea,)), members_only=True, combines=False)  # fmt: skip
    for name in ("茶周 (2)", "茶周 (3)"):
        assert promotions.free_name(desk, first.name) == promotions.free_name(desk, name) == name
        copy = promotions.add(desk, **promotions.written(first) | {"name": name})
        assert copy.terms == first.terms
    long = promotions.add(desk, name="长" * 64, offer=percent_off(1))
    assert promotions.free_name(desk, long.name) == "长" * 60 + " (2)"


# --- tried --------------------------------------------------------------------------------------


def test_a_promotion_is_tried_on_a_receipt_and_nothing_stays(
    desk: Desk, tea: int, cup: int
) -> None:
    events = desk.db.execute_sql("SELECT COUNT(*) FROM event").fetchone()
    start = date(2026, 12, 1)
    values = {"name": "", "offer": percent_off(10), "covers": Covers((), ("茶",)),
              "starts_on": start, "weekdays": (3,)}  # fmt: skip
    tried = promotion_trial.tried(desk, values, [(tea, 2), (cup, 1)])
    assert (tried.on, tried.due, tried.due_without) == (start + DAY, 13490, 14850)
    assert [(step.kind, step.amount) for step in tried.steps] == [("promotion", -1360)]
    assert promotions.listed(desk) == []
    assert purchases.quote(desk, lines=[(tea, 1)]).due == 6800
    assert desk.db.execute_sql("SELECT COUNT(*) FROM event").fetchone() == events
    assert checks.run(desk) == ()


def test_a_trial_is_what_the_receipt_then_costs(desk: Desk, tea: int) -> None:
    values: dict[str, Any] = {"name": "a", "offer": order_amount(500, minimum=10000)}
    for count, due in ((1, 6800), (2, 13100)):
        assert promotion_trial.tried(desk, values, [(tea, count)]).due == due
    promotions.add(desk, **values)
    assert purchases.quote(desk, lines=[(tea, 2)]).due == 13100


def test_a_trial_for_members_is_made_by_one_on_that_tier_on_their_birthday(
    desk: Desk, tea: int
) -> None:
    double: dict[str, Any] = {"name": "a", "offer": points(200, on_birthday=True)}
    walk_in = promotion_trial.tried(desk, double, [(tea, 1)])
    assert (walk_in.points, walk_in.points_without) == (0, 0)
    theirs = promotion_trial.tried(desk, double, [(tea, 1)], tier="member")
    assert (theirs.points, theirs.points_without) == (136, 68)
    gold: dict[str, Any] = {"name": "a", "offer": percent_off(10), "lowest_tier": "gold"}
    dues = [
        promotion_trial.tried(desk, gold, [(tea, 1)], tier=tier).due for tier in ("silver", "gold")
    ]
    assert dues == [6664, 5814]


def test_one_that_is_edited_is_tried_instead_of_itself(desk: Desk, tea: int) -> None:
    coming = promotions.add(desk, name="a", offer=percent_off(10), starts_on=desk.today() + DAY)
    values = promotions.written(coming) | {"offer": percent_off(20)}
    tried = promotion_trial.tried(desk, values, [(tea, 1)], instead_of=coming.id)
    assert (tried.due, tried.due_without) == (5440, 6800)
    assert promotions.get(desk, coming.id) == coming


def test_what_cannot_be_offered_or_is_over_cannot_be_tried(desk: Desk, tea: int) -> None:
    past = {"name": "a", "offer": percent_off(10), "starts_on": desk.today() - 2 * DAY,
            "ends_on": desk.today() - DAY}  # fmt: skip
    refused("date", promotion_trial.tried, desk, past, [(tea, 1)])
    none = {"name": "a", "offer": percent_off(0)}
    refused("offer", promotion_trial.tried, desk, none, [(tea, 1)])
    assert promotions.listed(desk) == []


# --- hours --------------------------------------------------------------------------------------

AFTERNOON, NIGHT = ("14:00", "17:00"), ("22:00", "02:00")
HOURS = [
    (AFTERNOON, "13:59", False), (AFTERNOON, "14:00", True), (AFTERNOON, "16:59", True),
    (AFTERNOON, "17:00", False), (NIGHT, "21:59", False), (NIGHT, "22:00", True),
    (NIGHT, "01:59", True), (NIGHT, "02:00", False), (None, "03:00", True),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "at", "counts"), HOURS)
def test_a_promotion_for_some_hours_counts_to_the_minute(
    desk: Desk, tea: int, clock: Any, hours: tuple[str, str] | None, at: str, counts: bool
) -> None:
    promotions.add(desk, name="a", offer=percent_off(10), hours=hours)
    hour, minute = map(int, at.split(":"))
    clock.now = datetime.combine(
        desk.today() + (DAY if hour < 12 else 0 * DAY), time(hour, minute), desk.shop.zone
    )
    assert purchases.quote(desk, lines=[(tea, 1)]).due == (6120 if counts else 6800)


def test_nobody_knows_at_which_hour_a_late_receipt_was(desk: Desk, tea: int, clock: Any) -> None:
    promotions.add(desk, name="a", offer=percent_off(10), hours=("00:00", "23:59"))
    clock.tick(days=1)
    late = {"lines": [(tea, 1)], "on": desk.today() - DAY}
    assert purchases.record(desk, pay={"cash": 6800}, **late).total == 6800
    assert purchases.record(desk, lines=[(tea, 1)], pay={"cash": 6120}).total == 6120


@pytest.mark.parametrize(
    "hours", [("14:00", "14:00"), ("24:00", "01:00"), ("9:00", "10:00"), ("09:60", "10:00"),
              ("14:00",), "14:00", ("14:00", None), (14, 17), ("", "")],
)  # fmt: skip
def test_hours_that_are_none_are_refused(desk: Desk, hours: Any) -> None:
    refused("offer", promotions.add, desk, name="a", offer=percent_off(10), hours=hours)


def test_hours_are_tried_whatever_the_clock_says_and_kept(desk: Desk, tea: int) -> None:
    values: dict[str, Any] = {"name": "a", "offer": percent_off(10), "hours": AFTERNOON}
    tried = promotion_trial.tried(desk, values, [(tea, 1)])  # at noon
    assert (tried.due, tried.due_without, tried.promotion.terms.hours) == (6120, 6800, AFTERNOON)
    made = promotions.add(desk, **values)
    assert promotions.get(desk, made.id).terms.hours == AFTERNOON
    assert ", from 14:00 to 17:00." in promotion_words.sentence(desk, made)


# --- said ---------------------------------------------------------------------------------------

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 3)
NTH = (
    "From Tue 1 Dec on: all goods one in 2 at 50% off, only on Sat, Sun, "
    "not together with member prices."
)
ORDER = (
    "From Tue 1 Dec to Sat 2 Jan 2027: the whole order 5% off from ¥200, "
    "not together with vouchers."
)
SAID: list[tuple[dict[str, Any], str]] = [
    ({"offer": percent_off(10), "covers": Covers((), ("茶",)), "ends_on": LAST},
     "From Tue 1 Dec to Thu 3 Dec: 茶 10% off."),
    ({"offer": amount_off(500), "ends_on": FIRST, "lowest_tier": "gold"},
     "On Tue 1 Dec: all goods ¥5 off each, for Gold and up."),
    ({"offer": special_price(5000), "covers": Covers((1,)), "members_only": True},
     "From Tue 1 Dec on: 茉莉银针 ¥50 each, for members."),
    ({"offer": nth_unit(2, percent_off=50), "weekdays": (7, 6), "combines": False},
     NTH),
    ({"offer": order_percent(5, minimum=20000), "combines": False, "ends_on": date(2027, 1, 2)},
     ORDER),
    ({"offer": order_amount(3000, minimum=20000, every=True)},
     "From Tue 1 Dec on: the whole order ¥30 off for every ¥200."),
    ({"offer": points(200), "combines": False},
     "From Tue 1 Dec on: all goods points × 2, for members."),
    ({"offer": points(150, on_birthday=True)},
     "From Tue 1 Dec on: all goods points × 1.5, on the member's birthday."),
]  # fmt: skip


@pytest.mark.parametrize(("values", "said"), SAID)
def test_a_promotion_is_one_sentence(
    desk: Desk, tea: int, values: dict[str, Any], said: str
) -> None:
    made = promotions.add(desk, name="a", starts_on=FIRST, **values)
    assert promotion_words.sentence(desk, made) == said
    chinese = promotion_words.sentence(desk, made, "zh_CN")
    assert "12月1日" in chinese
    assert "Dec" not in chinese


def test_days_and_hours_are_said_in_chinese_as_one_speaks_of_them(desk: Desk) -> None:
    made = promotions.add(
        desk, name="a", starts_on=date(2027, 5, 1), offer=percent_off(10), weekdays=(3,),
        hours=("14:00", "17:00"),
    )  # fmt: skip
    said = promotion_words.sentence(desk, made, "zh_CN")
    assert said == "2027年5月1日（周六）起：全部商品，9 折，仅限周三，限 14:00 至 17:00。"


def test_of_many_products_the_first_are_named_and_the_others_counted(desk: Desk) -> None:
    ids = tuple(products.add(desk, name=f"P{n}", price=100).id for n in range(5))
    for count, named in ((3, "P0, P1, P2 10%"), (4, "P0, P1, P2, 1 product more 10%")):
        made = promotions.add(
            desk, name=f"{count}", offer=percent_off(10), covers=Covers(ids[:count])
        )
        assert named in promotion_words.sentence(desk, made)
