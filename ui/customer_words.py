"""What the window for customers says: their own sale, in their language, and nothing else.

No phone, no whole name, no note, no cost and no margin: somebody stands behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from shopdesk import members, money, tiers
from shopdesk.language import LANGUAGES, N_, plural, translator
from shopdesk.members import Member, MemberTier
from shopdesk.pricing import PricedLine
from shopdesk.purchases import Quote
from shopdesk.shop import Desk
from shopdesk.text import from_milli
from ui.basket import Basket
from ui.pages import counter_sale
from ui.showing import Sale, Sold
from ui.till import Till
from ui.widgets.person import progress

Row = tuple[str, str]
_WELCOME, _HELLO, _THANKS = N_("Welcome"), N_("Welcome, {name}"), N_("Thank you")
_BY_HAND = ("discount", "hand_price")
"""Steps whose reason was typed by the staff, for the staff."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: the tier, how far to the next one in percent, what that takes."""

    tier: str
    colour: str
    percent: int | None = None
    ahead: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """All that is to be seen: ``large`` is the word and the sum that matter most; ``facts`` stand
    below it. ``code`` is drawn as a QR code."""

    shop: str
    greeting: str
    rows: tuple[Row, ...] = ()
    steps: tuple[Row, ...] = ()
    large: Row | None = None
    facts: tuple[Row, ...] = ()
    standing: Standing | None = None
    foot: str = ""
    code: str = ""
    practice: str = ""
    """Stands over all of it where nothing is real."""
    logo: bytes | None = None

    def words(self) -> str:
        """All of it for a screen reader."""
        rows = [*self.rows, *self.steps, *([self.large] if self.large else []), *self.facts]
        own = [self.standing.tier, self.standing.ahead] if self.standing else []
        parts = [
            self.practice,
            self.shop,
            self.greeting,
            *(" ".join(row) for row in rows),
            *own,
            self.foot,
        ]
        return "\n".join(filter(None, parts))


class Speech:
    """Says a text in the language of a member, or in all of them to who is not known."""

    def __init__(self, till: Till, member: Member | None) -> None:
        own = till.shop.settings.language
        every = (own, *(one for one in LANGUAGES if one != own))
        self.languages = every if member is None else (member.language or own,)

    def __call__(self, message: str, **values: Any) -> str:
        """A text in them, its values filled in."""
        return " ".join(translator(one)(message).format(**values) for one in self.languages)

    def count(self, one: str, many: str, count: int) -> str:
        """A text about so many."""
        said = [plural(language)(one, many, count) for language in self.languages]
        return " · ".join(text.format(count=f"{count:,}") for text in said)

    def desk(self, desk: Desk) -> Desk:
        """The desk, speaking the first of them."""
        return replace(desk, speaks=self.languages[0])


def polite(name: str) -> str:
    """A name as others may read it: its first character."""
    bare = name.strip()
    return f"{bare[:1]}**" if bare else ""


# --- screens ----------------------------------------------------------------------------------


def welcome(till: Till, *, is_locked: bool) -> Screen:
    """Nobody buys: the shop and its welcome; behind the lock nothing more."""
    say, settings = Speech(till, None), till.shop.settings
    if is_locked:
        return Screen(settings.name, say(_WELCOME))
    code = till.preferences.customer_code
    return Screen(settings.name, say(_WELCOME), foot=settings.receipt_footer, code=code)


def of_sale(till: Till, sale: Sale) -> Screen:
    """A sale as it stands."""
    say, quote = Speech(till, sale.member), sale.quote
    shown = quote or sale.rest
    return Screen(
        till.shop.settings.name, _greeting(say, sale.member),
        rows=tuple(_rows(till, say, sale, shown)),
        steps=tuple(_steps(till, say, sale, shown)) if quote else (),
        large=(say(N_("Due")), till.money(quote.due)) if quote else None,
        facts=tuple(_facts_ahead(till, say, sale)),
        standing=_standing(till, say, sale.member),
    )  # fmt: skip


def of_sold(till: Till, sold: Sold) -> Screen:
    """A sale that is saved: what was given, the change, and what the member has now."""
    say, made, before = Speech(till, sold.member), sold.purchase, sold.member
    now = None if before is None else members.get(till.desk, before.id)
    paid = (say(N_("Paid")), till.money(made.total))
    facts: list[Row] = []
    large = paid
    if made.cash_given is not None:
        large = (say(N_("Change")), till.money(made.change))
        facts += [paid, (say(N_("Given")), till.money(made.cash_given))]
    if now is not None and made.points_earned:
        facts.append((say(N_("Points earned")), f"+{made.points_earned:,}"))
    if now is not None and now.points >= 0:
        facts.append((say(N_("Points")), f"{now.points:,}"))
    if now is not None and {"principal", "bonus"} & made.payments.keys():
        facts.append((say(N_("Stored value")), till.money(now.stored_value.total)))
    return Screen(
        till.shop.settings.name, say(_THANKS), large=large, facts=tuple(facts),
        standing=_standing(till, say, now),
    )  # fmt: skip


def _greeting(say: Speech, member: Member | None) -> str:
    return say(_WELCOME) if member is None else say(_HELLO, name=polite(member.name))


def _rows(till: Till, say: Speech, sale: Sale, shown: Quote | None) -> Iterator[Row]:
    """The goods, or the amount that was typed."""
    if shown is None:
        return
    for line in shown.lines:
        name = _name(say, sale.basket, line)
        yield name, money.plain(line.item.listed, till.shop.settings.currency, grouped=True)


def _name(say: Speech, basket: Basket, line: PricedLine) -> str:
    if not basket.lines:
        return say(N_("Amount"))
    quantity = from_milli(line.item.quantity_milli)
    return line.item.name if quantity == 1 else f"{line.item.name} × {quantity:f}"


def _steps(till: Till, say: Speech, sale: Sale, shown: Quote | None) -> Iterator[Row]:
    """What was taken off, in the language of who reads it: it is priced once more for that."""
    quote, speaks = shown, say.languages[0]
    if quote is not None and quote.steps and speaks != till.language:
        quote = counter_sale.priced(till, sale.basket, points=sale.basket.points, speaks=speaks)
    for step in quote.steps if quote is not None else ():
        why = say(N_("Discount")) if step.kind in _BY_HAND else step.why
        yield why, money.plain(step.amount, till.shop.settings.currency, grouped=True)


def _facts_ahead(till: Till, say: Speech, sale: Sale) -> Iterator[Row]:
    """The change of the cash given, what the sale earns, what the member has."""
    if sale.quote is not None and sale.basket.given.strip():
        given = counter_sale.cash_seen(till, sale.basket, sale.quote.due)
        if given is not None and given >= 0:
            yield say(N_("Change")), till.money(given)
    if sale.member is None:
        return
    if sale.quote is not None and sale.quote.points_earned:
        yield say(N_("Points earned")), f"+{sale.quote.points_earned:,}"
    if sale.member.points >= 0:
        yield say(N_("Points")), f"{sale.member.points:,}"


def _standing(till: Till, say: Speech, member: Member | None) -> Standing | None:
    """The tier and the way to the next one; nothing of that where it is by what the shop earns."""
    if member is None:
        return None
    name = _tier_name(member.tier, say.languages[0])
    why = tiers.why(say.desk(till.desk), member.id)
    if any(one.fact == "margin" for one in why.next):
        return Standing(name, member.tier.colour)
    return Standing(name, member.tier.colour, progress(till, why), why.sentence)


def _tier_name(tier: MemberTier, language: str) -> str:
    return tier.name(language)
