"""From the sample shop to one's own: its rules come along, its people stay."""

from datetime import UTC, datetime, timedelta

import pytest

from shopdesk import (
    Shop,
    checks,
    demo,
    festivals,
    gift_sets,
    gifts,
    members,
    own_shop,
    products,
    promotions,
    rewards,
    segments,
    settings,
    tiers,
)
from shopdesk.refusals import PinRefused
from shopdesk.refusals_of_files import FileExists
from shopdesk.shop import Desk


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    end = datetime(2026, 10, 15, 4, tzinfo=UTC)
    return demo.make(tmp_path_factory.mktemp("demo") / "sample.shopdesk", end=end, days_long=3)


@pytest.fixture
def sample(made, clock):
    with Shop.open(made.location, clock=clock) as shop:
        yield Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


@pytest.fixture
def begun(sample, tmp_path, clock):
    """One's own shop, begun from the sample, by what is taken over."""
    opened = []

    def begin(**options):
        path = own_shop.make(
            sample, tmp_path / f"own{len(opened)}.shopdesk", name="春风茶", owner="王姐",
            pin="258025", **options,
        )  # fmt: skip
        opened.append(Shop.open(path, clock=clock))
        return opened[-1].sign_in("王姐", "258025")

    yield begin
    for shop in opened:
        shop.close()


def test_only_the_sample_shop_is_the_sample(sample, desk):
    assert own_shop.is_sample(sample.shop)
    assert not own_shop.is_sample(desk.shop)


def test_ladder_rules_and_settings_that_were_tried_come_along_and_no_people(sample, begun):
    settings.edit(sample, earn_points=3, hand_discount_cashier_percent=7)
    tiers.set_ladder(sample, tiers.ladder(sample), review_months=6, grace_days=15)
    lasting = promotions.add(sample, name="三周年", offer=promotions.order_percent(5))
    tea = products.listed(sample)[0].id
    promotions.add(
        sample, name="一款茶", offer=promotions.percent_off(5),
        covers=promotions.Covers(products=(tea,)),
    )  # fmt: skip
    over = sample.today() - timedelta(days=1)
    promotions.close(sample, promotions.add(sample, name="已停", offer=lasting.terms.offer).id)
    own = begun(phone="0571-1")
    kept = own.shop.settings
    assert (kept.name, kept.phone, kept.earn_points) == ("春风茶", "0571-1", 3)
    assert kept.hand_discount_cashier_percent == 7
    assert tiers.ladder(own) == tiers.ladder(sample)
    assert (own.shop.known.review_months, own.shop.known.grace_days) == (6, 15)
    assert [gift.name for gift in gifts.catalogue(own)] == [
        gift.name for gift in gifts.catalogue(sample)
    ]
    assert {gift.stock for gift in gifts.catalogue(own)} <= {0, None}
    told = [(rule.name, rule.triggers) for rule in rewards.rules(sample)]
    assert [(rule.name, rule.triggers) for rule in rewards.rules(own)] == told
    kept_offers = [one.name for one in promotions.listed(own)]
    assert "三周年" in kept_offers
    assert not {"一款茶", "已停"} & set(kept_offers)
    assert over < own.today()
    assert members.find(own, "1") == []
    assert own.db.execute_sql("SELECT COUNT(*) FROM member").fetchone() == (0,)
    assert own.db.execute_sql("SELECT COUNT(*) FROM staff").fetchone() == (1,)
    assert not own_shop.is_sample(own.shop)
    assert checks.run(own) == ()


def test_a_shop_can_begin_as_new_as_any_other(sample, begun):
    own = begun(keeps=False)
    assert rewards.rules(own) == []
    assert gifts.catalogue(own) == []
    assert own.shop.settings.currency == sample.shop.settings.currency


def test_what_cannot_be_made_leaves_no_file(sample, tmp_path, monkeypatch):
    with pytest.raises(PinRefused):
        own_shop.make(sample, tmp_path / "a.shopdesk", name="n", owner="o", pin="1")
    with pytest.raises(FileExists):
        own_shop.make(sample, sample.shop.location, name="n", owner="o", pin="258025")
    assert sample.shop.location.exists()

    def fails(*_):
        raise RuntimeError("half way")

    monkeypatch.setattr(own_shop, "_take_over", fails)
    with pytest.raises(RuntimeError, match="half way"):
        own_shop.make(sample, tmp_path / "a.shopdesk", name="n", owner="o", pin="258025")
    assert not (tmp_path / "a.shopdesk").exists()


def test_rules_come_along_with_what_they_speak_of(sample, begun):
    people = segments.get(sample, rewards.rules(sample)[-5].segment)
    first, second = gifts.catalogue(sample)[:2]
    ours = festivals.add(sample, name="店庆", day=(5, 20))
    rewards.add(
        sample, name="店庆礼", trigger=rewards.festival(ours.code), segment=people.id,
        reward=rewards.voucher(gift=first.id, instead=second.id),
        ends_on=sample.today() + timedelta(days=400),
    )  # fmt: skip
    own = begun()

    def told(desk):
        sets = {one.id: one.name for one in gift_sets.listed(desk)}
        names = {gift.id: gift.name for gift in gifts.catalogue(desk)}
        groups = {one.id: one.name for one in segments.listed(desk)} | {None: None}
        days = {code: one.name for code, one in festivals.known(desk).items()}
        for rule in rewards.rules(desk):
            gives = [
                (names.get(getattr(one, "gift", None)), names.get(getattr(one, "instead", None)),
                 sets.get(getattr(one, "gift_set", None)))
                for one in rule.rewards
            ]  # fmt: skip
            comes = [(one.kind, days.get(one.subject), one.number) for one in rule.triggers]
            yield rule.name, gives, comes, groups[rule.segment], rule.ends_on

    assert list(told(own)) == list(told(sample))
