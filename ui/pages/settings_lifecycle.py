"""How long members are new, active and dormant in the eyes of the shop."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from ui.till import Till
from ui.widgets.parts import Part, card, field, label, named


class LifecycleFields:
    """The three limits, in days, each longer than the one before."""

    def __init__(self, till: Till) -> None:
        self.till = till
        _ = till.say
        self.new = field(_("New: days after the first visit"), digits=True)
        self.active = field(_("Active: days after the last visit"), digits=True)
        self.dormant = field(_("Dormant: days after the last visit"), digits=True)

    def fields(self) -> dict[str, QLineEdit]:
        """Each setting's field by the setting's name."""
        return {
            "lifecycle_new": self.new, "lifecycle_active": self.active,
            "lifecycle_dormant": self.dormant,
        }  # fmt: skip

    def card(self, beside: Callable[[Part, Part], Part]) -> Part:
        """All of them."""
        _ = self.till.say
        return card(
            label(_("Lifecycle of members"), "heading"),
            named(_("New: days after the first visit"), self.new),
            beside(
                named(_("Active: days after the last visit"), self.active),
                named(_("Dormant: days after the last visit"), self.dormant),
            ),
            label(
                _(
                    "Each is longer than the one before; who stays away longer than dormant is"
                    " lost. Months that are closed keep their figures."
                ),
                "soft", wraps=True,
            ),
        )  # fmt: skip
