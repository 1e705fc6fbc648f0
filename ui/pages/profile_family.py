"""The family of a member: made or added to, by those who share the phone or by a number."""

from uuid import uuid4

from PySide6.QtWidgets import QCheckBox, QWidget

from shopdesk import families
from shopdesk.families import Family, Relative
from shopdesk.members import Member
from shopdesk.refusals import UnknownMember
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.in_both import Check
from ui.widgets.parts import as_typed, column, field, label, named
from ui.widgets.who import Who


class FamilyForm(Form):
    """Its name, who shares the phone (ticked), and somebody else by number, phone or card."""

    def __init__(self, till: Till, parent: QWidget, member: Member, family: Family | None) -> None:
        _ = till.say
        self.member, self.family, self.key = member, family, f"form:{uuid4().hex}"
        self.name = field(_("Name of the family"))
        self.name.setText(
            _("Family of {name}").format(name=member.name) if family is None else family.name
        )
        sharing = families.sharing(till.desk, member.id)
        self.sharing = [(one, self._tick(one)) for one in sharing]
        self.who = Who(till, _("Somebody else"))
        said = label(_("They have the same phone:"), "soft")
        ticks = [tick for _one, tick in self.sharing]
        super().__init__(
            till, parent, _("Link as a family") if family is None else _("Family {name}").format(
                name=family.name
            ),
            named(_("Name of the family"), self.name),
            *([column(said, *ticks, space=4)] if ticks else []), self.who,
            submit=self.save, ok=_("Link") if family is None else _("Save"), width=520,
            code_field=self.who.field,
        )  # fmt: skip
        (ticks[0] if ticks else self.who.field).setFocus()

    def _tick(self, one: Relative) -> QCheckBox:
        made = Check(as_typed(f"{one.name} ({one.number})"))
        made.setChecked(True)
        return made

    def save(self) -> None:
        """Make the family or add to it, and say who belongs to it; alone nobody is one."""
        till, _ = self.till, self.till.say
        chosen = [one.id for one, tick in self.sharing if tick.isChecked()]
        if (other := self.who.chosen()) is not None:
            chosen.append(other)
        if self.family is not None:
            kept = families.edit(till.desk, self.family.id, name=self.name.text(), add=chosen)
        elif set(chosen) <= {self.member.id}:
            raise UnknownMember(till.language, member="–")
        else:
            everyone = [self.member.id, *chosen]
            kept = families.start(till.desk, self.name.text(), everyone, key=self.key)
        names = _(", ").join(one.name for one in kept.members)
        till.tell(_("{family}: {names}").format(family=kept.name, names=names))
