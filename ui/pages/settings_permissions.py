"""Permissions: which role every action takes in this shop, by groups."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from shopdesk import permission_words, permissions
from shopdesk.permissions import FIXED, LOWEST_ROLE, ROLES
from ui import role_words
from ui.pages.settings_part import Section, choices, choose
from ui.till import Till
from ui.widgets.parts import button, card, column, label, row

_MOST = 12
"""So many actions are made at once: each has a box, and Qt makes the list of a box with it."""


def _some_at_a_time() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The actions with their names, a few at a time; with the first of a group its title."""
    for group in permission_words.GROUPS:
        actions = list(group.actions.items())
        for start in range(0, len(actions), _MOST):
            yield "" if start else group.title, actions[start : start + _MOST]


class PermissionsSection(Section):
    """A choice of role for each action; what stays as it is says so. Saved together.

    There are so many of them that they come some at a time: keys are heard in between.
    """

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.is_owner = self.may("permissions.set")
        self.roles: dict[str, QComboBox] = {}
        self.shown: dict[str, str] = {}
        self.save_button = button(_("Save"), self.record, "primary")
        self.discard = button(_("Revert"), self.escape)
        self.delivered = button(_("Restore defaults"), self.as_delivered)
        said = _(
            "The lowest role that may do something; higher ones may as well. What is refused can be"
            " allowed once at the till by the PIN of somebody who may. What is the owner's own or"
            " everybody's stays as it is."
        )
        only = label(
            _("Only an owner changes these. Ask the owner to sign in."), "note", wraps=True
        )
        if self.is_owner:
            only.hide()
        self.to_come, self.groups = list(_some_at_a_time()), column(space=12)
        self.grid = QGridLayout()
        """Of the last group."""
        self.coming = QTimer(self, interval=0)
        self.coming.timeout.connect(self.make_next)
        foot = row(self.delivered, 1, self.discard, self.save_button)
        self.build(
            _("Permissions"), only, label(said, "soft", wraps=True), self.groups, 1, foot=foot
        )  # fmt: skip
        for each in (self.save_button, self.discard, self.delivered):
            each.setVisible(self.is_owner)

    def make_next(self) -> bool:
        """Put the next actions below the others; whether there were some."""
        _ = self.till.say
        if not self.to_come:
            self.coming.stop()
            return False
        title, actions = self.to_come.pop(0)
        if title:
            self.groups.addWidget(self._group(title))
        for action, name in actions:
            place = self.grid.rowCount()
            self.grid.addWidget(label(_(name), wraps=True), place, 0)
            self.grid.addWidget(self._choice(action, _(name)), place, 1)
            if action in self.roles:
                self._show(action)
        walked = (*self.roles.values(), self.delivered, self.discard, self.save_button)
        for before, after in pairwise(walked[-4:]):
            self.setTabOrder(before, after)  # what comes later would be walked to after them
        return True

    def _group(self, title: str) -> QWidget:
        """A card for a group, with nothing in it yet."""
        inside = QWidget()
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setColumnStretch(0, 1)
        return card(label(self.till.say(title), "heading"), inside)

    def _choice(self, action: str, name: str) -> QWidget:
        """The roles to choose from; of what is fixed the one that stays."""
        _ = self.till.say
        if action in FIXED:
            is_everybodys = action in permissions.EVERYBODYS
            return label(_("Everybody, always") if is_everybodys else _("Owner, always"), "soft")
        delivered = LOWEST_ROLE[action]
        offered = []
        for role in reversed(ROLES):
            words = _(role_words.ROLES[role])
            if role == delivered:
                words = _("{role} · default").format(role=words)
            offered.append((words, role))
        made = self.roles[action] = choices(name, offered)
        made.setEnabled(self.is_owner)
        return made

    # --- reading and saving ---

    def load(self) -> None:
        """Show the roles, unless some are being changed."""
        if not self.is_changed():
            self.fill()
        self.coming.start()

    def fill(self) -> None:
        """Show the roles as they are kept."""
        for action in self.roles:
            self._show(action)

    def _show(self, action: str) -> None:
        role = permissions.lowest(self.till.desk, action)
        choose(self.roles[action], role)
        self.shown[action] = role

    def written(self) -> dict[str, str]:
        """What is chosen."""
        return {action: each.currentData() for action, each in self.roles.items()}

    def is_changed(self) -> bool:
        """Whether something was chosen that is not saved."""
        return bool(self.shown) and self.written() != self.shown

    def as_delivered(self) -> None:
        """Choose for everything what it was at first; *Save* keeps it."""
        while self.make_next():
            pass
        for action, each in self.roles.items():
            choose(each, LOWEST_ROLE[action])

    def record(self) -> None:
        """Save what was changed."""
        if self.is_changed():
            self.till.attempt(self._save)

    def _save(self) -> None:
        _, desk = self.till.say, self.till.desk
        written, before = self.written(), self.shown
        self.shown = {}
        try:
            permissions.set_all(desk, {a: r for a, r in written.items() if r != before[a]})
        except BaseException:
            self.shown = before
            raise
        self.fill()
        self.till.tell(_("Who may do what is saved."))

    def escape(self) -> bool:
        """Choose again what is kept."""
        had = self.is_changed()
        self.fill()
        return had
