"""Two members become one with stored value, passes, a PIN and all that is personal, and back."""

from typing import Any

import pytest

from shopdesk import (
    Refused,
    checks,
    consents,
    dates,
    families,
    import_log,
    import_undo,
    imports,
    members,
    parked,
    passes,
    photos,
    preferences,
    products,
    purchases,
    settings,
    stored_value,
    tags,
)
from shopdesk.facts import Facts
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, refused, top_up

JPEG = b"\xff\xd8\xff"


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


@pytest.fixture
def other(desk: Desk) -> int:
    return members.register(desk, name="张三", phone="13812345678").id


@pytest.fixture
def tea(desk: Desk) -> int:
    return products.add(desk, name="茶", price=1000).id


def held(desk: Desk, *who: int) -> list[tuple[int, int]]:
    """Principal and bonus of each."""
    values = [members.get(desk, one).stored_value for one in who]
    return [(value.principal, value.bonus) for value in values]


def sell_pass(desk: Desk, member: int, tea: int) -> int:
    """Ten uses of tea for 80.00; returns the pass."""
    sold = pass_for(desk, tea, 8000, 10)
    purchases.record(desk, lines=[(sold, 1)], member=member, pay={"cash": 8000})
    return passes.of_member(desk, member)[0].id


# --- stored value and passes ------------------------------------------------------------------


def test_both_hold_what_they_held_and_the_undoing_gives_it_back(
    desk: Desk, member: int, other: int, tea: int
) -> None:
    top_up(desk, member, 1000, 100)
    top_up(desk, other, 50_000, 5000)
    sell_pass(desk, other, tea)
    merged = members.merge(desk, keep=member, drop=other)
    assert held(desk, member, other) == [(51_000, 5100), (0, 0)]
    assert [one.left for one in passes.of_member(desk, member)] == [10]
    assert passes.of_member(desk, other) == []
    told = stored_value.statement(desk, member, desk.today(), desk.today()).movements[-1]
    assert (told.what, told.principal, told.bonus) == ("Carried over", 50_000, 5000)
    assert checks.run(desk) == ()
    members.undo_merge(desk, merged.id)
    assert held(desk, member, other) == [(1000, 100), (50_000, 5000)]
    assert [one.left for one in passes.of_member(desk, other)] == [10]
    assert checks.run(desk) == ()


def test_a_top_up_that_came_over_is_given_back_with_the_bonus_left_of_it(
    desk: Desk, member: int, other: int
) -> None:
    """Of 100.00 with 10.00 on top 55.00 are spent: 50.00 and 5.00, by proportion (9.4)."""
    sold = top_up(desk, other, 10_000, 1000)
    members.merge(desk, keep=member, drop=other)
    purchases.record(desk, amount=5500, member=member, pay={"stored_value": 5500})
    assert held(desk, member) == [(5000, 500)]
    back = stored_value.refund_top_up(desk, sold, reason="moved away")
    assert (back.member_id, back.principal, back.bonus, back.money) == (member, 5000, 500, 5000)
    assert held(desk, member, other) == [(0, 0), (0, 0)]
    assert checks.run(desk) == ()


def test_a_top_up_given_back_in_part_before_is_given_back_to_its_end_after(
    desk: Desk, member: int, other: int
) -> None:
    sold = top_up(desk, other, 10_000, 1000)
    stored_value.refund_top_up(desk, sold, principal=4000, reason="too much")
    members.merge(desk, keep=member, drop=other)
    assert checks.run(desk) == ()
    stored_value.refund_top_up(desk, sold, reason="the rest")
    assert held(desk, member, other) == [(0, 0), (0, 0)]
    assert checks.run(desk) == ()


def test_what_was_topped_up_counts_for_the_survivor(desk: Desk, member: int, other: int) -> None:
    def counted() -> list[int]:
        today = desk.today()
        return [Facts(desk.db, who)("topped_up", today, today) for who in (member, other)]

    top_up(desk, other, 10_000)
    merged = members.merge(desk, keep=member, drop=other)
    assert counted() == [10_000, 0]
    members.undo_merge(desk, merged.id)
    assert counted() == [0, 10_000]


@pytest.mark.parametrize("how", ["value", "pass", "top_up", "pass_back"])
def test_the_undoing_is_refused_once_what_came_over_was_drawn_on(
    desk: Desk, member: int, other: int, tea: int, how: str
) -> None:
    sold, pass_id = top_up(desk, other, 10_000, 1000), sell_pass(desk, other, tea)
    merged = members.merge(desk, keep=member, drop=other)
    said = "without a receipt"
    if how == "value":
        paid = {"stored_value": 11}
        said = purchases.record(desk, amount=11, member=member, pay=paid).number
    elif how == "pass":
        said = purchases.record(desk, lines=[(tea, 1)], member=member, passes=[0], pay={}).number
    elif how == "top_up":
        stored_value.refund_top_up(desk, sold, principal=1, reason="one")
    else:
        said = purchases.get(desk, passes.get(desk, pass_id).purchase_id).number
        passes.refund(desk, pass_id, uses=1, reason="one")
    with pytest.raises(Refused, match=said) as refusal:
        members.undo_merge(desk, merged.id)
    assert refusal.value.code == "undo_refused"
    assert checks.run(desk) == ()


