"""A whole day at a till, receipts of all kinds, reckoned up on paper beside: to the fen."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    cash,
    checks,
    days,
    days_closing,
    demo,
    drawer_rows,
    gifts,
    members,
    passes,
    points,
    products,
    purchases,
    shifts,
    staff,
    stored_value,
    till_slips,
    vouchers,
)
from shopdesk.refusals_of_days import DayClosed
from shopdesk.shop import Desk, Shop

if TYPE_CHECKING:
    from tests.conftest import SetClock

TENDERS = ("cash", "wechat", "alipay", "card")
TOLD = (*TENDERS, "principal", "bonus")


class Paper:
    """What somebody beside the till writes down: coins in, coins out, and nothing else."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk, self.chance = desk, chance
        self.holds: Counter[str] = Counter()
        self.taken = self.given = self.voided = 0
        self.receipts: list[purchases.Purchase] = []
        self.members = [members.register(desk, name=f"客人{n}").id for n in range(4)]
        for member in self.members:
            points.adjust(desk, member, 5000, reason="for the day", key=None)
        self.goods = [
            products.add(desk, name=f"茶{n}", price=price, category="茶").id
            for n, price in enumerate((6800, 1250, 333))
        ]
        self.card = products.add(
            desk, name="十次卡", price=9900, pass_product=self.goods[0], pass_uses=10
        ).id
        self.top_ups: list[stored_value.TopUp] = []
        self.passes_sold: set[int] = set()
        """Receipts that give back neither a plain amount nor, once a use is spent, all of it."""
        self.vouchers_used = self.points_spent = 0

    # --- what happens at a till ---

    def _took(self, made: purchases.Purchase) -> purchases.Purchase:
        self.holds.update(made.payments)
        self.taken += made.total
        self.receipts.append(made)
        self.points_spent += made.points_used
        return made

    def _pay(self, due: int) -> dict[str, int]:
        """By one tender, or shared over two."""
        if due and self.chance.random() < 0.2:
            one, other = self.chance.sample(TENDERS, 2)
            part = self.chance.randrange(due + 1)
            return {one: part, other: due - part}
        return {self.chance.choice(TENDERS): due}

    def amount(self) -> None:
        due = self.chance.randrange(1, 50000)
        pay = self._pay(due)
        coins = pay.get("cash", 0)
        handed = coins + self.chance.randrange(10000) if coins else None
        self._took(purchases.record(self.desk, amount=due, pay=pay, cash_given=handed))

    def nothing(self) -> None:
        self._took(purchases.record(self.desk, amount=0, pay={}))

    def goods_of_a_member(self) -> None:
        lines = [(one, self.chance.choice([1, 2, "0.125"])) for one in self.goods]
        wanted: dict[str, Any] = {"member": self.chance.choice(self.members), "lines": lines}
        if self.chance.random() < 0.5:
            wanted["points"] = 300
        if self.chance.random() < 0.5:
            voucher = vouchers.issue(self.desk, wanted["member"], amount=500)
            wanted["vouchers"] = [voucher.code]
            self.vouchers_used += 1
        due = purchases.quote(self.desk, **wanted).due
        self._took(purchases.record(self.desk, pay=self._pay(due), **wanted))

    def late(self) -> None:
        """Of the day before: the money comes today."""
        on = self.desk.today() - timedelta(days=1)
        due = purchases.quote(self.desk, member=self.members[0], amount=4321, on=on).due
        pay = {"cash": due}
        self._took(purchases.record(
            self.desk, member=self.members[0], amount=4321, pay=pay, on=on
        ))  # fmt: skip

    def refund(self) -> None:
        kept = [one for one in self.receipts if self._left(one) > 1]
        if kept:
            one = self.chance.choice(kept)
            back = purchases.refund(
                self.desk, one.id, amount=self.chance.randrange(1, self._left(one)),
                reason="broken", in_cash=self.chance.random() < 0.3,
            )  # fmt: skip
            self.holds.subtract(back.tenders)
            self.given += back.money
            self.points_spent -= back.points_returned

    def void(self) -> None:
        """A mistake."""
        kept = [
            one
            for one in self.receipts
            if one.id not in self.passes_sold and not purchases.get(self.desk, one.id).voided
        ]
        if kept:
            one = self.chance.choice(kept)
            back = purchases.void(self.desk, one.id, reason="typed wrong")
            self.holds.subtract(back.tenders)
            self.voided += back.money
            self.points_spent -= back.points_returned

    def exchange(self) -> None:
        sold = purchases.record(self.desk, lines=[(self.goods[0], 1)], pay={"wechat": 6800})
        self._took(sold)
        other = self.chance.choice([6800, 7500, 5000])
        seen = purchases.preview_exchange(self.desk, sold.id, returned=[(1, 1)], amount=other)
        done = purchases.exchange(
            self.desk, sold.id, returned=[(1, 1)], amount=other, reason="the larger tin",
            pay={"cash": seen.to_pay} if seen.to_pay else {},
        )  # fmt: skip
        self.holds["wechat"] -= sum(done.handed_back.values())
        self.holds["cash"] += done.to_pay
        self.taken += done.purchase.total
        self.given += done.refund.money
        self.receipts.append(done.purchase)

    def top_up(self) -> None:
        """Prepaid money is no sale, and lies in the drawer."""
        principal = self.chance.randrange(1, 30000)
        pay = self._pay(principal)
        made = stored_value.top_up(
            self.desk, self.chance.choice(self.members), principal=principal,
            bonus=self.chance.randrange(principal + 1), pay=pay,
        )  # fmt: skip
        self.holds.update(made.payments)
        self.top_ups.append(made)

    def top_up_back(self) -> None:
        for one in self.top_ups:
            now = stored_value.get(self.desk, one.id)
            if now.left:
                wanted = self.chance.randrange(1, now.left + 1)
                back = stored_value.refund_top_up(
                    self.desk, one.id, principal=wanted, reason="moves away"
                )
                self.holds.subtract(back.tenders)
                return

    def prepaid(self) -> None:
        """By stored value as far as it goes, the rest in cash."""
        member = self.chance.choice(self.members)
        held = stored_value.balance(self.desk, member).total
        due = purchases.quote(self.desk, member=member, amount=5000).due
        part = min(held, due)
        pay = {"stored_value": part, "cash": due - part}
        self._took(purchases.record(self.desk, member=member, amount=5000, pay=pay))

    def pass_sold_and_used(self) -> None:
        member = self.chance.choice(self.members)
        wanted: dict[str, Any] = {"member": member, "lines": [(self.card, 1)]}
        due = purchases.quote(self.desk, **wanted).due
        sold = self._took(purchases.record(self.desk, pay=self._pay(due), **wanted))
        self.passes_sold.add(sold.id)
        lines = [(self.goods[0], 2), (self.goods[1], 1)]
        due = purchases.quote(self.desk, member=member, lines=lines, passes=[0]).due
        self._took(purchases.record(
            self.desk, member=member, lines=lines, passes=[0], pay={"card": due}
        ))  # fmt: skip
        mine = next(p for p in passes.of_member(self.desk, member) if p.purchase_id == sold.id)
        if mine.left:
            back = passes.refund(self.desk, mine.id, uses=1, reason="moves away")
            self.holds.subtract(back.tenders)
            self.given += back.money

    def pay_in(self) -> None:
        amount = self.chance.randrange(1, 20000)
        cash.pay_in(self.desk, amount, reason="change fetched")
        self.holds["cash"] += amount

    def pay_out(self) -> None:
        amount = self.chance.randrange(1, 3000)
        cash.pay_out(self.desk, amount, reason="a parcel")
        self.holds["cash"] -= amount

    def elsewhere(self) -> None:
        """At the other till: none of this one's business."""
        there = Desk(self.desk.shop, 1, "店主", "owner", till="2")
        purchases.record(there, amount=777, pay={"cash": 777})
        cash.pay_out(there, 77, reason="stamps")

    def _left(self, one: purchases.Purchase) -> int:
        now = purchases.get(self.desk, one.id)
        return 0 if now.voided or one.id in self.passes_sold else now.total - now.refunded

    @property
    def deeds(self) -> list[Callable[[], None]]:
        return [
            self.amount, self.nothing, self.goods_of_a_member, self.late, self.refund, self.void,
            self.exchange, self.top_up, self.prepaid, self.pass_sold_and_used, self.top_up_back,
            self.pay_in, self.pay_out, self.elsewhere,
        ]  # fmt: skip


