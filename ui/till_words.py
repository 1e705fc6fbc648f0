"""How a till stands, in sentences: for the page of the day and for the command line."""

from shopdesk import Desk, day_words, days_closing, shifts
from shopdesk.language import translator
from shopdesk.money import Money


def stands(desk: Desk, language: str) -> list[str]:
    """Who has the drawer of this till, or that nobody has; then, if there is one, the day before
    today that was not closed."""
    _ = translator(language)
    said = [_drawer(desk, language)]
    if (day := days_closing.unclosed(desk)) is not None:
        text = _(
            "{day} was not closed. Closing now reckons up all that was recorded since the last"
            " close."
        )
        said.append(text.format(day=day_words.dated(day, language)))
    return said


def _drawer(desk: Desk, language: str) -> str:
    _, zone = translator(language), desk.shop.zone
    if (now := shifts.current(desk)) is not None:
        opening = Money(now.opening, desk.shop.settings.currency)
        return _("{name} has had the drawer since {time}, when {amount} lay in it.").format(
            name=now.staff, time=day_words.moment(now.at, zone), amount=opening
        )
    if (done := days_closing.last(desk)) is not None and days_closing.is_after_close(desk):
        return _(
            "The day was closed at {time} by {name}. What is recorded now counts with the next."
        ).format(time=f"{done.at.astimezone(zone):%H:%M}", name=done.staff)
    return _("No shift runs. A shop that hands no drawer over needs none.")
