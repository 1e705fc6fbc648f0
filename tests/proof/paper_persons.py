"""Two who are one, on paper: what a merge moves, and what its undoing moves back (9.1, 9.22)."""

from dataclasses import dataclass, field
from datetime import date

from tests.proof.paper_points import Policy, Taken
from tests.proof.paper_prepaid import BUCKETS, Pass, TopUp
from tests.proof.paper_receipts import Receipt
from tests.proof.paper_shop import Person, Shop, loses
from tests.proof.paper_tiers import Change, Overlay
from tests.proof.paper_vouchers import Promise

UNDONE_WITHIN = 30


@dataclass(eq=False)
class Merge:
    id: int
    keep: Person
    drop: Person
    on: date
    change_before: Change
    receipts: list[Receipt]
    left: list[int]
    """What was left of each receipt that came over."""
    promises: list[Promise]
    ratings: list[tuple[date, int]]
    contacts: list[date]
    taken: Taken
    draws: list[int]
    friends: list[tuple[Person, Person | None]]
    """Whose referrer changed, and who that was before."""
    prepaid: "Prepaid"
    by_hand: int = 0
    overlays: list[Overlay] = field(default_factory=list)
    is_undone: bool = False

    @property
    def is_drawn_on(self) -> bool:
        is_less = [each.left for each in self.receipts] != self.left
        is_less |= any(each.is_void or any(x.back for x in each.lines) for each in self.untouched)
        is_less |= self.prepaid.is_drawn_on
        return is_less or [lot.draws for lot in self.taken.lots] != self.draws

    untouched: list[Receipt] = field(default_factory=list)
    """Those receipts of which nothing had come back."""


@dataclass(eq=False)
class Prepaid:
    """What was paid for beforehand and came over."""

    values: dict[str, Taken]
    top_ups: list[TopUp]
    passes: list[Pass]
    then: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.then = self.now

    @property
    def now(self) -> list[int]:
        """How often it was drawn on, and how much of it came back for money."""
        lots = [lot for taken in self.values.values() for lot in taken.lots]
        lots += [lot for one in self.passes for lot in one.lots]
        back = [part for sold in self.top_ups for part in (sold.refunded, sold.clawed)]
        return [*(lot.draws for lot in lots), *back]

    @property
    def is_drawn_on(self) -> bool:
        return self.now != self.then


def takes_over(keep: Person, drop: Person) -> Prepaid:
    """Stored value with its lots, top-ups with what can still come back of them, passes."""
    values = {bucket: keep.stored[bucket].takes_over(drop.stored[bucket]) for bucket in BUCKETS}
    made = Prepaid(values, drop.top_ups, drop.passes)
    keep.top_ups, keep.passes = keep.top_ups + drop.top_ups, keep.passes + drop.passes
    drop.top_ups, drop.passes = [], []
    return made


def gives_back(keep: Person, drop: Person, prepaid: Prepaid, today: date) -> None:
    """The same, back: nobody had drawn on it."""
    for bucket, taken in prepaid.values.items():
        keep.stored[bucket].parts_from(drop.stored[bucket], taken, Policy(), today)
    keep.top_ups = [sold for sold in keep.top_ups if sold not in prepaid.top_ups]
    keep.passes = [one for one in keep.passes if one not in prepaid.passes]
    drop.top_ups, drop.passes = prepaid.top_ups, prepaid.passes


def merges(shop: Shop, id_: int, keep: Person, drop: Person, today: date) -> Merge:
    """Let two be one: all but the gifts that either is owed no more, and the overlays."""
    friends = refers(shop, keep, drop)
    receipts = [each for each in shop.receipts if each.person is drop]
    promises = [each for each in shop.promises if each.owner == drop.id]
    for purse in (keep.purse, drop.purse):
        purse.expire(today)
    before = keep.standing.changes[-1]
    for receipt in receipts:
        receipt.person = keep
    for promise in promises:
        promise.owner = keep.id
    taken = keep.purse.takes_over(drop.purse)
    made = Merge(
        id_, keep, drop, today, before, receipts, [each.left for each in receipts], promises,
        drop.ratings, drop.contacts, taken, [lot.draws for lot in taken.lots], friends,
        takes_over(keep, drop),
        untouched=[each for each in receipts if not each.is_void
                   and not any(line.back for line in each.lines)],
    )  # fmt: skip
    keep.ratings, keep.contacts = keep.ratings + drop.ratings, keep.contacts + drop.contacts
    drop.ratings, drop.contacts, drop.is_closed = [], [], True
    unites(keep, drop, today)
    return made


def unites(keep: Person, drop: Person, today: date) -> None:
    """One gift for a tier: of two an unused one goes, the other's first (9.1, 9.20)."""
    for rank in sorted(keep.gifts.keys() & drop.gifts.keys()):
        own, its = keep.gifts[rank], drop.gifts[rank]
        whose = keep if its.was_used and not own.was_used else drop
        if not whose.gifts[rank].loses_its_occasion(today):
            del whose.gifts[rank]
    for rank in drop.gifts.keys() - keep.gifts.keys():
        keep.gifts[rank] = drop.gifts.pop(rank)


def refers(shop: Shop, keep: Person, drop: Person) -> list[tuple[Person, Person | None]]:
    """Whom both brought the survivor did; nobody brought themselves (9.28)."""
    changed: list[tuple[Person, Person | None]] = []
    by, its = keep.referrer, drop.referrer
    if by is drop or (by is None and its is not None):
        changed.append((keep, by))
        keep.referrer = its if its not in (keep, drop) else None
    for friend in shop.people:
        if friend.referrer is drop:
            changed.append((friend, drop))
            friend.referrer = keep
    return changed


def parts(shop: Shop, merge: Merge, today: date) -> None:
    """Let one be two again, but for where they stand."""
    keep, drop = merge.keep, merge.drop
    for purse in (keep.purse, drop.purse):
        purse.expire(today)
    for friend, before in merge.friends:
        friend.referrer = before
    for receipt in merge.receipts:
        receipt.person = drop
    for promise in merge.promises:
        promise.owner = drop.id
    keep.purse.parts_from(drop.purse, merge.taken, shop.policy, today)
    gives_back(keep, drop, merge.prepaid, today)
    for score in merge.ratings:
        keep.ratings.remove(score)
    for contact in merge.contacts:
        keep.contacts.remove(contact)
    drop.ratings, drop.contacts, drop.is_closed = merge.ratings, merge.contacts, False
    for rank, promise in list(keep.gifts.items()):
        if promise in merge.promises and rank not in drop.gifts:
            drop.gifts[rank] = keep.gifts.pop(rank)
    for one in merge.overlays:
        if one.runs_on(today):
            one.lifted_on = today
    merge.is_undone = True


def goes_back(shop: Shop, merge: Merge, today: date) -> bool:
    """The survivor stands where they stood; whether anything had moved them since."""
    standing = merge.keep.standing
    if standing.changes[-1] is merge.change_before:
        return False
    first = standing.changes.index(merge.change_before)
    for up in standing.standing_ups():
        if up.kind == "upgrade" and standing.changes.index(up) > first:
            loses(merge.keep, up, up.steps, today)
    standing.goes_back(merge.change_before, today, shop.ladder)
    return True


def owed(shop: Shop, person: Person) -> list[tuple[Change, int]]:
    """Upgrades that stand and tiers for which nothing was given."""
    ups = [up for up in person.standing.that_count() if up.kind == "upgrade"]
    return [
        (up, rank)
        for up in ups
        for rank in sorted(up.steps)
        if up.before < rank <= up.held and rank in shop.gift_ranks and rank not in person.gifts
    ]
