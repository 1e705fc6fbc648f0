"""Moving to a new computer is one folder: the same shop there, and nothing that would clash."""

import shutil
from pathlib import Path

import pytest

from shopdesk import Shop, checks, codes, members, purchases, slips, vouchers
from shopdesk.refusals import Refused
from tests.conftest import PIN
from ui import background, moving_out, preferences
from ui.pages.settings import Settings
from ui.preferences import Preferences

OLD = Preferences(
    language="en", theme="dark", size=115, till="front", tender="cash", printer="POS-80",
    paper="58", drawer="DRAWER", voucher="card", bars=True, shop="/old/shop.shopdesk",
    backups="/media/stick",
)  # fmt: skip


@pytest.fixture
def moved(desk, tmp_path) -> Path:
    """The folder of a shop with somebody, something sold and a voucher, on another computer."""
    member = members.register(desk, name="张三丰", phone="13800138000").id
    purchases.record(desk, member=member, amount=50_000, pay={"cash": 50_000})
    vouchers.issue(desk, member, amount=1000)
    stick = tmp_path / "stick" / "ShopDesk-tea"
    stick.parent.mkdir()
    moving_out.write(desk, OLD, stick)
    return Path(shutil.move(stick, tmp_path / "new computer"))


def test_the_folder_holds_the_same_shop_and_its_vouchers_verify(moved, desk):
    assert {file.name for file in moved.iterdir()} == {
        "shop.shopdesk", "computer.json", "README.txt",
    }  # fmt: skip
    (given,) = vouchers.listed(desk)
    (slip,) = slips.of_vouchers(desk, [given])
    with Shop.open(moved / "shop.shopdesk", clock=desk.now) as shop:
        there = shop.sign_in("店主", PIN)
        assert checks.run(there) == ()
        assert members.find(there, "张三丰")[0].points == members.find(desk, "张三丰")[0].points
        assert codes.read_qr(shop.known.secret, slip.qr).is_genuine
        sold = {"member": given.member_id, "amount": 50_000}
        plain = purchases.quote(there, **sold).due
        assert purchases.quote(there, **sold, vouchers=[slip.qr]).due == plain - 1000


def test_the_readme_speaks_both_languages(moved):
    text = (moved / "README.txt").read_text(encoding="utf-8-sig")
    assert "青禾茶舍" in text
    assert "on the new computer" in text
    assert "新电脑" in text
    assert "{" not in text


def test_a_computer_that_has_none_begins_with_what_came_along_but_for_its_own(moved):
    begun = moving_out.adopted(moved / "shop.shopdesk", Preferences())
    assert (begun.language, begun.theme, begun.size, begun.paper) == ("en", "dark", 115, "58")
    assert (begun.voucher, begun.bars, begun.tender) == ("card", True, "cash")
    own = Preferences()
    for name in ("till", "printer", "drawer", "shop", "backups", "backups_too"):
        assert getattr(begun, name) == getattr(own, name)


def test_a_computer_that_remembers_something_keeps_it(moved):
    preferences.save(Preferences(theme="light"))
    kept = preferences.load()
    assert moving_out.adopted(moved / "shop.shopdesk", kept) == kept


def test_a_folder_that_is_there_is_refused_and_nothing_half_is_left(desk, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(Refused) as refused:
        moving_out.write(desk, OLD, tmp_path / "there")
    assert refused.value.code == "file_exists"

    def stop(_done, _total):
        raise background.Cancelled

    with pytest.raises(background.Cancelled):
        moving_out.write(desk, OLD, tmp_path / "new", progress=stop)
    with pytest.raises(Refused):
        moving_out.write(desk, OLD, tmp_path / "gone" / "new")
    assert [
        one.name for one in tmp_path.iterdir() if "new" in one.name or "moving" in one.name
    ] == []


def test_the_window_writes_it_and_says_where(qtbot, till, answers, told, tmp_path):
    page = Settings(till)
    qtbot.addWidget(page)
    page.load()
    page.show_section("move")
    answers.given["save"] = str(tmp_path / "along")
    page.section.move_button.click()
    qtbot.waitUntil(lambda: page.section.leaving.job is None)
    assert (tmp_path / "along" / "shop.shopdesk").is_file()
    assert told[-1] == (
        "good", f"The shop is in {tmp_path / 'along'}. Its README says how to go on.",
    )  # fmt: skip
