"""Who may be one person is proposed, with the reason, until somebody says they are two."""

import pytest

from shopdesk import Refused, members
from shopdesk.shop import Desk


def pairs(desk: Desk) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(p.first.id, p.second.id, p.reasons) for p in members.duplicates(desk)]


@pytest.mark.parametrize(
    ("phone", "is_near"),
    [
        ("13800138001", True),   # one digit is another
        ("1380013800", True),    # one is missing
        ("138001380000", True),  # one is too many
        ("13800130800", True),   # two changed places
        ("13800138000", True),   # the same
        ("13800138011", False),  # two are others
        ("13911139111", False),
    ],
)  # fmt: skip
def test_names_that_read_the_same_with_a_near_phone_are_proposed(
    desk: Desk, phone: str, is_near: bool
) -> None:
    members.register(desk, name="Ann Lee", phone="13800138000")
    members.register(desk, name="ａｎｎ lee", phone=phone, shared_phone=True)
    assert bool(pairs(desk)) is is_near


def test_each_pair_says_all_its_reasons_and_the_surest_comes_first(desk: Desk) -> None:
    for name, phone, birthday in (
        ("张三", "13800138000", (3, 15)),
        ("李四", "13800138000", None),
        ("张三", "13800138000", (3, 15)),
        ("王五", None, (3, 15)),
    ):
        members.register(desk, name=name, phone=phone, birthday=birthday, shared_phone=True)
    assert pairs(desk) == [
        (1, 3, ("phone", "birthday")),
        (2, 3, ("phone",)),
        (1, 2, ("phone",)),
    ]


def test_a_lunar_birthday_tells_as_well_and_no_birthday_tells_nothing(desk: Desk) -> None:
    for lunar in ((8, 15), (8, 15), (8, 14), None, None):
        members.register(desk, name="张三", lunar_birthday=lunar)
    assert pairs(desk) == [(1, 2, ("birthday",))]


@pytest.mark.parametrize(("count", "proposed"), [(12, 66), (13, 0)])
def test_what_many_share_tells_nothing(desk: Desk, count: int, proposed: int) -> None:
    for number in range(count):
        members.register(desk, name=f"N{number}", phone="13800138000", shared_phone=True)
    assert len(pairs(desk)) == proposed


def test_who_is_said_to_be_two_is_not_proposed_again(desk: Desk, cashier: Desk) -> None:
    for _ in range(2):
        members.register(desk, name="张三", birthday=(3, 15))
    with pytest.raises(Refused):
        members.not_duplicates(cashier, 1, 2)
    members.not_duplicates(desk, 2, 1, key="one")
    members.not_duplicates(desk, 1, 2, key="one")
    members.not_duplicates(desk, 1, 2)
    assert pairs(desk) == []
    for pair in ((1, 1), (1, 77), (1, "2")):
        with pytest.raises(Refused):
            members.not_duplicates(desk, *pair)  # type: ignore[arg-type]


def test_who_was_merged_is_not_proposed_and_is_again_after_undoing(desk: Desk) -> None:
    for _ in range(2):
        members.register(desk, name="张三", birthday=(3, 15))
    merged = members.merge(desk, keep=1, drop=2)
    assert pairs(desk) == []
    members.undo_merge(desk, merged.id)
    assert pairs(desk) == [(1, 2, ("birthday",))]
    assert members.duplicates(desk, limit=0) == []
