"""An event in figures, each opening whom it counts or what was given, and who came to it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from shopdesk import checking_in, events, guest_list, text
from shopdesk.event_words import STATES
from shopdesk.events import Event, Guest
from shopdesk.money import half_up
from ui.pages import given_behind
from ui.pages.behind_form import BehindForm
from ui.till import Till
from ui.widgets.person import tier_name
from ui.widgets.table import Column


class Part(NamedTuple):
    """One figure of an event in words, and which guests it counts; nothing where it is of what
    rules gave."""

    said: str
    counts: Callable[[Guest], bool] | None


def parts(till: Till, event: Event, guests: Sequence[Guest]) -> list[Part]:
    """How many were invited and came, what it gave and cost."""
    _ = till.say
    seen = guest_list.figures_of(till.desk, event.id, guests)
    told = []
    if event.capacity is not None:
        told.append(Part(_("Seats {count}").format(count=event.capacity), has_seat))
    told.append(Part(_("Invited {count}").format(count=seen.invited), is_invited))
    told.append(Part(_("Will come {count}").format(count=seen.accepted), _is_in("accepted")))
    if seen.waiting:
        told.append(Part(_("Waiting {count}").format(count=seen.waiting), _is_in("waiting")))
    told.append(Part(_("Came {count}").format(count=seen.came), came))
    if seen.walk_ins:
        told.append(Part(_("Not invited {count}").format(count=seen.walk_ins), _is_in("walk_in")))
    if seen.brought:
        said = _("Brought along {count}").format(count=seen.brought)
        told.append(Part(said, lambda one: one.brought > 0))
    if seen.share is not None and seen.came:
        share = half_up(seen.share.numerator * 100, seen.share.denominator)
        said = _("Turnout {percent}").format(percent=f"{share}%")
        told.append(Part(said, lambda one: came(one) and is_invited(one)))
    if seen.given:
        told.append(Part(_("Gifts {count}").format(count=seen.given), None))
    if seen.given and seen.cost is not None:
        cost = _("Cost {amount}").format(amount=till.money(seen.cost))
        told.append(Part(cost, None))
    return told


def is_invited(guest: Guest) -> bool:
    """Whether a guest is on the list."""
    return guest.state != "walk_in"


def came(guest: Guest) -> bool:
    """Whether a guest came."""
    return guest.came_at is not None


def has_seat(guest: Guest) -> bool:
    """Whether one of the seats is kept for a guest, or taken."""
    return guest.state in ("accepted", "open") or came(guest)


def _is_in(state: str) -> Callable[[Guest], bool]:
    return lambda guest: guest.state == state


class GuestsForm(BehindForm):
    """The guests that a figure of an event counts; Enter goes to the member."""

    def __init__(self, till: Till, parent: QWidget, title: str, rows: Sequence[Guest]) -> None:
        _, ngettext = till.say, till.count
        columns = [
            Column[Guest](_("Full name"), lambda one: one.name),
            Column(_("Tier"), lambda one: tier_name(till, one.tier), 120),
            Column(_("Answer"), lambda one: _(STATES[one.state]), 130),
            Column(
                _("Brought"),
                lambda one: str(one.brought) if one.brought else "",
                90,
                is_number=True,
            ),
            Column(_("Came at"), lambda one: came_at(till, one), 95, is_number=True),
        ]
        many, brought = len(rows), sum(one.brought for one in rows)
        said = ngettext("{count} guest", "{count} guests", many).format(count=f"{many:,}")
        if brought:
            said += " · " + _("Brought along {count}").format(count=f"{brought:,}")
        super().__init__(
            till, parent, title, [], columns, rows, name=_("Guests"), empty=_("Nobody."),
            total=said, leads=lambda one: ("members", {"member": one.member_id}), width=700,
        )  # fmt: skip


def look(till: Till, parent: QWidget, event: Event, part: Part) -> None:
    """Open whom a figure of an event counts, or what rules gave there."""
    name = event.title(till.language)
    if part.counts is None:
        given_behind.at_event(till, parent, event.id, name)
        return
    rows = [one for one in events.guests(till.desk, event.id) if part.counts(one)]
    GuestsForm(till, parent, f"{name}: {part.said}", rows).filled()


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
