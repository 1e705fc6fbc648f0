"""All that happened to the stock of a gift, the newest first."""

from shopdesk import gifts
from shopdesk.gifts import Gift, Movement
from ui.pages.gift_words import MOVES, moved
from ui.pages.page import Page
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import label
from ui.widgets.table import Column, Table

_HIGH = 320


class MovesForm(Form):
    """The list; the line below it says all of the movement that is marked."""

    def __init__(self, till: Till, page: Page, gift: Gift) -> None:
        _ = till.say
        limited: Column[Movement] = Column(
            _("Piece no."), lambda m: "" if m.edition is None else f"{m.edition}", 80,
            is_number=True,
        )  # fmt: skip
        self.table = Table(
            _("Movements"),
            [
                Column(_("Day"), lambda m: f"{m.on}", 104, is_whole=True),
                Column(_("What happened"), lambda m: _(MOVES[m.kind])),
                Column(_("+/−"), moved, 96, is_number=True),
                Column(_("In stock after"), lambda m: self._count(m.stock), 118, is_number=True),
                Column(_("Promised"), lambda m: self._count(m.promised), 95, is_number=True,
                       is_spare=True),
                *([limited] if gift.is_limited else []),
                Column(_("Who"), lambda m: m.staff or "–", 90),
            ],
            empty=_("Nothing has happened yet: no stock came in and no voucher was issued."),
        )  # fmt: skip
        self.table.setMinimumHeight(_HIGH)
        self.whole = label(kind="soft", wraps=True)
        super().__init__(
            till, page, _("Movements of {gift}").format(gift=gift.title(till.language)),
            self.table, foot=self.whole, submit=lambda: None, ok=_("Close"), width=860,
        )  # fmt: skip
        self.leave.hide()
        self.table.selected.connect(self._show)
        self.table.show_rows(gifts.movements(till.desk, gift.id)[::-1])
        self.table.enter()

    def _count(self, count: int | None) -> str:
        return "–" if count is None else f"{count:,}"

    def _show(self, movement: Movement | None) -> None:
        """Whose it was, by which voucher, and why."""
        if movement is None:
            return
        _, till = self.till.say, self.till
        said = [till.moment(movement.at)]
        if movement.voucher:
            said.append(_("Voucher {code}").format(code=grouped(movement.voucher)))
            said.append(movement.member_name or _("Bearer"))
        if movement.reason:
            said.append(movement.reason)
        self.whole.setText(" · ".join(said))
