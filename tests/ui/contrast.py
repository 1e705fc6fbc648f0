"""The contrast of two colours as WCAG counts it."""

from functools import cache

READABLE, SEEN = 4.5, 3.0
"""Of texts, and of what only has to be seen: a border, a bar."""
Colour = tuple[int, int, int]


def contrast(one: Colour, other: Colour) -> float:
    """From 1, the same colour, to 21, black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def from_hex(name: str) -> Colour:
    """A colour written ``#rrggbb``."""
    red, green, blue = bytes.fromhex(name[1:])
    return red, green, blue


@cache
def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
