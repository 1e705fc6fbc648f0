"""A new PIN, typed twice and unseen."""

from PySide6.QtWidgets import QWidget

from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import named, row
from ui.widgets.pin_pad import PinField


class NewPin:
    """A PIN typed twice, unseen."""

    def __init__(self, till: Till, name: str) -> None:
        _ = till.say
        self.first, self.again = PinField(name), PinField(_("PIN again"))
        self.part = QWidget()
        layout = row(named(name, self.first), named(_("PIN again"), self.again), space=16)
        self.part.setLayout(layout)

    @property
    def is_same(self) -> bool:
        """Whether it was typed the same twice."""
        return self.first.text() == self.again.text()


class WithPin(Form):
    """A form with a PIN: typed differently the second time, nothing is done."""

    pin: NewPin

    def try_it(self) -> None:
        """Do what the form is for, or say what is wrong with it."""
        if self.pin.part.isHidden() or self.pin.is_same:
            super().try_it()
        else:
            _ = self.till.say
            self.refuse(_("The two PINs are not the same. Type both again."))
            self.pin.first.clear()
            self.pin.again.clear()
            self.pin.first.setFocus()