def expected(paper: Paper) -> dict[str, int]:
    return {t: paper.holds[t] for t in TOLD if paper.holds[t] or t == "cash"}


def rows_sum_to_it(desk: Desk) -> None:
    """What is behind each tender that should be there comes to it, in the order of its moments."""
    found = days_closing.expected(desk)
    assert found is not None
    for tender, amount in found.expected.items():
        behind = drawer_rows.of_tender(desk, tender)
        assert (tender, sum(row.amount for row in behind)) == (tender, amount)
        moments = [row.at for row in behind if row.at is not None]
        assert moments == sorted(moments)


def as_told(amounts: dict[str, int]) -> dict[str, int]:
    return {tender: amounts[tender] for tender in sorted(amounts)}


@pytest.fixture(params=["a new shop", "the sample shop"])
def work_place(request: pytest.FixtureRequest, clock: "SetClock", tmp_path: Path) -> Iterator[Desk]:
    """The owner at till 1, in the morning."""
    if request.param == "a new shop":
        desk: Desk = request.getfixturevalue("desk")
        staff.add(desk, name="小陈", pin="4826", role="cashier")
        purchases.record(desk, amount=88800, pay={"cash": 88800})  # on a day that nobody closed
        clock.tick(days=1)
        yield desk
    else:
        place = demo.make(tmp_path / "demo.shopdesk", end=clock(), days_long=5).location
        clock.tick(days=1)
        with Shop.open(place, clock=clock) as shop:
            desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
            days.close(desk)  # that of the day before, which was forgotten
            yield desk


