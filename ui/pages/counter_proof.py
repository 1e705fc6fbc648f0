"""Asking a member to prove who they are before stored value is spent; a card can be copied."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import members, stored_value
from ui.pages.counter_keypad import pad_for
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import label, named
from ui.widgets.pin_pad import PinField


def is_asked(till: Till, member_id: int, amount: int) -> bool:
    """Whether a member is to be asked for a proof, and has one, to spend so much."""
    is_needed = amount > 0 and stored_value.needs_proof(till.desk, member_id, amount)
    return is_needed and stored_value.proof_of(till.desk, member_id) is not None


class ProofForm(Form):
    """The member's PIN, or the end of their phone; a wrong one is said and asked again.

    ``record`` records the sale with it, or whatever else is paid so. That stays as it is until it
    is right.
    """

    def __init__(
        self, till: Till, parent: QWidget, member_id: int, amount: int,
        *, record: Callable[[str], object],
    ) -> None:  # fmt: skip
        _ = till.say
        self.record = record
        has_pin = stored_value.proof_of(till.desk, member_id) == "pin"
        title = _("Member PIN") if has_pin else _("Last four digits of the phone")
        self.proof = PinField(title)
        if not has_pin:
            self.proof.setEchoMode(QLineEdit.EchoMode.Normal)
        text = _("{name} pays {amount} with stored value. Ask {name} for it.")
        if has_pin:  # which nobody else should hear
            text = _("{name} pays {amount} with stored value. Let {name} type it.")
        name = members.get(till.desk, member_id).name
        said = text.format(name=name, amount=till.money(amount))
        super().__init__(
            till, parent, title, label(said, wraps=True), named(title, self.proof),
            pad_for(till, lambda: self.proof, is_pin=True),
            submit=self.prove, ok=_("Record"), width=400,
        )  # fmt: skip
        self.proof.setFocus()

    def prove(self) -> None:
        """Record it with what was typed."""
        self.record(self.proof.text())

    def refuse(self, text: str) -> None:
        """Say what is wrong, and ask again."""
        super().refuse(text)
        self.proof.clear()
        self.proof.setFocus()
