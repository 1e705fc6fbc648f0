"""A form that is made: told as one types; what is wrong is marked, what is missing is said."""

import pytest
from PySide6.QtWidgets import QWidget

from shopdesk import events, festivals, gift_sets, gifts, members, vouchers
from ui.pages.event_forms import EventForm
from ui.pages.festival_form import FestivalsForm
from ui.pages.gift_form import GiftForm
from ui.pages.gift_set_form import GiftSetForm
from ui.pages.voucher_batch import BatchForm
from ui.pages.voucher_issue import IssueForm


@pytest.fixture
def opened(qtbot, till):
    parent = QWidget()
    qtbot.addWidget(parent)

    def open_(form, *given):
        made = form(till, parent, *given)
        made.opened_over = parent
        made.show()
        return made

    return open_


def test_a_gift_is_said_as_one_types(opened):
    form = opened(GiftForm, None)
    assert form.sentences.text().endswith("Still missing: Name")
    form.name.setText("Scarf")
    form.cost.setText("38")
    form.value.setText("88")
    form.stock.setText("30")
    form.lowest.setCurrentIndex(form.lowest.findData("gold"))
    assert form.sentences.text() == (
        "Scarf can be given to Gold and up. It costs ¥38.00 and is worth ¥88.00. 30 are in stock."
    )


def test_what_is_wrong_is_marked_with_its_sentence_and_saving_goes_there(opened, desk):
    form = opened(GiftForm, None)
    form.name.setText("Scarf")
    form.cost.setText("x")
    assert form.cost.property("mood") == "bad"
    assert form.marks.note.text().startswith('"x" cannot be used here')
    assert form.cost.accessibleDescription() == form.marks.note.text()
    form.name.setFocus()
    form.try_it()
    assert form.focusWidget() is form.cost
    assert form.said.text().startswith('"x" cannot be used here')
    assert gifts.catalogue(desk) == []
    form.cost.setText("3")
    assert not form.cost.property("mood")
    assert form.marks.note is None
    assert form.said.isHidden()
    form.try_it()
    assert [gift.cost for gift in gifts.catalogue(desk)] == [300]


def test_saving_says_what_is_missing_and_goes_there(opened, desk):
    form = opened(EventForm, None)
    assert form.sentences.text() == "Still missing: Day"
    assert form.marks.field is None, "nobody has typed anything wrong yet"
    form.on.setText("2026-11-14")
    form.starts.setText("14:00")
    form.capacity.setText("20")
    form.try_it()
    assert form.said.text() == "Still missing: Name"
    assert form.focusWidget() is form.name
    form.name.setText("Tea evening")
    form.ends.setText("25:00")
    assert form.marks.field is form.ends
    form.ends.setText("16:30")
    assert form.sentences.text() == (
        "Tea evening: Sat 14 Nov from 14:00 to 16:30. 20 seats for members."
    )
    form.try_it()
    assert [one.name for one in events.listed(desk)] == ["Tea evening"]


def test_trying_what_is_typed_keeps_nothing_and_tells_nobody(opened, till, desk):
    heard = []
    till.signals.changed.connect(lambda *_topics: heard.append(True))
    form = opened(EventForm, None)
    form.name.setText("Tea evening")
    form.on.setText("2026-11-14")
    assert form.fault is None
    assert (events.listed(desk), heard) == ([], [])


def test_a_set_of_gifts_says_what_each_tier_gets(opened, desk):
    bag = gifts.add(desk, name="Bag", cost=100).id
    form = opened(GiftSetForm, None)
    form.name.setText("Set")
    assert form.sentences.text() == "Choose a gift for one tier at least."
    box = form.boxes["gold"]
    box.setCurrentIndex(box.findData(bag))
    assert form.sentences.text() == "Gold: Bag"
    form.try_it()
    assert [one.name for one in gift_sets.listed(desk)] == ["Set"]


def test_a_festival_says_when_it_comes_and_a_name_that_is_taken(opened, desk):
    festivals.add(desk, name="Tea day", day=(5, 21))
    form = opened(FestivalsForm)
    form.name.setText("Tea day")
    assert form.sentences.text() == "Still missing: Day"
    form.day.setText("11-20")
    assert form.marks.field is form.name
    form.name.setText("Shop day")
    assert form.sentences.text() == ("Shop day comes on Fri 20 Nov, then on Sat 20 Nov 2027.")
    form.try_it()
    assert form.sentences.text() == "Shop day is saved.", "the strip is behind the form"
    form.name.setText("b")
    assert form.sentences.text() == "Still missing: Day"


def test_a_voucher_says_what_it_promises_to_whom_and_until_when(opened, desk, member):
    form = opened(IssueForm, member)
    form.choose_kind("amount")
    assert form.fault is not None
    form.amount.setText("30")
    form.minimum.setText("100")
    assert form.sentences.text() == "张三丰: ¥30 off from ¥100, valid through 14 Dec 2026."
    form.days.setText("-1")
    assert form.marks.field is form.days
    assert vouchers.of_member(desk, member) == []


def test_gifts_above_a_members_tier_are_marked_and_one_that_fits_is_chosen(opened, desk, member):
    above = gifts.add(desk, name="Amber", lowest_tier="gold").id
    fitting = gifts.add(desk, name="Bag").id
    form = opened(IssueForm, member)
    assert form.gift.currentData() == fitting
    place = form.gift.findData(above)
    assert form.gift.itemText(place) == "Amber · only Gold and up"
    form.gift.setCurrentIndex(place)
    assert form.marks.field is form.gift
    form.who.choose(None)
    assert form.fault is None, "the bearer has no tier"
    assert form.gift.itemText(place) == "Amber"


def test_many_vouchers_are_said_before_they_are_looked_at(opened, desk):
    members.register(desk, name="Li")
    form = opened(BatchForm)
    form.choose_kind("amount")
    form.amount.setText("30")
    assert form.sentences.text() == "Every member: ¥30 off, valid through 14 Dec 2026."
    form.amount.setText("x")
    assert form.marks.field is form.amount
