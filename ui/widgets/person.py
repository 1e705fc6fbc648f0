"""A person in words: the phone as others may see it, the birthday, where they stand."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from shopdesk import day_words, text, tiers
from shopdesk.language import N_
from shopdesk.member_details import Birthday, LunarBirthday
from shopdesk.members import Member, MemberTier
from shopdesk.tiers import Why
from ui.till import Till
from ui.widgets.parts import label

masked = text.masked

CONSENTS = {
    "data": N_("Agrees to these details being kept"),
    "marketing": N_("Agrees to receive messages"),
}
"""What each consent is, in a few words."""
MOODS = {"new": "good", "active": "good", "dormant": "note", "lost": "bad"}
"""The colour that goes with the word."""


def tier_name(till: Till, tier: MemberTier) -> str:
    """A tier in the till's language, or in whatever one it has."""
    return tier.name(till.language)


ROUND = 48
"""Pixels across the place of a first character, or of a photo."""


def initial() -> QLabel:
    """The round place for the first character of a name."""
    made = label("", "initial")
    made.setFixedSize(ROUND, ROUND)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def day_typed(day: Birthday) -> str:
    """A birthday as typed: ``1990-03-08``, or ``03-08`` where the year is kept private."""
    return f"{day:%Y-%m-%d}" if isinstance(day, date) else f"{day[0]:02}-{day[1]:02}"


def day_said(till: Till, day: Birthday) -> str:
    """A birthday as read: ``8 Mar 1990``, or ``8 Mar``."""
    if isinstance(day, date):
        return till.dated(day)
    return day_words.of_year(day[0], day[1], till.language)


def lunar_words(till: Till, day: LunarBirthday) -> str:
    """A birthday of the Chinese calendar in words."""
    _ = till.say
    month, of_month, *leap = day
    if leap and leap[0]:
        return _("leap month {month}, day {day} (lunar)").format(month=month, day=of_month)
    return _("month {month}, day {day} (lunar)").format(month=month, day=of_month)


def birthday_words(till: Till, member: Member) -> str:
    """Both birthdays of a member, or nothing."""
    known = []
    if member.birthday is not None:
        known.append(day_said(till, member.birthday))
    if member.lunar_birthday is not None:
        known.append(lunar_words(till, member.lunar_birthday))
    return " · ".join(known)


def progress(till: Till, why: Why) -> int:
    """How far to the next tier in percent; 100 at the top. Where any condition will do, by the
    nearest; where all must be met, by the furthest."""
    if not why.next:
        return 100
    above = next(tier for tier in tiers.ladder(till.desk) if tier.code == why.next_tier)
    is_any = above.criteria is not None and above.criteria.mode == "any"
    parts = [min(100, e.value * 100 // e.threshold) for e in why.next]
    return max(parts) if is_any else min(parts)
