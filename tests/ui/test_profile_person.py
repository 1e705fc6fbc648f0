"""The personal part of a profile: days, family, likes, consents, a photo, a copy of it all."""

import json
import zipfile
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton

from shopdesk import consents, dates, families, members, photos, points, preferences, tags
from tests.ui.hands import turned_to
from tests.ui.test_profile import page, profile
from tests.ui.test_profile_forms import filled
from ui import background
from ui.widgets.elided import Elided

__all__ = ["filled", "page", "profile"]

PHONE = "13800138000"


@pytest.fixture
def person(profile):
    return turned_to(profile.person)


@pytest.fixture
def undone(till):
    """What was told, and what takes it back."""
    heard = []
    till.told.connect(lambda text, _mood, act, _word: heard.append((text, act)))
    return heard


@pytest.fixture
def son(desk):
    """Who shares the phone."""
    return members.register(desk, name="张无忌", phone=PHONE, shared_phone=True).id


def texts(part):
    return [one.text() for one in part.findChildren(QLabel) if one.isVisibleTo(part)]


def button(part, name):
    """The button of this name, as a screen reader says it; of those that are there now."""
    every = [one for one in part.findChildren(QPushButton) if one.isVisibleTo(part)]
    return next(one for one in every if one.accessibleName() == name)


# --- days ---------------------------------------------------------------------------------------


def dating(name, kind="own", solar="", lunar=None):
    def work(form):
        form.name.setText(name)
        form.kinds[kind].click()
        form.calendars["lunar" if lunar else "solar"].click()
        form.solar.setText(solar)
        if lunar:
            form.lunar.show(lunar)

    return work


def test_days_of_both_calendars_are_kept_and_the_next_one_stands_first(
    person, filled, told, desk, member
):
    for work in (
        dating("Mother", "birthday", lunar=(8, 15)),
        dating("Wedding", solar="1998-10-28"),
    ):
        filled(work)
        person.add_day.click()
    kept = dates.of_member(desk, member)
    assert [(one.name, one.kind, one.day, one.lunar_day) for one in kept] == [
        ("Wedding", "own", date(1998, 10, 28), None), ("Mother", "birthday", None, (8, 15)),
    ]  # fmt: skip
    assert told[-1] == ("good", "Wedding: comes next on 28 Oct 2026.")
    said = texts(person)
    assert "Own day · 28 Oct 1998 · 28 years on 28 Oct" in said
    assert "Birthday in the family · month 8, day 15 (lunar) · next on 15 Sep 2027" in said
    assert said.index("Wedding") < said.index("Mother")


def test_a_day_comes_round_for_the_first_time(person, profile, desk, member):
    dates.add(desk, member, name="Opened", day=date(2026, 9, 1))
    profile.load()
    assert "Own day · 1 Sep 2026 · 1 year on 1 Sep 2027" in texts(person)


def test_a_day_that_is_near_stands_in_the_head(person, profile, desk, member):
    dates.add(desk, member, name="Far", day=(11, 15))
    assert profile.likes.isHidden(), "31 days"
    dates.add(desk, member, name="Near", day=(11, 14))
    assert profile.likes.whole == "Near 14 Nov", "30 days"


def test_a_day_is_changed_from_its_row(person, filled, desk, member):
    dates.add(desk, member, name="Wedding", day=date(1998, 10, 28))

    def work(form):
        assert (form.name.text(), form.solar.text(), form.kind) == ("Wedding", "1998-10-28", "own")
        form.kinds["anniversary"].click()
        form.calendars["lunar"].click()
        form.lunar.show((9, 9, True))

    filled(work)
    button(person, "Change Wedding").click()
    (one,) = dates.of_member(desk, member)
    assert (one.kind, one.day, one.lunar_day) == ("anniversary", None, (9, 9, True))


@pytest.mark.parametrize(
    "work", [dating("Wedding"), dating("Wedding", solar="31-12"), dating(" ", solar="12-31")]
)
def test_what_is_no_day_is_refused_in_the_form(person, filled, desk, member, work):
    said = filled(work)
    person.add_date()
    assert said[0]
    assert dates.of_member(desk, member) == []


def test_half_a_lunar_day_is_refused_in_the_form(person, filled, desk, member):
    def work(form):
        dating("Mother", lunar=(8, 15))(form)
        form.lunar.day.setCurrentIndex(0)

    said = filled(work)
    person.add_date()
    assert "8/–" in said[0]
    assert dates.of_member(desk, member) == []


