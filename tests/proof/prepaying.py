"""What is paid for beforehand: stored value is topped up, spent, given back; passes are used."""

from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from shopdesk import passes, settings, stored_value, tiers
from tests.proof.paper_money import TENDERS, less, split, tenders_back
from tests.proof.paper_points import Policy
from tests.proof.paper_prepaid import Pass, TopUp
from tests.proof.paper_receipts import Receipt
from tests.proof.paper_shop import Person
from tests.proof.passing import Passing
from tests.proof.wishes import PASSES, PREPAID, cuts, picks, some_lines, wanted_lines, wishes
from tests.proof.years import as_sold

top_up_amounts = st.sampled_from([1, 99, 3_000, 10_000, 49_999, 50_000, 50_001, 100_000, 300_000])
shares = st.sampled_from([1, 333, 500, 1000, 1000])
BONUS = [(10_000, 333), (50_000, 5_000)]
"""What the shop gives on top: the best of what is reached, once."""
whole_lines = st.lists(
    st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from([1000, 1000, 2000, 3000, 500])),
    min_size=1, max_size=3,
)  # fmt: skip


class Prepaying(Passing):
    """Every rule of stored value and passes."""

    @initialize(is_first=st.booleans())
    def the_shop_sells_stored_value(self, is_first: bool) -> None:
        settings.edit(self.desk, bonus_rules=BONUS)
        tiers.set_ladder(
            self.desk, [as_sold(tier) for tier in PREPAID.tiers], grace_days=PREPAID.grace,
            review_months=PREPAID.review_months,
        )  # fmt: skip
        self.paper.ladder = replace(PREPAID, decided_on=self.today)
        for person in self.paper.people:
            person.standing.counts_anew(self.paper.ladder)
        self.stored_value_is_spent_otherwise(is_first)

    @rule(is_first=st.booleans())
    def stored_value_is_spent_otherwise(self, is_first: bool) -> None:
        order = "principal_first" if is_first else "proportion"
        settings.edit(self.desk, stored_value_order=order)
        self.paper.is_principal_first = is_first

    # --- topping up ---

    @rule(who=picks, principal=top_up_amounts, cuts=cuts, bonus=st.sampled_from([None, None, 0, 7]))
    def a_member_tops_up(
        self, who: int, principal: int, cuts: list[int], bonus: int | None
    ) -> None:
        person = self.person(who)
        paid = {tender: part for tender, part in split(principal, cuts).items() if part}
        call = partial(
            stored_value.top_up, self.desk, person.id, principal=principal, pay=paid, bonus=bonus
        )
        if bonus and bonus > principal:
            self.refuses({"amount"}, call)
            return
        made = self.called(call)
        if bonus is None:
            bonus = max([more for least, more in BONUS if least <= principal], default=0)
        lots = [
            purse.credit(amount, self.today, Policy(), self.today)
            for purse, amount in zip(person.stored.values(), (principal, bonus), strict=True)
        ]
        assert lots[0] is not None
        sold = TopUp(made.id, self.today, principal, bonus, paid, lots[0], lots[1])
        assert (made.principal, made.bonus, made.payments) == (principal, bonus, in_order(paid))
        person.top_ups.append(sold)
        up = person.standing.rises(self.paper.ladder, self.today)
        if up:
            self.is_given(person, up)

    @precondition(lambda self: self.have_stored_value)
    @rule(who=picks, which=picks, share=shares, over=st.sampled_from([0, 0, 0, 1]))
    def a_top_up_is_given_back(self, who: int, which: int, share: int, over: int) -> None:
        person = self.one_of(self.have_stored_value, who)
        some = [sold for sold in person.top_ups if sold.left]
        if some:
            sold = some[which % len(some)]
            self.top_up_comes_back(person, sold, sold.left * share // 1000 + over)

    @property
    def have_stored_value(self) -> list[Person]:
        return [person for person in self.paper.open_people if any(person.value)]

    @property
    def have_passes(self) -> list[Person]:
        people = self.paper.open_people
        return [one for one in people if any(x.left(self.today) for x in one.passes)]

    def one_of(self, people: list[Person], who: int) -> Person:
        return people[who % len(people)]

    def all_top_ups_come_back(self, person: Person) -> None:
        for sold in person.top_ups:
            if sold.left:
                self.top_up_comes_back(person, sold, sold.left)
            elif sold.bonus_left:  # of a receipt that came back after all the principal had
                done = stored_value.refund_top_up(self.desk, sold.id, reason="moves")
                assert (done.bonus, done.money) == sold.gives_back(0)
            assert (sold.refunded, sold.paid_out) == (sold.principal, sold.principal)
        assert person.value == (0, 0)

    def top_up_comes_back(self, person: Person, sold: TopUp, principal: int) -> None:
        call = partial(
            stored_value.refund_top_up, self.desk, sold.id, principal=principal, reason="moves"
        )
        if not 0 < principal <= sold.left:
            self.refuses({"refund_exceeds"} if principal else {"amount"}, call)
            return
        with self.nothing_written():
            seen = stored_value.preview_refund_top_up(self.desk, sold.id, principal=principal)
        done = self.called(call)
        assert replace(seen, id=done.id) == done
        had = tenders_back(sold.paid_by, sold.paid_out)
        bonus, money = sold.gives_back(principal)
        assert (done.principal, done.bonus, done.money) == (principal, bonus, money)
        assert done.tenders == less(tenders_back(sold.paid_by, sold.paid_out), had)
        lost = self.paper.is_retested(person, self.today, "topped_up")
        assert sorted(done.vouchers_lost) == sorted(one.code for one in lost)
        assert done.tier is not None
        assert done.tier.rank == person.standing.held_on(self.today)

    # --- spending ---

    @precondition(lambda self: self.have_stored_value)
    @rule(who=picks, lines=wanted_lines, share=shares, wish=wishes, cuts=cuts)
    def a_member_pays_by_stored_value(
        self, who: int, lines: list[tuple[int, int]], share: int, wish: int, cuts: list[int]
    ) -> None:
        person = self.one_of(self.have_stored_value, who)
        self.buys(person, lines, [], wish, cuts, stored=share)

    @precondition(lambda self: self.have_stored_value)
    @rule(who=picks, amount=st.integers(1, 60_000), share=shares, late=st.sampled_from([0, 0, 7]))
    def a_member_pays_an_amount_by_stored_value(
        self, who: int, amount: int, share: int, late: int
    ) -> None:
        person = self.one_of(self.have_stored_value, who)
        self.buys(person, amount, [], 0, [], stored=share, late=late)

    @precondition(lambda self: self.have_stored_value and self.paper.receipts)
    @rule(which=picks, parts=some_lines, what=st.integers(0, 30_000) | wanted_lines)
    def goods_are_exchanged_for_stored_value(
        self, which: int, parts: list[tuple[int, int]], what: Any
    ) -> None:
        self.exchanges(self.receipt(which), parts, what, "stored_value")

    # --- passes ---

    @rule(
        who=picks, which=st.sampled_from(PASSES), milli=st.sampled_from([1000, 1000, 2000, 500]),
        beside=st.lists(st.tuples(st.integers(0, 2), st.sampled_from([1000, 333])), max_size=1),
        share=st.sampled_from([0, 0, 500]), late=st.sampled_from([0, 0, 0, 30]), cuts=cuts,
    )  # fmt: skip
    def a_member_buys_a_pass(
        self, *, who: int, which: int, milli: int, beside: list[tuple[int, int]], share: int,
        late: int, cuts: list[int],
    ) -> None:  # fmt: skip
        what = [(which, milli), *beside]
        self.buys(self.person(who), what, [], 0, cuts, stored=share, late=late)

    @precondition(lambda self: self.have_passes)
    @rule(
        who=picks, which=picks, units=st.sampled_from([1, 1, 2, 3, 8]), beside=whole_lines,
        places=st.sampled_from([(0,), (0,), (0,), (0, 1)]), wish=wishes,
        late=st.sampled_from([0, 0, 0, 7]),
    )  # fmt: skip
    def a_pass_is_used(
        self, *, who: int, which: int, units: int, beside: list[tuple[int, int]],
        places: tuple[int, ...], wish: int, late: int,
    ) -> None:  # fmt: skip
        person = self.one_of(self.have_passes, who)
        valid = [one for one in person.passes if one.left(self.today)]
        what = [(valid[which % len(valid)].place, units * 1000), *beside]
        self.buys(person, what, [], wish, [], passes=places, late=late)

    @rule(lines=whole_lines, which=st.sampled_from(PASSES))
    def a_pass_is_nothing_for_a_stranger(self, lines: list[tuple[int, int]], which: int) -> None:
        self.buys(None, lines, [], 0, [], passes=(0,))
        self.buys(None, [(which, 1000)], [], 0, [])

    @precondition(lambda self: self.have_passes)
    @rule(which=picks, parts=some_lines, is_void=st.sampled_from([False, False, True]))
    def a_pass_is_handed_back(
        self, which: int, parts: list[tuple[int, int]], is_void: bool
    ) -> None:
        sold = [one for one in self.paper.receipts if any(line.sold for line in one.lines)]
        receipt = sold[which % len(sold)]
        if which % 2 or is_void:
            self.gives_back(receipt, is_void=is_void)
        else:
            self.gives_back(receipt, lines=self.some_lines(receipt, parts))

    @precondition(lambda self: self.have_passes)
    @rule(who=picks, which=picks, uses=st.sampled_from([1, 1, 2, 5, 40]))
    def uses_are_given_back(self, who: int, which: int, uses: int) -> None:
        person = self.one_of(self.have_passes, who)
        one = person.passes[which % len(person.passes)]
        (receipt, number), left = self.sold_by(one), one.left(self.today)
        call = partial(
            passes.refund, self.desk, self.id_of(receipt, number), uses=uses, reason="moves"
        )
        if receipt.is_void or uses > left:
            self.refuses({"already_void", "refund_exceeds", "amount"}, call)
            return
        done = self.called(call)
        had = receipt.lines[number - 1].back // 1000
        line = receipt.lines[number - 1]
        worth = [line.paid * count // one.uses for count in (had, had + uses)]
        if receipt.left == receipt.kept:  # 9.18, where no money came back otherwise
            assert done.money == worth[1] - worth[0]
        back = self.is_given_back(receipt, done, lines=[(number, uses * 1000)])
        self.tier_follows(receipt, done, back)

    def sold_by(self, one: Pass) -> tuple[Receipt, int]:
        return next(
            (receipt, number)
            for receipt in self.paper.receipts
            for number, line in enumerate(receipt.lines, 1)
            if line.sold is one
        )

    def id_of(self, receipt: Receipt, number: int) -> int:
        sql = "SELECT id FROM pass WHERE purchase_id = ? AND line = ?"
        return int(self.rows(sql, receipt.id, number)[0][0])

    @precondition(lambda self: any(line.used for one in self.paper.receipts for line in one.lines))
    @rule(which=picks, parts=some_lines)
    def what_a_pass_paid_is_given_back(self, which: int, parts: list[tuple[int, int]]) -> None:
        paid = [one for one in self.paper.receipts if any(line.used for line in one.lines)]
        receipt = paid[which % len(paid)]
        self.gives_back(receipt, lines=self.some_lines(receipt, parts))


def in_order(paid: dict[str, int]) -> dict[str, Any]:
    return {tender: paid[tender] for tender in TENDERS if tender in paid}
