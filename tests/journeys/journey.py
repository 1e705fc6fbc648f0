"""A way in this process, unseen, from the first run to a voucher that is redeemed: the program's
own loop, nothing replaced, no core call but to read what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from shopdesk import Desk, Shop, cards, gifts, members, purchases, vouchers
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from tests.journeys.papers import codes_on
from tests.journeys.person import (
    Steps,
    Until,
    click,
    click_tab,
    enter,
    press,
    says,
    scan,
    shows,
    walk,
)

OWNER, PIN, SHOP, PHONE = "Mei", "258025", "Qinghe Tea", "13800138000"


class Journey:
    """The steps, and what was read of the shop on the way."""

    def __init__(self, folder: Path) -> None:
        self.location, self.pdf = folder / "tea.shopdesk", folder / "voucher.pdf"
        self.desk: Desk | None = None
        self.came_to: list[str] = []

    def read(self) -> Desk:
        """The shop's file, to read from."""
        if self.desk is None:
            self.desk = Shop.open(self.location).sign_in(OWNER, PIN)
        return self.desk

    def close(self) -> None:
        if self.desk is not None:
            self.desk.shop.close()

    @property
    def member(self) -> Member:
        return members.find(self.read(), PHONE)[0]

    @property
    def card(self) -> str:
        return cards.of_member(self.read(), self.member.id)[0].code

    @property
    def voucher(self) -> Voucher:
        (only,) = vouchers.of_member(self.read(), self.member.id)
        return only

    def sales(self) -> list[purchases.Purchase]:
        desk = self.read()
        return sorted(purchases.of_day(desk, desk.today()), key=lambda sale: sale.id)

    def go(self) -> None:
        """Open the window and go all the steps."""
        walk(self.steps(), self.location)

    # --- the way ---

    def steps(self) -> Steps:
        """A shop, what happens in it, the window closed."""
        yield from self.first_run()
        yield from self.way()
        yield lambda: QApplication.activeWindow().close()

    def way(self) -> Steps:
        yield from self.first_member()
        yield from self.upgrade()
        yield from self.gift()
        yield from self.issue()
        yield from self.print()
        yield from self.redeem_once()

    def first_run(self) -> Steps:
        yield shows("ShopDesk")
        for field in (SHOP, "0571 8888", OWNER, PIN):
            yield from enter(field, "Tab")
        yield from enter(PIN)
        yield from click("Start now")
        yield shows(f"Recovery code of {OWNER}")
        yield from click("I have it on paper")
        yield shows(SHOP)
        self.came_to.append("a shop")

    def first_member(self) -> Steps:
        yield press("F7")
        yield shows("New member")
        yield from enter(PHONE, "Tab")
        yield from enter("Zhang San", "Enter")
        yield shows(SHOP)
        yield says("Zhang San")
        assert self.member.tier.code == "member"
        yield press("Esc")
        self.came_to.append("a member")

    def upgrade(self) -> Steps:
        """Scan, amount, Enter."""
        yield from scan(self.card)
        yield from enter("1000", "Enter")
        yield says("now Silver")
        assert [(sale.member_id, sale.total) for sale in self.sales()] == [(self.member.id, 100000)]
        assert self.member.tier.code == "silver"
        self.came_to.append("an upgrade")

    def gift(self) -> Steps:
        yield press("F4")
        yield click_tab("Gifts")
        yield from click("New gift")
        yield shows("New gift")
        yield from enter("Canvas bag", "Enter")
        yield shows(SHOP)
        yield says("Canvas bag is saved.")
        (bag,) = gifts.catalogue(self.read())
        assert bag.name == "Canvas bag"

    def issue(self) -> Steps:
        yield press("F8")
        yield shows("Issue a voucher")
        yield from enter("Zhang", "Enter")
        yield says("Zhang San · ")
        yield from click("Issue")
        yield shows(SHOP)
        yield says("is issued to Zhang San")
        assert self.voucher.state == "issued"
        self.came_to.append("a voucher")

    def print(self) -> Steps:
        yield press("P", Qt.KeyboardModifier.ControlModifier)
        yield from self.save_as_pdf("Print vouchers")
        self.came_to.append("paper")

    def save_as_pdf(self, preview: str) -> Steps:
        """No printer is known here: the page is looked at and saved."""
        yield shows(preview)
        yield says("Page 1 of 1")
        yield from click("Save as PDF")
        yield shows("Save as PDF")
        yield from enter(self.pdf.name, "Enter")
        yield shows(preview)
        yield says("Saved as ")
        yield press("Esc")
        yield shows(SHOP)

    def redeem_once(self) -> Steps:
        """The code on the paper, scanned on another screen, is shown there to be redeemed."""
        (printed,) = codes_on(self.pdf)
        yield press("F5")
        yield from scan(printed)
        yield from click("Redeem: hand it over")
        yield Until(lambda: self.voucher.state == "redeemed", "the voucher is used")
        self.came_to.append("a gift")
        yield press("F5")
        yield from scan(printed)
        yield says(f"at till 1 by {OWNER}. It counts once.")
        self.came_to.append("a refusal")
