"""Who gets in, and what each role may do."""

import ast
import importlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import shopdesk
from shopdesk import (
    cards,
    cash,
    days,
    figures,
    gifts,
    members,
    months,
    permissions,
    pins,
    products,
    purchases,
    rewards,
    settings,
    shifts,
    staff,
    tiers,
    vouchers,
)
from shopdesk.permissions import LOWEST_ROLE, ROLES
from shopdesk.refusals import NotPermitted, Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Event, Staff
from tests.conftest import PIN_COST

CORE = Path(shopdesk.__file__).parent


# --- getting in -------------------------------------------------------------------------------


def test_the_owner_signs_in_at_a_till(shop: Shop) -> None:
    desk = shop.sign_in(" 店 主 ", "258025", till="3")
    assert (desk.staff_name, desk.role, desk.till) == ("店主", "owner", "3")
    event = Event.select().order_by(Event.id.desc()).bind(shop.db).first()
    assert (event.action, event.till, event.subject) == ("desk.sign_in", "3", desk.staff_id)


def test_a_wrong_name_and_a_wrong_pin_are_refused_alike(shop: Shop) -> None:
    said = set()
    for name, pin in [("店主", "258026"), ("nobody", "258025"), ("店主", "２５８０２５\ud800")]:
        with pytest.raises(Refused) as caught:
            shop.sign_in(name, pin)
        said.add((caught.value.code, str(caught.value)))
    assert len(said) == 1
    assert said.pop()[0] == "sign_in"


def test_a_wrong_name_takes_as_long_as_a_wrong_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[tuple[object, ...]] = []
    stored, real = pins.sealed("258025"), pins._key

    def counted(pin: str, salt: bytes, *cost: int) -> bytes:
        costs.append(cost)
        return b""

    monkeypatch.setattr(pins, "_key", counted)
    pins.matches("1", stored)
    pins.matches("1", pins.nobodys())
    assert costs[0] == costs[1]
    assert real is not counted


def test_trying_a_pin_takes_time_and_memory() -> None:
    assert PIN_COST * pins._BLOCK * 128 >= 32 * 2**20


def test_pins_are_kept_salted_and_hashed() -> None:
    first, second = (pins.hashed("4826", "cashier", "en") for _ in "ab")
    assert first != second
    assert "4826" not in first
    assert pins.matches("4826", first)
    assert not pins.matches("4827", first)


@pytest.mark.parametrize(
    ("role", "pin", "fits"),
    [
        ("owner", "12345", False),
        ("owner", "123456", True),
        ("manager", "123", False),
        ("manager", "1234", True),
        ("cashier", "1234", True),
        ("cashier", "123", False),
        ("cashier", "123456789012", True),
        ("cashier", "1234567890123", False),
        ("cashier", "12a4", False),
        ("cashier", "１２３４", False),
        ("cashier", "", False),
    ],
)
def test_a_pin_is_long_enough_for_its_role(
    role: str, pin: str, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "_key", lambda *_: b"key")
    if fits:
        assert pins.hashed(pin, role, "en")
        return
    with pytest.raises(Refused) as caught:
        pins.hashed(pin, role, "en")
    assert caught.value.code == "pin"


def test_staff_are_added_once_by_the_owner(desk: Desk, cashier: Desk) -> None:
    assert [(s.name, s.role) for s in staff.everyone(desk)] == [
        ("店主", "owner"),
        ("小陈", "cashier"),
    ]
    for name, role, code in [("小 陈", "cashier", "staff_taken"), ("李", "boss", "choice"),
                             ("", "cashier", "text")]:  # fmt: skip
        with pytest.raises(Refused) as caught:
            staff.add(desk, name=name, pin="1234", role=role)
        assert caught.value.code == code
    with pytest.raises(NotPermitted):
        staff.add(cashier, name="李", pin="1234", role="cashier")


