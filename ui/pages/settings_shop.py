"""The shop's own settings: who it is, its day, its points."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from shopdesk import logo, money, sample, settings
from shopdesk.language import N_
from shopdesk.what_if import RATES
from ui import languages, places
from ui.pages import settings_value
from ui.pages.settings_lifecycle import LifecycleFields
from ui.pages.settings_part import Section, choices, choose, pair
from ui.pages.settings_seen import Seen, beside
from ui.pages.settings_value import ValueFields
from ui.pages.what_if_form import WhatIf
from ui.till import Till
from ui.widgets.form import amount_in, whole_in
from ui.widgets.logo_field import LogoField
from ui.widgets.parts import Field, Part, button, card, column, field, label, named, row

_LATEST_END = 11
"""A business day ends before noon."""
_BESIDE = 130
"""Percent: where letters are larger the longest names of fields stand one below the other."""


_MONEY = {"earn_per", "points_value", "rounding_unit"} | settings_value.MONEY
_LIMITS = {"refund_limit_cashier": True, "refund_limit_manager": True,
           "points_limit_cashier": False, "points_limit_manager": False,
           "attach_limit_cashier": False, "attach_limit_manager": False}  # fmt: skip
"""Limits, and whether they are money; an empty field is none."""
_WHOLE = {
    "earn_points", "points_step", "back_date_days", "points_expiry_count", "points_cap_percent",
    "hand_discount_cashier_percent", "hand_discount_manager_percent", "attach_days",
    *settings.LIFECYCLE,
}  # fmt: skip
_SEEN = ("name", "phone", "address", "language", "receipt_footer", "receipt_both")
"""Settings that receipts and vouchers show."""
_LIVES = {
    "never": N_("for ever"),
    "days": N_("so many days"),
    "months": N_("so many months"),
    "month_end": N_("to the end of the month, so many months on"),
    "year_end": N_("to 31 December, so many years on"),
    "idle": N_("so many months after the last receipt"),
}


class ShopSection(Section):
    """Fields as the shop has them; saved together, refused together, nothing typed is lost."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.shown: dict[str, Any] = {}
        self.value, self.lifecycle = ValueFields(till), LifecycleFields(till)
        self.name = field(_("Name of the shop"))
        self.phone = field(_("Phone"), _("Optional"))
        self.address = field(_("Address"), _("Optional"))
        self.currency = field(_("Currency"))
        self.timezone = field(_("Time zone"), "Asia/Shanghai")
        self.zone_told = label(kind="soft", wraps=True)
        self.day_ends = choices(
            _("The business day ends at"),
            [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(_LATEST_END + 1)],
        )
        self.language = choices(
            _("Language of the shop"),
            [(name, code) for code, name in languages.names().items()],
        )
        self.earn_points = field(_("Points earned"), digits=True)
        self.earn_per = field(_("for every"), "1.00", digits=True)
        self.points_step = field(_("Points taken at once"), digits=True)
        self.points_value = field(_("are worth"), "1.00", digits=True)
        self.back_date_days = field(_("Days a receipt may be entered late"), digits=True)
        self.attach_days = field(_("Days a forgotten member may be attached"), digits=True)
        self.points_expiry = choices(_("Points live"), [(_(n), c) for c, n in _LIVES.items()])
        self.points_expiry_count = field(_("How many"), digits=True)
        self.points_cap_percent = field(_("Most that points pay, in percent"), digits=True)
        self.rounding_unit = field(_("Round down to"), "0.01", digits=True)
        self.rounding_cash_only = self._yes_or_no(
            _("Round"), _("only what is all paid in cash"), _("whatever it is paid by")
        )
        self.refund_to_cash = self._yes_or_no(
            _("Refunds"), _("may be given in cash instead"), _("only to where it came from")
        )
        self.best_for_customer = self._yes_or_no(
            _("Where prices exclude each other"), _("the lowest counts"), _("promotions come first")
        )
        self.hand_discount_cashier_percent = field(
            _("Off by hand: a cashier, percent"), digits=True
        )
        self.hand_discount_manager_percent = field(
            _("Off by hand: a manager, percent"), digits=True
        )
        self._make_limits()
        self.served_by = self._yes_or_no(
            _("Who served"), _("is asked at the counter"), _("is who records the sale")
        )
        self.consent_data = self._or_own(_("Agrees to these details being kept"))
        self.consent_marketing = self._or_own(_("Agrees to receive messages"))
        self.receipt_footer = field(_("Line at the foot of receipts"), _("Optional"))
        self.receipt_both = self._yes_or_no(
            _("Language of receipts"),
            _("both, the member's first"),
            _("the member's, else the shop's"),
        )
        self.cashiers_count_blind = self._yes_or_no(
            _("Cashiers count the drawer"),
            _("without being told what should be there"),
            _("beside what should be there"),
        )
        self.gives_daily = self._yes_or_no(
            _("Gifts that a day brings"),
            _("are given when the day begins"),
            _("wait until somebody has looked"),
        )
        self.currency.setReadOnly(True)
        self.currency.setEnabled(False)
        self.what_if = self._past_button()
        self.save_button = button(_("Save"), self.record, "primary")
        self.discard = button(_("Revert"), self.escape)
        self.only_owner = label(
            _("Only an owner changes these. Ask the owner to sign in."), "note", wraps=True
        )
        foot = row(1, self.discard, self.save_button)
        self.build(
            _("Shop"),
            *self._sample(),
            self.only_owner,
            self._on_paper(),
            self._day(),
            self._points(),
            self._prices(),
            self._limits(),
            self._consents(),
            self.lifecycle.card(self._beside),
            self.value.card(self._beside),
            1,
            foot=foot,
        )
        for each in self.fields().values():
            each.setEnabled(each is not self.currency and self.may("settings.change"))
        for part in (self.value.rules, self.logo):
            part.setEnabled(self.may("settings.change"))
        self.only_owner.setVisible(not self.may("settings.change"))
        self.save_button.setVisible(self.may("settings.change"))
        self.discard.setVisible(self.may("settings.change"))
        self.what_if.setVisible(self.may("what_if.simulate"))

    def _past_button(self) -> QPushButton:
        """To try the points that are typed on the past."""
        _, till = self.till.say, self.till
        return button(
            _("Try it on the months gone by…"), lambda: till.attempt(self._try), "small",
            name=_("Try these points on the months gone by"),
        )  # fmt: skip

    def _sample(self) -> list[QWidget]:
        """In the sample shop: how to begin one's own."""
        _ = self.till.say
        if not sample.is_sample(self.till.shop):
            return []
        said = _("This is the sample shop: everything in it is invented.")
        begin = button(_("Begin my own shop…"), self.begin_own)
        return [card(label(said, wraps=True), row(begin, 1))]

    def begin_own(self) -> None:
        """Ask what one's own shop needs to know, and open it."""
        from ui.pages.own_shop_form import OwnShopForm

        OwnShopForm(self.till, self).filled()

    def fields(self) -> dict[str, QLineEdit | QComboBox]:
        """Each setting's field by the setting's name."""
        own = {name: getattr(self, name) for name in asdict(self.till.shop.settings)
               if hasattr(self, name)}  # fmt: skip
        return own | self.value.fields() | self.lifecycle.fields()

    # --- cards ---

    @property
    def _beside(self) -> Callable[[Part, Part], Part]:
        """Puts two fields with long names side by side, or one below the other."""
        return pair if self.till.preferences.size <= _BESIDE else column

    def _on_paper(self) -> Any:
        """Who the shop is and what receipts say; beside it how that looks on paper."""
        till = self.till
        self.logo = LogoField(till.say, till.language, lambda text: till.tell(text, "bad"))
        self.seen = Seen(self.till, self._typed, lambda: self.logo.content)
        self.logo.changed.connect(self.seen.live.soon)
        for each in (self.fields()[name] for name in _SEEN):
            typed = each.currentIndexChanged if isinstance(each, QComboBox) else each.textChanged
            typed.connect(self.seen.live.soon)
        return beside(self.till, column(self._who(), self._receipts(), 1, space=12), self.seen)

    def _typed(self) -> settings.Settings:
        """The settings as they would be on paper with what is typed; a shop has some name."""
        written = self.written()
        typed = {name: written[name] for name in _SEEN}
        kept = self.till.shop.settings
        return replace(kept, **typed | {"name": typed["name"].strip() or kept.name})

    def _who(self) -> Any:
        _ = self.till.say
        return card(
            label(_("Shop details"), "heading"),
            named(_("Name of the shop"), self.name),
            named(_("Phone"), self.phone),
            named(_("Address"), self.address),
            named(
                _("Logo"), self.logo,
                _("On receipts, vouchers, greeting cards, reports and the window for customers."),
            ),
            named(
                _("Language of the shop"), self.language,
                _("Of receipts, vouchers and reports; each computer may speak another."),
            ),
        )  # fmt: skip

    def _day(self) -> Any:
        _ = self.till.say
        return card(
            label(_("Day and money"), "heading"),
            self._beside(
                named(
                    _("The business day ends at"), self.day_ends,
                    _("A sale after midnight and before this hour is of the day before."),
                ),
                named(
                    _("Days a receipt may be entered late"), self.back_date_days,
                    _("Permissions says who may."),
                ),
            ),
            named(_("Days a forgotten member may be attached"), self.attach_days),
            pair(
                named(
                    _("Currency"), self.currency,
                    _("Cannot be changed: the amounts on record are in it."),
                ),
                column(named(_("Time zone"), self.timezone), self.zone_told, space=4),
            ),
            self._beside(
                named(_("Cashiers count the drawer"), self.cashiers_count_blind),
                named(
                    _("Gifts that a day brings"), self.gives_daily,
                    _("By rules: at festivals, on birthdays, every month."),
                ),
            ),
        )  # fmt: skip

    def _points(self) -> Any:
        _ = self.till.say
        return card(
            label(_("Points"), "heading"),
            pair(
                named(_("Points earned"), self.earn_points),
                named(_("for every"), self.earn_per, _("of what was really paid")),
            ),
            pair(
                named(
                    _("Points taken at once"), self.points_step,
                    _("Members pay with points in whole steps of this many."),
                ),
                named(_("are worth"), self.points_value),
            ),
            self._beside(
                named(_("Points live"), self.points_expiry,
                      _("Points given from now on; those there are keep their day.")),
                named(_("How many"), self.points_expiry_count),
            ),
            named(_("Most that points pay, in percent"), self.points_cap_percent),
            label(
                _("What is on record keeps the rule it was made under."), "soft", wraps=True
            ),
            row(self.what_if, 1),
        )  # fmt: skip

    def _prices(self) -> Any:
        _ = self.till.say
        return card(
            label(_("Prices and refunds"), "heading"),
            self._beside(
                named(_("Round down to"), self.rounding_unit, _("0.01: no rounding")),
                named(_("Round"), self.rounding_cash_only),
            ),
            self._beside(
                named(_("Off by hand: a cashier, percent"), self.hand_discount_cashier_percent),
                named(_("Off by hand: a manager, percent"), self.hand_discount_manager_percent),
            ),
            self._beside(
                named(_("Where prices exclude each other"), self.best_for_customer),
                named(_("Refunds"), self.refund_to_cash),
            ),
        )  # fmt: skip

    def _limits(self) -> Any:
        _ = self.till.say
        return card(
            label(_("Staff at the counter"), "heading"),
            label(
                _(
                    "How far a role goes on its own: money back of one receipt, points by hand to"
                    " one member on a day, receipts attached to members on a day. Beyond it"
                    " somebody higher allows it with a PIN. Empty: no limit."
                ),
                "soft", wraps=True,
            ),
            self._beside(
                named(_("Money back: a cashier"), self.refund_limit_cashier),
                named(_("Money back: a manager"), self.refund_limit_manager),
            ),
            self._beside(
                named(_("Points by hand: a cashier"), self.points_limit_cashier),
                named(_("Points by hand: a manager"), self.points_limit_manager),
            ),
            self._beside(
                named(_("Attached a day: a cashier"), self.attach_limit_cashier),
                named(_("Attached a day: a manager"), self.attach_limit_manager),
            ),
            named(_("Who served"), self.served_by,
                  _("Commission goes by who served; its percentages: Settings › Staff and PINs.")),
        )  # fmt: skip

    def _or_own(self, name: str) -> Field:
        """A text of the shop's, for which the program has words where there is none."""
        _ = self.till.say
        hint = _("Empty: the program's own words, in the member's language")
        return field(name, hint, shorter=_("Empty: the program's own words"))

    def _make_limits(self) -> None:
        _ = self.till.say
        self.refund_limit_cashier = self._limit(_("Money back: a cashier"))
        self.refund_limit_manager = self._limit(_("Money back: a manager"))
        self.points_limit_cashier = self._limit(_("Points by hand: a cashier"))
        self.points_limit_manager = self._limit(_("Points by hand: a manager"))
        self.attach_limit_cashier = self._limit(_("Attached a day: a cashier"))
        self.attach_limit_manager = self._limit(_("Attached a day: a manager"))

    def _limit(self, name: str) -> QLineEdit:
        _ = self.till.say
        return field(name, _("no limit"), digits=True)

    def _consents(self) -> Any:
        _ = self.till.say
        kept = _(
            "What is agreed to is kept word for word: who agreed before agreed to the old words."
        )
        return card(
            label(_("What members agree to"), "heading"),
            named(_("Agrees to these details being kept"), self.consent_data),
            named(_("Agrees to receive messages"), self.consent_marketing, kept),
        )

    def _receipts(self) -> Any:
        _ = self.till.say
        return card(
            label(_("Receipts"), "heading"),
            named(
                _("Line at the foot of receipts"), self.receipt_footer,
                _("Say thanks, or until when goods may come back. Each computer has its printer."),
            ),
            named(_("Language of receipts"), self.receipt_both),
        )  # fmt: skip

    @staticmethod
    def _yes_or_no(name: str, yes: str, no: str) -> QComboBox:
        return choices(name, [(yes, True), (no, False)])

    # --- reading and saving ---

    def load(self) -> None:
        """Show the settings, unless some are being changed."""
        if not self.is_changed():
            self.fill()

    def fill(self) -> None:
        """Show the settings as they are kept."""
        now = self.till.shop.settings
        for name, each in self.fields().items():
            value = getattr(now, name)
            if isinstance(each, QComboBox):
                choose(each, value)
            elif name == "currency":
                each.setText(places.told(self.till.language, value))
            elif value is None:
                each.clear()
            elif name in _MONEY or _LIMITS.get(name):
                each.setText(money.plain(value, now.currency))
            else:
                each.setText(str(value))
        zone = places.told(self.till.language, now.timezone)
        self.zone_told.setText(zone)
        self.zone_told.setVisible(zone != now.timezone)
        self.value.rules.show_rules(now.bonus_rules)
        self.logo.show_logo(logo.of(self.till.desk))
        self.shown = self.written()
        self.seen.live.draw()

    def written(self) -> dict[str, Any]:
        """What stands in the fields."""
        written: dict[str, Any] = {
            name: each.currentData() if isinstance(each, QComboBox) else each.text()
            for name, each in self.fields().items()
        }
        return written | {"bonus_rules": self.value.rules.written(), "logo": self.logo.content}

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.shown) and self.written() != self.shown

    def record(self) -> None:
        """Save what was changed, all of it or nothing."""
        if self.is_changed():
            self.till.attempt(self._save)

    def _save(self) -> None:
        till, written = self.till, self.written()
        values: dict[str, Any] = {
            name: value for name, value in written.items() if value != self.shown[name]
        }
        fields: dict[str, Any] = self.fields()
        for name in values.keys() & _MONEY:
            values[name] = amount_in(till, fields[name])
        for name in values.keys() & _WHOLE:
            values[name] = whole_in(till, fields[name])
        for name in values.keys() & _LIMITS.keys():
            read = amount_in if _LIMITS[name] else whole_in
            is_none = not values[name].strip()
            values[name] = None if is_none else read(till, getattr(self, name))
        if "bonus_rules" in values:
            values["bonus_rules"] = self.value.rules.pairs()
        before, self.shown = self.shown, {}
        try:
            self._keep(values)
        except BaseException:
            self.shown = before
            raise
        self.fill()
        if values.keys() & {"language", "name"}:  # the window bears the one and speaks the other
            till.speak()
            till.remade.emit()
        _ = till.say
        till.tell(_("The settings of the shop are saved."))

    def _keep(self, values: dict[str, Any]) -> None:
        """Both; where a field is refused the logo is not kept either."""
        desk, is_logo = self.till.desk, "logo" in values
        picture = values.pop("logo", None)
        if values:
            settings.edit(desk, **values)
        if picture is not None:
            logo.put(desk, picture)
        elif is_logo:
            logo.remove(desk)

    def _try(self) -> None:
        """Say what the rates of points that are typed would have come to."""
        fields: dict[str, Any] = self.fields()
        rates = {
            name: (amount_in if name in _MONEY else whole_in)(self.till, fields[name])
            for name in RATES
        }
        _ = self.till.say
        WhatIf(self.till, self, {"rates": rates}, title=_("These points in the past")).filled()

    def escape(self) -> bool:
        """Show the settings as they are kept."""
        had = self.is_changed()
        self.fill()
        return had
