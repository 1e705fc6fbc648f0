"""Why a member stands on a tier, what keeps it, and what the next one takes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from shopdesk import day_words, holding, keeping, people, tier_words
from shopdesk.assessing import Evidence, Reader, Tested, is_reached, rank_of
from shopdesk.clock import add_months, day_or_none
from shopdesk.evidence import Receipt, of_change
from shopdesk.facts import Facts
from shopdesk.holding import Running
from shopdesk.keeping import Keeping
from shopdesk.ladders import FACTS, Criteria, Tier
from shopdesk.language import N_, listed, plural, translator
from shopdesk.money import Money
from shopdesk.permissions import sees_costs
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tiers import TierChange


@dataclass(frozen=True, slots=True)
class Why:
    """Why a member stands on a tier, what keeps it, and what the next one takes.

    ``kind`` is that of the change of the earned tier that led here, or ``lock``, ``floor``,
    ``trial``, ``paid`` where such an overlay decides what is held (then through ``until_on``);
    ``how`` says it in words. ``evidence`` and ``ladder_version`` are those of the last change;
    ``receipts`` the ones it stood on. ``next`` tests the tier above as of today; ``sentence`` says
    it in words. ``keep`` tests what the tier ``earned`` takes at the review on ``review_on``, and
    ``keep_sentence`` says it; nothing where no review is to come.
    """

    tier: str
    since_on: date
    kind: str
    ladder_version: int
    evidence: tuple[Evidence, ...]
    receipts: tuple[Receipt, ...]
    next_tier: str | None
    next: tuple[Evidence, ...]
    sentence: str
    earned: str = ""
    how: str = ""
    until_on: date | None = None
    review_on: date | None = None
    keep: tuple[Evidence, ...] = ()
    keep_sentence: str = ""
    is_kept: bool = True
    """Whether the review ahead would keep the tier, as things stand."""


class _Change(NamedTuple):
    """A change of what was earned, as written, and how the member stands today."""

    on: date
    kind: str
    before: str | None
    ladder_version: int
    event: int
    purchase_id: int | None
    stored: str
    reviewed_on: date | None
    joined_on: date
    earned: str
    review_on: date | None


def why(desk: Desk, member_id: int) -> Why:
    """Explain a member's tier, what keeps it and the way to the next one."""
    people.refuse_unknown(desk, member_id)
    desk.shop.refresh()
    changes = [_change(row) for row in _changes(desk.db, member=member_id).fetchall()]
    last, tiers = changes[0], desk.shop.known.ladder
    overlays = holding.running(desk.db, member_id, desk.today())
    decides = holding.decisive(tiers, last.earned, overlays)
    tier = last.earned if decides is None else decides.tier
    evidence = tuple(Evidence(**values) for values in json.loads(last.stored))
    is_locked = decides is not None and decides.kind == "lock"
    next_tier, ahead = _ahead(desk, member_id, last.earned if is_locked else tier, last.joined_on)
    kept = _keeping(desk, member_id, last)
    return Why(
        tier=tier,
        since_on=_since(changes) if decides is None else decides.from_on,
        kind=last.kind if decides is None else decides.kind,
        ladder_version=last.ladder_version,
        evidence=evidence,
        receipts=of_change(desk, member_id, evidence, last.event, last.purchase_id)[::-1],
        next_tier=next_tier.code if next_tier else None,
        next=ahead,
        sentence=_sentence(desk, next_tier, ahead),
        earned=last.earned,
        how=_how(desk, last, decides),
        until_on=decides.until_on if decides else None,
        review_on=last.review_on,
        keep=kept.evidence if kept else (),
        keep_sentence=to_keep(desk, kept) if kept else "",
        is_kept=kept is None or kept.is_met,
    )


@prepared
def _changes(member: Any) -> Any:
    """What was written of the earned tier, the last first."""
    return (
        TierChange.select(
            TierChange.on_day, TierChange.kind, TierChange.from_tier, TierChange.ladder,
            TierChange.event, TierChange.purchase, TierChange.evidence, TierChange.reviewed_on,
            Member.joined_on, Member.earned, Member.review_on,
        )
        .join(Member)
        .where(TierChange.member == member)
        .order_by(TierChange.id.desc())
    )  # fmt: skip


def _change(row: Sequence[Any]) -> _Change:
    on, *written, reviewed, joined, earned, review = row
    joined_on = date.fromordinal(joined)
    return _Change._make(
        [date.fromordinal(on), *written, day_or_none(reviewed), joined_on, earned,
         day_or_none(review)]
    )  # fmt: skip


def _since(changes: Sequence[_Change]) -> date:
    """When the tier was come to: what was kept since began earlier."""
    return next((each.on for each in changes if each.kind != "kept"), changes[-1].on)


def _how(desk: Desk, last: _Change, decides: Running | None) -> str:
    if decides is not None:
        kind = tier_words.of_overlay(decides.kind, decides.until_on)
        facts = {"until": decides.until_on, "reason": decides.reason}
        return tier_words.said(desk.language, kind, tier=_name(desk, decides.tier), **facts)
    facts = {"before": _name(desk, last.before or ""), "reviewed": last.reviewed_on}
    return tier_words.said(desk.language, last.kind, tier=_name(desk, last.earned), **facts)


