"""Nobody gains or loses a fen or a use, in whatever order members are merged and parted."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from shopdesk import Refused, checks, members, passes, products, purchases, stored_value
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, top_up
from tests.core.test_no_free_lunch import copied

PEOPLE = (1, 2, 3)
USES = 5
TEA, PASS = 1, 2

picks = st.integers(0, 20)
deeds = st.lists(
    st.tuples(
        st.sampled_from(
            ["tops_up", "spends", "buys_a_pass", "uses_it", "gets_a_receipt_back",
             "gets_a_top_up_back", "gets_a_pass_back", "is_merged", "is_merged", "is_parted"]
        ),
        st.sampled_from(PEOPLE), picks,
    ),
    min_size=5, max_size=15,
)  # fmt: skip


@pytest.fixture
def ready(desk: Desk, location: Path) -> Path:
    """Three members, a tea for 10.00, and a pass for it."""
    for name in ("张三", "张三丰", "张小三"):
        members.register(desk, name=name)
    assert products.add(desk, name="茶", price=1000).id == TEA
    assert pass_for(desk, TEA, 4000, USES) == PASS
    desk.shop.close()
    return location


@dataclass
class Shelf:
    """The desk, and what all members together must hold."""

    desk: Desk
    money: int = 0
    uses: int = 0
    receipts: list[int] = field(default_factory=list)
    top_ups: list[int] = field(default_factory=list)
    merges: list[int] = field(default_factory=list)

    def held(self, who: int) -> tuple[int, int]:
        value = members.get(self.desk, who).stored_value.total
        return value, sum(one.left for one in passes.of_member(self.desk, who))

    def tops_up(self, who: int, pick: int) -> None:
        self.top_ups.append(top_up(self.desk, who, 1000 + 777 * pick, 10 * pick))
        self.money += 1000 + 787 * pick

    def spends(self, who: int, pick: int) -> None:
        amount = self.held(who)[0] * (pick + 1) // 21
        paid = {"stored_value": amount}
        self.receipts.append(purchases.record(self.desk, amount=amount, member=who, pay=paid).id)
        self.money -= amount

    def buys_a_pass(self, who: int, _pick: int) -> None:
        sold = purchases.record(self.desk, lines=[(PASS, 1)], member=who, pay={"cash": 4000})
        self.receipts.append(sold.id)
        self.uses += USES

    def uses_it(self, who: int, pick: int) -> None:
        count = 1 + pick % 3
        sold = purchases.record(self.desk, lines=[(TEA, count)], member=who, passes=[0], pay={})
        self.receipts.append(sold.id)
        self.uses -= count

    def gets_a_receipt_back(self, _who: int, pick: int) -> None:
        done = purchases.refund(self.desk, self.receipts[pick % len(self.receipts)], reason="back")
        self.money += sum(done.tenders.get(bucket, 0) for bucket in ("principal", "bonus"))
        self.uses += self.moved("pass", done.id)

    def moved(self, account: str, refund: int | None) -> int:
        sql = "SELECT COALESCE(SUM(amount), 0) FROM entry WHERE account = ? AND refund_id = ?"
        return int(self.desk.db.execute_sql(sql, (account, refund)).fetchone()[0])

    def gets_a_top_up_back(self, _who: int, pick: int) -> None:
        sold = self.top_ups[pick % len(self.top_ups)]
        done = stored_value.refund_top_up(self.desk, sold, reason="back")
        self.money -= done.principal + done.bonus

    def gets_a_pass_back(self, who: int, pick: int) -> None:
        had = passes.of_member(self.desk, who)
        passes.refund(self.desk, had[pick % len(had)].id, uses=1, reason="back")
        self.uses -= 1

    def is_merged(self, who: int, pick: int) -> None:
        keep = PEOPLE[pick % len(PEOPLE)]
        both = [sum(each) for each in zip(self.held(who), self.held(keep), strict=True)]
        self.merges.append(members.merge(self.desk, keep=keep, drop=who).id)
        assert list(self.held(keep)) == both
        assert self.held(who) == (0, 0)

    def is_parted(self, _who: int, pick: int) -> None:
        members.undo_merge(self.desk, self.merges[pick % len(self.merges)])


@tries(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(wanted=deeds)
def test_all_together_hold_what_was_paid_and_not_had(
    ready: Path, tmp_path: Path, clock: Any, wanted: list[tuple[str, int, int]]
) -> None:
    with copied(ready, tmp_path, clock) as desk:
        shelf = Shelf(desk)
        for what, who, pick in wanted:
            deed: Callable[[int, int], None] = getattr(shelf, what)
            with suppress(Refused, ZeroDivisionError):  # nothing to give back, or to spend
                deed(who, pick)
            all_of_them = [shelf.held(each) for each in PEOPLE]
            assert [sum(each) for each in zip(*all_of_them, strict=True)] == [
                shelf.money, shelf.uses,
            ]  # fmt: skip
        assert checks.run(desk) == ()


def test_who_parted_at_once_have_what_they_had(ready: Path, tmp_path: Path, clock: Any) -> None:
    with copied(ready, tmp_path, clock) as desk:
        shelf = Shelf(desk)
        for who in PEOPLE:
            shelf.tops_up(who, who)
            shelf.buys_a_pass(who, 0)
            shelf.uses_it(who, who)
        before = [shelf.held(who) for who in PEOPLE]
        one = members.merge(desk, keep=1, drop=2)
        other = members.merge(desk, keep=3, drop=1)
        for merge in (other, one):
            members.undo_merge(desk, merge.id)
        assert [shelf.held(who) for who in PEOPLE] == before
        assert checks.run(desk) == ()