def test_what_comes_back_to_a_lot_that_came_over_is_the_survivors(
    desk: Desk, member: int, other: int, tea: int
) -> None:
    top_up(desk, other, 10_000, 1000)
    sell_pass(desk, other, tea)
    by_value = purchases.record(desk, amount=5500, member=other, pay={"stored_value": 5500}).id
    by_pass = purchases.record(desk, lines=[(tea, 2)], member=other, passes=[0], pay={}).id
    members.merge(desk, keep=member, drop=other)
    assert [one.left for one in passes.of_member(desk, member)] == [8]
    for receipt in (by_value, by_pass):
        purchases.refund(desk, receipt, reason="brought back")
    assert held(desk, member, other) == [(10_000, 1000), (0, 0)]
    assert [one.left for one in passes.of_member(desk, member)] == [10]
    assert checks.run(desk) == ()


def test_what_was_given_back_whole_comes_over_as_nothing(
    desk: Desk, member: int, other: int, tea: int
) -> None:
    stored_value.refund_top_up(desk, top_up(desk, other, 10_000, 1000), reason="moves")
    passes.refund(desk, sell_pass(desk, other, tea), reason="moves")
    merged = members.merge(desk, keep=member, drop=other)
    assert held(desk, member, other) == [(0, 0), (0, 0)]
    assert checks.run(desk) == ()
    members.undo_merge(desk, merged.id)
    assert checks.run(desk) == ()


# --- the PIN and what is personal -------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "its", "after"),
    [("1379", "2468", "1379"), (None, "2468", "2468"), ("1379", None, "1379"), (None, None, None)],
)
def test_the_pin_is_ones_own_else_the_others(
    desk: Desk, member: int, other: int, own: str | None, its: str | None, after: str | None
) -> None:
    settings.edit(desk, proof_above=1)
    for who, pin in ((member, own), (other, its)):
        if pin:
            stored_value.set_pin(desk, who, pin)
    top_up(desk, member, 1000)
    merged = members.merge(desk, keep=member, drop=other)
    assert (stored_value.proof_of(desk, member) == "pin") is (after is not None)
    if after is not None:
        paid = {"stored_value": 2}
        purchases.record(desk, amount=2, member=member, pay=paid, proof=after)
    members.undo_merge(desk, merged.id)
    assert (stored_value.proof_of(desk, member) == "pin") is (own is not None)
    assert (stored_value.proof_of(desk, other) == "pin") is (its is not None)


def personal(desk: Desk, member: int) -> tuple[Any, ...]:
    family = families.of_member(desk, member)
    return (
        sorted(one.name for one in dates.of_member(desk, member)),
        tags.of_member(desk, member),
        preferences.of_member(desk, member),
        photos.of_member(desk, member),
        None if family is None else family.name,
        consents.holds(desk, member, "marketing"),
    )


def test_what_is_lacking_is_taken_over_and_goes_with_the_undoing(
    desk: Desk, member: int, other: int
) -> None:
    child = members.register(desk, name="张小").id
    dates.add(desk, member, name="our wedding", day=(5, 20))
    tags.put(desk, member, ["tea", "monday"])
    preferences.put(desk, member, "no sugar")
    dates.add(desk, other, name="wedding", day=(5, 20))
    dates.add(desk, other, name="child", day=(6, 1), kind="birthday")
    tags.put(desk, other, ["tea", "loud"])
    preferences.put(desk, other, "much sugar")
    photos.put(desk, other, JPEG)
    families.start(desk, "张家", [other, child])
    before = [personal(desk, who) for who in (member, other)]
    merged = members.merge(desk, keep=member, drop=other)
    assert personal(desk, member) == (
        ["child", "our wedding", "wedding"], ("loud", "monday", "tea"), "no sugar", JPEG, "张家",
        False,
    )  # fmt: skip
    home = families.of_member(desk, child)
    assert home is not None
    assert [one.id for one in home.members] == [member, child]
    assert checks.run(desk) == ()
    members.undo_merge(desk, merged.id)
    assert [personal(desk, who) for who in (member, other)] == before


def test_a_day_that_came_over_and_was_changed_since_stays(
    desk: Desk, member: int, other: int
) -> None:
    dates.add(desk, other, name="wedding", day=(5, 20))
    merged = members.merge(desk, keep=member, drop=other)
    (came,) = dates.of_member(desk, member)
    dates.edit(desk, came.id, day=(5, 21))
    members.undo_merge(desk, merged.id)
    assert [[one.day for one in dates.of_member(desk, who)] for who in (member, other)] == [
        [(5, 21)], [(5, 20)],
    ]  # fmt: skip


# --- elsewhere --------------------------------------------------------------------------------


def test_a_parked_sale_is_the_survivors_when_it_is_taken_up(
    desk: Desk, member: int, other: int
) -> None:
    waiting = parked.park(desk, label="table 3", member=other, amount=1000)
    members.merge(desk, keep=member, drop=other)
    assert parked.recall(desk, waiting.id).member == member


def test_an_import_is_not_undone_while_who_it_brought_is_somebody_else(
    desk: Desk, member: int, tmp_path: Any
) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name,phone\n李四,13900000001\n", encoding="utf-8")
    imports.members(desk, file)
    (newcomer,) = members.find(desk, "13900000001")
    (brought,) = import_log.listed(desk)
    merged = members.merge(desk, keep=member, drop=newcomer.id)
    with refused("import_used"):
        import_undo.undo(desk, brought.id)
    members.undo_merge(desk, merged.id)
    import_undo.undo(desk, brought.id)
    assert checks.run(desk) == ()
