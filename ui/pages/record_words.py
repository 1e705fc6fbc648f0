"""What receipts are called on the screen: tenders, what became of them, what a refund does."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from shopdesk.language import N_
from shopdesk.paying import STORED_VALUE
from shopdesk.tender_words import TENDERS
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.person import tier_name

if TYPE_CHECKING:
    from shopdesk.daybook import Entry
    from shopdesk.members import MemberTier
    from shopdesk.purchases import Exchange, Refund
    from shopdesk.refund_effects import Beyond, Referrer

_BY_HAND = {
    "cash": N_("Give back in cash"),
    "card": N_("Give back on the card terminal"),
    "principal": N_("Back to the stored value: principal"),
    "bonus": N_("Back to the stored value: bonus"),
}
_ELSEWHERE = N_("Give back in {tender} itself")
"""How money is given back: the program moves none, whoever stands at the till does."""


class Told(NamedTuple):
    """One thing that a refund or an exchange does: what, and how much.

    ``behind`` is what of it can be looked at (points, tier, voucher), ``of`` whose it is; nothing
    for the receipt's own member.
    """

    what: str
    how_much: str
    behind: str = ""
    of: int | None = None


def tender_name(till: Till, name: str) -> str:
    """One way of paying."""
    return till.say(TENDERS.get(name, name))


def tenders(till: Till, paid: Mapping[str, int]) -> str:
    """By what a receipt was paid: one tender by name, several joined."""
    _ = till.say
    return _(", ").join(tender_name(till, name) for name in with_stored_value(paid))


def with_stored_value(paid: Mapping[str, int]) -> dict[str, int]:
    """Amounts by tender, principal and bonus together as the stored value that they are."""
    told = dict[str, int]()
    for name, amount in paid.items():
        whole = STORED_VALUE if name in {"principal", "bonus"} else name
        told[whole] = told.get(whole, 0) + amount
    return told


def fate(till: Till, entry: "Entry") -> tuple[str, str]:
    """What became of a receipt, in a word, and the mood of it; nothing for most."""
    _ = till.say
    if entry.voided:
        return _("Void"), "bad"
    if entry.is_whole:
        return _("Refunded"), "note"
    return (_("Part back"), "note") if entry.refunded else ("", "")


def with_rest_stored(till: Till, said: str, refund: "Refund") -> str:
    """What is said of a refund, and how much of it went back to the stored value by itself."""
    if not refund.stored_value:
        return said
    _ = till.say
    stored = _("{amount} went back to the stored value.")
    return f"{said} {stored.format(amount=till.money(refund.stored_value))}"


def consequences(till: Till, refund: "Refund", before: "MemberTier | None") -> list[Told]:
    """Everything a refund does, to be read line by line.

    ``before`` is the tier that the member holds now.
    """
    _ = till.say
    told = [Told(_("Money back"), till.money(refund.money)), *by_hand(till, refund.tenders)]
    told += _points(till, refund) + _uses(till, refund) + _beyond(till, refund)
    told += _vouchers_and_tier(till, refund, before)
    if refund.is_whole:
        told.append(Told(_("Left of the receipt"), till.money(0)))
    return told


def by_hand(till: Till, tenders: Mapping[str, int]) -> list[Told]:
    """What whoever stands at the till gives back by each tender."""
    _ = till.say
    return [
        Told(
            _(_BY_HAND.get(name, _ELSEWHERE)).format(tender=tender_name(till, name)),
            till.money(part),
        )
        for name, part in tenders.items()
    ]


def _points(till: Till, refund: "Refund") -> list[Told]:
    _, told = till.say, list[Told]()
    if refund.points_returned:
        back = f"+{refund.points_returned:,}"
        told.append(Told(_("Points that were spent come back"), back, "points"))
    if refund.points_taken:
        taken = f"-{refund.points_taken:,}"
        told.append(Told(_("Points that were earned are taken back"), taken, "points"))
    return told


def _uses(till: Till, refund: "Refund") -> list[Told]:
    _, told = till.say, list[Told]()
    if refund.uses_returned:
        told.append(Told(_("Uses that come back to the pass"), f"+{refund.uses_returned:,}"))
    if refund.uses_taken:
        told.append(Told(_("Uses that leave with the pass"), f"-{refund.uses_taken:,}"))
    return told


def _beyond(till: Till, refund: "Refund") -> list[Told]:
    """What rules had given and is taken back, the balance after all of it, and what who brought the
    member loses."""
    _, beyond = till.say, refund.beyond
    if beyond is None:
        return []
    told = _lost(till, beyond)
    moved = refund.points_returned or refund.points_taken or beyond.points_lost
    if beyond.points_after < 0:
        told.append(Told(_("Points owed after it"), f"{-beyond.points_after:,}", "points"))
    elif moved:
        told.append(Told(_("Points afterwards"), f"{beyond.points_after:,}", "points"))
    return told + _of_referrer(till, beyond.referrer)


def _lost(till: Till, beyond: "Beyond") -> list[Told]:
    """What rules had given somebody and is taken back."""
    _, told = till.say, list[Told]()
    if beyond.points_lost:
        lost = f"-{beyond.points_lost:,}"
        told.append(Told(_("Points that rules gave are taken back"), lost, "points"))
    if beyond.uses_lost:
        told.append(Told(_("Uses that rules gave are taken back"), f"-{beyond.uses_lost:,}"))
    if beyond.percent_lost is not None:
        times = f"× {beyond.percent_lost / 100:g}"
        told.append(Told(_("More points for a while, given by a rule, ends"), times))
    if beyond.owed_lost:
        told.append(Told(_("Gifts that were owed are owed no more"), f"{beyond.owed_lost:,}"))
    used = _("Voucher that was used already: the owner is told")
    told += [Told(used, code, "voucher") for code in beyond.used]
    if beyond.are_uses_spent:
        told.append(Told(_("Uses of a rule that were spent already: the owner is told"), ""))
    return told


def _of_referrer(till: Till, its: "Referrer | None") -> list[Told]:
    _ = till.say
    if its is None:
        return []
    told = _lost(till, its.beyond) + tier_and_lost(till, its.vouchers_lost, its.tier, its.before)
    if its.beyond.points_after < 0:
        owed = f"{-its.beyond.points_after:,}"
        told.append(Told(_("Points owed after it"), owed, "points"))
    said = _("{name}, the referrer: {what}")
    return [
        one._replace(what=said.format(name=its.name, what=one.what), of=its.member_id)
        for one in told
    ]


def _vouchers_and_tier(till: Till, refund: "Refund", before: "MemberTier | None") -> list[Told]:
    _, told = till.say, list[Told]()
    again = _("Voucher that can be used again")
    told += [Told(again, grouped(code), "voucher") for code in refund.vouchers]
    return told + tier_and_lost(till, refund.vouchers_lost, refund.tier, before)


def tier_and_lost(
    till: Till, lost: Iterable[str], tier: "MemberTier | None", before: "MemberTier | None"
) -> list[Told]:
    """The vouchers that are lost, and the tier where it is another than before."""
    _ = till.say
    told = [Told(_("Voucher that becomes void"), grouped(code), "voucher") for code in lost]
    if tier is not None and before is not None and tier.code != before.code:
        names = (tier_name(till, before), tier_name(till, tier))
        told.append(Told(_("Tier"), " → ".join(names), "tier"))
    return told


def exchange_consequences(till: Till, done: "Exchange", before: "MemberTier | None") -> list[Told]:
    """Everything an exchange does, what is to be paid or handed back first, as ``consequences``."""
    _, bought = till.say, done.purchase
    told = by_hand(till, done.handed_back) or [Told(_("To pay"), till.money(done.to_pay))]
    told.append(Told(_("Goods that come back"), till.money(done.refund.money)))
    for line in bought.lines:
        goods = f"{line.name} × {line.quantity.normalize():f}"
        told.append(Told(goods if line.product_id else line.name, till.money(line.amount)))
    told += [Told(step.why, till.money(step.amount)) for step in bought.steps]
    if bought.steps or len(bought.lines) > 1:
        told.append(Told(_("Total of the new receipt"), till.money(bought.total)))
    told += _points_of_both(till, done) + _uses(till, done.refund) + _beyond(till, done.refund)
    return told + _vouchers_and_tier(till, done.refund, before)


def _points_of_both(till: Till, done: "Exchange") -> list[Told]:
    """Mostly some are taken back and others earned: both in one line."""
    _, taken, earned = till.say, done.refund.points_taken, done.purchase.points_earned
    if taken and earned and not done.refund.points_returned:
        both = f"-{taken:,} +{earned:,}"
        return [Told(_("Points taken back, points earned"), both, "points")]
    told = _points(till, done.refund)
    return [*told, Told(_("Points earned"), f"+{earned:,}", "points")] if earned else told
