"""How high a list is where only the page around it scrolls."""

from ui.widgets.table import Table


def whole(table: Table, *, least: int = 2, most: int = 40) -> Table:
    """Show a table of few rows in full."""
    view = table.view
    rows = min(most, max(least, table.model.rowCount()))
    head = view.horizontalHeader().sizeHint().height()
    table.setFixedHeight(head + rows * view.verticalHeader().defaultSectionSize() + 4)
    return table
