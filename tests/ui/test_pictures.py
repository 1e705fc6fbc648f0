"""Everything the program shows, in both languages and looks: written as pictures, and looked at.

``SHOPDESK_PICTURES`` names a folder that keeps the pictures.
"""

import ast
import importlib
import os
import pkgutil
import sys
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

import ui
from shopdesk import Desk, Shop, demo, staff
from shopdesk.language import LANGUAGES, TOGETHER, leading
from shopdesk.refusals import PhoneTaken
from tests.conftest import NOON, PIN, SetClock
from tests.ui import reaching, room, seeing, tongues
from tests.ui.views import FORM_VIEWS, PAGE_VIEWS
from ui import background, look, pictures, preferences
from ui.frame import PAGES
from ui.pages.settings import SECTIONS
from ui.preferences import THEMES, Preferences
from ui.qt_words import speak
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.laid import held_by
from ui.window import Window

SIZES = ((1024, 728), (1280, 800))
DAYS = 60
SMALLEST, *_SIZES, LARGEST = preferences.SIZES
BOTH = "en+zh_CN"
KEPT = os.environ.get("SHOPDESK_PICTURES")
LOOKS = (
    [(language, theme) for language in (*LANGUAGES, TOGETHER[0]) for theme in THEMES]
    if KEPT
    else list(zip(LANGUAGES, reversed(THEMES), strict=True))
)
"""Words are laid out alike in either theme and colours are alike in either language, so that two
looks are enough; all are made where they are kept to be looked at, with both languages at once."""
every_look = pytest.mark.parametrize("look_of", LOOKS, ids="-".join, indirect=True)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Two months of the sample shop."""
    place = tmp_path_factory.mktemp("sample") / "sample.shopdesk"
    return demo.make(place, end=NOON, days_long=DAYS).location


@pytest.fixture
def folder(tmp_path):
    """Where the pictures go."""
    made = Path(KEPT or tmp_path / "pictures")
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture
def look_of(request, qapp):
    """A language and a theme, kept as this computer's."""
    language, theme = request.param
    preferences.save(Preferences(language=language, theme=theme))
    look.install_font()
    look.apply(qapp, theme, 100)
    speak(qapp, leading(language))
    yield f"{language}-{theme}"
    speak(qapp, "en")


@pytest.fixture
def seat(qapp, sample):
    """The owner of the sample shop, in the look that was chosen before."""
    with Shop.open(sample, clock=SetClock(NOON)) as shop:
        made = Till(shop, preferences.load())
        made.signed_in = Desk(shop, 1, staff.owner_name(shop), "owner", "1")
        made.speak()
        yield made
        background.finish()


@pytest.fixture
def at_work(qtbot, seat):
    made = Window(seat)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def letters(request, qapp):
    """A language, and how large it is written."""
    language, size = request.param
    preferences.save(Preferences(language=language, size=size))
    look.install_font()
    look.apply(qapp, "light", size)
    speak(qapp, leading(language))
    yield f"{language}-{size}"
    look.apply(qapp, "light", 100)
    speak(qapp, "en")


def lettered(*languages: str, sizes: tuple[int, ...] = (LARGEST,)) -> pytest.MarkDecorator:
    """Each of these languages in each of these sizes."""
    given = [(language, size) for language in languages for size in sizes]
    ids = [f"{language}-{size}" for language, size in given]
    return pytest.mark.parametrize("letters", given, indirect=True, ids=ids)


every_language = lettered(*LANGUAGES)
both_at_once = (
    lettered(*LANGUAGES, *TOGETHER, sizes=(LARGEST, SMALLEST)) if KEPT else lettered(BOTH)
)
"""English with Chinese wherever there is room for both: what fits so fits in either. What is
touched is as large with the smallest letters as with the usual ones: ``test_touch`` measures it."""


def faults_of(qapp, window: QWidget, file: Path) -> list[str]:
    """What is wrong with a window as it is now; its picture is kept where that is wanted."""
    pictures.settled(qapp)
    picture = window.grab()
    if KEPT:
        assert picture.save(str(file))
    with seeing.looked_over(window):
        found = seeing.faults(window, picture) + room.crowded(window)
    return [f"{file.stem}: {fault}" for fault in found]


