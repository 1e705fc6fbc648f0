"""No output is ever written over a shop, nor over what belongs to one."""

import shutil

import pytest

from shopdesk import Shop, backups, targets
from shopdesk.refusals_of_files import FileExists


@pytest.mark.parametrize("ending", ["", "-wal", "-SHM", "-journal", ".seal"])
def test_what_belongs_to_a_shop_is_no_place_for_a_file_be_it_there_or_not(shop, location, ending):
    for target in (location, shutil.copy(location, location.with_name("another"))):
        with pytest.raises(FileExists) as refused:
            targets.refuse_shops("en", f"{target}{ending}")
        assert "belongs to a shop" in str(refused.value)


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-SHM", "-journal", ".seal"])
@pytest.mark.parametrize("owner", ["shop.shopdesk", "gone.shopdesk"])
def test_no_shop_is_made_backed_up_or_restored_under_the_name_of_a_file_beside_one(
    desk, location, owner, ending
):
    place = location.with_name(f"{owner}{ending}")
    was_there = place.exists()
    with pytest.raises(FileExists, match="kept beside a shop"):
        Shop.create(place, name="x", owner="y", pin="258025", language="en")
    with pytest.raises(FileExists):
        backups.make(desk, place)
    desk.shop.close()
    with pytest.raises(FileExists):
        backups.restore(location, place)
    assert not place.exists() or was_there


def test_a_shop_is_known_by_any_of_its_names(location, tmp_path):
    hard, soft = tmp_path / "month.pdf", tmp_path / "month.xlsx"
    hard.hardlink_to(location)
    soft.symlink_to(location)
    for target in (hard, soft, f"{soft}-wal", tmp_path / "gone" / ".." / location.name):
        with pytest.raises(FileExists):
            targets.refuse_shops("en", None, tmp_path / "fine.pdf", target)


def test_everything_else_may_be_written(location, tmp_path):
    text = tmp_path / "old.pdf"
    text.write_text("an older month")
    beside = (f"{location}.pdf", tmp_path / "-wal", tmp_path / "old.pdf-wal", tmp_path / ".seal")
    targets.refuse_shops("en", None, text, tmp_path, tmp_path / "gone" / "new.pdf", *beside)
