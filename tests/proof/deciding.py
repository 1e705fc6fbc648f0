"""What an owner decides and the calendar brings: days, points by hand, ladders, overlays, terms."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shopdesk import days, feedback, interactions, members, points, promotions, settings, tiers
from shopdesk.ladders import Window
from tests.proof.giving_back import GivingBack
from tests.proof.paper_days import ONE, review_day
from tests.proof.paper_points import Policy
from tests.proof.paper_prices import Offer, Terms
from tests.proof.paper_shop import Person
from tests.proof.paper_tiers import Asks, Ladder, Overlay, Tier
from tests.proof.wishes import LADDERS, OFFERS, POLICIES, TERMS, TIER_CODES, picks

overlay_kinds = st.sampled_from(["lock", "floor", "trial", "paid"])
ranks = st.integers(0, len(TIER_CODES) - 1)


class Deciding(GivingBack):
    """Every rule that neither sells nor gives back."""

    def __init__(self, *where: Any) -> None:
        super().__init__(*where)
        self.given_by_hand: dict[int, int] = {}

    # --- time ---

    @rule(hours=st.sampled_from([1, 9, 15, 24, 24 * 6, 24 * 14, 24 * 40, 24 * 90]))
    def time_passes(self, hours: int) -> None:
        self.clock.tick(hours=hours)
        days.accept_clock(self.desk)

    @rule()
    def the_day_is_opened(self) -> None:
        done = days.run(self.desk)
        told: dict[str, int] = {}
        due = self.paper.days_due(self.today)
        for day in due:
            for name, count in self.paper.day_runs(day, self.today, self.is_given).items():
                told[name] = told.get(name, 0) + count
        assert done.days == len(due)
        assert {name: getattr(done, name) for name in told} == told

    # --- members and their points ---

    @precondition(lambda self: len(self.paper.people) < 4)
    @rule(ago=st.sampled_from([0, 0, 1, 200]), brought_by=st.none() | picks)
    def someone_joins(self, ago: int, brought_by: int | None) -> None:
        joined = self.today - timedelta(days=ago)
        friend = None if brought_by is None else self.person(brought_by)
        call = partial(
            members.register, self.desk, name="会员", joined_on=joined,
            referrer=friend and friend.id,
        )  # fmt: skip
        if friend and friend.standing.joined > joined:
            self.refuses({"referrer"}, call)
            return
        made = self.called(call)
        self.paper.joins(made.id, joined, friend)

    @rule(who=picks, score=st.integers(1, 5))
    def a_member_says_how_it_was(self, who: int, score: int) -> None:
        person = self.person(who)
        self.called(partial(feedback.rate, self.desk, person.id, score))
        person.ratings.append((self.today, score))
        self.rises(person)

    @rule(who=picks)
    def a_member_is_called(self, who: int) -> None:
        person = self.person(who)
        self.called(partial(interactions.log, self.desk, person.id, "call"))
        person.contacts.append(self.today)
        self.rises(person)

    def rises(self, person: Person) -> None:
        up = person.standing.rises(self.paper.ladder, self.today)
        if up:
            self.is_given(person, up)

    @rule(who=picks, change=st.integers(-400, 900).filter(bool))
    def points_are_adjusted(self, who: int, change: int) -> None:
        person = self.person(who)
        call = partial(points.adjust, self.desk, person.id, change, reason="by hand")
        if change < 0 and person.balance + change < 0:
            self.refuses({"not_enough_points"}, call)
            return
        self.called(call)
        self.given_by_hand[person.id] = self.given_by_hand.get(person.id, 0) + change
        if change > 0:
            person.purse.credit(change, self.today, self.paper.policy, self.today)
        else:
            person.purse.take(-change, self.today)

    # --- what the shop decides ---

    @rule(rate=st.sampled_from([0, 1, 1, 2, 3]))
    def points_are_earned_at_another_rate(self, rate: int) -> None:
        settings.edit(self.desk, earn_points=rate)
        self.paper.points = rate

    @rule(policy=st.sampled_from(POLICIES))
    def points_end_otherwise(self, policy: Policy) -> None:
        """What members have keeps its day."""
        settings.edit(self.desk, points_expiry=policy.kind, points_expiry_count=policy.count)
        self.paper.policy = policy

    @rule(terms=st.sampled_from(TERMS))
    def prices_are_decided(self, terms: Terms) -> None:
        settings.edit(
            self.desk, points_cap_percent=terms.cap_percent, points_step=terms.step,
            points_value=terms.value, rounding_unit=terms.rounding,
            rounding_cash_only=terms.is_cash_only, best_for_customer=terms.is_best,
            unearning_categories=terms.unearning,
        )  # fmt: skip
        self.paper.terms = terms

    @precondition(lambda self: len(self.open_offers) < 4)
    @rule(offer=st.sampled_from(OFFERS))
    def something_is_offered(self, offer: Offer) -> None:
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

    # --- the ladder ---

    @rule(ladder=st.sampled_from(LADDERS), months=st.sampled_from([None, 1, 2, 3, 12]))
    def the_ladder_is_changed(self, ladder: Ladder, months: int | None) -> None:
        before = self.paper.ladder
        now = Ladder(ladder.tiers, months, ladder.grace)
        tiers.set_ladder(
            self.desk, [_tier(tier) for tier in now.tiers], review_months=months,
            grace_days=now.grace,
        )  # fmt: skip
        self.paper.ladder = now
        for person in self.paper.people:
            standing = person.standing
            if before.review_months != months or standing.review_on is None:
                standing.review_on = review_day(self.today, months, standing.rank)

    @rule(down=st.booleans())
    def everyone_is_counted_again(self, down: bool) -> None:
        seen = tiers.preview_recount(self.desk, down=down)
        done = tiers.recount(self.desk, down=down)
        assert seen == done
        moves = []
        for person in self.paper.people:
            before = person.standing.rank
            up = person.standing.is_recounted(self.paper.ladder, self.today, down=down)
            if up:
                self.is_given(person, up)
            if person.standing.rank != before:
                moves.append((person.id, TIER_CODES[before], TIER_CODES[person.standing.rank]))
        assert list(map(tuple, done.moves)) == moves

    @rule(
        who=picks, kind=overlay_kinds, rank=ranks,
        lasts=st.sampled_from([0, 1, 20, 20, 100, None]),
    )  # fmt: skip
    def a_tier_is_given(self, who: int, kind: str, rank: int, lasts: int | None) -> None:
        person = self.person(who)
        lasts = 30 if lasts is None and kind in ("trial", "paid") else lasts
        until = None if lasts is None else self.today + timedelta(days=lasts)
        give = getattr(tiers, kind)
        made = self.called(partial(
            give, self.desk, person.id, TIER_CODES[rank], until=until, reason="a friend"
        ))  # fmt: skip
        for one in person.standing.overlays:
            if kind == "lock" and one.kind == "lock" and one.runs_on(self.today):
                one.lifted_on = self.today
        person.standing.overlays.append(Overlay(kind, rank, self.today, until, made.id))

    @rule(who=picks, which=picks)
    def a_given_tier_is_lifted(self, who: int, which: int) -> None:
        overlays = self.person(who).standing.overlays
        if not overlays:
            return
        one = overlays[which % len(overlays)]
        call = partial(tiers.lift, self.desk, one.id, reason="enough")
        if one.lifted_on is not None or not one.runs_on(self.today):
            self.refuses({"overlay_over"}, call)
            return
        self.called(call)
        one.lifted_on = self.today

    # --- twice ---

    @precondition(lambda self: self.calls)
    @rule(which=picks)
    def a_call_is_repeated(self, which: int) -> None:
        call, first = self.calls[which % len(self.calls)]
        with self.nothing_written():
            again = call()
        for fact in ("id", "money", "tenders", "points_taken", "total", "lines", "code"):
            assert getattr(again, fact, None) == getattr(first, fact, None)


def _tier(tier: Tier) -> tiers.Tier:
    """A tier as the shop takes it."""
    kept = [asks for asks in tier.asks if asks.keep is not None]
    keep = tiers.Criteria(tier.mode, tuple(_asks(a, keeps=True) for a in tier.asks))  # type: ignore[arg-type]
    up = tiers.Criteria(tier.mode, tuple(_asks(a) for a in tier.asks))  # type: ignore[arg-type]
    return tiers.Tier(
        tier.code, {"en": tier.code}, up if tier.asks else None, tier.off, tier.points,
        keep=keep if kept else None, category_discounts=dict(tier.off_category),
    )  # fmt: skip


def _asks(asks: Asks, *, keeps: bool = False) -> tiers.Condition:
    least = asks.keep if keeps and asks.keep is not None else asks.least
    return tiers.at_least(asks.fact, least, Window(asks.window, asks.months))
