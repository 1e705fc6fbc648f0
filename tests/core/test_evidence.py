"""What is said of a member has its receipts, and they come to it."""

from datetime import date, timedelta

from shopdesk import evidence, facts, members, points, purchases, rfm, tier_history, tiers
from shopdesk.shop import Desk


def buy(desk: Desk, member: int, amount: int) -> int:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}).id


def test_receipts_of_a_time_come_to_what_was_spent_and_to_the_visits(
    desk: Desk, member: int, clock
) -> None:
    for amount in (5000, 700, 900):
        buy(desk, member, amount)
    clock.tick(days=1)
    buy(desk, member, 2500)
    purchases.refund(desk, 1, amount=1000, reason="a dent")
    purchases.refund(desk, 4, amount=2500, reason="all of it")
    purchases.void(desk, buy(desk, member, 9900), reason="typed twice")
    first, last = desk.today() - timedelta(days=30), desk.today()
    found = evidence.of_days(desk, member, first, last)
    sums = facts.of_member(desk, member, first, last)
    assert [one.number for one in found] == ["000004", "000003", "000002", "000001"]
    assert sum(one.spend for one in found) == sums.spend == 5600
    assert len({one.on for one in found if one.is_visit}) == sums.visits == 1


def test_a_lot_of_points_names_its_receipt_or_why_it_was_given(desk: Desk, member: int) -> None:
    bought = buy(desk, member, 5000)
    points.adjust(desk, member, 5, reason="thanks")
    lots = [evidence.origins(desk, member)[lot.id] for lot in points.lots(desk, member)]
    assert [(one.kind, one.purchase_id, one.receipt, one.reason) for one in lots] == [
        ("earned", bought, "000001", ""), ("adjusted", None, None, "thanks"),
    ]  # fmt: skip


def test_a_value_says_its_three_figures_and_where_each_fifth_begins(desk: Desk, clock) -> None:
    people = [members.register(desk, name=f"会员{number}").id for number in range(5)]
    for number, member in enumerate(people, 1):
        for _time in range(number):
            buy(desk, member, 1000)
        clock.tick(days=1)
    bands = rfm.bands(desk.db, desk.today())
    for number, member in enumerate(people, 1):
        value = evidence.standing(desk, member).value
        assert value is not None
        assert value.band == bands[member]
        assert (value.scores[0], value.scores[2]) == (number, number)
        assert value.values[2] == number * 1000
        assert value.least[2] == {fifth: fifth * 1000 for fifth in range(1, 6)}


def test_a_stage_says_both_visits_and_the_limits(desk: Desk, member: int, clock) -> None:
    assert evidence.standing(desk, member).value is None
    first = desk.today()
    buy(desk, member, 1000)
    clock.tick(days=100)
    found = evidence.standing(desk, member)
    assert (found.stage, found.first_on, found.last_on) == ("dormant", first, first)
    assert found.limits.active == 90
    assert isinstance(found.since_on, date)


def test_a_tier_stands_on_no_void_receipt_and_counts_no_visit_that_is_none(
    desk: Desk, member: int
) -> None:
    purchases.void(desk, buy(desk, member, 9_900), reason="typed twice")
    back = buy(desk, member, 7_700)
    purchases.refund(desk, back, reason="all of it")
    kept = buy(desk, member, 100_000)
    said = tiers.why(desk, member).receipts
    assert [(one.id, one.spend, one.is_visit) for one in said] == [
        (back, 0, False), (kept, 100_000, True),
    ]  # fmt: skip
    assert tier_history.of_member(desk, member)[0].receipts == said[::-1]
