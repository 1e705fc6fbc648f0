"""Several programs of one machine on one shop: nothing is lost, nothing counts twice."""

from itertools import count
from pathlib import Path

import pytest

from shopdesk import (
    checks,
    deliveries,
    gifts,
    members,
    points,
    purchases,
    settings,
    tiers,
    vouchers,
)
from shopdesk.refusals import TooManyTries
from shopdesk.shop import Desk, Shop
from tests.conftest import PIN
from tests.store import tills
from tests.store.tills import Start

KILLS, AT_ONCE = 20, 2


def test_two_tills_adding_points_end_exactly_right(desk: Desk, member: int, start: Start) -> None:
    both = [start("give", 250) for _ in range(2)]
    assert [tills.finish(till) for till in both] == [["250"], ["250"]]
    assert points.balance(desk, member) == 500
    assert checks.run(desk) == ()


def test_a_voucher_is_redeemed_by_one_till_however_many_try(
    desk: Desk, member: int, start: Start
) -> None:
    fan = gifts.add(desk, name="扇子", stock=60)
    codes = [vouchers.issue(desk, member, gift=fan.id).code for _ in range(60)]
    both = [start("redeem", *order) for order in (codes, codes[::-1])]
    redeemed = [code for till in both for code in tills.finish(till)]
    assert sorted(redeemed) == sorted(codes)
    assert (gifts.get(desk, fan.id).stock, checks.run(desk)) == (0, ())


def test_a_gift_is_sent_or_fetched_and_never_both(desk: Desk, member: int, start: Start) -> None:
    fan = gifts.add(desk, name="扇子", stock=40)
    made = [vouchers.issue(desk, member, gift=fan.id, channel="courier") for _ in range(40)]
    for one in made:
        deliveries.put(desk, one.id, recipient="r", phone="1", address="a")
    codes, ids = [one.code for one in made], [one.id for one in made]
    both = [start("redeem", *codes), start("deliver", *ids[::-1])]
    given = [code for till in both for code in tills.finish(till)]
    assert sorted(given) == sorted(codes)
    assert (gifts.get(desk, fan.id).stock, checks.run(desk)) == (0, ())


def test_many_at_once_from_two_tills_are_no_more_than_there_are_gifts(
    desk: Desk, start: Start
) -> None:
    fan = gifts.add(desk, name="扇子", stock=200)
    both = [start("issue_many", fan.id, 30, 5) for _ in range(2)]
    given = sorted(int(many) for till in both for many in tills.finish(till))
    assert given == [0] * 3 + [20] + [30] * 6
    assert (gifts.get(desk, fan.id).free, checks.run(desk)) == (0, ())


def test_a_till_killed_while_it_issues_many_has_issued_whole_batches(
    desk: Desk, start: Start
) -> None:
    fan = gifts.add(desk, name="扇子", stock=100_000)
    confirmed = 0
    for kill in range(4):
        till = start("issue_many", fan.id, 200, 100)
        assert till.stdout is not None
        said = [till.stdout.readline() for _ in range(1 + kill)] + tills.kill(till)
        confirmed += sum(map(int, said))
    there = len(vouchers.listed(desk))
    assert there % 200 == 0
    assert confirmed <= there <= confirmed + 4 * 200
    assert checks.run(desk) == ()


def test_the_same_press_in_two_programs_is_one_sale(desk: Desk, member: int, start: Start) -> None:
    both = [start("sell", 60, "press") for _ in range(2)]
    first, second = (tills.finish(till) for till in both)
    assert first == second
    assert len(set(first)) == 60
    (receipts,) = desk.db.execute_sql("SELECT COUNT(*) FROM purchase").fetchone()
    assert receipts == 60
    assert checks.run(desk) == ()


def test_a_till_killed_in_mid_sale_loses_no_sale_it_confirmed(
    desk: Desk, member: int, start: Start
) -> None:
    confirmed: list[int] = []
    for kill in range(KILLS // AT_ONCE):
        selling = [start("sell", 10_000) for _ in range(AT_ONCE)]
        for number, till in enumerate(selling):
            assert till.stdout is not None
            confirmed += [int(till.stdout.readline()) for _ in range(1 + (kill + number) % 4)]
            confirmed += [int(line) for line in tills.kill(till)]
    kept = {row[0] for row in desk.db.execute_sql("SELECT id FROM purchase")}
    assert set(confirmed) <= kept
    assert len(confirmed) == len(set(confirmed)) >= KILLS
    assert len(kept) - len(confirmed) <= KILLS, "at most the one each had not yet said"
    assert checks.run(desk) == ()


def test_wrong_pins_are_counted_together_in_however_many_programs_they_are_typed(
    desk: Desk, start: Start
) -> None:
    both = [start("guess", 6) for _ in range(2)]
    said = [code for till in both for code in tills.finish(till)]
    assert sorted(said) == ["sign_in"] * 5 + ["too_many_tries"] * 7


def test_killing_the_program_wins_no_more_tries(desk: Desk, location: Path, start: Start) -> None:
    looked_at = 0
    for _ in range(8):
        guessing = start("guess", 50)
        assert guessing.stdout is not None
        said = [guessing.stdout.readline().strip(), *tills.kill(guessing)]
        looked_at += said.count("sign_in")
    assert looked_at <= 5
    with Shop.open(location, clock=lambda: tills.NOON) as same, pytest.raises(TooManyTries):
        same.sign_in("店主", PIN)


def test_what_one_program_changes_the_other_knows(desk: Desk, location: Path) -> None:
    with Shop.open(location, clock=desk.shop.clock) as shop:
        other = Desk(shop, 1, "店主", "owner", "2")
        assert shop.settings.earn_points == 1
        settings.edit(desk, earn_points=3)
        tiers.set_ladder(desk, tiers.ladder(desk)[:2])
        someone = members.register(other, name="李四").id
        sold = purchases.record(other, member=someone, amount=1000, pay={"cash": 1000})
        assert sold.points_earned == 30
        assert len(tiers.ladder(other)) == 2


def test_numbers_are_never_given_twice(desk: Desk, location: Path) -> None:
    with Shop.open(location, clock=desk.shop.clock) as shop:
        desks = (desk, Desk(shop, 1, "店主", "owner", "2"))
        made = [members.register(desks[n % 2], name=f"m{n}") for n in range(10)]
    assert [m.id for m in made] == list(range(1, 11))
    assert len({m.number for m in made}) == 10


def test_events_of_all_programs_are_one_chain_without_a_gap(
    desk: Desk, member: int, start: Start
) -> None:
    till = start("sell", 30)
    for _ in range(10):
        points.adjust(desk, member, 1, reason="test")
    tills.finish(till)
    events = [row[0] for row in desk.db.execute_sql("SELECT id FROM event ORDER BY id")]
    assert all(event == number for event, number in zip(events, count(1), strict=False))
    assert checks.run(desk) == ()
