"""What each scan does on each screen, as one table; and a scanner that is set amiss, which is
understood all the same. What was half typed where the keys are is there still after every scan."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.scanner_hand import ScannerHand
from tests.ui.test_scanning import EAN, REFUSED, UNKNOWN, Goods, full_width, held, misread
from ui.pages.gift_form import GiftForm

TABLE = """
scanned            | counter         | another screen  | form    | locked
member card        | their card      | their profile   | strip   | locked
good voucher       | applied         | to be redeemed  | strip   | locked
used voucher       | why             | its history     | strip   | locked
expired voucher    | why             | its history     | strip   | locked
void voucher       | why             | its history     | strip   | locked
forged voucher     | why             | why             | strip   | locked
another's voucher  | whose           | to be redeemed  | strip   | locked
same voucher twice | already applied | to be redeemed  | strip   | locked
bad check          | misread         | misread         | misread | locked
product            | a line          | the product     | strip   | locked
unknown            | to link         | to link         | strip   | locked
"""
_HEAD, *_ROWS = [
    [cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()
]  # fmt: skip
CELLS = [
    (scanned, place, outcome)
    for scanned, *outcomes in _ROWS
    for place, outcome in zip(_HEAD[1:], outcomes, strict=True)
]
PLACES = _HEAD[1:]
HALF_TYPED = "25"


def codes_of(goods, scanned):
    """What the scanner reads of a row, one after the other."""
    codes = {
        "member card": [goods.card],
        "good voucher": [goods.money.qr],
        "another's voucher": [goods.others.qr],
        "same voucher twice": [goods.money.qr] * 2,
        "bad check": [misread(goods.card)],
        "product": [EAN],
        "unknown": [UNKNOWN],
    }
    return codes.get(scanned) or [goods.bad(scanned.removesuffix(" voucher"))]


class Desk:
    """One of the four places, something half typed in it, and a scanner."""

    def __init__(self, qtbot, window, goods, told, place):
        self.window, self.goods, self.told, self.place = window, goods, told, place
        self.hand, self.form = ScannerHand(), None
        self.counter = window.frame.page
        if place == "another screen":
            window.frame.show_page("records", {})
            window.frame.page.number.setFocus()
        elif place == "form":
            self.form = GiftForm(goods.till, window.frame.page, None)
            qtbot.addWidget(self.form)
            with qtbot.waitActive(self.form):
                self.form.open()
            qtbot.waitUntil(lambda: self.form.isAncestorOf(QApplication.focusWidget()))
        elif place == "locked":
            window.lock()
        else:
            self.counter.pay.amount.setFocus()
        self.field = QApplication.focusWidget()

    def half_type(self):
        self.hand.type(HALF_TYPED)
        assert self.field.text().endswith(HALF_TYPED)
        return held(self.field)

    def said(self):
        if self.window.lock_screen is not None:
            return self.window.lock_screen.said.text()
        return self.form.said.text() if self.form is not None else self.told[-1][1]

    def is_so(self, outcome, scanned):
        return getattr(self, "is_" + outcome.replace(" ", "_"))(scanned)

    # --- the cells of the table ---

    def is_their_card(self, _scanned):
        return self.counter.basket.member == self.goods.member

    def is_their_profile(self, _scanned):
        page = self.window.frame.page
        return page.is_profile and page.profile.member.id == self.goods.member

    def is_applied(self, scanned):
        return self.counter.basket.vouchers == [self.goods.money.code] and self.is_their_card("")

    def is_to_be_redeemed(self, scanned):
        shown = self.window.frame.page.shown
        meant = self.goods.others if scanned == "another's voucher" else self.goods.money
        return shown.voucher.id == meant.id and not self.counter.basket.vouchers

    def is_why(self, scanned):
        words = REFUSED[scanned.removesuffix(" voucher")]
        mood, said = self.told[-1]
        return mood == "bad" and all(word in said for word in words)

    def is_its_history(self, scanned):
        meant = getattr(self.goods, scanned.removesuffix(" voucher"))
        return self.is_why(scanned) and self.window.frame.page.shown.voucher.id == meant.id

    def is_whose(self, _scanned):
        mood, said = self.told[-1]
        return mood == "bad" and "李娜" in said and not self.counter.basket.vouchers

    def is_already_applied(self, scanned):
        return "already in use" in self.said() and self.is_applied(scanned)

    def is_misread(self, _scanned):
        return "misread" in self.said() and self.counter.basket.member is None

    def is_a_line(self, _scanned):
        return [one for one, _count in self.counter.basket.lines] == [self.goods.tea]

    def is_the_product(self, _scanned):
        return self.window.frame.page.table.current.id == self.goods.tea

    def is_to_link(self, scanned):
        strip = self.window.frame.strip
        return UNKNOWN in strip.text.text() and strip.offer_button.isVisible()

    def is_strip(self, _scanned):
        mood, _said = self.told[-1]
        return mood in {"note", "bad"} and self.form.isVisible() and not self.form.said.isVisible()

    def is_locked(self, _scanned):
        return "Locked" in self.said() and self.window.frame is None


@pytest.fixture
def goods(till, clock, member, tea):
    return Goods(till, clock, member, tea)


@pytest.fixture
def at(request, qtbot, window, goods, told):
    return Desk(qtbot, window, goods, told, request.param)


@pytest.mark.parametrize(
    ("scanned", "at", "outcome"), CELLS, indirect=["at"], ids=["-".join(one[:2]) for one in CELLS]
)
def test_each_scan_does_what_the_table_says_and_leaves_what_was_half_typed(at, scanned, outcome):
    if outcome == "whose":
        at.counter.choose(at.goods.member)
    # an amount that is half typed is no sale of products
    before = held(at.field) if outcome == "a line" else at.half_type()
    for code in codes_of(at.goods, scanned):
        at.hand.scan(code)
    assert at.is_so(outcome, scanned)
    assert held(at.field) == before


# --- a scanner that is set amiss ------------------------------------------------------------------

AMISS = {
    "Caps Lock is on": lambda hand, code: hand.scan(code.swapcase()),
    "an input method writes full width": lambda hand, code: hand.scan(full_width(code)),
    "no faster than a hand": lambda hand, code: hand.scan(code, (30,)),
    "slower than a hand": lambda hand, code: hand.scan(code, (80, 60, 95)),
    "it stops in the middle": lambda hand, code: hand.scan(
        code, (5, 5, 5, 5, 400, 5, 5, 5, 5, 5, 5), pause_ms=90
    ),
    "Enter pressed twice": lambda hand, code: hand.scan(f"{code}\r"),
    "Enter left to the hand": lambda hand, code: hand.scan_without_enter(code, then_ms=900),
    "in the middle of typing": lambda hand, code: hand.scan(code, pause_ms=90),
}
"""What is odd about the scanner, and how its keys come."""
TAKEN = dict(
    zip(PLACES, ("their card", "their profile", "strip", "locked"), strict=True)
)  # fmt: skip


@pytest.mark.parametrize("at", PLACES, indirect=True)
@pytest.mark.parametrize("amiss", AMISS)
def test_a_card_is_understood_wherever_it_is_scanned_and_however(at, amiss):
    at.half_type()
    before = held(at.field)
    AMISS[amiss](at.hand, at.goods.card)
    assert at.is_so(TAKEN[at.place], "member card")
    assert held(at.field) == before
    assert at.form is None or at.form.isVisible(), "the Enter is swallowed"


@pytest.mark.parametrize("at", PLACES, indirect=True)
def test_without_any_enter_nothing_comes_of_a_scan(at):
    at.half_type()
    name = at.window.frame.name if at.window.frame else None
    at.hand.scan_without_enter(at.goods.card, then_ms=None)
    assert at.told == []
    assert at.counter.basket.member is None
    assert (at.window.frame.name if at.window.frame else None) == name
    assert at.form is None or at.form.isVisible()
