"""What a gift is: kinds, numbered pieces, brand and picture, in the catalogue and out of it."""

from collections.abc import Callable
from typing import Any

import pytest

from shopdesk import (
    catalogue,
    checks,
    gift_pictures,
    gift_sets,
    gifts,
    members,
    promise_words,
    rewards,
    slips,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.test_gifts import refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
QUOTA: dict[str, Any] = {"kind": "quota", "uses": 5, "unit": "小时", "unit_en": "hours"}

# --- kinds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "service"}, None),
        ({"kind": "service", "stock": 0}, "gift_kind"),
        ({"kind": "upgrade"}, None),
        ({"kind": "upgrade", "stock": 3}, None),
        (QUOTA, None),
        (QUOTA | {"uses": None}, "gift_kind"),
        (QUOTA | {"uses": 0}, "amount"),
        (QUOTA | {"uses": 1}, None),
        (QUOTA | {"unit": None}, "gift_kind"),
        ({"uses": 5}, "gift_kind"),
        ({"unit_en": "hours"}, "gift_kind"),
        ({"kind": "partner", "partner": "春风花店"}, None),
        ({"kind": "partner"}, "gift_kind"),
        ({"partner": "春风花店"}, "gift_kind"),
        ({"edition": 3, "stock": 3}, None),
        ({"edition": 3, "stock": 4}, "edition"),
        ({"edition": 3}, "edition"),
        ({"edition": 0, "stock": 0}, "amount"),
        ({"brand": "字" * 500}, None),
        ({"brand": "字" * 501}, "text"),
    ],
)
def test_a_kind_has_what_it_needs_and_nothing_of_another(
    desk: Desk, values: dict[str, Any], code: str | None
) -> None:
    if code is not None:
        refused(code, gifts.add, desk, name="礼", **values)
        assert gifts.catalogue(desk) == []
        return
    g = gifts.add(desk, name="礼", **values)
    assert {name: getattr(g, name) for name in values} == values


def test_a_voucher_for_a_number_of_uses_says_how_many(desk: Desk) -> None:
    g = gifts.add(desk, name="茶室", name_en="Tea room", **QUOTA)
    voucher = vouchers.issue(desk, None, gift=g.id)
    assert vouchers.title(desk, voucher, "en") == "Tea room · 5 hours"
    assert vouchers.title(desk, voucher, "zh_CN") == "茶室 · 5 小时"
    gifts.edit(desk, g.id, unit_en="")
    assert vouchers.title(desk, voucher, "en") == "Tea room · 5 小时"
    refused("gift_kind", gifts.edit, desk, g.id, uses=None)


def test_the_brand_is_told_in_a_language_or_in_the_one_there_is(desk: Desk) -> None:
    both = gifts.add(desk, name="杯", stock=0, brand="青禾出品", brand_en="Made by Qinghe")
    one = gifts.add(desk, name="伞", brand_en="Made by Qinghe")
    assert (both.brand_text("en"), both.brand_text("zh_CN")) == ("Made by Qinghe", "青禾出品")
    assert one.brand_text("zh_CN") == "Made by Qinghe"
    assert gifts.add(desk, name="袋").brand_text("en") == ""


# --- numbered pieces --------------------------------------------------------------------------


def numbers(desk: Desk, *several: vouchers.Voucher) -> list[int | None]:
    return [vouchers.get(desk, one.id).edition for one in several]


def test_each_piece_is_promised_to_one_voucher_and_free_again_when_that_ends(desk: Desk) -> None:
    cup = gifts.add(desk, name="银杯", name_en="Silver cup", stock=3, edition=50).id
    one, two, three = (vouchers.issue(desk, None, gift=cup) for _ in "abc")
    assert numbers(desk, one, two, three) == [1, 2, 3]
    assert vouchers.title(desk, two, "en") == "Silver cup · No. 2 of 50"
    assert "No. 2 of 50" in slips.of_vouchers(desk, [two])[0].title
    vouchers.redeem(desk, one.code)
    vouchers.void(desk, two.id, reason="typo")
    again = vouchers.issue(desk, None, gift=cup)
    assert numbers(desk, one, two, three, again) == [1, None, 3, 2]
    assert [m.edition for m in gifts.movements(desk, cup)] == [None, 1, 2, 3, 1, 2, 2]
    assert checks.run(desk) == ()


