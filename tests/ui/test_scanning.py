"""What each scan does: at the counter, on every other screen, over a form, on a locked till.

The field that has the keys holds what it held; cards are known by their form and codes from
elsewhere by their speed, so these two are scanned at every speed on every screen.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from shopdesk import cards, gifts, members, purchases, vouchers
from tests.ui.hands import card_of, receipts
from tests.ui.scanner_hand import SPEEDS_MS, ScannerHand
from ui.frame import PAGES
from ui.pages import voucher_print
from ui.pages.gift_form import GiftForm
from ui.pages.product_form import ProductForm
from ui.pages.voucher_issue import IssueForm
from ui.widgets.member_form import MemberForm

ELSEWHERE = [entry.name for entry in PAGES if entry.name != "counter"]
EAN, UNKNOWN = "6901234567892", "4006381333931"
HELD = "30+25.5"
KEYS = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape}
REFUSED = {
    "used": ("was used on 2026-10-15", "店主"),
    "expired": ("was valid until 16 Oct 2026",),
    "void": ("was withdrawn on 15 Oct 2026",),
    "forged": ("its signature is wrong",),
}
"""What the strip says of a voucher that is no good: the reason, the day, and who."""


def misread(code):
    return code[:-1] + ("0" if code[-1] != "0" else "1")


class Goods:
    """What lies on the desk to be scanned."""

    def __init__(self, till, clock, member, tea):
        self.till, self.member, self.tea = till, member, tea
        desk = till.desk
        self.other = members.register(desk, name="李娜", phone="13900139000").id
        self.bag = gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=100).id
        self.gift = vouchers.issue(desk, member, gift=self.bag, valid_days=60)
        self.money = vouchers.issue(desk, member, amount=3000, valid_days=60)
        self.others = vouchers.issue(desk, self.other, amount=3000, valid_days=60)
        self.used, self.void = (
            vouchers.issue(desk, member, gift=self.bag, valid_days=60) for _ in range(2)
        )
        vouchers.redeem(desk, self.used.code)
        vouchers.void(desk, self.void.id, reason="wrong")
        self.expired = vouchers.issue(desk, member, amount=3000, valid_days=1)
        clock.tick(days=2)
        self.card, self.other_card = (
            cards.of_member(desk, one)[0].code for one in (member, self.other)
        )

    def bad(self, kind):
        """A voucher that is no good, as it is scanned."""
        if kind == "forged":
            return misread(self.money.qr)
        return getattr(self, kind).qr


@pytest.fixture
def goods(till, clock, member, tea):
    return Goods(till, clock, member, tea)


at_every_speed = pytest.mark.parametrize(
    "scan", SPEEDS_MS, ids=["0 ms", "12 ms", "0 to 12 ms"], indirect=True
)


@pytest.fixture
def scan(request, window):
    """Scans while a field holds something, and sees that it holds it still."""
    hand = ScannerHand()
    gaps_ms = getattr(request, "param", SPEEDS_MS[-1])

    def scanned(code):
        field = QApplication.focusWidget()
        before = held(field)
        hand.scan(code, gaps_ms)
        assert held(field) == before

    return scanned


def held(field):
    if not isinstance(field, QLineEdit):
        return None
    return field.text(), field.cursorPosition(), field.selectedText()


@pytest.fixture
def counter(window, goods):
    return window.frame.page


@pytest.fixture
def amount(counter):
    """The counter's field for the amount, with an amount half typed."""
    field = counter.pay.amount
    field.setFocus()
    QTest.keyClicks(field, HELD)
    field.setCursorPosition(2)
    return field


@pytest.fixture
def bare(counter):
    """The counter with nothing on it."""
    counter.pay.amount.setFocus()
    return counter


# --- at the counter -------------------------------------------------------------------------


@at_every_speed
def test_a_card_at_the_counter_brings_its_member_and_the_amount_waits(counter, amount, goods, scan):
    scan(goods.card)
    assert counter.basket.member == goods.member
    assert counter.basket.amount == HELD
    assert amount.hasFocus()


