"""Everything the program shows: pages with something on them, forms, dialogs, each by a name."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from shopdesk import (
    Desk,
    members,
    notices,
    products,
    promotions,
    staff,
    tiers,
    voucher_book,
    vouchers,
)
from shopdesk.purchases import Discount
from shopdesk.refusals_of_files import NotAShop
from tests.ui import (
    views_begin,
    views_counter,
    views_customer,
    views_day,
    views_events,
    views_gifts,
    views_giving_back,
    views_goods,
    views_ladder,
    views_moving,
    views_of_staff,
    views_paper,
    views_people,
    views_personal,
    views_prepaid,
    views_reports,
    views_rules,
    views_segments,
    views_status,
    views_vouchers,
    views_what_if,
)
from ui import background, look, pictures, receipt_printing
from ui.basket import Basket
from ui.frame import PAGES
from ui.pages import profile_forms, voucher_print
from ui.pages.counter_discount import DiscountForm, PriceForm
from ui.pages.counter_split import SplitForm
from ui.pages.first_run import FirstRun
from ui.pages.first_sample import Sample
from ui.pages.link_form import LinkForm
from ui.pages.profile_notes import NoteForm
from ui.pages.profile_tier_forms import EndTierForm, GiveTierForm, running
from ui.pages.settings import SECTIONS
from ui.pages.settings_staff import PinForm, StaffForm
from ui.pages.unopened import Unopened
from ui.pages.voucher_issue import KINDS, IssueForm
from ui.pages.voucher_withdraw import WithdrawForm
from ui.till import Till
from ui.widgets.member_form import MemberForm
from ui.widgets.strip import Undo
from ui.window import Window

Show = Callable[[Window, Till], None]
Make = Callable[[QWidget, Till], QWidget]
_member = views_people.someone


# --- pages ------------------------------------------------------------------------------------


def _page(name: str, window: Window, _till: Till) -> None:
    assert window.frame is not None
    window.frame.show_page(name, {})
    if name != "counter":
        window.frame.page.example()


def _half_a_sale(window: Window, till: Till) -> None:
    _page("counter", window, till)
    window.frame.page.example()
    text = till.say("Another member's sale is half made. Enter: go on with {name}. Esc: stay.")
    till.ask(text.format(name="李娜"), till.say("Switch"), lambda: None)


def _split_sale(window: Window, till: Till) -> None:
    _page("counter", window, till)
    counter: Any = window.frame.page
    counter.example()
    due = counter.quote.due
    shares = {"wechat": due // 2, "cash": due - due // 2}
    till.basket.pay = {tender: f"{share / 100:.2f}" for tender, share in shares.items()}
    till.basket.given = "200"
    counter.refresh()
    text = till.say("Is {amount} right, or was a code typed? Enter: record it. Esc: go back.")
    till.ask(text.format(amount=till.money(10_000_000)), till.say("Record"), lambda: None)


def _sale_of_products(window: Window, till: Till) -> None:
    till.basket = Basket()
    for product in products.listed(till.desk)[:4]:
        window.frame.show_page("counter", {"product": product.id})
    _ = till.say
    sold = {"time": "12:05", "name": "欧阳若兰", "amount": "¥1,286.00"}
    said = _("{time} {name} {amount} recorded").format(**sold)
    text = _("Last sale, receipt {number}: {said}")
    later = text.format(number="20261015-0042", said=said)
    till.tell(said, undo=Undo(lambda: None, later, _("Undo the last sale")))
    till.next_begun.emit()


def _voucher_refused(window: Window, till: Till) -> None:
    """A bearer's voucher in use and a member's that is refused, beside the steps of the price."""
    _page("counter", window, till)
    page: Any = window.frame.page
    page.example()
    bearer = vouchers.issue(till.desk, None, amount=500, valid_days=30)
    dear = vouchers.issue(till.desk, page.basket.member, amount=9000, minimum=90000, valid_days=30)
    till.basket.vouchers = [bearer.code, dear.code]
    page.load()
    text = till.say("The sale goes by products now; the amount {amount} was put aside.")
    till.tell(text.format(amount="30+25.5"), "bad", undo=lambda: None)


def _priced_another_way(window: Window, till: Till) -> None:
    """Where promotion and voucher exclude each other: the other way the price could have gone."""
    _page("counter", window, till)
    page: Any = window.frame.page
    goods, name = products.listed(till.desk)[-1], "店庆折扣"  # the last: no other view sells it
    if name not in [one.name for one in promotions.listed(till.desk)]:
        promotions.add(
            till.desk, name=name, name_en="Anniversary", offer=promotions.order_percent(20),
            covers=promotions.Covers(products=(goods.id,)), combines=False,
        )  # fmt: skip
    small = vouchers.issue(till.desk, None, amount=100, valid_days=30)
    lines = [(goods.id, Decimal(2))]
    till.basket = Basket(member=_member(till).id, lines=lines, vouchers=[small.code])
    page.load()


def _by_hand(till: Till) -> Basket:
    """Products, one of them cheaper by hand, and a discount on all of it."""
    lines = [(product.id, Decimal(1)) for product in products.listed(till.desk)[:4]]
    prices = {lines[0][0]: (100, "样品")}
    return Basket(lines=lines, prices=prices, discount=Discount("盒子压坏了", percent=10))


def _sale_by_hand(window: Window, till: Till) -> None:
    till.basket = _by_hand(till)
    window.frame.show_page("counter", {})
    page: Any = window.frame.page
    page.load()


def _searched(window: Window, till: Till) -> None:
    _page("counter", window, till)
    finder: Any = window.frame.page.finder
    finder.setText("1")
    finder.textEdited.emit("1")


def _members(window: Window, _till: Till) -> None:
    window.frame.show_page("members", {})


def _members_at_a_figure(window: Window, till: Till) -> None:
    """The keys on the points of the second member."""
    _members(window, till)
    page: Any = window.frame.page
    page.table.mark(1)
    page.table.view.setFocus()
    page.table.view.figures.at = 4


def _profile(tab: int, window: Window, till: Till) -> None:
    _page("members", window, till)
    window.frame.page.profile.tabs.setCurrentIndex(tab)


def _as_cashier(name: str, window: Window, till: Till) -> None:
    """A page as it is for who may not see what the owner sees."""
    hired = next(one for one in staff.everyone(till.desk) if one.role == "cashier")
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")
    till.speak()
    window.begin_on(name)


def _sale_by_hand_refused(window: Window, till: Till) -> None:
    """More than a cashier may take off: the sentence, and what takes it off again."""
    _as_cashier("counter", window, till)
    _sale_by_hand(window, till)


def _section(name: str, window: Window, till: Till) -> None:
    window.frame.show_page("settings", {"section": name})


def _prices(window: Window, till: Till) -> None:
    """What the shop's settings say of prices and refunds."""
    _section("shop", window, till)
    pictures.settled(QApplication.instance())
    section: Any = window.frame.page.section
    heading, area = till.say("Prices and refunds"), section.findChild(QScrollArea)
    (title,) = [one for one in section.findChildren(QLabel) if one.text().startswith(heading)]
    area.verticalScrollBar().setValue(title.mapTo(area.widget(), QPoint()).y() - 20)
    assert not title.visibleRegion().isEmpty(), "or the picture is of something else"


