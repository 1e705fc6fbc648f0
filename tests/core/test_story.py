"""A member's time line as a story: milestones stand out, routine is one line."""

from datetime import timedelta

from shopdesk import interactions, members, points, purchases, story, tags, tiers, timeline
from shopdesk.shop import Desk


def buy(desk: Desk, member: int, amount: int = 1000) -> int:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}).id


def told(desk: Desk, member: int, **how: object) -> list[tuple[str, str]]:
    found = story.of_member(desk, member, **how)  # type: ignore[arg-type]
    return [(line.milestone, line.sentence) for line in found.lines]


def test_milestones_are_the_first_visit_each_tenth_and_coming_back(
    desk: Desk, member: int, clock
) -> None:
    for days in (0, 1, 80, *[1] * 7):
        clock.tick(days=days)
        buy(desk, member, 200)
    marks = [mark for mark, _sentence in told(desk, member, group="visits")]
    assert marks == ["Visit no. 10", *[""] * 6, "Back after 80 days", "", "First visit"]


def test_two_receipts_of_a_day_are_one_visit_and_the_first_is_told_as_it(
    desk: Desk, member: int
) -> None:
    for _time in range(2):
        buy(desk, member)
    assert told(desk, member)[:2] == [
        ("", "Bought for ¥10.00, receipt 000002"),
        ("First visit", "Bought for ¥10.00, receipt 000001"),
    ]


def test_routine_visits_of_a_month_are_one_line_that_holds_them(
    desk: Desk, member: int, clock
) -> None:
    for _time in range(4):
        buy(desk, member)
        clock.tick(days=1)
    points.adjust(desk, member, 5, reason="gift")
    adjusted, folded, first, joined = story.of_member(desk, member).lines
    assert adjusted.sentence == "Points adjusted by +5: gift"
    assert (folded.sentence, folded.points) == ("3 more visits, ¥30.00", 30)
    assert [line.happening.purchase for line in folded.within if line.happening] == [4, 3, 2]
    assert (first.milestone, joined.milestone) == ("First visit", "Joined")


def test_visits_that_are_all_of_their_month_are_not_called_more(
    desk: Desk, member: int, clock
) -> None:
    buy(desk, member)
    clock.tick(days=20)
    for _time in range(3):
        buy(desk, member)
        clock.tick(days=1)
    assert story.of_member(desk, member).lines[0].sentence == "3 visits, ¥30.00"


def test_changes_of_details_are_one_line_too(desk: Desk, member: int) -> None:
    for tag in ("a", "b", "c"):
        tags.put(desk, member, [tag])
    folded, joined = story.of_member(desk, member).lines
    assert (folded.sentence, len(folded.within)) == ("3 changes of details", 3)
    assert joined.group == "tiers"


def test_what_stands_out_beside_visits(desk: Desk, member: int, clock) -> None:
    buy(desk, member, 300_000)
    interactions.log(desk, member, "complaint", "the tea was cold")
    members.register(desk, name="李四", referrer=member)
    marks = [mark for mark, _sentence in told(desk, member)]
    assert marks == ["Brought a friend", "Complaint", "Moved up", "First visit", "Joined"]
    assert told(desk, member)[0][1] == "Brought 李四, who joined"
    assert tiers.why(desk, member).tier == "gold"


def test_a_story_is_narrowed_to_one_kind_and_loads_in_parts(desk: Desk, member: int, clock) -> None:
    for _time in range(5):
        buy(desk, member)
        points.adjust(desk, member, 1, reason="gift")
        clock.tick(days=1)
    found = story.of_member(desk, member, group="points", limit=3)
    assert [line.group for line in found.lines] == ["points"] * 3
    assert not found.is_whole
    assert story.of_member(desk, member, group="points").is_whole
    assert not story.of_member(desk, member, limit=3).is_whole


def test_every_kind_of_happening_belongs_to_a_group() -> None:
    assert {story.group_of(kind) for kind in timeline.SENTENCES} == set(story.GROUPS)


def test_months_are_told_with_their_lines(desk: Desk, member: int, clock) -> None:
    buy(desk, member)
    clock.tick(days=31)
    buy(desk, member)
    months = [line.month for line in story.of_member(desk, member).lines]
    today = desk.today()
    before = today - timedelta(days=31)
    assert months == [f"{today:%Y-%m}", f"{before:%Y-%m}", f"{before:%Y-%m}"]