def shown(qtbot, view: str, seat: Till) -> QWidget:
    """A form as it is first seen."""
    parent = QWidget()
    qtbot.addWidget(parent)
    look.dress(parent)
    form = FORM_VIEWS[view](parent, seat)
    if form.parent() is None:
        qtbot.addWidget(form)
    else:
        form.opened_over = parent  # or Python lets it go, and the form with it
    form.show()
    return form


def reached(qapp, window: QWidget) -> list[str]:
    """What is wrong with how a window is walked by Tab, and with what its buttons are called."""
    window.activateWindow()
    pictures.settled(qapp)
    return reaching.faults(window)


def one_over_another(form: Form) -> list[str]:
    """The parts of a form that lie over what stands beside them."""
    parts = [one for one in form.body.inside.children() if isinstance(one, QWidget)]
    parts = [one for one in parts if one.isVisible() and one.width() and one.height()]
    pairs = combinations(parts, 2)
    return [f"{a} over {b}" for a, b in pairs if a.geometry().intersects(b.geometry())]


def fits_the_smallest_screen(form: QWidget) -> bool:
    return form.width() <= SIZES[0][0] and form.height() <= SIZES[0][1]


def refused_in(language: str) -> str:
    """A sentence of two lines, as a form says it."""
    return str(PhoneTaken(language, phone="13800138000", name="李娜", number="100002"))


@every_look
@pytest.mark.parametrize("view", PAGE_VIEWS)
def test_a_page_can_be_read_named_and_touched(qapp, look_of, at_work, seat, view, folder):
    PAGE_VIEWS[view](at_work, seat)
    faults = []
    for width, height in SIZES:
        at_work.resize(width, height)
        name = f"{view}-{look_of}-{width}x{height}.png"
        faults += faults_of(qapp, at_work, folder / name)
        assert (at_work.width(), at_work.height()) == (width, height)
    if seat.language == "en":
        faults += reached(qapp, at_work)
    assert not faults, "\n".join(faults)


@every_look
@pytest.mark.parametrize("view", FORM_VIEWS)
def test_a_form_can_be_read_named_and_touched(qtbot, qapp, look_of, seat, view, folder):
    form = shown(qtbot, view, seat)
    faults = faults_of(qapp, form, folder / f"{view}-{look_of}.png")
    if seat.language == "en":
        faults += reached(qapp, form)
    if isinstance(form, Form):
        form.refuse(refused_in(seat.language))
        faults += faults_of(qapp, form, folder / f"{view}-refused-{look_of}.png")
    assert fits_the_smallest_screen(form)
    assert not faults, "\n".join(faults)


@every_look
def test_all_that_is_offered_in_a_sale_is_in_sight_on_the_smallest_screen(
    qapp, look_of, at_work, seat
):
    """What is due, the points, each voucher, the pass, and the lines: nothing is scrolled to."""
    PAGE_VIEWS["counter-offers"](at_work, seat)
    at_work.resize(*SIZES[0])
    pictures.settled(qapp)
    counter = at_work.frame.page
    offers = counter.offers.findChildren(QPushButton)
    assert [one.text().split()[-1] for one in offers] == ["Alt+0", "Alt+1", "Alt+2"]
    on_lines = [one for one in counter.lines.findChildren(QPushButton) if one.isVisible()]
    assert len([one for one in on_lines if one.toolTip().endswith("Alt+U")]) == 1
    needed = [counter.pay.due, *counter.pay.tenders.values(), counter.pay.pay, *offers, *on_lines]
    cut = [one for one in needed if one.visibleRegion().boundingRect() != one.rect()]
    assert [one.accessibleName() for one in cut] == []


