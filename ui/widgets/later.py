"""What stands in one place, one part at a time, made when it is first wanted, or ahead of it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

_Name = TypeVar("_Name", bound=Hashable)
_Part = TypeVar("_Part", bound=QWidget)


class Later(Mapping[_Name, _Part]):
    """The parts of a stack, by what they are called there. To ask for one is to want it."""

    def __init__(
        self,
        stack: QStackedWidget,
        makers: Mapping[_Name, Callable[[], _Part]],
        read: Callable[[_Name], object] = lambda _name: None,
    ) -> None:
        self.stack, self.makers, self.read = stack, makers, read
        self.made: dict[_Name, _Part] = {}
        """Those that were wanted, and one that may wait for its place in the stack."""
        self._done: set[_Name] = set()

    def __getitem__(self, name: _Name) -> _Part:
        """Return the part, in its stack."""
        self._done.add(name)
        return self._put(name)

    def __iter__(self) -> Iterator[_Name]:
        """Their names."""
        return iter(self.makers)

    def __len__(self) -> int:
        """How many there are, made or not."""
        return len(self.makers)

    def _make(self, name: _Name) -> _Part:
        if name not in self.made:
            self.made[name] = self.makers[name]()
        return self.made[name]

    def _put(self, name: _Name) -> _Part:
        part = self._make(name)
        if self.stack.indexOf(part) < 0:
            self.stack.addWidget(part)
        return part

    def make_next(self, is_wanted: Callable[[_Name], bool] = lambda _name: True) -> bool:
        """Do a step for a part that was not wanted yet; whether there was one.

        It is made, put into its stack, then read and painted while nobody waits: Qt gives a part
        its look, its place and its letters only when it is first shown, and each of the three
        takes as long as a person likes to wait.
        """
        name = next((one for one in self.makers if one not in self._done and is_wanted(one)), None)
        if name is None:
            return False
        part = self.made.get(name)
        if part is None:
            self._make(name)
        elif self.stack.indexOf(part) < 0:
            self._put(name)
            self.read(name)
        else:
            self._done.add(name)
            part.resize(self.stack.size())
            part.grab()
        return True
