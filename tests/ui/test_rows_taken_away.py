"""The rows behind a figure are saved as a file, by whom the owner lets."""

from shopdesk import staff
from shopdesk.shop import Desk
from tests.ui.test_reports_page import count, looked, page, sold, tile
from ui import background, dialogs
from ui.pages.reports import Reports

__all__ = ["count", "looked", "page", "sold"]


def test_the_rows_behind_a_figure_are_saved_as_a_file(sold, looked, tmp_path, monkeypatch):
    rows = looked(sold, tile(sold, "Sales").opens)
    file = tmp_path / "rows.csv"
    monkeypatch.setattr(dialogs, "save_as", lambda *_more: file)
    (away,) = [one for one in rows.away if one.text() == "CSV"]
    assert away.isVisibleTo(rows)
    away.click()
    background.finish()
    assert "张三丰" in file.read_text("utf-8-sig")


def test_who_may_not_take_rows_away_is_not_offered_it(qtbot, till, desk):
    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    managers = Reports(till)
    qtbot.addWidget(managers)
    assert all(one.isHidden() for one in managers.rows.away)