@pytest.fixture
def asked(window, counter, amount, goods, scan):
    """A member's half-made sale, and another member's card scanned into it."""
    counter.choose(goods.member)
    scan(goods.other_card)
    assert counter.basket.member == goods.member
    assert window.frame.strip.isVisible()
    return window.frame.strip.text.text()


@pytest.mark.parametrize(("key", "buys"), [("Enter", "other"), ("Esc", "member")])
def test_another_members_half_made_sale_is_asked_about_first(asked, counter, goods, key, buys):
    assert key in asked
    QTest.keyClick(counter.window().windowHandle(), KEYS[key])
    assert counter.basket.member == getattr(goods, buys)
    assert counter.basket.amount == HELD
    assert not purchases.of_day(counter.till.desk, counter.till.desk.today())


@pytest.mark.parametrize("code", ["code", "qr"])
def test_a_good_voucher_at_the_counter_is_used_and_brings_its_member(
    counter, amount, goods, scan, code
):
    scan(getattr(goods.money, code))
    assert counter.basket.vouchers == [goods.money.code]
    assert counter.basket.member == goods.member


def test_a_gift_voucher_at_the_counter_brings_its_member_and_says_what_to_press(
    counter, amount, goods, scan, told
):
    scan(goods.gift.qr)
    assert counter.basket.member == goods.member
    assert "Hand over" in told[-1][1]
    assert vouchers.get(counter.till.desk, goods.gift.id).state == "issued"


@pytest.mark.parametrize("kind", REFUSED)
def test_a_voucher_that_is_no_good_is_refused_at_the_counter_with_reason_date_and_who(
    counter, amount, goods, scan, told, kind
):
    scan(goods.bad(kind))
    assert told[-1][0] == "bad"
    assert all(words in told[-1][1] for words in REFUSED[kind])
    assert (counter.basket.vouchers, counter.basket.member) == ([], None)


def test_another_members_voucher_is_refused_at_the_counter_with_whose_it_is(
    counter, amount, goods, scan, told
):
    counter.choose(goods.member)
    scan(goods.others.qr)
    assert told[-1][0] == "bad"
    assert "李娜" in told[-1][1]
    assert counter.basket.vouchers == []


def test_the_same_voucher_twice_is_already_in_use(counter, amount, goods, scan, told):
    scan(goods.money.qr)
    scan(goods.money.qr)
    assert "already in use" in told[-1][1]
    assert counter.basket.vouchers == [goods.money.code]


@pytest.mark.parametrize("of", ["card", "voucher"])
def test_a_misread_code_at_the_counter_is_to_be_scanned_again(
    counter, amount, goods, scan, told, of
):
    scan(misread(goods.card if of == "card" else goods.money.code))
    assert told[-1][0] == "bad"
    assert "misread" in told[-1][1]
    assert counter.basket.member is None


def test_a_product_at_the_counter_is_a_line_and_once_more_one_more(bare, goods, scan):
    scan(EAN)
    assert [(product, int(count)) for product, count in bare.basket.lines] == [(goods.tea, 1)]
    scan(EAN)
    assert [(product, int(count)) for product, count in bare.basket.lines] == [(goods.tea, 2)]
    assert bare.pay.amount.text() == ""


@at_every_speed
def test_an_unknown_code_at_the_counter_can_be_linked(window, counter, amount, goods, scan):
    scan(UNKNOWN)
    strip = window.frame.strip
    assert UNKNOWN in strip.text.text()
    assert strip.offer_button.isVisible()
    assert strip.offer_button.text() == "Link it…"


def full_width(code):
    """As an input method that is left on writes it."""
    return code.translate({place: place - 0x21 + 0xFF01 for place in range(0x21, 0x7F)})


@pytest.mark.parametrize("written", [str.swapcase, full_width], ids=["Caps Lock", "full-width"])
@pytest.mark.parametrize("code", ["card", "voucher"])
def test_a_scan_through_a_keyboard_set_otherwise_is_the_same_scan(
    counter, amount, goods, scan, code, written
):
    scan(written(goods.card if code == "card" else goods.money.code))
    assert counter.basket.member == goods.member
    assert amount.text() == HELD


