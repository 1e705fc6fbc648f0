"""Member cards print ten a page, and each is found again by its code."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from reports import cards, paper
from reports.codes import grouped
from shopdesk.slips import CardSlip


def test_every_card_is_read_back_from_the_printed_page(
    tmp_path: Path, card: Callable[..., CardSlip], read: SimpleNamespace
) -> None:
    made = [card() for _ in range(13)]
    assert cards.pdf(tmp_path / "c.pdf", made, shop_name="青禾茶舍") == 2
    first, second = read.pictures(tmp_path / "c.pdf")
    assert read.scans(first) == sorted(one.code for one in made[:10])
    assert read.scans(second) == sorted(one.code for one in made[10:])


def test_a_card_bears_name_number_tier_shop_and_code(
    tmp_path: Path, card: Callable[..., CardSlip], read: SimpleNamespace, made: SimpleNamespace
) -> None:
    given = [card(name=name) for name in made.hostile]
    cards.pdf(tmp_path / "c.pdf", given, shop_name="青禾茶舍")
    (text,) = read.texts(tmp_path / "c.pdf")
    unbroken = "".join(text.split())
    for one in given:
        assert "".join(one.name.split()) in unbroken
        assert one.number in text
        assert grouped(one.code, 5) in text
    assert text.count("青禾茶舍") == text.count("金卡") == len(given)


@pytest.mark.parametrize("dpi", [96, 150, 203])
def test_cards_are_read_back_at_the_dots_of_any_printer(
    tmp_path: Path, card: Callable[..., CardSlip], read: SimpleNamespace, dpi: int
) -> None:
    made = [card() for _ in range(10)]
    cards.pdf(tmp_path / "c.pdf", made, shop_name="青禾茶舍")
    (page,) = read.pictures(tmp_path / "c.pdf", dpi)
    assert read.scans(page) == sorted(one.code for one in made)


@pytest.mark.parametrize(
    "name", ["买买提·阿卜杜拉·艾山江·吐尔逊" * 4, "Wolfeschlegelsteinhausenberger " * 2]
)
def test_long_names_stand_whole_on_their_card(
    tmp_path: Path, card: Callable[..., CardSlip], read: SimpleNamespace, name: str
) -> None:
    tier = "至尊无上黑金钻石终身荣誉会员" * 4
    cards.pdf(tmp_path / "c.pdf", [card(name=name, tier=tier)], shop_name="青禾茶舍" * 9)
    text = "".join(read.texts(tmp_path / "c.pdf")[0].split())
    for said in (name, tier, "青禾茶舍" * 9):
        assert "".join(said.split()) in text
    (placed,) = read.boxes(tmp_path / "c.pdf")
    assert max(one[3] for one in placed) < paper.PAGE_WIDTH / 2


def test_no_cards_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no cards"):
        cards.pdf(tmp_path / "c.pdf", [], shop_name="青禾茶舍")
