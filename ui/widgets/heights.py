"""How high a list is where only the page around it scrolls."""

from ui.widgets.table import Table


def whole(table: Table, *, least: int = 2, most: int = 40) -> Table:
    """Show a table of few rows in full: as high as they are, also once it is dressed."""
    table.between = (least, most)
    table.rise()
    return table
