"""Withdrawing a voucher: what is said before it is done."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from shopdesk import gifts, vouchers
from ui.pages.voucher_withdraw import WithdrawForm


@pytest.fixture
def said(qtbot, till):
    """All that the form says of a voucher."""

    def read(voucher):
        parent = QWidget()
        qtbot.addWidget(parent)
        form = WithdrawForm(till, parent, voucher)
        return " ".join(one.text() for one in form.findChildren(QLabel))

    return read


@pytest.mark.parametrize(
    ("promise", "is_kept"),
    [("counted", True), ("free", False), ({"amount": 3000}, False), ({"percent_off": 10}, False)],
)
def test_only_of_a_gift_that_is_counted_it_is_said_that_it_goes_back_to_stock(
    desk, said, promise, is_kept
):
    stock = {"counted": 10, "free": None}
    if promise in ("counted", "free"):
        gift = gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=stock[promise])
        promise = {"gift": gift.id}
    told = said(vouchers.issue(desk, None, **promise))
    assert ("goes back to free stock" in told) == is_kept
    assert "can never be used again" in told
