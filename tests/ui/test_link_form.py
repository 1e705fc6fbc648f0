"""An unknown code gets somebody or something to belong to."""

import pytest

from shopdesk import cards, members, products
from tests.ui.hands import looked_up
from ui.pages.link_form import LinkForm

CODE = "4006381333931"


@pytest.fixture
def form(qtbot, window, till):
    made = LinkForm(till, window, CODE)
    qtbot.addWidget(made)
    return made


def choose(form, typed):
    form.finder.setText(typed)
    form.finder.textEdited.emit(typed)
    looked_up()
    form.finder.returnPressed.emit()


def test_a_code_is_linked_to_a_member_and_finds_them(form, till, member, told):
    choose(form, "张三丰")
    form.try_it()
    assert cards.member_of(till.desk, CODE) == member
    assert told[-1] == ("good", f"{CODE} finds 张三丰 from now on.")


def test_a_code_becomes_the_barcode_of_a_product(form, till, tea):
    choose(form, "银针")
    form.try_it()
    assert products.with_ean(till.desk, CODE).id == tea


def test_nothing_chosen_links_nothing_and_says_so(form):
    form.try_it()
    assert not form.said.isHidden()


def test_the_strip_offers_to_link_an_unknown_code(window, answers):
    seen = []
    answers.given["show"] = lambda form: seen.append(form.code)
    window._scanned(CODE)
    assert window.frame.strip.offer_button.text() == "Link it…"
    window.frame.strip.offer_button.click()
    assert seen == [CODE]


def test_several_that_fit_are_numbered_in_the_form(form, till):
    for name in ("张三", "张三丰"):
        members.register(till.desk, name=name)
    form.finder.setText("张")
    form.finder.textEdited.emit("张")
    looked_up()
    assert form.finder.hint.window() is form
    assert not form.finder.hint.isHidden()
