"""The amount at the counter: what is one, what is none, and what is added up as one types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.hands import receipts


@pytest.mark.parametrize(
    "text",
    [
        "+",
        "++",
        "＋",
        "30+abc",
        "30*2",
        "30,5+1",
        "30+.",
        "-5",
        "5+-3",
        "1e5",
        "12.345",
        "..",
        "99999999999999",
    ],
)
def test_what_is_no_amount_records_nothing_and_is_kept(counter, till, text):
    counter.basket.amount = text
    counter.record()
    assert not receipts(till)
    assert counter.basket.amount == text


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("0.01", 1),
        ("30+", 3000),
        ("1,000", 100_000),
        ("９8", 9800),
        ("３０＋２５．５", 5550),
        ("30 + 25.5", 5550),
        ("+30+25.5", 5550),
        ("30++1", 3100),
        (".5+.5", 100),
        ("1,000+¥0.01", 100_001),
        ("0.1+0.2", 30),
    ],
)
def test_what_is_an_amount_is_recorded_to_the_cent(counter, till, text, total):
    counter.basket.amount = text
    counter.record()
    assert receipts(till)[0].total == total


def steps_of(counter):
    return [one.text() for one in counter.pay.steps.findChildren(QLabel) if not one.isHidden()]


def test_a_sum_is_shown_as_it_is_typed_on_the_number_pad_alone(hands, counter, qapp):
    counter.pay.amount.setFocus()
    pad = Qt.KeyboardModifier.KeypadModifier
    for key in "30+25.5":
        hands.press(key, pad)
    qapp.processEvents()
    assert steps_of(counter)[-2:] == ["30 + 25.5", "55.50"]
    assert counter.pay.due.text() == "¥55.50"
    hands.press(Qt.Key.Key_Enter, pad)
    assert receipts(counter.till)[0].total == 5550


def test_the_keypad_on_the_screen_adds_too(counter):
    for key in ("3", "0", "+", "2", "5", ".", "5"):
        counter.pay.keypad.typed.emit(key)
    assert counter.quote.due == 5550


@pytest.mark.parametrize("text", ["30+abc", "30*2", "12.345", "99999999999.99+99999999999.99"])
def test_what_cannot_be_added_is_said_in_a_sentence(counter, till, qapp, text):
    counter.pay.amount.setText(text)
    counter.pay.typed.emit(text)
    qapp.processEvents()
    (sentence,) = steps_of(counter)
    assert sentence.endswith(".")
    assert len(sentence.split()) > 3
    assert not counter.pay.pay.isEnabled()
