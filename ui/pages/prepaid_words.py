"""What stored value and passes are called on the screen."""

from typing import TYPE_CHECKING

from shopdesk.passes import Pass
from shopdesk.stored_value import StoredValue, TopUp, TopUpRefund
from ui.pages.record_words import Told, by_hand, tier_and_lost
from ui.till import Till

if TYPE_CHECKING:
    from shopdesk.members import MemberTier


def parts_of(till: Till, held: StoredValue) -> str:
    """What stored value is made of, in words."""
    _ = till.say
    text = _("principal {principal} + bonus {bonus}")
    return text.format(principal=till.money(held.principal), bonus=till.money(held.bonus))


def bonus_of(till: Till, amount: int) -> str:
    """An amount of bonus in a list; nothing where there is none."""
    return till.money(amount) if amount else ""


def pass_words(till: Till, one: Pass) -> tuple[str, str]:
    """A pass with its uses; and its last day, and that nobody paid for it, as far as that is so."""
    _ = till.say
    text = _("{name}: {left} of {uses} left for {product}")
    said = text.format(name=one.name, left=one.left, uses=one.uses, product=one.product_name)
    until = _("until {day}").format(day=till.dated(one.ends_on)) if one.ends_on else ""
    return said, " · ".join(filter(None, (until, _("a present") if one.given_by else "")))


def origin(till: Till, one: Pass) -> str:
    """The name of a pass, and what gave it where nobody paid for it."""
    if one.given_by is None:
        return one.name
    _ = till.say
    return _("{name}, given by {rule}").format(name=one.name, rule=one.given_by)


def fate_of(till: Till, one: TopUp) -> tuple[str, str]:
    """What became of a top-up, in a word, and the mood of it; nothing for most."""
    _ = till.say
    if one.voided:
        return _("Void"), "bad"
    if one.refunded == one.principal:
        return _("Refunded"), "note"
    return (_("Part back"), "note") if one.refunded else ("", "")


def top_up_consequences(till: Till, seen: TopUpRefund, before: "MemberTier | None") -> list[Told]:
    """Everything a refund of a top-up does, to be read line by line."""
    _, money = till.say, till.money
    told = [Told(_("Money back"), money(seen.money)), *by_hand(till, seen.tenders)]
    told.append(Told(_("Principal that leaves the stored value"), money(-seen.principal)))
    if seen.bonus:
        told.append(Told(_("Bonus that is taken with it"), money(-seen.bonus)))
    if seen.deducted > 0:
        told.append(Told(_("Deducted for bonus that was spent"), money(-seen.deducted)))
    elif seen.deducted < 0:
        told.append(Told(_("Was deducted before, and is paid now"), money(-seen.deducted)))
    return told + tier_and_lost(till, seen.vouchers_lost, seen.tier, before)
