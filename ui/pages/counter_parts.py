"""The counter's left side: who buys and what is bought."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk import (
    birthdays,
    clock,
    facts,
    members,
    preferences,
    products,
    reviews,
    tiers,
    vouchers,
)
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from shopdesk.money import plain
from shopdesk.pricing import Item, PricedLine, listed
from shopdesk.products import Product
from shopdesk.purchases import Purchase
from shopdesk.text import from_milli
from shopdesk.tiers import Why
from ui import look
from ui.pages import counter_prepaid
from ui.pages.counter_due import Due
from ui.pages.counter_offers import SOON
from ui.pages.counter_prepaid import PassOffer, Prepaid
from ui.pages.counter_usual import Usual
from ui.pages.profile_forms import role_may
from ui.till import Till
from ui.widgets.elided import Elided
from ui.widgets.figure import OPENS, Figure
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import (
    Part,
    button,
    cleared,
    column,
    held,
    label,
    line,
    picture,
    row,
    set_kind,
)
from ui.widgets.person import initial, masked, progress, tier_name
from ui.widgets.tier_pill import TierPill
from ui.widgets.tips import tip

_BESIDE_FACE = 58
"""Pixels: what stands below the name begins where it does."""
_NAME = 140
"""Pixels, at 100 percent, that a name has before its buttons say more than one language."""
_BAR = 120
"""Pixels of width, at 100 percent, of the bar to the next tier."""
_EDGES = (16, 6, 16, 6)
_NOTHING = 100
"""Pixels of height, at 100 percent, from which a sale without goods says how it begins."""
_USUAL = 100
"""Percent: with larger letters a price of six digits needs the room of its icon."""


class MemberCard(QFrame):
    """The member at the counter, or the sentence for none."""

    def __init__(
        self, till: Till, new: Callable[[], None], leave: Callable[[], None],
        top_up: Callable[[], None], due: Due, behind: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.till, self.new, self.leave, self.top_up, self.due = till, new, leave, top_up, due
        self.behind = behind
        self.setProperty("kind", "card")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(16, 12, 16, 14)
        self.inside.setSpacing(10)
        due.setParent(self)
        due.hide()

    def _clear(self) -> None:
        """Take off all but what is due, which stays for the next member."""
        self.inside.removeWidget(self.due)
        self.due.hide()
        cleared(self.inside)

    def show_nobody(self) -> None:
        """Say how a member is found."""
        self._clear()
        _ = self.till.say
        text = _("Walk-in. Scan a card, or type the end of a phone or a name, then Enter.")
        add = button(_("New member") + "  F7", self.new, icon="add")
        self.inside.addLayout(row(label(text, "soft", wraps=True), 1, add))

    def show_member(self, member: Member, has: Prepaid) -> None:
        """Show who it is, what to say and what is due to them, where they stand, what they hold
        and how far it is to the next tier."""
        self._clear()
        till, desk = self.till, self.till.desk
        _ = till.say
        face = initial()
        face.setText(member.name[:1])
        tier = self._tier(member)
        about = Elided(self._about(member), "soft")
        near = [row(*chips, 1, space=6)] if (chips := self._birthdays(member)) else []
        name = Elided(member.name, "title", "heading")
        letters = QFontMetrics(look.letters(look.BASE, is_bold=True))
        least = letters.horizontalAdvance(member.name) + 2
        name.setMinimumWidth(min(least, look.scaled(_NAME, till.preferences.size)))
        who = column(row(name, tier, 1, space=8), *near, space=3)
        leave = button("", self.leave, "plain", icon="close", name=_("Take the member off"))
        open_ = button(_("Profile"), lambda: till.go("members", member=member.id), "small")
        more = button(_("Top up…"), self.top_up, "small")
        tip(more, f"{more.text()} · Alt+T")
        deeds = [more, open_] if role_may(till, "stored_value.top_up") else [open_]
        is_large = till.preferences.size > look.LARGE_LETTERS
        head = row(face, who, *([] if is_large else deeds), leave)
        head.setStretch(1, 1)
        below = row(about)
        below.setContentsMargins(_BESIDE_FACE, 0, 0, 0)
        self.inside.addLayout(column(head, below, space=2))
        if is_large:
            self.inside.addLayout(row(1, *deeds))
        for part in (*self._likes(member), self.due):
            self.inside.addWidget(part)
        self.due.show_member(member)
        year_ago = clock.add_months(desk.today(), -12)
        sums = facts.of_member(desk, member.id, year_ago, desk.today())
        last = facts.last_visit(desk, member.id)
        figures = [
            self._figure("points", _("Points"), f"{member.points:,}"),
            self._figure("spend", _("12 months"), till.money(sums.spend)),
            self._figure("visits", _("Visits"), str(sums.visits)),
            self._figure("last", _("Last visit"), self._day(last)),
        ]
        self.inside.addWidget(FittedGrid(figures, (4, 2, 1), space=18, is_filled=False))
        if (prepaid := counter_prepaid.shown(till, has)) is not None:
            self.inside.addWidget(prepaid)
        self._ladder(member)

    def _likes(self, member: Member) -> list[QWidget]:
        """How they like it, on one line of its own: it is to be said, and seldom short."""
        liked = preferences.of_member(self.till.desk, member.id)
        return [Elided(liked, "note")] if liked else []

    def _tier(self, member: Member) -> QPushButton:
        """The tier in its own colour; pressed, it says why."""
        _, till, name = self.till.say, self.till, tier_name(self.till, member.tier)
        explain = partial(self.behind, "tier")
        made = TierPill(name, member.tier.colour, till.preferences.theme, explain)
        why = _("Why: {name}").format(name=name)
        tip(made, why)
        made.setAccessibleName(why)
        made.setAccessibleDescription(_(OPENS))
        return made

    def _about(self, member: Member) -> str:
        """The phone as others may see it, since when, the number; what matters most first."""
        till = self.till
        _, ngettext = till.say, till.count
        years = facts.months_between(member.joined_on, till.desk.today()) // 12
        joined = till.dated(member.joined_on)
        since = _("since {day}").format(day=joined)
        if years:
            for_ = ngettext("{count} year", "{count} years", years).format(count=years)
            since = _("since {day} ({time})").format(day=joined, time=for_)
        number = _("Number {number}").format(number=member.number)
        return " · ".join(filter(None, (masked(member.phone), number, since)))

    def _figure(self, figure: str, name: str, value: str) -> QWidget:
        """A figure of the member; pressed, it opens what it comes from."""
        is_large = self.till.preferences.size > look.LARGE_LETTERS
        if is_large:  # else vouchers and goods have no room
            inside: QLayout = row(label(name, "soft"), label(value, "heading"), 1, space=8)
        else:
            inside = column(label(name, "soft"), label(value, "figure"), space=0)
        said, how = f"{name}: {value}", self.till.say(OPENS)
        return Figure(inside, partial(self.behind, figure), name=said, how=how)

    def _day(self, day: date | None) -> str:
        return "–" if day is None else self.till.near(day)

    def _birthdays(self, member: Member) -> list[QWidget]:
        """A chip where a birthday is near, by either calendar: there is something to say."""
        _, ngettext, today = self.till.say, self.till.count, self.till.desk.today()
        chips: list[QWidget] = []
        if member.birthday is not None:
            days = (birthdays.next_solar(today, member.birthday) - today).days
            soon = ngettext("Birthday in {count} day", "Birthday in {count} days", days)
            chips += self._near(days, soon, _("Birthday today"))
        if member.lunar_birthday is not None:
            days = (birthdays.next_lunar(today, member.lunar_birthday) - today).days
            soon = ngettext("Lunar birthday in {count} day", "Lunar birthday in {count} days", days)
            chips += self._near(days, soon, _("Lunar birthday today"))
        return chips

    def _near(self, days: int, soon: str, now: str) -> list[QWidget]:
        if days > SOON:
            return []
        chip = label(soon.format(count=days) if days else now, "chip")
        chip.setProperty("mood", "note")
        return [chip]

    def _ladder(self, member: Member) -> None:
        till = self.till
        why = tiers.why(till.desk, member.id)
        for warning in self._warned(why):
            self.inside.addWidget(warning)
        bar = QProgressBar()
        bar.setProperty("kind", "ladder")
        bar.setTextVisible(False)
        bar.setRange(0, 100)
        bar.setValue(progress(till, why))
        bar.setAccessibleName(why.sentence)
        said = label(" · ".join(filter(None, (why.sentence, self._valid(member, why)))), "soft",
                     wraps=True)  # fmt: skip
        if till.preferences.size > look.LARGE_LETTERS:
            self.inside.addLayout(column(bar, said))
            return
        bar.setFixedWidth(look.scaled(_BAR, till.preferences.size))
        beside = row(bar, said)
        beside.setStretch(1, 1)
        self.inside.addLayout(beside)

    def _valid(self, member: Member, why: Why) -> str:
        """Until when the tier holds whatever happens: to the end of what was given, or to its
        review, unless a warning says more."""
        _, until = self.till.say, why.until_on or why.review_on
        if until is None or self._warned(why):
            return ""
        tier = tier_name(self.till, member.tier)
        return _("{tier} until {day}").format(tier=tier, day=self.till.dated(until))

    def _warned(self, why: Why) -> list[QWidget]:
        """What keeps the tier at a review that is near, where that is still missing."""
        far = self.till.desk.today() + timedelta(days=max(reviews.WARNED_DAYS))
        if why.is_kept or why.review_on is None or why.review_on > far:
            return []
        return [label(why.keep_sentence, "bad", wraps=True)]


class Row(NamedTuple):
    """What a line is shown by: its place, how it is priced, its price by hand with why, and what a
    pass could do for it."""

    place: int
    priced: PricedLine
    by_hand: tuple[int, str] | None
    offer: PassOffer | None


class Lines(QFrame):
    """The products of the sale: fewer, more, out, another price by hand, or paid by a pass.

    It has what room is left of the page; while nothing stands in it, it says how that begins, and
    is not seen at all where the room is needed.
    """

    def __init__(
        self, till: Till, change: Callable[[int, Decimal], None], reprice: Callable[[int], None],
        use_pass: Callable[[int], None], add: Callable[[int], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.till, self.change, self.reprice, self.use_pass = till, change, reprice, use_pass
        _ = till.say
        hint = label(_("Scan goods, or type the amount."), "soft", wraps=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing = held(column(row(1, picture("scan", 32), 1), hint, space=8))
        self.inside = column(space=6)
        self.usual = Usual(till, add)
        whole = column(self.inside, 1, self.nothing, 2, self.usual, space=0)
        whole.setContentsMargins(*_EDGES)
        self.setLayout(whole)
        self.is_empty = True
        self.told: list[Row] = []
        self.rows: list[QWidget] = []

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the lines need; nothing needs no room, and the usual goods take what is left."""
        return QSize(super().minimumSizeHint().width(), self._height(self.inside.minimumSize()))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the lines would like."""
        return QSize(super().sizeHint().width(), self._height(self.inside.sizeHint()))

    def _height(self, lines: QSize) -> int:
        _left, top, _right, bottom = _EDGES
        return 0 if self.is_empty else top + lines.height() + bottom

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Be seen as a card, or not at all."""
        self._fit()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Lines that have become higher leave less room below them."""
        is_taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return is_taken

    def show_usual(self, goods: Sequence[Product]) -> None:
        """Offer the goods that are bought most, as far as there is room."""
        self.usual.show_goods(goods)
        self._fit()

    def _fit(self) -> None:
        left, top, right, bottom = _EDGES
        lines = self.inside.sizeHint().expandedTo(self.inside.minimumSize())
        used = 0 if self.is_empty else lines.height()
        high = self.usual.fit(self.width() - left - right, self.height() - top - bottom - used)
        has_room = self.height() - high >= look.scaled(_NOTHING, self.till.preferences.size)
        self.nothing.setVisible(self.is_empty and has_room)
        set_kind(self, "card" if has_room or high or not self.is_empty else "")

    def show_lines(
        self, lines: Sequence[tuple[int, PricedLine]], by_hand: Mapping[int, tuple[int, str]],
        passes: Mapping[int, PassOffer],
    ) -> None:  # fmt: skip
        """Show lines with their places, as they are priced; ``by_hand`` has the prices of some by
        their place, with why, and ``passes`` says by its place what a pass could do for a line."""
        self.is_empty = not lines
        wanted = [
            Row(place, priced, by_hand.get(place), passes.get(place)) for place, priced in lines
        ]
        same = 0
        while same < min(len(wanted), len(self.told)) and wanted[same] == self.told[same]:
            same += 1
        self.told = wanted
        for old in self.rows[same:]:  # those before it stay as they are
            self.inside.removeWidget(old)
            old.hide()
            old.deleteLater()
        del self.rows[same:]
        for told in wanted[same:]:
            self.rows.append(self._row(told))
            self.inside.addWidget(self.rows[-1])
        self._fit()

    def _row(self, told: Row) -> QWidget:
        """A line, below another one with a rule between; what a pass could do stands below it."""
        parts: list[Part] = [line()] if self.rows else []
        offer = told.offer
        is_paid = offer is not None and offer.is_used
        price = None if told.by_hand is None else told.by_hand[0]
        parts.append(self._line(told.place, told.priced, price, is_paid))
        if offer is not None:
            parts.append(row(1, self._pass(told.place, offer)))
        return held(column(*parts, space=6))

    def _pass(self, place: int, offer: PassOffer) -> QPushButton:
        """A pass that fits the line: pressed, it pays it, and is lit."""
        icon = "good" if offer.is_used else ""
        made = button(offer.words, lambda: self.use_pass(place), "small", icon=icon)
        tip(made, f"{offer.words} · Alt+U")
        made.setCheckable(True)
        made.setChecked(offer.is_used)
        return made

    def _line(
        self, place: int, priced: PricedLine, by_hand: int | None, is_by_pass: bool
    ) -> QLayout:
        _, item = self.till.say, priced.item
        quantity = from_milli(item.quantity_milli)
        name = Elided(item.name, "")
        name.setMinimumWidth(60)
        currency = self.till.shop.settings.currency
        one = item.price if by_hand is None else by_hand
        price = self._price(place, item, one, by_hand is not None)
        times = label("×", "soft")
        count = label(f"{quantity:f} {self._unit(item)}".rstrip(), "heading")
        count.setAccessibleName(f"{item.name} × {count.text()}")
        count.setMinimumWidth(28)
        count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = item.listed if by_hand is None else listed(by_hand, item.quantity_milli)
        whole = 0 if is_by_pass and not priced.paid else whole
        amount = label(plain(whole, currency, grouped=True))
        amount.setAccessibleName(f"{item.name}: {self.till.money(whole)}")
        amount.setMinimumWidth(84)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        less = button("", lambda: self.change(place, quantity - 1), "small", icon="minus",
                      name=_("One less of {name}").format(name=item.name))  # fmt: skip
        more = button("", lambda: self.change(place, quantity + 1), "small", icon="add",
                      name=_("One more of {name}").format(name=item.name))  # fmt: skip
        out = button("", lambda: self.change(place, Decimal(0)), "plain", icon="close",
                     name=_("Take {name} out").format(name=item.name))  # fmt: skip
        if self.till.preferences.size > look.LARGE_LETTERS:
            many = row(price, times, less, count, more, 1, amount, space=8)
            return column(row(name, 1, out), many, space=2)
        return row(name, 1, price, times, less, count, more, amount, out, space=8)

    def _unit(self, item: Item) -> str:
        """What the product is sold by, as it is now."""
        if item.product_id is None:
            return ""
        return products.known(self.till.desk, [item.product_id])[item.product_id].unit

    def _price(self, place: int, item: Item, price: int, is_by_hand: bool) -> QPushButton:
        """What one costs now: pressed, it is changed by hand, and lit where it was."""
        _, till = self.till.say, self.till
        name = _("Price of {name} by hand").format(name=item.name)
        text = plain(price, till.shop.settings.currency, grouped=True)
        icon = "edit" if till.preferences.size <= _USUAL else ""
        made = button(text, lambda: self.reprice(place), "small", icon=icon, name=name)
        tip(made, f"{name} · Alt+P")
        made.setCheckable(True)
        made.setChecked(is_by_hand)
        return made


def told(till: Till, made: Purchase, before: Member | None, known: Sequence[Voucher]) -> str:
    """What is said of a sale that is saved: with what the customer should hear."""
    _, ngettext = till.say, till.count
    at = made.at.astimezone(till.shop.zone)
    name = before.name if before else _("walk-in")
    said = [
        _("{time} {name} {amount} recorded").format(
            time=f"{at:%H:%M}", name=name, amount=till.money(made.total)
        )
    ]
    if made.cash_given is not None:
        said.append(_("Change {amount}").format(amount=till.money(made.change)))
    if made.points_earned:
        points = ngettext("{count} point", "{count} points", made.points_earned)
        said.append(points.format(count=f"{made.points_earned:,}"))
    if before is not None:
        said += counter_prepaid.left_words(till, before.id, made)
        said += _news(till, before, known)
    return " · ".join(said)


def _news(till: Till, before: Member, known: Sequence[Voucher]) -> list[str]:
    """What the purchase brought: another tier, new vouchers."""
    _, ngettext = till.say, till.count
    now = members.get(till.desk, before.id)
    if now.tier.rank <= before.tier.rank:
        return []
    news = [_("now {tier}").format(tier=tier_name(till, now.tier))]
    ids = {voucher.id for voucher in known}
    fresh = [v for v in vouchers.of_member(till.desk, before.id, state="issued") if v.id not in ids]
    if fresh:
        text = ngettext("{count} new voucher", "{count} new vouchers", len(fresh))
        news.append(text.format(count=len(fresh)))
    return news
