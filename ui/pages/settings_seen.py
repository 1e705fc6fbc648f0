"""What a shop's settings make of its papers, seen beside the fields while they are typed."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from shopdesk import logo
from shopdesk.gifts import Gift
from shopdesk.language import N_
from shopdesk.settings import Settings
from shopdesk.slips import VoucherSlip
from ui.pages.settings_part import choices
from ui.pages.voucher_print import DESIGNS
from ui.till import Till
from ui.widgets.live_paper import LivePaper
from ui.widgets.parts import Part, card, column, named, row

if TYPE_CHECKING:
    from reports.receipt_parts import Slip

RECEIPTS = {
    "80": N_("Receipt, 80 mm"),
    "58": N_("Receipt, 58 mm"),
    "A4": N_("Receipt, A4"),
}
"""The papers of receipts that are looked at."""
WIDTH, HEIGHT = 210, 400
"""The picture, in pixels at 100 percent."""
_BESIDE = 115
"""Percent: where letters are larger the picture stands below the fields."""
_LONGEST = 14
"""Letters of a choice that are in sight at least."""


class Seen(QWidget):
    """A picture of a receipt or of vouchers, whichever is chosen, as ``typed`` has it now,
    with ``its_logo``."""

    def __init__(
        self, till: Till, typed: Callable[[], Settings], its_logo: Callable[[], bytes | None]
    ) -> None:  # fmt: skip
        super().__init__()
        self.till, self.typed, self.its_logo = till, typed, its_logo
        _ = till.say
        vouchers = [
            (_("Vouchers: {layout}").format(layout=_(words)), name)
            for name, words in DESIGNS.items()
        ]
        receipts = [(_(words), name) for name, words in RECEIPTS.items()]
        self.what: QComboBox = choices(_("Which paper is shown"), [*receipts, *vouchers])
        self.what.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.what.setMinimumContentsLength(_LONGEST)
        self.live = LivePaper(
            till, _("How it will look on paper"), self._make, wide=WIDTH, high=HEIGHT
        )
        self.what.activated.connect(self.live.soon)
        inside = card(self.live, kind="inset", margin=8)
        self.setLayout(column(named(_("On paper"), self.what), inside, space=8))

    def _make(self) -> Callable[[], bytes]:
        return drawn(self.till, self.typed(), self.what.currentData(), self.its_logo())


def drawn(
    till: Till, settings: Settings, what: str, its_logo: bytes | None
) -> Callable[[], bytes]:  # fmt: skip
    """A paper of ``RECEIPTS`` or of ``DESIGNS``: what stands on it is read now, for the shop may be
    another by the time that the worker draws it."""
    from reports import receipt, samples

    if what not in DESIGNS:
        slip = receipt.sample(till.desk, settings, logo=its_logo)
        return partial(_receipt, slip, what)
    chosen = samples.vouchers(till.desk, settings, what)
    return partial(_vouchers, chosen, settings, what, till.preferences.bars, its_logo)


def _receipt(slip: "Slip", on: str) -> bytes:
    from reports import receipt_pdf

    target = BytesIO()
    receipt_pdf.pdf(target, slip, on=on)
    return target.getvalue()


def drawn_gift(till: Till, gift: Gift, picture: bytes | None) -> Callable[[], bytes]:
    """A voucher for a gift on a roll, as it is typed."""
    from reports import samples

    settings = till.shop.settings
    slip = samples.of_gift(till.desk, settings, gift, picture)
    its_logo = logo.of(till.desk)
    return partial(_vouchers, [slip], settings, "80mm", till.preferences.bars, its_logo)


def _vouchers(
    chosen: Sequence[VoucherSlip], settings: Settings, design: str, has_bars: bool,
    its_logo: bytes | None,
) -> bytes:  # fmt: skip
    from reports import voucher_designs

    target = BytesIO()
    voucher_designs.pdf(
        target, chosen, design, shop_name=settings.name, shop_phone=settings.contact,
        has_bars=has_bars, logo=its_logo,
    )  # fmt: skip
    return target.getvalue()


def beside(till: Till, fields: Part, seen: QWidget) -> QBoxLayout:
    """What is typed and its picture beside it, or below it where letters are large."""
    if till.preferences.size > _BESIDE:
        return column(fields, row(seen, 1), space=16)
    both = row(fields, column(seen, 1), space=16)
    both.setStretch(0, 1)
    return both
