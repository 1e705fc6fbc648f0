"""Over the years: ladders change, tiers are reviewed, given and counted again, friends come."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from shopdesk import feedback, interactions, members, tiers
from shopdesk.ladders import Window
from tests.proof.machine import now_and_then
from tests.proof.paper_shop import Person
from tests.proof.paper_tiers import Asks, Overlay, Tier
from tests.proof.passing import Passing
from tests.proof.wishes import LADDERS, TIER_CODES, picks

overlay_kinds = st.sampled_from(["lock", "floor", "trial", "paid"])
review_months = st.sampled_from([None, 1, 2, 3, 12])
which_ladder = st.integers(0, len(LADDERS) - 1)
ranks = st.integers(0, len(TIER_CODES) - 1)
near_steps = st.sampled_from([29_999, 30_000, 50_000, 99_999, 100_000, 150_000, 200_000, 300_000])


class Years(Passing):
    """Where members stand."""

    @initialize(ladder=which_ladder, months=review_months)
    def the_shop_has_its_ladder(self, ladder: int, months: int | None) -> None:
        self.the_ladder_is_changed(ladder, months)

    @rule(who=picks, amount=near_steps)
    def a_regular_spends(self, who: int, amount: int) -> None:
        self.buys(self.person(who), amount, [], 0, [])

    @rule(who=picks, amount=near_steps)
    def a_regular_spends_again(self, who: int, amount: int) -> None:
        self.buys(self.person(who), amount, [], 0, [])

    @rule(days=st.sampled_from([20, 31, 62, 100]))
    def the_shop_opens_months_later(self, days: int) -> None:
        self.the_shop_opens_days_later(days)

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
        self.paper.joins(made.id, joined, self.today, friend)

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

    # --- the ladder ---

    @rule(who=picks, amount=near_steps, late=st.sampled_from([1, 8, 20, 39]))
    def a_regular_receipt_is_entered_late(self, who: int, amount: int, late: int) -> None:
        self.buys(self.person(who), amount, [], 0, [], late=late)

    @now_and_then
    @rule(ladder=which_ladder, months=review_months)
    def the_ladder_is_changed(self, ladder: int, months: int | None) -> None:
        before, now = self.paper.ladder, replace(LADDERS[ladder], review_months=months)
        tiers.set_ladder(
            self.desk, [as_sold(tier) for tier in now.tiers], review_months=months,
            grace_days=now.grace,
        )  # fmt: skip
        is_new = before.review_months != months
        self.paper.ladder = replace(now, decided_on=self.today if is_new else before.decided_on)
        if is_new:
            for person in self.paper.people:
                person.standing.counts_anew(self.paper.ladder)

    @rule()
    def reviews_are_held(self) -> None:
        """As the daily run holds them; said twice, nothing more comes of it."""
        told = [(one.member_id, one.kind) for one in tiers.review(self.desk)]
        decided = []
        for person in self.paper.open_people:
            kinds = []
            while kind := person.standing.is_reviewed(self.paper.ladder, self.today):
                kinds.append(kind)
            decided += [(person.id, kind) for kind in kinds]
            if "step_down" in kinds:
                self.rises(person)
        assert sorted(told) == sorted(decided)
        assert tiers.review(self.desk) == ()

    @now_and_then
    @rule(down=st.booleans())
    def everyone_is_counted_again(self, down: bool) -> None:
        seen = tiers.preview_recount(self.desk, down=down)
        done = tiers.recount(self.desk, down=down)
        assert seen == done
        moves = []
        for person in self.paper.open_people:
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


def as_sold(tier: Tier) -> tiers.Tier:
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
