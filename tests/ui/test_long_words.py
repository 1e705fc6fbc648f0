"""Another language, whose words are longer by two fifths: what no catalogue could translate is
found, and whether the names of pages and sections have room."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar

from shopdesk import demo, language
from tests.architecture.test_translations import PO, forms
from tests.ui import seeing
from tests.ui.views import PAGE_VIEWS
from ui import look, pictures, preferences
from ui.frame import PAGES
from ui.pages.settings import SECTIONS
from ui.preferences import Preferences
from ui.window import Window

LONGER = 0.4
WORDS = re.compile(r"[A-Za-z]{2,}")
OWN = re.compile(
    r"ShopDesk|PDF|XLSX|CSV|PIN|QR|F\d+|Alt\+\w|Ctrl\+\w+|Esc|Enter|V[0-9A-Z ]{12,}|https?:"
    r"|/\S+|\.md"
    r"|English|Noto|Python|Qt|SQLite|Schema|LICENSE|VIP|UTF-|[A-Z][a-z]+ [A-Z][a-z]+"
)
"""Keys, names and codes stay as they are in every language."""
VIEWS = sorted({entry.name for entry in PAGES} | {f"settings-{entry.name}" for entry in SECTIONS})


def longer(text: str) -> str:
    return f"[{text}{'~' * round(len(text) * LONGER)}]"


@pytest.fixture(scope="module")
def further(tmp_path_factory):
    """A folder with the catalogue of one more language."""
    with PO.open("rb") as file:
        catalogue = read_po(file)
    catalogue.header_comment = ""
    catalogue._num_plurals, catalogue._plural_expr = 2, "(n != 1)"  # as the header of one says
    for message in catalogue:
        if message.id:
            said = tuple(map(longer, forms(message.id)))
            message.string = said if isinstance(message.id, tuple) else said[0]
    made = tmp_path_factory.mktemp("further")
    place = made / "locale" / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "shopdesk.mo").open("wb") as file:
        write_mo(file, catalogue)
    return made


@pytest.fixture(scope="module")
def shop_file(tmp_path_factory):
    from tests.conftest import NOON

    place = tmp_path_factory.mktemp("long") / "sample.shopdesk"
    return demo.make(place, end=NOON, days_long=30).location


@pytest.fixture
def long_worded(qapp, further, shop_file, monkeypatch):
    from shopdesk import Desk, Shop, staff
    from tests.conftest import NOON, SetClock
    from ui import background
    from ui.till import Till

    monkeypatch.setattr(language, "RESOURCES", further)
    monkeypatch.setattr("shopdesk.segment_words.LANGUAGES", (*language.LANGUAGES, "de"))
    monkeypatch.setattr("shopdesk.rule_words.LANGUAGES", (*language.LANGUAGES, "de"))
    monkeypatch.setattr("shopdesk.promotion_words.LANGUAGES", (*language.LANGUAGES, "de"))
    monkeypatch.setattr("shopdesk.step_words.LANGUAGES", (*language.LANGUAGES, "de"))
    language._catalogue.cache_clear()
    look.install_font()
    look.apply(qapp, "light", 100)
    with Shop.open(shop_file, clock=SetClock(NOON)) as shop:
        made = Till(shop, Preferences(language="de"))
        made.signed_in = Desk(shop, 1, staff.owner_name(shop), "owner", "1")
        made.speak()
        yield made
        background.finish()
    language._catalogue.cache_clear()


def outside(text: str) -> str:
    """What of a text no catalogue said."""
    depth, left = 0, []
    for one in text:
        depth += (one == "[") - (one == "]")
        if not depth and one != "]":
            left.append(one)
    return OWN.sub("", "".join(left))


def untranslated(window):
    """English in the code itself: the shop's own words are Chinese here."""
    for part in seeing.parts(window):
        said = [part.toolTip(), part.accessibleName()]
        if isinstance(part, QLabel | QAbstractButton):
            said.append(part.text())
        if isinstance(part, QTabBar):
            said += [part.tabText(place) for place in range(part.count())]
        yield from (text for text in said if WORDS.search(outside(text)))


def test_pages_and_settings_are_translated_and_their_names_have_room(qtbot, qapp, long_worded):
    window = Window(long_worded)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    english, cut = [], []
    for view in VIEWS:
        PAGE_VIEWS[view](window, long_worded)
        pictures.settled(qapp)
        english += [f"{view}: {text}" for text in untranslated(window)]
        if view == "settings-about":
            names = {longer(entry.title) for entry in (*PAGES, *SECTIONS)}
            cut = [fault for fault in seeing.cut(window) if any(name in fault for name in names)]
    window.close()
    assert english == []
    assert cut == []


def test_a_brace_that_is_nobodys_is_found():
    assert WORDS.search(outside("[Sold~~] by hand"))
    assert not WORDS.search(outside("[Sold~~ [5 [Jan~]~]] · 茶 · Alt+H"))


def test_the_catalogue_is_a_file_like_any_other(further):
    assert Path(further, "locale", "de", "LC_MESSAGES", "shopdesk.mo").stat().st_size > 100_000
    assert preferences.spoken() in language.LANGUAGES
