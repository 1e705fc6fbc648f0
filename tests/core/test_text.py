"""What people type is kept as they meant it, and nothing that hides in it."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import text
from shopdesk.refusals import TextRefused

KEPT = [
    "张三丰",
    "a<b 且 c>d & \"R&D\" <img src='x'>",
    "=1+1",
    "@小明",
    "'; DROP TABLE member; --",
    "%s {name} {0}",
    "O’Brien-Ñuñez",
    "王\U00030edd\U00030ede",
    "𬭼 龘 㐂 〇",
    "羽\ue816",
    "阿卜杜拉·买买提",
    "Zoë 🍵",
    "🇨🇳",
    "ⅷ ㍿",
]
"""Names that are kept to the character."""


@pytest.mark.parametrize("name", KEPT)
def test_hostile_and_rare_names_are_kept_as_they_are(name: str) -> None:
    assert text.clean(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张 \u3000 三丰\t", "张 三丰"),
        ("张\n三丰", "张 三丰"),
        ("张\u202e三\u200b丰\ufeff", "张三丰"),
        ("Zoe\u0308", "Zoë"),
        ("Zoe\u200d\u0308", "Zoë"),
        ("a\x00b\x1b[31m\x7f\x9f", "ab[31m"),
        ("张\ud800三", "张三"),
    ],
)
def test_what_cannot_be_seen_is_dropped(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


@pytest.mark.parametrize("typed", ["", "  \n", "\u200b\u202e", "\x00", "x" * 65, "\ud800"])
def test_nothing_and_too_much_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        text.clean(typed)


@pytest.mark.parametrize("typed", ["", "  \n", "\u200b\u202e"])
def test_an_empty_text_and_an_empty_reason_are_refused_in_words_of_their_own(typed: str) -> None:
    with pytest.raises(TextRefused, match="Fill it in"):
        text.kept(typed, "en")
    with pytest.raises(TextRefused, match="Say why"):
        text.reason(typed, "en")
    with pytest.raises(TextRefused, match="longer than 64"):
        text.kept("x" * 65, "en")


def test_a_name_of_sixty_four_characters_is_kept() -> None:
    assert text.clean("长" * 64) == "长" * 64


@given(st.text(max_size=64))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    try:
        once = text.clean(typed)
    except ValueError:
        return
    assert text.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(c) for c in once} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013-8000 ", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086 138 0013 8000", "13800138000"),
        ("\u202d13800138000\u202c", "13800138000"),
        ("138–0013—8000", "13800138000"),
        ("(021) 6234.5678", "02162345678"),
        ("+49 30 123456", "+4930123456"),
        ("12345", "12345"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_phones_are_kept_as_digits(typed: str, kept: str) -> None:
    assert text.phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "1234", "1234567890123456", "138x0013800", "++4930123", "٠١٢٣٤٥"]
)
def test_what_is_no_phone_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        text.phone(typed)


@pytest.mark.parametrize(
    ("given", "thousandths"),
    [(1, 1000), ("2", 2000), ("0.125", 125), ("0.1250", 125), (Decimal("999999.999"), 999999999)],
)
def test_quantities_have_three_decimals(given: int | str | Decimal, thousandths: int) -> None:
    assert text.milli(given) == thousandths
    assert text.milli(text.from_milli(thousandths)) == thousandths


@pytest.mark.parametrize(
    "given",
    [0, -1, 1.5, True, "", "x", "0.0001", "1." + "0" * 40 + "1", "NaN", "sNaN", "inf", "1e999999",
     "1e-999999", "1000000", None, (0, (1,), 0)],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(given: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        text.milli(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("milli", [1, 10, 100, 1000, 1500, 1200000])
def test_thousandths_are_written_short(milli: int) -> None:
    written = str(text.from_milli(milli))
    assert "E" not in written
    assert Decimal(written) * 1000 == milli
    assert not written.endswith("0") or "." not in written


def test_chinese_names_are_listed_by_their_sounds() -> None:
    names = [
        "中秋礼盒",
        "抹茶",
        "安吉白茶",
        "Oolong",
        "六大茶",
        "凤凰茶",
        "87 号普洱",
        "安溪铁观音",
    ]
    assert sorted(names, key=text.in_order) == [
        "87 号普洱", "Oolong", "安吉白茶", "安溪铁观音", "凤凰茶", "六大茶", "抹茶", "中秋礼盒",
    ]  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_every_name_that_is_kept_has_a_place_in_a_list(name: str) -> None:
    assert text.in_order(name) or not text.fold(name)


def test_sentences_in_a_row_are_parted_as_their_language_does() -> None:
    assert text.in_a_row(["It is for all.", "", "It costs ¥5."]) == "It is for all. It costs ¥5."
    assert text.in_a_row(["送给会员。", "成本 ¥5。"]) == "送给会员。成本 ¥5。"
    assert text.in_a_row(["送给会员。", "It costs ¥5.", "送"]) == "送给会员。It costs ¥5. 送"
