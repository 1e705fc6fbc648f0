"""A logo out of any file: upright, on white, small; what cannot be one is said in words."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from shopdesk import Refused, kept_pictures, logo
from tests.ui import logos
from ui.widgets import photo
from ui.widgets.logo import normal

WIDE = (900, 450)


def drawn(mode: str = "RGB") -> Image.Image:
    """Twice as wide as high, its left third red, the rest blue, nothing white."""
    made = Image.new("RGB", WIDE, "blue")
    made.paste((200, 0, 0), (0, 0, WIDE[0] // 3, WIDE[1]))
    return made.convert(mode)


@pytest.fixture
def file(tmp_path):
    def save(picture: Image.Image, name: str, **how: object) -> Path:
        picture.save(tmp_path / name, **how)
        return tmp_path / name

    return save


def test_a_picture_is_made_as_small_as_it_is_kept(qapp, file, desk):
    content = normal(file(drawn(), "logo.jpg"), "en")
    assert kept_pictures.sides(content) == (480, 240)
    logo.put(desk, content)
    assert logo.of(desk) == content


def test_one_that_a_camera_turned_stands_upright(qapp, file):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    content = normal(file(drawn(), "logo.jpg", exif=exif), "en")
    assert kept_pictures.sides(content) == (240, 480)
    assert QImage.fromData(content).pixelColor(120, 20).red() > 150


def test_printers_colours_are_understood(qapp, file):
    content = normal(file(drawn("CMYK"), "logo.jpg"), "en")
    colour = QImage.fromData(content).pixelColor(20, 100)
    assert colour.red() > 150
    assert colour.blue() < 100


def test_what_is_clear_is_white_and_white_edges_are_cut_off(qapp, tmp_path):
    picture = QImage(600, 600, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    for x in range(100, 300):
        for y in range(200, 300):
            if x != 150:
                picture.setPixelColor(x, y, Qt.GlobalColor.red)
    picture.save(str(tmp_path / "logo.png"))
    content = normal(tmp_path / "logo.png", "en")
    assert kept_pictures.sides(content) == (200, 100)
    assert QImage.fromData(content).pixelColor(50, 50) == Qt.GlobalColor.white


def test_one_of_pure_noise_is_made_smaller_until_it_fits(qapp, file):
    noise = Image.merge("RGB", [Image.effect_noise((700, 700), 90) for _part in range(3)])
    content = normal(file(noise, "logo.png"), "en")
    assert len(content) <= kept_pictures.LARGEST


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.png", "no picture that can be the shop's logo"),
        ("gone.png", "no picture that can be the shop's logo"),
        ("dot.png", "too small or too narrow"),
        ("line.png", "too small or too narrow"),
        ("clear.png", "Nothing is to be seen"),
        ("white.png", "Nothing is to be seen"),
        ("moves.gif", "The picture moves"),
        ("moves.png", "The picture moves"),
        ("huge.png", "too large to be opened"),
    ],
)
def test_what_cannot_be_one_is_said_in_words(qapp, file, tmp_path, monkeypatch, name, said):
    made = {
        "dot.png": Image.new("RGB", (1, 1), "red"),
        "line.png": Image.new("RGB", (900, 3), "red"),
        "clear.png": Image.new("RGBA", (300, 300), (0, 0, 0, 0)),
        "white.png": Image.new("RGB", (300, 300), "white"),
        "moves.gif": drawn(),
        "moves.png": drawn(),
        "huge.png": drawn(),
    }
    (tmp_path / "none.png").write_bytes(b"hello")
    if name in made:
        more = {"save_all": True, "append_images": [Image.new("RGB", WIDE, "red")]}
        file(made[name], name, **(more if name.startswith("moves") else {}))
    if name == "huge.png":
        monkeypatch.setattr(photo, "MOST_PIXELS", 1000)
    with pytest.raises(Refused) as refusal:
        normal(tmp_path / name, "en")
    assert refusal.value.code == "logo"
    assert said in refusal.value.text("en")


# --- in the settings --------------------------------------------------------------------------


@pytest.fixture
def section(window):
    window.frame.show_page("settings", {"section": "shop"})
    return window.frame.page.section


@pytest.fixture
def chosen(answers, tmp_path):
    """A picture's file, which is what is chosen."""
    logos.image().save(str(tmp_path / "logo.png"))
    answers.given["open"] = str(tmp_path / "logo.png")
    return tmp_path / "logo.png"


def test_the_owner_sets_it_sees_it_on_paper_and_takes_it_away(section, till, chosen):
    section.logo.take_button.click()
    assert section.is_changed()
    assert section.seen.its_logo() == section.logo.content
    assert logo.of(till.desk) is None
    section.record()
    assert logo.of(till.desk) == section.logo.content
    assert not section.is_changed()
    section.logo.drop_button.click()
    section.escape()
    assert section.logo.content == logo.of(till.desk)
    section.logo.drop_button.click()
    section.record()
    assert logo.of(till.desk) is None


def test_what_is_no_picture_is_said_and_the_one_there_stays(section, till, chosen, told):
    section.logo.show_logo(logos.png())
    chosen.write_bytes(b"hello")
    section.logo.take_button.click()
    assert told[-1][0] == "bad"
    assert section.logo.content == logos.png()


def test_with_a_field_that_is_refused_the_logo_waits_too(section, till, chosen):
    section.logo.take_button.click()
    section.earn_per.setText("nothing")
    section.record()
    assert logo.of(till.desk) is None
    section.earn_per.setText("1.00")
    section.record()
    assert logo.of(till.desk) == section.logo.content
