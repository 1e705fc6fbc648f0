"""Who sits at the till, and what happens once they may not any more."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from shopdesk import Shop, members, staff
from shopdesk.refusals import RoleChanged, StaffLeft
from shopdesk.shop import Desk


@pytest.fixture
def elsewhere(location, clock, desk):
    """The owner, in another program that has the same shop open."""
    with Shop.open(location, clock=clock) as other:
        yield Desk(other, desk.staff_id, desk.staff_name, desk.role, till="2")


@pytest.fixture
def seated(window, till, desk):
    """A cashier works in the window."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="1")
    window.open()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the owner's pages
    return hired.id


def is_locked(window, till):
    return window.frame is None and till.signed_in is None


def test_who_has_left_reads_no_further_page_and_the_till_locks_with_a_sentence(
    seated, window, till, elsewhere
):
    staff.leave(elsewhere, seated)
    with pytest.raises(StaffLeft):
        window.frame.show_page("members", {})
    assert is_locked(window, till)
    said = "小陈 does not work here any more. Somebody else has to sign in."
    assert window.lock_screen.said.text() == said
    assert window.lock_screen.people == ["店主"]


@pytest.mark.parametrize("becomes", ["gone", "a manager"])
def test_a_page_that_was_read_before_is_not_shown_again_to_who_has_left_or_another_role(
    seated, window, till, elsewhere, becomes
):
    frame = window.frame
    for name in ("members", "counter"):
        frame.show_page(name, {})
    if becomes == "gone":
        staff.leave(elsewhere, seated)
    else:
        staff.edit(elsewhere, seated, role="manager")
    with pytest.raises((StaffLeft, RoleChanged)):
        frame.turn_to("members")
    assert is_locked(window, till)
    assert frame.name == "counter"


def test_a_page_that_is_open_shows_nothing_new_to_who_has_left(seated, window, till, elsewhere):
    window.frame.show_page("members", {})
    shown = window.frame.page
    staff.leave(elsewhere, seated)
    with pytest.raises(StaffLeft):
        shown.load()
    assert is_locked(window, till)


def test_another_role_asks_for_the_pin_again(seated, window, till, elsewhere):
    staff.edit(elsewhere, seated, role="manager")
    with pytest.raises(RoleChanged):
        window.frame.show_page("records", {})
    assert is_locked(window, till)
    assert "another role" in window.lock_screen.said.text()
    till.sign_in("小陈", "4826")
    assert till.desk.role == "manager"


def test_a_role_that_a_change_noticed_first_asks_for_the_pin_as_well(
    seated, window, till, elsewhere, qtbot
):
    desk = till.desk
    staff.edit(elsewhere, seated, role="manager")
    with qtbot.capture_exceptions() as raised:
        members.register(desk, name="张三丰")
    assert desk.role == "manager"
    assert [kind for kind, _error, _trace in raised] == [RoleChanged]
    assert is_locked(window, till)


def test_work_that_may_be_refused_locks_as_well(seated, window, till, elsewhere):
    staff.leave(elsewhere, seated)
    till.attempt(lambda: window.frame.show_page("members", {}))
    assert is_locked(window, till)
    assert "any more" in window.lock_screen.said.text()


def test_another_name_or_pin_locks_nobody_out(seated, window, till, elsewhere):
    staff.edit(elsewhere, seated, name="陈明")
    staff.set_pin(elsewhere, seated, "7531")
    window.frame.show_page("members", {})
    assert not is_locked(window, till)


def test_the_half_made_sale_of_who_has_left_waits(seated, window, till, elsewhere, member):
    till.basket.member, till.basket.amount = member, "482"
    staff.leave(elsewhere, seated)
    with pytest.raises(StaffLeft):
        window.frame.show_page("members", {})
    assert (till.basket.member, till.basket.amount) == (member, "482")
