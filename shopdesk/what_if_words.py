"""Trying other terms on the past, in words: the figures compared, and what is taken for granted."""

from collections.abc import Callable
from typing import NamedTuple

from shopdesk.language import N_, translator
from shopdesk.what_if import Month, Outcome


class Figure(NamedTuple):
    """A figure of a month, and of all months: what is owed is that at the end."""

    name: str
    of_month: Callable[[Month], int]
    is_money: bool = True
    is_state: bool = False

    def of_all(self, outcome: Outcome) -> int:
        """The sum of the months, or how it stands at their end."""
        values = [self.of_month(month) for month in outcome.months]
        return values[-1] if self.is_state else sum(values)


FIGURES = (
    Figure(N_("Gifts by rules may cost"), lambda month: month.cost),
    Figure(N_("Vouchers"), lambda month: month.vouchers, is_money=False),
    Figure(N_("Discount of tiers"), lambda month: month.discount),
    Figure(N_("Points earned"), lambda month: month.earned, is_money=False),
    Figure(N_("Points given by rules"), lambda month: month.given, is_money=False),
    Figure(N_("Points owed to members"), lambda month: month.owed, is_money=False, is_state=True),
    Figure(N_("What these points are worth"), lambda month: month.owed_value, is_state=True),
)

QUICK = (FIGURES[2], FIGURES[5], FIGURES[0])
"""Those that are shown while a ladder is being changed."""

_ASSUMED = (
    N_("Everybody buys the same for the same money; another discount is counted as cost alone."),
    N_("What came back later is as if it had never been sold."),
    N_("All terms, today's and the changed ones, are in force from the first day to the last."),
    N_("Everybody begins on the tier they held: unless everyone is counted again nobody falls at"
       " once because the ladder was changed."),
    N_("No gift runs out, and who was given one has it: nothing expires and nothing is void."),
    N_("Points are spent, end and are corrected as they were; what is earned and given differs."),
    N_("Tags, preferences, consents, balances and member prices are those of today."),
    N_("Guests of events are left out."),
)  # fmt: skip


def assumed(language: str) -> tuple[str, ...]:
    """The sentences in a language."""
    say = translator(language)
    return tuple(map(say, _ASSUMED))
