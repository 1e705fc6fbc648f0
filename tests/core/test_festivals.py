"""Festivals: when they come next, and the shop's own: added, changed, removed, kept for rules."""

from datetime import date
from typing import Any

import pytest

from shopdesk import festivals, rewards
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

# As almanacs have them.
COMING = [
    ("christmas", date(2026, 10, 15), [date(2026, 12, 25), date(2027, 12, 25)]),
    ("christmas", date(2026, 12, 25), [date(2026, 12, 25), date(2027, 12, 25)]),
    ("christmas", date(2026, 12, 26), [date(2027, 12, 25), date(2028, 12, 25)]),
    ("spring_festival", date(2026, 10, 15), [date(2027, 2, 6), date(2028, 1, 26)]),
    ("spring_festival", date(2027, 2, 6), [date(2027, 2, 6), date(2028, 1, 26)]),
    ("spring_festival", date(2027, 2, 7), [date(2028, 1, 26), date(2029, 2, 13)]),
    ("new_years_eve", date(2026, 10, 15), [date(2027, 2, 5), date(2028, 1, 25)]),
    ("laba", date(2026, 12, 31), [date(2027, 1, 15), date(2028, 1, 4)]),
    ("mid_autumn", date(2026, 9, 25), [date(2026, 9, 25), date(2027, 9, 15)]),
]


@pytest.mark.parametrize(("code", "today", "expected"), COMING)
def test_a_festival_comes_on_the_day_of_its_own_calendar(
    desk: Desk, code: str, today: date, expected: list[date]
) -> None:
    festival = festivals.get(desk, code)
    assert festivals.coming(festival, today) == expected
    assert festivals.next_on(festival, today) == expected[0]


def test_an_own_festival_can_be_changed_and_removed(desk: Desk) -> None:
    made = festivals.add(desk, name="店庆", day=(2, 29))
    assert made.is_own
    assert festivals.coming(made, date(2027, 1, 1)) == [date(2027, 2, 28), date(2028, 2, 29)]
    changed = festivals.edit(desk, made.code, name="茶节", name_en="Tea day", lunar_day=(3, 3))
    assert (changed.code, changed.title("en"), changed.is_lunar) == (made.code, "Tea day", True)
    assert festivals.get(desk, made.code) == changed
    festivals.remove(desk, made.code)
    assert made.code not in festivals.known(desk)


def test_a_festival_that_a_rule_is_for_keeps_its_day_but_not_its_name(desk: Desk) -> None:
    made = festivals.add(desk, name="店庆", day=(6, 1))
    rule = rewards.add(
        desk, name="店庆礼", trigger=rewards.festival(made.code), reward=rewards.Points(5)
    )
    rewards.close(desk, rule.id)
    assert festivals.used_by(desk, made.code) == "店庆礼"
    assert festivals.edit(desk, made.code, name="周年", day=(6, 1)).name == "周年"
    for refused in (
        lambda: festivals.remove(desk, made.code),
        lambda: festivals.edit(desk, made.code, name="周年", day=(6, 2)),
        lambda: festivals.edit(desk, made.code, name="周年", lunar_day=(6, 1)),
    ):
        with pytest.raises(Refused) as caught:
            refused()
        assert caught.value.code == "festival_used"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "text"),
    ({"name": "春"}, "name_taken"),
    ({"day": None}, "date"),
    ({"lunar_day": (1, 1)}, "date"),
    ({"day": (2, 30)}, "date"),
    ({"day": None, "lunar_day": (1, 31)}, "date"),
    ({"code": "christmas"}, "festival_kept"),
    ({"code": "own:99"}, "choice"),
]


@pytest.mark.parametrize(("wrong", "code"), REFUSED)
def test_a_festival_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    festivals.add(desk, name="春", day=(3, 1))
    own = festivals.add(desk, name="秋", day=(9, 1)).code
    with pytest.raises(Refused) as caught:
        festivals.edit(desk, **{"code": own, "name": "秋", "day": (9, 1), **wrong})
    assert caught.value.code == code
    if "code" not in wrong:
        with pytest.raises(Refused) as caught:
            festivals.add(desk, **{"name": "新", "day": (9, 1), **wrong})
        assert caught.value.code == code
