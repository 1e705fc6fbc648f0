"""From the sample shop to one's own: its rules come along, its people stay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shopdesk import (
    Shop,
    checks,
    demo,
    events,
    festivals,
    gift_pictures,
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
    vouchers,
)
from shopdesk.refusals import PinRefused
from shopdesk.refusals_of_files import FileExists
from shopdesk.segments import Filter
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
    told = [
        (rule.name, rule.triggers) for rule in rewards.rules(sample) if not rule.having("attending")
    ]
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


def test_gifts_come_along_with_all_that_they_are_and_in_the_same_sets(sample, begun):
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    cup = gifts.add(
        sample, name="银壶", name_en="Silver pot", cost=30000, stock=4, edition=9, brand="青禾"
    )
    vouchers.issue(sample, None, gift=cup.id)
    gift_pictures.put(sample, cup.id, picture)
    room = gifts.add(sample, name="包间", kind="quota", uses=3, unit="小时", unit_en="hours").id
    out = gifts.add(sample, name="旧礼").id
    graded = gift_sets.add(
        sample, name="升级礼", gifts={"member": room, "silver": out, "gold": cup.id}
    )
    gifts.close(sample, out)
    rewards.add(
        sample, name="月礼", trigger=rewards.every("month"),
        reward=rewards.voucher(gift=cup.id, instead=room),
    )  # fmt: skip
    own = begun()
    new = {gift.name: gift for gift in gifts.catalogue(own, closed=True)}
    assert "旧礼" not in new
    copied = new["银壶"]
    assert gifts.editable(copied) == gifts.editable(cup)
    assert (copied.stock, copied.promised) == (0, 0)
    assert gift_pictures.of_gift(own, copied.id) == picture
    its = next(one for one in gift_sets.listed(own) if one.name == graded.name)
    assert its.gifts == {"member": new["包间"].id, "gold": copied.id}
    monthly = next(rule for rule in rewards.rules(own) if rule.name == "月礼").rewards[0]
    assert (monthly.gift, monthly.instead) == (copied.id, new["包间"].id)
    assert checks.run(own) == ()


def test_a_rule_of_a_set_goes_on_with_the_copy_of_it(sample, begun):
    for number in range(3):  # so that ids of the copy differ
        out = gifts.add(sample, name=f"旧{number}").id
        gift_sets.add(sample, name=f"旧套{number}", gifts={"member": out})
        gifts.close(sample, out)
    bag = gifts.catalogue(sample)[0]
    graded = gift_sets.add(sample, name="套", gifts={"diamond": bag.id})
    rewards.add(
        sample, name="套礼", trigger=rewards.every("month"), reward=rewards.OfTier(graded.id)
    )
    own = begun()
    its = next(one for one in gift_sets.listed(own) if one.name == "套")
    given = next(rule for rule in rewards.rules(own) if rule.name == "套礼").rewards[0]
    assert given.gift_set == its.id != graded.id
    assert gifts.get(own, its.gifts["diamond"]).name == bag.name


def test_rules_that_stand_on_events_or_goods_stay_behind_with_them(sample, begun):
    before = [rule.name for rule in rewards.rules(sample) if not rule.having("attending")]
    evening = events.add(sample, name="答谢会", on=sample.today())
    tea = products.listed(sample)[0].id
    card = products.add(sample, name="卡", price=9_000, pass_product=tea, pass_uses=10).id
    coming, uses = rewards.attending(evening.id), rewards.PassUses(card)
    for name, trigger, reward in (
        ("到场", coming, rewards.Points(5)), ("次数", rewards.joining(), uses),
        ("两样", [coming, rewards.joining()], [uses, rewards.Points(5)]),
    ):  # fmt: skip
        rewards.add(sample, name=name, trigger=trigger, reward=reward)
    own = begun()
    found = {rule.name: rule for rule in rewards.rules(own)}
    assert set(found) == {*before, "两样"}
    assert found["两样"].triggers == (rewards.joining(),)
    assert found["两样"].rewards == (rewards.Points(5),)
    assert events.listed(own) == []


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

    monkeypatch.setattr(own_shop, "take_over", fails)
    with pytest.raises(RuntimeError, match="half way"):
        own_shop.make(sample, tmp_path / "a.shopdesk", name="n", owner="o", pin="258025")
    assert not (tmp_path / "a.shopdesk").exists()


def test_rules_come_along_with_the_sets_segments_and_festivals_that_they_name(sample, begun):
    spare = gifts.add(sample, name="占位", cost=1, value=1, stock=1)
    cup = gifts.add(sample, name="盖碗", cost=1, value=1, stock=5)
    graded = gift_sets.add(sample, name="节礼", gifts={"member": cup.id})
    fans = segments.add(
        sample, name="茶客", is_any=True,
        filters=[Filter("bought", "has", "茶"), Filter("joined", "from", date(2026, 1, 1))],
    )  # fmt: skip
    gone = festivals.add(sample, name="旧节", day=(1, 2))
    festivals.remove(sample, gone.code)
    segments.remove(sample, segments.add(sample, name="旧", filters=[]).id)
    own_day = festivals.add(sample, name="店庆", name_en="Our day", lunar_day=(3, 3))
    terms = {
        "limits": rewards.Limits(per_member=1, period="year", share=50),
        "starts_on": sample.today() + timedelta(days=3),
        "ends_on": sample.today() + timedelta(days=90),
    }
    rewards.add(
        sample, name="店庆礼", trigger=[rewards.festival(own_day.code), rewards.birthday()],
        reward=[rewards.OfTier(graded.id), rewards.voucher(gift=cup.id, instead=spare.id)],
        segment=fans.id, **terms,
    )  # fmt: skip
    past = {"starts_on": sample.today() - timedelta(9), "ends_on": sample.today() - timedelta(1)}
    rewards.add(sample, name="过", trigger=rewards.joining(), reward=rewards.Points(1), **past)
    own = begun()
    copied = next(rule for rule in rewards.rules(own) if rule.name == "店庆礼")
    assert "过" not in [rule.name for rule in rewards.rules(own)]
    its = segments.get(own, copied.segment)
    assert (its.name, its.filters, its.is_any) == ("茶客", fans.filters, True)
    its_day = festivals.get(own, copied.triggers[0].subject)
    assert (its_day.name, its_day.title("en"), its_day.is_lunar) == ("店庆", "Our day", True)
    graded_now, promised = copied.rewards
    its_set = gift_sets.get(own, graded_now.gift_set)
    assert gifts.get(own, its_set.gifts["member"]).name == "盖碗"
    assert [gifts.get(own, id_).name for id_ in (promised.gift, promised.instead)] == [
        "盖碗", "占位",
    ]  # fmt: skip
    assert {name: getattr(copied, name) for name in terms} == terms


def test_a_rule_for_guests_of_an_event_stays_behind_with_it(sample, begun):
    rewards.add(sample, name="茶会", trigger=rewards.attending(1), reward=rewards.Points(1))
    assert "茶会" not in [rule.name for rule in rewards.rules(begun())]