def test_a_day_taken_out_comes_back_from_the_strip(person, undone, desk, member):
    one = dates.add(desk, member, name="Mother", kind="birthday", lunar_day=(8, 15, True))
    button(person, "Take Mother out").click()
    assert dates.of_member(desk, member) == []
    undone[-1][1]()
    (back,) = dates.of_member(desk, member)
    assert (back.name, back.kind, back.lunar_day) == (one.name, one.kind, one.lunar_day)


# --- family -------------------------------------------------------------------------------------


def test_who_shares_the_phone_is_offered_and_linked(person, filled, told, desk, member, son):
    person.load(person.member)
    assert "Has the same phone as 张无忌." in texts(person)

    def work(form):
        assert [(one.id, tick.isChecked()) for one, tick in form.sharing] == [(son, True)]
        assert form.name.text() == "Family of 张三丰"
        form.name.setText("The Zhangs")

    filled(work)
    person.link_button.click()
    assert [one.id for one in families.of_member(desk, member).members] == [member, son]
    assert told[-1] == ("good", "The Zhangs: 张三丰, 张无忌")


def test_a_name_of_the_family_opens_their_profile(person, profile, desk, member, son):
    families.start(desk, "Zhang", [member, son])
    button(person, "Profile of 张无忌").click()
    assert profile.member.id == son
    assert "Profile of 张三丰" in turned_to(person).deeds
    assert "Profile of 张无忌" not in turned_to(person).deeds


def test_somebody_else_joins_by_number_and_the_name_is_changed(person, filled, desk, member, son):
    families.start(desk, "Zhang", [member])
    other = members.register(desk, name="李娜")

    def work(form):
        form.name.setText("Zhang & Li")
        form.sharing[0][1].setChecked(False)
        form.who.field.setText(other.number)

    filled(work)
    person.link()
    family = families.of_member(desk, member)
    assert (family.name, [one.id for one in family.members]) == ("Zhang & Li", [member, other.id])


@pytest.mark.parametrize("typed", ["", "100001", "999999"])
def test_alone_or_with_nobody_who_is_known_nobody_is_a_family(person, filled, desk, member, typed):
    said = filled(lambda form: form.who.field.setText(typed))
    person.link()
    assert said[0]
    assert families.of_member(desk, member) is None


def test_who_is_taken_out_of_the_family_comes_back_from_the_strip(
    person, undone, desk, member, son
):
    families.start(desk, "Zhang", [member, son])
    for name, who in (("张无忌", son), ("张三丰", member)):
        button(person, f"Take {name} out of the family").click()
        assert families.of_member(desk, who) is None
        undone[-1][1]()
        assert families.of_member(desk, who).name == "Zhang"


def test_a_second_person_on_a_phone_is_offered_to_be_linked(page, till, answers, desk, member):
    offered = []
    till.told.connect(lambda _text, _mood, act, word: offered.append((word, act)))
    till.wanted.connect(lambda _name, what: page.show_what(**what))
    shown = []

    def answer(form):
        shown.append(type(form).__name__)
        if shown[-1] == "MemberForm":
            form.phone.setText(PHONE)
            form.name.setText("张无忌")
            form.try_it()
            assert form.saved is None
            form.shared.setChecked(True)
        form.try_it()
        return form.said.isHidden()

    answers.given["show"] = answer
    page._register("")
    word, act = offered[-1]
    assert word == "Link as a family"
    act()
    assert shown == ["MemberForm", "FamilyForm"]
    assert {one.name for one in families.of_member(desk, member).members} == {"张三丰", "张无忌"}
    assert page.profile.tabs.currentWidget() is page.profile.person


# --- likes and tags -----------------------------------------------------------------------------


def test_likes_and_tags_are_kept_and_shown_in_the_head_too(person, profile, filled, desk, member):
    def work(form):
        form.likes.setText("no sugar, oolong")
        form.tags.setText("tea， VIP、tea")

    filled(work)
    person.likes_button.click()
    assert preferences.of_member(desk, member) == "no sugar, oolong"
    assert tags.of_member(desk, member) == ("VIP", "tea")
    assert profile.likes.whole == "no sugar, oolong · VIP, tea"