def test_a_slow_scanner_is_known_by_what_it_scans(counter, amount, goods):
    ScannerHand().scan(goods.card, (80, 60, 95))
    assert counter.basket.member == goods.member
    assert amount.text() == HELD


@pytest.mark.parametrize("gaps_ms", SPEEDS_MS, ids=["0 ms", "12 ms", "0 to 12 ms"])
def test_a_queue_of_ten_is_scan_amount_enter_ten_times(till, counter, goods, hands, gaps_ms):
    hand, many = ScannerHand(), 10
    queue = [
        members.register(till.desk, name=f"队{n}", phone=f"1390000{n:04}") for n in range(many)
    ]
    for number, one in enumerate(queue, 1):
        hand.scan(card_of(till, one.id), gaps_ms)
        hands.type(str(10 * number))
        hands.press(Qt.Key.Key_Return)
        if number == 5:  # somebody wants the till in another language and look, in the middle
            till.prefer(language="zh_CN", theme="dark")
    sold = sorted(receipts(till), key=lambda sale: sale.id)
    assert [sale.member_id for sale in sold] == [one.id for one in queue]
    assert [sale.total for sale in sold] == [1000 * number for number in range(1, many + 1)]


def test_keys_that_pass_the_shortcuts_are_a_scan_all_the_same(counter, amount, goods):
    ScannerHand().scan_through_shortcuts(goods.card)
    assert (counter.basket.member, amount.text()) == (goods.member, HELD)


# --- on every other screen --------------------------------------------------------------------


@pytest.fixture(params=[*ELSEWHERE, "profile"])
def frame(request, window, goods):
    """Another screen, a field of it half filled where it begins with one."""
    shown = window.frame
    if request.param == "profile":
        shown.show_page("members", {"member": goods.other})
    else:
        shown.show_page(request.param, {})
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            field.setText("银针")
            field.setCursorPosition(1)
    return shown


@at_every_speed
def test_a_card_on_another_screen_goes_to_its_member(frame, goods, scan):
    scan(goods.card)
    assert frame.name == "members"
    assert frame.page.is_profile
    assert frame.page.profile.member.id == goods.member


def test_a_good_voucher_on_another_screen_is_opened_to_be_redeemed(frame, goods, scan):
    scan(goods.gift.qr)
    assert frame.name == "vouchers"
    assert frame.page.shown.voucher.id == goods.gift.id
    assert frame.page.shown.redeem.isVisible()
    assert frame.page.shown.redeem.hasFocus()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_voucher_that_is_no_good_shows_its_history_on_another_screen(
    frame, goods, scan, told, kind
):
    scan(goods.bad(kind))
    assert told[-1][0] == "bad"
    assert all(words in told[-1][1] for words in REFUSED[kind])
    if kind != "forged":
        assert frame.name == "vouchers"
        assert frame.page.shown.voucher.id == getattr(goods, kind).id


def test_a_misread_code_on_another_screen_is_to_be_scanned_again(frame, goods, scan, told):
    name = frame.name
    scan(misread(goods.card))
    assert "misread" in told[-1][1]
    assert frame.name == name


def test_a_product_on_another_screen_is_gone_to(frame, goods, scan):
    scan(EAN)
    assert frame.name == "products"
    assert frame.page.table.current.id == goods.tea


@at_every_speed
def test_an_unknown_code_on_another_screen_can_be_linked(frame, scan):
    name = frame.name
    scan(UNKNOWN)
    assert UNKNOWN in frame.strip.text.text()
    assert frame.strip.offer_button.isVisible()
    assert frame.name == name


# --- over a form ------------------------------------------------------------------------------


def shown(qtbot, form):
    """A form as it lies over its page, and the field in it that has the keys, half filled."""
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.open()
    field = form.focusWidget()
    if isinstance(field, QLineEdit):
        QTest.keyClicks(field, "69")
    return form


