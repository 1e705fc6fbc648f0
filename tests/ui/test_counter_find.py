"""Finding at the counter: by the end of a phone, a name, a product; several are numbered."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shopdesk import members, products
from tests.ui.hands import ENTER, looked_up, receipts
from ui.pages import counter_find


@pytest.fixture
def three(till):
    """Three members whose phones end alike."""
    return [
        members.register(till.desk, name=name, phone=f"13{start}12348000").id
        for start, name in enumerate(("张三", "张三丰", "李契"))
    ]


def listed(counter):
    return [hit.what.id for hit in counter.finder.found.model.rows]


def test_one_hit_is_taken_with_enter(hands, counter, member):
    hands.type("8000")
    assert counter.finder.hint.isHidden()
    hands.press(ENTER)
    assert counter.basket.member == member


def test_several_hits_are_numbered_and_enter_takes_none_of_them(hands, counter, three):
    hands.type("8000")
    assert counter.finder.hint.isVisible()
    rows = counter.finder.found.model
    assert [rows.index(place, 0).data() for place in range(3)] == ["1", "2", "3"]
    hands.press(ENTER)
    assert counter.basket.member is None
    assert counter.left.currentIndex() == 1


@pytest.mark.parametrize(("count", "is_more"), [(9, False), (10, True)])
def test_more_hits_than_there_are_numbers_for_are_told(hands, counter, till, count, is_more):
    for number in range(count):
        products.add(till.desk, name=f"Oolong {number}", price=100, category="茶")
    hands.type("oolong")
    assert len(listed(counter)) == 9
    assert ("There are more than these" in counter.finder.hint.text()) == is_more


@pytest.mark.parametrize("number", [1, 2, 3])
def test_enter_and_a_number_take_that_hit(qtbot, hands, till, three, number):
    counter = hands.window.frame.page
    hands.type("8000")
    wanted = listed(counter)[number - 1]
    hands.press(ENTER)
    hands.type(str(number))
    qtbot.waitUntil(lambda: counter.basket.member == wanted)
    assert counter.pay.amount.hasFocus()
    hands.type("12")
    hands.press(ENTER)
    (sale,) = receipts(till)
    assert (sale.member_id, sale.total) == (wanted, 1200)


def test_a_number_that_is_not_there_takes_nobody(qtbot, hands, counter, three):
    hands.type("8000")
    wanted = listed(counter)[1]
    hands.press(ENTER)
    hands.type("7")
    qtbot.waitUntil(lambda: not counter.finder.pressed.isActive())
    assert counter.basket.member is None
    assert counter.finder.text() == "8000"
    hands.type("2")
    qtbot.waitUntil(lambda: counter.basket.member == wanted)


def test_a_scan_while_one_is_to_be_chosen_chooses_none(qtbot, hands, counter, three, tea):
    hands.type("8000")
    hands.press(ENTER)
    hands.scan("6901234567892")
    assert counter.basket.lines == [(tea, 1)]
    assert not counter.finder.pressed.isActive()
    assert counter.basket.member is None


def test_typing_on_after_walking_chooses_none(hands, counter, three):
    hands.type("138")
    hands.press(Qt.Key.Key_Down)
    hands.type("1")
    assert not counter.finder.pressed.isActive()
    assert counter.basket.member is None


def test_alt_and_a_number_take_a_hit_at_once(hands, counter, three):
    hands.type("8000")
    wanted = listed(counter)[2]
    hands.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert counter.basket.member == wanted


def test_walking_to_a_hit_and_enter_take_it(hands, counter, three):
    hands.type("8000")
    wanted = listed(counter)[1]
    hands.press(Qt.Key.Key_Down)
    hands.press(ENTER)
    assert counter.basket.member == wanted


def test_enter_twice_still_asks_which_one(hands, counter, three):
    hands.type("8000")
    first = listed(counter)[0]
    hands.press(ENTER)
    hands.press(ENTER)
    assert (counter.basket.member, counter.finder.is_choosing) == (None, True)
    hands.press(Qt.Key.Key_1)
    counter.finder._number_pressed()
    assert counter.basket.member == first


def test_typing_on_after_enter_goes_on_looking(hands, counter, three):
    hands.type("zhang")
    hands.press(ENTER)
    hands.type(" sanf")
    assert len(listed(counter)) == 1
    hands.press(ENTER)
    assert counter.basket.member == three[1]


def test_escape_after_enter_leaves_the_search(hands, counter, three):
    hands.type("8000")
    hands.press(ENTER)
    hands.press(Qt.Key.Key_Escape)
    assert counter.finder.text() == ""
    hands.type("2")
    assert counter.basket.member is None


def test_a_click_takes_a_hit(counter, hands, three):
    hands.type("8000")
    wanted = listed(counter)[1]
    view = counter.finder.found.view
    place = view.visualRect(view.model().index(1, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert counter.basket.member == wanted


def test_several_products_are_numbered_too(qtbot, hands, counter, till):
    for name in ("Green tea", "White tea"):
        products.add(till.desk, name=name, price=1000)
    hands.type("tea")
    wanted = listed(counter)[1]
    hands.press(ENTER)
    hands.type("2")
    qtbot.waitUntil(lambda: [product for product, _count in counter.basket.lines] == [wanted])


def test_nobody_found_says_how_to_register(hands, counter):
    hands.type("zz")
    assert "F7" in counter.finder.found.empty.text()
    hands.press(ENTER)
    assert counter.finder.text() == "zz"
    assert '"zz" is nobody and nothing here' in counter.finder.found.empty.text()
    assert "F7" in counter.finder.found.empty.text()


def test_what_is_typed_after_nobody_was_found_begins_anew(hands, counter, member):
    hands.type("9999")
    hands.press(ENTER)
    hands.type("8000")
    assert counter.finder.text() == "8000"
    hands.press(ENTER)
    assert counter.basket.member == member


@pytest.mark.parametrize(
    ("typed", "phone", "name"),
    [("9999", "9999", ""), ("13700007777", "13700007777", ""), ("zz", "", "zz")],
)
def test_f7_after_nobody_was_found_begins_with_what_was_typed(hands, answers, typed, phone, name):
    seen = []

    def look(form):
        seen.append((form.phone.text(), form.name.text()))
        assert form.phone.selectedText() == ("9999" if typed == "9999" else "")
        assert (form.focusWidget() is form.name) == (len(typed) == 11)

    answers.given["show"] = look
    hands.type(typed)
    hands.press(ENTER)
    hands.press(Qt.Key.Key_F7)
    assert seen == [(phone, name)]


def test_goods_that_only_sound_like_what_was_typed_are_found_where_nobody_is(
    hands, counter, till, member
):
    products.add(till.desk, name="杂色饭", price=100)  # zsf, as 张三丰
    tea = products.add(till.desk, name="茉莉银针", price=6800).id
    hands.type("zsf")
    assert listed(counter) == [member]
    counter.finder.close_found()
    hands.type("mlyz")
    assert listed(counter) == [tea]


# --- an answer that comes late ----------------------------------------------------------------


class Late:
    """Answers held up until they are let come; ``asked`` is what was looked up at all."""

    def __init__(self, monkeypatch):
        self.may_come, self.asked = threading.Event(), []
        self.fitting = counter_find.fitting
        monkeypatch.setattr(counter_find, "fitting", self.answer)

    def answer(self, desk, text):
        self.asked.append(text)
        assert self.may_come.wait(10)
        return self.fitting(desk, text)

    def come(self):
        self.may_come.set()
        looked_up()


@pytest.fixture
def late(monkeypatch):
    made = Late(monkeypatch)
    yield made
    made.may_come.set()


def fast(hands, *keys):
    """Keys that wait for nothing."""
    for key in keys:
        hands.key(key, 0.2)


def test_enter_before_the_answer_takes_who_was_typed(hands, counter, member, late):
    fast(hands, *"8000", ENTER)
    assert (counter.finder.text(), counter.basket.member) == ("8000", None)
    late.come()
    assert (counter.finder.text(), counter.basket.member) == ("", member)


def test_keys_after_an_early_enter_go_where_it_leads(hands, counter, till, member, late):
    fast(hands, *"8000", ENTER, *"12", ENTER)
    assert receipts(till) == []
    late.come()
    (sale,) = receipts(till)
    assert (sale.member_id, sale.total) == (member, 1200)


def test_enter_and_a_number_before_the_answer_take_that_hit(qtbot, hands, counter, three, late):
    fast(hands, *"8000", ENTER, "2")
    late.come()
    assert counter.finder.text() == "8000"
    qtbot.waitUntil(lambda: counter.basket.member is not None)
    assert counter.basket.member == [one.id for one in members.find(counter.till.desk, "8000")][1]


def test_alt_and_a_number_before_the_answer_take_that_hit(hands, counter, three, late):
    fast(hands, *"8000")
    hands.key(Qt.Key.Key_3, 0.2, Qt.KeyboardModifier.AltModifier)
    assert counter.basket.member is None
    late.come()
    assert counter.basket.member == [one.id for one in members.find(counter.till.desk, "8000")][2]


def test_of_many_keys_only_the_last_is_looked_up_and_no_old_answer_is_shown(
    qtbot, hands, counter, three, late
):
    fast(hands, "z")
    qtbot.waitUntil(lambda: late.asked == ["z"])
    fast(hands, *"hangsanf")
    assert listed(counter) == []
    late.come()
    qtbot.waitUntil(lambda: listed(counter) == [three[1]])
    assert late.asked == ["z", "zhangsanf"]


def test_an_answer_that_comes_after_the_search_was_left_is_not_shown(hands, counter, three, late):
    fast(hands, *"8000", ENTER, Qt.Key.Key_Escape)
    late.come()
    assert (counter.finder.text(), counter.basket.member) == ("", None)
    assert counter.left.currentIndex() == 0
