"""Who a member is beside what they bought: days, family, photo, likes, consents, their data."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk import consents, dates, families, photos, preferences, tags
from shopdesk.consents import Consent
from shopdesk.dates import MemberDate
from shopdesk.families import Relative
from shopdesk.members import Member
from ui.pages import profile_copy, profile_days, profile_photo
from ui.pages.profile_days import DateForm
from ui.pages.profile_family import FamilyForm
from ui.pages.profile_forms import may
from ui.pages.profile_membership import Membership
from ui.pages.profile_person_forms import ConsentForm, LikesForm
from ui.pages.profile_tab import Tab
from ui.till import Till
from ui.widgets import photo
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import Part, button, card, cleared, column, label, row
from ui.widgets.person import CONSENTS, masked
from ui.widgets.scrolling import in_card

_PICTURE = 96


class Person(Tab):
    """Cards in two columns, or one where there is no room; all of it scrolls."""

    def __init__(self, till: Till, open_member: Callable[[int], object]) -> None:
        super().__init__(till)
        self.open_member = open_member

    def fill(self) -> None:
        """The cards, each with what can be done about it."""
        till, _ = self.till, self.till.say
        self.deeds: dict[str, QPushButton] = {}
        self.days, self.relatives = QVBoxLayout(), QVBoxLayout()
        self.likes, self.agreed = QVBoxLayout(), QVBoxLayout()
        self.picture = label()
        self.add_day = button(_("Add a day…"), self.add_date, "small", icon="add")
        self.link_button = button(_("Link as a family…"), self.link, "small", icon="members")
        self.likes_button = button(
            _("Change…"), self.change_likes, "small", icon="edit", name=_("Preferences and tags")
        )
        self.photo_button = button(_("Photo…"), self.take_photo, "small", icon="folder")
        self.no_photo = button(_("Take the photo away"), self.remove_photo, "small", icon="erase")
        self.export_button = button(_("Export…"), self.export, "small", icon="folder",
                                    name=_("A copy of all data"))  # fmt: skip
        self.membership = Membership(till)
        copy = _("Everything that is kept of this person, in one ZIP: they may ask for it.")
        left = _stacked(
            _section(_("Days to remember"), self.add_day, self.days),
            _section(_("Family"), self.link_button, self.relatives),
            self.membership,
        )
        right = _stacked(
            _section(_("Preferences and tags"), self.likes_button, self.likes,
                     row(self.picture, column(self.photo_button, self.no_photo, 1), 1, space=14)),
            _section(_("Consent"), None, self.agreed),
            _section(_("A copy of all data"), self.export_button,
                     column(label(copy, "soft", wraps=True))),
        )  # fmt: skip
        inside = QWidget()
        cards = FittedGrid([left, right], (2, 1), space=12, is_filled=True)
        inside.setLayout(column(cards, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(in_card(inside))

    # --- showing ---

    def load(self, member: Member) -> None:
        """Read everything; the keys stay on what they were on, if it is still there."""
        now = self.focusWidget()
        kept = next((name for name, one in self.deeds.items() if one is now and one.hasFocus()), "")
        self.deeds.clear()
        self._show_days(member)
        self._show_family(member)
        self._show_likes(member)
        self._show_consents(member)
        self.membership.show_member(member)
        self.membership.look()
        if kept:
            again = self.deeds.get(kept, self.add_day)
            again.show()  # what is not seen yet takes no keys
            again.setFocus()

    def _deed(
        self, text: str, do: Callable[[], object], *, name: str, icon: str = "", kind: str = "small"
    ) -> QPushButton:
        """A button of a row, which is made anew at every load, remembered by its name."""
        made = self.deeds[name] = button(text, do, kind, icon=icon, name=name)
        return made

    def _show_days(self, member: Member) -> None:
        _, till = self.till.say, self.till
        cleared(self.days)
        found = dates.of_member(till.desk, member.id)
        for one in found:
            change = self._deed("", partial(self.edit_date, one), icon="edit",
                                name=_("Change {name}").format(name=one.name))  # fmt: skip
            out = self._deed("", partial(self.remove_date, one), icon="close", kind="plain",
                             name=_("Take {name} out").format(name=one.name))  # fmt: skip
            said = label(profile_days.about(till, one), "soft", wraps=True)
            self.days.addLayout(_line(column(label(one.name, wraps=True), said, space=0),
                                      change, out))  # fmt: skip
        if not found:
            text = _("None yet: a wedding day, a child's birthday, by either calendar.")
            self.days.addWidget(label(text, "soft", wraps=True))

    def _show_family(self, member: Member) -> None:
        _, till = self.till.say, self.till
        cleared(self.relatives)
        family = families.of_member(till.desk, member.id)
        self.link_button.setText(_("Link as a family…") if family is None else _("Change…"))
        self.link_button.setAccessibleName(_("Link as a family"))
        if family is None:
            names = [one.name for one in families.sharing(till.desk, member.id)]
            text = _("Linked to nobody.")
            if names:
                text = _("Has the same phone as {names}.").format(names=_(", ").join(names))
            self.relatives.addWidget(label(text, "soft", wraps=True))
            return
        self.relatives.addWidget(label(family.name, "heading", wraps=True))
        for one in family.members:
            self.relatives.addLayout(self._relative(one, is_shown=one.id == member.id))

    def _relative(self, one: Relative, *, is_shown: bool) -> QBoxLayout:
        _ = self.till.say
        about = " · ".join(filter(None, (one.number, masked(one.phone))))
        out = self._deed("", partial(self.leave, one), icon="close", kind="plain",
                         name=_("Take {name} out of the family").format(name=one.name))  # fmt: skip
        who: Part = label(one.name)
        if not is_shown:
            who = self._deed(one.name, partial(self.open_member, one.id),
                             name=_("Profile of {name}").format(name=one.name))  # fmt: skip
        return _line(column(row(who, 1), label(about, "soft", wraps=True), space=2), out)

    def _show_likes(self, member: Member) -> None:
        _, desk = self.till.say, self.till.desk
        cleared(self.likes)
        liked, tagged = preferences.of_member(desk, member.id), tags.of_member(desk, member.id)
        if liked:
            self.likes.addWidget(label(liked, wraps=True))
        if tagged:
            self.likes.addWidget(label(_(", ").join(tagged), "soft", wraps=True))
        if not liked and not tagged:
            text = _("Nothing noted yet: what they like, tags to find them by.")
            self.likes.addWidget(label(text, "soft", wraps=True))
        content = photos.of_member(desk, member.id)
        if content is not None:
            ratio = self.picture.devicePixelRatioF()
            self.picture.setPixmap(photo.rounded(content, _PICTURE, ratio))
            self.picture.setAccessibleName(_("Photo of {name}").format(name=member.name))
        self.picture.setVisible(content is not None)
        self.no_photo.setVisible(content is not None)

    def _show_consents(self, member: Member) -> None:
        cleared(self.agreed)
        said = consents.last_said(self.till.desk, member.id)
        for kind, last in said.items():
            self.agreed.addLayout(self._consent(member, kind, last))

    def _consent(self, member: Member, kind: str, last: Consent | None) -> QBoxLayout:
        _ = self.till.say
        is_given = last is not None and last.is_given
        if last is None:
            text = _("Not asked yet.")
        elif not is_given:
            text = _("Taken back on {day}: {words}").format(
                day=self.till.dated(last.on), words=last.wording
            )
        elif not consents.holds(self.till.desk, member.id, kind):
            text = _("Off, because their data may not be kept.")
        else:
            text = _("Agreed on {day}: {words}").format(
                day=self.till.dated(last.on), words=last.wording
            )
        word = _("Take back…") if is_given else _("Agrees…")
        ask = self._deed(word, partial(self.consent, kind), name=f"{word} {_(CONSENTS[kind])}")
        about = column(label(_(CONSENTS[kind]), wraps=True), label(text, "soft", wraps=True),
                       space=0)  # fmt: skip
        return _line(about, ask)

    # --- doing ---

    def add_date(self) -> None:
        """Keep another day."""
        if self.member is not None:
            DateForm(self.till, self, self.member).filled()

    def edit_date(self, one: MemberDate) -> None:
        """Change a day."""
        if self.member is not None:
            DateForm(self.till, self, self.member, one).filled()

    def remove_date(self, one: MemberDate) -> None:
        """Take a day out; the strip brings it back."""
        till, _ = self.till, self.till.say

        def back() -> None:
            till.attempt(lambda: dates.add(
                till.desk, one.member_id, name=one.name, kind=one.kind, day=one.day,
                lunar_day=one.lunar_day,
            ))  # fmt: skip

        if till.done(lambda: dates.remove(till.desk, one.id)):
            till.tell(_("{name} is taken out.").format(name=one.name), undo=back)

    def link(self) -> None:
        """Make a family, or add to it."""
        if self.member is not None:
            family = families.of_member(self.till.desk, self.member.id)
            FamilyForm(self.till, self, self.member, family).filled()

    def leave(self, one: Relative) -> None:
        """Take somebody out of the family; the strip brings them back while it is there."""
        till, _ = self.till, self.till.say
        family = families.of_member(till.desk, one.id)
        if family is None or not till.done(lambda: families.leave(till.desk, one.id)):
            return

        def back() -> None:
            if len(family.members) > 1:
                till.attempt(lambda: families.join(till.desk, family.id, one.id))
            else:
                till.attempt(lambda: families.start(till.desk, family.name, [one.id]))

        text = _("{name} is taken out of the family {family}.")
        till.tell(text.format(name=one.name, family=family.name), undo=back)

    def change_likes(self) -> None:
        """Change preferences and tags."""
        if self.member is not None:
            LikesForm(self.till, self, self.member).filled()

    def consent(self, kind: str) -> None:
        """Agree to something, or take it back."""
        if self.member is not None:
            ConsentForm(self.till, self, self.member, kind).filled()

    def take_photo(self) -> None:
        """Take a picture's file into the shop."""
        if self.member is not None:
            profile_photo.take(self.till, self, self.member)

    def remove_photo(self) -> None:
        """Take the photo away."""
        if self.member is not None:
            profile_photo.remove(self.till, self.member)

    def export(self) -> None:
        """Save a copy of everything that is kept of the member."""
        if self.member is not None and may(self.till, "members.export"):
            profile_copy.save(self.till, self, self.member)


def _section(title: str, deed: QPushButton | None, *parts: QBoxLayout) -> QWidget:
    for part in parts:
        part.setSpacing(8)
    deeds = [] if deed is None else [deed]
    head = row(label(title, "heading"), 1, *deeds)
    return card(head, *parts)


def _stacked(*cards: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(*cards, 1, space=12))
    return made


def _line(what: QBoxLayout, *deeds: QPushButton) -> QBoxLayout:
    """Words that take what room there is, and beside them what can be done."""
    made = row(what, *deeds, space=6)
    made.setStretch(0, 1)
    for deed in deeds:
        made.setAlignment(deed, Qt.AlignmentFlag.AlignTop)
    return made
