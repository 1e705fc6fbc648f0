"""At the counter: lines, promotions, vouchers, points and discounts of every kind."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from shopdesk import promotions, settings, vouchers
from tests.proof.paper_days import ONE
from tests.proof.paper_prices import Offer
from tests.proof.paper_vouchers import Promise
from tests.proof.passing import Passing
from tests.proof.selling import vouchers_chosen
from tests.proof.wishes import GOODS, OFFERS, TERMS, TIER_CODES, cuts, picks, wanted_lines, wishes

by_hand = st.sampled_from([(0, 0)] * 6 + [(700, 0), (0, 5), (1, 0)])
which_terms = st.integers(0, len(TERMS) - 1)
which_offer = st.integers(0, len(OFFERS) - 1)


class Counter(Passing):
    """What lowers a price."""

    @initialize(terms=which_terms, offers=st.lists(which_offer, max_size=3))
    def the_shop_has_its_prices(self, terms: int, offers: list[int]) -> None:
        self.prices_are_decided(terms)
        for offer in offers:
            self.something_is_offered(offer)

    @rule(
        who=picks, lines=wanted_lines, chosen=vouchers_chosen, wish=wishes, cuts=cuts, hand=by_hand
    )
    def a_member_buys_lines(self, who: int, lines: list[tuple[int, int]], **more: Any) -> None:
        self.buys(self.person(who), lines, **more)

    @rule(
        who=picks,
        lines=wanted_lines,
        chosen=vouchers_chosen,
        wish=wishes,
        cuts=cuts,
        places=st.sets(st.integers(0, 3), min_size=1),
        percent=st.sampled_from([0, 50, 99]),
    )
    def a_price_is_set_by_hand(
        self, who: int, lines: list[tuple[int, int]], places: set[int], percent: int, **more: Any
    ) -> None:
        """It takes no promotion and no tier price."""
        prices = {
            place: GOODS[lines[place][0]].price * percent // 100
            for place in places
            if place < len(lines)
        }
        self.buys(self.person(who), lines, prices=prices, **more)

    @rule(lines=wanted_lines, chosen=vouchers_chosen, cuts=cuts, hand=by_hand)
    def someone_unknown_buys(self, lines: list[tuple[int, int]], **more: Any) -> None:
        self.buys(None, lines, wish=0, **more)

    @rule(
        who=st.none() | picks,
        amount=st.sampled_from([1, 250, 3000, 20_000]),
        percent=st.sampled_from([0, 1, 10, 33, 100]),
        minimum=st.sampled_from([0, 0, 5000, 20_000]),
        cap=st.sampled_from([None, None, 700]),
        days=st.sampled_from([0, 3, 60]),
        group=st.sampled_from(["", "", "spring"]),
        is_alone=st.sampled_from([False, False, False, True]),
    )
    def a_voucher_is_issued(
        self, who: int | None, amount: int, percent: int, days: int, group: str, **more: Any
    ) -> None:
        owner = None if who is None else self.person(who).id
        off = {"percent_off": percent} if percent else {"amount": amount}
        made = self.called(partial(
            vouchers.issue, self.desk, owner, valid_days=days, stacking=group, **off, **more
        ))  # fmt: skip
        self.paper.promises.append(Promise(
            made.code, owner, 0 if percent else amount, percent, more["minimum"], more["cap"],
            self.today + timedelta(days=days), self.today, group=group, is_alone=more["is_alone"],
        ))  # fmt: skip

    # --- what the shop offers ---

    @rule(which=which_terms)
    def prices_are_decided(self, which: int) -> None:
        terms = TERMS[which]
        settings.edit(
            self.desk, points_cap_percent=terms.cap_percent, points_step=terms.step,
            points_value=terms.value, rounding_unit=terms.rounding,
            rounding_cash_only=terms.is_cash_only, best_for_customer=terms.is_best,
            unearning_categories=terms.unearning,
        )  # fmt: skip
        self.paper.terms = terms

    @precondition(lambda self: len(self.open_offers) < 4)
    @rule(which=which_offer)
    def something_is_offered(self, which: int) -> None:
        offer = OFFERS[which]
        covers = promotions.Covers(tuple(place + 1 for place in offer.places), offer.categories)
        made = self.called(partial(
            promotions.add, self.desk, name=f"offer {len(self.calls)}", offer=promotions.Offer(
                offer.kind, offer.percent, offer.amount, offer.nth, offer.minimum, offer.is_every
            ),
            covers=covers, members_only=offer.is_for_members, weekdays=offer.weekdays,
            lowest_tier=TIER_CODES[offer.lowest_rank] if offer.lowest_rank else None,
            combines=offer.combines,
        ))  # fmt: skip
        offer = replace(offer, id=made.id, days=(self.today, date.max))
        self.paper.offers.append(offer)

    @property
    def open_offers(self) -> list[Offer]:
        return [offer for offer in self.paper.offers if offer.days[1] == date.max]

    @precondition(lambda self: self.open_offers)
    @rule(which=picks)
    def an_offer_is_closed(self, which: int) -> None:
        """It counts no more today, but for what was bought before it still does (9.21)."""
        offer = self.open_offers[which % len(self.open_offers)]
        promotions.close(self.desk, offer.id)
        closed = replace(offer, days=(offer.days[0], self.today - ONE))
        self.paper.offers[self.paper.offers.index(offer)] = closed
