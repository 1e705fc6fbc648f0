"""This computer: its language, look and size, its till and usual tender."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from shopdesk import logo, text
from shopdesk.language import N_, own_name
from shopdesk.purchases import TENDERS
from ui import languages, practising
from ui.pages.record_words import tender_name
from ui.pages.settings_part import Section, choices, choose, pair
from ui.pages.settings_receipts import ReceiptCard
from ui.pages.settings_seen import WIDTH, beside, drawn
from ui.pages.voucher_print import DESIGNS, bars
from ui.preferences import LONGEST_CODE, SIZES
from ui.till import Till
from ui.widgets.in_both import Check
from ui.widgets.live_paper import LivePaper
from ui.widgets.parts import button, card, column, field, label, named, row
from ui.widgets.scanner_test import ScannerTest
from ui.widgets.tips import tip

_THEMES = {"light": N_("Light"), "dark": N_("Dark")}
_LONGEST_TILL = 20


class ComputerSection(Section):
    """What is chosen here counts at once, for this computer alone."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        shops = own_name(till.shop.settings.language)
        as_shop = _("As the shop ({language})").format(language=shops)
        offered = [(as_shop, ""), *languages.screens()]
        self.language = self._choice("language", _("Language"), offered)
        self.theme = self._choice(
            "theme", _("Theme"), [(_(name), code) for code, name in _THEMES.items()]
        )
        self.percent = self._choice("size", _("Size"), [(f"{size} %", size) for size in SIZES])
        self.tender = self._choice(
            "tender", _("Usual tender"), [(tender_name(till, code), code) for code in TENDERS]
        )
        self.till_name = field(_("Name of this till"))
        self.till_name.setMaxLength(_LONGEST_TILL)
        self.till_name.returnPressed.connect(self.record)
        self.name_button = button(_("Save the name"), self.record)
        self.till_name.textChanged.connect(lambda _text: self._typed())
        self.receipts = ReceiptCard(till)
        self.customer = Check(_("A window for customers shows them their sale"))
        tip(self.customer, "Ctrl+K")
        self.customer.toggled.connect(lambda is_on: self._prefer("customer", is_on))
        self.code = field(_("QR code while nobody buys"), _("such as a web address"))
        self.code.setMaxLength(LONGEST_CODE)
        self.code.editingFinished.connect(
            lambda: self._prefer("customer_code", self.code.text().strip())
        )
        offered = [(_(words), design) for design, words in DESIGNS.items()]
        self.vouchers = self._choice("vouchers", _("Several at once"), offered)
        self.voucher = self._choice("voucher", _("One alone"), offered)
        self.bars = bars(till)
        self.bars.toggled.connect(lambda is_barred: self._prefer("bars", is_barred))
        self.shown = self.vouchers
        self.live = LivePaper(
            till, _("How vouchers will look"), self._make, wide=WIDTH, high=WIDTH * 10 // 7
        )
        for box in (self.vouchers, self.voucher):
            box.activated.connect(partial(self._see, box))
        self.bars.toggled.connect(self.live.soon)
        self.scanner_test = ScannerTest(_)
        self.build(
            _("This computer"),
            label(_("Takes effect at once, on this computer only."), "soft"),
            card(
                label(_("Language and look"), "heading"),
                named(_("Language"), self.language),
                pair(named(_("Theme"), self.theme), named(_("Size"), self.percent)),
            ),
            card(
                label(_("At the counter"), "heading"),
                pair(
                    named(
                        _("Usual tender"), self.tender,
                        _("Taken where no other is chosen."),
                    ),
                    named(
                        _("Name of this till"), self.till_name,
                        _("Stands on receipts and in the records, from the next sign-in on."),
                    ),
                ),
                row(1, self.name_button),
            ),
            self.receipts,
            card(
                label(_("Customer display"), "heading"),
                self.customer,
                named(
                    _("QR code while nobody buys"), self.code,
                    _("What it says: the shop's page, or whom to follow. Empty: no code."),
                ),
            ),
            card(
                label(_("Vouchers on paper"), "heading"),
                beside(
                    till,
                    column(
                        named(_("Several at once"), self.vouchers),
                        named(_("One alone"), self.voucher),
                        self.bars, 1, space=12,
                    ),
                    card(self.live, kind="inset", margin=8),
                ),
            ),
            card(label(_("Try the scanner"), "heading"), self.scanner_test),
            *self._practice(),
            1,
        )  # fmt: skip

    def _practice(self) -> list[QWidget]:
        """How to get into the practice shop; from there the banner leads back."""
        _ = self.till.say
        if self.till.shop.known.is_practice:
            return []
        said = _(
            "A shop beside this one with the same goods, ladder, rules and staff and invented "
            "members: everything can be tried there, and nothing of it counts."
        )
        self.practise = button(_("Open the practice shop"), partial(practising.begin, self.till))
        heading = label(_("Practice"), "heading")
        return [card(heading, label(said, "soft", wraps=True), row(self.practise, 1))]

    def _choice(self, name: str, title: str, offered: list[tuple[str, Any]]) -> QComboBox:
        box = choices(title, offered)
        box.activated.connect(lambda _place: self._prefer(name, box.currentData()))
        return box

    def _prefer(self, name: str, value: object) -> None:
        if getattr(self.till.preferences, name) != value:
            self.till.prefer(**{name: value})

    def _see(self, box: QComboBox, _place: int) -> None:
        """Show the layout that was chosen last."""
        self.shown = box
        self.live.soon()

    def _make(self) -> Callable[[], bytes]:
        till = self.till
        return drawn(till, till.shop.settings, self.shown.currentData(), logo.of(till.desk))

    def load(self) -> None:
        """Show what this computer remembers."""
        kept = self.till.preferences
        for name in ("language", "theme", "tender", "vouchers", "voucher"):
            choose(getattr(self, name), getattr(kept, name))
        self.bars.setChecked(kept.bars)
        self.customer.setChecked(kept.customer)
        self.code.setText(kept.customer_code)
        choose(self.percent, kept.size)
        if not self.till_name.isModified():
            self.till_name.setText(kept.till)
        self.receipts.load()
        self.live.draw()
        self._typed()

    def _typed(self) -> None:
        self.name_button.setEnabled(self.till_name.text().strip() != self.till.preferences.till)

    def record(self) -> None:
        """Keep the till's name."""
        _, till = self.till.say, self.till
        if self.till_name.text().strip() == till.preferences.till:
            return
        name = till.attempt(lambda: text.kept(self.till_name.text(), till.language, _LONGEST_TILL))
        if name is not None:
            till.prefer(till=name)
            self.till_name.setText(name)
            self._typed()
            till.tell(_("This till is called {name} from the next sign-in on.").format(name=name))

    def scanned(self, _code: str) -> bool:
        """A scan is a trial while its field has the keys."""
        return self.scanner_test.taken()

    def escape(self) -> bool:
        """Show the till's name as it is kept."""
        had = self.till_name.text() != self.till.preferences.till
        self.till_name.setText(self.till.preferences.till)
        return had