def _receipts_of_this_computer(window: Window, till: Till) -> None:
    """Printer, paper and drawer, and what a receipt will look like."""
    _section("computer", window, till)
    section: Any = window.frame.page.section
    background.finish()
    QApplication.processEvents()
    area = section.findChild(QScrollArea)
    area.ensureWidgetVisible(section.receipts.tests["80"])
    QApplication.processEvents()


def _sale_offers_its_receipt(window: Window, till: Till) -> None:
    """A sale that is saved, what came of its receipt, and the next one begun."""
    _page("counter", window, till)
    _ = till.say
    sold = {"time": "12:05", "name": "欧阳若兰", "amount": "¥1,286.00"}
    said = _("{time} {name} {amount} recorded").format(**sold)
    more = (_("Print receipt"), lambda: None)
    later = _("Last sale, receipt {number}: {said}").format(number="000042", said=said)
    till.tell(said, undo=Undo(lambda: None, later, _("Undo the last sale"), more))
    till.next_begun.emit()


def _receipt_saved(window: Window, till: Till) -> None:
    """The printer that was chosen is not there: where the receipt went, and what to do."""
    _sale_offers_its_receipt(window, till)
    file = Path("/home/mei/ShopDesk/receipts/2026-10-15/000042.pdf")
    done = receipt_printing.Printed("000042", "POS-80", file, is_last=True)
    receipt_printing.tell(till, done)


