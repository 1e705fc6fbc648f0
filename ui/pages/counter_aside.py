"""What else a sale at the counter can do: wait, be called up, be entered for an earlier day."""

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from shopdesk import days_closing, parked, permissions, purchases
from shopdesk.refusals import DateRefused
from ui.basket import Basket
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import Form
from ui.widgets.parts import button, column, field, label, named, row, set_mood
from ui.widgets.tips import tip


class Aside(QFrame):
    """The row below the sale, and the ``banner`` above it while it is of an earlier day.

    ``changed`` tells that another sale, or another day, is in the till.
    """

    changed = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.late_on: date | None = None
        _ = till.say
        self.park_button = button(_("Park"), self.park, "small", name=_("Park this sale"))
        self.recall_button = button("", self.recall, "small")
        self.late_button = button(_("Earlier day…"), self.choose_day, "small")
        if not permissions.may(till.desk, "purchases.back_date"):
            self.late_button.hide()
        tip(self.park_button, f"{self.park_button.accessibleName()} · Alt+H")
        tip(self.late_button, f"{self.late_button.accessibleName()} · Alt+L")
        self.row = FittedRow(self.park_button, self.recall_button, 1, self.late_button)
        self.setLayout(column(self.row, space=0))
        self.banner = QFrame()
        self.banner.setProperty("kind", "card")
        self.said = label("", "heading", wraps=True)
        set_mood(self.said, "bad")
        today = button(_("Enter it for today"), self.to_today, "small")
        inside = row(self.said, today)
        inside.setStretch(0, 1)
        inside.setContentsMargins(16, 8, 12, 8)
        self.banner.setLayout(inside)
        self.banner.hide()

    @property
    def basket(self) -> Basket:
        """The half-made sale, which the till keeps."""
        assert self.till.basket is not None
        return self.till.basket

    def load(self) -> None:
        """Read how many sales wait."""
        _, waiting = self.till.say, len(parked.listed(self.till.desk))
        self.recall_button.setText(_("Parked sales ({count})").format(count=waiting))
        self.recall_button.setAccessibleName(self.recall_button.text())
        tip(self.recall_button, f"{self.recall_button.text()} · Alt+G")
        self.recall_button.setEnabled(waiting > 0)
        self.row.refit()

    def show_sale(self, basket: Basket) -> None:
        """Show what can be done with a sale as it stands."""
        _ = self.till.say
        self.park_button.setEnabled(not basket.is_empty)
        self.banner.setVisible(basket.on is not None)
        if basket.on is not None:
            text = _("This sale is entered for {day}, not for today.")
            self.said.setText(text.format(day=self.till.dated(basket.on)))

    # --- waiting ---

    def park(self) -> None:
        """Alt+H: put the sale aside; the counter is free for the next."""
        from ui.pages.parked_forms import ParkForm

        if not self.basket.is_empty and ParkForm(self.till, self, self.basket).filled():
            self.till.basket = Basket()
            self.changed.emit()

    def recall(self) -> None:
        """Alt+G: go on with one that waits, once the one in the till is finished or parked."""
        from ui.pages.parked_forms import RecallForm, basket_of

        till, _ = self.till, self.till.say
        if not self.basket.is_empty:
            till.tell(_("Finish or park the sale that is half made; then call up another."), "note")
            return
        form = RecallForm(till, self)
        if form.filled() and form.found is not None:
            found = form.found
            till.basket = replace(basket_of(till, found), on=self.basket.on)
            said = _("{label} goes on, at the prices of now.").format(label=found.label)
            if found.gone:
                gone = _("Not with it: {names}").format(names=", ".join(found.gone))
                till.tell(f"{said} {gone}", "bad")
            else:
                till.tell(said)
            self.changed.emit()

    # --- an earlier day ---

    def choose_day(self) -> None:
        """Alt+L: enter this sale for an earlier day."""
        form = LateForm(self.till, self, self.basket.on or self.late_on)
        if form.filled():
            self.basket.on = form.on
            self.late_on = form.on or self.late_on
            self.changed.emit()

    def to_today(self) -> None:
        """Enter it for today after all."""
        self.basket.on = None
        self.changed.emit()

    def told(self, on: date | None) -> str:
        """What is said of a sale just recorded that does not count with today."""
        _ = self.till.say
        if on is not None:
            return " · " + _("for {day}").format(day=self.till.dated(on))
        if days_closing.is_after_close(self.till.desk):
            return " · " + _("after the close: it counts with the next day")
        return ""


class LateForm(Form):
    """The day a sale is entered for: within the shop's limit, in a month that is open."""

    def __init__(self, till: Till, parent: QWidget, on: date | None) -> None:
        _, ngettext, today = till.say, till.count, till.desk.today()
        self.on: date | None = None
        self.day = field(_("Day of the sale"), _("like {day}").format(day=today), digits=True)
        self.day.setText(str(on or today - timedelta(days=1)))
        most = till.shop.settings.back_date_days
        about = ngettext(
            "Up to {count} day back. The money counts in the drawer today, the sale on its day.",
            "Up to {count} days back. The money counts in the drawer today, the sale on its day.",
            most,
        )
        super().__init__(
            till, parent, _("Enter for an earlier day"), named(_("Day of the sale"), self.day),
            label(about.format(count=most), "soft", wraps=True), submit=self.save,
            ok=_("Enter it for this day"), width=520,
        )  # fmt: skip
        self.day.setFocus()
        self.day.selectAll()

    def save(self) -> None:
        """Take the day; refuses one that is too far back, or of a month that is closed."""
        desk, typed = self.till.desk, self.day.text().strip()
        try:
            on = date.fromisoformat(typed)
        except ValueError:
            raise DateRefused(self.till.language, date=typed or "–") from None
        purchases.check_day(desk, on)
        self.on = on if on != desk.today() else None