FORMS = {
    "member": lambda till, page, _goods: MemberForm(till, page),
    "gift": lambda till, page, _goods: GiftForm(till, page, None),
    "product": lambda till, page, _goods: ProductForm(till, page, None),
    "voucher": lambda till, page, goods: IssueForm(till, page, goods.member),
}
CARD_FORMS, EAN_FORMS = ("voucher",), ("product",)


@pytest.fixture
def form(request, qtbot, window, till, goods):
    return shown(qtbot, FORMS[request.param](till, window.frame.page, goods))


def over(*names):
    return pytest.mark.parametrize("form", names, indirect=True)


def others(*names):
    return over(*(name for name in FORMS if name not in names))


def texts(form):
    return [field.text() for field in form.findChildren(QLineEdit)]


@over(*CARD_FORMS)
@pytest.mark.parametrize("code", ["card", "unknown"])
def test_a_card_or_an_unknown_code_fills_a_forms_field_for_a_card(form, goods, scan, code):
    code = goods.card if code == "card" else UNKNOWN
    scan(code)
    assert form.who.query.text() == code


@at_every_speed
@over("member")
def test_a_members_card_says_in_the_form_of_a_new_one_who_brought_them(form, goods, scan):
    scan(goods.card)
    assert form.who.field.text() == goods.card


@at_every_speed
@others(*CARD_FORMS, "member")
def test_a_card_over_another_form_is_said_and_fills_nothing(form, goods, scan, told):
    before = texts(form)
    scan(goods.card)
    assert told[-1][0] == "note"
    assert goods.card in told[-1][1]
    assert texts(form) == before


@at_every_speed
@over(*EAN_FORMS)
def test_a_barcode_fills_a_forms_field_for_one(form, goods, scan):
    scan(EAN)
    assert form.ean.text() == EAN


@others(*CARD_FORMS, *EAN_FORMS)
def test_a_barcode_over_another_form_is_said_and_fills_nothing(form, scan, told):
    before = texts(form)
    scan(EAN)
    assert told[-1][0] == "note"
    assert texts(form) == before


@others()
@pytest.mark.parametrize("kind", ["gift", *REFUSED])
def test_a_voucher_over_any_form_is_said_and_fills_nothing(form, goods, scan, told, kind):
    before = texts(form)
    scan(goods.gift.qr if kind == "gift" else goods.bad(kind))
    assert told[-1][0] in {"note", "bad"}
    assert texts(form) == before
    assert form.isVisible()


@others()
def test_a_misread_code_over_any_form_is_to_be_scanned_again(form, goods, scan):
    before = texts(form)
    scan(misread(goods.card))
    assert "misread" in form.said.text()
    assert texts(form) == before


@pytest.mark.parametrize("code", ["card", "gift", "unknown"])
def test_a_scan_over_a_preview_is_said_and_changes_nothing(qtbot, window, goods, scan, told, code):
    scanned = {"card": goods.card, "gift": goods.gift.qr, "unknown": UNKNOWN}[code]
    preview = voucher_print.preview(goods.till, window.frame.page, [goods.gift.id])
    qtbot.addWidget(preview)
    with qtbot.waitActive(preview):
        preview.open()
    qtbot.waitUntil(lambda: preview.pages is not None)
    scan(scanned)
    assert told[-1][0] == "note"
    assert (preview.isVisible(), preview.choice, window.frame.name) == (True, "1", "counter")


# --- locked -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["card", "gift", "used", "forged"])
def test_a_scan_on_a_locked_till_says_so_and_leaves_the_pin_as_it_was(window, goods, scan, code):
    scanned = {"card": goods.card, "gift": goods.gift.qr}.get(code) or goods.bad(code)
    window.lock()
    QTest.keyClicks(window.lock_screen.pin, "258")
    scan(scanned)
    assert "Locked" in window.lock_screen.said.text()
    assert window.lock_screen.pin.text() == "258"
    assert window.frame is None
