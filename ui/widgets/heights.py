"""How high a list is where only the page around it scrolls."""

from PySide6.QtCore import QEvent, QObject

from ui.widgets.table import Table


def whole(table: Table, *, least: int = 2, most: int = 40) -> Table:
    """Show a table of few rows in full; its head is measured again once it is dressed."""
    for before in table.findChildren(_Whole):
        before.setParent(None)
    _Whole(table, least, most).fit()
    return table


class _Whole(QObject):
    """Keeps a table as high as its rows, from when it is first shown in its window's style."""

    def __init__(self, table: Table, least: int, most: int) -> None:
        super().__init__(table)
        self.table, self.least, self.most = table, least, most
        table.installEventFilter(self)

    def fit(self) -> None:
        view = self.table.view
        rows = min(self.most, max(self.least, self.table.model.rowCount()))
        head = view.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * view.verticalHeader().defaultSectionSize() + 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Measure it again as it is shown."""
        if event.type() == QEvent.Type.Show:
            self.fit()
        return False
