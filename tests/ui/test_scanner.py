"""Telling the scanner's keys from a person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shopdesk import codes
from ui.scanner import FASTEST_TYPING, PAUSE, SHORTEST, Keys, Scanner

CARD = codes.card_code(12345)
VOUCHER = "V0123456789" + codes.check_symbol("V0123456789")
FAST, SLOW = 0.005, 0.15
RARE = st.text(st.sampled_from(codes.SYMBOLS), min_size=10, max_size=10)


def entered(typed, gap, keys=None, after=None):
    """What the keys say at Enter when each comes so long after the one before."""
    keys = keys or Keys()
    now = keys.last + (PAUSE * 2 if after is None else after)
    for character in typed:
        keys.add(character, now)
        now += gap
    scanned = keys.enter(now)
    return scanned and scanned.code


@given(serial=st.integers(0, 10**8 - 1), gap=st.floats(0, PAUSE * 0.99))
def test_our_cards_are_known_by_their_form_whatever_the_speed(serial, gap):
    assert entered(codes.card_code(serial), gap) == codes.card_code(serial)


@given(body=RARE, gap=st.floats(0, PAUSE * 0.99))
def test_our_vouchers_are_known_by_their_form_whatever_the_speed(body, gap):
    code = f"V{body}" + codes.check_symbol(f"V{body}")
    assert entered(code, gap) == code


@given(st.text(st.sampled_from("0123456789ABCXYZ-"), min_size=SHORTEST, max_size=30))
def test_a_foreign_code_is_known_by_its_speed(typed):
    plain = typed.replace("-", "")
    expected = plain if len(plain) >= SHORTEST else None
    assert entered(typed, FAST) == expected
    assert entered(typed, FASTEST_TYPING * 1.5) is None


@pytest.mark.parametrize(("typed", "expected"), [
    ("6901234567892", "6901234567892"),
    ("30", None),
    (CARD.lower(), CARD),
    (CARD.swapcase(), CARD),
    ("".join(chr(ord(c) + 0xFEE0) for c in CARD), CARD),
    (CARD[:-1] + ("0" if CARD[-1] != "0" else "1"), CARD[:-1] + ("0" if CARD[-1] != "0" else "1")),
])  # fmt: skip
def test_what_a_scanner_types_fast(typed, expected):
    assert entered(typed, FAST) == expected


@pytest.mark.parametrize("typed", ["13800138000", "Vandenberghe", "100001", "¥30", "", "0" * 40])
def test_what_a_person_types_is_no_scan(typed):
    assert entered(typed, SLOW) is None


@pytest.mark.parametrize("typed", [CARD, VOUCHER])
@pytest.mark.parametrize("gap", [FAST, SLOW])
def test_a_scan_right_behind_what_was_typed_is_a_scan_alone(typed, gap):
    keys = Keys()
    keys.add("3", 10.0)
    keys.add("0", 10.2)
    assert entered(typed, gap, keys, after=0.3) == typed


def test_keys_long_ago_do_not_belong_to_the_scan():
    keys = Keys()
    keys.add("9", 10.0)
    assert entered(CARD, SLOW, keys) == CARD


def test_a_clock_of_keys_that_begins_anew_is_a_pause_and_no_burst():
    keys = Keys()
    keys.add("9", 4_294_967.0)
    assert entered(CARD, FAST, keys) == CARD
    assert keys.add("7", 0.0) == 0


def test_an_enter_long_after_is_a_persons():
    keys = Keys()
    for place, character in enumerate(CARD):
        keys.add(character, place * FAST)
    assert keys.enter(PAUSE * 2) is None


# --- in a window ------------------------------------------------------------------------------


class Seat(QWidget):
    """A window with one of each field."""

    def __init__(self):
        super().__init__()
        self.line, self.other, self.note = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.list, self.number, self.day = QComboBox(), QSpinBox(), QDateEdit()
        self.list.addItems(["Apples", "Bread", "6", "Cups", "M"])
        self.number.setMaximum(10**9)
        layout = QVBoxLayout(self)
        for field in (self.line, self.other, self.note, self.list, self.number, self.day):
            layout.addWidget(field)
        self.entered = []
        self.line.returnPressed.connect(lambda: self.entered.append(self.line.text()))


class Hand:
    """Sends keys to the window, where a keyboard's arrive, under a clock of its own."""

    def __init__(self, seat, scanner):
        self.seat, self.now = seat, 100.0
        scanner.seconds = lambda: self.now

    def press(self, key, text="", held=Qt.KeyboardModifier.NoModifier):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.seat.windowHandle(), QKeyEvent(kind, key, held, text))

    def type(self, text, gap=SLOW):
        for character in text:
            self.now += gap
            self.press(Qt.Key.Key_unknown, character)

    def enter(self, gap=FAST):
        self.now += gap
        self.press(Qt.Key.Key_Return, "\r")

    def scan(self, code):
        self.now += PAUSE * 2
        self.type(code, FAST)
        self.enter()


