"""Vouchers on paper: laid out one of several ways, seen first, then printed or saved."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from shopdesk import logo, slips, voucher_book, voucher_prints
from shopdesk.language import N_
from ui.background import Progress
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.in_both import Check
from ui.widgets.preview import Preview
from ui.widgets.tips import tip

DESIGNS = {
    "8": N_("A4, eight a page"),
    "4": N_("A4, four a page"),
    "2": N_("A4, two a page"),
    "1": N_("A4, one a page"),
    "80mm": N_("Roll, 80 mm"),
    "58mm": N_("Roll, 58 mm"),
    "card": N_("Greeting cards"),
}
"""What the ways of laying them out are called."""


class VoucherPreview(Preview):
    """The vouchers as they will be printed; what is chosen here this computer remembers, of one
    voucher alone by itself."""

    def __init__(self, till: Till, parent: QWidget, wanted: Sequence[int]) -> None:
        _, desk, chosen = till.say, till.desk, list(wanted)
        settings = till.shop.settings
        self.remembered = "voucher" if len(chosen) == 1 else "vouchers"
        self.designs = designs(till)
        self.bars = bars(till)
        design = getattr(till.preferences, self.remembered)
        choose(self.designs, design)
        self.bars.setChecked(till.preferences.bars)

        def write(target: BinaryIO, choice: Any, progress: Progress) -> None:
            from reports import voucher_designs

            held = voucher_book.by_ids(desk, chosen)
            voucher_designs.pdf(
                target, slips.of_vouchers(desk, [one.voucher for one in held]), choice,
                shop_name=settings.name, shop_phone=settings.contact, logo=logo.of(desk),
                has_bars=till.preferences.bars, progress=progress,
            )  # fmt: skip

        super().__init__(
            till, parent, _("Print vouchers"), write,
            name=f"vouchers-{desk.today().isoformat()}", choice=design,
            beside=(self.bars, self.designs), kept=lambda: voucher_prints.record(desk, chosen),
        )  # fmt: skip
        self.designs.activated.connect(lambda _place: self.choose(self.designs.currentData()))
        self.bars.toggled.connect(self._bar)

    def choose(self, value: Any) -> None:
        """Lay them out another way, now and the next time."""
        self.till.prefer(**{self.remembered: value})
        super().choose(value)

    def _bar(self, is_barred: bool) -> None:
        self.till.prefer(bars=is_barred)
        self.make()


def designs(till: Till) -> QComboBox:
    """A choice of how vouchers are laid out."""
    _ = till.say
    return choices(_("Layout"), [(_(words), design) for design, words in DESIGNS.items()])


def bars(till: Till) -> QCheckBox:
    """Whether the code stands on them as bars too."""
    _ = till.say
    made = Check(_("Barcode"))
    tip(made, _("The code as a barcode too (Code 128), for scanners that read no QR code."))
    return made


def preview(till: Till, parent: QWidget, wanted: Sequence[int]) -> Preview:
    """The preview of some vouchers, by their ids."""
    return VoucherPreview(till, parent, wanted)