@every_look
def test_what_is_known_of_a_member_and_the_hint_of_the_search_are_whole_on_the_smallest_screen(
    qapp, look_of, at_work, seat
):
    at_work.resize(*SIZES[0])
    PAGE_VIEWS["personal-known"](at_work, seat)
    pictures.settled(qapp)
    likes = at_work.frame.page.profile.likes
    assert likes.isVisible()
    assert likes.text() == likes.whole
    PAGE_VIEWS["members-tagged"](at_work, seat)
    at_work.frame.page.back()
    pictures.settled(qapp)
    query = at_work.frame.page.query
    assert query.placeholderText() not in query.toolTip(), "it would say what is cut short"


@every_language
def test_the_newest_top_up_is_in_sight_with_the_largest_letters(qapp, letters, at_work, seat):
    PAGE_VIEWS["profile-prepaid-top_ups"](at_work, seat)
    at_work.resize(*SIZES[0])
    pictures.settled(qapp)
    view = at_work.frame.page.profile.prepaid.tables["top_ups"].view
    first = view.visualRect(view.model().index(0, 0))
    assert view.viewport().visibleRegion().boundingRect().contains(first)


@every_look
def test_the_other_way_and_what_is_better_kept_are_in_sight_on_the_smallest_screen(
    qapp, look_of, at_work, seat
):
    PAGE_VIEWS["counter-otherwise"](at_work, seat)
    at_work.resize(*SIZES[0])
    pictures.settled(qapp)
    advice = at_work.frame.page.offers.advice
    said = held_by(advice)
    assert [one.visibleRegion().boundingRect() for one in said] == [one.rect() for one in said]
    assert len(said) == 2


@every_look
@pytest.mark.parametrize("view", [view for view in FORM_VIEWS if view.startswith("exchange")])
def test_how_an_exchange_is_paid_its_reason_and_its_button_are_in_sight(
    qtbot, qapp, look_of, seat, view
):
    """Also with a refusal of two lines: only lists are scrolled."""
    form = shown(qtbot, view, seat)
    form.refuse(refused_in(seat.language))
    pictures.settled(qapp)
    tenders = [one for one in form.tenders.values() if form.paying.isVisible()]
    needed = [*tenders, form.paid.note, form.paid.shares, form.reason, form.said, form.ok]
    there = [one for one in needed if one.isVisible()]
    cut = [one for one in there if one.visibleRegion().boundingRect() != one.rect()]
    assert [one.accessibleName() for one in cut] == []
    assert form.reason in there


@every_look
@pytest.mark.parametrize("view", ["member-new", "refund", "evidence"])
def test_of_what_is_opened_most_nothing_but_a_list_is_scrolled_to(qtbot, qapp, look_of, seat, view):
    form = shown(qtbot, view, seat)
    pictures.settled(qapp)
    areas = [one for one in form.findChildren(QScrollArea) if one.isVisible()]
    assert areas
    assert [one.verticalScrollBar().maximum() for one in areas] == [0] * len(areas)


@both_at_once
@pytest.mark.parametrize("view", PAGE_VIEWS)
def test_a_page_is_whole_with_the_largest_and_the_smallest_letters(
    qapp, letters, at_work, seat, view, folder
):
    PAGE_VIEWS[view](at_work, seat)
    at_work.resize(*SIZES[0])
    faults = faults_of(qapp, at_work, folder / f"{view}-{letters}.png")
    if letters.startswith(BOTH):
        faults += tongues.alone(at_work, *BOTH.split("+"))
    assert not faults, "\n".join(faults)


@both_at_once
@pytest.mark.parametrize("view", FORM_VIEWS)
def test_a_form_has_its_buttons_in_sight_with_the_largest_and_the_smallest_letters(
    qtbot, qapp, letters, seat, view, folder
):
    form = shown(qtbot, view, seat)
    if isinstance(form, Form):
        form.refuse(refused_in(seat.language))
    faults = faults_of(qapp, form, folder / f"{view}-{letters}.png")
    if isinstance(form, Form):
        faults += one_over_another(form)
    if letters.startswith(BOTH):
        faults += tongues.alone(form, *BOTH.split("+"))
    assert fits_the_smallest_screen(form)
    assert not faults, "\n".join(faults)