def _to_look_at(window: Window, till: Till) -> None:
    """Two notices, one of them open, and members who are reviewed before long."""
    _section("owner", window, till)
    section: Any = window.frame.page.section
    today, _ = till.desk.today(), till.say
    someone = members.get(till.desk, 1)
    facts = {"member": f"{someone.name} ({someone.number})", "voucher": "V7K2M9QX4T8R",
             "tier": "Gold", "receipts": "000512, 000530"}  # fmt: skip
    section.notices.show_rows([
        notices.Notice(n, today, kind, _(notices.KINDS[kind]).format(**facts), 1, None, None,
                       is_seen=False)
        for n, kind in enumerate((notices.FORFEIT, notices.PRICED_HIGHER), 1)
    ])  # fmt: skip
    ahead = _("To stay {tier}: {missing} by {date}")
    missing = _("{amount} more").format(amount=till.money(124_000))
    gold = next(one for one in tiers.ladder(till.desk) if one.code == "gold").name(till.language)
    section.reviews.show_rows([
        tiers.Ahead(
            member.id, member.number, member.name, "gold", today + timedelta(days=days),
            today + timedelta(days=days + 15), False, (),
            ahead.format(tier=gold, missing=missing, date=today + timedelta(days=days)), 30,
        )
        for days, member in ((12, someone), (40, members.get(till.desk, 2)))
    ])  # fmt: skip
    section.notices.mark(0)
    section.reviews.mark(0)


def _lock(window: Window, _till: Till) -> None:
    window.lock()


PAGE_VIEWS: dict[str, Show] = {
    **{entry.name: partial(_page, entry.name) for entry in PAGES if entry.name != "members"},
    "counter-sale": _half_a_sale,
    "counter-split": _split_sale,
    "counter-products": _sale_of_products,
    "counter-refused": _voucher_refused,
    "counter-otherwise": _priced_another_way,
    "counter-by-hand": _sale_by_hand,
    "counter-by-hand-refused": _sale_by_hand_refused,
    "counter-search": _searched,
    "members": _members,
    "members-figure": _members_at_a_figure,
    **{f"profile-{tab}": partial(_profile, tab) for tab in range(6)},
    **views_personal.PAGES,
    **views_people.PAGES,
    **views_gifts.PAGES,
    **views_events.PAGES,
    **{f"settings-{entry.name}": partial(_section, entry.name) for entry in SECTIONS},
    "settings-shop-prices": _prices,
    "settings-owner-full": _to_look_at,
    "settings-move-full": views_moving.moved_in,
    "settings-backup-full": views_moving.backed_up,
    "settings-computer-receipts": _receipts_of_this_computer,
    **views_begin.PAGES,
    **views_paper.PAGES,
    "counter-receipt": _sale_offers_its_receipt,
    "counter-receipt-saved": _receipt_saved,
    **{f"{name}-cashier": partial(_as_cashier, name) for name in ("reports", "products", "day")},
    **views_of_staff.PAGES,
    **views_counter.PAGES,
    **views_reports.PAGES,
    **views_day.PAGES,
    **views_prepaid.PAGE_VIEWS,
    **views_vouchers.PAGES,
    "lock": _lock,
    **views_goods.PAGES,
    **views_ladder.PAGES,
    **views_rules.PAGES,
    **views_segments.PAGES,
}
"""What is shown in the window itself."""


# --- the first run, forms, dialogs -------------------------------------------------------------


def _first_run(_parent: QWidget, till: Till) -> QWidget:
    made = FirstRun(Path("/home/mei/ShopDesk/shop.shopdesk"))
    made.example()
    return made


def _first_run_refused(parent: QWidget, till: Till) -> QWidget:
    made: Any = _first_run(parent, till)
    made.shop.name.clear()
    made.start()
    return made


