"""Members: the list of all, a search as one types, and a member's profile in its place."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from shopdesk import Desk, Refused, cards, members, roster, segments, tags, tiers
from shopdesk.long import Part
from shopdesk.members import Member
from shopdesk.roster import Listed
from shopdesk.topics import Topic
from ui import help_topics, look
from ui.background import Job
from ui.looking_up import LookingUp
from ui.pages import listed_behind
from ui.pages.duplicates_form import DuplicatesForm
from ui.pages.page import Page
from ui.pages.profile import Profile
from ui.till import Till
from ui.widgets.choices import Box, offer
from ui.widgets.fitted_row import FittedRow
from ui.widgets.later import Later
from ui.widgets.long_list import LongList, Source
from ui.widgets.member_form import MemberForm
from ui.widgets.parts import button, card, field, label
from ui.widgets.person import masked
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip

_LEAST_WIDTH, _BESIDE_HINT = 250, 32
"""Pixels: of the field to search in; what it has beside its hint."""
_MOST_FOUND = 200
"""Of a search so many are shown: whoever needs more types more."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom a search led to; ``is_cut`` where there may be more, on another tier or the same."""

    members: list[Member]
    is_cut: bool


def _found(desk: Desk, typed: str, tier: str | None, tag: str | None) -> _Found:
    every = members.find(desk, typed, limit=_MOST_FOUND)
    chosen = [member for member in every if tier in (None, member.tier.code)]
    if tag is not None:
        tagged = tags.holders(desk, tag)
        chosen = [member for member in chosen if member.id in tagged]
    return _Found(chosen, is_cut=len(every) == _MOST_FOUND)


def _within(desk: Desk, segment: int, every: Callable[[], Iterable[int]]) -> "array[int]":
    """Those of some members who are in a segment now."""
    its = set(segments.members(desk, segment))
    return array("i", (member_id for member_id in every() if member_id in its))


