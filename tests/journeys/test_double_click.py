"""What a Linux desktop is told of ShopDesk, so that a shop's file opens by double-click."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from configparser import ConfigParser

import pytest

from shopdesk.language import RESOURCES
from tests.architecture.sources import ROOT
from tests.journeys.test_documents import blocks
from ui import files
from ui.app import application

FILES = RESOURCES / "desktop"
GUIDES = ("docs/installing.md", "docs/zh-CN/installing.md")
TOOLS = ("update-mime-database", "desktop-file-install", "update-desktop-database")
METAINFO = next(FILES.glob("*.metainfo.xml"))
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(scope="module")
def entry():
    """The menu entry: what the desktop starts."""
    read = ConfigParser(interpolation=None)
    read.optionxform = str
    read.read_string((FILES / "shopdesk.desktop").read_text(encoding="utf-8"))
    return read["Desktop Entry"]


@pytest.fixture(scope="module")
def kind():
    """The kind of file that a shop is."""
    return ET.parse(FILES / "shopdesk-mime.xml").getroot().find(f"{MIME}mime-type")


def lines(guide):
    """What a guide says to type, for one user alone and with the folder somewhere else."""
    return next(text for language, _, text, _ in blocks(ROOT / guide) if "mime" in text)


def test_the_menu_entry_opens_the_one_file_that_was_double_clicked(entry, kind):
    assert entry["Exec"] == "ShopDesk %f"
    assert entry["MimeType"] == kind.get("type") + ";"


def test_a_shop_is_known_by_its_name_and_by_its_content(kind, location):
    assert kind.find(f"{MIME}glob").get("pattern") == f"*{files.SHOP}"
    outer = kind.find(f"{MIME}magic/{MIME}match")
    begins = location.read_bytes()[:100]
    for match in (outer, outer.find(f"{MIME}match")):
        at, value = int(match.get("offset")), match.get("value").encode()
        assert begins[at : at + len(value)] == value


def test_the_entry_and_the_files_have_the_icon_that_is_there(entry, kind):
    assert (FILES / f"{entry['Icon']}.svg").is_file()
    assert kind.find(f"{MIME}icon").get("name") == entry["Icon"]


def test_the_window_says_of_itself_what_the_entry_says_of_it(entry, qapp):
    assert application().applicationName() == entry["StartupWMClass"], "on X11"
    assert f"{application().desktopFileName()}.desktop" == "shopdesk.desktop", "on Wayland"


def test_the_description_names_the_entry_and_the_kind_of_file(kind):
    said = ET.parse(METAINFO).getroot()
    assert f"{said.findtext('id')}.metainfo.xml" == METAINFO.name
    assert said.findtext("launchable") == "shopdesk.desktop"
    assert said.findtext("provides/mediatype") == kind.get("type")


@pytest.mark.parametrize(
    "command",
    [
        ["desktop-file-validate", str(FILES / "shopdesk.desktop")],
        ["appstreamcli", "validate", "--no-net", str(METAINFO)],
    ],
    ids=lambda command: command[0],
)
def test_the_desktops_own_tools_find_nothing_wrong(command):
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not here")
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stdout + tried.stderr


def test_both_guides_say_to_type_the_same():
    typed = [re.sub(r" *#.*", "", lines(guide)) for guide in GUIDES]
    assert typed[0] == typed[1]


@pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="the tools of a Linux desktop are not here"
)
def test_after_what_the_guide_says_to_type_a_desktop_opens_shops_in_shopdesk(tmp_path, kind):
    share, folder = tmp_path / "share", tmp_path / "ShopDesk"
    (folder / "_internal" / "resources").mkdir(parents=True)
    (folder / "_internal" / "resources" / "desktop").symlink_to(FILES)
    typed, times = re.subn(r"^folder=\S+", f"folder='{folder}'", lines(GUIDES[0]), flags=re.M)
    assert times == 1
    typed, times = re.subn(r"^share=\S+", f"share='{share}'", typed, flags=re.M)
    assert times == 1
    assert "/usr" not in typed, "this computer itself is left alone"
    subprocess.run(["sh", "-eu"], input=typed, text=True, check=True)

    opens = (share / "applications" / "mimeinfo.cache").read_text()
    assert f"{kind.get('type')}=shopdesk.desktop;" in opens
    assert f":{kind.get('type')}:*{files.SHOP}\n" in (share / "mime" / "globs2").read_text()
    installed = (share / "applications" / "shopdesk.desktop").read_text(encoding="utf-8")
    assert f"Exec={folder}/ShopDesk %f\n" in installed, "found wherever the folder lies"
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / "shopdesk.svg").is_file()
