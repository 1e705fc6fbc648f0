"""The form of a member: who someone is, new or changed."""

from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QBoxLayout, QWidget

from shopdesk import card_stock, consents, families, members
from shopdesk.members import Member
from shopdesk.refusals import PhoneTaken, ReasonMissing
from shopdesk.text import phone
from ui import languages, look
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.days import LunarDay, solar_in
from ui.widgets.form import Form
from ui.widgets.in_both import Check
from ui.widgets.parts import Part, column, field, label, named, row
from ui.widgets.person import CONSENTS, day_typed
from ui.widgets.who import Who


class MemberForm(Form):
    """Who a member is; a new one where none is given. ``saved`` is the member once it is done."""

    def __init__(
        self, till: Till, parent: QWidget, member: Member | None = None, *, text: str = "",
        card: str = "",
    ) -> None:  # fmt: skip
        _ = till.say
        self.member, self.saved = member, member
        self.key = f"form:{uuid4().hex}"
        self.phone = field(_("Phone"), _("Optional"), digits=True)
        self.name = field(_("Full name"))
        self.shared = Check(_("A family shares this phone"))
        self.birthday = field(_("Day of birth"), _("MM-DD or YYYY-MM-DD"))
        self.reason = field(_("Why the birthday is changed"))
        self.lunar = LunarDay(
            till, _("Month of the lunar birthday"), _("Day of the lunar birthday")
        )
        self.who = Who(till, _("Brought by"))
        self.agrees = {kind: Check(_(words)) for kind, words in CONSENTS.items()}
        self.card = field(_("Membership card"), _("Scan a blank card; optional"), digits=True)
        self.card.setText(card)
        self.speaks = Box()
        for code, name in languages.names().items():
            self.speaks.addItem(name, code)
        self.why = QWidget()
        self.why.setLayout(column(named(self.reason.accessibleName(), self.reason)))
        beside: list[Part] = []
        if member is None:
            card_field = named(_("Membership card"), self.card)
            is_large = till.preferences.size > look.LARGE_LETTERS
            both = column(self.who, card_field, space=14) if is_large else row(
                self.who, column(card_field, 1)
            )  # fmt: skip
            beside = [both, self._consents(till)]
        super().__init__(
            till, parent, _("New member") if member is None else _("Edit member"),
            row(named(_("Phone"), self.phone), named(_("Full name"), self.name)), self.shared,
            row(
                named(_("Day of birth"), self.birthday),
                named(_("Language for vouchers and cards"), self.speaks),
            ),
            self.lunar.row(_("Lunar birthday: month"), _("Lunar birthday: day")),
            *beside, self.why,
            submit=self.save, ok=_("Register") if member is None else _("Save"), width=640,
            code_field=self.who.field if member is None else None,
        )  # fmt: skip
        for asked_later in (self.shared, self.why):
            asked_later.hide()
        self._fill(member, text)

    def _consents(self, till: Till) -> QBoxLayout:
        """A tick for each consent; below it the words that are kept, in the member's language."""
        said = {kind: label("", "soft", wraps=True) for kind in self.agrees}

        def word() -> None:
            for kind, words in said.items():
                language = self.speaks.currentData()
                words.setText(consents.wording(till.desk, kind, language))

        self.speaks.currentIndexChanged.connect(lambda _place: word())
        word()
        made = row(*(column(tick, said[kind], 1, space=2) for kind, tick in self.agrees.items()))
        for place in range(made.count()):
            made.setStretch(place, 1)
        return made

    def _fill(self, member: Member | None, text: str) -> None:
        language = self.till.shop.settings.language
        if member is not None:
            language = member.language
            self.name.setText(member.name)
            self.phone.setText(member.phone or "")
            if member.birthday is not None:
                self.birthday.setText(day_typed(member.birthday))
            if member.lunar_birthday is not None:
                self.lunar.show(member.lunar_birthday)
        elif any(character.isdigit() for character in text):
            self.phone.setText(text.strip())
            self._begin_behind_the_phone(text)
        else:
            self.name.setText(text.strip())
        self.speaks.setCurrentIndex(max(0, self.speaks.findData(language)))

    def _begin_behind_the_phone(self, typed: str) -> None:
        """The end of a phone is none yet: the whole of it takes its place."""
        try:
            phone(typed)
        except ValueError:
            self.phone.selectAll()
            self.phone.setFocus()
        else:
            self.name.setFocus()

    def save(self) -> None:
        """Register or change the member; a phone that is taken can be shared on purpose."""
        values: dict[str, Any] = {
            "name": self.name.text(),
            "phone": self.phone.text().strip() or None,
            "birthday": solar_in(self.till, self.birthday),
            "lunar_birthday": self.lunar.chosen(),
            "language": self.speaks.currentData(),
            "shared_phone": self.shared.isVisibleTo(self) and self.shared.isChecked(),
        }
        _, till = self.till.say, self.till
        try:
            if self.member is None:
                agrees = [kind for kind, tick in self.agrees.items() if tick.isChecked()]
                self.saved = members.register(
                    till.desk, **values, referrer=self.who.chosen(), agrees=agrees,
                    card=self.card.text().strip() or None, key=self.key,
                )  # fmt: skip
                said = _("{name} is registered, No. {number}.")
            else:
                reason = self.reason.text()
                self.saved = members.edit(till.desk, self.member.id, **values, reason=reason)
                said = _("{name} is saved, No. {number}.")
        except PhoneTaken:
            _ask(self.shared, self.shared)  # Space and Enter are what is left to do
            raise
        except ReasonMissing:
            _ask(self.why, self.reason)
            raise
        text = said.format(name=self.saved.name, number=self.saved.number)
        till.tell(text, offer=self._family_offer(self.saved))

    def _family_offer(self, saved: Member) -> tuple[str, Any] | None:
        """Who shares a phone is mostly of one family: it is a press away."""
        desk, _ = self.till.desk, self.till.say
        if families.of_member(desk, saved.id) or not families.sharing(desk, saved.id):
            return None
        go = partial(self.till.go, "members", member=saved.id, family=True)
        return _("Link as a family"), go

    def scanned(self, code: str) -> bool:
        """A blank card becomes the member's; a card in use says who brought them."""
        if self.member is None and card_stock.is_blank(self.till.desk, code):
            self.card.setText(code)
            return True
        return super().scanned(code)

    def takes(self, code: str) -> bool:
        """Only the card of a member can say who brought this one."""
        return super().takes(code) and bool(self.who.names(code))


def _ask(asked: QWidget, first: QWidget) -> None:
    """Show what only some have to say, the keys on it."""
    if asked.isHidden():
        asked.show()
        first.setFocus()
