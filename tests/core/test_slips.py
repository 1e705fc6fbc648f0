"""What stands on paper: in the member's language, and nothing of the promise left out."""

from typing import Any

import pytest

from shopdesk import gift_pictures, gifts, members, purchases, slips, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

PICTURE = b"\xff\xd8\xff" + bytes(40)


@pytest.fixture
def member(desk: Desk) -> int:
    made = members.register(desk, name="a<b 张三丰", language="en")
    purchases.record(desk, member=made.id, amount=300_000, pay={"cash": 300_000})
    return made.id


def slip_of(desk: Desk, member: int | None, **promise: Any) -> slips.VoucherSlip:
    (slip,) = slips.of_vouchers(desk, [vouchers.issue(desk, member, **promise)])
    return slip


@pytest.mark.parametrize(
    ("promise", "title", "terms"),
    [
        ({"amount": 3000}, "¥30 off", ""),
        ({"amount": 3000, "minimum": 40_000}, "¥30 off from ¥400", ""),
        ({"percent_off": 10}, "10% off", ""),
        ({"percent_off": 10, "cap": 5000}, "10% off", "At most ¥50 off"),
        ({"percent_off": 10, "minimum": 9950}, "10% off", "From ¥99.50"),
        (
            {"percent_off": 10, "cap": 5000, "minimum": 10_000},
            "10% off",
            "From ¥100 · At most ¥50 off",
        ),
        ({"amount": 3000, "is_alone": True}, "¥30 off", "Not together with another voucher"),
        (
            {"percent_off": 10, "minimum": 9950, "is_alone": True},
            "10% off",
            "From ¥99.50 · Not together with another voucher",
        ),
    ],
)
def test_every_condition_of_a_promise_is_printed(
    desk: Desk, member: int, promise: dict[str, Any], title: str, terms: str
) -> None:
    slip = slip_of(desk, member, **promise)
    assert (slip.title, slip.terms) == (title, terms)


def test_a_slip_names_its_holder_and_the_tier(desk: Desk, member: int) -> None:
    slip = slip_of(desk, member, amount=100, occasion="生日 birthday")
    assert (slip.tier, slip.holder) == ("Gold", "a<b 张三丰")
    assert slip.occasion == "生日 birthday"
    assert slip.colour == "#d9b24a"
    assert slip.qr.startswith(slip.code)
    assert (slip.valid_until_on - slip.valid_from_on).days == 60


@pytest.mark.parametrize(("value", "terms"), [(2500, "Worth ¥25"), (0, "")])
def test_a_gift_is_named_and_valued(desk: Desk, member: int, value: int, terms: str) -> None:
    gift = gifts.add(desk, name="帆布袋", name_en="Canvas bag", value=value).id
    slip = slip_of(desk, member, gift=gift)
    assert (slip.title, slip.terms) == ("Canvas bag", terms)
    bearers = slip_of(desk, None, gift=gift)
    assert (bearers.tier, bearers.holder) == ("", "For the bearer")


def test_the_language_on_paper_is_the_members(desk: Desk) -> None:
    gift = gifts.add(desk, name="帆布袋", name_en="Canvas bag").id
    chinese = members.register(desk, name="李四", language="zh_CN").id
    slip = slip_of(desk, chinese, gift=gift)
    assert (slip.language, slip.title) == ("zh_CN", "帆布袋")
    assert (slip.tier, slip.holder) == ("普通会员", "李四")
    assert slip_of(desk, None, gift=gift).language == "en"


def test_slips_come_in_the_order_asked_for(desk: Desk, member: int) -> None:
    issued = [vouchers.issue(desk, member, amount=100) for _ in range(3)]
    wanted = [issued[2], issued[0], issued[1]]
    assert [s.code for s in slips.of_vouchers(desk, wanted)] == [v.code for v in wanted]


def test_a_card_slip_is_of_a_member_who_exists(desk: Desk, member: int) -> None:
    slip = slips.of_member(desk, member)
    assert (slip.name, slip.number, slip.tier, slip.language) == (
        "a<b 张三丰", "100001", "Gold", "en",
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        slips.of_member(desk, 99)
    assert caught.value.code == "unknown_member"


def test_brand_and_picture_are_the_gifts(desk: Desk, member: int) -> None:
    gift = gifts.add(desk, name="壶", brand="宜兴手工", brand_en="Made by hand in Yixing").id
    bare = slip_of(desk, member, gift=gift)
    assert (bare.brand, bare.picture) == ("Made by hand in Yixing", None)
    assert slip_of(desk, None, amount=100).brand == ""
    gift_pictures.put(desk, gift, PICTURE)
    assert slip_of(desk, member, gift=gift).picture == PICTURE


@pytest.mark.parametrize(
    ("gift", "kind", "use"),
    [
        ({"kind": "goods"}, "Gift", "Show this at the counter. Good for one use."),
        ({"kind": "service"}, "Service", "Show this when you come for it. Good for one use."),
        ({"kind": "upgrade"}, "Upgrade", "Show this when you order. Good for one use."),
        ({"kind": "quota", "uses": 3, "unit": "次"}, "Uses",
         "Show this before you begin. Good for one use."),
        ({"kind": "partner", "partner": "云上书店"}, "Partner's gift",
         "Show this at 云上书店. Good for one use."),
    ],
)  # fmt: skip
def test_a_gift_is_told_by_its_kind(
    desk: Desk, member: int, gift: dict[str, Any], kind: str, use: str
) -> None:
    made = gifts.add(desk, name="礼", **gift).id
    slip = slip_of(desk, member, gift=made)
    assert (slip.kind, slip.use) == (kind, use)


def test_what_goes_by_courier_need_not_be_shown(desk: Desk, member: int) -> None:
    made = gifts.add(desk, name="礼").id
    slip = slip_of(desk, member, gift=made, channel="courier")
    assert (slip.kind, slip.use) == (
        "Gift",
        "Sent to you by courier. Good for one use.",
    )


@pytest.mark.parametrize(
    ("promise", "kind"),
    [({"amount": 100}, "Amount off"), ({"percent_off": 10}, "Percentage off")],
)
def test_what_lowers_a_price_is_shown_before_paying(
    desk: Desk, member: int, promise: dict[str, Any], kind: str
) -> None:
    slip = slip_of(desk, member, **promise)
    assert (slip.kind, slip.use) == (kind, "Show this before you pay. Good for one use.")