def test_a_piece_that_comes_back_whole_can_be_given_again_and_a_broken_one_is_gone(
    desk: Desk,
) -> None:
    cup = gifts.add(desk, name="银杯", stock=2, edition=2).id
    one, two = (vouchers.issue(desk, None, gift=cup) for _ in "ab")
    for voucher in (one, two):
        vouchers.redeem(desk, voucher.code)
    refused("edition", gifts.give_back, desk, cup, reason="r")
    refused("edition", gifts.give_back, desk, cup, voucher=one.code, reason="r", is_replaced=True)
    gifts.give_back(desk, cup, voucher=one.code, reason="dented", is_broken=True)
    gifts.give_back(desk, cup, voucher=two.code, reason="not wanted")
    assert numbers(desk, one, two) == [1, None]
    assert gifts.get(desk, cup).stock == 1
    assert numbers(desk, vouchers.issue(desk, None, gift=cup)) == [2]
    refused("edition", gifts.receive, desk, cup, 1)
    refused("edition", gifts.count, desk, cup, 2, reason="r")
    assert checks.run(desk) == ()


@pytest.mark.parametrize(
    ("before", "prepare", "after", "code"),
    [
        (None, 0, 5, None),
        (None, 1, 5, "edition"),
        (5, 1, None, "edition"),
        (5, 0, None, None),
        (5, 2, 4, None),
        (5, 2, 3, "edition"),
        (5, 2, 6, None),
    ],
)
def test_pieces_are_numbered_before_they_are_promised_and_keep_it(
    desk: Desk, before: int | None, prepare: int, after: int | None, code: str | None
) -> None:
    cup = gifts.add(desk, name="银杯", stock=4, edition=before).id
    for _ in range(prepare):
        vouchers.issue(desk, None, gift=cup)
    if code is not None:
        refused(code, gifts.edit, desk, cup, edition=after)
        assert gifts.get(desk, cup).edition == before
        return
    assert gifts.edit(desk, cup, edition=after).edition == after
    assert checks.run(desk) == ()


def test_a_number_that_was_changed_in_the_file_is_found(desk: Desk) -> None:
    cup = gifts.add(desk, name="银杯", stock=3, edition=3).id
    vouchers.issue(desk, None, gift=cup)
    desk.db.execute_sql("UPDATE voucher SET edition = 2")
    assert [(f.code, f.subject, f.expected, f.found) for f in checks.run(desk)] == [
        ("stock", "voucher 1 edition", 1, 2)
    ]
    desk.db.execute_sql("UPDATE voucher SET edition = 1")
    desk.db.execute_sql("UPDATE gift SET stock = NULL, edition = NULL")
    assert checks.run(desk) == ()


# --- out of the catalogue ---------------------------------------------------------------------


def test_what_is_out_of_the_catalogue_is_given_no_more_and_its_vouchers_are_good(
    desk: Desk,
) -> None:
    bag, cup = (gifts.add(desk, name=name, stock=5).id for name in "袋杯")
    issued = vouchers.issue(desk, None, gift=bag)
    assert gifts.close(desk, bag).closed_on == desk.today()
    assert gifts.close(desk, bag) == gifts.get(desk, bag)
    assert [g.id for g in gifts.catalogue(desk)] == [cup]
    assert {g.id for g in gifts.catalogue(desk, closed=True)} == {bag, cup}
    refused("gift_closed", vouchers.issue, desk, None, gift=bag)
    refused("gift_closed", gift_sets.add, desk, name="套", gifts={"gold": bag})
    every = rewards.every("month")
    for promise in (rewards.voucher(gift=bag), rewards.voucher(gift=cup, instead=bag)):
        refused("gift_closed", rewards.add, desk, name="月", trigger=every, reward=promise)
    vouchers.redeem(desk, issued.code)
    assert gifts.reopen(desk, bag).is_active
    assert vouchers.issue(desk, None, gift=bag).state == "issued"


def by_set(desk: Desk, gift: int) -> rewards.Reward:
    return rewards.OfTier(gift_sets.add(desk, name="套", gifts={"gold": gift}).id)


GIVES: list[Callable[[Desk, int, int], rewards.Reward]] = [
    lambda _desk, gift, _other: rewards.voucher(gift=gift),
    lambda _desk, gift, other: rewards.voucher(gift=other, instead=gift),
    lambda desk, gift, _other: by_set(desk, gift),
]


