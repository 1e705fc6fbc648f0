"""Who somebody is: forgotten members attached, two merged into one, parted again, erased."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis.stateful import precondition, rule

from shopdesk import members, purchases
from tests.proof.machine import now_and_then
from tests.proof.paper_persons import UNDONE_WITHIN, Merge, goes_back, merges, owed, parts
from tests.proof.paper_receipts import Receipt
from tests.proof.paper_shop import Person
from tests.proof.paper_tiers import Overlay
from tests.proof.wishes import picks
from tests.proof.years import Years, near_steps

ATTACHED_WITHIN = 7


class Persons(Years):
    """People and their memberships."""

    def __init__(self, *where: Any) -> None:
        super().__init__(*where)
        self.merges: list[Merge] = []

    # --- attaching ---

    @rule(amount=near_steps)
    def a_regular_is_not_asked_who_it_is(self, amount: int) -> None:
        self.buys(None, amount, [], 0, [])

    @precondition(lambda self: self.paper.receipts)
    @rule(which=picks, who=picks)
    def a_member_is_attached(self, which: int, who: int) -> None:
        walk_ins = [each for each in self.paper.receipts if each.person is None]
        receipt = self.receipt(which) if which % 7 == 0 or not walk_ins else walk_ins[-1]
        person = self.person(who)
        call = partial(purchases.attach, self.desk, receipt.id, member=person.id)
        reasons = set(self.why_unattached(receipt))
        if reasons:
            self.refuses(reasons, call)
            return
        with self.nothing_written():
            seen = purchases.preview_attach(self.desk, receipt.id, member=person.id)
        made = self.called(call)
        ups = self.paper.is_attached(receipt, person, self.today)
        assert seen == made
        assert (made.member_id, made.points_earned) == (person.id, receipt.granted)
        assert (made.total, len(made.lines)) == (receipt.due, len(receipt.lines))
        for one, up in ups:
            self.is_given(one, up)

    def why_unattached(self, receipt: Receipt) -> list[str]:
        reasons = []
        if receipt.person is not None:
            reasons.append("receipt_has_member")
        if receipt.on < self.today - timedelta(days=ATTACHED_WITHIN):
            reasons.append("attach_late")
        if receipt.on <= self.paper.closed_through:
            reasons.append("month_closed")
        if receipt.is_touched:
            reasons.append("not_attachable")
        return reasons

    # --- merging ---

    @precondition(lambda self: len(self.paper.open_people) > 1)
    @rule(who=picks, other=picks)
    def two_are_found_to_be_one(self, who: int, other: int) -> None:
        keep = self.person(who)
        rest = [person for person in self.paper.open_people if person is not keep]
        drop = rest[other % len(rest)]
        with self.nothing_written():
            seen = members.preview_merge(self.desk, keep=keep.id, drop=drop.id)
        made = self.called(partial(members.merge, self.desk, keep=keep.id, drop=drop.id))
        by = {keep.referrer, drop.referrer, keep} - {None, drop}
        merge = merges(self.paper, made.id, keep, drop, self.today)
        merge.by_hand = self.given_by_hand.pop(drop.id, 0)
        self.given_by_hand[keep.id] = self.given_by_hand.get(keep.id, 0) + merge.by_hand
        keep.standing.joined = min(keep.standing.joined, drop.standing.joined)
        keep.standing.takes_over(drop.standing, self.today)
        merge.overlays = self.overlays_come_over(keep, drop)
        for person in sorted(by, key=lambda one: one.id):  # type: ignore[union-attr]
            self.paper.is_retested(person, self.today, "referrals")  # type: ignore[arg-type]
        self.merges.append(merge)
        assert seen.after.member.points == keep.balance

    def overlays_come_over(self, keep: Person, drop: Person) -> list[Overlay]:
        own = {one.kind for one in keep.standing.overlays if one.runs_on(self.today)}
        come = [
            Overlay(one.kind, one.rank, self.today, one.until)
            for one in sorted(drop.standing.overlays, key=lambda one: one.id)
            if one.runs_on(self.today) and not (one.kind == "lock" and "lock" in own)
        ]
        sql = "SELECT id FROM tier_overlay WHERE member_id = ? ORDER BY id DESC LIMIT ?"
        ids = [row[0] for row in self.rows(sql, keep.id, len(come))]
        for one, id_ in zip(come, reversed(ids), strict=True):
            one.id = id_
        keep.standing.overlays += come
        return come

    @property
    def newest_merges(self) -> list[Merge]:
        """Those that stand and upon which no other does."""
        found = []
        for merge in self.merges:
            pair = (merge.keep, merge.drop)
            later = [one for one in self.merges if one.id > merge.id and not one.is_undone]
            if not merge.is_undone and not any({one.keep, one.drop} & set(pair) for one in later):
                found.append(merge)
        return [merge for merge in found if not merge.keep.is_closed]

    @precondition(lambda self: self.newest_merges)
    @rule(which=picks)
    def a_merge_is_undone(self, which: int) -> None:
        merge = self.newest_merges[which % len(self.newest_merges)]
        call = partial(members.undo_merge, self.desk, merge.id)
        reasons = set()
        if self.today > merge.on + timedelta(days=UNDONE_WITHIN):
            reasons.add("undo_late")
        if merge.is_drawn_on:
            reasons.add("undo_refused")
        if reasons:
            self.refuses(reasons, call)
            return
        self.called(call)
        keep, drop = merge.keep, merge.drop
        parts(self.paper, merge, self.today)
        self.given_by_hand[keep.id] = self.given_by_hand.get(keep.id, 0) - merge.by_hand
        self.given_by_hand[drop.id] = merge.by_hand
        keep.standing.joined = self.joined(keep)
        if goes_back(self.paper, merge, self.today):
            self.paper.is_retested(keep, self.today)
            self.rises(keep)
        for person in (keep, drop):
            for up, _rank in owed(self.paper, person):
                self.is_given(person, up)

    def joined(self, keep: Person) -> date:
        """As first entered, or as the oldest of those who stand merged into them."""
        rows = self.rows(
            "SELECT on_day FROM tier_change WHERE member_id = ? AND kind = 'joined'", keep.id
        )
        stand = [one.drop for one in self.merges if one.keep is keep and not one.is_undone]
        return min([date.fromordinal(rows[0][0]), *(drop.standing.joined for drop in stand)])

    # --- erasing ---

    @now_and_then
    @precondition(lambda self: len(self.paper.open_people) > 2)
    @rule(who=picks)
    def somebody_is_erased(self, who: int) -> None:
        person = self.person(who)
        if any(person.value) or any(one.left(self.today) for one in person.passes):
            call = partial(members.erase, self.desk, person.id, reason="asked for it")
            self.refuses({"stored_value_left"}, call)
            return
        before = [row for table in ("entry", "purchase", "refund", "member_day")
                  for row in self.figures(table)]  # fmt: skip
        self.called(partial(members.erase, self.desk, person.id, reason="asked for it"))
        assert before == [row for table in ("entry", "purchase", "refund", "member_day")
                          for row in self.figures(table)]  # fmt: skip
        person.is_closed = True
        for promise in self.paper.promises:
            if promise.owner == person.id and promise.is_open(self.today):
                promise.state = "void"
        told = members.get(self.desk, person.id)
        assert (told.name, told.closed) == (f"X{person.id:06}", True)

    def figures(self, table: str) -> list[Any]:
        """All rows of a table but the words."""
        rows = self.rows(f"SELECT * FROM {table}")
        return [tuple(value for value in row if not isinstance(value, str)) for row in rows]
