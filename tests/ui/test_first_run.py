"""The first run: a new shop in three steps, or the sample shop."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from shopdesk import Shop, demo, kept_pictures, logo, staff, standing
from tests.conftest import PIN
from tests.ui import logos
from ui import background, look, preferences
from ui.pages import first_run, first_sample, first_shop
from ui.pages.first_run import Chosen, FirstRun
from ui.pages.first_sample import sample_beside
from ui.pages.first_shop import zone_here
from ui.preferences import Preferences


@pytest.fixture
def place(tmp_path):
    return tmp_path / "new" / "tea.shopdesk"


@pytest.fixture
def page(qtbot, qapp, place, monkeypatch):
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    look.install_font()
    look.apply(qapp, "light", 100)
    made = FirstRun(place)
    qtbot.addWidget(made)
    yield made
    background.finish()
    look.apply(qapp, "light", 100)


@pytest.fixture
def short_story(monkeypatch):
    """The sample shop of three days instead of two years."""
    monkeypatch.setattr(first_sample.demo, "make", partial(demo.make, days_long=3))


def filled(page):
    page.shop.name.setText("Qinghe Tea")
    page.shop.owner.setText("Mei")
    page.shop.pin.setText(PIN)
    page.shop.again.setText(PIN)
    return page


def test_start_now_makes_the_shop_and_signs_its_owner_in(page, place):
    filled(page).shop.phone.setText("0571-88880000")
    page.ladder.choose("three")
    page.shop.currency.setCurrentText("EUR")
    page.shop.zone.setCurrentText("Europe/Berlin")
    page.start_button.click()
    assert page.chosen == Chosen(place, "Mei", PIN)
    with Shop.open(place) as shop:
        assert shop.sign_in("Mei", PIN).role == "owner"
        assert (shop.settings.name, shop.settings.phone) == ("Qinghe Tea", "0571-88880000")
        assert (shop.settings.currency, shop.settings.timezone) == ("EUR", "Europe/Berlin")
        assert shop.settings.language == "en"
        assert [tier.code for tier in shop.known.ladder] == ["silver", "gold", "platinum"]


@pytest.mark.parametrize(("field", "text", "said"), [
    ("name", "  ", "needs a name"),
    ("owner", "", "needs a name to sign in"),
    ("pin", "12345", "six digits"),
    ("pin", "12345a", "six digits"),
    ("pin", "", "six digits"),
    ("again", "258026", "differ"),
    ("place", "", "where the file"),
])  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_lost_or_made(page, place, field, text, said):
    wrong = page.place if field == "place" else getattr(page.shop, field)
    filled(page)
    wrong.setText(text)
    page.start()
    assert said in page.said.text()
    assert wrong.property("mood") == "bad"
    assert page.chosen is None
    assert not place.exists()
    assert page.shop.owner.text() == ("" if field == "owner" else "Mei")


def test_what_was_refused_is_red_until_it_is_typed_anew(page):
    filled(page).shop.owner.clear()
    page.start()
    assert not page.said.isHidden()
    QTest.keyClicks(page.shop.owner, "M")
    assert page.said.isHidden()
    assert not page.shop.owner.property("mood")
    QTest.keyClicks(page.shop.owner, "ei")
    page.start()
    assert page.chosen is not None


def test_there_is_no_pin_to_begin_with(page):
    assert (page.shop.pin.text(), page.shop.again.text()) == ("", "")
    assert page.shop.pin.echoMode() == page.shop.pin.EchoMode.Password


def test_a_file_that_is_there_is_not_overwritten(page, place, location):
    before = location.read_bytes()
    filled(page).place.setText(str(location))
    page.start()
    assert "already exists" in page.said.text()
    assert location.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(page, tmp_path):
    (tmp_path / "file").write_text("in the way")
    filled(page).place.setText(str(tmp_path / "file" / "tea.shopdesk"))
    page.start()
    assert "could not be written" in page.said.text()
    assert page.chosen is None


def test_language_and_theme_are_seen_at_once_kept_and_lose_nothing(page, place):
    filled(page).prefer(language="zh_CN")
    page.prefer(theme="dark")
    assert page.start_button.text() == "现在开始"
    assert page.palette().window().color().name() == look.DARK.page
    assert preferences.load() == Preferences(language="zh_CN", theme="dark")
    page.start()
    with Shop.open(place) as shop:
        assert (shop.settings.name, shop.settings.language) == ("Qinghe Tea", "zh_CN")


def test_every_tier_of_a_ladder_is_shown_in_words_and_in_the_currency(page):
    page.shop.currency.setCurrentText("EUR")
    texts = {one.text() for kind in (QLabel, QLineEdit) for one in page.ladder.findChildren(kind)}
    assert {"€", "1000", "or", "10", "visits", "everyone", "10% off", "× 1.8"} <= texts
    page.ladder.choose("three")
    assert page.ladder.fields["three", 2, "name en"].text() == "Platinum"


def typed(page, number, what, text):
    """Something into a field of the ladder, as by keys."""
    field = page.ladder.fields[page.ladder.template, number, what]
    field.setText(text)
    field.textEdited.emit(text)
    return field


def test_a_ladder_changed_before_the_start_is_what_the_shop_begins_with(page, place):
    filled(page)
    typed(page, 1, "name en", "Bronze")
    typed(page, 1, "spend", "800.50")
    typed(page, 1, "visits", "")
    typed(page, 1, "off", "3")
    page.ladder.choose("three")
    page.prefer(language="zh_CN")
    page.prefer(language="en")
    page.ladder.choose("five")
    page.start_button.click()
    with Shop.open(place) as shop:
        tiers_ = standing.ladder(shop.sign_in("Mei", PIN))
    assert [one.name("en") for one in tiers_] == ["Member", "Bronze", "Gold", "Platinum", "Diamond"]
    assert tiers_[1].name("zh_CN") == "银卡"
    (asked,) = tiers_[1].criteria.conditions
    assert (asked.fact, asked.threshold, tiers_[1].discount_percent) == ("spend", 80050, 3)


@pytest.mark.parametrize(
    ("number", "what", "text", "said"),
    [
        (1, "off", "101", "101"),
        (1, "off", "", "–"),
        (1, "spend", "a lot", "a lot"),
        (1, "visits", "2.5", "2.5"),
        (1, "name en", " ", "name"),
        (2, "spend", "900", "more than the one below"),
    ],
)
def test_a_ladder_that_is_none_is_said_on_its_step_and_makes_nothing(
    page, place, number, what, text, said
):
    filled(page)
    typed(page, number, what, text)
    page.start_button.click()
    assert said in page.said.text()
    assert page.steps.currentIndex() == 1
    assert page.chosen is None
    assert not place.exists()


def rate(page, name, text):
    """Something into a field of the points, as by keys."""
    page.points.fields[name].setText(text)
    page.points.fields[name].textEdited.emit(text)
    return page.points.fields[name]


def test_points_begin_by_the_rates_that_were_typed(page, place):
    assert page.points.said.text() == ("A sale of ¥100.00 earns 100 points, worth ¥1.00: 1% back.")
    filled(page)
    rate(page, "earn_per", "10")
    rate(page, "points_step", "50")
    rate(page, "points_value", "2.50")
    assert "earns 10 points, worth ¥0.50: 0.5%" in page.points.said.text()
    page.prefer(language="zh_CN")
    assert "¥100.00" in page.points.said.text()
    page.shop.currency.setCurrentText("EUR")
    page.start_button.click()
    with Shop.open(place) as shop:
        kept = shop.settings
        assert (kept.earn_points, kept.earn_per) == (1, 1000)
        assert (kept.points_step, kept.points_value) == (50, 250)


@pytest.mark.parametrize(
    ("name", "text"),
    [("earn_per", "0"), ("earn_per", ""), ("earn_points", "-1"), ("earn_points", "1.5"),
     ("points_step", "0"), ("points_value", "1.005"), ("points_value", "much")],
)  # fmt: skip
def test_a_rate_that_cannot_be_is_said_as_it_is_typed_and_makes_nothing(page, place, name, text):
    field = rate(page, name, text)
    assert field.property("mood") == "bad"
    assert (text or "–") in page.points.said.text()
    filled(page).start_button.click()
    assert page.steps.currentIndex() == 1
    assert page.said.text() == page.points.said.text()
    assert not place.exists()
    rate(page, name, "3")
    assert not field.property("mood")
    assert page.said.isHidden()


def test_no_points_at_all_are_a_choice(page, place):
    rate(page, "earn_points", "0")
    assert page.points.said.text() == "Sales earn no points."
    filled(page).start_button.click()
    with Shop.open(place) as shop:
        assert shop.settings.earn_points == 0


def test_a_number_of_the_ladder_that_is_none_is_said_as_it_is_typed(page):
    field = typed(page, 1, "visits", "2.5")
    assert "2.5" in page.ladder.said.text()
    assert field.property("mood") == "bad"
    typed(page, 1, "visits", "25")
    assert page.ladder.said.text().startswith("Counted over the last 12 months")
    assert not field.property("mood")


def test_a_logo_is_kept_with_the_new_shop_and_survives_another_language(
    page, place, answers, tmp_path
):
    logos.image().save(str(tmp_path / "logo.png"))
    answers.given["open"] = str(tmp_path / "logo.png")
    page.shop.logo_field.take_button.click()
    page.prefer(language="zh_CN")
    page.prefer(language="en")
    assert not page.shop.logo_field.picture.isHidden()
    filled(page).start_button.click()
    with Shop.open(place) as shop:
        assert logo.of_shop(shop) == page.shop.logo_field.content
    assert kept_pictures.sides(page.shop.logo_field.content) == (360, 150)


def test_no_picture_is_no_logo_and_is_said(page, answers, tmp_path):
    (tmp_path / "logo.png").write_bytes(b"hello")
    answers.given["open"] = str(tmp_path / "logo.png")
    page.shop.logo_field.take_button.click()
    assert page.said.text().startswith("This is no picture that can be the shop's logo")
    assert page.shop.logo is None


def test_folders_of_backups_are_chosen_and_one_beside_the_shop_is_said(page, answers, tmp_path):
    buttons = page.folders.choose_buttons
    assert page.folders.note.isHidden()
    answers.given["folder"] = str(tmp_path / "backups")
    buttons["backups"].click()
    assert preferences.load().backups == str(tmp_path / "backups")
    assert page.folders.note.text().startswith("It is on the same disk as the shop")
    answers.given["folder"] = "/proc"  # another disk than any that files lie on
    buttons["backups_too"].click()
    assert page.folders.note.isHidden()
    page.folders.none_buttons["backups_too"].click()
    assert preferences.load().backups_too == ""
    assert not page.folders.note.isHidden()


def test_three_steps_lose_nothing_and_each_can_start(page, place):
    filled(page).shop.phone.setText("0571-88880000")
    page.prefer(language="en")
    for step in range(3):
        assert page.steps.currentIndex() == step
        assert page.start_button.isVisibleTo(page)
        assert page.next_button.isVisibleTo(page) == (step < 2)
        page.next_button.click() if step < 2 else page.start_button.click()
    assert page.chosen == Chosen(place, "Mei", PIN)
    with Shop.open(place) as shop:
        assert shop.settings.phone == "0571-88880000"


def test_what_is_missing_is_shown_on_the_step_it_belongs_to(page):
    filled(page).shop.owner.clear()
    page.turn_to(2)
    page.start()
    assert page.steps.currentIndex() == 0
    filled(page).place.clear()
    page.start()
    assert page.steps.currentIndex() == 2


def test_a_scanner_is_tried_and_its_enter_starts_nothing(page, qtbot):
    with qtbot.waitExposed(page):
        page.show()
    filled(page).turn_to(2)
    QTest.keyClicks(page.scanner_test.ear, "6901234567892")
    QTest.keyClick(page.scanner_test.ear, Qt.Key.Key_Return)
    assert page.scanner_test.heard.end == "enter"
    assert page.chosen is None


def test_tab_goes_in_reading_order(page):
    order, field = [], page.toggles[0]
    for _step in range(200):
        order.append(field)
        field = field.nextInFocusChain()
    wanted = [
        *page.toggles,
        page.shop.name,
        page.shop.phone,
        page.shop.owner,
        page.shop.pin,
        page.shop.again,
        page.shop.currency,
        page.shop.zone,
        page.shop.logo_field.take_button,
        page.ladder.fields["five", 1, "spend"],
        page.ladder.fields["five", 4, "off"],
        *page.points.fields.values(),
        page.place,
        page.folders.choose_buttons["backups"],
        page.scanner_test.ear,
        page.sample_button,
        page.start_button,
    ]
    places = [order.index(each) for each in wanted]
    assert places == sorted(places)


def test_the_place_is_chosen_in_a_dialog(page, answers, tmp_path):
    answers.given["save"] = str(tmp_path / "other")
    page.change.click()
    filled(page).start()
    assert page.chosen.location == tmp_path / "other.shopdesk"
    assert page.chosen.location.exists()


def test_a_shop_that_exists_is_opened_instead(page, answers, location):
    answers.given["open"] = str(location)
    page.other_button.click()
    assert page.chosen == Chosen(location)


def test_leaving_chooses_nothing(page, answers, place):
    answers.given["show"] = lambda form: form.reject()
    assert first_run.begin(place) is None
    assert not place.parent.exists()


def test_a_shop_that_was_there_last_time_is_missed_in_words(qtbot, qapp, place, monkeypatch):
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    preferences.save(Preferences(shop=str(place)))
    page = FirstRun(place)
    qtbot.addWidget(page)
    assert f"{place} is not there" in page.said.text()


@pytest.mark.parametrize(("here", "expected"), [
    ("Europe/Berlin", "Europe/Berlin"),
    ("Etc/UTC", "Asia/Shanghai"),
    ("UTC", "Asia/Shanghai"),
    ("No/Where", "Asia/Shanghai"),
])  # fmt: skip
def test_the_time_zone_is_this_computers_or_the_usual_one(monkeypatch, here, expected):
    class Here:
        systemTimeZoneId = staticmethod(lambda: QByteArray(here.encode()))  # noqa: N815 - Qt's

    monkeypatch.setattr(first_shop, "QTimeZone", Here)
    assert zone_here() == expected


# --- the sample shop ----------------------------------------------------------------------------


def test_the_sample_shop_is_made_beside_and_opened(qtbot, page, place, short_story):
    page.sample_button.click()
    qtbot.waitUntil(lambda: page.sample.job is None)
    texts = {said.text() for said in page.sample.findChildren(QLabel)}
    assert {"Owner", "PIN 258025", "Chen", "PIN 4826"} <= texts
    made = sample_beside(place)
    page._open_sample(made, "Owner", "258025")
    assert page.chosen == Chosen(made, "Owner", "258025", is_sample=True)
    with Shop.open(made) as shop:
        assert staff.names(shop)[0] == "Owner"
    assert sorted(file.name for file in made.parent.iterdir()) == [made.name]


def test_a_sample_shop_that_was_stopped_leaves_no_file(qtbot, page, place, short_story):
    page.load_sample()
    page.sample.stop()
    qtbot.waitUntil(lambda: page.pages.currentWidget() is not page.sample)
    assert list(place.parent.glob("*")) == []
    assert filled(page).start_button.text() == "Start now"
    page.start()
    assert page.chosen is not None


def test_a_sample_shop_that_failed_leaves_no_file(place, monkeypatch):
    def broken(location, **_how):
        Path(location).write_bytes(b"half")
        raise ZeroDivisionError

    monkeypatch.setattr(first_sample.demo, "make", broken)
    with pytest.raises(ZeroDivisionError):
        first_sample.make_whole(place, "en", lambda *_done: None)
    assert list(place.parent.glob("*")) == []


def test_closing_while_it_is_made_stops_it_first(qtbot, page, place, short_story):
    page.load_sample()
    page.reject()
    assert page.result() == 0
    assert page.sample.job.is_cancelled
    qtbot.waitUntil(lambda: page.pages.currentWidget() is not page.sample)
    assert list(place.parent.glob("*")) == []


def test_a_sample_shop_that_is_there_is_not_made_again(page, place, location, monkeypatch):
    sample_beside(place).parent.mkdir()
    location.rename(sample_beside(place))
    page.load_sample()
    assert page.sample.job is None
    assert sample_beside(place).exists()