@every_language
def test_several_ways_to_pay_stand_apart_with_the_largest_letters(qtbot, qapp, letters, seat):
    form = shown(qtbot, "split-stored-value", seat)
    pictures.settled(qapp)
    assert not one_over_another(form)


def test_pages_the_lock_and_the_first_run_are_drawn_and_no_preference_of_the_user_is_touched(
    qapp, location, tmp_path, monkeypatch
):
    own = tmp_path / "preferences.json"
    monkeypatch.setattr(
        preferences,
        "file",
        lambda: tmp_path / os.environ.get("SHOPDESK_CONFIG", "") / "preferences.json",
    )
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.setenv("SHOPDESK_CONFIG", "")
    preferences.save(Preferences(theme="light", size=150))
    before = own.read_bytes()
    folder = tmp_path / "screens"
    wanted = [word for page in ("products", "lock", "first_run") for word in ("--page", page)]
    only = ["--language", "en", "--theme", "dark", "--size", "1024x728"]
    assert pictures.main([str(location), str(folder), *wanted, *only]) == 0
    drawn = sorted(file.name for file in folder.iterdir())
    assert drawn == [f"{p}-en-dark-1024x728.png" for p in ("first_run", "lock", "products")]
    for file in folder.iterdir():
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (1024, 728)
        seen = {picture.pixel(x, y) for x in range(0, 1024, 8) for y in range(0, 728, 8)}
        assert len(seen) > 4
    assert own.read_bytes() == before


# --- nothing is left out --------------------------------------------------------------------------

TABBED = {
    "vouchers": (
        "vouchers", "gifts", "gift-sets", "rules", "events", "segments", "follow-deliveries",
    ),
    "products": ("products", "products-promotions"),
    "members": (*(f"profile-{tab}" for tab in range(6)), "personal-known"),
}  # fmt: skip
"""By page: one view of each of its tabs."""


def dialogs_of_the_program() -> set[type[QWidget]]:
    """Every kind of form and dialog that is shown as it is: no other is made of it."""
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(found.name)
    kinds, found_kinds = [QDialog], set()
    while kinds:
        below = kinds.pop().__subclasses__()
        kinds += below
        found_kinds |= {one for one in below if one.__module__.startswith("ui.")}
    return {one for one in found_kinds if not one.__subclasses__()}


def named_in_views() -> set[type[QWidget]]:
    """The kinds that the views make by their names."""
    found = []
    for name, module in tuple(sys.modules.items()):
        if name.startswith("tests.ui.views"):
            for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name):
                    found.append(getattr(module, node.id, None))
                elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    found.append(getattr(getattr(module, node.value.id, None), node.attr, None))
    return {one for one in found if isinstance(one, type)}


MADE_BY_FUNCTIONS = ("evidence", "print")
"""Views whose forms are made by a function of their module."""


def test_every_form_and_dialog_has_its_picture_taken(qtbot, seat):
    made = {type(shown(qtbot, view, seat)) for view in MADE_BY_FUNCTIONS}
    missing = dialogs_of_the_program() - named_in_views() - made
    assert {one.__qualname__ for one in missing} == set()


@pytest.mark.parametrize("page", TABBED)
def test_every_tab_has_its_picture_taken(at_work, seat, page):
    seen, there = set(), set()
    for view in TABBED[page]:
        PAGE_VIEWS[view](at_work, seat)
        bars = [bar for bar in at_work.frame.page.findChildren(QTabBar) if bar.isVisible()]
        assert at_work.frame.name == page
        for place, bar in enumerate(bars):
            there |= {(place, bar.tabText(tab)) for tab in range(bar.count())}
            seen.add((place, bar.tabText(bar.currentIndex())))
    assert there
    assert there - seen == set()


def test_every_page_and_section_has_its_picture_taken():
    named = {entry.name for entry in PAGES} | {f"settings-{entry.name}" for entry in SECTIONS}
    assert named - PAGE_VIEWS.keys() == set()
