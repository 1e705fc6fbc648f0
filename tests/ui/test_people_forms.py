"""A forgotten member, a person who is here twice, one who wants to be forgotten: by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from shopdesk import (
    erasing,
    imports,
    members,
    points,
    purchases,
    settings,
    staff,
    stored_value,
)
from tests.ui.hands import ENTER, card_of, turned_to
from tests.ui.test_profile import page, profile
from tests.ui.test_records_page import fill, shown
from ui.lifting import LiftForm
from ui.pages.attach_form import AttachForm
from ui.pages.duplicates_form import DuplicatesForm
from ui.pages.members import Members
from ui.pages.merge_form import MergeForm
from ui.pages.records import Records
from ui.widgets.laid import held_by

__all__ = ["page", "profile"]


@pytest.fixture
def records(qtbot, till):
    made = Records(till)
    qtbot.addWidget(made)
    till.signals.changed.connect(lambda _topics: made.load())
    made.load()
    return made


@pytest.fixture
def walk_in(desk):
    return purchases.record(desk, amount=12_000, pay={"cash": 12_000}).id


@pytest.fixture
def twin(desk):
    """The same person once more, with a number and points of their own."""
    again = members.register(desk, name="张三", phone="13800138000", shared_phone=True).id
    purchases.record(desk, member=again, amount=5_000, pay={"cash": 5_000})
    return again


def keys(*pressed):
    """Press keys wherever the keys are."""
    for one in pressed:
        widget = QApplication.focusWidget()
        if isinstance(one, str):
            QTest.keyClicks(widget, one)
        else:
            QTest.keyClick(widget, one)


def by_keys(answers, *pressed):
    """Answer the next form by keys alone."""

    def answer(form):
        form.show()
        form.activateWindow()
        QTest.qWaitForWindowActive(form)
        keys(*pressed)
        return form.result() == form.DialogCode.Accepted

    answers.given["show"] = answer


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


# --- attaching --------------------------------------------------------------------------------


def test_a_member_is_attached_by_keys_and_stands_on_the_receipt(
    records, walk_in, member, answers, told, qtbot
):
    shown(records, walk_in)
    assert not records.shown.attach.isHidden()
    by_keys(answers, "zhangsan", ENTER, ENTER)
    qtbot.keyClick(records.shown.attach, Qt.Key.Key_Return)
    assert purchases.get(records.till.desk, walk_in).member_id == member
    assert told == [("good", "Receipt 000001 is 张三丰's now, who has 120 points.")]
    assert records.shown.member.text() == "张三丰"
    assert records.shown.attach.isHidden()


def test_the_form_says_before_what_it_earns_or_why_not(qtbot, till, records, walk_in, member):
    made = AttachForm(till, records, records.table.model.rows[0])
    qtbot.addWidget(made)
    assert made.seen.text() == "The price stays as it is. It can be done once."
    made.try_it()
    assert not made.said.isHidden()
    made.who.choose(members.get(till.desk, member))
    assert made.seen.text().startswith("张三丰 earns 120 points.")
    settings.edit(till.desk, attach_days=0)
    till.shop.clock.tick(days=1)
    made.who.choose(members.get(till.desk, member))
    assert "Days back that a member may be attached: 0." in made.seen.text()


def test_a_scanned_card_finds_the_member(qtbot, till, records, walk_in, member):
    made = AttachForm(till, records, records.table.model.rows[0])
    qtbot.addWidget(made)
    assert made.scanned(card_of(till, member))
    assert made.who.found.count() == 1


@pytest.mark.parametrize("spoilt", ["refund", "age"])
def test_it_is_not_offered_where_it_cannot_be(records, walk_in, desk, clock, spoilt):
    if spoilt == "refund":
        purchases.refund(desk, walk_in, amount=1, reason="one fen")
    else:
        clock.tick(days=8)
    shown(records, walk_in)
    assert records.shown.attach.isHidden()


def test_a_refused_attachment_is_said_and_the_form_stays(records, walk_in, member, answers):
    settings.edit(records.till.desk, attach_days=0)
    shown(records, walk_in)
    said = []

    def choose(form):
        form.who.choose(members.get(records.till.desk, member))
        records.till.shop.clock.tick(days=1)
        form.try_it()
        said.append(form.said.text())

    fill(answers, choose)
    records.attach()
    assert said[0].endswith("may be attached: 0.")
    assert purchases.get(records.till.desk, walk_in).member_id is None


# --- merging ----------------------------------------------------------------------------------


def test_two_are_merged_from_a_profile_by_keys_and_parted_from_there(
    profile, twin, answers, told, qtbot
):
    desk, member = profile.till.desk, profile.member.id
    profile.tabs.setCurrentWidget(profile.person)
    number = members.get(desk, twin).number
    by_keys(answers, number, ENTER, ENTER)
    qtbot.keyClick(turned_to(profile.person).membership.merge_button, Qt.Key.Key_Return)
    assert members.get(desk, twin).closed
    assert points.balance(desk, member) == 50
    assert told[-1] == (
        "good", "张三丰 has one membership now. It can be undone through 14 Nov 2026.",
    )  # fmt: skip
    said = texts(turned_to(profile.person).membership)
    assert "Merged with 张三 (100002) on 15 Oct 2026." in said
    (undo,) = turned_to(profile.person).membership.undo_buttons
    qtbot.keyClick(undo, Qt.Key.Key_Return)
    assert not members.get(desk, twin).closed
    assert told[-1] == ("good", "张三丰 and 张三 are two members again.")
    assert not turned_to(profile.person).membership.undo_buttons


def side_by_side(form):
    """What stands in the form: by name, whoever stays, goes over, and is afterwards."""
    lines = (
        [form.grid.itemAtPosition(row, place).widget().text() for place in range(4)]
        for row in range(1, form.grid.rowCount())
    )
    return {name: sides for name, *sides in lines}


def test_stored_value_stands_there_in_all_and_by_its_parts(qtbot, window, till, member, twin):
    for who, principal, bonus in ((member, 10_000, 1_500), (twin, 2_000, 0)):
        stored_value.top_up(
            till.desk, who, principal=principal, bonus=bonus, pay={"cash": principal}
        )
    made = MergeForm(till, window, member, twin)
    qtbot.addWidget(made)
    table = side_by_side(made)
    assert table["Stored value"] == ["¥115.00", "¥20.00", "¥135.00"]
    assert table["Principal"] == ["¥100.00", "¥20.00", "¥120.00"]
    assert table["Bonus"] == ["¥15.00", "¥0.00", "¥15.00"]


def test_side_by_side_stands_what_each_has_and_what_the_survivor_will_have(
    qtbot, window, till, member, twin
):
    made = MergeForm(till, window, member, twin)
    qtbot.addWidget(made)
    table = side_by_side(made)
    assert "Stored value" not in table, "nobody has any"
    assert table["Number"] == ["100001", "100002", "100001"]
    assert table["Member since"] == ["15 Oct 2026"] * 3
    assert table["Points"] == ["0", "50", "50"]
    assert table["Receipts"] == ["0", "1", "1"]
    assert table["Cards"] == ["1", "1", "2"]
    assert "Contacts and ratings" not in table, "nobody has any"
    assert "as long as nothing of what came over was spent" in made.terms.text()
    assert not members.get(till.desk, twin).closed
    made.swap.click()
    assert made.grid.itemAtPosition(2, 1).widget().text() == "100002"
    made.try_it()
    assert members.get(till.desk, member).closed


def test_one_and_the_same_is_refused_in_words(qtbot, window, till, member):
    made = MergeForm(till, window, member)
    qtbot.addWidget(made)
    made.try_it()
    assert not made.said.isHidden()
    made.who.choose(members.get(till.desk, member))
    assert "one and the same" in made.seen.text()
    assert not made.swap.isEnabled()


def test_the_strip_takes_a_merge_back(window, till, member, twin):
    made = MergeForm(till, window, member, twin)
    made.try_it()
    window.frame.strip.undo_button.click()
    assert not members.get(till.desk, twin).closed


def test_an_undoing_that_is_refused_names_the_receipt(profile, twin, told):
    desk, member = profile.till.desk, profile.member.id
    members.merge(desk, keep=member, drop=twin)
    settings.edit(desk, points_step=10, points_value=10)
    purchases.record(desk, member=member, amount=1000, points=10, pay={"cash": 990})
    profile.load()
    turned_to(profile.person).membership.undo_buttons[0].click()
    assert "receipt 000002" in told[-1][1]


def test_after_thirty_days_it_is_no_longer_offered(profile, twin, clock):
    members.merge(profile.till.desk, keep=profile.member.id, drop=twin)
    clock.tick(days=30)
    profile.load()
    assert turned_to(profile.person).membership.undo_buttons
    clock.tick(days=1)
    profile.load()
    assert not turned_to(profile.person).membership.undo_buttons


def test_the_profile_of_who_went_leads_to_the_survivor(page, twin):
    heard = []
    desk, member = page.till.desk, page.profile.member.id
    page.till.wanted.connect(lambda name, what: heard.append((name, what)))
    members.merge(desk, keep=member, drop=twin)
    page.open(twin)
    tab = turned_to(page.profile.person).membership
    assert "Merged into 张三丰 (100001) on 15 Oct 2026." in texts(tab)
    assert not tab.merge_button.isEnabled()
    assert not tab.erase_button.isEnabled()
    held_by(held_by(tab.merges)[0])[1].click()
    assert heard[-1] == ("members", {"member": member})


def test_a_cashier_is_told_at_once_that_it_is_not_theirs(profile, cashier_seated, told):
    turned_to(profile.person).membership.merge()
    turned_to(profile.person).membership.erase()
    assert [mood for mood, _text in told] == ["bad", "bad"]


# --- duplicates -------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot, window, till, member, twin):
    made = DuplicatesForm(till, window)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: made.table.model.rowCount() == 1)
    return made


def test_a_pair_is_listed_with_its_reason_and_merged_from_there(form, till, twin, answers, qtbot):
    assert [form.table.model.text(0, place) for place in range(3)] == [
        "张三丰 · 100001 · 138****8000", "张三 · 100002 · 138****8000", "same phone",
    ]  # fmt: skip
    fill(answers, lambda _merge: None)
    form.merge(form.table.current)
    assert members.get(till.desk, twin).closed
    qtbot.waitUntil(lambda: form.table.model.rowCount() == 0)
    assert form.table.empty.text() == "Nobody seems to be here twice."
    assert not form.two.isEnabled()


def test_a_pair_that_is_two_people_is_not_proposed_again(form, till):
    form.two.click()
    assert form.table.model.rowCount() == 0
    assert members.duplicates(till.desk) == []


@pytest.fixture
def asked(desk, form, cashier_seated, answers):
    """A cashier sits at the form, and whoever is asked allows it; which forms opened."""
    staff.add(desk, name="小林", pin="8426", role="manager")
    opened = []

    def answer(one):
        opened.append(type(one))
        if isinstance(one, LiftForm):
            one.pin.setText("8426")
        one.try_it()
        return one.result()

    answers.given["show"] = answer
    return opened


def test_what_a_cashier_may_not_is_said_and_allowed_in_the_form(form, till, asked, told):
    for deed in (form.look_at, form.two):
        deed.click()
        assert form.said.text() == "小陈 may not do this. Ask the manager or the owner."
        assert not form.help.isHidden()
    assert not told, "the strip is out of reach behind the form"
    form.help.click()
    assert (form.table.model.rowCount(), form.said.isHidden()) == (0, True)
    assert members.duplicates(till.desk) == []
    assert asked == [LiftForm]


def test_a_merge_that_is_allowed_goes_on_in_the_form(form, till, twin, asked, qtbot):
    form.look_at.click()
    form.help.click()
    assert asked == [LiftForm, MergeForm]
    assert members.get(till.desk, twin).closed
    qtbot.waitUntil(lambda: form.table.model.rowCount() == 0)


def test_the_list_of_members_offers_it(qtbot, till, member, answers):
    made = Members(till)
    qtbot.addWidget(made)
    seen = []
    answers.given["show"] = lambda form: seen.append(type(form)) or False
    made.duplicates()
    assert seen == [DuplicatesForm]


# --- erasing ----------------------------------------------------------------------------------


def test_a_person_is_erased_for_a_reason_by_keys(profile, answers, told, qtbot):
    by_keys(answers, "asked in writing", ENTER)
    qtbot.keyClick(turned_to(profile.person).membership.erase_button, Qt.Key.Key_Return)
    assert members.get(profile.till.desk, profile.member.id).name == "X000001"
    assert told == [("good", "The person's data is gone. The figures stay under X000001.")]
    assert profile.name.whole == "X000001"
    assert not turned_to(profile.person).membership.erase_button.isEnabled()


def test_who_came_by_an_import_that_was_undone_can_still_be_erased(page, answers, tmp_path):
    desk, file = page.till.desk, tmp_path / "members.csv"
    file.write_text("number,name\nN1,Ann\n")
    came = imports.members(desk, file)
    ann = members.find(desk, "Ann")[0].id
    imports.undo(desk, came.id)
    page.open(ann)
    tab = turned_to(page.profile.person).membership
    assert (tab.merge_button.isEnabled(), tab.erase_button.isEnabled()) == (False, True)
    by_keys(answers, "asked in writing", ENTER)
    tab.erase_button.click()
    assert members.get(desk, ann).name == erasing.pseudonym(ann)
    assert not turned_to(page.profile.person).membership.erase_button.isEnabled()


def test_what_goes_and_what_stays_is_said_before_and_a_reason_is_needed(profile, answers):
    said = []

    def look(form):
        said.extend(texts(form))
        form.try_it()
        said.append(form.said.text())
        return False

    answers.given["show"] = look
    turned_to(profile.person).membership.erase()
    assert any("go for good" in one for one in said)
    assert any("pseudonym X000001" in one for one in said)
    assert not members.get(profile.till.desk, profile.member.id).closed
