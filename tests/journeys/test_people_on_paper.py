"""The worked numbers of docs/rules.md about people: attached, merged, parted, erased."""

from datetime import date

import pytest

from shopdesk import (
    Refused,
    erasing,
    events,
    members,
    merging,
    points,
    purchases,
    settings,
    tiers,
)
from tests.journeys.test_more_rules_on_paper import goes_to, pay
from tests.journeys.test_rules_on_paper import someone, written


def test_a_forgotten_gold_member_is_attached_as_written(desk, clock):
    settings.edit(desk, points_expiry="days", points_expiry_count=10)
    member = someone(desk)
    tiers.floor(desk, member, "gold", reason="as written")
    sold = pay(desk, None, 50_000)
    clock.tick(days=3)
    assert purchases.attach(desk, sold.id, member=member).points_earned == 750
    (lot,) = points.lots(desk, member)
    assert (lot.earned_on, lot.expires_on) == (date(2026, 10, 15), date(2026, 11, 17))
    shop = settings.Settings("", "CNY", "en", "Asia/Shanghai")
    assert (shop.attach_days, shop.attach_limit_cashier) == (7, 5)
    written("within 7 days", "5 receipts a day", "¥500.00", "18 October it earns 750",
            "good through 17 November")  # fmt: skip


def test_a_debt_and_points_of_one_person_are_netted_as_written(desk):
    keep, drop = someone(desk), someone(desk)
    points.adjust(desk, keep, 80, reason="has")
    sold = pay(desk, drop, 5000)
    points.adjust(desk, drop, -50, reason="spent")
    purchases.refund(desk, sold.id, reason="back")
    assert points.balance(desk, drop) == -50
    members.merge(desk, keep=keep, drop=drop)
    assert points.balance(desk, keep) == 30
    written("One owes 50 points, the other has 80: together **30**")


def test_both_together_are_silver_from_the_next_purchase_as_written(desk):
    keep, drop = someone(desk), someone(desk)
    for who in (keep, drop):
        pay(desk, who, 99_999)
    members.merge(desk, keep=keep, drop=drop)
    assert members.get(desk, keep).tier.code == "member"
    pay(desk, keep, 1)
    assert members.get(desk, keep).tier.code == "silver"
    written("¥999.99 and ¥999.99 are a Member still, until a purchase of", "¥0.01 makes Silver")


@pytest.mark.parametrize(("day", "is_late"), [("2026-11-14", False), ("2026-11-15", True)])
def test_a_merge_is_undone_as_long_as_written(desk, clock, day, is_late):
    keep, drop = someone(desk), someone(desk)
    merge = members.merge(desk, keep=keep, drop=drop)
    goes_to(desk, clock, day)
    if is_late:
        with pytest.raises(Refused, match="30 days"):
            members.undo_merge(desk, merge.id)
    else:
        members.undo_merge(desk, merge.id)
    assert merging.UNDONE_WITHIN_DAYS == 30
    written("within 30 days", "undone until 14 November, not on 15 November")


def test_who_is_erased_stays_as_a_pseudonym_as_written(desk):
    member = someone(desk, spent=10_000)
    assert members.erase(desk, member, reason="as written") == erasing.pseudonym(member)
    assert points.balance(desk, member) == 100
    written("Receipts, points and tiers stay under a pseudonym")


def test_seats_of_an_event_go_as_written(desk):
    plain, gold, other, silver, diamond = (someone(desk) for _person in range(5))
    for member, tier in ((gold, "gold"), (silver, "silver"), (diamond, "diamond")):
        tiers.floor(desk, member, tier, reason="as written")
    evening = events.add(desk, name="e", on=desk.today(), capacity=3).id
    asked = events.invite(desk, evening, members=[plain, gold, other, silver])
    assert asked.waiting == (other,)
    assert events.invite(desk, evening, members=[diamond]).waiting == (diamond,)
    events.uninvite(desk, evening, plain)
    assert events.guest(desk, evening, diamond).state == "open"
    assert events.guest(desk, evening, other).state == "waiting"
    written("the plain member asked last waits", "A Diamond invited afterwards waits too")
