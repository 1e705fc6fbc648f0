"""What is offered at the counter: points at their worth, and vouchers, however many there are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from shopdesk import points, vouchers
from tests.ui.hands import receipts
from ui.pages.counter_offers import Offers


def test_points_are_offered_at_their_worth_and_used(counter, till, member):
    points.adjust(till.desk, member, 536, reason="Opening")
    counter.choose(member)
    counter.basket.amount = "100"
    counter.refresh()
    (use,) = counter.offers.findChildren(QPushButton)
    assert use.accessibleName() == "Use 500 points pay ¥5.00"
    use.click()
    assert counter.quote.due == 9500
    counter.record()
    assert receipts(till)[0].points_used == 500


def test_a_key_uses_the_points_and_leaves_them_where_they_are_offered(hands, counter, till, member):
    alt = Qt.KeyboardModifier.AltModifier
    hands.press(Qt.Key.Key_0, alt)
    assert counter.basket.points == 0
    points.adjust(till.desk, member, 500, reason="Opening")
    counter.choose(member)
    hands.press(Qt.Key.Key_0, alt)
    assert counter.basket.points == 0, "nothing is bought yet"
    hands.type("100")
    for used, due, word in ((500, 9500, "In use"), (0, 10_000, "Use"), (500, 9500, "In use")):
        hands.press(Qt.Key.Key_0, alt)
        assert (counter.basket.points, counter.quote.due) == (used, due)
        shown = [one for one in counter.offers.findChildren(QPushButton) if one.isVisible()]
        assert [one.text() for one in shown] == [f"{word}  Alt+0"]
    hands.press(Qt.Key.Key_Escape)
    assert counter.basket.points == 0


@pytest.mark.parametrize(
    ("there", "shown"),
    [(2, ["Alt+1", "Alt+2"]), (3, ["Alt+1", "Alt+2", "Alt+3"]),
     (4, ["Alt+1", "Alt+2", "Alt+3", "1 more voucher"]),
     (6, ["Alt+1", "Alt+2", "Alt+3", "3 more vouchers"])],
)  # fmt: skip
def test_three_vouchers_are_in_sight_and_the_others_a_press_away(
    counter, till, member, there, shown
):
    for _number in range(there):
        vouchers.issue(till.desk, member, amount=500, valid_days=30)
    counter.choose(member)
    assert offered(counter) == shown
    if there > 3:
        counter.offers.findChildren(QPushButton)[-1].click()
    assert offered(counter) == [f"Alt+{place}" for place in range(1, there + 1)]
    counter.refresh()
    assert len(offered(counter)) == there, "they stay unfolded"


def test_one_that_is_folded_is_used_by_its_number_and_then_in_sight(hands, counter, till, member):
    for _number in range(6):
        vouchers.issue(till.desk, member, amount=500, valid_days=30)
    counter.choose(member)
    hands.type("50")
    hands.press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert counter.quote.due == 4500
    assert offered(counter) == ["Alt+1", "Alt+2", "Alt+3", "Alt+5", "2 more vouchers"]


def test_one_beyond_the_keys_says_both_languages_too(qtbot, till, member):
    given = [vouchers.issue(till.desk, member, amount=500, valid_days=30) for _number in range(10)]
    till.prefer(language="en+zh_CN")
    offers = Offers(till, use=lambda _voucher: None)
    qtbot.addWidget(offers)
    offers.show_vouchers(given, [given[9].code], [])
    use, _more = offers.findChildren(QPushButton)[3:]
    assert use.accessibleName().startswith("In use ")
    assert "已选用" in use.text() + use.accessibleDescription()


def offered(counter):
    """The key of each offer that is there, or what else its button says."""
    QApplication.processEvents()  # what is new is shown then
    shown = [one for one in counter.offers.findChildren(QPushButton) if one.isVisible()]
    return [one.text().split("  ")[-1] for one in shown]