def _name(desk: Desk, code: str) -> str:
    """What a tier is called now; one that is no longer on the ladder goes by its code."""
    tiers = desk.shop.known.ladder
    return next((tier.name(desk.language) for tier in tiers if tier.code == code), code)


def _keeping(desk: Desk, member_id: int, last: _Change) -> Keeping | None:
    if last.review_on is None:
        return None
    return keeping.of_member(desk, member_id, last.earned, last.joined_on, last.review_on)


def _ahead(
    desk: Desk, member_id: int, tier: str, joined_on: date
) -> tuple[Tier | None, tuple[Evidence, ...]]:
    tiers = desk.shop.known.ladder
    rank = rank_of(tiers, tier)
    if rank == len(tiers) - 1:
        return None, ()
    above = tiers[rank + 1]
    return above, Tested(desk.today(), joined_on, Facts(desk.db, member_id)).evidence(above)


def still_missing(desk: Desk, rank: int, joined_on: date, read: Reader) -> str:
    """``Then to Platinum: ¥782.10 more``: what the tier above a rank takes by such facts;
    nothing at the top, nor where it is reached."""
    _, tiers = translator(desk.language), desk.shop.known.ladder
    if rank + 1 >= len(tiers):
        return ""
    above = tiers[rank + 1]
    ahead = Tested(desk.today(), joined_on, read).evidence(above)
    if above.criteria is None or is_reached(above, ahead):
        return ""
    missing = _all_missing(desk, above.criteria, ahead)
    return _("Then to {tier}: {missing}").format(tier=above.name(desk.language), missing=missing)


def _sentence(desk: Desk, above: Tier | None, ahead: Sequence[Evidence]) -> str:
    """``To Gold: ¥1,240.00 more or 3 more visits``: what each condition still open takes."""
    _ = translator(desk.language)
    if above is None or above.criteria is None:
        return _("This is the highest tier.")
    if is_reached(above, ahead):
        return _("Reaches {tier} with the next purchase.").format(tier=above.name(desk.language))
    return _("To {tier}: {missing}").format(
        tier=above.name(desk.language), missing=_all_missing(desk, above.criteria, ahead)
    )


def to_keep(desk: Desk, found: Keeping) -> str:
    """``To stay Gold: ¥1,240.00 more by 31 Oct 2027``, or that the tier is safe."""
    _ = translator(desk.language)
    name, line = found.tier.name(desk.language), found.tier.keep_line
    if found.is_met or line is None:
        return _("{tier} is kept at the review of {date}, as things stand.").format(
            tier=name, date=day_words.dated(found.review_on, desk.language)
        )
    missing = _all_missing(desk, line, found.evidence, say=_how_much)
    return _("To stay {tier}: {missing} by {date}").format(
        tier=name, missing=missing, date=day_words.dated(found.last_on, desk.language)
    )


def _all_missing(
    desk: Desk, criteria: Criteria, evidence: Sequence[Evidence],
    say: Callable[[Desk, Evidence], str] | None = None,
) -> str:  # fmt: skip
    """What each condition still open takes."""
    _ = translator(desk.language)
    parts = [(say or _missing)(desk, e) for e in evidence if not e.is_met]
    joint = _(" or ") if criteria.mode == "any" else _(" and ")
    return listed(parts, joint, desk.language)


def _missing(desk: Desk, evidence: Evidence) -> str:
    """What one condition takes, and by when where its days end."""
    _ = translator(desk.language)
    said = _how_much(desk, evidence)
    ends = window_end(evidence)
    if ends is None:
        return said
    by = day_words.dated(ends, desk.language)
    return _("{missing} by {date}").format(missing=said, date=by)


def window_end(evidence: Evidence) -> date | None:
    """The last day that counts with the days tested; nothing where they move on or never end."""
    first = date.fromisoformat(evidence.first_on)
    months = {"calendar_year": 12, "membership_year": 12, "calendar_quarter": 3}
    if evidence.fact == "months" or evidence.window not in months:
        return None
    return add_months(first, months[evidence.window]) - timedelta(days=1)


_MONEY = {
    "spend": N_("{amount} more"),
    "topped_up": N_("{amount} more topped up"),
    "margin": N_("{amount} more margin"),
}


def _how_much(desk: Desk, evidence: Evidence) -> str:
    _, ngettext = translator(desk.language), plural(desk.language)
    fact, missing = evidence.fact, evidence.missing
    if fact in _MONEY:
        if fact == "margin" and not sees_costs(desk):
            return _("more than what is told at the till")
        money = Money(missing, desk.shop.settings.currency)
        return _(_MONEY[fact]).format(amount=money)
    if fact == "mean_rating":
        asked = FACTS[fact].written(evidence.threshold, desk.shop.settings.currency)
        return _("a mean rating of {score}").format(score=asked)
    said = {
        "visits": ngettext("{count} more visit", "{count} more visits", missing),
        "points_earned": ngettext(
            "{count} more point earned", "{count} more points earned", missing
        ),
        "products": ngettext(
            "{count} more different product", "{count} more different products", missing
        ),
        "categories": ngettext("{count} more category", "{count} more categories", missing),
        "months": ngettext(
            "{count} more month as a member", "{count} more months as a member", missing
        ),
        "referrals": ngettext(
            "{count} more friend brought", "{count} more friends brought", missing
        ),
        "interactions": ngettext("{count} more contact", "{count} more contacts", missing),
    }
    return said[fact].format(count=missing)
