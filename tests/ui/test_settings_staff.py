"""Staff and PINs on the screen."""

import pytest

from shopdesk import Refused, pins, staff
from shopdesk.shop import Desk
from ui.pages.settings_staff import StaffSection


@pytest.fixture
def team(qtbot, till):
    made = StaffSection(till)
    qtbot.addWidget(made)
    made.load()
    return made


@pytest.fixture
def cashier(desk, till):
    """A cashier takes the owner's seat."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="1")
    return till.signed_in


def fill(answers, **texts):
    """Answer the next form: type the texts, press the button; tells what the form said."""
    said = []

    def filled(form):
        for name, text in texts.items():
            part = form
            for step in name.split("__"):
                part = getattr(part, step)
            if hasattr(part, "setText"):
                part.setText(text)
            else:
                part.setCurrentIndex(part.findData(text))
        form.try_it()
        said.append(form.said.text())
        return form.result() == 1

    answers.given["show"] = filled
    return said


def column(table, place):
    shown = table.model
    return [shown.data(shown.index(line, place)) for line in range(shown.rowCount())]


def people(team):
    return [(person.name, person.role) for person in team.table.model.rows]


def test_a_colleague_is_added_with_a_pin_typed_twice(team, answers, told, till):
    said = fill(answers, name="小陈", pin__first="4826", pin__again="4827")
    team.add()
    assert said == ["The two PINs are not the same. Type both again."]
    fill(answers, name="小陈", pin__first="4826", pin__again="4826")
    team.add()
    assert people(team) == [("店主", "owner"), ("小陈", "cashier")]
    assert told == [("good", "小陈 is saved.")]
    assert till.shop.sign_in("小陈", "4826")


def test_whoever_becomes_an_owner_is_asked_for_a_longer_pin(team, answers, desk, till):
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    team.load()
    team.table.mark(1)
    asked = []

    def filled(form):
        asked.append(form.pin.part.isHidden())
        form.role.setCurrentIndex(form.role.findData("owner"))
        asked.append(form.pin.part.isHidden())
        for each in (form.pin.first, form.pin.again):
            each.setText("4826")
        form.try_it()
        asked.append(form.said.text())
        for each in (form.pin.first, form.pin.again):
            each.setText("482600")
        form.try_it()
        return True

    answers.given["show"] = filled
    team.edit()
    assert asked == [True, False, "A PIN is 6 to 12 digits here. Choose another."]
    assert people(team)[1] == ("小陈", "owner")
    assert till.shop.sign_in("小陈", "482600")


def test_a_new_pin_is_set_for_whoever_is_marked(team, answers, desk, till, told):
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    team.load()
    team.table.mark(1)
    fill(answers, pin__first="7531", pin__again="7531")
    team.set_pin()
    assert till.shop.sign_in("小陈", "7531")
    assert told == [("good", "小陈 signs in with the new PIN from now on.")]


def test_who_leaves_is_asked_about_first(team, answers, desk, told):
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    team.load()
    assert not team.leave_button.isEnabled(), "nobody lets themselves go"
    team.table.mark(1)
    answers.given["ask"] = False
    team.leave()
    assert len(people(team)) == 2
    answers.given["ask"] = True
    team.leave()
    assert people(team) == [("店主", "owner")]
    assert told == [("good", "小陈 can no longer sign in.")]


def test_everyone_else_changes_only_their_own_pin(cashier, team, answers, till):
    assert team.add_button.isHidden()
    assert team.leave_button.isHidden()
    assert not team.own.isHidden()
    team.table.opened.emit(team.table.model.rows[0])
    assert not answers.asked
    said = fill(answers, old="4827", pin__first="7531", pin__again="7531")
    team.own.click()
    assert said == ["That is not your current PIN. Type it again; the new one was not saved."]
    assert till.shop.sign_in("小陈", "4826")
    fill(answers, old="4826", pin__first="7531", pin__again="7531")
    team.own.click()
    assert till.shop.sign_in("小陈", "7531")


def test_an_owner_is_asked_for_the_old_pin_of_their_own_alone(team, answers, desk, till):
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    team.load()
    asked = []

    def looked(form):
        asked.append((form.person.name, form.old is not None))
        return False

    answers.given["show"] = looked
    for line in (0, 1):
        team.table.mark(line)
        team.set_pin()
    assert asked == [("店主", True), ("小陈", False)]


def test_who_is_kept_out_by_wrong_pins_is_let_in_again_by_an_owner(
    team, desk, till, told, monkeypatch
):
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    with monkeypatch.context() as cheap:
        cheap.setattr(pins, "matches", lambda *_: False)
        for _ in range(5):
            with pytest.raises(Refused):
                till.shop.sign_in("小陈", "0000")
    team.load()
    assert team.unlock_button.isHidden()
    team.table.mark(1)
    assert column(team.table, 1) == ["Owner", "Cashier · no sign-in until 12:01"]
    team.unlock_button.click()
    assert told == [("good", "小陈 can sign in again.")]
    assert team.unlock_button.isHidden()
    assert till.shop.sign_in("小陈", "4826")


def test_a_commission_is_typed_in_percent_and_listed(team, answers, desk):
    fill(answers, name="小陈", pin__first="4826", pin__again="4826", commission="1.5")
    team.add()
    assert [one.commission for one in staff.everyone(desk)] == [0, 150]
    assert column(team.table, 2) == ["", "1.50%"]
    team.table.mark(1)
    said = fill(answers, commission="100.01")
    team.edit()
    assert said[0].startswith('"10001" cannot be used here')
    fill(answers, commission="")
    team.edit()
    assert column(team.table, 2) == ["", ""]