@pytest.mark.parametrize("gives", GIVES)
def test_a_gift_that_a_rule_gives_stays_until_the_rule_is_closed(
    desk: Desk, gives: Callable[[Desk, int, int], rewards.Reward]
) -> None:
    bag, cup, box = (gifts.add(desk, name=name, stock=5).id for name in "袋杯盒")
    rule = rewards.add(
        desk, name="月礼", name_en="Monthly", trigger=rewards.every("month"),
        reward=[rewards.Points(5), gives(desk, bag, cup)],
    )  # fmt: skip
    assert "Monthly" in str(refused("gift_used", gifts.close, desk, bag))
    gifts.close(desk, box)
    rewards.close(desk, rule.id)
    assert not gifts.close(desk, bag).is_active


def test_no_rule_is_made_of_a_set_with_a_gift_that_was_taken_out(desk: Desk) -> None:
    bag = gifts.add(desk, name="袋", stock=5).id
    reward = by_set(desk, bag)
    gifts.close(desk, bag)
    every = rewards.every("month")
    refused("gift_closed", rewards.add, desk, name="月", trigger=every, reward=reward)


def test_a_cashier_reads_the_catalogue_without_costs_and_changes_nothing(
    desk: Desk, cashier: Desk
) -> None:
    bag = gifts.add(desk, name="袋", cost=800, stock=5).id
    assert [g.cost for g in gifts.catalogue(cashier)] == [None]
    assert catalogue.with_cost(cashier, bag).cost == 800
    for command, given in (
        (gifts.close, ()), (gifts.reopen, ()), (gift_pictures.remove, ()),
        (gift_pictures.put, (PNG,)),
    ):  # fmt: skip
        refused("permission", command, cashier, bag, *given)
    refused("permission", gifts.count, cashier, bag, 5, reason="r")
    refused("permission", gifts.give_back, cashier, bag, reason="r")


def test_gifts_are_found_by_word_kind_and_state(desk: Desk, cashier: Desk) -> None:
    bag = gifts.add(desk, name="帆布袋", name_en="Canvas bag", stock=6, brand="青禾").id
    cup = gifts.add(desk, name="杯", stock=3).id
    lesson = gifts.add(desk, name="茶艺课", kind="service").id
    out = gifts.add(desk, name="旧杯", stock=0).id
    gifts.close(desk, out)
    assert {g.id for g in gifts.found(desk)} == {bag, cup, lesson}
    assert [g.id for g in gifts.found(desk, " 青禾 ")] == [bag]
    assert [g.id for g in gifts.found(desk, "ＢＡＧ")] == [bag]
    assert [g.id for g in gifts.found(desk, kind="service")] == [lesson]
    assert [g.id for g in gifts.found(desk, state="few")] == [cup]
    assert [g.id for g in gifts.found(desk, "杯", state="closed")] == [out]
    assert gifts.found(desk, "杯", kind="service") == []
    assert [g.cost for g in gifts.found(cashier, "袋")] == [None]
    refused("choice", gifts.found, desk, kind="car")
    refused("choice", gifts.found, desk, state="many")


# --- pictures ---------------------------------------------------------------------------------


def test_a_picture_is_kept_until_another_takes_its_place(desk: Desk) -> None:
    bag = gifts.add(desk, name="袋").id
    assert gift_pictures.of_gift(desk, bag) is None
    gift_pictures.put(desk, bag, PNG)
    first = gift_pictures.versions(desk)
    gift_pictures.put(desk, bag, PNG + b"2")
    assert gift_pictures.of_gift(desk, bag) == PNG + b"2"
    assert gift_pictures.every(desk) == {bag: PNG + b"2"}
    assert gift_pictures.versions(desk)[bag] > first[bag]
    gift_pictures.remove(desk, bag)
    assert gift_pictures.every(desk) == gift_pictures.versions(desk) == {}
    for wrong in (b"GIF89a", b"", None, PNG + b"0" * 200 * 1024):
        refused("photo", gift_pictures.put, desk, bag, wrong)
    refused("unknown_gift", gift_pictures.put, desk, 99, PNG)
    refused("unknown_gift", gift_pictures.of_gift, desk, 99)


def test_a_voucher_in_a_list_says_which_piece_it_is_for(desk: Desk) -> None:
    member = members.register(desk, name="张三丰").id
    cup = gifts.add(desk, name="Cup", stock=2, edition=2).id
    for _ in "ab":
        vouchers.issue(desk, member, gift=cup)
    said = [promise_words.title(desk, one, "en") for one in vouchers.of_member(desk, member)]
    assert said == ["Cup · No. 1 of 2", "Cup · No. 2 of 2"]
