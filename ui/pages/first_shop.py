"""The first step of the first run: who the shop is, who owns it, its money, time and logo."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from shopdesk import money, pins
from ui import places
from ui.widgets.choices import Box
from ui.widgets.logo_field import LogoField
from ui.widgets.parts import DigitsField, Field, card, label, named, row

_CURRENCIES = (*money.SYMBOLS, "AUD", "CAD", "CHF", "KRW", "MYR", "SGD", "THB", "VND")
_USUAL_ZONE = "Asia/Shanghai"
Say = Callable[[str], str]


def zone_here() -> str:
    """The time zone this computer is set to, if a shop can be in it."""
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return here if "/" in here and not here.startswith("Etc/") and _is_zone(here) else _USUAL_ZONE


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class FirstShop:
    """Fields that outlive the cards they stand on, which are made anew in each language."""

    def __init__(self, refuse: Callable[[str], object], mended: Callable[[], object]) -> None:
        self.refuse, self.mended = refuse, mended
        """Told that a picture is no logo, and that one was taken."""
        self.name, self.phone, self.owner = Field(), Field(), Field()
        self.pin, self.again = DigitsField(), DigitsField()
        for secret in (self.pin, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
            secret.setMaxLength(pins.LONGEST)
        self.currency = _choice(_CURRENCIES, _CURRENCIES[0])
        self.zone = _choice(sorted(available_timezones() | {_USUAL_ZONE}), zone_here())
        self.logo: bytes | None = None

    def cards(self, say: Say, language: str) -> tuple[QWidget, QWidget]:
        """What stands on the left and on the right."""
        for box in (self.currency, self.zone):
            for place in range(box.count()):
                box.setItemText(place, places.told(language, box.itemData(place)))
        self.logo_field = LogoField(say, language, self.refuse)
        self.logo_field.show_logo(self.logo)
        self.logo_field.changed.connect(self._take_logo)
        return self._about_the_shop(say), self._money_and_time(say)

    def _about_the_shop(self, say: Say) -> QWidget:
        _ = say
        self.name.setPlaceholderText(_("On receipts, vouchers, reports"))
        self.phone.setPlaceholderText(_("Printed on receipts and vouchers; optional"))
        self.owner.setPlaceholderText(_("The name to sign in with"))
        hint = _("The PIN is six digits or more. Keep it safe: nobody can read it back to you.")
        return card(
            label(_("Your shop"), "heading"),
            named(_("Name of the shop"), self.name),
            named(_("Phone"), self.phone),
            named(_("Owner"), self.owner),
            row(named(_("Owner's PIN"), self.pin), named(_("PIN again"), self.again)),
            label(hint, "soft", wraps=True),
            1,
        )

    def _money_and_time(self, say: Say) -> QWidget:
        _ = say
        code = _("After the start a recovery code is shown, to be printed: it lets you back in.")
        return card(
            label(_("Money and time"), "heading"),
            named(_("Currency"), self.currency, _("It cannot be changed later.")),
            named(_("Time zone"), self.zone),
            label(_("If you forget the PIN"), "heading"),
            label(code, "soft", wraps=True),
            label(_("Logo"), "heading"),
            self.logo_field,
            1,
        )

    def _take_logo(self) -> None:
        self.logo = self.logo_field.content
        self.mended()

    def parts(self) -> tuple[QWidget, ...]:
        """All that takes the keys, in the order it is read."""
        logo = (self.logo_field.take_button, self.logo_field.drop_button)
        typed = (self.name, self.phone, self.owner, self.pin, self.again)
        return (*typed, self.currency, self.zone, *logo)

    def asked(self) -> tuple[QLineEdit, ...]:
        """What has to be typed."""
        return self.name, self.owner, self.pin, self.again

    def wrong(self, say: Say) -> tuple[str, QLineEdit] | None:
        """What is missing or cannot be, and where; nothing where all is there."""
        _, pin = say, self.pin.text()
        if not self.name.text().strip():
            return _("The shop needs a name."), self.name
        if not self.owner.text().strip():
            return _("The owner needs a name to sign in with."), self.owner
        if not (pin.isascii() and pin.isdigit() and len(pin) >= pins.SHORTEST["owner"]):
            return _("The owner's PIN needs six digits or more, and digits only."), self.pin
        if pin != self.again.text():
            return _("The two PINs differ. Type the second one again."), self.again
        return None

    def example(self, language: str) -> None:
        """Something worth a picture."""
        self.name.setText("青禾茶舍" if language == "zh_CN" else "Qinghe Tea")
        self.owner.setText("王姐" if language == "zh_CN" else "Mei")
        self.phone.setText("0571-8888 0000")
        for secret in (self.pin, self.again):
            secret.setText("730162")


def _choice(values: list[str] | tuple[str, ...], chosen: str) -> QComboBox:
    made = Box()
    for value in values:
        made.addItem(value, value)
    made.setCurrentText(chosen)
    made.setMinimumContentsLength(6)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made
