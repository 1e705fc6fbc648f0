"""Permissions on the screen: by groups, with what stays, saved together."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from shopdesk import permissions, products
from shopdesk.permissions import FIXED, LOWEST_ROLE
from ui.pages.products import Products
from ui.pages.settings_permissions import PermissionsSection


@pytest.fixture
def section(qtbot, till):
    return whole(qtbot, till)


def whole(qtbot, till):
    """The section with all its groups."""
    made = PermissionsSection(till)
    qtbot.addWidget(made)
    made.load()
    while made.make_next():
        pass
    return made


def choose(section, action, role):
    box = section.roles[action]
    box.setCurrentIndex(box.findData(role))


def test_every_action_that_is_not_fixed_has_a_choice_that_says_what_is_as_delivered(section):
    assert section.roles.keys() == LOWEST_ROLE.keys() - FIXED
    for action, box in section.roles.items():
        assert box.currentData() == LOWEST_ROLE[action]
        assert box.currentText().endswith(" · default")
        assert box.accessibleName()
        assert [box.itemData(place) for place in range(3)] == ["cashier", "manager", "owner"]


def test_what_is_chosen_is_saved_together_and_counts_from_then_on(section, desk, told):
    choose(section, "purchases.refund", "cashier")
    choose(section, "vouchers.issue", "owner")
    section.load()  # read again meanwhile
    assert desk.shop.settings.permissions == {}
    section.record()
    assert desk.shop.settings.permissions == {
        "purchases.refund": "cashier", "vouchers.issue": "owner",
    }  # fmt: skip
    assert told == [("good", "Who may do what is saved.")]
    section.record()
    assert len(told) == 1, "nothing is saved twice"


def test_the_wheel_scrolls_past_a_choice(section, qtbot):
    section.show()
    box = section.roles["purchases.refund"]
    at, none = QPointF(5, 5), QPoint()
    wheel = QWheelEvent(
        at, at, none, QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.currentData() == "manager"


def test_its_groups_come_one_after_the_other_and_are_walked_through_before_the_buttons(qtbot, till):
    made = PermissionsSection(till)
    qtbot.addWidget(made)
    assert not made.roles
    made.load()
    made.show()
    qtbot.waitUntil(lambda: made.roles.keys() == LOWEST_ROLE.keys() - FIXED)
    walked, at = [], next(iter(made.roles.values()))
    while at is not made.delivered:
        walked += [at] if at in made.roles.values() else []
        at = at.nextInFocusChain()
    assert walked == list(made.roles.values())


def test_escape_takes_back_what_was_not_saved(section, desk):
    choose(section, "purchases.refund", "cashier")
    assert section.escape()
    assert section.roles["purchases.refund"].currentData() == "manager"
    assert not section.escape()


def test_as_delivered_is_seen_before_it_is_saved(section, desk):
    permissions.set(desk, "purchases.refund", "cashier")
    section.load()
    section.delivered.click()
    assert section.roles["purchases.refund"].currentData() == "manager"
    assert desk.shop.settings.permissions == {"purchases.refund": "cashier"}
    section.save_button.click()
    assert desk.shop.settings.permissions == {}


def test_whoever_is_no_owner_reads_it_only(qtbot, till, cashier_seated):
    made = whole(qtbot, till)
    assert made.roles
    assert not any(box.isEnabled() for box in made.roles.values())
    assert made.save_button.isHidden()
    assert made.delivered.isHidden()


@pytest.mark.parametrize("role", ["manager", "cashier"])
def test_pages_ask_the_shops_own_table(qtbot, till, desk, cashier_seated, role):
    permissions.set(desk, "products.add", role)
    page = Products(till)
    qtbot.addWidget(page)
    assert page.may_change is (role == "cashier")


def test_costs_are_shown_to_whom_the_shop_lets_see_them(qtbot, till, desk, cashier_seated):
    products.add(desk, name="茶", price=100, cost=60)
    for role, heads in (("manager", False), ("cashier", True)):
        permissions.set(desk, "costs.see", role)
        page = Products(till)
        qtbot.addWidget(page)
        titles = [column.title for column in page.table.model.columns]
        assert ("Cost" in titles) is heads
