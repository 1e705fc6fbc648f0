"""An owner's recovery code: shown once, made anew, and used at the lock."""

from typing import Any, BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk import recovery
from ui.background import Progress
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.new_pin import NewPin, WithPin
from ui.widgets.parts import button, field, label, named, row
from ui.widgets.pin_pad import PinField
from ui.widgets.preview import Preview


class CodeShown(Form):
    """The code, this once: to be written down or printed."""

    def __init__(self, till: Till, parent: QWidget, name: str, code: str) -> None:
        from reports import recovery as paper

        _ = till.say
        self.name, self.code = name, code
        shown = label(code, "due")
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        shown.setAccessibleName(_("Recovery code"))
        printed = button(_("Print…"), self.print_it, icon="print")
        super().__init__(
            till, parent, _("Recovery code of {name}").format(name=name), shown,
            label(paper.how(till.spoken), wraps=True),
            label(paper.secret(till.spoken), "note", wraps=True), row(1, printed),
            submit=lambda: None, ok=_("I have it on paper"), width=560,
        )  # fmt: skip
        self.leave.hide()  # the code counts already

    def print_it(self) -> None:
        """The sheet as it will be printed, or saved."""
        _, till, name, code = self.till.say, self.till, self.name, self.code
        today, language, shop_name = till.shop.today(), till.language, till.shop.settings.name

        def write(target: BinaryIO, _choice: Any, _progress: Progress) -> None:
            from reports import recovery as paper

            paper.pdf(
                target, code, name=name, shop_name=shop_name, made_on=today, language=language
            )  # fmt: skip

        Preview(till, self, _("Recovery code"), write, name="recovery").seen()


class CodeForm(Form):
    """A new code for the owner who sits here; their PIN is asked first. ``code`` is what it is."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        _ = till.say
        self.code = ""
        self.pin = PinField(_("Your PIN"))
        now = _("You have none yet.")
        if recovery.is_made(till.desk):
            now = _("You have a code; it ends with the new one.")
        said = _("It lets you back in should you forget your PIN. It is shown once.")
        super().__init__(
            till, parent, _("New recovery code"), label(said, wraps=True), label(now, wraps=True),
            named(_("Your PIN"), self.pin), submit=self.make, ok=_("Show the code"),
        )  # fmt: skip

    def make(self) -> None:
        """Make it, if that is the owner."""
        typed = self.pin.text()
        self.pin.clear()
        self.code = recovery.renew(self.till.desk, pin=typed)


class ForgottenForm(WithPin):
    """At the lock: an owner's code and a new PIN. ``next_code`` is the code from then on."""

    def __init__(self, till: Till, parent: QWidget, name: str) -> None:
        _ = till.say
        self.next_code = ""
        owners = recovery.owners(till.shop)
        self.who = choices(_("Owner"), [(one, one) for one in owners])
        self.who.setCurrentIndex(owners.index(name) if name in owners else 0)
        self.code = field(_("Recovery code"), "XXXX-XXXX-XXXX-XXXX")
        self.pin = NewPin(till, _("New PIN"))
        others = _("Anybody else gets a new PIN from an owner, in Settings.")
        super().__init__(
            till, parent, _("Forgot PIN"), named(_("Owner"), self.who),
            named(_("Recovery code"), self.code), self.pin.part, label(others, "soft", wraps=True),
            submit=self.recover, ok=_("Set the new PIN"), width=540,
        )  # fmt: skip
        self.code.setFocus()

    def recover(self) -> None:
        """Set the new PIN, if the code is right."""
        self.next_code = recovery.recover(
            self.till.shop, name=self.who.currentData(), code=self.code.text(),
            pin=self.pin.first.text(), till=self.till.preferences.till,
        )  # fmt: skip


def renew(till: Till, parent: QWidget) -> None:
    """Make a new code and show it."""
    form = CodeForm(till, parent)
    if form.filled():
        CodeShown(till, parent, till.desk.staff_name, form.code).filled()


def forgotten(till: Till, parent: QWidget, name: str) -> str:
    """Let an owner back in; the name of who has a new PIN now, if anybody."""
    form = ForgottenForm(till, parent, name)
    if not form.filled():
        return ""
    owner = str(form.who.currentData())
    CodeShown(till, parent, owner, form.next_code).filled()
    return owner


def first(till: Till, parent: QWidget, pin: str) -> None:
    """The first code of who has just begun the shop."""
    if not recovery.is_made(till.desk):
        code = recovery.renew(till.desk, pin=pin)
        CodeShown(till, parent, till.desk.staff_name, code).filled()
