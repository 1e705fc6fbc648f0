"""A member's card and vouchers as PDF files, written beside the window."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import slips
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from ui import files, folders
from ui.till import Till


def save_card(till: Till, parent: QWidget, member: Member) -> None:
    """Save the member's newest card; one without a card of ours is refused in words."""
    slip = till.attempt(lambda: slips.of_member(till.desk, member.id))
    if slip is None:
        return
    _, shop_name = till.say, till.shop.settings.name

    def write(file: Path) -> object:
        from reports import cards

        return cards.pdf(file, [slip], shop_name=shop_name)

    name = f"card-{_safe(member.number)}{files.PDF}"
    said = _("The card of {name} is saved as {file}. Open it there to print.")
    _save(till, parent, (_("Save the card"), name), write, (said, {"name": member.name}))


def save_vouchers(till: Till, parent: QWidget, chosen: Sequence[Voucher]) -> None:
    """Save vouchers, four on a page."""
    _, settings = till.say, till.shop.settings
    made = slips.of_vouchers(till.desk, chosen)

    def write(file: Path) -> object:
        from reports import vouchers

        return vouchers.pdf(
            file, made, shop_name=settings.name, shop_phone=settings.contact, per_page=4
        )

    name = f"voucher-{chosen[0].code}{files.PDF}"
    said = _("Voucher {code} is saved as {file}. Open it there to print.")
    _save(till, parent, (_("Save the voucher"), name), write, (said, {"code": chosen[0].code}))


def _save(
    till: Till, parent: QWidget, asked: tuple[str, str], write: Callable[[Path], object],
    said: tuple[str, dict[str, Any]],
) -> None:  # fmt: skip
    """Ask where, write there on the worker, and say where it is."""
    path = folders.save_as(parent, *asked, files.PDF)
    if path is None:
        return

    def work(_progress: object) -> None:
        try:
            write(path)
        except OSError as error:
            raise files.not_written(till.language, error, path) from None

    sentence, facts = said
    job = till.background(parent, work)
    job.done.connect(lambda _done: till.tell(sentence.format(file=path, **facts)))


def _safe(number: str) -> str:
    """A member's number as part of a file's name: imported ones may hold anything."""
    return "".join(character if character.isalnum() else "-" for character in number)
