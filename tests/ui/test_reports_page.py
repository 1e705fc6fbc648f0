"""The month on the screen: figures, pictures, files."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel

from shopdesk import members, months, permissions, purchases, staff
from shopdesk.shop import Desk
from ui import background, folders, preferences
from ui.pages.reports import Reports
from ui.preferences import Preferences
from ui.widgets import chart
from ui.widgets.busy import PATIENCE_MS
from ui.widgets.tile import Tile


def sell(desk, member, amount, *, days_ago=0):
    on = desk.today() - timedelta(days=days_ago)
    values = {"on": on} if days_ago else {}
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}, **values)


@pytest.fixture
def page(qtbot, till):
    made = Reports(till)
    qtbot.addWidget(made)
    made.resize(900, 700)
    return made


@pytest.fixture
def count(qtbot):
    """Wait until a page has counted."""

    def counted(page, act):
        act()
        qtbot.waitUntil(lambda: page.job is None)
        return page

    return counted


@pytest.fixture
def sold(page, count, member):
    """The page with one sale of the running month."""
    sell(page.till.desk, member, 48200)
    return count(page, page.load)


def tiles(page):
    return [card.accessibleName() for card in page.shown.findChildren(Tile)]


def test_a_cashier_is_told_for_whom_the_figures_are_and_nothing_is_counted(
    qtbot, window, till, member, cashier_seated
):
    sell(till.desk, member, 48200)
    window.begin_on("counter")
    frame = window.frame
    assert frame.tabs["reports"].isHidden()
    frame.turn_to("reports")
    page = frame.page
    page.step(-1)
    page.save_pdf()
    assert page.job is None
    assert page.stack.currentWidget() is page.empty
    assert page.sentence.text().startswith("Your role does not see the month's figures.")
    assert not page.pdf.isVisible()
    assert page.counter.hasFocus()


@pytest.mark.parametrize("size", preferences.SIZES)
def test_a_cashier_gets_no_file_of_the_figures_at_any_size(
    qtbot, till, sold, cashier_seated, answers, size
):
    till.preferences = Preferences(size=size)
    page = Reports(till)
    qtbot.addWidget(page)
    page.show()
    page.load()
    for each in (page.pdf, page.xlsx):
        assert not each.isVisible()
        assert not each.isEnabled()
    page.report = sold.report
    page.save_pdf()
    page.save_xlsx()
    assert not answers.asked


def test_a_month_without_anything_says_so_in_one_sentence(page, count):
    count(page, page.load)
    assert page.stack.currentWidget() is page.empty
    assert page.sentence.text() == "No sale and no new member in October 2026."
    assert not page.counter.isHidden()
    assert page.again.isHidden()


def test_a_running_month_shows_figures_and_says_that_nothing_is_compared(page, count, member, tea):
    sell(page.till.desk, member, 48200)
    count(page, page.load)
    assert page.stack.currentWidget() is page.shown
    assert page.note.text() == "The month is still running: no comparison yet."
    assert tiles(page)[:2] == ["Sales · ¥482.00", "Orders · 1 · average ¥482.00"]
    assert not page.next.isEnabled()


def test_a_rate_without_a_figure_says_that_there_is_nothing_to_count_it_from(sold):
    said = {name.split(" · ")[0]: name for name in tiles(sold)}
    assert said["Churn"] == "Churn · — · no data yet"
    assert "no data yet" not in said["Sales"]


def test_a_change_in_chinese_breaks_between_words_alone(sold):
    tile = Tile("复购率", "39.8%", ("▲ 上升 9.5 个百分点", "good"))
    (moved,) = [part.text() for part in tile.findChildren(QLabel) if "9.5" in part.text()]
    assert moved == "▲ 上\u2060升 9.5 个\u2060百\u2060分\u2060点"
    assert tile.accessibleName() == "复购率 · 39.8% · ▲ 上升 9.5 个百分点"


def test_a_month_that_is_over_is_compared_in_words_with_an_arrow(page, count, member, clock):
    sell(page.till.desk, member, 10000)
    clock.tick(days=31)
    sell(page.till.desk, member, 30000)
    clock.tick(days=31)
    page.month = (2026, 11)
    count(page, page.load)
    assert page.note.text() == "▲▼ against the month before"
    assert tiles(page)[0] == "Sales · ¥300.00 · ▲ up 200.0%"
    moods = {
        label.text(): label.property("mood")
        for tile in page.shown.findChildren(Tile)
        for label in tile.findChildren(QLabel)
    }
    assert moods["▲ up 200.0%"] == "good"
    assert any(name.startswith("Points owed to members · 400 · ▲ up") for name in tiles(page))


def test_page_up_and_page_down_go_through_the_months_but_not_beyond_today(page, count, qtbot):
    count(page, lambda: qtbot.keyClick(page, Qt.Key.Key_PageUp))
    assert page.title.text() == "September 2026"
    assert page.next.isEnabled()
    count(page, lambda: qtbot.keyClick(page, Qt.Key.Key_PageDown))
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    assert page.month == (2026, 10)
    assert page.job is None


def test_the_newest_choice_counts_and_the_older_one_is_left(page, count, member):
    sell(page.till.desk, member, 48200)

    def hurried():
        page.load()
        first = page.job
        page.step(-1)
        page.step(-1)
        assert first.is_cancelled

    count(page, hurried)
    assert page.title.text() == "August 2026"
    assert page.stack.currentWidget() is page.empty
    background.finish()
    assert page.report.figures.month == "2026-08"


def test_counting_is_said_at_once_and_its_bar_waits_half_a_second(page, count):
    page.load()
    assert not page.counting.isHidden()
    assert page.counting.said.text() == "October 2026 is being counted…"
    assert page.counting.bar.isHidden()
    assert page.counting.patience.interval() == PATIENCE_MS == 500
    count(page, lambda: None)
    assert page.counting.isHidden()
    assert not page.counting.patience.isActive()


def test_a_month_that_cannot_be_counted_offers_to_try_again(page, count, monkeypatch, told):
    from reports import month
    from shopdesk.refusals_of_files import Busy

    def refuse(*_what):
        raise Busy("en")

    monkeypatch.setattr(month, "month_report", refuse)
    count(page, page.load)
    assert "could not be counted" in page.sentence.text()
    assert not page.again.isHidden()
    assert not page.pdf.isEnabled()
    assert told[-1][0] == "bad"


def test_one_of_the_best_members_opens_at_two_clicks(page, count, member, qtbot):
    sell(page.till.desk, member, 48200)
    count(page, page.load)
    with qtbot.waitSignal(page.till.wanted) as wanted:
        page.top.opened.emit(page.top.model.rows[0])
    assert wanted.args == ["members", {"member": member}]


def test_a_member_who_left_meanwhile_is_said_to_be_gone(page, count, member, told, monkeypatch):
    sell(page.till.desk, member, 48200)
    count(page, page.load)
    monkeypatch.setattr(members, "find", lambda _desk, _query: [])
    page.open_member(page.top.model.rows[0])
    assert told == [("note", "The membership of 张三丰 is closed: there is nothing to show.")]


def test_a_day_opens_its_records(page, count, member, qtbot):
    sell(page.till.desk, member, 48200)
    count(page, page.load)
    with qtbot.waitSignal(page.till.wanted) as wanted:
        page.days.opened.emit(page.days.model.rows[0])
    assert wanted.args == ["records", {"day": page.till.desk.today()}]


def test_tier_movements_sum_to_the_members_at_the_end(page, count, member):
    sell(page.till.desk, member, 48200)
    count(page, page.load)
    said = [mark.words for mark in page.moves.marks]
    assert "New members → Member: 1" in said
    assert said[-5:][0] == "Member at the end: 1"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_are_painted_in_the_colours_of_the_theme(page, count, member, theme, till):
    from ui import look

    till.preferences = type(till.preferences)(theme=theme)
    sell(till.desk, member, 48200)
    count(page, page.load)
    page.show()
    shown = page.findChildren(chart.Chart)
    assert [each.accessibleName() for each in shown] == [
        "Sales by day", "Members by tier at the end of the month", "Members by lifecycle",
        "Tier movements",
    ]  # fmt: skip
    told = shown[0].accessibleDescription()
    assert told.startswith("15 Oct 2026 ¥482.00. The arrow keys"), "and how to go through it"
    picture = shown[0].grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width()) for y in range(0, picture.height(), 3)
    }  # fmt: skip
    red, green, blue = (int(look.THEMES[theme].accent[at : at + 2], 16) for at in (1, 3, 5))
    assert any(
        abs(int(c[1:3], 16) - red) + abs(int(c[3:5], 16) - green) + abs(int(c[5:], 16) - blue) < 12
        for c in colours
    )


def test_a_drawing_is_given_to_qt_without_what_it_paints_black(qapp):
    from reports.charts import Bar, tier_bars

    drawn = chart.svg(tier_bars([Bar("金卡", "#d4a72c", 3)], width=200))
    assert "clipPath" not in drawn
    assert "clip-path" not in drawn
    assert "Noto Sans SC" in drawn


@pytest.fixture
def folder_shown(monkeypatch):
    """The folders that the system was asked to show."""
    shown = []
    monkeypatch.setitem(folders.ANSWERS, "open", lambda folder: shown.append(folder) or True)
    return shown


@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK")], ids=["pdf", "xlsx"]
)
def test_the_month_is_saved_and_its_folder_can_be_opened(sold, answers, folder_shown, kind, begins):
    folder = sold.till.shop.location.parent
    file = folder / f"october.{kind}"
    answers.given["save"] = str(folder / "october")
    getattr(sold, f"save_{kind}")()
    background.finish()
    QCoreApplication.sendPostedEvents()
    assert sold.busy.isHidden()
    assert answers.asked[0][1][2].endswith(f"R-2026-10.{kind}")
    assert file.read_bytes().startswith(begins)
    assert not sold.folder.isHidden()
    sold.open_folder()
    assert folder_shown == [folder]


def test_both_languages_can_stand_on_the_pdf(page):
    assert [page.languages.itemData(at) for at in range(2)] == [("en",), ("en", "zh_CN")]


def test_a_file_that_cannot_be_written_is_said_in_words(sold, answers, told, tmp_path):
    answers.given["save"] = str(tmp_path / "missing" / "october.pdf")
    sold.save_pdf()
    background.finish()
    QCoreApplication.sendPostedEvents()
    assert told[0][0] == "bad"
    assert "could not be written" in told[0][1]
    assert sold.folder.isHidden()


def test_saving_that_was_left_writes_nothing(sold, answers, told):
    answers.given["save"] = ""
    sold.paper()
    assert not told


def test_a_month_that_is_being_counted_says_so_when_it_is_asked_for_on_paper(page, count, told):
    count(page, lambda: (page.load(), page.paper()))
    assert told == [("note", "The month is still being counted. Press again when it is there.")]


def test_where_no_file_manager_is_the_place_is_told(page, told, tmp_path, monkeypatch):
    monkeypatch.setitem(folders.ANSWERS, "open", lambda _folder: False)
    page.saved = tmp_path / "a.pdf"
    page.open_folder()
    assert told[0][0] == "note"
    assert str(tmp_path / "a.pdf") in told[0][1]


def test_however_much_was_sold_is_never_cut(page, count, till):
    for _each in range(3):
        sell(till.desk, None, 9_999_999_999_00)
    count(page, page.load)
    page.resize(880, 700)
    page.show()
    for shown in page.shown.findChildren(QLabel):
        if shown.property("kind") == "figure":
            assert shown.width() >= shown.sizeHint().width(), shown.text()


def test_neither_a_figure_nor_a_word_of_its_name_is_cut(qtbot, till):
    for name, value in (("Repurchase", "5%"), ("New", "¥99,999,999.99")):
        made = Tile(name, value)
        qtbot.addWidget(made)
        made.resize(made.minimumWidth(), 200)
        made.show()
        for shown in made.findChildren(QLabel):
            words = shown.fontMetrics().horizontalAdvance
            assert shown.width() >= max(words(word) for word in shown.text().split())


def shows_commission(page):
    return "Commission" in [part.text() for part in page.shown.findChildren(QLabel)]


def test_commission_is_shown_where_somebody_has_one_to_whom_the_shop_lets_see_it(
    qtbot, till, desk, member, page, count
):
    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    sell(desk, member, 10_000)
    assert not shows_commission(count(page, page.load))
    staff.edit(desk, desk.staff_id, commission=150)
    assert shows_commission(count(page, page.load))
    assert page.earned[0].amount == 150
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    managers = Reports(till)
    qtbot.addWidget(managers)
    assert not shows_commission(count(managers, managers.load))
    permissions.set(desk, "figures.commission", "manager")
    assert shows_commission(count(managers, managers.load))


# --- the rows behind -----------------------------------------------------------------------------


@pytest.fixture
def looked(count, qtbot):
    """Wait until the rows behind a figure are read."""

    def read(page, act):
        act()
        qtbot.waitUntil(lambda: page.rows.job is None and page.rows.found is not None)
        return page.rows

    return read


def tile(page, name):
    cards = page.shown.findChildren(Tile)
    return next(one for one in cards if one.accessibleName().startswith(name))


def test_enter_on_a_figure_shows_the_rows_that_come_to_it(sold, looked, qtbot):
    sell(sold.till.desk, None, 1800)
    sold.show()
    rows = looked(sold, lambda: qtbot.keyClick(tile(sold, "Sales"), Qt.Key.Key_Return))
    assert [(one.name, one.value) for one in rows.table.model.rows] == [
        ("张三丰", 48200), (None, 1800),
    ]  # fmt: skip
    assert rows.sum.text() == "¥500.00 · 2 rows"
    assert rows.about.text().startswith("receipts after discounts")
    assert not rows.isHidden()
    with qtbot.waitSignal(sold.till.wanted) as wanted:
        qtbot.keyClick(rows.table.view, Qt.Key.Key_Return)
    assert wanted.args == ["records", {"receipt": 1}]
    rows.member.click()


def test_a_figure_is_clicked_or_touched_and_esc_puts_its_rows_away(sold, looked, qtbot):
    rows = looked(sold, lambda: qtbot.mouseClick(tile(sold, "New members"), Qt.LeftButton))
    assert rows.sum.text() == "1 · 1 row"
    with qtbot.waitSignal(sold.till.wanted) as wanted:
        rows.open(rows.table.model.rows[0])
    assert wanted.args[0] == "members"
    assert sold.escape()
    assert rows.isHidden()
    assert not sold.escape()


def test_figures_that_belong_together_are_chosen_from_a_list(sold, looked):
    rows = looked(sold, tile(sold, "Points owed").opens)
    assert rows.choice.count() == 7
    assert rows.sum.text() == "482 · 1 row"
    rows = looked(sold, lambda: rows.pick(2))
    assert rows.title.whole == "Points owed to members · Earned"
    assert [one.value for one in rows.table.model.rows] == [482]


def test_a_rate_says_of_what_it_is_and_who_counts(sold, looked):
    rows = looked(sold, tile(sold, "Repurchase").opens)
    assert rows.sum.text() == "0 / 1 = 0.0% · 1 row"
    assert rows.table.model.text(0, 4) == "no"
    assert rows.table.model.text(0, 2) == "1 visit"


def test_the_arrows_go_from_day_to_day_and_enter_opens_one(sold, looked, qtbot):
    sold.show()
    days = sold.findChildren(chart.Chart)[0]
    qtbot.keyClick(days, Qt.Key.Key_Home)
    for _day in range(14):
        qtbot.keyClick(days, Qt.Key.Key_Right)
    assert days.accessibleName() == "Sales by day: 15 Oct 2026 · ¥482.00 · 1 order"
    rows = looked(sold, lambda: qtbot.keyClick(days, Qt.Key.Key_Return))
    assert rows.title.whole == "15 Oct 2026 · Sales"
    assert rows.sum.text() == "¥482.00 · 1 row"
    qtbot.keyClick(days, Qt.Key.Key_Left)
    assert days.at == 13
    qtbot.keyClick(days, Qt.Key.Key_Up)
    assert days.at == 13


def test_a_cell_of_a_grid_opens_its_members(sold, looked, qtbot):
    sold.resize(1180, 740)
    sold.show()
    cell = next(n for n, one in enumerate(sold.moves.marks) if "New members → Member" in one.words)
    place = sold.moves.places()[cell].center().toPoint()
    rows = looked(sold, lambda: qtbot.mouseClick(sold.moves, Qt.LeftButton, pos=place))
    assert rows.title.whole == "New members → Member"
    assert [one.name for one in rows.table.model.rows] == ["张三丰"]


def test_every_bar_and_cell_opens_as_many_rows_as_it_says(sold, looked, qtbot):
    sell(sold.till.desk, None, 300, days_ago=2)
    for each in sold.findChildren(chart.Chart):
        assert len(each.places()) == len(each.marks)
        for mark in each.marks[-4:]:
            found = looked(sold, lambda each=each, mark=mark: each.opened.emit(mark.what)).found
            said = mark.words.rsplit(" ", 1)[-1]
            if each.name != "Sales by day":
                assert str(found.value) == said, mark.words


def test_what_was_corrected_after_a_month_was_closed_is_said_over_its_rows(
    page, count, looked, desk, member, clock
):
    other = members.register(desk, name="张三").id
    for one in (member, other):
        sell(desk, one, 5000)
    clock.tick(days=31)
    months.close(desk, 2026, 10)
    members.merge(desk, keep=member, drop=other)
    page.month = (2026, 10)
    count(page, page.load)
    rows = looked(page, tile(page, "Active members").opens)
    assert rows.sum.text() == "1 · 1 row"
    assert rows.note.text().splitlines() == [
        "As closed it is 2; the rows are as of today. Corrected since: -1.",
        "15 Nov 2026: another membership of 张三丰 was merged into theirs",
    ]


def test_what_things_cost_is_shown_to_whom_the_shop_tells_it(qtbot, till, desk, member, count):
    sell(desk, member, 5000)
    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    permissions.set(desk, "costs.see", "owner")
    managers = Reports(till)
    qtbot.addWidget(managers)
    count(managers, managers.load)
    assert not any(name.startswith("Gift cost") for name in tiles(managers))
    permissions.set(desk, "costs.see", "manager")
    assert any(name.startswith("Gift cost") for name in tiles(count(managers, managers.load)))


def test_a_figure_that_nothing_can_be_compared_with_says_so(page, count, desk, member, clock):
    sell(desk, member, 10000)
    clock.tick(days=31)
    page.month = (2026, 10)
    count(page, page.load)
    assert tiles(page)[0] == "Sales · ¥100.00 · no figure the month before"
