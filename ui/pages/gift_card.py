"""The gift that is marked: its picture, what it is; and above the list what can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from shopdesk import gift_pictures, permissions
from shopdesk.gifts import Gift
from ui.pages.gift_words import told
from ui.till import Till
from ui.widgets import photo
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, column, label, row

if TYPE_CHECKING:
    from ui.pages.gift_list import GiftList

_SIDE = 64


class GiftDeeds(QWidget):
    """What can be done with the gift that is marked, in one row."""

    def __init__(self, till: Till, deeds: "GiftList") -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.edit = button(_("Edit…"), deeds.edit, icon="edit")
        self.receive = button(_("Receive stock…"), deeds.receive, icon="products")
        self.count = button(_("Count…"), deeds.count)
        self.give_back = button(_("Came back…"), deeds.give_back, icon="undo")
        self.moves = button(_("Movements"), deeds.moves, icon="records")
        self.close_it = button(_("Stop offering"), deeds.close_it, icon="close")
        every = (self.edit, self.receive, self.count, self.give_back, self.moves, self.close_it)
        self.row = FittedRow(1, *every, below=every[-2:])
        self.setLayout(column(self.row))

    def show_gift(self, gift: Gift | None) -> None:
        """Offer what can be done with a gift; nothing where none is marked."""
        _, desk = self.till.say, self.till.desk
        is_counted = gift is not None and gift.stock is not None
        for deed, action, is_there in (
            (self.edit, "gifts.edit", gift is not None),
            (self.receive, "gifts.receive", is_counted),
            (self.count, "gifts.count", is_counted),
            (self.close_it, "gifts.close", gift is not None),
        ):
            deed.setEnabled(is_there and permissions.may(desk, action))
        self.give_back.setEnabled(is_counted)  # who may not is offered to ask somebody who may
        self.moves.setEnabled(gift is not None)
        is_offered = gift is None or gift.is_active
        said = _("Stop offering") if is_offered else _("Offer again")
        if self.close_it.text() != said:
            self.close_it.setText(said)
            self.close_it.setAccessibleName(said)
            self.row.refit()


class GiftCard(QWidget):
    """One gift below the list; it is gone where none is marked."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.picture = label()
        self.picture.setAccessibleName(_("Picture"))
        self.name, self.told = label(kind="heading", wraps=True), label(kind="soft", wraps=True)
        self.brand = label(kind="soft", wraps=True)
        words = column(self.name, self.told, self.brand, space=2)
        beside = row(column(self.picture, 1), words, space=14)
        beside.setStretch(1, 1)
        self.setLayout(column(card(beside, margin=14)))

    def show_gift(self, gift: Gift | None) -> None:
        """Show a gift."""
        self.setVisible(gift is not None)
        if gift is None:
            return
        till = self.till
        self.name.setText(gift.title(till.language))
        self.told.setText(told(till, gift))
        self.brand.setText(gift.brand_text(till.language))
        self.brand.setVisible(bool(self.brand.text()))
        content = gift_pictures.of_gift(till.desk, gift.id)
        self.picture.setVisible(content is not None)
        if content is not None:
            self.picture.setPixmap(photo.rounded(content, _SIDE, self.devicePixelRatioF(), 8))
