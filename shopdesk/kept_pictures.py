"""What a picture is that is kept in the shop's file: a JPEG or PNG, made small by who took it in.

The core opens no pictures: it knows a file by how it begins and by its size.
"""

import struct

from shopdesk.refusals import PhotoRefused
from shopdesk.shop import Desk

SIDE = 256
"""Pixels of the longer side, at most: that is for whoever scales it."""
LARGEST = 200 * 1024
"""Bytes; a JPEG of ``SIDE`` pixels has a tenth of it."""
ENDINGS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
"""How a file that is a picture begins, and what its name ends in."""
_CHUNK, _SUM = struct.Struct(">I4s"), 4
"""How each chunk of a PNG begins, its length and its name; and the bytes of the sum behind it."""
_SIDES = struct.Struct(">4x4sII")
"""Of a PNG's first chunk, behind its signature: its name, how wide and how high."""


def ending(content: bytes) -> str | None:
    """What the name of a picture's file ends in: ``jpg`` or ``png``; nothing for what is none."""
    found = (end for start, end in ENDINGS.items() if content.startswith(start))
    return next(found, None)


def is_kept(content: object) -> bool:
    """Whether it is a JPEG or a PNG of at most ``LARGEST`` bytes."""
    return isinstance(content, bytes) and len(content) <= LARGEST and bool(ending(content))


def refuse_unfit(desk: Desk, content: object) -> None:
    """Refuse what is neither a JPEG nor a PNG, and more than ``LARGEST`` bytes."""
    if not is_kept(content):
        raise PhotoRefused(desk.language, most=LARGEST // 1024)


def is_moving_png(content: bytes) -> bool:
    """Whether a PNG has several pictures, of which most programs show the first alone: it says so
    in a chunk before its first picture."""
    if ending(content) != "png":
        return False
    place = 8
    while len(head := content[place : place + _CHUNK.size]) == _CHUNK.size:
        length, name = _CHUNK.unpack(head)
        if name in (b"acTL", b"IDAT"):
            return bool(name == b"acTL")
        place += _CHUNK.size + length + _SUM
    return False


def sides(content: bytes) -> tuple[int, int] | None:
    """How wide and how high a PNG says it is, in pixels; nothing for what is none."""
    if ending(content) != "png" or len(content) < 8 + _SIDES.size:
        return None
    name, width, height = _SIDES.unpack_from(content, 8)
    return (width, height) if name == b"IHDR" else None
