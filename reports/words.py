"""Words of a report in one language or in several at once, and figures as people read them."""

from collections.abc import Mapping
from typing import NamedTuple

from shopdesk.language import N_, translator
from shopdesk.money import half_up

NOTHING = "—"
"""What stands where there is no figure."""

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


class Words(NamedTuple):
    """The languages a document speaks; the first one leads."""

    languages: tuple[str, ...]

    def first(self, message: str, **values: object) -> str:
        """``message`` in the leading language."""
        return self.each(message, **values)[0]

    def each(self, message: str, **values: object) -> tuple[str, ...]:
        """``message`` in every language, each text once."""
        said = (translator(language)(message).format(**values) for language in self.languages)
        return tuple(dict.fromkeys(said))

    def joined(self, message: str, **values: object) -> str:
        """``message`` in every language on one line: ``新会员 New members``."""
        return " ".join(self.each(message, **values))

    def name(self, names: Mapping[str, str]) -> str:
        """A name that is kept in several languages (a tier's), on one line."""
        return " ".join(self.names(names))

    def names(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """The same name in every language; any it has where these are missing."""
        known = [names[language] for language in self.languages if names.get(language)]
        return tuple(dict.fromkeys(known or list(names.values())[:1]))

    def months(self, month: str) -> tuple[str, ...]:
        """A month such as ``2026-10`` in every language: ``2026 年 10 月``, ``October 2026``."""
        return tuple(dict.fromkeys(month_name(month, language) for language in self.languages))


def month_name(month: str, language: str) -> str:
    """``2026-10`` as a person says it."""
    _ = translator(language)
    year, number = map(int, month.split("-"))
    return _("{month_name} {year}").format(
        month_name=_(MONTHS[number - 1]), year=year, month=number
    )


def minus(figure: str) -> str:
    """A figure with the minus sign that all paper has."""
    return figure.replace("-", "−")


def count(number: int) -> str:
    """A whole number with thousands apart."""
    return minus(f"{number:,}")


def permille(part: int, of: int) -> int:
    """``part`` of ``of`` in whole thousandths, a half rounded up; ``of`` is more than 0."""
    return half_up(part * 1000, of) if part >= 0 else -half_up(-part * 1000, of)


def percent(thousandths: int, *, sign: bool = False) -> str:
    """Thousandths as ``46.3%``, or with its sign as ``+8.2%``."""
    return decimal(thousandths, sign=sign) + "%"


def decimal(thousandths: int, *, sign: bool = False) -> str:
    """Thousandths as percents without the mark: ``46.3``, ``+1.9``."""
    whole, tenth = divmod(abs(thousandths), 10)
    mark = "−" if thousandths < 0 else "+" if sign and thousandths > 0 else ""
    return f"{mark}{whole:,}.{tenth}"
