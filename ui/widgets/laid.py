"""What a layout holds, asked for without its items.

``QLayout.itemAt`` gives Python the item of a widget, of which nobody is told when Qt lets go of it.
A layout that is made later where the item was would be let go of twice, which ends the program.
"""

from PySide6.QtWidgets import QLayout, QWidget


def held_by(layout: QLayout) -> list[QWidget | QLayout]:
    """The widgets and layouts in a layout that stands in a widget, in the order of their places."""
    around = layout.parentWidget()
    found: list[tuple[int, QWidget | QLayout]] = []
    for one in around.children() if around is not None else ():
        if isinstance(one, QWidget) and (place := layout.indexOf(one)) >= 0:
            found.append((place, one))
    for one in layout.children():
        if isinstance(one, QLayout):
            found.append((layout.indexOf(one), one))
    return [one for _place, one in sorted(found, key=lambda each: each[0])]
