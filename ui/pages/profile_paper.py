"""A member's card on paper: seen first, then printed or saved."""

from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk import slips
from shopdesk.members import Member
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview


def preview_card(till: Till, parent: QWidget, member: Member) -> None:
    """The member's newest card; one without a card of ours is refused in words."""
    slip = till.attempt(lambda: slips.of_member(till.desk, member.id))
    if slip is None:
        return
    _, shop_name = till.say, till.shop.settings.name

    def write(target: BinaryIO, _choice: Any, _progress: Progress) -> None:
        from reports import cards

        cards.pdf(target, [slip], shop_name=shop_name)

    name = f"card-{safe(member.number)}"
    Preview(till, parent, _("Print card"), write, name=name).seen()


def safe(number: str) -> str:
    """A member's number as part of a file's name: imported ones may hold anything."""
    return "".join(character if character.isalnum() else "-" for character in number)
