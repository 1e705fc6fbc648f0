"""Tiers given by hand: one fixed, one at least, on trial or paid for; and the end of one."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import cells, tier_words, tiers
from shopdesk.language import N_
from shopdesk.members import Member
from shopdesk.refusals import DateRefused
from shopdesk.tiers import Overlay
from ui.till import Till
from ui.widgets.choices import Box, beside, choices
from ui.widgets.form import Form
from ui.widgets.parts import field, label, named, row
from ui.widgets.person import tier_name


class _Way(NamedTuple):
    """One way of giving a tier: its command, its name, and what it means."""

    give: Callable[..., Overlay]
    name: str
    meaning: str


WAYS = {
    "lock": _Way(tiers.lock, N_("Fixed"), N_("Stays on it, whatever is bought meanwhile.")),
    "floor": _Way(tiers.floor, N_("At least"), N_("Never below it; purchases may lift higher.")),
    "trial": _Way(tiers.trial, N_("On trial"), N_("Has it through that day, then what is earned.")),
    "paid": _Way(tiers.paid, N_("Paid for"), N_("Has it through that day, then what is earned.")),
}


_FOR_GOOD = ("lock", "floor")
"""What may be given without a last day."""


class GiveTierForm(Form):
    """Give a member a tier from outside what the ladder asks, mostly until a day."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.way, self.key = member, "lock", f"form:{uuid4().hex}"
        self.tier = Box()
        for one in tiers.ladder(till.desk):
            self.tier.addItem(one.name(till.language), one.code)
        self.tier.setCurrentIndex(self.tier.findData(member.tier.code))
        self.until = field(_("Last day"), _("like 2027-01-31"), digits=True)
        self.reason = field(_("Reason"), _("Why it is given (kept on record)"))
        self.meaning = label("", "soft", wraps=True)
        offered = [(_(way.name), key) for key, way in WAYS.items()]
        self.buttons = choices(self.tier, offered, self.choose)
        now = _("{name} is {tier} now.").format(name=member.name, tier=tier_name(till, member.tier))
        super().__init__(
            till, parent, _("Give a tier"), label(now, wraps=True),
            beside(self.buttons), self.meaning,
            row(named(_("Tier"), self.tier), named(_("Last day"), self.until)),
            named(_("Reason"), self.reason), submit=self.save, ok=_("Give the tier"), width=520,
        )  # fmt: skip
        self.choose("lock")
        self.tier.setFocus()

    def choose(self, way: str) -> None:
        """Fixed, at least, on trial or paid for."""
        _ = self.till.say
        self.way = way
        self.buttons[way].setChecked(True)
        self.meaning.setText(_(WAYS[way].meaning))
        for_ever = _("like 2027-01-31, or nothing: for good")
        self.until.setPlaceholderText(for_ever if way in _FOR_GOOD else _("like 2027-01-31"))

    def save(self) -> None:
        """Give it, and say what the member holds now."""
        till = self.till
        until = day_in(till, self.until, is_needed=self.way not in _FOR_GOOD)
        given = WAYS[self.way].give(
            till.desk, self.member.id, self.tier.currentData(), until=until,
            reason=self.reason.text(), key=self.key,
        )  # fmt: skip
        till.tell(f"{self.member.name}: {overlay_words(till, given)}")


def day_in(till: Till, typed: QLineEdit, *, is_needed: bool) -> date | None:
    """The day typed into a field; refuses what is no day, and nothing where it is needed."""
    text = typed.text().strip()
    if not (text or is_needed):
        return None
    try:
        if text.isdigit():
            raise ValueError  # how a sheet counts days, or half a date
        return cells.day(text)
    except ValueError:
        raise DateRefused(till.language, date=text or "–") from None


def overlay_words(till: Till, one: Overlay) -> str:
    """What was given, in a sentence."""
    ladder = {tier.code: tier.name(till.language) for tier in tiers.ladder(till.desk)}
    facts: dict[str, Any] = {
        "tier": ladder.get(one.tier, one.tier), "until": one.until_on, "reason": one.reason or "–",
    }  # fmt: skip
    return tier_words.said(till.language, tier_words.of_overlay(one.kind, one.until_on), **facts)


class EndTierForm(Form):
    """End a tier that was given and still runs, for a reason."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.key = member, f"form:{uuid4().hex}"
        self.which = Box()
        for one in running(till, member):
            self.which.addItem(overlay_words(till, one), one.id)
        self.reason = field(_("Reason"), _("Why it ends (kept on record)"))
        said = _("From then on {name} has the tier that was earned, or another one that was given.")
        if not self.which.count():
            said = _("Nothing that was given to {name} runs any more.")
        said = said.format(name=member.name)
        super().__init__(
            till, parent, _("End a given tier"), named(_("Given tier"), self.which),
            named(_("Reason"), self.reason), label(said, "soft", wraps=True),
            submit=self.save, ok=_("End it"), width=520,
        )  # fmt: skip
        self.ok.setEnabled(self.which.count() > 0)
        self.reason.setFocus()

    def save(self) -> None:
        """End it, and say what the member is now."""
        till, _ = self.till, self.till.say
        tiers.lift(till.desk, self.which.currentData(), reason=self.reason.text(), key=self.key)
        held = tiers.why(till.desk, self.member.id).tier
        ladder = {tier.code: tier.name(till.language) for tier in tiers.ladder(till.desk)}
        said = _("{name} is {tier} now.")
        till.tell(said.format(name=self.member.name, tier=ladder.get(held, held)))


def running(till: Till, member: Member) -> list[Overlay]:
    """The tiers that were given to a member and still run."""
    return [one for one in tiers.overlays(till.desk, member.id) if one.is_running]
