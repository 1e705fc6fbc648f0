"""The whole way without a mouse's hand but the person's own, unseen: see ``Journey``."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.journey import Journey


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a screen unseen
def test_one_gets_from_the_first_run_to_a_printed_voucher_that_is_redeemed_once(
    own_computer: Path, qapp: QApplication
) -> None:
    with closing(Journey(own_computer)) as journey:
        journey.go()
    assert journey.came_to == [
        "a shop", "a member", "an upgrade", "a voucher", "paper", "a gift", "a refusal",
    ]  # fmt: skip
