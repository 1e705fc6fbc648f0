"""A field that names one member, and says whom it found."""

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, cards, members
from shopdesk.language import N_
from shopdesk.members import Member
from shopdesk.refusals import ChoiceRefused, UnknownMember
from shopdesk.text import phone
from ui.till import Till
from ui.widgets.parts import column, field, label, named

_MOST_NAMED = 20
"""More members than share one phone."""


class SeveralFit(ChoiceRefused):
    """What was typed names more than one."""

    sentence = N_("“{value}” fits several: {choices}. Type one of these.")


class Who(QWidget):
    """A number, phone or card typed or scanned; below it the name, before it is too late to see."""

    def __init__(self, till: Till, name: str) -> None:
        super().__init__()
        _, self.till = till.say, till
        self.field = field(name, _("Number, phone or card; optional"), digits=True)
        self.found = label("", "soft", wraps=True)
        self.found.hide()
        self.field.textChanged.connect(self._show_found)
        self.setLayout(column(named(name, self.field), self.found, space=4))

    def names(self, typed: str) -> list[Member]:
        """Who has exactly this card, number or phone; a family may share one."""
        desk = self.till.desk
        try:
            return [members.get(desk, cards.member_of(desk, typed))]
        except Refused:
            found = members.find(desk, typed, limit=_MOST_NAMED)
        try:
            digits = phone(typed)
        except ValueError:
            digits = ""
        numbered = [one for one in found if one.number == typed]
        return numbered or [one for one in found if digits and one.phone == digits]

    def _show_found(self, typed: str) -> None:
        _, found = self.till.say, self.names(typed.strip()) if typed.strip() else []
        self.found.setText(_(", ").join(f"{one.name} ({one.number})" for one in found))
        self.found.setVisible(bool(found))

    def chosen(self) -> int | None:
        """The member's id, if anybody is named; refuses who is not found, and a shared phone."""
        _, typed = self.till.say, self.field.text().strip()
        if not typed:
            return None
        found = self.names(typed)
        if not found:
            raise UnknownMember(self.till.language, member=typed)
        if len(found) > 1:
            numbers = _(", ").join(one.number for one in found)
            raise SeveralFit(self.till.language, value=typed, choices=numbers)
        return found[0].id
