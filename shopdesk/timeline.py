"""A member's time line: what happened, the newest first, in sentences.

It is read from what was written at the time (receipts, journal, tier changes, vouchers, cards, the
audit), each kind by one query, however long the member has been coming.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import JOIN, SQL, NodeList, fn

from shopdesk import (
    day_words,
    inspection,
    open_lots,
    overlays,
    people,
    tier_history,
    tier_words,
    voucher_book,
)
from shopdesk.clock import day_or_none, from_ms
from shopdesk.language import N_, translator
from shopdesk.money import Money
from shopdesk.receipts import display_number
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.belonging import Attachment, Merge, MergeUndo
from shopdesk.store.tables.events import CheckIn
from shopdesk.store.tables.giving import Voucher, VoucherEvent
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.knowing import Consent, Interaction, Rating
from shopdesk.store.tables.people import Card, Member
from shopdesk.store.tables.receipts import Exchange, Purchase, Refund
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.store.tables.tiers import TierChange

SENTENCES = {
    **tier_words.SENTENCES,
    "rated": N_("Rated {score} of 5: {note}"),
    "call": N_("A call: {note}"),
    "visit": N_("A visit: {note}"),
    "event": N_("At an event: {note}"),
    "brought": N_("Brought {name}, who joined"),
    "guest_open": N_("Invited to {name} on {day}"),
    "guest_accepted": N_("Will come to {name} on {day}"),
    "guest_declined": N_("Will not come to {name} on {day}"),
    "guest_waiting": N_("Waits for a seat at {name} on {day}"),
    "complaint": N_("A complaint: {note}"),
    "survey": N_("A survey: {note}"),
    "data": N_("Agreed that personal data is kept: {note}"),
    "data_withdrawn": N_("No longer agrees that personal data is kept: {note}"),
    "marketing": N_("Agreed to be written to: {note}"),
    "marketing_withdrawn": N_("No longer agrees to be written to: {note}"),
    "bought": N_("Bought for {amount}, receipt {number}"),
    "attached": N_("Receipt {number} over {amount} attached later"),
    "merged_in": N_("Merged with {name} ({number}), who was the same person"),
    "merged_away": N_("Merged into {name} ({number}), who is the same person"),
    "parted": N_("The merge with {name} ({number}) was undone"),
    "taken_for": N_("Took others for {amount} for goods brought back, receipt {number}"),
    "refunded": N_("{amount} given back of receipt {number}: {reason}"),
    "exchanged": N_("Goods of receipt {number} exchanged, {amount} given back for them: {reason}"),
    "voided": N_("Receipt {number} over {amount} made void: {reason}"),
    "topped_up": N_("Topped up {amount}, {number}"),
    "topped_up_bonus": N_("Topped up {amount} with a bonus of {bonus}, {number}"),
    "top_up_refunded": N_("{amount} of the top-up {number} given back: {reason}"),
    "top_up_voided": N_("Top-up {number} over {amount} made void: {reason}"),
    "pass_ended": N_("Uses of a pass ended unused: {uses}"),
    "pass_given": N_("Uses of “{name}” given by {rule}: {uses}"),
    "pass_taken": N_("Uses of “{name}” taken back: {uses}"),
    "adjusted": N_("Points adjusted by {points}: {reason}"),
    "points_expired": N_("Points expired unused: {points}"),
    "issued": N_("Got the voucher “{title}”"),
    "redeemed": N_("Used the voucher “{title}”"),
    "expired": N_("The voucher “{title}” expired unused"),
    "void": N_("The voucher “{title}” was withdrawn"),
    "void_for": N_("The voucher “{title}” was withdrawn: {reason}"),
    "returned": N_("The voucher “{title}” came back with its goods"),
    "extended": N_("The voucher “{title}” was extended"),
    "sent": N_("“{title}” was sent by courier"),
    "received": N_("“{title}” arrived"),
    "replaced": N_("Card replaced: {code} is the new one"),
    "linked": N_("Card or code {code} linked"),
    "edited": N_("Details changed: {details}"),
    "edited_for": N_("Details changed: {details} ({reason})"),
    "dates.add": N_("A day to remember was added"),
    "dates.edit": N_("A day to remember was changed"),
    "dates.remove": N_("A day to remember was taken out"),
    "families.join": N_("Linked to a family"),
    "families.leave": N_("No longer linked to the family"),
    "tags.put": N_("Tags changed"),
    "preferences.put": N_("Preferences changed"),
    "photos.put": N_("A photo was taken in"),
    "photos.remove": N_("The photo was taken away"),
    "members.export": N_("A copy of all data was handed out"),
}
"""What is said of each kind of happening."""

DETAILS = {
    "name": N_("name"),
    "phone": N_("phone"),
    "birthday": N_("birthday"),
    "lunar_birthday": N_("lunar birthday"),
    "language": N_("language"),
}
"""What a change of details names; the audit does not keep to what they were changed."""

PERSONAL = tuple(kind for kind in SENTENCES if "." in kind)
"""What is known by its audit event alone, under the name of its action."""

_MOST_EDITS = 20_000
"""So many changes of anybody's details are looked through, the last ones: they have no order by
member, and a profile is not to wait for all of them."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: its moment and business day, in words, and the points it moved.

    ``purchase`` is the receipt it is about, ``voucher`` the voucher; ``staff`` who did it.
    """

    kind: str
    at: datetime
    on: date
    sentence: str
    points: int
    staff: str | None
    purchase: int | None
    voucher: int | None
    amount: int = 0
    """What it came to, of a purchase, in minor units."""


@dataclass(slots=True)
class Found:
    """One thing as its own query has it, before the words and who did it."""

    kind: str
    on: int
    event: int
    at: int | None = None
    points: int = 0
    purchase: int | None = None
    voucher: int | None = None
    amount: int = 0
    words: str = ""
    """Which sentence says it, where not that of its kind."""
    facts: dict[str, Any] = field(default_factory=dict)


def _sources() -> tuple[Callable[[Desk, int, int], Iterator[Found]], ...]:
    """What is read; of one event what came of it stands above what led to it."""
    # they are told in the words of this one
    from shopdesk import timeline_events, timeline_prepaid

    prepaid = (timeline_prepaid.came_back, timeline_prepaid.topped_up, timeline_prepaid.ended,
               timeline_prepaid.given)  # fmt: skip
    met = (_known, timeline_events.came, timeline_events.invited, timeline_events.brought)
    other = (*met, _vouchers, _cards, _overlays, _tiers)
    return *other, *prepaid, _given_back, _attached, _bought, _adjusted, _edited, _merged


def of_member(desk: Desk, member_id: int, limit: int = 100) -> list[Happening]:
    """What happened with a member, the newest first, ``limit`` of it at most."""
    people.refuse_unknown(desk, member_id)
    found = [one for read in _sources() for one in read(desk, member_id, limit)]
    found.sort(key=lambda one: (one.on, one.event), reverse=True)
    chosen = found[: max(0, limit)]
    written = {
        row[0]: row[1:]
        for row in _events(desk.db, wanted=json.dumps([one.event for one in chosen]))
    }
    return [_told(desk, one, *written[one.event]) for one in chosen]


def _told(desk: Desk, one: Found, at: int, staff: str | None, body: str) -> Happening:
    _ = translator(desk.language)
    kind, noted = one.words or one.kind, json.loads(body)
    reason = noted.get("reason")
    if kind == "edited":
        words = [_(DETAILS[name]) for name in DETAILS if name in noted["changed"]]
        one.facts = {"details": _(", ").join(words)}
    if kind in ("void", "edited") and reason:
        kind, one.facts = f"{kind}_for", {**one.facts, "reason": reason}
    return Happening(
        kind=one.kind,
        at=from_ms(at if one.at is None else one.at),
        on=date.fromordinal(one.on),
        sentence=_(SENTENCES[kind]).format(**day_words.spoken(one.facts, desk.language)),
        points=one.points,
        staff=staff,
        purchase=one.purchase,
        voucher=one.voucher,
        amount=one.amount,
    )


@prepared
def _events(wanted: Any) -> Any:
    return (
        Event.select(Event.id, Event.at, Staff.name, Event.body)
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(among(Event.id, wanted))
    )


# --- tiers, receipts, points ------------------------------------------------------------------


@prepared
def _tier_rows(member: Any, most: Any) -> Any:
    change = TierChange
    return (
        change.select(
            change.kind, change.on_day, change.event, change.at, change.purchase, change.from_tier,
            change.to_tier, change.reviewed_on,
        )
        .where(change.member == member)
        .order_by(change.id.desc())
        .limit(most)
    )  # fmt: skip


def _tiers(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    then = tier_history.Names(desk)
    for kind, on, event, at, purchase, before, tier, reviewed in _tier_rows(
        desk.db, member=member_id, most=limit
    ).fetchall():
        facts = {
            "before": then.of(before, event),
            "tier": then.of(tier, event),
            "reviewed": day_or_none(reviewed),
        }
        yield Found(kind, on, event, at, purchase=purchase, facts=facts)


def _overlays(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """What was given from outside the criteria, and what of it was lifted again."""
    then = tier_history.Names(desk)
    for kind, words, event, one in overlays.happened(desk, member_id, limit):
        facts = {"tier": then.of(one.tier, event), "until": one.until_on}
        on, facts["reason"] = one.from_on, one.reason
        if kind != one.kind:
            on, facts["reason"] = one.lifted_on or on, one.lifted_because
        yield Found(kind, on.toordinal(), event, words=words, facts=facts)


@prepared
def _purchase_rows(member: Any, most: Any) -> Any:
    bought = Purchase
    return (
        bought.select(
            bought.id, bought.number, bought.on_day, bought.event, bought.at, bought.due,
            bought.points_earned - bought.points_spent - fn.COALESCE(Attachment.points, SQL("0")),
            Exchange.refund,
        )
        .join(Exchange, JOIN.LEFT_OUTER, on=(Exchange.purchase == bought.id))
        .join(Attachment, JOIN.LEFT_OUTER, on=(Attachment.purchase == bought.id))
        .where(bought.member == member)
        .order_by(bought.on_day.desc(), bought.id.desc())
        .limit(most)
    )  # fmt: skip


def _bought(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    rows = _purchase_rows(desk.db, member=member_id, most=limit).fetchall()
    for purchase, number, on, event, at, due, points, taken_for in rows:
        facts = {"amount": money(desk, due), "number": display_number(purchase, number)}
        kind = "bought" if taken_for is None else "taken_for"
        yield Found(kind, on, event, at, points, purchase, amount=due, facts=facts)


@prepared
def _attached_rows(member: Any, most: Any) -> Any:
    later = Attachment
    return (
        later.select(
            Purchase.id, Purchase.number, Purchase.due, later.on_day, later.event, later.points
        )
        .join(Purchase)
        .where(Purchase.member == member)
        .order_by(later.event.desc())
        .limit(most)
    )


def _attached(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Receipts of an earlier day or hour that became the member's, with the points of that."""
    rows = _attached_rows(desk.db, member=member_id, most=limit).fetchall()
    for purchase, number, due, on, event, points in rows:
        facts = {"amount": money(desk, due), "number": display_number(purchase, number)}
        yield Found("attached", on, event, points=points, purchase=purchase, facts=facts)


