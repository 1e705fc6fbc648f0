"""A shop, and the desk at which someone works in it."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from shopdesk import clock as clocks
from shopdesk import codes, inputs, ladders, pin_tries, pins, targets, text
from shopdesk import settings as shop_settings
from shopdesk.faults import refusal_of
from shopdesk.language import LANGUAGES
from shopdesk.permissions import Lift
from shopdesk.refusals import SignInRefused
from shopdesk.refusals_of_files import FileExists, NoSuchFile
from shopdesk.settings import Settings
from shopdesk.store.change import Transaction, change
from shopdesk.store.database import ShopDatabase, open_file
from shopdesk.store.errors import DATABASE_ERRORS, refused_instead
from shopdesk.store.migrate import create_file, migrate, version_of
from shopdesk.store.statements import compile_next, prepared
from shopdesk.store.tables.shop import Event, Ladder, Staff
from shopdesk.store.tables.shop import Shop as ShopRow
from shopdesk.topics import Topic

Listener = Callable[[Iterable[Topic]], None]
PRACTICE = "PRACTICE 练习"
"""Before the name of a practice shop, whatever its settings say: so it is on every screen and on
every paper."""
MADE_TO_PRACTISE = "practice.make"
"""The event that every practice shop has and no other."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once and kept until another revision of it is written."""

    revision: int
    settings: Settings
    zone: ZoneInfo
    day_ends: time
    ladder: tuple[ladders.Tier, ...]
    hurdles: tuple[tuple[ladders.Condition, ...], ...]
    """See ``ladders.hurdles``."""
    asked: frozenset[str]
    """The facts that the ladder tests."""
    ladder_id: int
    code: str
    secret: bytes
    review_months: int | None
    """After how many months earned tiers are reviewed; nothing where nobody steps down."""
    grace_days: int
    is_practice: bool
    """See ``practice``: nothing in it is real."""
    products: dict[int, Any] = field(default_factory=dict)
    """Those that were sold since: see ``products.known``."""
    promotions: list[tuple[Any, ...]] = field(default_factory=list)
    """Those that may still count, as one entry once they were read: see ``offering.known``."""
    rules: list[tuple[Any, ...]] = field(default_factory=list)
    """Reward rules, in the same way: see ``reward_rules.in_force``."""


_AT_ONCE = 20
"""So many questions are made ready together: 10 ms."""


class _OfThread(threading.local):
    """What only one thread has: the change it is in, and what is known in it."""

    running: Transaction | None = None
    is_ahead = False
    """Whether it wrote what others do not see yet: then it has what it knows for itself."""
    known: _Known | None = None


