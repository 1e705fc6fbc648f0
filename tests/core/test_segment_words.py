"""What segments say in words, the templates, and the list that leaves the shop."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from shopdesk import (
    consents,
    members,
    products,
    segment_lists,
    segment_templates,
    segment_words,
    segments,
)
from shopdesk.refusals import Refused
from shopdesk.segments import EVER, TESTS, TRAITS, Filter
from shopdesk.shop import Desk
from shopdesk.traits import Trait

SAID: list[tuple[Filter, str, str]] = [
    (Filter("spend", "at_least", 100_000), "Spent at least ¥1,000.00 in the last year",
     "近一年消费不少于 ¥1,000.00"),
    (Filter("visits", "at_most", 3, 30), "At most 3 visits in the last 30 days",
     "近 30 天到店不多于 3 次"),
    (Filter("visits", "at_most", 0, EVER), "Never bought anything", "从未消费"),
    (Filter("visits", "is", 0, 1), "Bought nothing today", "今天没有消费"),
    (Filter("mean_rating", "at_least", 405), "Mean rating at least 4.05 in the last year",
     "近一年平均评分不少于 4.05"),
    (Filter("joined", "from", date(2026, 1, 1)), "Joined on 1 Jan 2026 or later",
     "2026年1月1日或之后入会"),
    (Filter("birth_month", "is", 5), "Birthday in May", "5月生日"),
    (Filter("birth_month", "at_least", 12), "Month of the birthday at least Dec", ""),
    (Filter("birth_month", "is", 13), "Birthday in 13", ""),
    (Filter("months_to_birthday", "is", 0), "Birthday this month", "本月生日"),
    (Filter("months_to_birthday", "is", 1), "Birthday next month", "下月生日"),
    (Filter("months_to_birthday", "at_most", 2), "Months to the birthday at most 2", ""),
    (Filter("tier", "is_in", ("silver", "gold")), "Silver or Gold", "银卡或金卡"),
    (Filter("tier", "not_in", ("silver",)), "Not Silver", "不是银卡"),
    (Filter("value", "is_in", ("high",)), "High value", "高价值"),
    (Filter("tags", "has_not", "老客"), "Not tagged 老客", "没有标签“老客”"),
    (Filter("consent", "has", "marketing"), "Agrees to being written to", ""),
    (Filter("likes", "has", "tea"), "Preferences name tea", ""),
]  # fmt: skip


@pytest.mark.parametrize(("one", "english", "chinese"), SAID)
def test_a_filter_is_said_in_both_languages(
    desk: Desk, one: Filter, english: str, chinese: str
) -> None:
    assert segment_words.sentence(desk, [one], "en") == english
    said = segment_words.sentence(desk, [one], "zh_CN")
    assert chinese in ("", said)


def test_several_filters_are_said_one_after_the_other(desk: Desk) -> None:
    both = [Filter("tier", "is_in", ("gold",)), Filter("points", "at_least", 1_000)]
    assert segment_words.sentence(desk, both) == "Gold · points held at least 1,000"
    assert segment_words.sentence(desk, both, is_any=True) == "Gold; or points held at least 1,000"
    assert segment_words.sentence(desk, []) == "All members"


RIGHT: dict[str, Any] = {"number": 1, "day": date(2026, 1, 1), "words": "x", "text": "x"}


def every_filter(desk: Desk) -> list[Filter]:
    def values(trait: Trait) -> Any:
        known = trait.choices(desk) if trait.choices else ("x",)
        if trait.kind == "choice":
            return tuple(known)
        return known[0] if trait.choices else RIGHT[trait.kind]

    return [
        Filter(name, test, values(trait))
        for name, trait in TRAITS.items()
        for test in TESTS[trait.kind]
    ]


def test_every_trait_and_test_has_words_in_both_languages_and_no_two_the_same(desk: Desk) -> None:
    for language in ("en", "zh_CN"):
        said = [segment_words.sentence(desk, [one], language) for one in every_filter(desk)]
        assert len(set(said)) == len(said)
        assert not any("{" in one or "}" in one for one in said)
    assert segment_words.NAMES.keys() == TRAITS.keys()
    assert segment_words.TESTS.keys() == {test for tests in TESTS.values() for test in tests}
    english, chinese = (segment_words.sentence(desk, every_filter(desk), one)
                        for one in ("en", "zh_CN"))  # fmt: skip
    assert not set(english.split(" · ")) & set(chinese.split(" · "))


def test_templates_are_segments_with_a_name_in_each_language(desk: Desk) -> None:
    products.add(desk, name="龙井", price=1, category="茶")
    made = segment_templates.offered(desk)
    for one in made:
        kept = segments.add(desk, name=one.name, name_en=one.name_en, filters=one.filters)
        assert segments.count(desk, kept.id) == 0
        assert one.name != one.name_en
    assert ("沉睡的金卡", "Sleeping Gold") in [(one.name, one.name_en) for one in made]
    assert "Likes 茶" in [one.name_en for one in made]


def test_only_who_agreed_is_in_the_list_that_leaves(desk: Desk) -> None:
    one, other, third = (
        members.register(desk, name=name, phone=phone).id
        for name, phone in (("=cmd()", "13800138001"), ("乙", "13800138002"), ("丙", None))
    )
    for member in (one, third):
        consents.give(desk, member, "marketing", wording="w")
    consents.withdraw(desk, third, "data", wording="w")
    everyone = segments.add(desk, name="人人", filters=[])
    made = segment_lists.export(desk, everyone.id)
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert (made.members, made.left_out) == (1, 2)
    assert [row[1:3] for row in rows[1:]] == [["'=cmd()", "13800138001"]]
    kept = desk.db.execute_sql("SELECT action, body FROM event ORDER BY id DESC").fetchone()
    assert kept[0] == "segments.export"
    assert '"rows": 1' in kept[1]
    assert other in segments.members(desk, everyone.id)


def test_a_list_leaves_by_the_owner_alone(desk: Desk, cashier: Desk) -> None:
    everyone = segments.add(desk, name="人人", filters=[])
    with pytest.raises(Refused) as caught:
        segment_lists.export(cashier, everyone.id)
    assert caught.value.code == "permission"
    with pytest.raises(Refused) as caught:
        segment_lists.export(desk, 99)
    assert caught.value.code == "unknown_segment"