def test_who_has_left_can_do_nothing_more_even_at_an_open_desk(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    Staff.update(left_on=1).where(Staff.id == cashier.staff_id).bind(shop.db).execute()
    with pytest.raises(Refused) as caught:
        shop.sign_in("小陈", "4826")
    assert caught.value.code == "sign_in"
    with pytest.raises(NotPermitted):
        members.register(cashier, name="张三丰")
    assert [s.name for s in staff.everyone(desk)] == ["店主"]


def test_a_role_cannot_be_claimed(cashier: Desk, shop: Shop) -> None:
    claimed = Desk(shop, cashier.staff_id, cashier.staff_name, "owner", "2")
    with pytest.raises(NotPermitted):
        settings.edit(claimed, name="我的店")


# --- who may ----------------------------------------------------------------------------------


def _constants(node: ast.expr | None) -> list[str]:
    found = ast.walk(node) if node is not None else ()
    return [n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _actions(node: ast.expr | None, names: dict[str, str]) -> list[str]:
    """What is named, or every action of a noun where it is put together: ``f"imports.{…}"``."""
    if isinstance(node, ast.Name):
        return [names[node.id]] if node.id in names else []
    if isinstance(node, ast.JoinedStr):
        start = _constants(node.values[0])[0]
        return [action for action in LOWEST_ROLE if action.startswith(start)]
    return _constants(node)


def _names(tree: ast.Module) -> dict[str, str]:
    """The texts that a file gives a name, and those that it has from another room."""
    of_others = {
        one.name: getattr(importlib.import_module(str(node.module)), one.name, None)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("shopdesk")
        for one in node.names
    }
    own = {
        getattr(one.targets[0], "id", ""): one.value.value
        for one in tree.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
    }
    return {name: text for name, text in (of_others | own).items() if isinstance(text, str)}


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _asked() -> set[str]:
    """Every action and wider right that a command of the core names."""
    found: set[str] = set()
    for path in CORE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = _names(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "change":
                named = {k.arg: k.value for k in node.keywords}
                found.update(_actions(named["action"], names))
                found.update(_constants(named.get("permission")))
            if isinstance(node, ast.Call) and _called(node) in ("may", "require", "require_to_act"):
                found.update(_actions(node.args[-1] if node.args else None, names))
            if isinstance(node, ast.Call) and _called(node) == "tries":
                found.update(_actions(node.args[0], names))
            if isinstance(node, ast.FunctionDef) and node.name == "action":
                for returned in (n for n in ast.walk(node) if isinstance(n, ast.Return)):
                    found.update(_constants(returned.value))
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "permission":
                found.update(_constants(node.value))
    return found


ASKED = _asked()


@pytest.mark.parametrize("action", sorted(ASKED | LOWEST_ROLE.keys()))
def test_every_action_has_a_role_and_every_role_an_action(action: str) -> None:
    assert action in LOWEST_ROLE
    assert action in ASKED


@pytest.mark.parametrize("action", sorted(LOWEST_ROLE))
def test_a_higher_role_may_what_a_lower_one_may(action: str) -> None:
    allowed = [permissions.reaches(role, LOWEST_ROLE[action]) for role in ROLES]
    assert allowed[0], "the owner may do everything"
    assert allowed == sorted(allowed, reverse=True)
    assert not permissions.reaches("", LOWEST_ROLE[action])
    assert not permissions.reaches("boss", LOWEST_ROLE[action])


def _commands(desk: Desk) -> dict[str, Callable[[Desk], Any]]:
    """One call for every action that a person may be refused."""
    member = members.register(desk, name="张三丰").id
    product = products.add(desk, name="茶", price=100).id
    gift = gifts.add(desk, name="袋", stock=5).id
    held = vouchers.issue(desk, member, gift=gift)
    other = vouchers.issue(desk, member, amount=100)
    sold, again = (purchases.record(desk, amount=100, pay={"cash": 100}) for _ in "ab")
    gold = rewards.upgrade("gold")
    return {
        "members.register": lambda d: members.register(d, name="李四"),
        "members.edit": lambda d: members.edit(d, member, name="张四"),
        "members.replace_card": lambda d: cards.replace(d, member),
        "products.add": lambda d: products.add(d, name="水", price=1),
        "products.edit": lambda d: products.edit(d, product, price=2),
        "purchases.record": lambda d: purchases.record(d, amount=1, pay={"cash": 1}),
        "purchases.back_date": lambda d: purchases.record(
            d, amount=1, pay={"cash": 1}, on=d.today() - timedelta(days=1)
        ),
        "purchases.refund": lambda d: purchases.refund(d, sold.id, reason="x"),
        "purchases.void": lambda d: purchases.void(d, again.id, reason="x"),
        "tiers.set_ladder": lambda d: tiers.set_ladder(d, tiers.ladder(d)),
        "gifts.add": lambda d: gifts.add(d, name="杯"),
        "gifts.receive": lambda d: gifts.receive(d, gift, 1),
        "vouchers.issue": lambda d: vouchers.issue(d, member, amount=1),
        "vouchers.redeem": lambda d: vouchers.redeem(d, held.code),
        "vouchers.void": lambda d: vouchers.void(d, other.id, reason="x"),
        "rewards.add": lambda d: rewards.add(
            d, name="礼", trigger=gold, reward=rewards.voucher(amount=1)
        ),
        "rewards.run": rewards.run,
        "figures.month": lambda d: figures.month(d, 2026, 10),
        "days.run": days.run,
        "days.accept_clock": days.accept_clock,
        "settings.change": lambda d: settings.edit(d, name="店"),
        "cash.pay_in": lambda d: cash.pay_in(d, 100, reason="x"),
        "shifts.begin": lambda d: shifts.begin(d, 100),
        "drawer.see": shifts.expected,
        "days.close": days.close,
        "months.close": lambda d: months.close(d, 2026, 9),
    }


def test_a_cashier_is_told_no_cost_and_what_they_sell_and_give_keeps_it(
    desk: Desk, shop: Shop
) -> None:
    member = members.register(desk, name="张三丰").id
    tea = products.add(desk, name="茶", price=100, cost=60, ean="6901234567892").id
    bag = gifts.add(desk, name="袋", cost=800, stock=5).id
    rewards.add(
        desk, name="礼", trigger=rewards.upgrade("silver"), reward=rewards.voucher(gift=bag)
    )
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier").id
    cashier = Desk(shop, hired, "小陈", "cashier", "2")
    for seen in (
        products.get(cashier, tea), products.find(cashier, "茶")[0],
        products.listed(cashier)[0], products.with_ean(cashier, "6901234567892"),
        products.by_ids(cashier, [tea])[tea], gifts.get(cashier, bag),
        gifts.catalogue(cashier)[0], rewards.preview(cashier),
        purchases.quote(cashier, lines=[(tea, 1)]).lines[0].item,
    ):  # fmt: skip
        assert seen is not None
        assert seen.cost is None
    purchases.record(cashier, member=member, lines=[(tea, 1000)], pay={"cash": 100_000})
    (given,) = vouchers.of_member(cashier, member)
    assert given.cost is None
    assert vouchers.get(desk, given.id).cost == 800
    sold = shop.db.execute_sql("SELECT cost FROM purchase_line").fetchall()
    assert sold == [(60,)]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(
    desk: Desk, shop: Shop, role: str
) -> None:
    commands = _commands(desk)
    hired = Staff.insert(name="小陈", folded="小陈", role=role, pin_hash="").bind(shop.db).execute()
    person = Desk(shop, hired, "小陈", role, "2")
    for action, command in commands.items():
        if permissions.may(person, action):
            command(person)
            continue
        with pytest.raises(NotPermitted) as caught:
            command(person)
        assert caught.value.code == "permission"
        assert "小陈" in str(caught.value)
