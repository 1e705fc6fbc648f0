"""A member's profile: who, where they stand, what happened, what they hold."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QProgressBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk import (
    cards,
    clock,
    dates,
    evidence,
    facts,
    members,
    photos,
    preferences,
    tags,
    tiers,
)
from shopdesk.members import Member
from shopdesk.segment_words import STAGES
from shopdesk.timeline import Happening
from ui import dialogs, look
from ui.pages import evidence as evidence_forms
from ui.pages import profile_paper
from ui.pages.profile_notes import NoteForm
from ui.pages.profile_person import Person
from ui.pages.profile_prepaid import Prepaid
from ui.pages.profile_story import TimeLine
from ui.pages.profile_tab import Tab
from ui.pages.profile_tabs import Cards, Points, Tiers, Vouchers
from ui.till import Till
from ui.widgets import photo
from ui.widgets.elided import Elided
from ui.widgets.figure import OPENS
from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import Tabs
from ui.widgets.member_form import MemberForm
from ui.widgets.parts import button, card, column, label, row, set_mood
from ui.widgets.person import (
    MOODS,
    birthday_words,
    initial,
    masked,
    progress,
    tier_name,
)
from ui.widgets.tier_pill import TierPill
from ui.widgets.tips import tip

_NEAR = 30
"""Days before a day to remember that are worth a word."""
_SPACE = 12
_WAY, _WAY_OF_LARGE = 310, 250
"""Pixels for the way to the next tier: its sentence on one line, but large letters need the room
beside it."""


class Profile(QWidget):
    """One member. Everything is read again by ``load``."""

    def __init__(
        self, till: Till, back: Callable[[], None], go_to: Callable[[int], object]
    ) -> None:
        super().__init__()
        self.till, self.back, self.go_to = till, back, go_to
        self.member: Member | None = None
        self.is_phone_shown = False
        layout = QVBoxLayout(self)
        layout.addWidget(self._bar())
        layout.addWidget(self._head())
        layout.addWidget(self._tabs(), 1)

    # --- the parts ---

    def _bar(self) -> QWidget:
        _ = self.till.say
        leave = button(_("Back"), self.back, icon="back", name=_("Back to the list (Esc)"))
        self.sell = button(_("Sell"), self._sell, "primary", icon="counter")
        edit = button(_("Edit"), self.edit, icon="edit")
        note = button(_("Note…"), self.note, icon="edit", name=_("Keep what this member said"))
        issue = button(_("Issue a voucher"), self.issue, icon="gift")
        return FittedRow(leave, 1, edit, note, issue, self.sell)

    def _head(self) -> QWidget:
        _ = self.till.say
        self.initial, self.name = initial(), Elided("", "title", "heading")
        self.tier = TierPill("", look.LIGHT.gold, self.till.preferences.theme, self._explain_tier)
        self.stage = label("", "chip")
        self.about, self.dates = label("", "soft"), label("", "soft", wraps=True)
        self.likes = Elided("", "note")
        self.show_phone = button(_("Show phone"), self._turn_phone, "beside")
        self.why = button(_("Why?"), self.explain, "beside", name=_("Why this stage and value"))
        who = column(
            row(self.name, self.tier, self.stage, self.why, 1, space=8),
            row(self.about, self.show_phone, 1, space=4),
            space=2,
        )
        self.bar = QProgressBar()
        self.bar.setProperty("kind", "ladder")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 100)
        self.ahead = label("", "soft", wraps=True)
        way = QWidget()
        way.setLayout(column(1, self.ahead, self.bar, 1, space=6))
        is_large = self.till.preferences.size > look.LARGE_LETTERS
        way.setFixedWidth(_WAY_OF_LARGE if is_large else _WAY)
        self.figures = {
            name: button("", partial(self.look_behind, name), "figure")
            for name in ("points", "spend", "visits", "last")
        }
        for one in self.figures.values():
            one.setAccessibleDescription(_(OPENS))
        names = (_("Points"), _("Spent in 12 months"), _("Visits in 12 months"), _("Last visit"))
        self.called = dict(zip(self.figures, names, strict=True))
        columns = [
            column(label(name, "soft"), figure, space=0)
            for name, figure in zip(names, self.figures.values(), strict=True)
        ]
        beside = column(row(who, way, space=14), self.dates, self.likes, space=2)
        figures = row(*columns, 1, space=36)
        return card(row(self.initial, beside, space=14), figures, margin=14)

    def _tabs(self) -> QTabWidget:
        till, _ = self.till, self.till.say
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        names = Tabs()
        names.setDrawBase(False)
        names.setProperty("kind", "many")
        self.tabs.setTabBar(names)
        self.timeline = TimeLine(till, self.lead)
        self.points = Points(till)
        self.vouchers = Vouchers(till, self.issue)
        self.prepaid = Prepaid(till)
        self.tiers = Tiers(till)
        self.cards = Cards(till, self.replace_card, self.print_card)
        self.person = Person(till, self.go_to)
        is_large = till.preferences.size > look.LARGE_LETTERS
        prepaid = _("Stored value") if is_large else _("Stored value and passes")
        self.every: dict[Tab, str] = {
            self.timeline: _("Timeline"),
            self.points: _("Points"),
            self.vouchers: _("Vouchers"),
            self.prepaid: prepaid,
            self.tiers: _("Tiers"),
            self.cards: _("Cards"),
            self.person: _("Personal"),
        }
        for tab, title in self.every.items():
            self.tabs.addTab(tab, title)
        names.entitle(list(self.every.values()))
        self.tabs.currentChanged.connect(lambda _place: self._look())
        for one in (self.tabs, names):
            one.setAccessibleName(_("More about this member"))
        return self.tabs

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as much of the head as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where it is low, what *Personal* says as well goes from the head."""
        layout = self.layout()
        assert layout is not None
        for is_low in (False, True):
            self.likes.setVisible(bool(self.likes.whole) and not is_low)
            layout.setSpacing(_SPACE // 3 if is_low else _SPACE)
            layout.setContentsMargins(20, *((4, 20, 4) if is_low else (16, 20, 12)))
            layout.activate()
            if layout.minimumSize().height() <= self.height():
                return

    # --- showing ---

    def show_member(self, member_id: int) -> Member:
        """Show a member, the time line first; refuses one that is unknown."""
        found = members.get(self.till.desk, member_id)
        while self.make_next():
            pass
        if self.member is None or self.member.id != member_id:
            self.is_phone_shown = False
            self.tabs.setCurrentIndex(0)
        self.member = found
        self.load()
        return found

    def load(self) -> None:
        """Read everything about the member again."""
        if self.member is None:
            return
        self.member = members.get(self.till.desk, self.member.id)
        self._show_head(self.member)
        self._show_figures(self.member)
        for tab in self.every:
            tab.show_member(self.member)
        self._look()

    def make_next(self) -> bool:
        """Make one more of the parts, if one is not there yet; whether there was one."""
        is_new = any(tab.make() for tab in self.every)
        if is_new:
            self.tabs.updateGeometry()  # the tabs would tell of it a turn later
            self._fit()
        return is_new

    def _look(self) -> None:
        shown = self.tabs.currentWidget()
        assert isinstance(shown, Tab)
        shown.look()

    def link_family(self) -> None:
        """Show the person's part, and link them to those who share the phone."""
        self.tabs.setCurrentWidget(self.person)
        self.person.link()

    def lead(self, group: str, one: Happening) -> None:
        """Open the part that tells more of what happened: of a tier why, else what is held."""
        parts: dict[str, Tab] = {
            "tiers": self.tiers, "points": self.points, "value": self.prepaid,
            "gifts": self.vouchers,
        }  # fmt: skip
        cards = ("linked", "replaced")
        part = self.cards if one.kind in cards else parts.get(group, self.person)
        self.tabs.setCurrentWidget(part)
        if part is self.tiers:
            self.tiers.explain(one.on)

    def look_behind(self, figure: str) -> None:
        """Open what a figure of the head stands on: the lots of points, else the receipts."""
        if self.member is None:
            return
        if figure == "points":
            self.tabs.setCurrentWidget(self.points)
            self.points.table.enter()
        else:
            form = evidence_forms.of_year(self.till, self, self.member, self.called[figure])
            form.filled()

    def _explain_tier(self) -> None:
        self.tabs.setCurrentWidget(self.tiers)

    def explain(self) -> None:
        """Say why the member is active or dormant, and of which value: that is read beside the
        window, for it is reckoned among all."""
        if self.member is None:
            return
        member, desk = self.member, self.till.desk
        job = self.till.background(self, lambda _progress: evidence.standing(desk, member.id))
        job.done.connect(lambda found: self._explained(member, found))

    def _explained(self, member: Member, found: evidence.Standing) -> None:
        if self.member is not None and self.member.id == member.id and self.isVisible():
            evidence_forms.of_standing(self.till, self, member, found).filled()

    def begin(self) -> None:
        """Put the keys on what is done most."""
        self.sell.setFocus()

    def _show_head(self, member: Member) -> None:
        _, till = self.till.say, self.till
        self._show_face(member)
        self.name.say(member.name)
        tier = tier_name(till, member.tier)
        self.tier.show_tier(tier, member.tier.colour)
        said = _("Why: {name}").format(name=tier)
        tip(self.tier, said)
        self.tier.setAccessibleName(said)
        word = _(STAGES[member.lifecycle]) if member.lifecycle else ""
        self.stage.setText(_("Closed") if member.closed else word)
        self.stage.setVisible(bool(self.stage.text()))
        set_mood(self.stage, "bad" if member.closed else MOODS.get(member.lifecycle or "", ""))
        since, born = _("Member since {day}").format(day=till.dated(member.joined_on)), ""
        if days := birthday_words(till, member):
            born = _("Birthday {days}").format(days=days)
        self.dates.setText(" · ".join(filter(None, (since, born))))
        self._show_about(member)
        why = tiers.why(till.desk, member.id)
        self.bar.setValue(progress(till, why))
        self.bar.setAccessibleName(why.sentence)
        self.ahead.setText(why.sentence)

    def _near(self, member: Member) -> str:
        """The next day to remember, where it is near enough to be spoken of."""
        today = self.till.desk.today()
        for one in dates.of_member(self.till.desk, member.id)[:1]:
            day = dates.next_on(one, today)
            if (day - today).days <= _NEAR:
                return f"{one.name} {self.till.near(day)}"
        return ""

    def _show_face(self, member: Member) -> None:
        """The photo, else the first character of the name; and on one line what is worth a word: a
        day that is near, what they like, their tags."""
        _, desk = self.till.say, self.till.desk
        content = photos.of_member(desk, member.id)
        if content is None:
            self.initial.setText(member.name[:1])
        else:
            ratio = self.initial.devicePixelRatioF()
            self.initial.setPixmap(photo.rounded(content, self.initial.minimumWidth(), ratio))
        tagged = _(", ").join(tags.of_member(desk, member.id))
        liked = preferences.of_member(desk, member.id)
        self.likes.say(" · ".join(filter(None, (self._near(member), liked, tagged))))
        self._fit()

    def _show_about(self, member: Member) -> None:
        _ = self.till.say
        phone = member.phone if self.is_phone_shown else masked(member.phone)
        number = _("Number {number}").format(number=member.number)
        self.about.setText(" · ".join(filter(None, (phone, number))))
        self.show_phone.setText(_("Hide phone") if self.is_phone_shown else _("Show phone"))
        self.show_phone.setAccessibleName(self.show_phone.text())
        self.show_phone.setVisible(bool(member.phone))

    def _show_figures(self, member: Member) -> None:
        desk = self.till.desk
        today = desk.today()
        sums = facts.of_member(desk, member.id, clock.add_months(today, -12), today)
        last = facts.last_visit(desk, member.id)
        for name, text in (
            ("points", f"{member.points:,}"),
            ("spend", self.till.money(sums.spend)),
            ("visits", f"{sums.visits:,}"),
            ("last", self.till.near(last) if last else "–"),
        ):
            self.figures[name].setText(text)
            self.figures[name].setAccessibleName(f"{self.called[name]}: {text}")
        set_mood(self.figures["points"], "bad" if member.points < 0 else "")

    def _turn_phone(self) -> None:
        if self.member is not None:
            self.is_phone_shown = not self.is_phone_shown
            self._show_about(self.member)

    # --- doing ---

    def _sell(self) -> None:
        if self.member is not None:
            self.till.go("counter", member=self.member.id)

    def issue(self) -> None:
        """Issue a voucher to this member, on the page of vouchers."""
        if self.member is not None:
            self.till.go("vouchers", issue=True, member=self.member.id)

    def edit(self) -> None:
        """Change who the member is."""
        if self.member is not None and MemberForm(self.till, self, self.member).filled():
            self.load()

    def note(self) -> None:
        """Keep a contact or a rating."""
        if self.member is not None:
            NoteForm(self.till, self, self.member).filled()

    def print_card(self) -> None:
        """Print the newest card, or save it as a PDF."""
        if self.member is not None:
            profile_paper.preview_card(self.till, self, self.member)

    def replace_card(self) -> None:
        """Report the cards lost and give a new one: this cannot be undone, so it is asked."""
        if self.member is None:
            return
        _, member, till = self.till.say, self.member, self.till
        text = _("All cards and codes of {name} stop working at once and cannot be made to work "
                 "again. Points and vouchers stay.").format(name=member.name)  # fmt: skip
        if dialogs.ask(self, _("Replace card"), text, yes=_("Give a new card"), no=_("Cancel")):
            till.attempt(lambda: self._give_card(member))

    def _give_card(self, member: Member) -> None:
        till, _ = self.till, self.till.say
        code = cards.replace(till.desk, member.id)
        self.load()
        said = _("{name} has a new card, {code}. Ctrl+P prints it.")
        till.tell(said.format(name=member.name, code=code))