@pytest.fixture
def taken():
    return []


@pytest.fixture
def seat(qtbot):
    made = Seat()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.line.setFocus()
    return made


@pytest.fixture
def hand(seat, taken):
    scanner = Scanner(taken.append)
    scanner.watch(seat.windowHandle())
    yield Hand(seat, scanner)
    seat.windowHandle().removeEventFilter(scanner)


@pytest.mark.parametrize("code", [CARD, VOUCHER, "6901234567892"])
def test_a_scan_is_taken_and_the_field_holds_what_it_held(seat, hand, taken, code):
    seat.line.setText("30+25.5")
    seat.line.setCursorPosition(2)
    hand.scan(code)
    assert taken == [code]
    assert seat.line.text() == "30+25.5"
    assert seat.line.cursorPosition() == 2
    assert seat.entered == [], "the Enter went no further"


def test_what_a_person_types_stays_and_its_enter_arrives(seat, hand, taken):
    hand.type("13800138000")
    hand.enter(SLOW)
    assert taken == []
    assert seat.entered == ["13800138000"]


def test_a_scan_behind_a_half_typed_amount_leaves_the_amount(seat, hand, taken):
    hand.type("30")
    hand.now += 0.4
    hand.type(CARD, FAST)
    hand.enter()
    assert taken == [CARD]
    assert seat.line.text() == "30"


def test_text_that_was_marked_is_there_and_marked_again(seat, hand):
    seat.line.setText("30")
    seat.line.selectAll()
    hand.scan(CARD)
    assert (seat.line.text(), seat.line.selectedText()) == ("30", "30")


def test_one_of_our_codes_typed_by_hand_is_taken(seat, hand, taken):
    hand.type(VOUCHER.lower(), SLOW)
    hand.enter(SLOW)
    assert taken == [VOUCHER]
    assert seat.line.text() == ""


def test_two_scans_one_after_the_other_are_two(hand, taken):
    hand.scan(CARD)
    hand.type(VOUCHER, FAST)
    hand.enter()
    assert taken == [CARD, VOUCHER]


def test_two_scans_faster_than_an_enter_is_doubled_are_two(seat, hand, taken):
    hand.scan(VOUCHER)
    hand.type(CARD, 0.002)
    hand.enter(0.002)
    assert taken == [VOUCHER, CARD]
    assert seat.line.text() == ""


def test_keys_in_two_fields_are_not_one_code(seat, hand, taken):
    hand.type(CARD[:5])
    seat.other.setFocus()
    hand.type(CARD[5:])
    hand.enter(SLOW)
    assert taken == []
    assert (seat.line.text(), seat.other.text()) == (CARD[:5], CARD[5:])


def test_shift_between_the_letters_is_part_of_a_scan(seat, hand, taken):
    hand.now += PAUSE * 2
    for character in VOUCHER:
        hand.now += FAST
        hand.press(Qt.Key.Key_Shift, "", Qt.KeyboardModifier.ShiftModifier)
        hand.press(Qt.Key.Key_unknown, character, Qt.KeyboardModifier.ShiftModifier)
    hand.enter()
    assert taken == [VOUCHER]


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Home])
def test_a_person_who_corrects_is_a_person(hand, taken, key):
    hand.type(CARD[:4])
    hand.press(key)
    hand.type(CARD[4:])
    hand.enter(SLOW)
    assert taken == []


def test_a_shortcut_is_no_typing(hand, taken):
    for character in "6901":
        hand.now += FAST
        hand.press(Qt.Key.Key_unknown, character, Qt.KeyboardModifier.AltModifier)
    hand.enter()
    assert taken == []


def test_a_list_a_number_a_day_and_a_note_hold_what_they_held(seat, hand, taken):
    seat.list.setCurrentIndex(1)
    seat.number.setValue(42)
    seat.day.setDate(QDate(2026, 10, 15))
    seat.note.setPlainText("two\nlines")
    for field in (seat.list, seat.number, seat.day, seat.note):
        field.setFocus()
        hand.scan("6901234567892")
    assert len(taken) == 4
    assert seat.list.currentText() == "Bread"
    assert seat.number.value() == 42
    assert seat.day.date() == QDate(2026, 10, 15)
    assert seat.note.toPlainText() == "two\nlines"


def test_what_a_person_typed_while_the_program_was_busy_is_no_scan(seat, taken):
    watching = Scanner(taken.append)
    watching.watch(seat.windowHandle())
    for place, character in enumerate("Zhang San\r"):
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_unknown
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(1000 + round(place * SLOW * 1000))
        QApplication.sendEvent(seat.windowHandle(), event)
    seat.windowHandle().removeEventFilter(watching)
    assert taken == []
    assert seat.line.text() == "Zhang San"
