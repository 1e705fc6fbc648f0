"""QR codes of short codes in capitals and digits, a thousand in a few hundredths of a second.

With version, level, mask and length fixed, every module of the symbol is the exclusive or of
some bits of the payload and a constant. So a table made once from a few calls of ``qrcode``
gives every further code by XOR. Three facts keep the calls few: the code words are linear over
GF(256) in every data byte (the Reed-Solomon code is), doubling a byte doubles them, and where
each code word's bit is placed is read off symbols whose code words count in binary.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData, create_data, length_in_bits
from reportlab.pdfgen.canvas import Canvas

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MASK = 3
LONGEST = 61
"""Beyond this a symbol at level M has several blocks of code words; no code of ours is so long."""
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_FIELD = 0x11D
"""The polynomial of GF(256) that QR codes use."""


class _Table(NamedTuple):
    """All codes of one length: a symbol is ``base`` XOR one entry per payload byte."""

    modules: int
    stride: int
    base: int
    by_byte: list[list[int]]
    strips: list[list[str]]


def matrix(payload: str) -> list[list[bool]]:
    """The symbol of an alphanumeric payload at level M: rows of modules, true is dark.

    Raises ``ValueError`` for an empty payload, one over ``LONGEST``, or a character outside
    ``ALPHABET``.
    """
    table = _table(len(payload))
    dark = _symbol(table, payload)
    rows = [dark[i : i + table.stride] for i in range(0, len(dark), table.stride)]
    return [[bool(row[x // 8] >> (7 - x % 8) & 1) for x in range(table.modules)] for row in rows]


def symbol(text: str) -> list[list[bool]]:
    """The symbol of any text at level M, as small as it can be: rows of modules, true is dark."""
    made = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    made.add_data(text)
    made.make(fit=True)
    rows: list[list[bool]] = made.get_matrix()
    return rows


def draw(canvas: Canvas, payload: str, x: float, y: float, side: float) -> None:
    """Draw the symbol in the current fill colour as one path, ``side`` points wide, its lower
    left corner at ``x``, ``y``. The quiet zone around it is the caller's."""
    table = _table(len(payload))
    scale = side / table.modules
    path = "".join(_rows(table, _symbol(table, payload)))
    canvas._code.append(f"q {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm\n{path}f Q")


def _rows(table: _Table, dark: bytes) -> Iterator[str]:
    for row in range(table.modules):
        at = row * table.stride
        strips = map(list.__getitem__, table.strips, dark[at : at + table.stride])
        yield "".join(strips).replace("y", str(table.modules - 1 - row))


def _symbol(table: _Table, payload: str) -> bytes:
    dark = table.base
    count = len(table.by_byte)
    for entries, byte in zip(table.by_byte, _bits(payload).to_bytes(count, "big"), strict=True):
        dark ^= entries[byte]
    return dark.to_bytes(table.modules * table.stride, "big")


def _bits(payload: str) -> int:
    """The payload as QR's alphanumeric mode packs it: 11 bits a pair, 6 for a last single one."""
    packed = 0
    try:
        for i in range(0, len(payload) - 1, 2):
            packed = packed << 11 | _VALUE[payload[i]] * 45 + _VALUE[payload[i + 1]]
        return packed << 6 | _VALUE[payload[-1]] if len(payload) % 2 else packed
    except KeyError:
        raise ValueError(payload) from None


@lru_cache
def _table(length: int) -> _Table:
    if not 1 <= length <= LONGEST:
        raise ValueError(f"no symbol for a payload of {length} characters")
    bits = length // 2 * 11 + length % 2 * 6
    blank = _blank(length)
    places, plain, stride = _places(blank, len(_code_words(blank, "0" * length)))
    words = [_scatter(vector, places) for vector in _columns(blank, length, bits)]
    base = _scatter(_code_words(blank, "0" * length), places) ^ plain
    by_byte = [_combinations(words[max(0, end - 8) : end]) for end in range(bits, 0, -8)]
    side = blank.version * 4 + 17
    return _Table(side, stride, base, by_byte[::-1], _strips(stride))


