"""Tags, preferences and photos: free words, what is liked, a small picture."""

import pytest

from shopdesk import checks, kept_pictures, members, photos, preferences, roster, tags, timeline
from shopdesk.shop import Desk
from shopdesk.tags import Tag
from tests.core.test_members import close, refused

JPEG = b"\xff\xd8\xff\xe0" + b"j" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 100


@pytest.fixture
def other(desk: Desk) -> int:
    return members.register(desk, name="李娜").id


# --- tags ---------------------------------------------------------------------------------------


def test_tags_are_put_as_a_whole(desk: Desk, member: int) -> None:
    assert tags.put(desk, member, ["tea", " oolong  lover "]) == ("oolong lover", "tea")
    assert tags.put(desk, member, ["tea", "VIP"]) == ("VIP", "tea")
    assert tags.put(desk, member, []) == tags.of_member(desk, member) == ()
    assert not checks.run(desk)


def test_a_word_that_is_in_use_is_kept_as_it_is_written_there(
    desk: Desk, member: int, other: int
) -> None:
    tags.put(desk, member, ["VIP"])
    assert tags.put(desk, other, ["vip", "ＶＩＰ", "Vip "]) == ("VIP",)
    assert tags.in_use(desk) == [Tag("VIP", 2)]


def test_the_most_used_words_are_offered_first(desk: Desk, member: int, other: int) -> None:
    tags.put(desk, member, ["b", "a"])
    tags.put(desk, other, ["b", "c"])
    assert tags.in_use(desk) == [Tag("b", 2), Tag("a", 1), Tag("c", 1)]
    close(desk, other)  # the list shows them too, as closed
    assert len(roster.ids(desk, tag="b")) == tags.in_use(desk)[0].count == 2


def test_the_roll_can_be_read_by_tag_and_by_tag_and_tier(
    desk: Desk, member: int, other: int
) -> None:
    third = members.register(desk, name="王五").id
    for who in (member, third):
        tags.put(desk, who, ["tea"])
    tags.put(desk, other, ["coffee"])
    assert list(roster.ids(desk, tag="tea")) == [third, member]
    assert list(roster.first(desk, tag="tea").ids) == [third, member]
    assert list(roster.ids(desk, tag="tea", tier="member")) == [third, member]
    assert list(roster.ids(desk, tag="tea", tier="gold")) == []
    assert list(roster.ids(desk, tag="none")) == []
    assert tags.holders(desk, "tea") == {member, third}


@pytest.mark.parametrize("wrong", ["tea", 5, None, [""], ["x" * 25], [5]])
def test_what_is_no_word_is_no_tag(desk: Desk, member: int, wrong: object) -> None:
    refused("text", tags.put, desk, member, wrong)
    assert tags.of_member(desk, member) == ()


def test_a_tag_of_the_longest_length_is_one(desk: Desk, member: int) -> None:
    assert tags.put(desk, member, ["x" * 24]) == ("x" * 24,)


# --- preferences --------------------------------------------------------------------------------


def test_what_is_liked_is_kept_and_forgotten(desk: Desk, member: int) -> None:
    assert preferences.of_member(desk, member) == ""
    assert preferences.put(desk, member, " no sugar,  oolong ") == "no sugar, oolong"
    assert preferences.put(desk, member, "x" * 120) == preferences.of_member(desk, member)
    refused("text", preferences.put, desk, member, "x" * 121)
    assert preferences.put(desk, member, "  ") == preferences.of_member(desk, member) == ""


# --- photos -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "ending"), [(JPEG, "jpg"), (PNG, "png")])
def test_a_photo_is_kept_replaced_and_removed(
    desk: Desk, member: int, content: bytes, ending: str
) -> None:
    photos.put(desk, member, b"\xff\xd8\xffbefore")
    photos.put(desk, member, content)
    assert photos.of_member(desk, member) == content
    assert kept_pictures.ending(content) == ending
    photos.remove(desk, member)
    photos.remove(desk, member)
    assert photos.of_member(desk, member) is None
    assert not checks.run(desk)


@pytest.mark.parametrize("wrong", [b"", b"GIF89a", b"%PDF-1.7", b"\x89PN", "text", None, 5])
def test_only_a_jpeg_or_png_is_a_photo(desk: Desk, member: int, wrong: object) -> None:
    refused("photo", photos.put, desk, member, wrong)


def test_a_photo_has_a_largest_size(desk: Desk, member: int) -> None:
    photos.put(desk, member, JPEG.ljust(kept_pictures.LARGEST, b"j"))
    refused("photo", photos.put, desk, member, JPEG.ljust(kept_pictures.LARGEST + 1, b"j"))


# --- for whom -----------------------------------------------------------------------------------


def test_nothing_more_is_kept_of_who_is_gone_but_a_photo_can_be_taken_away(
    desk: Desk, member: int
) -> None:
    photos.put(desk, member, JPEG)
    close(desk, member)
    refused("member_closed", tags.put, desk, member, ["a"])
    refused("member_closed", preferences.put, desk, member, "tea")
    refused("member_closed", photos.put, desk, member, JPEG)
    photos.remove(desk, member)
    assert photos.of_member(desk, member) is None


def test_the_time_line_says_what_was_done_and_of_nobody_else(
    desk: Desk, member: int, other: int
) -> None:
    tags.put(desk, member, ["a"])
    tags.put(desk, other, ["a"])
    preferences.put(desk, member, "tea")
    photos.put(desk, member, JPEG)
    photos.remove(desk, member)
    assert [one.sentence for one in timeline.of_member(desk, member)] == [
        "The photo was taken away",
        "A photo was taken in",
        "Preferences changed",
        "Tags changed",
        "Joined as Member",
    ]