def test_sixty_receipts_two_shifts_and_every_mistake_close_to_the_fen(
    work_place: Desk, clock: "SetClock"
) -> None:
    desk = work_place
    cashier = next(one for one in staff.everyone(desk) if one.name == "小陈")
    before = purchases.record(desk, amount=1, pay={"cash": 1})
    purchases.void(desk, before.id, reason="only to know its number")
    paper = Paper(desk, random.Random(20261016))
    shifts.begin(desk, 30000)
    paper.holds["cash"] = 30000
    rounds = 0
    while len(paper.receipts) < 30:
        paper.deeds[rounds % len(paper.deeds)]()
        clock.tick(minutes=4)
        rounds += 1
    rows_sum_to_it(desk)
    counted = paper.holds["cash"] - 250  # a note too little given back
    first = shifts.hand_over(desk, counted={"cash": counted}, to=cashier.id, left=20000)
    assert as_told(first.expected) == as_told(expected(paper))
    assert first.difference == {"cash": -250}
    paper.holds["cash"] = 20000
    while len(paper.receipts) < 60:
        paper.deeds[rounds % len(paper.deeds)]()
        clock.tick(minutes=4)
        rounds += 1
    rows_sum_to_it(desk)
    done = days.close(desk, counted=expected(paper), left=0)
    assert as_told(done.expected) == as_told(expected(paper))
    assert set(done.difference.values()) == {0}

    slip = till_slips.of(desk, done.id)
    assert slip.sold.receipts == len(paper.receipts) + 1 == 61
    assert slip.sales == paper.taken - paper.given - paper.voided
    assert slip.back.voided == paper.voided + before.total
    assert sum(amount for _words, amount in slip.cash) == done.expected["cash"]
    assert dict(slip.cash)["Differences at handovers"] == -250
    assert dict(slip.cash)["Taken out at handovers"] == 20000 - counted
    assert slip.vouchers == paper.vouchers_used
    assert slip.points_spent == paper.points_spent
    assert (slip.sold.late, slip.staff) == (
        sum(one.on < done.on for one in paper.receipts),
        ("店主",),
    )
    assert [one.id for one in slip.handovers] == [first.id]
    ids = [one.id for one in paper.receipts]
    assert (int(slip.sold.first), int(slip.sold.last)) == (before.id, max(ids))
    assert checks.run(desk) == ()


@pytest.fixture
def make_desk(empty_shop: Path, clock: "SetClock", tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """The owner at till 1 of a fresh shop, for each try of hypothesis."""
    number, opened = count(), list[Shop]()

    def make() -> Desk:
        while opened:
            opened.pop().close()
        copied = shutil.copy(empty_shop, tmp_path / f"{next(number)}.shopdesk")
        opened.append(Shop.open(copied, clock=clock))
        opened[0].db.execute_sql("PRAGMA synchronous=0")
        return Desk(opened[0], staff_id=1, staff_name="店主", role="owner", till="1")

    yield make
    for shop in opened:
        shop.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), counts=st.lists(st.integers(0, 13), min_size=1, max_size=25))
def test_any_day_closes_to_the_fen(
    make_desk: Callable[[], Desk], seed: int, counts: list[int]
) -> None:
    """Whatever happens in whatever order, with handovers and closes in between."""
    desk = make_desk()
    chance = random.Random(seed)
    paper = Paper(desk, chance)
    for deed in counts:
        paper.deeds[deed]()
        event = chance.random()
        if event < 0.1 and shifts.current(desk) is None:
            lies = chance.randrange(50000)
            shifts.begin(desk, lies)
            paper.holds["cash"] = lies
        elif event < 0.2 and shifts.current(desk) is not None:
            there = max(0, paper.holds["cash"])
            done = shifts.hand_over(
                desk, counted={"cash": there}, left=chance.randrange(there + 1),
                to=chance.choice([None, desk.staff_id]),
            )  # fmt: skip
            assert done.expected["cash"] == paper.holds["cash"]
            paper.holds["cash"] = done.left
        elif event < 0.25:
            _close(desk, paper)
    _close(desk, paper)
    assert checks.run(desk) == ()


def _close(desk: Desk, paper: Paper) -> None:
    try:
        done = days.close(desk, counted={"cash": max(0, paper.holds["cash"])})
    except DayClosed:
        return
    assert as_told(done.expected) == as_told(expected(paper))
    slip = till_slips.of(desk, done.id)
    assert sum(amount for _words, amount in slip.cash) == done.expected["cash"]
    paper.holds = Counter(cash=done.left)


def test_a_gift_handed_over_counts_among_the_vouchers(desk: Desk) -> None:
    gift = gifts.add(desk, name="扇子", stock=1)
    vouchers.redeem(desk, vouchers.issue(desk, None, gift=gift.id).code)
    assert till_slips.of(desk, days.close(desk).id).vouchers == 1
