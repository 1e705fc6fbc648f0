"""The check finds what was changed of vouchers, of how they went, and of what rules gave."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from shopdesk import (
    categories,
    checks,
    deliveries,
    events,
    gifts,
    members,
    merging,
    points,
    purchases,
    rewards,
    settlements,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from tests.core.test_checks import codes, unguard
from tests.core.test_refused_scans import unknown

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.fixture
def giving(desk: Desk, clock: "SetClock") -> Desk:
    """A shop that gave by hand and by rule, over the counter, by courier and from a partner."""
    zhang, li = (members.register(desk, name=name).id for name in ("张三丰", "李四"))
    bag = gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=30).id
    film = gifts.add(desk, name="影票", kind="partner", partner="影院", cost=3500, value=6000).id
    tasting = events.add(desk, name="品茗", on=desk.today()).id
    several = [rewards.voucher(gift=bag), rewards.Points(50), rewards.Multiplied(200, 5)]
    rewards.add(desk, name="Guests", trigger=rewards.attending(tasting), reward=several)
    old = rewards.add(desk, name="Old", trigger=rewards.joining(), reward=rewards.Points(5)).id
    rewards.edit(desk, old, name="Older")
    rewards.close(desk, old)
    events.check_in(desk, tasting, zhang)
    ten = vouchers.issue(desk, li, amount=1000, valid_days=9)
    due = purchases.quote(desk, member=li, amount=9000, vouchers=[ten.code]).due
    purchases.record(desk, member=li, amount=9000, vouchers=[ten.code], pay={"cash": due})
    vouchers.issue(desk, None, percent_off=10, minimum=5000, cap=3000)
    parcel = vouchers.issue(desk, li, gift=bag, channel="courier", valid_days=5)
    deliveries.put(desk, parcel.id, recipient="李四", phone="13800138000", address="某路 1 号")
    deliveries.send(desk, parcel.id)
    vouchers.redeem(desk, vouchers.issue(desk, li, gift=film).code, member_id=li)
    settlements.settle(desk, "影院", f"{desk.today():%Y-%m}")
    late = vouchers.issue(desk, li, gift=bag, valid_days=2)
    vouchers.extend(desk, late.id, until=desk.today() + timedelta(days=9), reason="ill")
    for _ in range(3):
        with pytest.raises(Refused):
            vouchers.recognise(desk, unknown(7))
    merging.merge(desk, keep=zhang, drop=li)
    clock.tick(days=1)
    return desk


@pytest.mark.parametrize("said", ["rules_as", "issued_as", '{"rules_as": {}}', '"issued_as": 1'])
def test_words_that_somebody_typed_are_no_digests(giving: Desk, said: str) -> None:
    one = vouchers.issue(giving, 1, amount=100)
    vouchers.extend(giving, one.id, until=giving.today() + timedelta(days=99), reason=said)
    assert checks.run(giving) == ()


def test_a_shop_that_gave_in_every_way_adds_up(giving: Desk) -> None:
    assert checks.run(giving) == ()


BROKEN = [
    ("UPDATE voucher SET amount = 100000 WHERE kind = 'amount'", {"issued_as"}),
    ("UPDATE voucher SET percent_off = 90 WHERE kind = 'percent'", {"issued_as"}),
    ("UPDATE voucher SET minimum = 0 WHERE kind = 'percent'", {"issued_as"}),
    ("UPDATE voucher SET cap = NULL WHERE kind = 'percent'", {"issued_as"}),
    ("UPDATE voucher SET member_id = 1 WHERE kind = 'percent'", {"issued_as"}),
    ("UPDATE voucher SET code = 'V0000000000Y' WHERE kind = 'percent'", {"issued_as"}),
    ("UPDATE voucher SET channel = 'counter' WHERE channel = 'courier'",
     {"issued_as", "delivery"}),
    ("UPDATE voucher SET redeemed_by = NULL WHERE kind = 'amount'", {"used"}),
    ("UPDATE voucher SET redeemed_till = '7' WHERE kind = 'amount'", {"used"}),
    ("UPDATE voucher SET redeemed_at = redeemed_at - 1 WHERE kind = 'amount'", {"used"}),
    ("UPDATE voucher SET purchase_id = NULL WHERE kind = 'amount'", {"used"}),
    ("UPDATE hand_over SET event_id = 1", {"used"}),
    ("DELETE FROM delivery", {"delivery"}),
    ("DELETE FROM refused_scan WHERE refusal <> ''", {"refused_scan"}),
    ("UPDATE refused_scan SET till = '9'", {"refused_scan"}),
    ("UPDATE refused_scan SET refusal = 'voucher_used'", {"refused_scan"}),
    ("UPDATE refused_scan SET uptime_ms = 0", {"refused_scan"}),
    ("UPDATE settlement SET partner = '别处'", {"settlement"}),
    ("UPDATE settlement SET month = '2020-01'", {"settlement"}),
    ("UPDATE settlement SET on_day = on_day - 1", {"settlement"}),
    ("DELETE FROM settled_voucher", {"settlement"}),
    ("UPDATE gift_movement SET voucher_id = 1 WHERE kind = 'given'", {"promised"}),
    ("DELETE FROM given WHERE kind = 'voucher'", {"given"}),
    ("UPDATE given SET cost = 1 WHERE kind = 'voucher'", {"given"}),
    ("UPDATE given SET event_id = 1 WHERE kind <> 'voucher'", {"given"}),
    ("UPDATE occasion SET member_id = 2", {"given"}),
    ("UPDATE reward_rule SET rewards = REPLACE(rewards, '50', '5000')", {"rule"}),
    ("UPDATE reward_rule SET limits = json_set(limits, '$.in_all', 9999)", {"rule"}),
    ("UPDATE reward_rule SET triggers = REPLACE(triggers, 'attending', 'joining')", {"rule"}),
    ("UPDATE reward_rule SET channel = 'courier'", {"rule"}),
    ("UPDATE reward_rule SET ends_on = starts_on", {"rule"}),
    ("UPDATE reward_rule SET closed_on = NULL WHERE closed_on > 0", {"rule"}),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), BROKEN, ids=[sql for sql, _ in BROKEN])
def test_each_change_of_what_was_given_shows(giving: Desk, sql: str, expected: set[str]) -> None:
    unguard(giving)
    assert giving.db.execute_sql(sql).rowcount > 0
    assert codes(giving) == expected


def test_a_voucher_that_nobody_issued_shows(giving: Desk) -> None:
    unguard(giving)
    columns = ", ".join(
        row[1] for row in giving.db.execute_sql("PRAGMA table_info(voucher)") if row[1] != "id"
    )
    as_it_is = columns.replace("code,", "'V0000000000Y',", 1)
    giving.db.execute_sql(
        f"INSERT INTO voucher ({columns}) SELECT {as_it_is} FROM voucher WHERE kind = 'percent'"
    )
    assert "issued_as" in codes(giving)


def test_what_an_older_release_issued_has_no_seal_and_is_no_fault(desk: Desk) -> None:
    """Its events say nothing of their vouchers; what comes after the first seal does."""
    member = members.register(desk, name="张三丰").id
    vouchers.issue(desk, member, amount=1000)
    points.adjust(desk, member, 5, reason="kind")
    desk.db.execute_sql("DROP TRIGGER event_no_update")
    desk.db.execute_sql("UPDATE event SET body = '{}'")
    assert codes(desk) == {"audit"}
    vouchers.issue(desk, member, amount=2000)
    assert codes(desk) == {"audit"}


def test_a_rule_goes_along_with_its_category_and_is_sealed_anew(desk: Desk, tea: int) -> None:
    trigger = rewards.purchase(over=5000, category="茶")
    rewards.add(desk, name="Tea", trigger=trigger, reward=rewards.Points(5))
    categories.rename(desk, "茶", "茶叶")
    assert rewards.rules(desk)[0].triggers[0].subject == "茶叶"
    assert checks.run(desk) == ()
