"""From the sample shop to one's own, in one form."""

import pytest

from shopdesk import Shop, members, own_shop, sample, settings
from shopdesk.store.change import change
from ui.pages.own_shop_form import OwnShopForm, free_place
from ui.pages.settings_shop import ShopSection


@pytest.fixture
def sampled(till):
    """The shop as if it were the sample shop: made twice."""
    with change(till.desk, action="shop.create"):
        pass
    return till


@pytest.fixture
def form(qtbot, window, sampled, tmp_path):
    made = OwnShopForm(sampled, window, tmp_path / "new" / "own")
    qtbot.addWidget(made)
    made.name.setText("春风茶舍")
    made.owner.setText("王姐")
    for secret in (made.pin, made.again):
        secret.setText("730162")
    return made


def test_ones_own_shop_is_made_and_opened_with_its_owner(form, till, tmp_path):
    settings.edit(till.desk, earn_points=3)
    members.register(till.desk, name="Ann")
    went = []
    till.elsewhere.connect(lambda *where: went.append(where))
    form.try_it()
    place = tmp_path / "new" / "own.shopdesk"
    assert went == [(place, "王姐", "730162")]
    with Shop.open(place, clock=till.shop.clock) as shop:
        assert (shop.settings.name, shop.settings.earn_points) == ("春风茶舍", 3)
        assert members.find(shop.sign_in("王姐", "730162"), "Ann") == []
        assert not sample.is_sample(shop)


def test_it_begins_as_new_as_any_other_where_that_is_wished(form, till, tmp_path):
    settings.edit(till.desk, earn_points=3)
    form.keeps.setChecked(False)
    form.try_it()
    with Shop.open(tmp_path / "new" / "own.shopdesk", clock=till.shop.clock) as shop:
        assert shop.settings.earn_points == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("again", "730163", "differ"),
        ("pin", "1234", "differ"),
        ("name", " ", ""),
        ("owner", "", ""),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(form, till, tmp_path, field, typed, said):
    went = []
    till.elsewhere.connect(lambda *where: went.append(where))
    getattr(form, field).setText(typed)
    form.try_it()
    assert said in form.said.text()
    assert not form.said.isHidden()
    assert went == []
    assert not (tmp_path / "new" / "own.shopdesk").exists()


def test_the_second_pin_has_the_keys_where_the_two_differ(form):
    form.name.setFocus()
    form.again.setText("730163")
    form.try_it()
    assert form.focusWidget() is form.again
    assert form.again.selectedText()


def test_a_pin_typed_as_fast_as_a_scan_stays_in_its_field(form, qtbot):
    form.show()
    form.again.clear()
    form.again.setFocus()
    qtbot.waitUntil(form.again.hasFocus)
    assert form.scanned("730162")
    assert form.again.text() == "730162"


def test_a_place_that_is_free_is_proposed(tmp_path, monkeypatch):
    from ui.pages import own_shop_form

    usual = tmp_path / "shop.shopdesk"
    monkeypatch.setattr(own_shop_form, "default_shop", lambda: usual)
    assert free_place(tmp_path / "sample.shopdesk") == usual
    usual.write_bytes(b"")
    assert free_place(tmp_path / "sample.shopdesk") == tmp_path / "shop-2.shopdesk"


def test_only_the_sample_shop_offers_it_in_the_settings(qtbot, till, answers):
    made = ShopSection(till)
    qtbot.addWidget(made)
    assert made._sample() == []
    with change(till.desk, action="shop.create"):
        pass
    answers.given["show"] = False
    made = ShopSection(till)
    qtbot.addWidget(made)
    made.begin_own()
    assert [kind for kind, _what in answers.asked] == ["show"]
    assert own_shop.is_sample(till.shop)
