"""The copy of everything that is kept of a member, saved where they want it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from shopdesk import member_copy
from shopdesk.members import Member
from ui import files, folders, whereabouts
from ui.background import Progress
from ui.pages.profile_paper import safe
from ui.till import Till


def save(till: Till, parent: QWidget, member: Member) -> None:
    """Ask for a file and write the copy there, beside the selling."""
    _, desk = till.say, till.desk
    name = whereabouts.documents() / f"member-{safe(member.number)}{files.ZIP}"
    file = folders.save_as(_, parent, _("Export"), name, files.ZIP)
    if file is None:
        return

    def work(_progress: Progress) -> Path:
        from reports.files import write_whole

        try:
            write_whole(file, member_copy.export(desk, member.id), language=till.language)
        except OSError as error:
            raise files.not_written(till.language, error, file) from None
        return file

    def saved(file: Path) -> None:
        said = _("Saved as {file}. It holds all that is known of one person: give it to nobody "
                 "else.")  # fmt: skip
        till.tell(said.format(file=file))

    till.background(parent, work).done.connect(saved)
