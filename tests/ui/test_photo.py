"""A picture's file made small, and a photo shown round."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from shopdesk import kept_pictures
from shopdesk.refusals import PhotoRefused
from ui.widgets import photo


@pytest.fixture
def file(tmp_path):
    """A picture of a size, as a file of a kind."""

    def make(width, height, ending="png", colour="darkCyan"):
        image = QImage(width, height, QImage.Format.Format_ARGB32)
        image.fill(QColor(colour))
        path = tmp_path / f"picture.{ending}"
        assert image.save(str(path))
        return path

    return make


@pytest.mark.parametrize("ending", ["png", "jpg"])
@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((256, 256), (256, 256)),
        ((257, 256), (256, 255)),
        ((800, 400), (256, 128)),
        ((400, 800), (128, 256)),
        ((3000, 2), (256, 1)),
        ((10, 20), (10, 20)),  # no larger than it was
    ],
)
def test_the_longer_side_has_256_pixels_at_most(qapp, file, ending, size, kept):
    content = photo.small(file(*size, ending), "en")
    assert kept_pictures.ending(content) == "jpg"
    small = QImage.fromData(content)
    assert (small.width(), small.height()) == kept
    assert len(content) < kept_pictures.LARGEST // 4


def test_what_is_clear_in_a_picture_is_white_in_the_photo(qapp, file):
    small = QImage.fromData(photo.small(file(64, 64, colour="transparent"), "en"))
    assert small.pixelColor(32, 32) == QColor(Qt.GlobalColor.white)


@pytest.mark.qt_log_ignore("Unsupported marker", extend=True)  # Qt says it on its own
@pytest.mark.parametrize("content", [b"", b"text", b"\xff\xd8\xff broken", b"GIF89a"])
def test_what_is_no_picture_is_refused(qapp, tmp_path, content):
    (tmp_path / "picture.jpg").write_bytes(content)
    with pytest.raises(PhotoRefused):
        photo.small(tmp_path / "picture.jpg", "en")


def test_a_photo_of_any_shape_is_shown_as_a_circle_of_its_middle(qapp, file):
    shown = photo.rounded(photo.small(file(300, 100), "en"), 48, 2.0)
    assert (shown.width(), shown.height(), shown.devicePixelRatioF()) == (96, 96, 2.0)
    image = shown.toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(48, 48).alpha() == 255
