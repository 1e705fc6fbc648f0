"""A program that was given one more catalogue speaks its language: no line of code knows of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ZH = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "shopdesk.po"
LONGER = 0.3
"""How much longer than English a language may be."""

WORK = """
import sys
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from reports import month, month_pdf
from shopdesk import Shop, members, products
from shopdesk.language import LANGUAGES, own_name
from shopdesk.segment_words import word_of
from ui import languages
from ui.app import application, speak
from ui.frame import PAGES
from ui.pages.first_run import FirstRun
from ui.preferences import Preferences
from ui.till import Till
from ui.window import Window

folder = Path(sys.argv[1])
assert LANGUAGES == ("zh_CN", "en", "xx"), LANGUAGES
assert own_name("xx").startswith("[English"), own_name("xx")
assert (own_name("xx"), "xx") in languages.screens()

app = application(Preferences(language="xx"))
speak(app, "xx")
with Shop.create(folder / "a.shopdesk", name="Boutique", owner="Zoe", pin="258025",
                 language="xx") as shop:
    desk = shop.sign_in("Zoe", "258025")
    zoe = members.register(desk, name="Zoe", phone="13800138000", language="xx")
    assert zoe.language == "xx"
    assert word_of(desk, "language", "xx", "en") == own_name("xx")
    products.add(desk, name="Tea", price=6800)
    till = Till(shop, Preferences(language="xx"))
    till.sign_in("Zoe", "258025")
    window = Window(till)
    window.show()
    for entry in PAGES:
        window.frame.turn_to(entry.name)
        app.processEvents()
        seen = [one for one in window.frame.page.findChildren(QAbstractButton) if one.isVisible()]
        said = [one.text() for one in seen if any(map(str.isalpha, one.text()))]
        assert any(text.startswith("[") for text in said), (entry.name, said)
    titles = [window.frame.tabs[entry.name].text() for entry in PAGES]
    assert all(title.startswith("[") and title.endswith("]") for title in titles), titles
    till.prefer(language="xx+en")
    assert "Counter" in window.frame.tabs["counter"].text()
    assert window.frame.tabs["counter"].text().startswith("[")
    window.close()
    first = FirstRun(folder / "b.shopdesk")
    first.prefer(language="xx")
    assert first.start_button.text().startswith("[")
    for languages_of in (("xx",), languages.pair("xx")):
        report = month.month_report(desk, 2026, 1)
        assert month_pdf.pdf(folder / "m.pdf", report, languages=languages_of)
with Shop.open(folder / "a.shopdesk") as shop:
    assert shop.settings.language == "xx"
print("spoken")
"""


@pytest.fixture
def program(tmp_path):
    """A copy of the program with one more file in it."""
    made = tmp_path / "program"
    unneeded = shutil.ignore_patterns("__pycache__", "*.po")
    for room in ("shopdesk", "reports", "ui", "resources"):
        shutil.copytree(ROOT / room, made / room, ignore=unneeded)
    with ZH.open("rb") as file:
        catalogue = read_po(file)
    catalogue.header_comment = ""
    catalogue._num_plurals, catalogue._plural_expr = 2, "(n != 1)"  # as the header of one says
    for message in catalogue:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            longer = tuple(f"[{form}{'~' * round(len(form) * LONGER)}]" for form in forms)
            message.string = longer if isinstance(message.id, tuple) else longer[0]
    place = made / "resources" / "locale" / "xx" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "shopdesk.mo").open("wb") as file:
        write_mo(file, catalogue)
    return made


def test_a_language_is_one_file(program, tmp_path):
    env = os.environ | {
        "PYTHONPATH": str(program), "QT_QPA_PLATFORM": "offscreen",
        "SHOPDESK_CONFIG": str(tmp_path / "config"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", WORK, tmp_path], cwd=tmp_path, env=env,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "spoken"


def test_a_catalogue_that_cannot_be_read_speaks_english(program, tmp_path):
    broken = program / "resources" / "locale" / "xx" / "LC_MESSAGES" / "shopdesk.mo"
    broken.write_bytes(broken.read_bytes()[:2000])
    ask = (
        "from shopdesk.language import own_name, translator;"
        "print(own_name('xx'), translator('xx')('Counter'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(program)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "xx Counter", done.stderr[-2000:]