class Members(Page):
    """The list with its search; Enter or two clicks open a profile, Esc leads back."""

    topics = frozenset(
        {
            Topic.MEMBERS,
            Topic.POINTS,
            Topic.TIERS,
            Topic.VOUCHERS,
            Topic.PURCHASES,
            Topic.STORED_VALUE,
            Topic.PASSES,
            Topic.REWARDS,
        }
    )
    is_read_ahead = True

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self.list_is_stale = False
        self.listing = QWidget()
        self._make_list()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.listing)
        self.behind = Later(self.stack, {Profile: lambda: Profile(till, self.back, self.open)})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    @property
    def profile(self) -> Profile:
        """Where a member is shown, whoever was last."""
        return self.behind[Profile]

    def make_next(self) -> bool:
        """Do a step for the profile, if none was shown yet, or for one of its parts."""
        return self.behind.make_next() or self.profile.make_next()

    def _make_list(self) -> None:
        _ = self.till.say
        self.lookup = LookingUp(self.till, self, self._answered)
        self.keeps = False
        """Whether the answer that is waited for leaves what is marked marked."""
        self.query = field(
            _("Find a member"), _("Number, phone, name, pinyin · F9"), shorter=_("Find · F9")
        )
        self.query.setMinimumWidth(self._least_width())
        self.query.setMaximumWidth(look.scaled(460, self.till.preferences.size))
        self.query.textChanged.connect(lambda _text: self._list())
        self.query.returnPressed.connect(lambda: self.lookup.after(self._open_first))
        self.tier = Box()
        self.tier.setAccessibleName(_("Tier"))
        self._fill_tiers()
        self.tier.currentIndexChanged.connect(lambda _place: self._list())
        self.tag = QComboBox(self.listing)
        self.tag.setAccessibleName(_("Tag"))
        self.tag.setMaximumWidth(look.scaled(180, self.till.preferences.size))
        self._fill_tags()
        self.tag.currentIndexChanged.connect(lambda _place: self._list())
        self.segment = QComboBox(self.listing)
        self.segment.setAccessibleName(_("Segment"))
        self.segment.setMaximumWidth(look.scaled(180, self.till.preferences.size))
        self._fill_segments()
        self.segment.currentIndexChanged.connect(lambda _place: self._list())
        self.count = label("", "soft")
        add = button(_("New member"), self.add, "primary", icon="add")
        tip(add, "F7")
        twice = button(_("Duplicates…"), self.duplicates, icon="members")
        self.table = self._make_table()
        self.table.follow(self.query)
        self.found: _Found | None = None
        self.counting: Job | None = None
        self.long = LongList(self.till, self.table, self._say)
        layout = QVBoxLayout(self.listing)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(12)
        title = label(_("Members"), "title")
        head = FittedRow(
            title,
            self.query,
            self.tier,
            self.tag,
            self.segment,
            self.count,
            1,
            twice,
            add,
            spare=(self.count, title),
            below=(twice, add),
        )
        head.line.setStretchFactor(self.query, 1000)
        layout.addWidget(head)
        layout.addWidget(card(self.table, margin=1), 1)

    def _least_width(self) -> int:
        """Room for the whole hint, but where letters are large."""
        if self.till.preferences.size > look.LARGE_LETTERS:
            return _LEAST_WIDTH
        self.query.ensurePolished()
        hint = self.query.fontMetrics().horizontalAdvance(self.query.placeholderText())
        return max(_LEAST_WIDTH, hint + _BESIDE_HINT)

    def _make_table(self) -> Table:
        _, till = self.till.say, self.till
        table = Table(
            _("Members"),
            [
                Column(_("Full name"), self._name),
                listed_behind.tier(till, self, 150),
                Column(_("Phone"), lambda r: masked(r.phone), 150),
                Column(_("Number"), lambda r: r.number, 120, is_whole=True, is_spare=True),
                listed_behind.points(till, self, 110),
                listed_behind.last_visit(till, self, 140),
            ],
            empty="",
            action=button(_("New member"), self.add, icon="add"),
        )  # fmt: skip
        table.opened.connect(lambda listed: self.open(listed.id))
        return table

    def _name(self, listed: Listed) -> str:
        _, name = self.till.say, listed.name
        return _("{name} (closed)").format(name=name) if listed.is_closed else name

    # --- the list ---

    def load(self) -> None:
        """Read what is shown again; the list behind a profile waits until it is seen."""
        if self.is_profile:
            self.list_is_stale = True
            self.profile.load()
        else:
            self._fill_tiers()
            self._fill_tags()
            self._fill_segments()
            self._list(keep=True)

    def _fill_tiers(self) -> None:
        """The tiers of the ladder in force, the one chosen still chosen."""
        _, till = self.till.say, self.till
        wanted: list[tuple[str, str | None]] = [(_("All tiers"), None)]
        wanted += [(tier.name(till.language), tier.code) for tier in tiers.ladder(till.desk)]
        offer(self.tier, wanted)

    def _fill_tags(self) -> None:
        """The tags in use, the one chosen still chosen; where there is none nothing is asked."""
        _ = self.till.say
        wanted: list[tuple[str, str | None]] = [(_("All tags"), None)]
        wanted += [(one.name, one.name) for one in tags.in_use(self.till.desk)]
        offer(self.tag, wanted)
        self.tag.setVisible(len(wanted) > 1)

    def _fill_segments(self) -> None:
        """The segments there are, the one chosen still chosen; without any nothing is asked."""
        _, till = self.till.say, self.till
        wanted: list[tuple[str, int | None]] = [(_("All segments"), None)]
        wanted += [(one.title(till.language), one.id) for one in segments.listed(till.desk)]
        offer(self.segment, wanted)
        self.segment.setVisible(len(wanted) > 1)

    def _list(self, *, keep: bool = False) -> None:
        """List who fits; with ``keep`` the marked row stays marked and in sight."""
        if self.counting is not None:
            self.counting.cancel()
            self.counting = None
        self.list_is_stale = False
        if self.query.text().strip():
            self.keeps = keep
            tier, tag = self.tier.currentData(), self.tag.currentData()
            self.lookup.ask(partial(_found, self.till.desk, self.query.text(), tier, tag))
        else:
            self.lookup.drop()
            self.found = None
            self._show(keep=keep)

    def _answered(self, found: _Found) -> None:
        self.found = found
        self._show(keep=self.keeps)

    def _show(self, *, keep: bool) -> None:
        desk, tier, tag = self.till.desk, self.tier.currentData(), self.tag.currentData()
        segment = self.segment.currentData()
        if self.found is not None:
            ids = array("i", [member.id for member in self.found.members])
            first: Callable[[], Part] = partial(Part, ids, is_whole=True)
        else:
            first = partial(roster.first, desk, tier=tier, tag=tag)
        whole: Callable[[], array[int]] = partial(roster.ids, desk, tier=tier, tag=tag)
        if segment is not None:  # who is in it is looked up beside the window
            whole = partial(_within, desk, segment, whole if self.found is None else ids.__iter__)
            first = partial(Part, array("i"), is_whole=False)
        source = Source(first, whole, partial(roster.window, desk))
        self.long.show(source, keep=keep)
        if self.found is not None and self.found.is_cut and (tier, tag, segment) == (None,) * 3:
            self._count()

    def _count(self) -> None:
        """Count beside the window how many there are; another key ends it."""
        desk, query = self.till.desk, self.query.text()
        job = self.till.background(self, lambda _progress: members.how_many(desk, query))
        job.done.connect(lambda many: self._counted(job, many))
        self.counting = job

    def _counted(self, job: Job, many: int | None) -> None:
        if job is self.counting:
            self.counting = None
            if many is not None and many > _MOST_FOUND:
                _ = self.till.say
                said = _("{shown} of {count}; type more")
                self.count.setText(said.format(shown=f"{_MOST_FOUND:,}", count=f"{many:,}"))

    def _say(self, many: int, is_whole: bool) -> None:
        """How many there are; and where there is nobody, what to do."""
        _, ngettext = self.till.say, self.till.count
        chosen = (self.tier.currentData(), self.tag.currentData(), self.segment.currentData())
        found, tier = self.found, next((one for one in chosen if one is not None), None)
        said = ngettext("{count} member", "{count} members", many)
        empty = _("No member yet. Register the first one: a phone and a name will do.")
        if found is not None or tier is not None:
            empty = _("Nobody fits. Type less, or register a new member.")
        if not is_whole:
            said, empty = _("Counting…"), _("Looking through all members…")
        elif found is not None and found.is_cut and tier is None:
            said = _("The first {count}; type more")
        elif found is not None and found.is_cut:
            said = _("{count} of the first {found} found; type more")
            empty = _("Nobody among the first {found} found fits. Type more.")
        elif self.segment.currentData() is not None:
            said = ngettext("{count} member of the segment", "{count} members of the segment", many)
        self.count.setText(said.format(count=f"{many:,}", found=_MOST_FOUND))
        self.table.say_empty(empty.format(found=_MOST_FOUND), offers=is_whole)

    def _open_first(self) -> None:
        if len(self.table.model.rows):
            self.open(self.table.model.rows[0].id)

    # --- list and profile ---

    @property
    def who(self) -> int | None:
        """The member of the profile, while it is seen."""
        member = self.profile.member if self.is_profile else None
        return None if member is None else member.id

    @property
    def is_profile(self) -> bool:
        """Whether a profile stands in the place of the list."""
        return self.stack.currentWidget() is not self.listing

    def open(self, member_id: int) -> None:
        """Show a member's profile."""
        if self.till.attempt(lambda: self.profile.show_member(member_id)) is not None:
            self.stack.setCurrentWidget(self.profile)
            self.profile.begin()

    def back(self) -> None:
        """Back to the list, as it was left."""
        self.stack.setCurrentWidget(self.listing)
        if self.list_is_stale:
            self.load()
        if self.table.current is not None:
            self.table.view.setFocus()
        else:
            self.query.setFocus()

    def add(self) -> None:
        """A form for a new member, begun with what was searched for in vain."""
        self.lookup.after(self._add)

    def _add(self) -> None:
        is_unfound = not len(self.table.model.rows)
        self._register(self.query.text() if is_unfound else "")

    def duplicates(self) -> None:
        """Who may be registered twice."""
        DuplicatesForm(self.till, self).filled()

    def _register(self, text: str, back_to: str = "") -> None:
        form = MemberForm(self.till, self, text=text)
        if form.filled() and form.saved is not None:
            self.query.clear()
            if back_to:
                self.till.go(back_to, member=form.saved.id)
            else:
                self.open(form.saved.id)

    # --- what the window asks ---

    def show_what(
        self, *, member: int | None = None, new: bool = False, text: str = "", back_to: str = "",
        family: bool = False, **_what: Any,
    ) -> None:  # fmt: skip
        """Go to a member, or register one; ``back_to`` names the page that waits for them.
        ``family`` begins to link them to theirs."""
        if member is not None:
            self.open(member)
            if family:
                self.profile.link_family()
        elif new:
            self._register(text, back_to)
        else:
            self.begin()

    def begin(self) -> None:
        """Type who is looked for; a profile that is open stays."""
        if self.is_profile:
            self.profile.begin()
        else:
            self.query.setFocus()
            self.query.selectAll()

    def search(self) -> None:
        """Leave the profile and look for someone."""
        if self.is_profile:
            self.back()
        self.query.setFocus()
        self.query.selectAll()

    def escape(self) -> bool:
        """Back to the list, then to all members."""
        if self.is_profile:
            self.back()
            return True
        boxes = (self.tier, self.tag, self.segment)
        had = bool(self.query.text()) or any(box.currentIndex() > 0 for box in boxes)
        for box in boxes:
            box.setCurrentIndex(0)
        self.query.clear()
        if had:
            self.query.setFocus()
        return had

    def scanned(self, code: str) -> bool:
        """A member's card opens the profile; anything else belongs elsewhere."""
        try:
            member_id = cards.member_of(self.till.desk, code)
        except Refused:
            return False
        self.open(member_id)
        return True

    @property
    def topic(self) -> str:
        """A profile has a page of the help."""
        return help_topics.of_class(Profile) if self.is_profile else super().topic

    def paper(self) -> None:
        """Print the card of the member whose profile is open."""
        if self.is_profile:
            self.profile.print_card()

    def example(self) -> None:
        """The member with most points among those who joined last."""
        newest = roster.window(self.till.desk, roster.first(self.till.desk).ids[:400])
        if newest:
            self.open(max(newest, key=lambda listed: listed.points).id)
