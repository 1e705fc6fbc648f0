"""Import and export on the screen: looked at, tried, imported, undone; everything taken along."""

from pathlib import Path

import pytest

from shopdesk import card_stock, imports, members, purchases
from shopdesk.language import translator
from ui.pages.card_forms import BindForm, ReserveForm
from ui.pages.import_columns import MEANINGS
from ui.pages.import_form import ImportForm
from ui.pages.settings_move import MoveSection

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"


@pytest.fixture
def section(qtbot, till):
    made = MoveSection(till)
    qtbot.addWidget(made)
    made.load()
    return made


@pytest.fixture
def opened(qtbot, window, till):
    """An import form for a file, its columns read."""

    def look(kind, path):
        made = ImportForm(till, window, kind, path)
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made.seen is not None and made.job is None, timeout=20_000)
        return made

    return look


def step(qtbot, form):
    """Press the button, and wait for what it does."""
    form.ok.click()
    qtbot.waitUntil(lambda: form.job is None, timeout=20_000)


def test_a_file_is_looked_at_then_tried_then_imported(opened, qtbot, till, told):
    form = opened("members", DATA / "members-meiping-gbk.csv")
    chosen = form.columns.chosen()
    assert (chosen["卡号"], chosen["剩余金额"], chosen["性别"]) == ("number", "principal", "")
    assert (form.encoding.currentData(), form.ok.text()) == ("gb18030", "Try it")
    step(qtbot, form)
    assert form.came.dry_run
    assert form.ok.text() == "Import 3 rows"
    assert members.find(till.desk, "MP0001") == []
    step(qtbot, form)
    assert form.outcome.said.text() == "3 rows read, 3 written, 0 rejected"
    assert "¥1,720.50, and ¥200.00 of bonus" in form.outcome.more.text()
    assert members.find(till.desk, "MP0001")[0].points == 1260
    assert form.ok.text() == "Close"
    form.ok.click()
    assert form.result() == 1
    assert told[-1][1] == "3 rows read, 3 written, 0 rejected"


def test_whatever_is_changed_has_to_be_tried_again(opened, qtbot):
    form = opened("members", DATA / "members-nake-utf8.csv")
    step(qtbot, form)
    assert form.ok.text() == "Import 3 rows"
    place = form.columns.heading.index("可用积分")
    form.columns.choices[place].setCurrentIndex(0)
    assert form.ok.text() == "Try it"
    assert form.outcome.isHidden()
    step(qtbot, form)
    assert "points" not in form.came.brought