def _sample(_parent: QWidget, till: Till) -> QWidget:
    made = Sample(till.spoken, till.shop.location, opened=lambda *_: None, left=lambda: None)
    made.resize(look.SMALLEST_SCREEN)  # it fills the window of the first run
    look.dress(made)
    made.begin()
    return made


def _discount_refused(parent: QWidget, till: Till) -> QWidget:
    """More than there is."""
    made = DiscountForm(till, parent, Basket(amount="482"))
    made.amount.setText("500")
    return made


def _price_by_hand(parent: QWidget, till: Till) -> QWidget:
    basket = _by_hand(till)
    return PriceForm(till, parent, basket, basket.lines[0][0])


def _voucher(till: Till) -> vouchers.Voucher:
    ids = voucher_book.ids(till.desk, "issued")
    return voucher_book.by_ids(till.desk, ids[:1])[0].voucher


def _issue(kind: str, parent: QWidget, till: Till) -> QWidget:
    made: Any = IssueForm(till, parent, _member(till).id)
    made.choose_kind(kind)
    made.percent.setText("12")
    return made


def _staff(till: Till) -> Any:
    return staff.everyone(till.desk)[-1]


def _end_of_a_tier(parent: QWidget, till: Till) -> QWidget:
    member = _member(till)
    if not running(till, member):
        tiers.floor(till.desk, member.id, member.tier.code, reason="老街坊，店主的朋友")
    return EndTierForm(till, parent, member)


def _note(what: str, parent: QWidget, till: Till) -> QWidget:
    made = NoteForm(till, parent, _member(till))
    made.choose(what)
    return made


def _unopened(_parent: QWidget, till: Till) -> QWidget:
    return Unopened(till.shop.location, NotAShop(till.language, path=till.shop.location))


FORM_VIEWS: dict[str, Make] = {
    "first-run": _first_run,
    "first-run-refused": _first_run_refused,
    "first-run-sample": _sample,
    "unopened": _unopened,
    "member-new": lambda parent, till: MemberForm(till, parent),
    "member-edit": lambda parent, till: MemberForm(till, parent, _member(till)),
    "split": lambda parent, till: SplitForm(till, parent, 48200, Basket()),
    "discount": lambda parent, till: DiscountForm(till, parent, Basket(amount="482")),
    "discount-given": lambda parent, till: DiscountForm(till, parent, _by_hand(till)),
    "discount-beyond": _discount_refused,
    "price-by-hand": _price_by_hand,
    **views_goods.FORMS,
    **views_gifts.FORMS,
    **views_events.FORMS,
    **{f"issue-{kind}": partial(_issue, kind) for kind in KINDS},
    "withdraw": lambda parent, till: WithdrawForm(till, parent, _voucher(till)),
    **views_of_staff.FORMS,
    **views_giving_back.FORMS,
    **views_people.FORMS,
    "points": lambda parent, till: profile_forms.PointsForm(till, parent, _member(till)),
    "tier-give": lambda parent, till: GiveTierForm(till, parent, _member(till)),
    "tier-end": _end_of_a_tier,
    **{f"note-{what}": partial(_note, what) for what in ("contact", "rating")},
    **views_personal.FORMS,
    "card-link": lambda parent, till: profile_forms.CodeForm(till, parent, _member(till)),
    "link": lambda parent, till: LinkForm(till, parent, "4006381333931"),
    "staff": lambda parent, till: StaffForm(till, parent, _staff(till)),
    "pin": lambda parent, till: PinForm(till, parent, _staff(till)),
    **views_ladder.FORMS,
    **views_moving.FORMS,
    **views_customer.FORMS,
    **views_day.FORMS,
    "print": lambda parent, till: voucher_print.preview(till, parent, [_voucher(till).id]),
    **views_paper.FORMS,
    **views_begin.FORMS,
    **views_prepaid.FORM_VIEWS,
    **views_rules.FORMS,
    **views_vouchers.FORMS,
    **views_segments.FORMS,
    **views_status.FORMS,
    **views_what_if.FORMS,
}
"""What has a window of its own."""
