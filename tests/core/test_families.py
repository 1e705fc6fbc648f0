"""Families: who belongs together, and who shares a phone."""

import pytest

from shopdesk import checks, families, members, timeline
from shopdesk.shop import Desk
from tests.core.test_members import PHONE, close, refused


@pytest.fixture
def four(desk: Desk) -> list[int]:
    """Three with one phone, and one with another."""
    named = [members.register(desk, name="张三丰", phone=PHONE).id]
    for name in ("张无忌", "张翠山"):
        named.append(members.register(desk, name=name, phone=PHONE, shared_phone=True).id)
    return [*named, members.register(desk, name="李娜", phone="13911112222").id]


def names(family: families.Family | None) -> list[str]:
    return [] if family is None else [one.name for one in family.members]


def test_a_shared_phone_finds_all_who_share_it(desk: Desk, four: list[int]) -> None:
    assert [m.id for m in members.find(desk, "138 0013 8000")] == four[:3]
    assert {m.id for m in members.find(desk, "8000")} == set(four[:3])


def test_who_shares_a_phone_may_be_meant_for_a_family_until_they_belong_to_one(
    desk: Desk, four: list[int]
) -> None:
    first, second, third, other = four
    assert [one.id for one in families.sharing(desk, first)] == [second, third]
    assert families.sharing(desk, other) == []
    families.start(desk, "Zhang", [first, second])
    assert [one.id for one in families.sharing(desk, first)] == [third]
    close(desk, third)
    assert families.sharing(desk, first) == []


def test_a_family_has_a_name_and_its_members(desk: Desk, four: list[int]) -> None:
    made = families.start(desk, " The Zhangs ", four[:2])
    assert (made.name, names(made)) == ("The Zhangs", ["张三丰", "张无忌"])
    assert members.family(desk, four[0]) == families.of_member(desk, four[1]) == made
    assert names(families.join(desk, made.id, four[3])) == ["张三丰", "张无忌", "李娜"]
    assert families.edit(desk, made.id, name="Zhang & Li").name == "Zhang & Li"
    families.leave(desk, four[0])
    assert families.of_member(desk, four[0]) is None
    assert names(families.get(desk, made.id)) == ["张无忌", "李娜"]
    assert not checks.run(desk)


def test_the_time_line_of_each_says_when_they_were_linked(desk: Desk, four: list[int]) -> None:
    families.start(desk, "Zhang", four[:2])
    families.leave(desk, four[0])
    told = [[one.sentence for one in timeline.of_member(desk, who)] for who in four[:3]]
    assert told == [
        ["No longer linked to the family", "Linked to a family", "Joined as Member"],
        ["Linked to a family", "Joined as Member"],
        ["Joined as Member"],
    ]


def test_a_family_goes_with_its_last_member(desk: Desk, four: list[int]) -> None:
    made = families.start(desk, "Zhang", four[:1])
    families.leave(desk, four[0])
    refused("unknown_family", families.get, desk, made.id)
    refused("unknown_family", families.leave, desk, four[0])
    refused("unknown_family", families.join, desk, made.id, four[0])
    refused("unknown_family", families.edit, desk, made.id, name="x")


def test_a_name_and_who_joins_are_changed_together_or_not_at_all(
    desk: Desk, four: list[int]
) -> None:
    made = families.start(desk, "Zhang", four[:1])
    both = families.edit(desk, made.id, name="Zhang & sons", add=four[1:3])
    assert (both.name, names(both)) == ("Zhang & sons", ["张三丰", "张无忌", "张翠山"])
    families.start(desk, "Li", four[3:])
    refused("in_family", families.edit, desk, made.id, name="All", add=four[3:])
    assert families.get(desk, made.id) == both


def test_nobody_belongs_to_two_families(desk: Desk, four: list[int]) -> None:
    families.start(desk, "Zhang", four[:2])
    other = families.start(desk, "Li", four[3:])
    said = refused("in_family", families.join, desk, other.id, four[0])
    assert "张三丰 belongs to the family Zhang" in str(said)
    refused("in_family", families.start, desk, "Wang", [four[2], four[0]])
    assert families.of_member(desk, four[2]) is None, "all of it or nothing"
    assert families.join(desk, other.id, four[3]) == other, "joining twice is joining once"


def test_who_is_gone_belongs_to_nobody(desk: Desk, four: list[int]) -> None:
    made = families.start(desk, "Zhang", four[:2])
    close(desk, four[1])
    close(desk, four[2])
    assert names(families.get(desk, made.id)) == ["张三丰"]
    refused("member_closed", families.join, desk, made.id, four[2])
    refused("unknown_member", families.join, desk, made.id, 99)
    refused("text", families.start, desk, " ", four[:1])


def test_the_same_key_makes_one_family(desk: Desk, four: list[int]) -> None:
    first = families.start(desk, "Zhang", four[:2], key="k")
    assert families.start(desk, "Zhang", four[:2], key="k") == first
    refused("key_reused", families.start, desk, "Zhang", four[:3], key="k")
