"""What a member has and how far it is to more, as lines of a receipt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.receipt_parts import Pair
from reports.words import Words, minus
from shopdesk import passes, points, tiers, vouchers
from shopdesk.language import N_
from shopdesk.members import Member
from shopdesk.money import Money
from shopdesk.shop import Desk


def of(desk: Desk, words: Words, member: Member | None) -> tuple[Pair, ...]:
    """What a member has now, one line each: every account and right they hold adds its own."""
    if member is None:
        return ()
    told = [
        Pair(words.joined(N_("Points balance")), minus(f"{member.points:,}")),
        *_ending(desk, words, member),
        *_prepaid(desk, words, member),
        Pair(words.joined(N_("Tier")), words.name(member.tier.names)),
    ]
    open_vouchers = len(vouchers.of_member(desk, member.id, state="issued"))
    if open_vouchers:
        told.append(Pair(words.joined(N_("Vouchers to use")), f"{open_vouchers:,}"))
    return tuple(told)


def _ending(desk: Desk, words: Words, member: Member) -> Sequence[Pair]:
    ending = points.next_expiry(desk, member.id)
    if ending is None:
        return ()
    last_on, count = ending
    return (Pair(words.joined(N_("Next to expire")), f"{count:,} · {last_on}"),)


def _prepaid(desk: Desk, words: Words, member: Member) -> Iterator[Pair]:
    """Stored value, and what is left of each pass."""
    if member.stored_value.total:
        yield from stored_value(desk, words, member)
    for one in passes.of_member(desk, member.id, valid_only=True):
        until = f" · {one.ends_on}" if one.ends_on else ""
        yield Pair(one.name, f"{one.left:,} / {one.uses:,}{until}")


def stored_value(desk: Desk, words: Words, member: Member) -> Iterator[Pair]:
    """What stored value a member holds now, nothing too."""
    held, currency = member.stored_value, desk.shop.settings.currency
    yield Pair(words.joined(N_("Stored value")), str(Money(held.total, currency)))
    if held.bonus:
        yield Pair(words.joined(N_("of it bonus")), str(Money(held.bonus, currency)))


def distance(desk: Desk, words: Words, member: Member | None) -> tuple[str, ...]:
    """How far it is to the next tier, in each language."""
    if member is None:
        return ()
    said = (tiers.why(_speaking(desk, one), member.id).sentence for one in words.languages)
    return tuple(dict.fromkeys(said))


def _speaking(desk: Desk, language: str) -> Desk:
    """The desk in a member's language, telling no more than a member may know."""
    return replace(desk, speaks=language, role="cashier")
