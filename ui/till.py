"""What every page is handed: the shop, who works at it, and how to speak, go on and tell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from shopdesk import Desk, Refused, Shop, day_words, lifting, staff
from shopdesk.language import leading, plural, translator
from shopdesk.money import Money
from ui import background, refused_things
from ui.preferences import Preferences, changed
from ui.signals import Signals

if TYPE_CHECKING:
    from ui.basket import Basket

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a question of the strip does where it is answered: by Enter, and by Esc."""

    yes: Callable[[], None]
    no: Callable[[], None]

    def __call__(self) -> None:
        """It was answered with yes."""
        self.yes()


class Till(QObject):
    """The seat at the counter: its shop, its language, who is signed in, the half-made sale.

    ``opened`` tells that somebody signed in. The window is asked by ``told`` to show a message, by
    ``added`` to say more beside one that can be taken back, by ``asked`` a question (``asking``
    tells whether Enter answers one now), by ``hushed``
    to end what was said before, by ``next_begun`` to say of the sale before that it is that one, by
    ``wanted`` to show a page, by ``remade`` to be built anew in another language or look, by
    ``lock_wanted`` to be locked, by ``elsewhere`` to open another shop in its place: where it lies,
    who sits down there and with which PIN, by ``restore_wanted`` to let a backup take its place.
    ``sale_shown`` tells how the sale at the counter stands, or that it is sold (``ui.showing``),
    ``preferred`` that this computer remembers something else, ``closed`` that the seat was left.
    """

    opened = Signal()
    told = Signal(str, str, object, object)
    added = Signal(str, str, object, object)
    asked = Signal(str, object, object)
    asking = Signal(bool)
    hushed = Signal()
    next_begun = Signal()
    wanted = Signal(str, dict)
    remade = Signal()
    lock_wanted = Signal()
    sale_shown = Signal(object)
    preferred = Signal()
    closed = Signal()
    elsewhere = Signal(object, str, str)
    restore_wanted = Signal(object)

    def __init__(self, shop: Shop, preferences: Preferences) -> None:
        super().__init__()
        self.shop = shop
        self.preferences = preferences
        self.signals = Signals(self)
        self.signals.follow(shop)
        self.signed_in: Desk | None = None
        self.left: Desk | None = None
        self.lifted: Desk | None = None
        self.basket: Basket | None = None
        self.shown: object = None
        self.speak()

    # --- who, and in which language ---

    @property
    def desk(self) -> Desk:
        """The desk of whoever is signed in: every page reads and writes through it.

        It is asked for with ``require_unchanged``. Behind the lock it is the desk of who left: what
        they had begun beside the window, such as a report, ends there under their name.
        """
        self.require_unchanged()
        return self._seat

    @property
    def _seat(self) -> Desk:
        desk = self.lifted or self.signed_in or self.left
        if desk is None:
            raise RuntimeError("nobody is signed in")
        return desk

    def require_unchanged(self) -> None:
        """Lock, and refuse, where who sits here left the staff or has another role by now.

        It does not matter at which till that was decided.
        """
        desk = self._seat
        try:
            staff.require_unchanged(desk)
        except Refused as why:
            if self.signed_in is not None:
                self.lock_wanted.emit()
            self.refuse(why)
            raise

    def sign_in(self, name: str, pin: str) -> None:
        """Take a seat; a wrong name or PIN is refused."""
        desk = self.shop.sign_in(name, pin, till=self.preferences.till)
        desk.speaks = self.language
        self.signed_in = desk
        self.opened.emit()

    def leave(self) -> None:
        """Leave the seat: nothing is done until somebody signs in."""
        self.left, self.signed_in = self.signed_in or self.left, None
        self.lifted = None
        self.closed.emit()

    @contextmanager
    def lifted_by(self, desk: Desk | None) -> Iterator[None]:
        """Do things at a desk of which somebody allowed one act; nothing is as it is now.

        However it is left, what was allowed meanwhile and not done ends with it.
        """
        before, self.lifted = self.lifted, desk or self.lifted
        try:
            yield
        finally:
            self.lifted = before

    @property
    def is_back(self) -> bool:
        """Whether who signed in is who left, with the same rights."""
        now, before = self.signed_in, self.left
        if now is None or before is None:
            return False
        return (now.staff_id, now.role) == (before.staff_id, before.role)

    def speak(self) -> None:
        """Speak the language that was chosen at this computer, else the shop's."""
        self.spoken = self.preferences.language or self.shop.settings.language
        self.language = leading(self.spoken)
        self.say = translator(self.spoken)
        self.count = plural(self.language)
        if self.signed_in is not None:
            self.signed_in.speaks = self.language

    def prefer(self, **values: Any) -> None:
        """Change what this computer remembers, and show it at once."""
        before = self.preferences
        self.preferences = changed(before, **values)
        self.speak()
        if {"language", "theme", "size"} & values.keys():
            self.remade.emit()
        self.preferred.emit()

    def money(self, minor: int) -> str:
        """An amount as people read it."""
        return str(Money(minor, self.shop.settings.currency))

    def dated(self, on: date) -> str:
        """A day in a sentence: ``15 Oct 2026``."""
        return day_words.dated(on, self.language)

    def near(self, on: date) -> str:
        """A day in a sentence, without its year where that is this one: ``15 Oct``."""
        return day_words.near(on, self.desk.today(), self.language)

    def moment(self, at: datetime) -> str:
        """A moment on the shop's clock: ``2026-10-15 12:00``."""
        return day_words.moment(at, self.shop.zone)

    def show_sale(self, shown: object) -> None:
        """Tell how the sale at the counter stands (``ui.showing``); nothing where it is no more."""
        self.shown = shown
        self.sale_shown.emit(shown)

    # --- telling ---

    def tell(
        self,
        text: str,
        mood: str = "good",
        *,
        undo: Callable[[], None] | None = None,
        offer: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Say in the strip what happened; ``mood`` is good, bad or note.

        ``undo`` takes it back from there; ``offer`` is a word and what it does.
        """
        word, act = offer or ("", undo)
        self.told.emit(text, mood, act, word)

    def add(
        self, text: str, mood: str = "note", *, offer: tuple[str, Callable[[], None]] | None = None
    ) -> None:  # fmt: skip
        """Say how something went on that was begun before: what is shown stays where it counts."""
        word, act = offer or ("", None)
        self.added.emit(text, mood, act, word)

    def ask(
        self, text: str, word: str, yes: Callable[[], None], no: Callable[[], None] | None = None
    ) -> None:
        """Ask in the strip, in passing: Enter or ``word`` means ``yes``, Esc ``no``; anything else
        ends it."""
        self.asked.emit(text, word, yes if no is None else Choice(yes, no))

    def hush(self) -> None:
        """The next thing is being done: a mishap before it is over."""
        self.hushed.emit()

    def refuse(self, refusal: Refused, again: Callable[[], object] | None = None) -> None:
        """Say why something was not done: nothing was changed by it.

        Where somebody's PIN would allow it, that is offered, and then the same is done ``again``.
        """
        _, offer = self.say, None
        if again is not None and self.signed_in and lifting.who_may(self._seat, refusal):
            offer = _("Ask a manager…"), partial(self._ask_for, refusal, again)
        elif self.signed_in and (place := refused_things.place_of(self._seat, refusal)):
            page, what = place
            offer = _("Show it"), partial(self.go, page, **what)
        self.tell(refusal.text(self.language), "bad", offer=offer)

    def _ask_for(self, refusal: Refused, again: Callable[[], object]) -> None:
        from ui.lifting import offer  # its form knows the till

        offer(self, refusal, again)

    def attempt(
        self, work: Callable[[], Result], again: Callable[[], object] | None = None
    ) -> Result | None:
        """Do a command; a refusal is said in the strip and nothing comes back.

        ``again`` is what goes on if somebody allows it after all: else the command by itself.
        """
        try:
            return work()
        except Refused as refusal:
            self.refuse(refusal, again or partial(self.attempt, work))
            return None

    def done(self, work: Callable[[], object]) -> bool:
        """Do a command that has nothing to give back; whether it was done, as ``attempt``."""

        def whole() -> bool:
            work()
            return True

        return self.attempt(whole) is not None

    # --- going on ---

    def go(self, page: str, **what: Any) -> None:
        """Show another page, told what to show there."""
        self.wanted.emit(page, what)

    def background(
        self, parent: QObject, work: Callable[[background.Progress], Any],
        *, refused: Callable[[Refused], None] | None = None, is_quick: bool = False,
    ) -> background.Job:  # fmt: skip
        """Do long work on the worker; refusals and faults are shown, the caller takes ``done``.

        ``refused`` says a refusal in another way than the strip does. What ``is_quick`` is asked
        with every key.
        """
        job = background.Job(parent)
        job.refused.connect(refused or self.refuse)
        job.failed.connect(background.raise_again)
        job.ended.connect(job.deleteLater)  # else a page that reads all day gathers them
        background.run(job, self.shop, work, is_quick=is_quick)
        return job
