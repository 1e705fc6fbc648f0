"""What a voucher promises, typed into a form: a gift, an amount off, a percentage off."""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import Refused, gifts, promise_words, vouchers
from shopdesk.promise_words import CHANNELS
from shopdesk.refusals import DateRefused, PromiseRefused
from shopdesk.vouchers import DEFAULT_VALID_DAYS, Promise
from ui import discounts
from ui.pages.gift_words import available, for_whom
from ui.pages.settings_part import choices as box_of
from ui.pages.settings_part import pair
from ui.till import Till
from ui.widgets.choices import Box, choices, show_only
from ui.widgets.editor import Editor
from ui.widgets.form import amount_in, whole_in
from ui.widgets.parts import column, field, held, named, row

KINDS = ("gift", "amount", "percent")


class PromiseForm(Editor):
    """A form with the fields of a promise: ``make_fields`` first, then they are its ``parts``."""

    def make_fields(self, till: Till) -> None:
        """Make the fields, before the form is put together."""
        _ = till.say
        self.gift = Box()
        self.gifts = gifts.catalogue(till.desk)
        for one in self.gifts:
            self.gift.addItem(available(till, one), one.id)
        self.channel = box_of(
            _("How it comes"), [(_(words), code) for code, words in CHANNELS.items()]
        )
        self.amount = field(_("Amount off"), "0.00", digits=True)
        self.minimum = field(_("From a purchase of"), _("Any"), digits=True)
        self.percent = field(_("Percent off"), _("1 to 100"), digits=True)
        self.cap = field(_("At most"), _("No limit"), digits=True)
        self.least = field(_("From a purchase of"), _("Any"), digits=True)
        self.days = field(_("Valid for days"), digits=True)
        self.days.setText(str(DEFAULT_VALID_DAYS))
        self.occasion = field(_("Given for"), _("Optional"))
        self.parts = dict(zip(KINDS, self._parts(till), strict=True))
        words = (_("A gift"), _("An amount off"), _("A percentage off"))
        self.buttons = choices(self.gift, list(zip(words, KINDS, strict=True)), self.choose_kind)
        self.kinds = held(row(*self.buttons.values(), 1))
        self.beside = pair(
            named(_("Valid for days"), self.days), named(_("Given for"), self.occasion)
        )

    def begin_kind(self) -> None:
        """Ask for a gift first, where there is any."""
        self.choose_kind("gift" if self.gift.count() else "amount")
        self.buttons["gift"].setEnabled(self.gift.count() > 0)

    def _parts(self, till: Till) -> list[QWidget]:
        _ = till.say
        gift = row(named(_("Gift"), self.gift), named(_("How it comes"), self.channel))
        gift.setStretch(0, 2)
        amount = pair(
            named(_("Amount off"), self.amount), named(_("From a purchase of"), self.minimum)
        )
        percent = column(
            pair(
                named(_("Percent off"), self.percent),
                named(_("From a purchase of"), self.least), named(_("At most"), self.cap),
            ),
            discounts.echo(till, self.percent, _("10 is 10 percent off the price")),
            space=4,
        )  # fmt: skip
        return [held(part) for part in (gift, amount, percent)]

    def choose_kind(self, kind: str) -> None:
        """Ask for what this kind of voucher needs."""
        self.kind = kind
        show_only(kind, self.buttons, self.parts)
        self.fit()
        self.show_what_comes()

    def listen(self) -> None:
        """Say what is promised as one types, from now on."""
        self.follow(
            self.gift, self.channel, self.amount, self.minimum, self.percent, self.cap, self.least,
            self.days, self.occasion,
        )  # fmt: skip
        self.is_ready = True
        self.show_what_comes()

    def mark_gifts(self, rank: int) -> None:
        """Say of each gift that is above a tier whom it is for, and choose one that fits."""
        till, _ = self.till, self.till.say
        fitting = [one.is_for(till.desk, rank) for one in self.gifts]
        for place, (one, fits) in enumerate(zip(self.gifts, fitting, strict=True)):
            said, whom = available(till, one), for_whom(till, one.lowest_tier)
            if not fits:
                said = _("{gift} · only {whom}").format(gift=said, whom=whom)
            self.gift.setItemText(place, said)
        if fitting and not fitting[self.gift.currentIndex()] and any(fitting):
            self.gift.setCurrentIndex(fitting.index(True))

    # --- what is promised ---

    def sentence(self) -> str:
        """What is promised, to whom, and until when it can be used."""
        till, _ = self.till, self.till.say
        promise = vouchers.checked(till.desk, self.promise())
        what = promise_words.promise_title(till.desk, promise, till.language)
        until = till.desk.today() + timedelta(days=promise.valid_days)
        said = _("{whom}: {what}, valid through {day}.")
        return said.format(whom=self.to_whom(), what=what, day=self.till.dated(until))

    def to_whom(self) -> str:
        """Who gets it, as the sentence begins with."""
        raise NotImplementedError

    @property
    def worth(self) -> QWidget:
        """The field that says what it is worth."""
        return {"gift": self.gift, "amount": self.amount, "percent": self.percent}[self.kind]

    def field_of(self, refusal: Refused) -> QWidget | None:
        """An amount that is missing, and days that are too many, have their fields."""
        if isinstance(refusal, PromiseRefused):
            return self.worth
        return self.days if isinstance(refusal, DateRefused) else super().field_of(refusal)

    def chosen_channel(self) -> str:
        """By which way the gift comes; what lowers a price is used at the counter."""
        return str(self.channel.currentData()) if self.kind == "gift" else "counter"

    def promise(self) -> Promise:
        """What is promised; refuses an amount or number that is none."""
        days = whole_in(self.till, self.days)
        if self.kind == "gift":
            return Promise(gift=self.gift.currentData(), valid_days=days)
        return Promise(**self.lowers(), valid_days=days)

    def lowers(self) -> dict[str, Any]:
        """By what a price is lowered."""
        till = self.till
        if self.kind == "amount":
            minimum = self._optional(self.minimum) or 0
            return {"amount": amount_in(till, self.amount), "minimum": minimum}
        return {
            "percent_off": whole_in(till, self.percent),
            "minimum": self._optional(self.least) or 0,
            "cap": self._optional(self.cap),
        }

    def _optional(self, typed: QLineEdit) -> int | None:
        return amount_in(self.till, typed) if typed.text().strip() else None
