"""What trying other terms on the past takes for granted, in sentences."""

from shopdesk.language import N_, translator

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
