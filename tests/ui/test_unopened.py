"""A file that cannot be opened, and the ways on from there."""

import pytest
from PySide6.QtWidgets import QLabel

from shopdesk import Shop, backups
from shopdesk.refusals_of_files import Damaged, InUse, NewerShop, NotAShop, ReadOnly
from ui.pages import unopened
from ui.pages.unopened import Unopened


@pytest.fixture
def unable(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    file = tmp_path / "bad.shopdesk"
    made = Unopened(file, NotAShop("zh_CN", path=file))
    qtbot.addWidget(made)
    return made


def test_why_a_file_cannot_be_opened_is_said_in_the_language_spoken_here(unable):
    texts = [said.text() for said in unable.findChildren(QLabel)]
    assert any("is not a ShopDesk shop" in text for text in texts)
    assert any("Nothing was changed" in text for text in texts)


def test_another_file_is_opened_instead(unable, answers, location):
    answers.given["open"] = str(location)
    unable.open_other()
    assert unable.chosen == location


def test_what_cannot_help_is_not_what_enter_does(qtbot, qapp, tmp_path):
    file = tmp_path / "bad.shopdesk"
    first = {}
    for refusal in (NotAShop, Damaged, NewerShop, InUse, ReadOnly):
        made = Unopened(file, refusal("en", path=file, detail="x"))
        qtbot.addWidget(made)
        first[refusal] = (made.again.isDefault(), made.other.isDefault())
        assert made.back.isVisibleTo(made) == (refusal in (NotAShop, Damaged))
    assert [kind for kind, (again, _other) in first.items() if again] == [InUse, ReadOnly]
    assert all(again != other for again, other in first.values())


def test_a_backup_takes_the_place_of_a_spoilt_file_and_that_is_kept(
    qtbot, unable, answers, desk, tmp_path
):
    backup = backups.make(desk, tmp_path / "copy.shopdesk")
    unable.location.write_bytes(b"spoilt")
    answers.given |= {"open": str(backup), "tell": None}
    unable.bring_back()
    unable.reject()
    assert not any(way.isEnabled() for way in unable.ways), "it is not left half done"
    qtbot.waitUntil(lambda: unable.chosen == unable.location)
    with Shop.open(unable.location) as shop:
        assert shop.settings.name == desk.shop.settings.name
    kept = [file for file in tmp_path.glob("bad.replaced-*") if file.read_bytes() == b"spoilt"]
    assert len(kept) == 1
    said = answers.asked[-1][1][2]
    assert str(kept[0]) in said


def test_what_is_no_backup_is_refused_and_nothing_is_changed(qtbot, unable, answers, tmp_path):
    unable.location.write_bytes(b"spoilt")
    other = tmp_path / "picture.shopdesk"
    other.write_bytes(b"no shop either")
    answers.given["open"] = str(other)
    unable.bring_back()
    qtbot.waitUntil(lambda: not unable.is_busy)
    assert unable.chosen is None
    assert str(other) in unable.said.text()
    assert all(way.isEnabled() for way in unable.ways)
    assert unable.location.read_bytes() == b"spoilt"


def test_a_new_shop_is_begun_instead(unable, answers, tmp_path):
    answers.given["save"] = str(tmp_path / "fresh")
    unable.begin_new()
    assert unable.chosen == tmp_path / "fresh.shopdesk"


def test_leaving_it_opens_nothing(answers, tmp_path, qapp):
    answers.given["show"] = lambda form: form.reject()
    file = tmp_path / "bad.shopdesk"
    assert unopened.instead(file, NotAShop("en", path=file)) is None
