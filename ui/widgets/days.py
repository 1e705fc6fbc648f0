"""Fields for a day, and for one of the year, by the solar and by the Chinese calendar."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QBoxLayout, QComboBox, QDateEdit, QLineEdit

from shopdesk import cells
from shopdesk.member_details import Birthday, LunarBirthday
from shopdesk.refusals import DateRefused
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.in_both import Check
from ui.widgets.parts import column, named, row

_MONTHS, _DAYS = 12, 30
_NOTHING = "–"


def day_field(name: str, on: date) -> QDateEdit:
    """A day to choose; ``name`` is what a screen reader says."""
    made = QDateEdit(QDate(on.year, on.month, on.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat("yyyy-MM-dd")
    made.setAccessibleName(name)
    made.lineEdit().setAccessibleName(name)
    return made


def day_chosen(shown: QDateEdit) -> date:
    """The day that is chosen in a field."""
    picked = shown.date()
    return date(picked.year(), picked.month(), picked.day())


def solar_in(till: Till, field: QLineEdit) -> Birthday | None:
    """The day typed as ``MM-DD`` or ``YYYY-MM-DD``, nothing where nothing is; refuses others."""
    typed = field.text().strip()
    if not typed:
        return None
    try:
        return cells.birthday(typed)
    except ValueError:
        raise DateRefused(till.language, date=typed) from None


class LunarDay:
    """Month and day of the Chinese calendar to choose, and whether in a leap month."""

    def __init__(self, till: Till, month: str, day: str) -> None:
        _, self.till = till.say, till
        self.month, self.day = _choice(month, _MONTHS), _choice(day, _DAYS)
        self.leap = Check(_("Leap month"))

    def row(self, month: str, day: str) -> QBoxLayout:
        """The three side by side under these names."""
        return row(named(month, self.month), named(day, self.day), column(1, self.leap))

    def show(self, chosen: LunarBirthday) -> None:
        """Show a day."""
        month, day, *leap = chosen
        self.month.setCurrentIndex(month)
        self.day.setCurrentIndex(day)
        self.leap.setChecked(bool(leap and leap[0]))

    def chosen(self) -> LunarBirthday | None:
        """The day, or nothing; refuses a month without a day and a day without a month."""
        month, day = self.month.currentData(), self.day.currentData()
        if month is None and day is None:
            return None
        if month is None or day is None:
            raise DateRefused(self.till.language, date=f"{month or _NOTHING}/{day or _NOTHING}")
        return (month, day, True) if self.leap.isChecked() else (month, day)


def _choice(name: str, most: int) -> QComboBox:
    made = Box()
    made.setAccessibleName(name)
    made.addItem(_NOTHING, None)
    for number in range(1, most + 1):
        made.addItem(str(number), number)
    return made
