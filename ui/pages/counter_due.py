"""What is to be said, and what is due, to the member at the counter: on their card."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import gifts, guest_list, rewards, to_say
from shopdesk.members import Member
from shopdesk.rewards import Preview
from ui.pages.given_behind import DueForm
from ui.till import Till
from ui.widgets.elided import Elided
from ui.widgets.figure import OPENS, Figure
from ui.widgets.parts import button, cleared, column, row

_MOST = 3
"""So many sentences stand on the card."""


class Due(QWidget):
    """Sentences for whoever serves; today's event, with *Check in*; gifts that rules owe now, with
    *Give*, and those that wait until there are some."""

    def __init__(self, till: Till, give: Callable[[], None], check_in: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.give, self.check_in = till, give, check_in
        self.said, self.owed = column(space=4), column(space=4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self.said)
        layout.addLayout(self.owed)
        self.asked: object = None
        self.member: Member | None = None
        self.is_any = False
        """Whether something can be given now."""

    def look_behind(self, found: Preview) -> None:
        """Open by which rules and since when something is due."""
        if self.member is not None:
            DueForm(self.till, self.window(), self.member.name, found).filled()

    def show_member(self, member: Member) -> None:
        """Show what concerns a member; what the rules owe follows once the worker knows it."""
        till, desk, _ = self.till, self.till.desk, self.till.say
        self.member = member
        cleared(self.said)
        cleared(self.owed)
        self.is_any = False
        self.say(to_say.of_member(desk, member))
        for one in guest_list.expected_today(desk, member.id):
            text = _("On the list of today's event: {event}")
            said = text.format(event=one.title(till.language))
            word = _("Check in")
            come = button(f"{word}  Alt+E", self.check_in, "small", name=f"{word} {said}")
            self._add(self.said, Elided(said, "note"), come)
        self.setVisible(self.said.count() > 0)
        self.asked = None
        if rewards.may_be_due(desk, member.id):
            self._ask(member.id)

    def say(self, sentences: Sequence[str]) -> None:
        """Show what is to be said or done; the most personal come first."""
        for sentence in sentences[:_MOST]:
            self.said.addWidget(Elided(sentence, "note"))

    def _ask(self, member_id: int) -> None:
        desk = self.till.desk
        job = self.till.background(self, lambda _progress: rewards.due_to(desk, member_id))
        self.asked = job
        job.done.connect(lambda found: self.show_due(found) if job is self.asked else None)
        job.ended.connect(job.deleteLater)

    def show_due(self, found: Preview) -> None:
        """Show what the rules owe who stands here."""
        till, _ = self.till, self.till.say
        if found.given:
            self.is_any = True
            text = _("Due now: {what}")
            said = text.format(what=_(", ").join(title for _who, _rule, title in found.given))
            word = _("Give")
            give = button(f"{word}  Alt+Y", self.give, "small", name=f"{word} {said}")
            self._add(self.owed, self._figure(said, found), give)
        for gift_id, _count in found.short:
            name = gifts.get(till.desk, gift_id).title(till.language)
            text = _("Owed, and out of stock: {gift}")
            self.owed.addWidget(self._figure(text.format(gift=name), found))
        self.setVisible(self.said.count() + self.owed.count() > 0)

    def _figure(self, said: str, found: Preview) -> Figure:
        inside = column(Elided(said, "note"), space=0)
        how = self.till.say(OPENS)
        return Figure(inside, partial(self.look_behind, found), name=said, how=how)

    def _add(self, place: QVBoxLayout, said: QWidget, deed: QWidget) -> None:
        line = row(said, deed)
        line.setStretch(0, 1)
        place.addLayout(line)
