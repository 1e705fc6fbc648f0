"""The main job whole: from a purchase to a printed voucher, read from its picture and used once."""

import os
from pathlib import Path

import pypdfium2
import pytest

from shopdesk import Refused, Shop, figures, gifts, members, purchases, rewards, vouchers
from shopdesk.shop import Desk
from tests.conftest import OWNER, PIN
from tests.core.importing import MOST_MEGABYTES, imported
from tests.journeys.papers import codes_on
from ui.cli import main


def test_a_voucher_earned_printed_and_scanned_redeems_once_and_then_says_when_and_by_whom(
    desk: Desk, location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    cup = gifts.add(desk, name="品牌随行杯", cost=3200, value=8800, stock=3, lowest_tier="silver")
    rewards.add(
        desk, name="银卡礼", trigger=rewards.upgrade("silver"), reward=rewards.voucher(gift=cup.id)
    )
    member = members.register(desk, name="沈𬭼", phone="13800138000")
    purchases.record(desk, member=member.id, amount=100000, pay={"wechat": 100000})

    pdf = tmp_path / "vouchers.pdf"
    assert main(["vouchers", str(location), "--pdf", str(pdf)]) == 0
    (scanned,) = codes_on(pdf)

    assert vouchers.redeem(desk, scanned).state == "redeemed"
    with pytest.raises(
        Refused, match=rf"on [\d-]{{10}} [\d:]{{5}} at till 1 by {OWNER}"
    ) as refused:
        vouchers.redeem(desk, scanned)
    assert refused.value.code == "voucher_used"
    assert (gifts.get(desk, cup.id).stock, gifts.get(desk, cup.id).promised) == (2, 0)


CDNOW = os.environ.get("SHOPDESK_CDNOW", "")


@pytest.mark.skipif(not Path(CDNOW).is_file(), reason="SHOPDESK_CDNOW names no file")
@pytest.mark.timeout(400)
def test_cdnow_imports_whole_in_little_memory_checks_clean_and_prints_its_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    shop_file, pdf = tmp_path / "cdnow.shopdesk", tmp_path / "1997-03.pdf"
    made = ["create", str(shop_file), "--name", "CDNOW", "--owner", OWNER, "--language", "en"]
    assert main([*made, "--currency", "USD", "--timezone", "America/New_York"]) == 0
    counted, written, receipts, created, total, *_, peak = imported(shop_file, CDNOW)
    assert counted == written == receipts == 69_659
    assert created == 23_570
    assert peak < MOST_MEGABYTES
    assert main(["check", str(shop_file)]) == 0
    assert main(["report", "1997-03", str(shop_file), "--pdf", str(pdf)]) == 0

    rows = [line.split(",") for line in Path(CDNOW).read_text().splitlines()[1:]]
    assert total == sum(round(float(row[3]) * 100) for row in rows)
    march = [row for row in rows if row[1].startswith("1997-03")]
    cents = sum(round(float(row[3]) * 100) for row in march)
    with Shop.open(shop_file) as shop:
        found = figures.month(shop.sign_in(OWNER, PIN), 1997, 3)
    assert (found.orders, found.sales) == (len(march), cents)
    assert found.visits == len({(row[0], row[1]) for row in march})
    assert found.active_members == len({row[0] for row in march})
    first_day = {}
    for customer, day, *_rest in rows:
        first_day[customer] = min(day, first_day.get(customer, day))
    joined = sum(day.startswith("1997-03") for day in first_day.values())
    assert found.new_members == joined
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert f"${cents / 100:,.2f}" in text
