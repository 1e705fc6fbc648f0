"""A birthday that was known brings gifts, so that a change of it says why."""

from datetime import date
from typing import Any

import pytest

from shopdesk import Desk, members
from shopdesk.refusals import ReasonMissing

BORN = {"birthday": date(1990, 3, 8), "lunar_birthday": (3, 8)}


@pytest.mark.parametrize(
    "values",
    [
        {"birthday": date(1990, 3, 9)},
        {"birthday": (3, 8)},
        {"birthday": None},
        {"lunar_birthday": (3, 9)},
        {"lunar_birthday": (3, 8, True)},
        {"lunar_birthday": None},
    ],
)
def test_another_birthday_is_refused_without_a_reason(desk: Desk, values: dict[str, Any]) -> None:
    member = members.register(desk, name="寿", **BORN)
    with pytest.raises(ReasonMissing):
        members.edit(desk, member.id, **values)
    assert members.get(desk, member.id) == member
    changed = members.edit(desk, member.id, **values, reason="passport")
    name, value = next(iter(values.items()))
    assert getattr(changed, name) == value


@pytest.mark.parametrize("values", [{"name": "福"}, {"name": "福", **BORN}])
def test_the_same_birthday_needs_none(desk: Desk, values: dict[str, Any]) -> None:
    member = members.register(desk, name="寿", **BORN).id
    assert members.edit(desk, member, **values).name == "福"


def test_a_birthday_that_was_not_known_needs_none(desk: Desk) -> None:
    member = members.register(desk, name="寿").id
    assert members.edit(desk, member, birthday=(3, 8)).birthday == (3, 8)
    assert members.edit(desk, member, lunar_birthday=(3, 8)).lunar_birthday is not None
