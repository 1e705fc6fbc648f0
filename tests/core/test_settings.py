"""What an owner may decide about the shop, and what no shop can be."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk import purchases, settings
from shopdesk.refusals import NotPermitted, Refused
from shopdesk.shop import Desk, Shop

REFUSED = [
    ("language", "fr", "choice"),
    ("language", "", "choice"),
    ("currency", "USD", "choice"),
    ("timezone", "Mars/Base", "choice"),
    ("timezone", "", "choice"),
    ("timezone", "../etc/passwd", "choice"),
    ("timezone", "Asia", "choice"),
    ("day_ends", "24:00", "choice"),
    ("day_ends", "3 am", "choice"),
    ("day_ends", "03:00+08:00", "choice"),
    ("day_ends", "03:00:30", "choice"),
    ("day_ends", "12:00", "choice"),
    ("name", "", "text"),
    ("name", "长" * 65, "text"),
    ("phone", "1" * 501, "text"),
    ("earn_per", 0, "amount"),
    ("earn_per", -1, "amount"),
    ("earn_per", 1.5, "amount"),
    ("earn_per", True, "amount"),
    ("earn_points", -1, "amount"),
    ("earn_points", 10**13, "amount"),
    ("points_step", 0, "amount"),
    ("points_value", -1, "amount"),
    ("points_value", "100", "amount"),
    ("back_date_days", -1, "amount"),
    ("rounding_unit", 0, "amount"),
    ("rounding_unit", -1, "amount"),
    ("rounding_unit", True, "amount"),
    ("rounding_unit", 0.5, "amount"),
    ("points_cap_percent", -1, "amount"),
    ("points_cap_percent", 101, "amount"),
    ("points_cap_percent", 50.0, "amount"),
    ("hand_discount_cashier_percent", 101, "amount"),
    ("hand_discount_cashier_percent", -1, "amount"),
    ("hand_discount_manager_percent", "50", "amount"),
    ("rounding_cash_only", 1, "choice"),
    ("best_for_customer", "yes", "choice"),
    ("unearning_categories", "茶", "text"),
    ("unearning_categories", ("茶", " "), "text"),
    ("unearning_categories", (1,), "text"),
    ("consent_data", "x" * 501, "text"),
    ("consent_marketing", 5, "text"),
    ("lifecycle_new", 0, "amount"),
    ("lifecycle_new", 90, "amount"),
    ("lifecycle_active", 30, "amount"),
    ("lifecycle_active", 180, "amount"),
    ("lifecycle_dormant", 90, "amount"),
    ("lifecycle_dormant", 3661, "amount"),
    ("lifecycle_dormant", 180.0, "amount"),
    ("lifecycle_new", True, "amount"),
    ("colour", "red", "choice"),
]


@pytest.mark.parametrize(("name", "value", "code"), REFUSED)
def test_settings_no_shop_can_have_are_refused(
    desk: Desk, name: str, value: object, code: str
) -> None:
    before = desk.shop.settings
    with pytest.raises(Refused) as caught:
        settings.edit(desk, **{name: value})
    assert caught.value.code == code
    assert str(caught.value)
    desk.shop.refresh()
    assert desk.shop.settings == before


KEPT: list[tuple[str, Any, Any]] = [
    ("name", "  新  店名 ", "新 店名"),
    ("timezone", "Europe/Berlin", "Europe/Berlin"),
    ("day_ends", "00:00", "00:00"),
    ("day_ends", "11:59", "11:59"),
    ("language", "zh_CN", "zh_CN"),
    ("currency", "CNY", "CNY"),
    ("phone", "021-6234 5678\u202e", "021-6234 5678"),
    ("address", "", ""),
    ("earn_points", 0, 0),
    ("rounding_unit", 10, 10),
    ("points_cap_percent", 0, 0),
    ("hand_discount_manager_percent", 100, 100),
    ("lifecycle_new", 89, 89),
    ("lifecycle_active", 31, 31),
    ("lifecycle_active", 179, 179),
    ("lifecycle_dormant", 91, 91),
    ("lifecycle_dormant", 3660, 3660),
    ("consent_data", " We may\tkeep it. ", "We may keep it."),
    ("unearning_categories", [" 礼品  卡 ", "茶", "茶"], ("礼品 卡", "茶")),
]


@pytest.mark.parametrize(("name", "given", "kept"), KEPT)
def test_settings_are_kept_tidied_and_every_program_sees_them(
    desk: Desk, name: str, given: object, kept: object
) -> None:
    with Shop.open(desk.shop.location, clock=desk.shop.clock) as other:
        assert getattr(other.settings, name) is not None
        changed = settings.edit(desk, **{name: given})
        assert getattr(changed, name) == kept
        other.refresh()
        assert other.settings == changed == desk.shop.settings


def test_only_the_owner_changes_settings(cashier: Desk, shop: Shop) -> None:
    for role in ("cashier", "manager"):
        with pytest.raises(NotPermitted):
            settings.edit(Desk(shop, cashier.staff_id, "小陈", role, "2"), name="我的店")


def test_receipts_keep_the_rule_they_were_made_under(desk: Desk) -> None:
    sold = purchases.record(desk, amount=1000, pay={"cash": 1000})
    settings.edit(desk, earn_per=10, points_step=10)
    assert purchases.get(desk, sold.id) == sold


def test_the_defaults_are_those_of_the_handbook(desk: Desk) -> None:
    now = desk.shop.settings
    assert (now.earn_points, now.earn_per) == (1, 100), "1 yuan earns 1 point"
    assert (now.points_step, now.points_value) == (100, 100), "100 points are worth 1 yuan"
    assert (now.rounding_unit, now.points_cap_percent) == (1, 100), "no rounding, no cap"
    assert (now.hand_discount_cashier_percent, now.hand_discount_manager_percent) == (10, 50)
    assert (now.day_ends, now.timezone, now.currency) == ("03:00", "Asia/Shanghai", "CNY")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "text"),
        ({"owner": ""}, "text"),
        ({"pin": "12345"}, "pin"),
        ({"pin": "secret"}, "pin"),
        ({"currency": "yuan"}, "choice"),
        ({"currency": "CNÝ"}, "choice"),
        ({"language": "de"}, "choice"),
        ({"timezone": "Nowhere"}, "choice"),
        ({"day_ends": "25:00"}, "choice"),
        ({"ladder": "six"}, "choice"),
    ],
)
def test_a_shop_that_cannot_be_is_not_begun(
    tmp_path: Path, wrong: dict[str, str], code: str
) -> None:
    asked = {"name": "店", "owner": "店主", "pin": "258025", "language": "en", **wrong}
    with pytest.raises(Refused) as caught:
        Shop.create(tmp_path / "new.shopdesk", **asked)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_overwritten(shop: Shop) -> None:
    before = shop.location.read_bytes()
    with pytest.raises(Refused) as caught:
        Shop.create(shop.location, name="店", owner="店主", pin="258025", language="en")
    assert caught.value.code == "file_exists"
    assert shop.location.read_bytes() == before


def test_vouchers_say_where_the_shop_is_reached(desk: Desk) -> None:
    assert desk.shop.settings.contact == ""
    assert settings.edit(desk, address="清河路 8 号").contact == "清河路 8 号"
    assert settings.edit(desk, phone="021-5555 0123").contact == "021-5555 0123 · 清河路 8 号"
