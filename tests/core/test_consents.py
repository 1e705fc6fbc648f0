"""What members agree to: in which words, asked when they join, and off when it is taken back."""

import pytest

from shopdesk import consents, members, settings, timeline
from shopdesk.shop import Desk
from tests.core.test_members import refused

DATA = (
    "青禾茶舍 may keep my name, phone, birthday and purchases for my membership. "
    "I may see, correct and have them erased at any time."
)


def test_what_is_agreed_to_names_the_shop_and_is_said_in_the_members_language(desk: Desk) -> None:
    shop = desk.shop.settings.name
    assert consents.wording(desk, "data") == DATA
    chinese = consents.wording(desk, "marketing", "zh_CN")
    assert shop in chinese
    assert chinese != consents.wording(desk, "marketing")
    assert consents.wording(desk, "data", "xx") == consents.wording(desk, "data")
    refused("choice", consents.wording, desk, "soul")


def test_the_shops_own_words_stand_in_their_place_from_then_on(desk: Desk) -> None:
    before = members.register(desk, name="李娜", agrees=("data",)).id
    settings.edit(desk, consent_data="You may keep it.")
    after = members.register(desk, name="张三丰", language="zh_CN", agrees=("data", "marketing")).id
    assert [one.wording for one in consents.of_member(desk, before)] == [DATA]
    assert consents.of_member(desk, after)[-1].wording == "You may keep it."
    assert consents.wording(desk, "marketing", "zh_CN").startswith("我同意青禾茶舍")
    settings.edit(desk, consent_data=" ")
    assert consents.wording(desk, "data") == DATA


def test_a_consent_given_when_joining_is_kept_in_its_words(desk: Desk) -> None:
    new = members.register(desk, name="张三丰", language="zh_CN", agrees=("data",))
    (kept,) = consents.of_member(desk, new.id)
    assert (kept.kind, kept.is_given, kept.on) == ("data", True, desk.today())
    assert kept.wording == consents.wording(desk, "data", "zh_CN")
    assert consents.last_said(desk, new.id) == {"data": kept, "marketing": None}
    assert [one.kind for one in timeline.of_member(desk, new.id)] == ["data", "joined"]


def test_nobody_is_registered_with_a_consent_that_there_is_not(desk: Desk) -> None:
    refused("choice", members.register, desk, name="张三丰", agrees=("data", "soul"))
    assert members.find(desk, "张三丰") == []


def test_the_same_registration_is_one_and_another_consent_makes_it_another(desk: Desk) -> None:
    first = members.register(desk, name="张三丰", agrees=("data",), key="k")
    assert members.register(desk, name="张三丰", agrees=("data",), key="k") == first
    assert len(consents.of_member(desk, first.id)) == 1
    refused("key_reused", members.register, desk, name="张三丰", key="k")


SAID: list[tuple[list[tuple[str, bool]], bool, bool]] = [
    # what was said, one after the other; whether data may be kept, whether they may be written to
    ([], False, False),
    ([("data", True)], True, False),
    ([("marketing", True)], False, True),
    ([("data", True), ("marketing", True)], True, True),
    ([("marketing", True), ("marketing", False)], False, False),
    ([("marketing", True), ("marketing", False), ("marketing", True)], False, True),
    ([("data", True), ("marketing", True), ("data", False)], False, False),
    ([("data", False), ("marketing", True)], False, False),
    ([("data", False), ("marketing", True), ("data", True)], True, True),
]


@pytest.mark.parametrize(("said", "keeps", "writes"), SAID)
def test_what_was_said_last_counts_and_off_means_off(
    desk: Desk, member: int, said: list[tuple[str, bool]], keeps: bool, writes: bool
) -> None:
    for kind, is_given in said:
        say = consents.give if is_given else consents.withdraw
        say(desk, member, kind, wording="so")
    assert consents.holds(desk, member, "data") is keeps
    assert consents.holds(desk, member, "marketing") is writes