class Shop:
    """An open shop. Several programs of one machine may have the same one open."""

    def __init__(self, location: Path, db: ShopDatabase, clock: clocks.Clock) -> None:
        self.location = location
        self.db = db
        self.clock = clock
        self.highest_at: datetime
        self._known: _Known | None = None
        self._turn = 0
        """How often it was to be read again: what was begun to be read before is not kept."""
        self._keeping = threading.Lock()
        self._listeners: list[Listener] = []
        self._local = _OfThread()
        self.refresh()

    # --- opening ---

    @classmethod
    def create(
        cls,
        location: str | Path,
        *,
        name: str,
        owner: str,
        pin: str,
        currency: str = "CNY",
        language: str = LANGUAGES[0],
        timezone: str = "Asia/Shanghai",
        day_ends: str = "03:00",
        ladder: str = "five",
        clock: clocks.Clock | None = None,
    ) -> "Shop":
        """Make a new shop in a new file, with its owner, and open it.

        Refuses an existing file, the name of a file that is kept beside a shop, settings that no
        shop can have, an owner's PIN of fewer than six digits, an unknown ladder template.
        """
        path, now = inputs.path(location, language), (clock or clocks.system)()
        targets.refuse_companion_names(language, path)
        settings = shop_settings.checked(Settings(name, currency, language, timezone, day_ends))
        inputs.choice(ladder, ladders.TEMPLATES, language)
        owner_name = text.kept(owner, language)
        pin_hash = pins.hashed(pin, "owner", language)
        db = _new_file(path, language)
        try:
            with db.atomic("IMMEDIATE"):
                _first_rows(db, settings, owner_name, pin_hash, now)
                shop = cls(path, db, clock or clocks.system)
                _first_event(shop, owner_name, ladder)
        except BaseException:
            db.close()
            path.unlink()
            raise
        return shop

    @classmethod
    def open(cls, location: str | Path, *, clock: clocks.Clock | None = None) -> "Shop":
        """Open a shop, bringing an older file to the newest schema (with a copy kept beside it).

        Refuses a file that is missing, damaged or no shop, or written by a newer ShopDesk.
        """
        path = inputs.path(location, LANGUAGES[0])
        db = open_file(path, LANGUAGES[0])
        try:
            with refused_instead(LANGUAGES[0]):
                migrate(db, path, LANGUAGES[0])
                return cls(path, db, clock or clocks.system)
        except BaseException:
            db.close()
            raise

    def close(self) -> None:
        """Close the file; the shop object cannot be used afterwards."""
        if not self.db.is_closed():
            self.db.close()

    def release(self) -> None:
        """Close this thread's connection, at the end of its work; other threads keep theirs."""
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        language = self._known.settings.language if self._known else LANGUAGES[0]
        self.close()
        if isinstance(error, DATABASE_ERRORS) and (refusal := refusal_of(error, language)):
            raise refusal from error

    # --- who works here ---

    def sign_in(self, name: str, pin: str, *, till: str = "1") -> "Desk":
        """Return the desk of a staff member at a till; a wrong name or PIN is refused alike.

        Refuses for a while whoever was tried with too many wrong PINs.
        """
        id_, known_as, role, stored = pin_tries.called(self, name, pin, self.settings.language)
        desk = Desk(self, staff_id=id_, staff_name=known_as, role=role, till=till)
        if not pin_tries.prove(desk, pin, stored):
            raise SignInRefused(self.settings.language)
        with change(desk, action="desk.sign_in") as made:
            made.subject = desk.staff_id
        return desk

    # --- what is known of it ---

    @property
    def known(self) -> _Known:
        """Settings, ladder and keys as last read."""
        own = self._local
        if own.is_ahead:
            own.known = known = own.known or self._read()
            return known
        turn, kept = self._turn, self._known
        return self._read_for(turn) if kept is None else kept

    def _read_for(self, turn: int) -> _Known:
        """Read it, and keep it unless something was changed meanwhile."""
        known = self._read()
        with self._keeping:
            if turn == self._turn:
                self._known = known
        return known

    @property
    def settings(self) -> Settings:
        """The settings as last read."""
        return self.known.settings

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return self.known.zone

    def refresh(self) -> None:
        """Read again what another program may have changed."""
        revision, highest_ms = _state(self.db).fetchone()
        self.saw(revision=revision, highest_at=clocks.from_ms(highest_ms))

    def saw(self, *, revision: int, highest_at: datetime) -> None:
        """Take note of the revision and the latest time that the file has."""
        self.highest_at = highest_at
        known = self._known
        if known is not None and known.revision != revision:
            self._drop()

    def forget(self) -> None:
        """Read settings and ladder again when they are next asked for.

        Within a change who makes it has it for itself: others go on by what is saved.
        """
        own = self._local
        if own.running is not None:
            own.is_ahead, own.known = True, None
        self._drop()

    def _drop(self) -> None:
        with self._keeping:
            self._turn += 1
            self._known = None

    def _read(self) -> _Known:
        code, secret, stored, revision = (
            ShopRow.select(ShopRow.code, ShopRow.secret, ShopRow.settings, ShopRow.revision)
            .tuples()
            .bind(self.db)
            .first()
        )
        ladder_id, tiers, months, grace = _ladder_in_force(self.db)
        settings, is_practice = shop_settings.from_json(stored), _is_practice(self.db)
        if is_practice:
            settings = replace(settings, name=_marked(settings.name))
        return _Known(
            revision, settings, ZoneInfo(settings.timezone), settings.day_end_time(), tiers,
            ladders.hurdles(tiers), ladders.asked(tiers), ladder_id, code, bytes(secret), months,
            grace, is_practice,
        )  # fmt: skip

    # --- time ---

    def now(self) -> datetime:
        """The moment things happen at: the clock, or the latest time seen where that is later."""
        return max(self.clock(), self.highest_at)

    def uptime_ms(self) -> int:
        """How long the computer has been running: goes on whatever its clock is set to."""
        return clocks.uptime_ms(self.clock)

    def today(self) -> date:
        """The business day of now."""
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        """The business day of a moment."""
        known = self.known
        return clocks.business_day(moment, known.zone, known.day_ends)

    # --- changes ---

    @property
    def running(self) -> Transaction | None:
        """The change this thread is in."""
        return self._local.running

    @running.setter
    def running(self, made: Transaction | None) -> None:
        own = self._local
        own.running = made
        if made is None:
            own.is_ahead, own.known = False, None

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener(topics)`` after every change this program makes, once it is saved."""
        self._listeners.append(listener)

    def tell(self, topics: Iterable[Topic]) -> None:
        """Tell the listeners what changed, each topic once."""
        each = tuple(dict.fromkeys(topics)) if self._listeners else ()
        if each:
            for listener in self._listeners:
                listener(each)


@dataclass(slots=True)
class Desk:
    """A staff member signed in at a till. Every change is made through one and bears its name."""

    shop: Shop
    staff_id: int
    staff_name: str
    role: str
    till: str
    speaks: str = ""
    """The language chosen at this till; the shop's where there is none."""
    opened_as: str = field(init=False)
    """The role at the sign-in: ``role`` follows what the owner decides since."""
    lift: Lift | None = field(init=False, default=None)
    """Who allows one act of this desk: see ``lifting.lifted``."""

    def __post_init__(self) -> None:
        self.opened_as = self.role

    @property
    def db(self) -> Any:
        """The shop's database, for the core's own rooms."""
        return self.shop.db

    @property
    def language(self) -> str:
        """The language this desk speaks."""
        return self.speaks or self.shop.settings.language

    def now(self) -> datetime:
        """See ``Shop.now``."""
        return self.shop.now()

    def today(self) -> date:
        """See ``Shop.today``."""
        return self.shop.today()


