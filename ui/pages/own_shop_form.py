"""From the sample shop to one's own: a name, an owner, a PIN, and what was tried comes along."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import own_shop, pins
from shopdesk.language import N_
from shopdesk.refusals import PinRefused, Refused
from ui import files, folders
from ui.app import default_shop
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.in_both import Check
from ui.widgets.parts import button, field, held, label, named, row
from ui.widgets.pin_pad import PinField


class PinsDiffer(Refused):
    """The PIN was typed in two ways."""

    code = "pin"
    sentence = N_("The two PINs differ. Type the second one again.")


def free_place(sample: Path) -> Path:
    """Where one's own shop would lie: the usual place, or a free name beside it."""
    usual = default_shop()
    if usual.resolve() == sample.resolve():
        usual = usual.with_name(f"shop{files.SHOP}")
    place, number = usual, 2
    while place.exists():
        place, number = usual.with_name(f"{usual.stem}-{number}{files.SHOP}"), number + 1
    return place


class OwnShopForm(Form):
    """Makes the shop and lets the window open it; the sample shop stays where it is."""

    def __init__(self, till: Till, parent: QWidget | None, place: Path | None = None) -> None:
        _ = till.say
        self.name = field(_("Name of the shop"), _("On receipts, vouchers, reports"))
        self.phone = field(
            _("Phone"), _("On receipts and vouchers; optional"), shorter=_("Optional")
        )
        self.owner = field(_("Owner"), _("The name to sign in with"))
        self.pin, self.again = PinField(_("Owner's PIN")), PinField(_("PIN again"))
        self.keeps = Check(_("Take over ladder, rules, gifts and settings as they are here"))
        self.keeps.setChecked(True)
        self.place = QLineEdit(str(place or free_place(till.shop.location)))
        self.place.setAccessibleName(_("Where the file is kept"))
        note = _(
            "None of the sample's people, goods or receipts come along. The sample shop stays, and "
            "can be opened again."
        )
        change = button(_("Change…"), self._choose_place, icon="folder")
        super().__init__(
            till, parent, _("Begin my own shop"), label(note, "soft", wraps=True),
            named(_("Name of the shop"), self.name),
            row(named(_("Phone"), self.phone), named(_("Owner"), self.owner)),
            row(named(_("Owner's PIN"), self.pin), named(_("PIN again"), self.again)), self.keeps,
            named(_("Where the file is kept"), held(row(self.place, change))),
            submit=self.make, ok=_("Start now"), width=560,
        )  # fmt: skip
        self.name.setFocus()

    def _choose_place(self) -> None:
        _ = self.till.say
        chosen = folders.save_as(
            _, self, _("Where the file is kept"), self.place.text(), files.SHOP
        )
        if chosen is not None:
            self.place.setText(str(chosen))

    def make(self) -> None:
        """Make the shop, and go there."""
        till, owner, pin = self.till, self.owner.text(), self.pin.text()
        if pin != self.again.text():
            self.again.setFocus()
            self.again.selectAll()
            raise PinsDiffer(till.language)
        if not pin:
            raise PinRefused(till.language, digits=pins.SHORTEST["owner"])
        place = Path(self.place.text().strip()).expanduser()
        place = files.with_ending(place, files.SHOP)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.not_written(till.language, error, place) from None
        made = own_shop.make(
            till.desk, place, name=self.name.text(), owner=owner, pin=pin,
            phone=self.phone.text(), keeps=self.keeps.isChecked(),
        )  # fmt: skip
        self.accepted.connect(lambda: till.elsewhere.emit(made, owner, pin))

    def example(self) -> None:
        """Something worth a picture."""
        self.name.setText("春风茶舍" if self.till.language == "zh_CN" else "Spring Tea")
        self.owner.setText("王姐" if self.till.language == "zh_CN" else "Mei")
