"""A run's gifts as a list to tick off: everyone once, by gift, the totals right."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from reports import gift_list
from reports.gift_list import GiftList, Group, Receiver
from shopdesk import gifts, members, rewards
from shopdesk.shop import Desk


def listed(*groups: tuple[str, int]) -> GiftList:
    return GiftList(
        "青禾茶舍", "en", date(2026, 10, 15),
        tuple(
            Group(gift, tuple(
                Receiver(f"张三丰 {gift} {n}.", f"{100_000 + n}", "金卡", "中秋礼")
                for n in range(many)
            ))
            for gift, many in groups
        ),
    )  # fmt: skip


def test_everyone_is_listed_once_below_their_gift(tmp_path: Path, read: SimpleNamespace) -> None:
    given = listed(("Mug", 70), ("Bag", 1), ("Tea", 33))
    pages = gift_list.pdf(tmp_path / "g.pdf", given)
    texts = read.texts(tmp_path / "g.pdf")
    assert pages == len(texts) > 2
    said = " ".join("\n".join(texts).split())
    for group in given.groups:
        for receiver in group.receivers:
            assert said.count(receiver.name) == 1
    for page in texts:
        first = page.index("张三丰")
        assert "Received, signed" in page[:first], "every page names its columns"


@pytest.mark.parametrize("many", range(24, 34))
def test_no_gift_is_named_at_a_pages_foot_without_anyone_below(
    tmp_path: Path, read: SimpleNamespace, many: int
) -> None:
    gift_list.pdf(tmp_path / "g.pdf", listed(("Mug", many), ("Bag", 9)))
    for page in read.texts(tmp_path / "g.pdf"):
        assert "张三丰" in page[page.rindex("Received, signed") :]


def test_totals_stand_at_the_top(tmp_path: Path, read: SimpleNamespace) -> None:
    gift_list.pdf(tmp_path / "g.pdf", listed(("Mug", 12), ("Bag", 3)))
    head = read.texts(tmp_path / "g.pdf")[0].split("Received, signed")[0].split()
    assert "15" in head
    assert head[head.index("Mug") + 1] == "12"
    assert head[head.index("Bag") + 1] == "3"


def test_long_words_stay_on_their_row_and_whole(tmp_path: Path, read: SimpleNamespace) -> None:
    long = Receiver(
        "买买提·阿卜杜拉·艾山江·吐尔逊" * 2, "1" * 20, "至尊无上黑金钻石" * 3, "场合" * 20
    )
    given = GiftList("青禾茶舍", "zh_CN", date(2026, 10, 15), (Group("礼品" * 32, (long,) * 30),))
    gift_list.pdf(tmp_path / "g.pdf", given)
    text = "".join(" ".join(read.texts(tmp_path / "g.pdf")).split())
    for said in long:
        assert text.count(said) == 30
    for page in read.boxes(tmp_path / "g.pdf"):
        assert max(one[3] for one in page) < gift_list.LEFT + gift_list.WIDTH + 1


def test_a_run_is_listed_by_what_it_gave(desk: Desk) -> None:
    mug = gifts.add(desk, name="杯", name_en="Mug", stock=2).id
    for name in ("李娜", "王伟", "赵敏"):
        members.register(desk, name=name, birthday=(10, 15))
    for name, reward in (("杯礼", rewards.voucher(gift=mug)), ("分礼", rewards.Points(50))):
        rewards.add(desk, name=name, trigger=rewards.birthday(), reward=reward)
    preview, ran = rewards.preview(desk), rewards.run(desk)
    told = gift_list.of(desk, ran)
    assert told == gift_list.of(desk, preview), "a preview is listed as its run will be"
    assert [(one.gift, len(one.receivers)) for one in told.groups] == [("50 points", 3), ("Mug", 2)]
    assert told.total == 5
    assert told.groups[1].receivers[0] == Receiver("李娜", "100001", "Member", "杯礼")


def test_nothing_given_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no gifts"):
        gift_list.pdf(tmp_path / "g.pdf", listed())