def test_a_column_that_is_needed_is_asked_for_until_it_is_named(opened, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Wer,Nr\nAnn,7\n", encoding="utf-8")
    form = opened("members", path)
    assert form.needs.text() == "Say which column is: Full name"
    assert not form.ok.isEnabled()
    choice = form.columns.choices[0]
    choice.setCurrentIndex(choice.findData("name"))
    assert form.needs.isHidden()
    assert form.ok.isEnabled()


def test_a_birthday_is_not_called_a_gift_for_it_in_chinese():
    assert translator("zh_CN")(MEANINGS["birthday"]) == "生日"


def test_two_columns_for_one_are_refused_with_the_sentence_in_the_form(opened):
    form = opened("members", DATA / "members-nake-utf8.csv")
    choice = form.columns.choices[0]
    choice.setCurrentIndex(choice.findData("name"))
    assert "cannot both be name" in form.said.text()
    assert not form.ok.isEnabled()


def test_another_encoding_reads_the_columns_again(opened, qtbot, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("姓名\n李娜\n".encode())
    form = opened("members", path)
    form.encoding.setCurrentIndex(form.encoding.findData("gb18030"))
    form.encoding.activated.emit(1)
    qtbot.waitUntil(lambda: form.job is None, timeout=20_000)
    assert form.columns.heading != ("姓名",)


def test_rejected_rows_are_listed_and_saved_and_the_good_ones_imported_only_if_wished(
    opened, qtbot, till, answers, tmp_path
):
    path = tmp_path / "t.csv"
    path.write_text("姓名,手机\nAnn,13800000001\n,13800000002\nBob,1\n", encoding="utf-8")
    form = opened("members", path)
    step(qtbot, form)
    assert form.outcome.rejects.model.rowCount() == 2
    assert form.ok.text() == "Try it again"
    answers.given["save"] = str(tmp_path / "bad.csv")
    form.save_rejects()
    assert (tmp_path / "bad.csv").read_text(encoding="utf-8-sig").count("\n") == 3
    form.skip_rejects.setChecked(True)
    step(qtbot, form)
    assert form.ok.text() == "Import 1 row"
    step(qtbot, form)
    assert members.find(till.desk, "Ann")[0].phone == "13800000001"
    assert not form.outcome.save.isHidden()
    assert form.leave.isHidden(), "nothing is cancelled any more"
    form.accept()
    assert not form.folder.exists()


def test_who_is_here_already_is_named_with_what_becomes_of_them(opened, qtbot, till, member):
    members.edit(till.desk, member, phone="13700137021")
    form = opened("members", DATA / "members-nake-utf8.csv")
    step(qtbot, form)
    table = form.outcome.twins.model
    assert [table.text(0, column) for column in range(4)] == [
        "2", "张三丰 (100001)", "by phone", "left out",
    ]  # fmt: skip
    form.twins.setCurrentIndex(form.twins.findData("fill"))
    step(qtbot, form)
    assert table.text(0, 3) == "filled up"


def test_tiers_of_the_file_that_are_none_of_ours_are_asked_for(opened, qtbot, till, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,tier\nAnn,VIP\nBob,VIP\n", encoding="utf-8")
    form = opened("members", path)
    assert form.tiers.isHidden()
    step(qtbot, form)
    assert list(form.tiers.choices) == ["VIP"]
    choice = form.tiers.choices["VIP"]
    choice.setCurrentIndex(choice.findData("gold"))
    for _ in range(2):
        step(qtbot, form)
    assert members.find(till.desk, "Bob")[0].tier.code == "gold"


def test_the_same_file_is_imported_once_more_only_on_purpose(opened, qtbot, till):
    path = DATA / "members-nake-utf8.csv"
    first = imports.members(till.desk, path)
    form = opened("members", path)
    step(qtbot, form)
    assert "was imported on" in form.said.text()
    assert not form.again.isHidden()
    imports.undo(till.desk, first.id)
    step(qtbot, form)
    assert form.ok.text() == "Import 3 rows"


@pytest.fixture
def many(tmp_path):
    """More rows than are imported at once."""
    path = tmp_path / "many.csv"
    rows = "".join(f"{number},Ann\n" for number in range(1500))
    path.write_text(f"number,name\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize("leaves", [False, True])
def test_what_is_under_way_is_stopped_and_only_then_the_form_is_left(
    opened, qtbot, till, many, leaves
):
    form, left = opened("members", many), []
    form.finished.connect(left.append)
    form.run(dry_run=False)
    for _ in range(2):  # whoever is impatient presses again
        form.reject() if leaves else form.stop.click()
    assert form.job is not None
    assert left == []
    qtbot.waitUntil(lambda: form.job is None, timeout=20_000)
    assert till.desk.db.execute_sql("SELECT COUNT(*) FROM member").fetchone() == (0,)
    assert left == ([0] if leaves else [])
    assert form.stop.isHidden()


# --- what there was ---------------------------------------------------------------------------


def test_an_import_is_undone_after_a_question(section, qtbot, till, answers, told):
    imports.members(till.desk, DATA / "members-nake-utf8.csv")
    section.load()
    section.table.mark(0)
    answers.given["ask"] = True
    section.undo_button.click()
    qtbot.waitUntil(lambda: section.undoing.job is None, timeout=20_000)
    assert told[-1] == ("good", "Undone. Members: 3, receipts: 0, products: 0, cards: 2.")
    assert members.find(till.desk, "NK8801") == []
    section.table.mark(0)
    assert section.table.model.text(0, 5) == "undone"
    assert not section.undo_button.isEnabled()


def test_one_that_was_used_says_by_whom_and_asks_nothing(section, qtbot, till, answers, told):
    imports.members(till.desk, DATA / "members-nake-utf8.csv")
    ang = members.find(till.desk, "NK8803")[0]
    purchases.record(till.desk, member=ang.id, amount=100, pay={"cash": 100})
    section.load()
    section.table.mark(0)
    section.undo()
    qtbot.waitUntil(lambda: section.undoing.job is None)
    assert told[-1][0] == "bad"
    assert "董书瑶 (No. NK8803) has bought something since." in told[-1][1]
    assert answers.asked == []


def test_a_file_is_chosen_for_what_it_holds(section, answers):
    answers.given["open"] = str(DATA / "members-nake-utf8.csv")
    answers.given["show"] = lambda form: form.kind == "cards"
    section.bring["cards"].click()
    assert [kind for kind, _what in answers.asked] == ["open", "show"]


def test_everything_is_written_into_the_folder_that_was_named(
    section, qtbot, answers, told, tmp_path, member
):
    answers.given["save"] = str(tmp_path / "all")
    section.export_button.click()
    assert not section.export_button.isEnabled()
    qtbot.waitUntil(section.export_button.isEnabled, timeout=20_000)
    assert told[-1] == ("good", f"Everything is in {tmp_path / 'all'}")
    assert (tmp_path / "all" / "members.csv").is_file()
    assert not section.folder.isHidden()


def test_a_cashier_sees_neither_lists_nor_the_way_out(qtbot, till, cashier_seated):
    made = MoveSection(till)
    qtbot.addWidget(made)
    made.load()
    for each in (made.export_button, made.undo_button, made.bind_button):
        assert each.window() is not made.window()


# --- cards ------------------------------------------------------------------------------------


@pytest.fixture
def bind(qtbot, window, till):
    made = BindForm(till, window)
    qtbot.addWidget(made)
    return made


def test_card_after_card_is_bound_by_scans_alone(bind, till):
    assert bind.leave.isHidden(), "each is bound at once"
    ann, bob = (members.register(till.desk, name=name) for name in ("Ann", "Bob"))
    own = [till.desk.db.execute_sql(
        "SELECT code FROM card WHERE member_id = ?", (one.id,)
    ).fetchone()[0] for one in (ann, bob)]  # fmt: skip
    for code in (own[0], "K1", bob.number, "K2"):
        assert bind.scanned(code)
    assert [(one.id, one.name) for one in bind.bound] == [("K2", "Bob"), ("K1", "Ann")]
    assert [one.name for one in members.find(till.desk, "K1")] == ["Ann"]


def test_of_a_run_each_member_found_takes_the_next_card(bind, till):
    ids = [members.register(till.desk, name=name).id for name in ("Ann", "Bob", "Cid")]
    bind.first.setText("K8")
    bind.last.setText("K9")
    bind.first.editingFinished.emit()
    for member_id in ids[:2]:
        bind.choose(member_id)
    assert [one.id for one in bind.bound] == ["K9", "K8"]
    bind.choose(ids[2])
    assert len(bind.bound) == 2  # the run is over: the next card is scanned
    assert bind.card.text() == ""


def test_a_card_in_use_is_refused_and_whose_turn_it_is_stays(bind, till, member):
    ann = members.register(till.desk, name="Ann", card="K1")
    bind.choose(member)
    bind.scanned("K1")
    assert "already in use" in bind.said.text()
    bind.scanned("K2")
    assert bind.bound[0].name == "张三丰"
    assert ann.id != member


def test_blank_cards_are_put_aside_by_two_scans(qtbot, window, till, told):
    form = ReserveForm(till, window)
    qtbot.addWidget(form)
    form.scanned("K0001")
    form.scanned("K0010")
    form.try_it()
    assert told[-1] == ("good", "10 blank cards put aside.")
    assert card_stock.stock(till.desk).left == 10


def test_a_scan_of_a_blank_card_begins_a_registration_with_it(window, till, answers, told):
    card_stock.reserve(till.desk, "K1", "K2")
    seen = []
    till.told.connect(lambda _text, _mood, act, _word: seen.append(act))
    window.frame.scanned("K1")
    assert told[-1] == ("note", "K1 is a blank card: nobody has it yet.")

    def register(form):
        assert form.card.text() == "K1"
        form.scanned("K2")
        form.name.setText("Ann")
        form.try_it()
        return True

    answers.given["show"] = register
    seen[-1]()
    assert [one.name for one in members.find(till.desk, "K2")] == ["Ann"]
    assert card_stock.stock(till.desk).next == "K1"
