"""A member's photo, from a file into the shop and out of it again."""

from PySide6.QtWidgets import QWidget

from shopdesk import photos
from shopdesk.members import Member
from ui import dialogs, whereabouts
from ui.till import Till
from ui.widgets import photo


def take(till: Till, parent: QWidget, member: Member) -> None:
    """Take a picture's file into the shop, made small."""
    _ = till.say
    file = dialogs.open_file(parent, _("Photo"), whereabouts.pictures(), photo.KINDS)
    if file is None:
        return

    if till.done(lambda: photos.put(till.desk, member.id, photo.small(file, till.language))):
        till.tell(_("The photo of {name} is kept in the shop.").format(name=member.name))


def remove(till: Till, member: Member) -> None:
    """Take the photo away; the strip brings it back."""
    _, content = till.say, photos.of_member(till.desk, member.id)
    if content is None:
        return

    def back() -> None:
        till.attempt(lambda: photos.put(till.desk, member.id, content))

    if till.done(lambda: photos.remove(till.desk, member.id)):
        till.tell(_("The photo of {name} is removed.").format(name=member.name), undo=back)
