"""Permissions: which role every action takes in this shop, by groups."""

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from shopdesk import permission_words, permissions
from shopdesk.permission_words import Group
from shopdesk.permissions import FIXED, LOWEST_ROLE, ROLES
from ui import role_words
from ui.pages.settings_part import Section, choices, choose
from ui.till import Till
from ui.widgets.parts import button, card, label, row


class PermissionsSection(Section):
    """A choice of role for each action; what stays as it is says so. Saved together."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.is_owner = self.may("permissions.set")
        self.roles: dict[str, QComboBox] = {}
        self.shown: dict[str, str] = {}
        self.save_button = button(_("Save"), self.record, "primary")
        self.discard = button(_("Revert"), self.escape)
        self.delivered = button(_("As delivered"), self.as_delivered)
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
        groups = [self._group(group) for group in permission_words.GROUPS]
        foot = row(self.delivered, 1, self.discard, self.save_button)
        self.build(
            _("Permissions"), only, label(said, "soft", wraps=True), *groups, 1, foot=foot
        )  # fmt: skip
        for each in (self.save_button, self.discard, self.delivered):
            each.setVisible(self.is_owner)

    def _group(self, group: Group) -> QWidget:
        _ = self.till.say
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for place, (action, name) in enumerate(group.actions.items()):
            grid.addWidget(label(_(name), wraps=True), place, 0)
            grid.addWidget(self._choice(action, _(name)), place, 1)
        return card(label(_(group.title), "heading"), inside)

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
                words = _("{role} · as delivered").format(role=words)
            offered.append((words, role))
        made = self.roles[action] = choices(name, offered)
        made.setEnabled(self.is_owner)
        return made

    # --- reading and saving ---

    def load(self) -> None:
        """Show the roles, unless some are being changed."""
        if not self.is_changed():
            self.fill()

    def fill(self) -> None:
        """Show the roles as they are kept."""
        desk = self.till.desk
        for action, each in self.roles.items():
            choose(each, permissions.lowest(desk, action))
        self.shown = self.written()

    def written(self) -> dict[str, str]:
        """What is chosen."""
        return {action: each.currentData() for action, each in self.roles.items()}

    def is_changed(self) -> bool:
        """Whether something was chosen that is not saved."""
        return bool(self.shown) and self.written() != self.shown

    def as_delivered(self) -> None:
        """Choose for everything what it was at first; *Save* keeps it."""
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
