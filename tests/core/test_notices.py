"""Notices: written in a change, listed until somebody has seen them."""

import pytest

from shopdesk import Refused, members, notices, purchases, vouchers
from shopdesk.shop import Desk
from shopdesk.store.change import change


def write(desk: Desk, kind: str, **about: object) -> int:
    with change(desk, action="days.run") as made:
        return notices.write(made, kind, **about)  # type: ignore[arg-type]


@pytest.fixture
def four(desk: Desk, member: int) -> list[int]:
    """One notice of most kinds."""
    voucher = vouchers.issue(desk, member, amount=100).id
    sold = purchases.record(desk, member=member, amount=500, pay={"cash": 500}).id
    return [
        write(desk, notices.FORFEIT, member=member, voucher=voucher),
        write(desk, notices.PRICED_HIGHER, member=member, tier="gold", receipts=[sold]),
        write(desk, notices.TIER_STAYS, member=member, purchase=sold, tier="silver", change=1),
        write(desk, notices.TIER_STAYS_TOP_UP, member=member, tier="silver", change=2),
    ]


def test_every_kind_says_whom_and_what_it_is_about(desk: Desk, member: int, four: list) -> None:
    number, code = members.get(desk, member).number, vouchers.of_member(desk, member)[0].code
    write(desk, notices.USES_SPENT, member=member, uses=2, goods="次卡")
    told = {notice.kind: notice.sentence for notice in notices.listed(desk)}
    assert told == {
        "forfeit": f"张三丰 ({number}) had used the voucher {code} when what it was given for "
        "was taken back, or found to be given for twice. Should it come back, it is void.",
        "priced_higher": f"张三丰 ({number}) bought at the prices of Gold, which was taken back "
        "since: receipts 000001.",
        "tier_stays": f"Receipt 000001 was given back, and 张三丰 ({number}) no longer reaches "
        "what led to Silver. The tier stays.",
        "tier_stays_top_up": f"A top-up was given back, and 张三丰 ({number}) no longer reaches "
        "what led to Silver. The tier stays.",
        "uses_spent": f"张三丰 ({number}) had spent uses of 次卡 (2) when what they were given for "
        "was taken back. Should they come back, they are gone.",
    }
    assert set(told) == set(notices.KINDS)
    desk.speaks = "zh_CN"
    assert all("张三丰" in notice.sentence for notice in notices.listed(desk))
    assert {n.sentence for n in notices.listed(desk)}.isdisjoint(told.values())


def test_what_was_seen_is_listed_only_among_all(desk: Desk, four: list[int]) -> None:
    assert [notice.id for notice in notices.listed(desk)] == four[::-1]
    notices.seen(desk, four[1])
    assert [notice.id for notice in notices.listed(desk)] == [four[3], four[2], four[0]]
    every = notices.listed(desk, unseen_only=False)
    assert [(notice.id, notice.is_seen) for notice in every] == [
        (four[3], False),
        (four[2], False),
        (four[1], True),
        (four[0], False),
    ]
    notices.seen(desk, four[1])
    assert notices.listed(desk, unseen_only=False) == every


@pytest.mark.parametrize("notice", [0, 99, -1, 2**70])
def test_an_unknown_notice_is_refused(desk: Desk, notice: int) -> None:
    with pytest.raises(Refused) as refusal:
        notices.seen(desk, notice)
    assert refusal.value.code == "unknown_notice"


def test_a_cashier_sees_none(cashier: Desk, four: list[int]) -> None:
    for act in (notices.listed, lambda desk: notices.seen(desk, four[0])):
        with pytest.raises(Refused) as refusal:
            act(cashier)
        assert refusal.value.code == "permission"
