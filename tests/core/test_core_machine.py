"""Anything a day at the till can bring, in any order, against the rules on paper.

After every step the shop and the model must hold the same, and the shop's own books must add up.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shopdesk import Refused, journal, members, points, products, purchases, tiers, vouchers
from shopdesk.shop import Desk, Shop
from tests.core.rules_on_paper import (
    GOODS,
    LADDER,
    LATEST,
    RANKS,
    Person,
    Promise,
    Receipt,
    lines_of,
    priced,
    reached,
    split,
    year_before,
)

amounts = st.one_of(
    st.integers(0, 30_000),
    st.sampled_from([99, 100, 101, 9_999, 10_000, 99_999, 100_000, 200_000, 700_000]),
)
wanted_lines = st.lists(
    st.tuples(st.integers(0, len(GOODS) - 1), st.sampled_from([1, 250, 333, 1000, 1500, 3000])),
    min_size=1,
    max_size=4,
)
picks = st.integers(0, 10**6)
vouchers_chosen = st.lists(picks, max_size=2)
wishes = st.sampled_from([0, 100, 250, -1, -1, -101, 1000])
"""Points to take: so many, or (below 0) so many fewer than there are."""
cuts = st.lists(st.integers(0, 1000), max_size=3)
"""Where a payment is cut into tenders, in thousandths."""


class Till(RuleBasedStateMachine):
    """A shop and the model of it, side by side."""

    def __init__(self, template: Path, folder: Path, clock: Any) -> None:
        super().__init__()
        self.clock, self.start = clock, clock.now
        self.shop = Shop.open(shutil.copy(template, folder / "till.shopdesk"), clock=clock)
        self.shop.db.execute_sql("PRAGMA synchronous = 0")
        self.desk = Desk(self.shop, staff_id=1, staff_name="店主", role="owner", till="1")
        self.people = [
            Person(number, self.today, tiers=[(self.today, "member")]) for number in (1, 2)
        ]
        self.receipts: list[Receipt] = []
        self.promises: list[Promise] = []
        self.calls: list[tuple[Any, Any]] = []
        self.goods = [place + 1 for place in range(len(GOODS))]
        self.points_are_adjusted(who=0, change=730)
        self.a_voucher_is_issued(who=0, amount=3000, percent=0, minimum=5000, cap=None, days=60)
        self.a_voucher_is_issued(who=None, amount=0, percent=10, minimum=0, cap=None, days=60)

    def teardown(self) -> None:
        self.shop.close()
        self.clock.now = self.start

    @property
    def today(self) -> date:
        return (self.clock.now + timedelta(hours=8 - 3)).date()

    def called(self, call: Any) -> Any:
        """Call once, with a key, and remember it for a repetition."""
        keyed = partial(call, key=f"key-{len(self.calls)}")
        self.calls.append((keyed, keyed()))
        return self.calls[-1][1]

    def refuses(self, codes: set[str], call: Any) -> None:
        before = self.books()
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code in codes
        assert self.books() == before

    def books(self) -> list[Any]:
        tables = ("purchase", "refund", "lot", "entry", "account", "member_day", "tier_change",
                  "payment", "purchase_line", "voucher", "voucher_event", "member")  # fmt: skip
        return [self.desk.db.execute_sql(f"SELECT * FROM {t}").fetchall() for t in tables]

    # --- people, days, promises ---

    @precondition(lambda self: len(self.people) < 3)
    @rule()
    def joins(self) -> None:
        made = self.called(partial(members.register, self.desk, name="会员"))
        self.people.append(Person(made.id, self.today, tiers=[(self.today, "member")]))

    @rule(hours=st.sampled_from([1, 9, 15, 24, 24 * 6, 24 * 40, 24 * 200]))
    def time_passes(self, hours: int) -> None:
        self.clock.tick(hours=hours)

    @rule(who=picks, change=st.integers(-400, 900).filter(bool))
    def points_are_adjusted(self, who: int, change: int) -> None:
        person = self.people[who % len(self.people)]
        call = partial(points.adjust, self.desk, person.id, change, reason="by hand")
        if change < 0 and person.balance + change < 0:
            self.refuses({"not_enough_points"}, call)
            return
        self.called(call)
        if change > 0:
            person.credit(change, self.today)
        else:
            person.take(-change)

    @rule(
        who=st.none() | picks,
        amount=st.sampled_from([1, 250, 3000, 20_000]),
        percent=st.sampled_from([0, 1, 10, 33, 100]),
        minimum=st.sampled_from([0, 0, 5000, 20_000]),
        cap=st.sampled_from([None, None, 700]),
        days=st.sampled_from([0, 3, 60]),
    )
    def a_voucher_is_issued(
        self, who: int | None, amount: int, percent: int, minimum: int, cap: int | None, days: int
    ) -> None:
        owner = None if who is None else self.people[who % len(self.people)].id
        off = {"percent_off": percent} if percent else {"amount": amount}
        made = self.called(partial(
            vouchers.issue, self.desk, owner, minimum=minimum, cap=cap, valid_days=days, **off,
        ))  # fmt: skip
        self.promises.append(Promise(
            made.code, owner, 0 if percent else amount, percent, minimum, cap,
            self.today + timedelta(days=days),
        ))  # fmt: skip

    # --- buying ---

    @rule(who=picks, amount=amounts, chosen=vouchers_chosen, wish=wishes, cuts=cuts)
    def a_member_buys_for_an_amount(self, who: int, amount: int, **more: Any) -> None:
        self.buys(self.people[who % len(self.people)], amount, **more)

    @rule(who=picks, lines=wanted_lines, chosen=vouchers_chosen, wish=wishes, cuts=cuts)
    def a_member_buys_lines(self, who: int, lines: list[tuple[int, int]], **more: Any) -> None:
        self.buys(self.people[who % len(self.people)], lines, **more)

    @rule(lines=wanted_lines, chosen=vouchers_chosen, cuts=cuts)
    def someone_unknown_buys(self, lines: list[tuple[int, int]], **more: Any) -> None:
        self.buys(None, lines, wish=0, **more)

    @rule(who=picks, amount=amounts, late=st.sampled_from([1, 2, 6, 7, 8]))
    def a_receipt_is_entered_late(self, who: int, amount: int, late: int) -> None:
        self.buys(self.people[who % len(self.people)], amount, [], 0, [], late=late)

    def buys(
        self, person: Person | None, what: Any, chosen: list[int], wish: int, cuts: list[int],
        *, late: int = 0,
    ) -> None:  # fmt: skip
        on = self.today - timedelta(days=late)
        rank = person.tier_on(on) if person else 0
        receipt = Receipt(person, on, self.today, lines_of(what), LADDER[rank][4])
        promises = self.chosen(person, chosen)
        wish = max(0, (person.balance if person else 0) + wish) if wish < 0 else wish
        reasons = set(self.reasons(person, promises, wish, late))
        reasons |= priced(receipt, rank, promises, wish)
        asked: dict[str, Any] = {"amount": what}
        if not isinstance(what, int):
            asked = {"lines": [(self.goods[n], f"{milli / 1000:.3f}") for n, milli in what]}
        call = partial(
            purchases.record, self.desk, member=person.id if person else None, points=wish,
            vouchers=[p.code for p in promises], on=on if late else None, **asked,
        )  # fmt: skip
        if reasons:
            self.refuses(reasons, partial(call, pay={"cash": receipt.due}))
            return
        self.refuses({"payment_mismatch"}, partial(call, pay={"card": receipt.due + 1}))
        receipt.paid_by = split(receipt.due, cuts)
        self.is_sold(receipt, promises, self.called(partial(call, pay=receipt.paid_by)))

    def chosen(self, person: Person | None, numbers: list[int]) -> list[Promise]:
        """Mostly vouchers that can be used; every seventh may be any."""
        owners = (None, person.id if person else None)
        usable = [
            p for p in self.promises
            if not p.used_on and p.until >= self.today and p.owner in owners
        ]  # fmt: skip
        picked = []
        for number in numbers:
            some = self.promises if number % 7 == 0 else usable
            picked += [some[number % len(some)]] if some else []
        return list(dict.fromkeys(picked))

    def reasons(
        self, person: Person | None, promises: list[Promise], wish: int, late: int
    ) -> Iterator[str]:
        if late > LATEST:
            yield "back_dated"
        if wish > max(0, person.balance if person else 0):
            yield "not_enough_points"
        for promise in promises:
            if promise.used_on:
                yield "voucher_used"
            elif promise.until < self.today:
                yield "voucher_expired"
            elif promise.owner not in (None, person.id if person else None):
                yield "voucher_member"

    def is_sold(self, receipt: Receipt, promises: list[Promise], made: Any) -> None:
        receipt.id = made.id
        assert made == purchases.get(self.desk, made.id)
        assert (made.total, made.points_used) == (receipt.due, receipt.spent)
        assert made.points_earned == receipt.granted
        assert [(s.kind, s.amount) for s in made.steps] == receipt.steps
        assert [(x.paid, x.points) for x in made.lines] == [
            (x.paid, x.points) for x in receipt.lines
        ]
        assert made.goods + sum(s.amount for s in made.steps) == made.total
        self.receipts.append(receipt)
        for promise in promises:
            promise.used_on = self.today
        if receipt.person:
            receipt.drawn = receipt.person.take(receipt.spent)
            receipt.own = receipt.person.credit(receipt.granted, receipt.on)
            self.is_assessed(receipt.person)

    def is_assessed(self, person: Person) -> None:
        since, rank = year_before(self.today), RANKS[person.tiers[-1][1]]
        code = self.reached_since(person, since)
        if RANKS[code] > rank:
            person.tiers.append((self.today, code))
            person.ups.append([self.today, since, rank, RANKS[code]])

    def reached_since(self, person: Person, since: date) -> str:
        rows = [row for day, row in self.days(person).items() if since <= day <= self.today]
        return reached(sum(row[2] for row in rows), sum(row[1] > 0 for row in rows))

    def is_retested(self, person: Person) -> None:
        """Steps up of the last 14 days fall to what is still reached, the latest first."""
        while person.ups and (self.today - person.ups[-1][0]).days <= 14:
            _, since, before, held = person.ups[-1]
            rank = max(before, min(held, RANKS[self.reached_since(person, since)]))
            if rank == held:
                return
            person.tiers.append((self.today, LADDER[rank][0]))
            person.ups[-1][3] = rank
            if rank > before:
                return
            person.ups.pop()

    def days(self, person: Person) -> dict[date, list[int]]:
        found: dict[date, list[int]] = {}
        for receipt in self.receipts:
            if receipt.person is person and not receipt.is_void:
                row = found.setdefault(receipt.on, [0, 0, 0, 0])
                row[0] += 1
                row[1] += not receipt.is_gone
                row[2] += receipt.left
                row[3] += receipt.granted - receipt.taken
        return found

    # --- giving back ---

    @precondition(lambda self: self.receipts)
    @rule(which=picks, share=st.integers(0, 1000), over=st.sampled_from([0, 0, 0, 1]))
    def money_is_given_back(self, which: int, share: int, over: int) -> None:
        receipt = self.receipts[which % len(self.receipts)]
        amount = receipt.left + 1 if over else max(1, receipt.left * share // 1000)
        self.give_back(receipt, amount=amount)

    @precondition(lambda self: self.receipts)
    @rule(
        which=picks, parts=st.lists(st.tuples(picks, st.integers(0, 1000)), min_size=1, max_size=3)
    )
    def lines_are_given_back(self, which: int, parts: list[tuple[int, int]]) -> None:
        receipt = self.receipts[which % len(self.receipts)]
        wanted = []
        for number, share in parts:
            line = receipt.lines[number % len(receipt.lines)]
            milli = max(1, (line.milli - line.back) * share // 1000)
            wanted.append((number % len(receipt.lines) + 1, milli))
        self.give_back(receipt, lines=wanted)

    @precondition(lambda self: self.receipts)
    @rule(which=picks, is_void=st.sampled_from([False, False, True]))
    def everything_is_given_back(self, which: int, is_void: bool) -> None:
        self.give_back(self.receipts[which % len(self.receipts)], is_void=is_void)

    def give_back(self, receipt: Receipt, *, is_void: bool = False, **how: Any) -> None:
        act = purchases.void if is_void else purchases.refund
        asked = dict(how)
        if "lines" in how:
            asked["lines"] = [(number, f"{milli / 1000:.3f}") for number, milli in how["lines"]]
        call = partial(act, self.desk, receipt.id, reason="back", **asked)
        reason = self.why_not(receipt, is_void=is_void, **how)
        if reason:
            self.refuses({reason}, call)
            return
        seen = None if is_void else purchases.preview_refund(self.desk, receipt.id, **asked)
        gone = {promise for promise in receipt.lowered if receipt.gone(promise)}
        had, money = receipt.tenders_back(), receipt.left
        receipt.give_back(**how)
        receipt.is_void = receipt.is_void or is_void
        done = self.called(call)
        back = [
            promise for promise in receipt.lowered if receipt.gone(promise) and promise not in gone
        ]
        points_back = max(0, receipt.points_back() - receipt.returned)
        taken = max(0, receipt.granted - receipt.earned() - receipt.taken)
        tenders = {
            t: n - had.get(t, 0) for t, n in receipt.tenders_back().items() if n > had.get(t, 0)
        }
        assert (done.money, done.tenders) == (money - receipt.left, tenders)
        assert (done.points_returned, done.points_taken) == (points_back, taken)
        assert sorted(done.vouchers) == sorted(promise.code for promise in back)
        assert seen is None or replace(seen, id=done.id) == done
        receipt.settle(points_back, taken)
        if receipt.person:
            self.is_retested(receipt.person)
        for promise in back:
            promise.comes_back(self.today)

    def why_not(
        self, receipt: Receipt, *, is_void: bool, amount: int = 0,
        lines: list[tuple[int, int]] | None = None,
    ) -> str | None:  # fmt: skip
        if receipt.is_void:
            return "already_void"
        if is_void:
            return None if receipt.entered == self.today else "void_late"
        wanted: dict[int, int] = {}
        for number, milli in lines or ():
            wanted[number] = wanted.get(number, 0) + milli
        left = [line.milli - line.back for line in receipt.lines]
        too_much = any(milli > left[number - 1] for number, milli in wanted.items())
        return "refund_exceeds" if receipt.is_gone or amount > receipt.left or too_much else None

    # --- twice, and torn off ---

    @rule(which=picks)
    def a_call_is_repeated(self, which: int) -> None:
        call, first = self.calls[which % len(self.calls)]
        before = self.books()
        again = call()
        assert self.books() == before
        for fact in ("id", "money", "tenders", "points_taken", "total", "lines", "code"):
            assert getattr(again, fact, None) == getattr(first, fact, None)

    @rule(where=st.sampled_from([(tiers, "assess"), (journal, "_enter"), (journal, "credit")]))
    def a_purchase_is_torn_off(self, where: tuple[Any, str]) -> None:
        before, buyer = self.books(), self.people[0].id
        pay = {"cash": purchases.quote(self.desk, member=buyer, amount=9000).due}
        torn = mock.patch.object(*where, side_effect=OSError("torn off"))
        with torn, pytest.raises(OSError, match="torn off"):
            purchases.record(self.desk, member=buyer, amount=9000, pay=pay, key="torn")
        assert self.books() == before

    # --- what must hold ---

    @invariant()
    def members_hold_what_the_model_says(self) -> None:
        for person in self.people:
            told = members.get(self.desk, person.id)
            assert told.points == person.balance
            assert told.tier.code == person.tiers[-1][1]
            rows = self.desk.db.execute_sql(
                "SELECT granted, remaining FROM lot WHERE member_id = ? ORDER BY id", (person.id,)
            ).fetchall()
            assert rows == [(lot.granted, lot.left) for lot in person.lots]
            days = self.desk.db.execute_sql(
                """SELECT on_day, receipts, kept, spend, points FROM member_day
                   WHERE member_id = ? AND receipts + kept + spend + points > 0""", (person.id,)
            ).fetchall()  # fmt: skip
            assert {date.fromordinal(d): list(row) for d, *row in days} == self.days(person)

    @invariant()
    def receipts_and_vouchers_are_as_the_model_says(self) -> None:
        told = {p.code: (p.used_on is not None, p.until) for p in self.promises}
        rows = self.desk.db.execute_sql("SELECT code, state, valid_until_on FROM voucher")
        assert {c: (s == "redeemed", date.fromordinal(d)) for c, s, d in rows.fetchall()} == told
        given = dict(
            self.desk.db.execute_sql(
                "SELECT purchase_id, SUM(money) FROM refund GROUP BY purchase_id"
            ).fetchall()
        )
        for receipt in self.receipts:
            assert given.get(receipt.id, 0) == receipt.due - receipt.left <= receipt.due

    @invariant()
    def the_books_add_up(self) -> None:
        faults = self.desk.db.execute_sql(
            """SELECT 'balance', a.member_id FROM account AS a
               WHERE a.lots <> (SELECT COALESCE(SUM(remaining), 0) FROM lot AS l
                                WHERE l.member_id = a.member_id)
                  OR a.lots - a.debt <> (SELECT COALESCE(SUM(amount), 0) FROM entry AS e
                                         WHERE e.member_id = a.member_id)
                  OR (a.lots > 0 AND a.debt > 0)
               UNION ALL SELECT 'lot', l.id FROM lot AS l
               WHERE l.remaining < 0 OR l.remaining > l.granted
                  OR l.remaining <> (SELECT SUM(amount) FROM entry AS e WHERE e.lot_id = l.id)
               UNION ALL SELECT 'paid', p.id FROM purchase AS p
               WHERE (p.due, p.goods) <> (SELECT SUM(paid), SUM(listed) FROM purchase_line AS x
                                          WHERE x.purchase_id = p.id)
                  OR p.due <> (SELECT COALESCE(SUM(amount), 0) FROM payment AS y
                               WHERE y.purchase_id = p.id)
               UNION ALL SELECT 'tender', p.purchase_id FROM payment AS p
               WHERE p.amount < (SELECT COALESCE(SUM(b.amount), 0) FROM refund_payment AS b
                                 JOIN refund AS r ON r.id = b.refund_id
                                 WHERE r.purchase_id = p.purchase_id AND b.tender = p.tender)"""
        ).fetchall()
        assert faults == []


@pytest.fixture
def template(desk: Desk, location: Path) -> Path:
    """A shop with two members and something to sell."""
    for _ in range(2):
        members.register(desk, name="会员")
    for price, is_discounted, is_earning in GOODS:
        products.add(
            desk, name=f"goods {price}", price=price, category="", is_discounted=is_discounted,
            is_earning=is_earning,
        )  # fmt: skip
    desk.shop.close()
    return location


@pytest.mark.timeout(1800)  # the long profile takes its time
def test_whatever_happens_at_the_till_everything_adds_up(
    template: Path, tmp_path: Path, clock: Any
) -> None:
    run_state_machine_as_test(partial(Till, template, tmp_path, clock))