def versions(shop: Shop) -> tuple[str, int]:
    """Which SQLite runs, and which format the shop's file has: what support asks for."""
    (sqlite,) = shop.db.execute_sql("SELECT sqlite_version()").fetchone()
    return str(sqlite), version_of(shop.db)


def prepare_next() -> bool:
    """Make ready a few of the questions that will be asked of any shop, while nobody waits for
    their answers; whether more are left."""
    return compile_next(_AT_ONCE)


@prepared
def _state() -> Any:
    return ShopRow.select(ShopRow.revision, ShopRow.highest_at)


def _new_file(path: Path, language: str) -> ShopDatabase:
    try:
        with refused_instead(language):
            return create_file(path)
    except FileExistsError:
        raise FileExists(language, path=path) from None
    except OSError:
        raise NoSuchFile(language, path=path) from None


def _first_rows(
    db: ShopDatabase, settings: Settings, owner: str, pin_hash: str, now: datetime
) -> None:
    ShopRow.insert(
        id=1,
        code=codes.random_symbols(codes.SHOP_LENGTH),
        secret=codes.random_bytes(32),
        settings=settings.to_json(),
        revision=1,
        highest_at=now,
    ).bind(db).execute()
    Staff.insert(name=owner, folded=text.fold(owner), role="owner", pin_hash=pin_hash).bind(
        db
    ).execute()


def _first_event(shop: Shop, owner: str, ladder: str) -> None:
    desk = Desk(shop, staff_id=1, staff_name=owner, role="owner", till="1")
    with change(desk, Topic.SHOP, action="shop.create") as made:
        made.note(ladder=ladder)
        tiers = ladders.template(ladder, shop.settings.language)
        ShopRow.update(run_on=made.today).bind(shop.db).execute()
        Ladder.insert(event=made.event, tiers=ladders.to_json(tiers)).bind(shop.db).execute()
        made.revised = True


def _is_practice(db: ShopDatabase) -> bool:
    made = Event.select(Event.id).where(Event.action == MADE_TO_PRACTISE).limit(1)
    return made.tuples().bind(db).first() is not None


def _marked(name: str) -> str:
    """A shop's name that says that nothing of it is real; it stays one that can be kept."""
    return name if name.startswith(PRACTICE) else f"{PRACTICE} · {name}"[: text.NAME_LENGTH]


def _ladder_in_force(
    db: ShopDatabase,
) -> tuple[int, tuple[ladders.Tier, ...], int | None, int]:
    row = (
        Ladder.select(Ladder.id, Ladder.tiers, Ladder.review_months, Ladder.grace_days)
        .order_by(Ladder.id.desc())
        .tuples()
        .bind(db)
        .first()
    )
    return (0, (), None, 0) if row is None else (row[0], ladders.from_json(row[1]), *row[2:])
