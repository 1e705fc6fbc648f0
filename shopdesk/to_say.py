"""What whoever serves a member is to say or do: for their days, for their tier."""

from collections.abc import Iterator
from datetime import timedelta

from shopdesk import birthdays, day_words, facts, reward_rules, standing
from shopdesk.assessing import rank_of
from shopdesk.clock import add_months
from shopdesk.language import plural, translator
from shopdesk.members import Member
from shopdesk.shop import Desk

AWAY_DAYS = 60
"""Who was not here for so many days is welcomed back."""


def of_member(desk: Desk, member: Member) -> tuple[str, ...]:
    """Sentences in the desk's language, the most personal first; the tier's own last."""
    return (
        *_birthday(desk, member), *_anniversary(desk, member), *_away(desk, member),
        *_service(desk, member),
    )  # fmt: skip


def _birthday(desk: Desk, member: Member) -> Iterator[str]:
    """On the birthday by either calendar, and on the days of the tier's window around it."""
    _, today = translator(desk.language), desk.today()
    window = birthday_window(desk, member.tier.code)
    before = (window - 1) // 2
    first = today - timedelta(days=window - 1 - before)
    days = []
    if member.birthday is not None:
        days.append(birthdays.next_solar(first, member.birthday))
    if member.lunar_birthday is not None:
        days.append(birthdays.next_lunar(first, member.lunar_birthday))
    near = [day for day in days if (day - today).days <= before]
    if today in near:
        yield _("Say happy birthday: it is today.")
    elif near:
        day = min(near, key=lambda one: abs((one - today).days))
        is_ahead = _("Say happy birthday: it is on {day}.")
        text = is_ahead if day > today else _("Say happy birthday: it was on {day}.")
        yield text.format(day=day_words.near(day, today, desk.language))


def birthday_window(desk: Desk, tier: str) -> int:
    """In how many days a birthday is kept on a tier: the most that a rule in force says, else 1."""
    today = desk.today()
    windows = [
        dict(trigger.windows).get(tier, 1)
        for rule in reward_rules.in_force(desk)
        if rule.is_on(today)
        for trigger in rule.having("birthday")
    ]
    return max(windows, default=1)


def _anniversary(desk: Desk, member: Member) -> Iterator[str]:
    ngettext, today = plural(desk.language), desk.today()
    years = today.year - member.joined_on.year
    if years > 0 and add_months(member.joined_on, 12 * years) == today:
        said = ngettext(
            "A member for {count} year today: thank them.",
            "A member for {count} years today: thank them.", years,
        )  # fmt: skip
        yield said.format(count=years)


def _away(desk: Desk, member: Member) -> Iterator[str]:
    ngettext, last = plural(desk.language), facts.last_visit(desk, member.id)
    days = 0 if last is None else (desk.today() - last).days
    if days >= AWAY_DAYS:
        said = ngettext(
            "The first visit for {count} day: welcome them back.",
            "The first visit for {count} days: welcome them back.", days,
        )  # fmt: skip
        yield said.format(count=days)


def _service(desk: Desk, member: Member) -> Iterator[str]:
    ladder = standing.ladder(desk)
    said = ladder[rank_of(ladder, member.tier.code)].service_in(desk.language)
    if said:
        yield said