def test_a_tag_in_use_is_pressed_on_and_off(person, filled, desk, member, son):
    tags.put(desk, son, ["tea"])

    def work(form):
        (offered,) = form.offered
        form.tags.setText("VIP")
        offered.click()
        assert (form.tags.text(), offered.isChecked()) == ("VIP, tea", True)
        offered.click()
        assert (form.tags.text(), offered.isChecked()) == ("VIP", False)
        offered.click()

    filled(work)
    person.change_likes()
    assert tags.of_member(desk, member) == ("VIP", "tea")


def test_how_a_member_likes_it_is_read_at_the_counter(counter, till, member):
    preferences.put(till.desk, member, "no sugar, oolong")
    till.basket.member = member
    counter.load()
    shown = [one.whole for one in counter.findChildren(Elided) if one.property("kind") == "note"]
    assert shown == ["no sugar, oolong"]
    preferences.put(till.desk, member, "")
    counter.load()
    notes = [one for one in counter.findChildren(Elided) if one.property("kind") == "note"]
    assert not [one for one in notes if one.isVisibleTo(counter)]


# --- consents -----------------------------------------------------------------------------------


def test_what_was_never_asked_is_asked_given_and_taken_back(person, filled, desk, member):
    assert texts(person).count("Not asked yet.") == 2
    filled(lambda form: None)
    button(person, "Agrees… Agrees to receive messages").click()
    words = consents.wording(desk, "marketing")
    assert f"Agreed on 15 Oct 2026: {words}" in texts(person)
    assert consents.holds(desk, member, "marketing")
    filled(lambda form: form.how.setText("by phone"))
    button(person, "Take back… Agrees to receive messages").click()
    assert "Taken back on 15 Oct 2026: by phone" in texts(person)
    assert not consents.holds(desk, member, "marketing")


def test_taking_back_without_a_word_is_refused_in_the_form(person, filled, desk, member):
    consents.give(desk, member, "data", wording="yes")
    said = filled(lambda form: form.how.setText(" "))
    person.consent("data")
    assert said[0]
    assert consents.holds(desk, member, "data")


def test_nobody_is_written_to_whose_data_may_not_be_kept(person, desk, member):
    consents.give(desk, member, "marketing", wording="yes")
    consents.withdraw(desk, member, "data", wording="no")
    assert "Off, because their data may not be kept." in texts(person)


@pytest.mark.parametrize(("data", "marketing"), [(False, False), (True, False), (True, True)])
def test_what_is_ticked_when_somebody_registers_is_kept(page, answers, desk, data, marketing):
    def answer(form):
        form.name.setText("李娜")
        form.speaks.setCurrentIndex(form.speaks.findData("zh_CN"))
        form.agrees["data"].setChecked(data)
        form.agrees["marketing"].setChecked(marketing)
        form.try_it()
        return form.said.isHidden()

    answers.given["show"] = answer
    page._register("")
    who = page.profile.member.id
    assert consents.holds(desk, who, "data") is data
    assert consents.holds(desk, who, "marketing") is marketing
    assert all(one.wording == consents.wording(desk, one.kind, "zh_CN")
               for one in consents.of_member(desk, who))  # fmt: skip


