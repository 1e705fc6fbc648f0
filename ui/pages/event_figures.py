"""An event in figures, and who came to it, in sentences."""

from collections.abc import Sequence

from shopdesk import checking_in, guest_list, text
from shopdesk.events import Event, Guest
from shopdesk.money import half_up
from ui.till import Till
from ui.widgets.person import tier_name


def figures_said(till: Till, event: Event, guests: Sequence[Guest]) -> str:
    """How many were invited and came, what it gave and cost."""
    _ = till.say
    seen = guest_list.figures_of(till.desk, event.id, guests)
    seats = event.capacity
    parts = [
        "" if seats is None else _("seats {count}").format(count=seats),
        _("Invited {count}").format(count=seen.invited),
        _("will come {count}").format(count=seen.accepted),
        _("wait {count}").format(count=seen.waiting) if seen.waiting else "",
        _("came {count}").format(count=seen.came),
        _("not invited {count}").format(count=seen.walk_ins) if seen.walk_ins else "",
        _("brought along {count}").format(count=seen.brought) if seen.brought else "",
    ]
    if seen.share is not None and seen.came:
        share = half_up(seen.share.numerator * 100, seen.share.denominator)
        parts.append(_("{percent} of the invited").format(percent=f"{share}%"))
    if seen.given:
        parts.append(_("gifts {count}").format(count=seen.given))
    if seen.given and seen.cost is not None:
        parts.append(_("cost {amount}").format(amount=till.money(seen.cost)))
    return " · ".join(filter(None, parts))


def came_at(till: Till, guest: Guest) -> str:
    """The time at which a guest came; nothing for who did not."""
    at = guest.came_at
    return "" if at is None else f"{at.astimezone(till.shop.zone):%H:%M}"


def arrival_said(till: Till, before: Guest | None, now: Guest) -> tuple[str, str]:
    """That a guest is checked in, and the mood of it: before already, invited or not."""
    _, mood = till.say, "note"
    if before is not None and before.came_at is not None:
        said = _("{name} ({tier}) was checked in at {time} already.")
    elif before is None:
        said = _("{name} ({tier}) is checked in, and was not invited.")
    elif now.state == "waiting":
        said = _("{name} ({tier}) is checked in from the waiting list.")
    else:
        said, mood = _("{name} ({tier}) is checked in."), "good"
    tier = tier_name(till, now.tier)
    return said.format(name=now.name, tier=tier, time=came_at(till, now)), mood


def brought_said(till: Till, event: Event, member_id: int) -> str:
    """What rules give a guest for coming, what waits, or why there is nothing; else no word."""
    _ = till.say
    given, why = checking_in.brought(till.desk, event.id, member_id)
    what = _(", ").join(one.said for one in given if not one.is_owed)
    said = [_("Given by rule: {what}.").format(what=what)] if what else []
    waits = _("{rule} waits for stock.")
    said += [waits.format(rule=one.rule) for one in given if one.is_owed]
    if why:
        said.append(_("Nothing is given by rule: {why}.").format(why=_("; ").join(why)))
    return text.in_a_row(said)