@prepared
def _refund_rows(member: Any, most: Any) -> Any:
    return (
        Refund.select(
            Purchase.id, Purchase.number, Refund.is_void, Refund.on_day, Refund.event, Refund.at,
            Refund.money, Refund.points_returned - Refund.points_taken, Refund.reason,
            Exchange.purchase,
        )
        .join(Purchase)
        .join(Exchange, JOIN.LEFT_OUTER, on=(Exchange.refund == Refund.id))
        .where(Purchase.member == member)
        .order_by(Refund.id.desc())
        .limit(most)
    )  # fmt: skip


def _given_back(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    rows = _refund_rows(desk.db, member=member_id, most=limit).fetchall()
    for purchase, number, is_void, on, event, at, given, points, reason, taken_for in rows:
        facts = {
            "amount": money(desk, given),
            "number": display_number(purchase, number),
            "reason": reason,
        }
        kind = "voided" if is_void else "refunded" if taken_for is None else "exchanged"
        yield Found(kind, on, event, at, points, purchase, facts=facts)


@prepared
def _adjusted_rows(member: Any, account: Any, most: Any) -> Any:
    moved = (fn.SUM(Entry.amount), Entry.on_day, Entry.event, Entry.kind, fn.MAX(Entry.reason))
    return (
        Entry.select(*moved)
        .where(
            (Entry.member == member)
            & (Entry.account == account)
            & Entry.kind.in_(("adjusted", "expired"))
        )
        .group_by(Entry.event, Entry.on_day, Entry.kind)
        .order_by(Entry.event.desc())
        .limit(most)
    )


def _adjusted(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Given or taken by hand, or ended: one happening, however many lots it moved."""
    rows = _adjusted_rows(
        desk.db, member=member_id, account=open_lots.POINTS, most=limit
    ).fetchall()
    for points, on, event, kind, reason in rows:
        if kind == "expired":
            facts = {"points": f"{-points:,}"}
            yield Found("points_expired", on, event, points=points, facts=facts)
        else:
            facts = {"points": f"{points:+,}", "reason": reason}
            yield Found("adjusted", on, event, points=points, facts=facts)


# --- one person, two memberships --------------------------------------------------------------


def _came(member: Any, event: Any) -> Any:
    """The points that came or went by an event that moved them from one to another."""
    moved = (Entry.member == member) & (Entry.account == SQL("'points'"))
    return fn.COALESCE(
        Entry.select(fn.SUM(Entry.amount)).where(
            moved & (Entry.event == event) & (Entry.kind == SQL("'moved'"))
        ),
        SQL("0"),
    )


@prepared
def _merge_rows(member: Any, most: Any) -> Any:
    one = Merge
    other = Member.alias("other")
    return (
        one.select(
            one.keep, one.on_day, one.event, MergeUndo.on_day, MergeUndo.event, other.name,
            other.number, _came(member, one.event), _came(member, MergeUndo.event),
        )
        .join(MergeUndo, JOIN.LEFT_OUTER, on=(MergeUndo.merge == one.id))
        .join(other, on=(other.id == one.keep + one.drop - member))
        .where((one.keep == member) | (one.drop == member))
        .order_by(one.id.desc())
        .limit(most)
    )  # fmt: skip


def _merged(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Merges with the other membership, from either side, and their undoing."""
    rows = _merge_rows(desk.db, member=member_id, most=limit).fetchall()
    for keep, on, event, undone_on, undone, name, number, came, went in rows:
        facts = {"name": name, "number": number}
        kind = "merged_in" if keep == member_id else "merged_away"
        yield Found(kind, on, event, points=came, facts=facts)
        if undone_on is not None:
            yield Found("parted", undone_on, undone, points=went, facts=facts)


# --- what is known beside ---------------------------------------------------------------------


def _known(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Ratings, contacts and consents."""
    for kind, on, event, score, note in _known_rows(
        desk.db, member=member_id, most=limit
    ).fetchall():
        yield Found(kind, on, event, facts={"score": score, "note": note or "–"})


@prepared
def _known_rows(member: Any, most: Any) -> Any:
    rated, logged, agreed = Rating, Interaction, Consent
    between = SQL("|| CASE WHEN about <> '' AND note <> '' THEN ' · ' ELSE '' END ||")
    words = NodeList((rated.about, between, rated.note))
    one = rated.select(SQL("'rated'"), rated.on_day, rated.event, rated.score, words).where(
        rated.member == member
    )
    two = logged.select(logged.kind, logged.on_day, logged.event, SQL("0"), logged.note).where(
        (logged.member == member) & logged.id.not_in(CheckIn.select(CheckIn.interaction))
    )
    ending = (SQL("|| CASE"), agreed.is_given, SQL("WHEN 1 THEN '' ELSE '_withdrawn' END"))
    kind = NodeList((agreed.kind, *ending))
    three = agreed.select(kind, agreed.on_day, agreed.event, SQL("0"), agreed.wording).where(
        agreed.member == member
    )
    return (one | two | three).order_by(SQL("3 DESC")).limit(most)


# --- vouchers and cards -----------------------------------------------------------------------


@prepared
def _voucher_rows(member: Any, most: Any) -> Any:
    return (
        VoucherEvent.select(
            VoucherEvent.kind, VoucherEvent.on_day, VoucherEvent.event, VoucherEvent.voucher,
            VoucherEvent.purchase,
        )
        .join(Voucher)
        .where((Voucher.member == member) & (VoucherEvent.kind != "printed"))
        .order_by(VoucherEvent.id.desc())
        .limit(most)
    )  # fmt: skip


def _vouchers(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    rows = _voucher_rows(desk.db, member=member_id, most=limit).fetchall()
    titles = voucher_book.titles(desk, inspection.of_member(desk, member_id)) if rows else {}
    for kind, on, event, voucher, purchase in rows:
        facts = {"title": titles[voucher]}
        yield Found(kind, on, event, purchase=purchase, voucher=voucher, facts=facts)


@prepared
def _card_rows(member: Any, most: Any) -> Any:
    """Cards after the one that came with joining."""
    return (
        Card.select(Card.code, Card.serial, Card.issued_on, Card.event)
        .join(Member, on=(Card.member == Member.id))
        .where((Card.member == member) & (Card.event != Member.event))
        .order_by(Card.event.desc())
        .limit(most)
    )


def _cards(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    rows = _card_rows(desk.db, member=member_id, most=limit).fetchall()
    for code, serial, on, event in rows:
        yield Found("linked" if serial is None else "replaced", on, event, facts={"code": code})


@prepared
def _edits(member: Any, most: Any, looked_at: Any) -> Any:
    """The subject is the member, or something of theirs: then the body says whose."""
    last = (
        Event.select(Event.id, Event.on_day, Event.action, Event.subject, Event.body)
        .where(Event.action.in_(("members.edit", *PERSONAL)))
        .order_by(Event.id.desc())
        .limit(looked_at)
    )
    whose = fn.COALESCE(fn.json_extract(last.c.body, "$.member"), last.c.subject)
    is_changed = fn.json_array_length(last.c.body, "$.changed") > 0
    kept = (whose == member) & ((last.c.action != "members.edit") | is_changed)
    return Event.select(last.c.on_day, last.c.id, last.c.action).from_(last).where(kept).limit(most)


def _edited(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Changes of name, phone and the like that changed something, and of what is personal."""
    rows = _edits(desk.db, member=member_id, most=limit, looked_at=_MOST_EDITS).fetchall()
    for on, event, action in rows:
        yield Found("edited" if action == "members.edit" else action, on, event)


def money(desk: Desk, minor: int) -> str:
    """An amount in words of the shop."""
    return str(Money(minor, desk.shop.settings.currency))