# --- photo --------------------------------------------------------------------------------------


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "me.png"
    image = QImage(800, 400, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    assert image.save(str(file))
    return file


def test_a_picture_is_made_small_kept_and_taken_away_again(
    person, profile, answers, undone, desk, picture
):
    member = profile.member.id
    answers.given["open"] = str(picture)
    person.photo_button.click()
    content = photos.of_member(desk, member)
    kept = QImage.fromData(content)
    assert (kept.width(), kept.height()) == (256, 128)
    assert content.startswith(b"\xff\xd8\xff")
    assert undone[-1][0] == "The photo of 张三丰 is kept in the shop."
    assert not profile.initial.pixmap().isNull()
    person.no_photo.click()
    assert photos.of_member(desk, member) is None
    assert profile.initial.text() == "张"
    assert person.no_photo.isHidden()
    undone[-1][1]()
    assert photos.of_member(desk, member) == content


def test_what_is_no_picture_is_refused_in_the_strip(person, answers, told, desk, member, tmp_path):
    for name, content in (("a.png", b"\x89PNG\r\n\x1a\nnot really"), ("b.jpg", b"text")):
        file = tmp_path / name
        file.write_bytes(content)
        answers.given["open"] = str(file)
        person.take_photo()
    answers.given["open"] = str(tmp_path / "gone.jpg")
    person.take_photo()
    answers.given["open"] = ""
    person.take_photo()
    assert [mood for mood, _text in told] == ["bad"] * 3
    assert photos.of_member(desk, member) is None


# --- the copy, and the statement ----------------------------------------------------------------


def test_a_copy_of_all_data_is_saved(person, answers, told, desk, member, tmp_path):
    tags.put(desk, member, ["tea"])
    answers.given["save"] = str(tmp_path / "copy")
    person.export_button.click()
    background.finish()
    person.till.shop.release()
    qt_events()
    file = tmp_path / "copy.zip"
    with zipfile.ZipFile(file) as made:
        assert json.loads(made.read("member.json"))["member"][0]["tags"] == "tea"
    assert told[-1] == (
        "good",
        f"Saved as {file}. It holds all that is known of one person: give it to nobody else.",
    )


def qt_events():
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def test_a_copy_that_cannot_be_written_says_so(person, answers, told, tmp_path):
    answers.given["save"] = str(tmp_path / "nowhere" / "copy.zip")
    person.export()
    background.finish()
    qt_events()
    assert told[-1][0] == "bad"
    assert "nowhere" in told[-1][1]


def test_a_cashier_hands_out_no_copy(person, cashier_seated, answers, told):
    person.export()
    assert answers.asked == []
    assert told[-1][0] == "bad"


def test_a_statement_is_seen_page_by_page(profile, qtbot, answers, preview, desk, member):
    points.adjust(desk, member, 50, reason="hello")
    seen, in_preview = [], answers.given["show"]

    def answer(dialog):
        if hasattr(dialog, "times"):
            dialog.times["month"].click()
            seen.append((dialog.first.text(), dialog.last.text()))
            dialog.try_it()
            return dialog.said.isHidden()
        return in_preview(dialog)

    answers.given["show"] = answer
    profile.points.statement()
    assert seen == [("2026-10-01", "2026-10-15")]
    assert preview["pages"] == [1]
    assert preview["dialog"].name == "statement-100001-2026-10-01-2026-10-15"


@pytest.mark.parametrize(
    ("first", "last"),
    [("", "2026-10-15"), ("2026-10-15", "x"), ("2026-10-15", "2026-10-14"),
     ("2026-10-15", "2026-10-16")],
)  # fmt: skip
def test_days_that_cannot_be_are_refused_in_the_form(profile, filled, first, last):
    def work(form):
        form.first.setText(first)
        form.last.setText(last)

    said = filled(work)
    profile.points.statement()
    assert said[0]


# --- keys ---------------------------------------------------------------------------------------


def test_the_keys_stay_on_a_row_when_it_is_read_again(qtbot, page, person, desk, member):
    dates.add(desk, member, name="Mother", day=(5, 1))
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    button(person, "Change Mother").setFocus()
    dates.add(desk, member, name="Father", day=(6, 1))
    assert page.focusWidget().accessibleName() == "Change Mother"


def test_every_button_of_it_is_reached_by_tab_and_has_a_name(
    qtbot, page, person, desk, member, son
):
    dates.add(desk, member, name="Mother", day=(5, 1))
    families.start(desk, "Zhang", [member, son])
    with qtbot.waitExposed(page):
        page.show()
    wanted = {one for one in person.findChildren(QPushButton) if one.isVisibleTo(person)}
    assert all(one.accessibleName() for one in wanted)
    person.add_day.setFocus()
    came = set()
    for _step in range(40):
        came.add(page.focusWidget())
        page.focusNextChild()
    assert wanted <= came


def test_it_is_reached_and_worked_by_keys_alone(qtbot, page, profile, answers, desk, member):
    with qtbot.waitExposed(page):
        page.show()
    bar = profile.tabs.tabBar()
    bar.setFocus()
    for _step in range(profile.tabs.indexOf(profile.person)):
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert profile.tabs.currentWidget() is profile.person
    qtbot.keyClick(bar, Qt.Key.Key_Tab)
    assert page.focusWidget() is profile.person.add_day

    def answer(form):
        with qtbot.waitExposed(form):
            form.show()
        qtbot.keyClicks(form.focusWidget(), "Wedding")
        for _step in range(6):
            if form.focusWidget() is not form.solar:
                qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClicks(form.focusWidget(), "10-28")
        qtbot.keyClick(form.solar, Qt.Key.Key_Return)
        return True

    answers.given["show"] = answer
    qtbot.keyClick(profile.person.add_day, Qt.Key.Key_Return)
    assert [one.day for one in dates.of_member(desk, member)] == [(10, 28)]
