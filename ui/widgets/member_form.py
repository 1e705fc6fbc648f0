"""The form of a member: who someone is, new or changed."""

from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from shopdesk import Refused, card_stock, cards, cells, members
from shopdesk.language import LANGUAGES
from shopdesk.member_details import Birthday, LunarBirthday
from shopdesk.members import Member
from shopdesk.refusals import ChoiceRefused, DateRefused, PhoneTaken, UnknownMember
from shopdesk.text import phone
from ui import languages
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import column, field, label, named, row
from ui.widgets.person import day_words

_MONTHS, _DAYS = 12, 30
_NOTHING = "–"
_MOST_NAMED = 20
"""More members than share one phone."""


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
        self.shared = QCheckBox(_("A family shares this phone"))
        self.birthday = field(_("Day of birth"), _("MM-DD or YYYY-MM-DD"))
        self.lunar_month = self._choice(_("Month of the lunar birthday"), _MONTHS)
        self.lunar_day = self._choice(_("Day of the lunar birthday"), _DAYS)
        self.leap = QCheckBox(_("Leap month"))
        self.brought_by = field(_("Brought by"), _("Number, phone or card; optional"), digits=True)
        self.friend = label("", "soft", wraps=True)
        self.brought_by.textChanged.connect(self._show_friend)
        self.card = field(_("Membership card"), _("Scan a blank card; optional"), digits=True)
        self.card.setText(card)
        self.speaks = QComboBox()
        for language in LANGUAGES:
            self.speaks.addItem(languages.NAMES[language], language)
        super().__init__(
            till, parent, _("New member") if member is None else _("Edit member"),
            named(_("Phone"), self.phone), self.shared, named(_("Full name"), self.name),
            row(
                named(_("Day of birth"), self.birthday),
                named(_("Language for vouchers and cards"), self.speaks),
            ),
            row(
                named(_("Lunar birthday: month"), self.lunar_month),
                named(_("Lunar birthday: day"), self.lunar_day), column(1, self.leap),
            ),
            *([row(column(named(_("Brought by"), self.brought_by), self.friend, space=4),
                   column(named(_("Membership card"), self.card), 1))]
              if member is None else []),
            submit=self.save, ok=_("Register") if member is None else _("Save"), width=520,
            code_field=self.brought_by if member is None else None,
        )  # fmt: skip
        self.shared.hide()
        self._fill(member, text)

    def _choice(self, name: str, most: int) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.addItem(_NOTHING, None)
        for number in range(1, most + 1):
            made.addItem(str(number), number)
        return made

    def _fill(self, member: Member | None, text: str) -> None:
        language = self.till.shop.settings.language
        if member is not None:
            language = member.language
            self.name.setText(member.name)
            self.phone.setText(member.phone or "")
            if member.birthday is not None:
                self.birthday.setText(day_words(member.birthday))
            if member.lunar_birthday is not None:
                month, day, *leap = member.lunar_birthday
                self.lunar_month.setCurrentIndex(month)
                self.lunar_day.setCurrentIndex(day)
                self.leap.setChecked(bool(leap and leap[0]))
        elif any(character.isdigit() for character in text):
            self.phone.setText(text.strip())
            self._begin_behind_the_phone(text)
        else:
            self.name.setText(text.strip())
        self.speaks.setCurrentIndex(LANGUAGES.index(language))

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
            "birthday": self._birthday(),
            "lunar_birthday": self._lunar(),
            "language": self.speaks.currentData(),
            "shared_phone": self.shared.isVisibleTo(self) and self.shared.isChecked(),
        }
        _, till = self.till.say, self.till
        try:
            if self.member is None:
                self.saved = members.register(
                    till.desk, **values, referrer=self._referrer(),
                    card=self.card.text().strip() or None, key=self.key,
                )  # fmt: skip
                said = _("{name} is registered, No. {number}.")
            else:
                self.saved = members.edit(till.desk, self.member.id, **values)
                said = _("{name} is saved, No. {number}.")
        except PhoneTaken:
            if self.shared.isHidden():
                self.shared.show()
                self.shared.setFocus()  # Space and Enter are what is left to do
            raise
        till.tell(said.format(name=self.saved.name, number=self.saved.number))

    def scanned(self, code: str) -> bool:
        """A blank card becomes the member's; a card in use says who brought them."""
        if self.member is None and card_stock.is_blank(self.till.desk, code):
            self.card.setText(code)
            return True
        return super().scanned(code)

    def takes(self, code: str) -> bool:
        """Only the card of a member can say who brought this one."""
        return super().takes(code) and bool(self._named(code))

    def _named(self, typed: str) -> list[Member]:
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

    def _show_friend(self, typed: str) -> None:
        """Say whose card, number or phone this is, before it is too late to see."""
        found = self._named(typed.strip()) if typed.strip() else []
        self.friend.setText(", ".join(f"{one.name} ({one.number})" for one in found))

    def _referrer(self) -> int | None:
        """The member who brought this one; refuses who is not found, and a shared phone."""
        typed = self.brought_by.text().strip()
        if not typed:
            return None
        found = self._named(typed)
        if not found:
            raise UnknownMember(self.till.language, member=typed)
        if len(found) > 1:
            numbers = ", ".join(one.number for one in found)
            raise ChoiceRefused(self.till.language, value=typed, choices=numbers)
        return found[0].id

    def _birthday(self) -> Birthday | None:
        typed = self.birthday.text().strip()
        if not typed:
            return None
        try:
            return cells.birthday(typed)
        except ValueError:
            raise DateRefused(self.till.language, date=typed) from None

    def _lunar(self) -> LunarBirthday | None:
        month, day = self.lunar_month.currentData(), self.lunar_day.currentData()
        if month is None and day is None:
            return None
        if month is None or day is None:
            raise DateRefused(self.till.language, date=f"{month or _NOTHING}/{day or _NOTHING}")
        return (month, day, True) if self.leap.isChecked() else (month, day)
