"""Buying: for an amount or lines, by anyone, now or entered late, with all that lowers a price."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shopdesk import purchases
from tests.proof.machine import Till
from tests.proof.paper_money import nearest, split
from tests.proof.paper_prepaid import Pass, Used, earliest_ending, taken_of
from tests.proof.paper_prices import Basket, Way, finish, multiplied, ways
from tests.proof.paper_receipts import Line, Receipt
from tests.proof.paper_shop import Person
from tests.proof.paper_tiers import Change
from tests.proof.paper_vouchers import Promise
from tests.proof.wishes import amounts, cuts, picks, wishes

LATEST = 40
"""How many days late a receipt may be entered."""
GIFT = 500
vouchers_chosen = st.lists(picks, max_size=2)


class Selling(Till):
    """Every rule that makes a receipt."""

    @rule(who=picks, amount=amounts, chosen=vouchers_chosen, wish=wishes, cuts=cuts)
    def a_member_buys_for_an_amount(self, who: int, amount: int, **more: Any) -> None:
        self.buys(self.person(who), amount, **more)

    @rule(
        who=picks, amount=amounts, late=st.sampled_from([1, 7, 30, 31, LATEST, LATEST + 1]),
        chosen=vouchers_chosen, wish=wishes,
    )  # fmt: skip
    def a_receipt_is_entered_late(
        self, who: int, amount: int, late: int, chosen: list[int], wish: int
    ) -> None:
        self.buys(self.person(who), amount, chosen, wish, [], late=late)

    # --- a purchase ---

    def buys(
        self, person: Person | None, what: Any, chosen: list[int], wish: int, cuts: list[int],
        *, late: int = 0, hand: tuple[int, int] = (0, 0),
        prices: dict[int, int] | None = None, passes: tuple[int, ...] = (), stored: int = 0,
    ) -> None:  # fmt: skip
        """``passes`` are lines that passes pay, ``stored`` is the share, in thousandths, that is
        paid by stored value."""
        receipt = self.asked(person, what, late)
        promises = self.chosen(person, chosen)
        balance = person.purse.there(receipt.on) if person else 0
        wish = max(0, balance + wish) if wish < 0 else wish
        asked = self.wanted(what)
        if any(hand):
            asked["discount"] = purchases.Discount("a friend", *hand)
        if prices:
            asked["prices"] = {place: (price, "a dent") for place, price in prices.items()}
        if passes:
            asked["passes"] = list(passes)
        asked |= {"member": person and person.id, "points": wish}
        call = partial(
            purchases.record, self.desk, vouchers=[promise.code for promise in promises],
            on=receipt.on if late else None, **asked,
        )  # fmt: skip
        basket = self.basket(receipt, promises, hand)
        basket.prices, basket.passes = prices or {}, passes
        found = ways(basket, self.paper.terms)
        reasons = set(self.reasons(receipt, promises, wish, late))
        reasons |= set(self.reasons_of_passes(receipt, passes))
        reasons |= {way.fault for way in found if way.fault}
        is_beyond = {hand[0] > before_hand(way) for way in found}
        if len(is_beyond) > 1:
            return  # one way has room for all of the discount by hand, another has not
        reasons |= {"amount"} if True in is_beyond else set()
        if reasons:
            self.refuses(reasons, partial(call, pay={"cash": receipt.due}))
            return
        for place, used in self.uses_of(receipt, passes):
            used.lot.left -= used.uses
            used.lot.draws += 1
            receipt.lines[place].used.append(used)
        self.is_paid(receipt, found, wish, cuts, call, stored=stored)

    def asked(
        self, person: Person | None, what: Any, late: int, rank: int | None = None
    ) -> Receipt:
        on = self.today - timedelta(days=late)
        if rank is None:
            rank = person.standing.priced_on(self.paper.ladder, on) if person else 0
        receipt = Receipt(
            person, on, self.today, self.lines_of(what), self.paper.earning(rank), rank=rank
        )
        for line in receipt.lines:
            line.percent = multiplied(self.basket(receipt, [], (0, 0)), line)
        return receipt

    def wanted(self, what: Any) -> dict[str, Any]:
        """An amount, or lines, as the shop is asked for them."""
        if isinstance(what, int):
            return {"amount": what}
        return {"lines": [(place + 1, f"{milli / 1000:.3f}") for place, milli in what]}

    def basket(self, receipt: Receipt, promises: list[Promise], hand: tuple[int, int]) -> Basket:
        rank = receipt.rank if receipt.person else None
        tier = None if rank is None else self.paper.ladder.tiers[rank]
        offers = [offer for offer in self.paper.offers if offer.counts(rank, receipt.on)]
        return Basket(receipt.lines, self.paper.goods, tier, offers, promises, hand)

    def lines_of(self, what: int | list[tuple[int, int]]) -> list[Line]:
        if isinstance(what, int):
            return [Line(what, 1000)]
        lines = []
        for place, milli in what:
            goods = self.paper.goods[place]
            is_earning = goods.is_earning and goods.category not in self.paper.terms.unearning
            listed = nearest(Fraction(goods.price * milli, 1000))
            lines.append(Line(listed, milli, place, goods.is_discounted, is_earning))
            if goods.is_for is not None:
                lines[-1].sold = Pass(goods.is_for, goods.uses * milli // 1000)
        return lines

    def chosen(self, person: Person | None, numbers: list[int]) -> list[Promise]:
        """Mostly vouchers that can be used; every seventh may be any."""
        owners = (None, person.id if person else None)
        usable = [
            promise for promise in self.paper.promises
            if promise.state == "issued" and promise.until >= self.today and promise.owner in owners
        ]  # fmt: skip
        picked = []
        for number in numbers:
            some = self.paper.promises if number % 7 == 0 else usable
            picked += [some[number % len(some)]] if some else []
        return list(dict.fromkeys(picked))

    def reasons(
        self, receipt: Receipt, promises: list[Promise], wish: int, late: int
    ) -> Iterator[str]:
        """What is spent must have been there on the receipt's day (9.21)."""
        person = receipt.person
        if late > LATEST:
            yield "back_dated"
        if late and self.today - timedelta(days=late) <= self.paper.closed_through:
            yield "month_closed"
        if wish > max(0, person.purse.there(receipt.on) if person else 0):
            yield "not_enough_points"
        for promise in promises:
            if promise.state == "redeemed":
                yield "voucher_used"
            elif promise.state == "void":
                yield "voucher_void"
            elif promise.until < self.today:
                yield "voucher_expired"
            elif promise.since > receipt.on:
                yield "voucher_early"
            elif promise.owner not in (None, person.id if person else None):
                yield "voucher_member"
        for place, later in enumerate(promises):
            if any(not later.goes_with(earlier) for earlier in promises[:place]):
                yield "voucher_together"

    # --- passes ---

    def reasons_of_passes(self, receipt: Receipt, passes: tuple[int, ...]) -> Iterator[str]:
        person = receipt.person
        for place, line in enumerate(receipt.lines):
            if line.sold and person is None:
                yield "pass_member"
            is_whole = line.milli % 1000 == 0 and line.place is not None
            if (line.sold or place in passes) and not is_whole:
                yield "pass_quantity"
        paid = [receipt.lines[place] for place in passes]
        if paid and person is None:
            yield "pass_member"
            return
        for goods in {line.place for line in paid if line.place is not None}:
            wanted = sum(line.milli for line in paid if line.place == goods)
            has = person.passes if person else []
            lots = earliest_ending(has, goods, receipt.on, self.today)
            if wanted > sum(lot.left for _one, lot in lots) * 1000:
                yield "not_enough_uses"

    def uses_of(self, receipt: Receipt, passes: tuple[int, ...]) -> list[tuple[int, Used]]:
        """The uses that pay each line: one a unit, from what ends earliest."""
        found: list[tuple[int, Used]] = []
        for place in sorted(passes):
            line = receipt.lines[place]
            assert receipt.person is not None
            assert line.place is not None
            wanted = line.milli // 1000
            has = earliest_ending(receipt.person.passes, line.place, receipt.on, self.today)
            for one, lot in has:
                taken = sum(used.uses for _place, used in found if used.lot is lot)
                part = min(wanted, lot.left - taken)
                if part:
                    found.append((place, Used(one, lot, part, self.today)))
                    wanted -= part
        return found

    # --- what it came to ---

    def is_paid(
        self, receipt: Receipt, found: list[Way], wish: int, cuts: list[int], call: Any,
        *, stored: int = 0,
    ) -> None:  # fmt: skip
        due, receipt.paid_by = self.paid_by(found, wish, cuts)
        pay = dict(receipt.paid_by)
        value = receipt.person.value_on(receipt.on) if receipt.person and stored else (0, 0)
        plain = min(finish(way, self.paper.terms, wish, is_cash=False).due for way in found)
        by_value = min(plain * stored // 1000, sum(value))
        if by_value:
            due = plain
            pay = {tender: part for tender, part in split(due - by_value, cuts).items() if part}
            receipt.paid_by = pay | self.taken_of(by_value, *value)
            pay |= {"stored_value": by_value}
        is_cash = receipt.paid_by.keys() == {"cash"}
        priced = [finish(way, self.paper.terms, wish, is_cash=is_cash) for way in found]
        self.refuses({"payment_mismatch"}, partial(call, pay={"card": due + 101}))
        if sum(value) < plain and stored:
            too_much = {"stored_value": sum(value) + 1, "card": plain - sum(value) - 1}
            self.refuses({"not_enough_stored_value"}, partial(call, pay=too_much))
        made = self.called(partial(call, pay=pay))
        assert made.payments == {x: part for x, part in receipt.paid_by.items() if part}
        self.is_taken_down(receipt, priced, made)

    def taken_of(self, amount: int, principal: int, bonus: int) -> dict[str, int]:
        is_first = self.paper.is_principal_first
        return taken_of(amount, principal, bonus, is_principal_first=is_first)

    def is_taken_down(self, receipt: Receipt, priced: list[Way], made: Any) -> None:
        way = self.way_taken(priced, made)
        for line, paid, count in zip(receipt.lines, way.left, way.points, strict=True):
            line.paid, line.points = paid, count
        receipt.id, receipt.steps, receipt.lowered = made.id, way.steps, way.lowered
        receipt.due = receipt.left = way.due
        receipt.spent, receipt.granted = sum(way.points), receipt.earns
        self.is_sold(receipt, made)

    def paid_by(self, found: list[Way], wish: int, cuts: list[int]) -> tuple[int, dict[str, int]]:
        """What is due, and by which tenders: it may depend on whether all of it is cash (9.8)."""
        due = {False: 0, True: 0}
        for is_cash in due:
            dues = {finish(way, self.paper.terms, wish, is_cash=is_cash).due for way in found}
            assert len(dues) == 1
            due[is_cash] = dues.pop()
        paid = {tender: part for tender, part in split(due[False], cuts).items() if part}
        if paid.keys() <= {"cash"}:
            return due[True], {"cash": due[True]}
        return due[False], paid

    def way_taken(self, priced: list[Way], made: Any) -> Way:
        """One of the ways with the least to pay, in every line and step."""
        told = [line.paid for line in made.lines], [(s.kind, s.amount) for s in made.steps]
        found = [way for way in priced if (way.left, way.steps) == told]
        assert found, (told, [(way.left, way.steps) for way in priced])
        return found[0]

    def is_sold(self, receipt: Receipt, made: Any) -> None:
        assert made == purchases.get(self.desk, made.id)
        assert (made.total, made.points_used) == (receipt.due, receipt.spent)
        assert made.points_earned == receipt.granted
        assert made.goods + sum(step.amount for step in made.steps) == made.total
        for person, up in self.paper.is_sold(receipt, self.today):
            self.is_given(person, up)

    def is_given(self, person: Person, up: Change) -> None:
        """The vouchers of an upgrade: their codes are taken from the shop, all else is expected."""
        until = self.today + timedelta(days=60)
        for rank in self.paper.gifts_due(person, up):
            known = {promise.code for promise in self.paper.promises}
            rows = self.rows(
                "SELECT code FROM voucher WHERE member_id = ? AND amount = ? ORDER BY id",
                person.id, GIFT + rank,
            )  # fmt: skip
            code = next(code for (code,) in rows if code not in known)
            promise = Promise(code, person.id, GIFT + rank, 0, 0, None, until, self.today, rank)
            self.paper.promises.append(promise)
            person.gifts[rank] = promise


def before_hand(way: Way) -> int:
    """What was due before the discount by hand."""
    return way.due - sum(part for kind, part in way.steps if kind in ("discount", "voucher"))