def _blank(length: int) -> QRCode:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(QRData("0" * length, mode=MODE_ALPHA_NUM))
    code.make(fit=True)
    return code


def _code_words(blank: QRCode, payload: str) -> list[int]:
    data = [QRData(payload, mode=MODE_ALPHA_NUM)]
    return list(create_data(blank.version, blank.error_correction, data))


def _columns(blank: QRCode, length: int, bits: int) -> list[list[int]]:
    """For each bit of the payload, highest first, the code words it flips."""
    zero = _code_words(blank, "0" * length)
    before = 4 + length_in_bits(MODE_ALPHA_NUM, blank.version)
    columns: list[list[int]] = []
    for bit in range(bits - 1, -1, -1):
        if (before + bits - 1 - bit) % 8 == 7 or bit == 0:  # the lowest bit of its data byte
            one = _code_words(blank, _payload(1 << bit, length))
            flipped = [a ^ b for a, b in zip(zero, one, strict=True)]
            columns += _doublings(flipped, bits - bit - len(columns))
    return columns


def _doublings(lowest: list[int], count: int) -> list[list[int]]:
    """The code words of ``count`` neighbouring bits of one byte, highest first."""
    found = [lowest]
    while len(found) < count:
        found.append([word << 1 ^ (_FIELD if word & 0x80 else 0) for word in found[-1]])
    return found[::-1]


def _payload(packed: int, length: int) -> str:
    """The payload whose packed bits are ``packed``, a power of two."""
    characters = []
    if length % 2:
        characters.append(ALPHABET[packed & 63])
        packed >>= 6
    for _ in range(length // 2):
        first, second = divmod(packed & 2047, 45)
        characters += [ALPHABET[second], ALPHABET[first]]
        packed >>= 11
    return "".join(reversed(characters))


def _places(blank: QRCode, count: int) -> tuple[list[int], int, int]:
    """Where each bit of the code words lies, what stands without them, and bytes in a row."""
    side = blank.version * 4 + 17
    stride = -(-side // 8)
    plain = _placed(blank, [0] * count, stride)
    marks = [
        _placed(blank, [_counting(word, power) for word in range(count)], stride) ^ plain
        for power in range((count * 8).bit_length())
    ]
    places = [0] * (count * 8)
    for at in range(side * stride * 8):
        number = sum((mark >> at & 1) << power for power, mark in enumerate(marks))
        if number:
            places[number - 1] |= 1 << at
    return places, plain, stride


def _counting(word: int, power: int) -> int:
    """A code word whose bits carry one binary digit of their own number, counted from 1."""
    return sum((word * 8 + i + 1 >> power & 1) << (7 - i) for i in range(8))


def _placed(blank: QRCode, code_words: list[int], stride: int) -> int:
    blank.data_cache = code_words
    blank.makeImpl(False, MASK)
    packed = 0
    for row in blank.modules:
        bits = sum(1 << (stride * 8 - 1 - x) for x, is_dark in enumerate(row) if is_dark)
        packed = packed << stride * 8 | bits
    return packed


def _scatter(code_words: list[int], places: list[int]) -> int:
    dark = 0
    for number, word in enumerate(code_words):
        for i in range(8):
            if word >> (7 - i) & 1:
                dark ^= places[number * 8 + i]
    return dark


def _combinations(columns: list[int]) -> list[int]:
    """What each value of a byte flips; ``columns`` are its bits, highest first."""
    flips = [0]
    for column in reversed(columns):
        flips += [flip ^ column for flip in flips]
    return flips


def _strips(stride: int) -> list[list[str]]:
    """For each byte of a row and each of its values, the rectangles of its dark runs; ``y``
    stands where the row's height comes."""
    return [[_rectangles(value, 8 * column) for value in range(256)] for column in range(stride)]


def _rectangles(value: int, x: int) -> str:
    runs = []
    for run in f"{value:08b}".replace("01", "0 1").replace("10", "1 0").split():
        if run[0] == "1":
            runs.append(f"{x} y {len(run)} 1 re\n")
        x += len(run)
    return "".join(runs)
