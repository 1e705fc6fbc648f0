"""What every slip bears, whatever it is of: whose words, its head, and how it was paid."""

from datetime import date, datetime

from reports.receipt_parts import Amount, Pair, Slip
from reports.words import Words
from shopdesk import logo, tender_words
from shopdesk.language import N_, beside
from shopdesk.members import Member
from shopdesk.money import Money
from shopdesk.prints import Print
from shopdesk.settings import Settings
from shopdesk.shop import Desk


def words_for(desk: Desk, member: Member | None) -> Words:
    """The member's language, or the shop's; the other one too where the owner wants both."""
    settings = desk.shop.settings
    return words_of(settings, settings.language if member is None else member.language)


def words_of(settings: Settings, first: str) -> Words:
    """A language, and the other one too where the owner wants both."""
    return Words((first, beside(first)) if settings.receipt_both else (first,))


def blank(desk: Desk, words: Words, title: str, number: str) -> Slip:
    """A slip of this shop with nothing on it but its title and number."""
    settings = desk.shop.settings
    return Slip(
        languages=words.languages,
        currency=settings.currency,
        shop=settings.name,
        contact=tuple(filter(None, (settings.address, settings.phone))),
        title=words.joined(title),
        number=number,
        marks=(), facts=(), goods=(), steps=(), due=Amount("", 0), paid=(),
        foot=tuple(filter(None, (settings.receipt_footer,))),
        logo=logo.of(desk),
    )  # fmt: skip


def moment(desk: Desk, at: datetime) -> str:
    """A moment as it stands on paper."""
    return f"{at.astimezone(desk.shop.zone):%Y-%m-%d %H:%M}"


def reprint(desk: Desk, words: Words, printed: Print | None) -> tuple[str, ...]:
    """The mark of a reprint, with its moment."""
    if printed is None or not printed.is_reprint:
        return ()
    mark = words.joined(N_("REPRINT"))
    return (f"{mark} {moment(desk, printed.at)}",)


def fate(
    desk: Desk, words: Words, *, back: int, void_at: datetime | None
) -> tuple[str, ...]:  # fmt: skip
    """What became of it since: void, or so much given back."""
    if void_at is not None:
        void = words.joined(N_("VOID"))
        return (f"{void} {moment(desk, void_at)}",)
    if not back:
        return ()
    mark = words.joined(N_("GIVEN BACK"))
    return (f"{mark} {Money(back, desk.shop.settings.currency)}",)


def facts(
    desk: Desk, words: Words, number: Pair, member: Member | None, *,
    when: datetime, who: str, till: str, late: date | None = None,
) -> tuple[Pair, ...]:  # fmt: skip
    """Which it is, when, where, by whom, whose; nothing is said of what is not known.

    ``number`` is the number and what it is called, ``late`` the business day where that is
    another than the day it was written.
    """
    told = (
        number,
        (N_("Time"), moment(desk, when)),
        (N_("Business day"), late.isoformat() if late else ""),
        (N_("Till"), till),
        (N_("Cashier"), who),
        (N_("Member"), f"{member.name} {member.number}" if member else ""),
    )
    return tuple(Pair(words.joined(name), value) for name, value in told if value)


def cash(words: Words, given: int | None, change: int) -> tuple[Amount, ...]:
    """The cash handed over and what came back of it, where that was said."""
    if given is None:
        return ()
    return Amount(words.joined(N_("Cash given")), given), Amount(words.joined(N_("Change")), change)


def tenders(words: Words, paid: dict[str, int]) -> tuple[Amount, ...]:
    """In one order on every paper, however they are kept."""
    known = tender_words.TENDERS
    rows = sorted(paid.items(), key=lambda one: (*known, one[0]).index(one[0]))
    return tuple(Amount(words.joined(known.get(tender, tender)), part) for tender, part in rows)
