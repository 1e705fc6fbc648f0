"""The practice shop: as the real one, with nobody real in it, and the real one untouched."""

import pytest

from shopdesk import (
    Shop,
    backups,
    checks,
    gifts,
    members,
    practice,
    products,
    purchases,
    rewards,
    settings,
    staff,
    vouchers,
)
from shopdesk.refusals import SignInRefused, TooManyTries, VoucherShop
from shopdesk.refusals_of_files import NotOfPractice
from shopdesk.store.tables.shop import Event
from tests.conftest import OWNER, PIN


@pytest.fixture
def equipped(desk):
    """A shop with something of everything that practice has too."""
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    settings.edit(desk, name="青禾茶舍", points_expiry="months", points_expiry_count=6)
    tea = products.add(desk, name="茉莉银针", price=6800, category="茶", ean="6901234567892")
    products.add(
        desk, name="十次卡", price=50000, pass_product=tea.id, pass_uses=10, pass_valid_days=90
    )
    gone = products.add(desk, name="旧茶", price=100)
    products.edit(desk, gone.id, discontinued=True)
    umbrella = gifts.add(desk, kind="goods", name="雨伞", stock=3, cost=900)
    rewards.add(
        desk, name="生日", trigger=rewards.birthday(), reward=rewards.voucher(gift=umbrella.id)
    )
    members.register(desk, name="张三丰", phone="13800138000")
    return desk


@pytest.fixture
def practised(equipped):
    """Its practice shop, open."""
    place = practice.make(equipped.shop)
    practice.take_fresh(place)
    with Shop.open(place, clock=equipped.shop.clock) as shop:
        yield shop


def audit(shop):
    return list(Event.select(Event.id, Event.hash).order_by(Event.id).tuples().bind(shop.db))


def test_it_lies_beside_and_knows_its_shop(equipped, practised):
    real = equipped.shop.location
    assert practised.location == practice.place_of(real)
    assert practised.location.parent == real.parent
    assert practice.real_of(practised.location) == real
    assert practice.is_practice(practised)
    assert not practice.is_practice(equipped.shop)


def test_it_has_settings_ladder_goods_gifts_rules_and_staff(equipped, practised):
    own = practised.sign_in(OWNER, PIN)
    assert practised.settings.points_expiry_count == 6
    assert practised.known.ladder == equipped.shop.known.ladder
    assert [one.name for one in products.listed(own)] == ["十次卡", "茉莉银针"]
    card = products.listed(own)[0]
    assert products.get(own, card.pass_product).name == "茉莉银针"
    assert [(one.name, one.stock) for one in gifts.catalogue(own)] == [("雨伞", 50)]
    assert [one.name for one in rewards.rules(own)] == ["生日"]
    assert practised.sign_in("小陈", "4826").role == "cashier"


def test_nobody_real_is_in_it(practised):
    own = practised.sign_in(OWNER, PIN)
    assert members.find(own, "13800138000") == []
    assert members.find(own, "张三丰") == []


def test_its_people_stand_on_every_tier_and_everything_adds_up(practised):
    own = practised.sign_in(OWNER, PIN)
    found = [members.get(own, id_) for id_ in range(1, 13)]
    assert {one.tier.code for one in found} == {one.code for one in practised.known.ladder}
    assert vouchers.listed(own)
    assert not checks.faults(practised.db)


def test_its_name_says_what_it_is_whatever_is_typed_there(practised):
    own = practised.sign_in(OWNER, PIN)
    assert practised.settings.name == "PRACTICE 练习 · 青禾茶舍"
    settings.edit(own, name="as if it were real " * 3)
    assert practised.settings.name.startswith("PRACTICE 练习 · as if it")
    assert len(practised.settings.name) <= 64


def test_the_real_shop_is_untouched_by_making_and_by_selling_there(equipped):
    equipped.shop.close()
    real = equipped.shop.location
    before, heads = real.read_bytes(), audit(equipped.shop)
    equipped.shop.close()
    place = practice.make(equipped.shop)
    practice.take_fresh(place)
    with Shop.open(place, clock=equipped.shop.clock) as shop:
        purchases.record(shop.sign_in(OWNER, PIN), amount=100, pay={"cash": 100})
    equipped.shop.close()
    assert real.read_bytes() == before
    assert audit(equipped.shop) == heads


def test_the_real_shop_takes_no_voucher_of_practice(equipped, practised):
    own = practised.sign_in(OWNER, PIN)
    given = vouchers.issue(own, None, amount=100)
    with pytest.raises(VoucherShop):
        vouchers.redeem(equipped, given.qr)


def test_it_is_not_backed_up(practised, tmp_path):
    with pytest.raises(NotOfPractice):
        backups.make(practised.sign_in(OWNER, PIN), tmp_path)
    assert list(tmp_path.glob("*练习*")) == []


def test_beginning_anew_leaves_nothing_of_before(equipped, practised):
    own = practised.sign_in(OWNER, PIN)
    members.register(own, name="李四", phone="13900139000")
    practised.close()
    place = practice.make(equipped.shop)
    practice.take_fresh(place)
    with Shop.open(place, clock=equipped.shop.clock) as shop:
        assert members.find(shop.sign_in(OWNER, PIN), "13900139000") == []
    assert sorted(file.name for file in place.parent.glob("*practice*")) == [place.name]


def test_wrong_pins_count_on_when_it_is_begun_anew(equipped, practised):
    for _try in range(5):
        with pytest.raises((SignInRefused, TooManyTries)):
            practised.sign_in(OWNER, "111111")
    practised.close()
    practice.take_fresh(practice.make(equipped.shop))
    with Shop.open(practice.place_of(equipped.shop.location), clock=equipped.shop.clock) as shop:
        with pytest.raises(TooManyTries):
            shop.sign_in(OWNER, PIN)
        assert shop.sign_in("小陈", "4826").role == "cashier"


def test_stopped_half_way_it_leaves_no_file(equipped, monkeypatch):
    def broken(*_what):
        raise ZeroDivisionError

    monkeypatch.setattr(practice, "_invent_people", broken)
    with pytest.raises(ZeroDivisionError):
        practice.make(equipped.shop)
    assert list(equipped.shop.location.parent.glob("*practice*")) == []
