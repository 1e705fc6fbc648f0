"""What a run of the rules comes to, in words."""

from shopdesk import gifts
from shopdesk.rewards import Preview
from ui.till import Till

_MOST_SHORT = 3
"""Gifts that are named; of more it is said how many."""


def summary(till: Till, seen: Preview, *, is_done: bool) -> str:
    """How many are given how much, what it may cost, how many are left out: one line."""
    _, ngettext = till.say, till.count
    members, count = len({row[0] for row in seen.given}), len(seen.given)
    if is_done:
        said = ngettext("{count} thing was given", "{count} things were given", count)
    else:
        said = ngettext("{count} thing is due", "{count} things are due", count)
    words = [said.format(count=f"{count:,}")]
    who = ngettext("to {count} member", "to {count} members", members)
    if members:
        words = [
            _("{things} {whom}").format(things=words[0], whom=who.format(count=f"{members:,}"))
        ]
    if seen.cost:
        words.append(_("cost {amount}").format(amount=till.money(seen.cost)))
    if seen.left_out:
        out = ngettext("{count} left out", "{count} left out", len(seen.left_out))
        words.append(out.format(count=f"{len(seen.left_out):,}"))
    return " · ".join(words)


def missing(till: Till, seen: Preview) -> list[str]:
    """``Umbrella: 42 wanted, 30 there, 12 are owed until more arrive.`` of each that runs short."""
    _, ngettext = till.say, till.count
    said = []
    for gift_id, short in seen.short[:_MOST_SHORT]:
        gift = gifts.get(till.desk, gift_id)
        free = gift.free or 0
        words = _("{gift}: {wanted} wanted, {free} in stock; waiting until more arrive: {short}.")
        said.append(words.format(
            gift=gift.title(till.language), wanted=f"{free + short:,}", free=f"{free:,}",
            short=f"{short:,}",
        ))  # fmt: skip
    more = len(seen.short) - _MOST_SHORT
    if more > 0:
        words = ngettext("{count} gift more runs short.", "{count} gifts more run short.", more)
        said.append(words.format(count=more))
    return said
