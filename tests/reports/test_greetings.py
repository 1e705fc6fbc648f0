"""Greeting cards wish what their voucher was given for."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from reports import greetings
from reports.wishes import WISHES, wish
from shopdesk import days, festivals, members, rewards, slips, vouchers
from shopdesk.shop import Desk
from shopdesk.slips import VoucherSlip

if TYPE_CHECKING:
    from tests.conftest import SetClock

SHOP = {"shop_name": "青禾茶舍", "shop_phone": "021-5555 0123"}


@pytest.mark.parametrize(
    ("given_for", "title"),
    [
        ({"occasion_code": "birthday"}, "Happy birthday!"),
        ({"occasion_code": "mid_autumn", "festival": "Mid-Autumn Festival"},
         "Happy Mid-Autumn Festival!"),
        ({"occasion_code": "own:3", "festival": "Shop Day"}, "Happy Shop Day!"),
        ({"occasion_code": "years"}, "Thank you for the years together"),
        ({"occasion_code": "away"}, "A gift for you"),
        ({}, "A gift for you"),
    ],
)  # fmt: skip
def test_the_cover_says_what_it_is_about(
    tmp_path: Path, slip: Callable[..., VoucherSlip], read: SimpleNamespace,
    given_for: dict[str, str], title: str,
) -> None:  # fmt: skip
    assert greetings.pdf(tmp_path / "c.pdf", [slip(**given_for)], **SHOP) == 2
    outside, inside = read.texts(tmp_path / "c.pdf")
    assert title in outside.replace("\n", " ")
    assert "Dear 张三丰," in inside
    assert wish(slip(**given_for)).text.split()[0] in inside


def test_a_card_for_the_bearer_names_nobody(
    tmp_path: Path, slip: Callable[..., VoucherSlip], read: SimpleNamespace
) -> None:
    greetings.pdf(tmp_path / "c.pdf", [slip(tier="", holder="For the bearer")], **SHOP)
    assert "Dear friend," in read.texts(tmp_path / "c.pdf")[1]


def test_every_festival_that_is_known_has_a_wish_of_its_own(desk: Desk) -> None:
    assert set(festivals.known(desk)) <= set(WISHES)


@pytest.mark.parametrize(
    ("trigger", "code", "title"),
    [
        (rewards.festival("double_ninth"), "double_ninth", "Good health at Double Ninth"),
        (rewards.festival("double_ninth", before=2), "double_ninth", "Good health at Double Ninth"),
        (rewards.birthday(), "birthday", "Happy birthday!"),
        (rewards.every("month", day=18), "month", "A gift for you"),
    ],
)
def test_a_voucher_knows_what_its_rule_gave_it_for(
    desk: Desk, clock: "SetClock", trigger: Any, code: str, title: str
) -> None:
    members.register(desk, name="李娜", birthday=(10, 18), language="en")
    rewards.add(desk, name="礼", trigger=trigger, reward=rewards.voucher(amount=100))
    clock.now = datetime(2026, 10, 18, 4, tzinfo=UTC)
    days.accept_clock(desk)
    rewards.run(desk)
    (slip,) = slips.of_vouchers(desk, vouchers.listed(desk))
    assert (slip.occasion_code, wish(slip).title) == (code, title)


def test_a_voucher_by_hand_was_given_for_no_festival(desk: Desk) -> None:
    (slip,) = slips.of_vouchers(desk, [vouchers.issue(desk, None, amount=100, occasion="birthday")])
    assert (slip.occasion_code, slip.festival) == ("", "")


def test_a_festival_of_the_shop_is_wished_by_its_name(desk: Desk, clock: "SetClock") -> None:
    own = festivals.add(desk, name="店庆", name_en="Shop Day", day=(10, 18))
    members.register(desk, name="李娜", language="en")
    trigger = rewards.festival(own.code)
    rewards.add(desk, name="礼", trigger=trigger, reward=rewards.voucher(amount=100))
    clock.now = datetime(2026, 10, 18, 4, tzinfo=UTC)
    days.accept_clock(desk)
    rewards.run(desk)
    (slip,) = slips.of_vouchers(desk, vouchers.listed(desk))
    assert wish(slip).title == "Happy Shop Day!"
