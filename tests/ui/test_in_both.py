"""A screen in two languages at once: both where there is room, else the first alone."""

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from shopdesk.language import LANGUAGES, N_, TOGETHER, translator
from ui import languages, look, preferences
from ui.preferences import Preferences
from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import Tabs
from ui.widgets.parts import button, label
from ui.widgets.table import Column, Table

BOTH = "zh_CN+en"
_ = translator(BOTH)


@pytest.fixture(autouse=True)
def usual_look(qapp):
    look.install_font()
    look.apply(qapp, "light", 100)


@pytest.fixture
def bilingual(till):
    till.prefer(language=BOTH)
    return till


def shown(qtbot, part, width):
    qtbot.addWidget(part)
    part.resize(width, part.sizeHint().height())
    part.show()
    return part


@pytest.mark.parametrize("code", TOGETHER)
def test_two_languages_at_once_are_kept_as_a_choice(code):
    preferences.save(Preferences(language=code))
    assert preferences.load().language == code


def test_three_languages_or_twice_the_same_are_no_choice():
    for code in ("en+en", "zh_CN+en+zh_CN", "en+", "+en", "xx+en"):
        preferences.save(Preferences(language=code))
        assert preferences.load().language == ""


def test_short_words_are_said_in_both_with_one_sign_for_what_follows():
    assert languages.both(_(N_("Counter"))) == "收银台 Counter"
    assert languages.both(_(N_("Change…"))) == "更改 Change…"


def test_a_word_that_is_the_same_in_both_is_said_once():
    assert languages.both(_("PDF")) == "PDF"


def test_sentences_and_what_was_filled_in_are_said_in_the_first():
    sentence = _(N_("The shop needs a name."))
    assert languages.both(sentence) == sentence == translator("zh_CN")("The shop needs a name.")
    filled = _(N_("Scanned {code}. Close this form first, then scan again.")).format(code="7")
    assert languages.both(filled) == filled
    assert "Scanned" not in filled


def test_the_other_order_begins_with_english():
    assert languages.both(translator("en+zh_CN")(N_("Counter"))) == "Counter 收银台"


def test_the_shop_is_read_and_written_in_the_first(bilingual):
    assert bilingual.language == "zh_CN"
    assert bilingual.desk.language == "zh_CN"
    assert bilingual.count(N_("{n} row"), N_("{n} rows"), 2) == bilingual.count("", "{n} rows", 2)


def test_a_button_says_both_where_there_is_room_and_never_needs_it(qtbot):
    made, alone = button(_("Records"), lambda: None), button("流水", lambda: None)
    shown(qtbot, made, made.sizeHint().width())
    assert made.text() == "流水 Records"
    assert made.accessibleName() == "流水"
    made.resize(made.sizeHint().width() - 10, made.height())
    assert made.text() == "流水"
    assert made.minimumSizeHint().width() <= alone.sizeHint().width()
    made.resize(300, made.height())
    made.setText(_("Settings"))
    assert made.text() == "设置 Settings"


def test_a_heading_says_both_where_there_is_room(qtbot):
    made = shown(qtbot, label(_("Language and look"), "heading"), 400)
    assert made.text() == "语言与外观 Language and look"
    made.resize(120, made.height())
    assert made.text() == "语言与外观"


def test_a_narrow_row_drops_a_language_before_an_icon(qtbot):
    each = [button(_(word), lambda: None, icon="print") for word in ("Records", "Settings")]
    made = FittedRow(*each, 1)
    shown(qtbot, made, 900)
    assert each[0].text() == "流水 Records"
    made.resize(230, made.height())
    assert [one.text() for one in each] == ["流水", "设置"]
    assert not any(one.icon().isNull() for one in each)


def test_tabs_are_all_in_both_or_all_in_the_first(qtbot):
    made = Tabs()
    for _title in range(2):
        made.addTab("")
    made.entitle([_("Products"), _("Promotions")])
    shown(qtbot, made, 600)
    assert [made.tabText(0), made.tabText(1)] == ["商品 Products", "促销 Promotions"]
    made.resize(240, made.height())
    assert [made.tabText(0), made.tabText(1)] == ["商品", "促销"]


def test_broad_columns_have_both_over_them_and_narrow_ones_the_first(qtbot):
    columns = [Column(_("Product"), str, 300), Column(_("Category"), str, 60)]
    made = Table("List", columns, empty="")
    made.show_rows(["a"])
    shown(qtbot, made, 420)
    made.view.fit()
    assert made.model.heads == ["商品 Product", "分类"]
    assert [str(one) for one in made.model.titles] == ["商品", "分类"]


def test_it_is_chosen_in_the_settings_and_seen_at_once(window, till):
    till.go("settings", section="computer")
    box = next(one for one in window.frame.page.findChildren(QComboBox) if one.findData(BOTH) >= 0)
    assert box.itemText(box.findData(BOTH)) == "简体中文 + English"
    box.setCurrentIndex(box.findData(BOTH))
    box.activated.emit(box.currentIndex())
    assert preferences.load().language == BOTH
    tab = window.frame.tabs["counter"]
    assert tab.text() == "收银台"
    window.resize(1280, 1000)
    window.show()
    assert tab.text().split() == ["收银台", "Counter"]
    assert window.frame.tabs["counter"].accessibleName() == "收银台 F2"


def test_the_first_run_offers_it_and_the_shop_gets_the_first(qtbot, tmp_path):
    from ui.pages.first_run import FirstRun

    made = FirstRun(tmp_path / "new.shopdesk")
    qtbot.addWidget(made)
    made.show()
    both = next(one for one in made.findChildren(QPushButton) if "+" in one.text())
    both.click()
    assert made.spoken == BOTH
    assert made.language == LANGUAGES[0]
    assert made.start_button.text() == "现在开始 Start now"


def test_the_lock_speaks_both(window, till):
    till.prefer(language=BOTH)
    window.lock()
    words = [one.text() for one in window.lock_screen.findChildren(QPushButton)]
    assert "登录 Sign in" in words
