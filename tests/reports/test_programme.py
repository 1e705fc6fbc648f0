"""Posters and leaflets say what the settings say, all of it, and fit their sheet."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reports import paper, programme, programme_pdf
from reports.programme import Programme, Rung, Section
from shopdesk import events, gifts, ladders, rewards, segments, settings, tiers
from shopdesk.shop import Desk

YEAR = tiers.rolling_months(12)
A4_ON_ITS_SIDE = (paper.PAGE_HEIGHT, paper.PAGE_WIDTH)
DRAWN: dict[str, Callable[[Any, Programme], int]] = {
    "A4": lambda target, told: programme_pdf.poster(target, told, size="A4"),
    "A3": lambda target, told: programme_pdf.poster(target, told, size="A3"),
    "leaflet": programme_pdf.leaflet,
}
SIZES = {
    "A4": (paper.PAGE_WIDTH, paper.PAGE_HEIGHT),
    "A3": (paper.PAGE_HEIGHT, 2 * paper.PAGE_WIDTH),
    "leaflet": A4_ON_ITS_SIDE,
}


def lines(told: Programme, heading: str) -> tuple[str, ...]:
    return next((one.lines for one in told.sections if one.heading == heading), ())


def test_the_ladder_is_told_tier_by_tier(desk: Desk) -> None:
    tier = ladders.Tier(
        "gold", {"en": "Gold"}, tiers.any_of(tiers.at_least("spend", 300_000, YEAR),
                                             tiers.at_least("visits", 25, YEAR)),
        5, 150, category_discounts={"茶": 10, "酒": 0}, colour="#d9b24a",
    )  # fmt: skip
    tiers.set_ladder(desk, [ladders.TEMPLATES["five"][0], tier])
    member, gold = programme.of(desk, "en").rungs
    assert member.asks == "For every member"
    assert gold == Rung(
        "Gold", "#d9b24a", "¥3,000 spent or 25 visits in 12 months",
        ("5% off", "Points ×1.5", "茶: 10% off", "酒: no discount"),
    )  # fmt: skip


def test_how_tiers_are_kept_follows_the_terms(desk: Desk) -> None:
    heading = "How tiers are kept"
    assert lines(programme.of(desk, "en"), heading) == (
        "A tier that was reached is kept for good.",
    )
    ladder = list(tiers.ladder(desk))[:1]
    asked = tiers.any_of(tiers.at_least("visits", 10, YEAR))
    kept = tiers.any_of(tiers.at_least("visits", 6, YEAR))
    ladder.append(ladders.Tier("gold", {"en": "Gold"}, asked, keep=kept))
    tiers.set_ladder(desk, ladder, review_months=12, grace_days=1)
    assert lines(programme.of(desk, "en"), heading) == (
        "Tiers are looked at again 12 months after they were reached, at the month's end.",
        "To keep Gold: 6 visits in 12 months",
        "Whoever misses it has 1 day to make up for it.",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ("1 point for every ¥1 paid.", "100 points pay ¥1.", "They never end.")),
        ({"earn_points": 2, "points_expiry": "days", "points_expiry_count": 1},
         ("2 points for every ¥1 paid.", "100 points pay ¥1.", "They are good for 1 day.")),
        ({"points_value": 0, "points_expiry": "months", "points_expiry_count": 18},
         ("1 point for every ¥1 paid.", "They are good for 18 months.")),
        ({"points_cap_percent": 50, "points_expiry": "year_end", "points_expiry_count": 1},
         ("1 point for every ¥1 paid.", "100 points pay ¥1.",
          "They pay at most 50% of a purchase.",
          "They are good to 31 December of the next year.")),
        ({"unearning_categories": ("酒", "烟"), "points_expiry": "month_end",
          "points_expiry_count": 0},
         ("1 point for every ¥1 paid.", "100 points pay ¥1.", "No points on: 酒, 烟.",
          "They are good to the end of the month.")),
        ({"points_expiry": "idle", "points_expiry_count": 12},
         ("1 point for every ¥1 paid.", "100 points pay ¥1.",
          "They end 12 months after the last purchase.")),
        ({"earn_points": 0}, ()),
    ],
)  # fmt: skip
def test_points_are_told_as_they_are_set(
    desk: Desk, changed: dict[str, Any], said: tuple[str, ...]
) -> None:
    settings.edit(desk, **changed)
    assert lines(programme.of(desk, "en"), "Points") == said


def test_bonuses_of_top_ups_are_told(desk: Desk) -> None:
    settings.edit(desk, bonus_rules=((50_000, 5000), (999_999_999, 100_000_000)))
    assert lines(programme.of(desk, "en"), "Stored value") == (
        "Top up ¥500: ¥50 on top", "Top up ¥9,999,999.99: ¥1,000,000 on top",
    )  # fmt: skip


def test_rules_for_everybody_are_told_and_no_others(desk: Desk) -> None:
    gift = gifts.add(desk, name="茶壶", name_en="Teapot").id
    teapot = rewards.voucher(gift=gift)
    some = segments.Filter("visits", "at_least", 9)
    few = segments.add(desk, name="少数", filters=[some])
    named = {
        "open": {},
        "pilot": {"limits": rewards.Limits(share=99)},
        "segment": {"segment": few.id},
        "over": {"ends_on": desk.today()},
    }
    for name, more in named.items():
        rewards.add(desk, name=name, trigger=rewards.joining(), reward=teapot, **more)
    said = lines(programme.of(desk, "en"), "Gifts and vouchers")
    assert len(said) == 2, "the one for everybody, and the one that ends today"
    assert all("Teapot" in one for one in said)


def test_what_guests_of_an_event_get_is_left_out(desk: Desk) -> None:
    evening = events.add(desk, name="茶友会", name_en="Tea evening", on=desk.today()).id
    coming, points = rewards.attending(evening), rewards.Points(50)
    rewards.add(desk, name="a", trigger=coming, reward=points)
    rewards.add(desk, name="b", trigger=[coming, rewards.joining()], reward=points)
    said = lines(programme.of(desk, "en"), "Gifts and vouchers")
    assert said == ("On joining: 50 points.",)


def test_what_a_rule_may_cost_is_nobodys_business(desk: Desk) -> None:
    limits = rewards.Limits(per_member=2, period="year", budget=123_400)
    reward = rewards.voucher(amount=100)
    rewards.add(desk, name="入会", trigger=rewards.joining(), reward=reward, limits=limits)
    (said,) = lines(programme.of(desk, "en"), "Gifts and vouchers")
    assert "1,234" not in said
    assert "2" in said, "how often one is given it is said"


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ({}, ("Every member: 1 day around the birthday",)),
        ({"gold": 7, "diamond": 30},
         ("Member: 1 day around the birthday", "Silver: 1 day around the birthday",
          "Gold: 7 days around the birthday", "Platinum: 1 day around the birthday",
          "Diamond: 30 days around the birthday")),
    ],
)  # fmt: skip
def test_birthday_windows_are_told_by_tier(
    desk: Desk, windows: dict[str, int], said: tuple[str, ...]
) -> None:
    assert lines(programme.of(desk, "en"), "Birthdays") == ()
    reward = rewards.voucher(amount=100)
    rewards.add(desk, name="生日", trigger=rewards.birthday(windows=windows), reward=reward)
    assert lines(programme.of(desk, "en"), "Birthdays") == said


# --- on paper ---------------------------------------------------------------------------------


def told(rungs: int, sentences: int) -> Programme:
    """A programme as short or as long as one likes."""
    asks = "¥9,999,999.99 spent or 9,999 visits in 12 months or different products 99 ever"
    name, gives = "至尊无上黑金钻石终身荣誉会员", ("9.8 折", "积分×2", "Points ×10", "酒: 8 折")
    return Programme(
        "青禾茶舍",
        "021-5555 0123 · 上海市静安区南京西路 1266 号",
        "en",
        "Membership programme",
        tuple(Rung(f"{name}{n}", "#d9b24a", f"{asks} {n}", gives) for n in range(rungs)),
        tuple(
            Section(f"Heading {n}", tuple(f"{n}-{line}: {asks}" for line in range(sentences)))
            for n in range(5)
        ),
    )


@pytest.mark.parametrize("size", [(2, 1), (5, 4), (10, 12), (10, 40)], ids=str)
@pytest.mark.parametrize("form", DRAWN)
def test_all_of_it_is_on_paper_and_inside_of_the_sheet(
    tmp_path: Path, read: SimpleNamespace, form: str, size: tuple[int, int]
) -> None:
    given = told(*size)
    pages = DRAWN[form](tmp_path / "p.pdf", given)
    text = "".join(" ".join(read.texts(tmp_path / "p.pdf")).split())
    said = [one for rung in given.rungs for one in (rung.name, rung.asks, *rung.gives)]
    said += [one for section in given.sections for one in (section.heading, *section.lines)]
    for one in (given.shop, given.title, given.contact, *said):
        assert "".join(one.split()) in text
    boxes = read.boxes(tmp_path / "p.pdf")
    assert len(boxes) == pages
    wide, high = SIZES[form]
    for placed in filter(None, boxes):
        assert min(one[1] for one in placed) > 0
        assert min(one[2] for one in placed) > 0
        assert max(one[3] for one in placed) < wide
        assert max(one[4] for one in placed) < high


@pytest.mark.parametrize("form", DRAWN)
def test_a_usual_programme_fills_no_more_than_its_sheet(tmp_path: Path, form: str) -> None:
    assert DRAWN[form](tmp_path / "p.pdf", told(10, 6)) == (2 if form == "leaflet" else 1)


def test_a_section_is_not_torn_between_the_panels_of_a_leaflet(
    tmp_path: Path, read: SimpleNamespace
) -> None:
    DRAWN["leaflet"](tmp_path / "p.pdf", told(7, 4))
    fold = A4_ON_ITS_SIDE[0] / 2
    panels = [
        "".join(one[0] for one in page if (one[1] > fold) is is_right)
        for page in read.boxes(tmp_path / "p.pdf")
        for is_right in (False, True)
    ]
    for section in range(5):
        first, last = (
            [place for place, said in enumerate(panels) if f"{section}-{line}:" in said]
            for line in (0, 3)
        )
        assert first == last != []


def test_the_larger_poster_is_the_smaller_one_enlarged(
    tmp_path: Path, read: SimpleNamespace
) -> None:
    small, large = (tmp_path / size for size in ("A4", "A3"))
    for size, file in (("A4", small), ("A3", large)):
        DRAWN[size](file, told(5, 3))
    assert read.texts(small) == read.texts(large)
    sizes = [read.pictures(file, 72)[0].width for file in (small, large)]
    assert sizes[1] / sizes[0] == pytest.approx(2**0.5, abs=0.01)


@pytest.mark.parametrize(("language", "said"), [("en", "For every member"), ("zh_CN", "普通会员")])
def test_a_shops_programme_speaks_either_language(
    tmp_path: Path, desk: Desk, read: SimpleNamespace, language: str, said: str
) -> None:
    programme_pdf.leaflet(tmp_path / "p.pdf", programme.of(desk, language))
    assert said in " ".join(read.texts(tmp_path / "p.pdf"))
