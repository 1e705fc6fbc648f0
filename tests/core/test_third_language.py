"""What the program brings along, in a shop whose language is neither of those it is written in."""

import pytest

from shopdesk import gift_templates, ladders, members, segment_templates
from shopdesk.language import names_for
from shopdesk.members import MemberTier
from shopdesk.shop import Desk

THIRD = "de"


@pytest.mark.parametrize("code", ladders.TEMPLATES)
def test_tiers_are_named_in_the_shops_language_before_any_other(code: str) -> None:
    for tier in ladders.template(code, THIRD):
        assert next(iter(tier.names)) == THIRD
        assert tier.name(THIRD) == tier.name("fr") == tier.names["en"]
        assert tier.name("zh_CN") != tier.names["en"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_languages_of_the_templates_have_them_as_they_are(language: str) -> None:
    for code, tiers in ladders.TEMPLATES.items():
        assert ladders.template(code, language) == tiers


def test_names_are_in_the_shops_language_and_in_english() -> None:
    assert names_for("zh_CN", "Umbrella") == ("雨伞", "Umbrella")
    assert names_for("en", "Umbrella") == ("雨伞", "Umbrella")
    assert names_for(THIRD, "Umbrella") == ("Umbrella", "Umbrella")


def test_an_idea_is_called_in_the_language_of_who_reads_it() -> None:
    bag = gift_templates.GRADES[0][0]
    assert (bag.title("zh_CN"), bag.title("en"), bag.title(THIRD)) == (
        "购物袋", "Shopping bag", "Shopping bag",
    )  # fmt: skip


def test_segments_are_filled_with_tiers_in_the_same_language(desk: Desk) -> None:
    asleep = next(
        one for one in segment_templates.offered(desk) if one.name_en.startswith("Sleeping")
    )
    assert (asleep.name, asleep.name_en) == ("沉睡的金卡", "Sleeping Gold")


def test_a_members_tier_is_told_by_a_name_and_never_by_its_code(desk: Desk) -> None:
    zoe = members.register(desk, name="Zoe", phone="13800138000")
    assert zoe.tier.name("en") == "Member"
    assert zoe.tier.name(THIRD) == "普通会员", "the shop's own word"
    assert MemberTier("x", 0, {"en": "Friend"}, "#000000").name(THIRD) == "Friend"
