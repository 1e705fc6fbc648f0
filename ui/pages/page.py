"""A page: the widget of one screen."""

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from shopdesk.topics import Topic
from ui import help_topics
from ui.till import Till


class Page(QWidget):
    """One screen. It reads when it is first shown and again when a topic it cares for changed."""

    topics: frozenset[Topic] = frozenset()
    foot: QBoxLayout | None = None
    """Where the page wants the strip of messages; below everything where it does not say."""

    is_read_ahead = False
    """Whether it is read as soon as it is made, though nobody sees it yet."""

    may_undo = True
    """Whether Ctrl+Z may take back what the strip shows: not in the middle of the next thing."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.setProperty("kind", "page")

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """It has the room there is, however its texts wrap: otherwise each key typed on one page
        is a reason to ask all pages how high they would like to be."""
        return False

    @property
    def who(self) -> int | None:
        """The member that is shown, if there is one: whom F8 issues a voucher to."""
        return None

    @property
    def topic(self) -> str:
        """Which page of the help belongs to what is shown."""
        return help_topics.of_class(type(self))

    def load(self) -> None:
        """Read what the page shows; called when shown first, and when it is stale."""

    def make_next(self) -> bool:
        """Make a part that was not shown yet, to have it then; whether there was one."""
        return False

    def show_what(self, **what: Any) -> None:
        """Show what another page or a scan asked for."""

    def begin(self) -> None:
        """Put the keys where work begins."""

    def search(self) -> None:
        """F9: go to where one searches."""
        self.begin()

    def new_member(self) -> None:
        """F7: register somebody."""
        self.till.go("members", new=True)

    def escape(self) -> bool:
        """Esc: take back one step; whether there was one."""
        return False

    def paper(self) -> None:
        """Ctrl+P: print what is shown."""

    def record(self) -> None:
        """F12: finish what is being made."""

    def scanned(self, code: str) -> bool:
        """Take a scan; False leaves it to the window, which goes where it belongs."""
        return False

    def example(self) -> None:
        """Show something worth a picture: a member at the counter, a profile, a day with sales."""
