"""The only way to write: one transaction, one audit event, and the topics told once it is saved."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from peewee import JOIN, SQL, fn

from shopdesk import clock, text
from shopdesk.permissions import require_to_act
from shopdesk.refusals import ClockRefused, KeyRefused, KeyReused
from shopdesk.store.errors import refused_instead
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.shop import Event, Shop, Staff
from shopdesk.topics import Topic

if TYPE_CHECKING:
    from shopdesk.shop import Desk

LONGEST_KEY = 200
_REMEMBER_EVERY = timedelta(seconds=30)
"""How far the clock moves before the shop notes it again: well inside two minutes."""

_SORTED = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True).encode
_AS_SAID = json.JSONEncoder(ensure_ascii=False, default=str).encode


@dataclass(slots=True)
class Change:
    """One change being made: when, numbered as which event, and what the audit will say of it."""

    desk: "Desk"
    db: Any
    at: datetime
    clock_at: datetime
    today: date
    event: int
    action: str
    is_clock_believable: bool
    key: str | None = None
    digest: str | None = None
    subject: int | None = None
    """The id of what was made: what a repeated call with the same key returns."""
    repeats: int | None = None
    """The subject of the first call, when this one repeats it: then nothing may be written."""
    facts: dict[str, Any] = field(default_factory=dict)
    staff_id: int | None = None
    revised: bool = False

    def note(self, **facts: Any) -> None:
        """Say more about this change in the audit: ids and figures, never names or phones."""
        self.facts.update(facts)

    def require_believable_clock(self) -> None:
        """Refuse where a wrong clock would do harm: runs that expire or give things."""
        if not self.is_clock_believable:
            seen = self.desk.shop.highest_at
            raise ClockRefused(
                self.desk.language,
                now=_minute(self.clock_at, self.desk),
                seen=_minute(seen, self.desk),
            )


def _minute(moment: datetime, desk: "Desk") -> str:
    return f"{moment.astimezone(desk.shop.zone):%Y-%m-%d %H:%M}"


Earlier = tuple[str, str | None, int | None]
"""An event that has the same key: its action, the digest of its content, its subject."""


@dataclass(slots=True)
class Transaction:
    """The outermost change of a thread: the events it gathers, the topics it will tell."""

    events: list[Change]
    first_event: int
    head: bytes
    topics: list[Topic]
    is_revised: bool = False


@prepared
def _state(staff: Any, key: Any) -> Any:
    """All that a change begins with, in one question: the last three of the event with its key."""
    newest, earlier = Event.alias("newest"), Event.alias("earlier")
    return (
        Shop.select(
            Shop.revision, Shop.highest_at, Staff.role, Staff.left_on, Event.id, Event.hash,
            earlier.action, earlier.digest, earlier.subject,
        )
        .join(Staff, on=SQL("1"))
        .join(Event, JOIN.LEFT_OUTER, on=(Event.id == newest.select(fn.MAX(newest.id))))
        .join(earlier, JOIN.LEFT_OUTER, on=(earlier.key == key))
        .where(Staff.id == staff)
    )  # fmt: skip


@prepared
def _earlier(key: Any) -> Any:
    return Event.select(Event.action, Event.digest, Event.subject).where(Event.key == key)


_HASHED = (
    "id", "at", "clock_at", "on_day", "staff", "till", "action", "subject", "key", "digest", "body",
)  # fmt: skip
"""The columns of an audit event in the order in which they are hashed."""
_insert_event = prepared_row(Event, *_HASHED, "hash")


@prepared
def _remember(highest_at: Any) -> Any:
    return Shop.update(highest_at=highest_at)


@prepared
def _revise() -> Any:
    return Shop.update(revision=Shop.revision + 1)


@contextmanager
def change(
    desk: "Desk",
    *topics: Topic,
    action: str,
    key: str | None = None,
    content: object = None,
    permission: str | None = None,
) -> Iterator[Change]:
    """Make one change as ``desk``: all of it or nothing.

    Begins IMMEDIATE (a savepoint inside another change), so what is read is still true when it
    is written. Refuses an action that the desk's person may not do, and a ``key`` that was used
    with another ``content``; where the same key comes again with the same content, ``repeats``
    is set and nothing may be written. The audit event is written and the topics are told by the
    outermost change, the topics only after the commit. ``permission`` names a wider right than the
    action's own where the arguments call for it.
    """
    if key is not None:
        _check_key(desk, key)
    shop = desk.shop
    asked: dict[str, Any] = {
        "action": action,
        "key": key,
        "content": content,
        "permission": permission,
    }
    with refused_instead(desk.language):
        running = shop.running
        if running is None:
            with shop.db.transaction("IMMEDIATE"):
                made, earlier = begin(desk, key)
                shop.running = made
                try:
                    yield _opened(desk, made, topics, earlier, **asked)
                    _write_events(desk, made)
                except BaseException:
                    shop.forget()
                    raise
                finally:
                    shop.running = None
        else:
            kept, told = len(running.events), len(running.topics)
            try:
                with shop.db.savepoint():
                    earlier = None if key is None else _earlier(shop.db, key).fetchone()
                    opened = _opened(desk, running, topics, earlier, **asked)
                    yield opened
                    if opened.revised:
                        shop.forget()
            except BaseException:
                del running.events[kept:]
                del running.topics[told:]
                shop.forget()
                raise
    if running is None:
        if made.is_revised:
            shop.forget()  # not before: others would read what was until now, and keep it
        if desk.lift is not None and desk.lift.is_used:
            desk.lift = None  # it was for one act
        shop.tell(made.topics)


def begin(desk: "Desk", key: str | None) -> tuple[Transaction, Earlier | None]:
    """The transaction as it begins, and what was made with this key before."""
    state = _state(desk.db, desk.staff_id, key).fetchone()
    revision, highest_ms, role, left_on, last, head, *earlier = state
    desk.shop.saw(revision=revision, highest_at=clock.from_ms(highest_ms))
    desk.role = role if left_on is None else ""
    if desk.lift is not None:
        _look_at_lift(desk)
    made = Transaction(events=[], first_event=(last or 0) + 1, head=head or b"", topics=[])
    return made, None if earlier[0] is None else tuple(earlier)


@prepared
def _role(staff: Any) -> Any:
    return Staff.select(Staff.role).where((Staff.id == staff) & Staff.left_on.is_null())


def _look_at_lift(desk: "Desk") -> None:
    """Whoever lifts something is asked for anew: they may have left, or have another role.

    Nothing is lifted for a person who left.
    """
    assert desk.lift is not None
    row = _role(desk.db, staff=desk.lift.staff_id).fetchone() if desk.role else None
    desk.lift = None if row is None else replace(desk.lift, role=row[0], is_used=False)


def _opened(
    desk: "Desk",
    made: Transaction,
    topics: tuple[Topic, ...],
    earlier: Earlier | None,
    *,
    action: str,
    key: str | None,
    content: object,
    permission: str | None,
) -> Change:
    """The change as its caller gets it; a repeated one is not among the events."""
    require_to_act(desk, action)
    opened = open_next(desk, made, action)
    if key is not None:
        opened.key, opened.digest = key, _digest(action, content)
        opened.repeats = _first_result(desk, made, opened, earlier)
    if opened.repeats is None:
        if permission is not None:
            require_to_act(desk, permission)
        made.events.append(opened)
        made.topics += topics
    return opened


def _check_key(desk: "Desk", key: object) -> None:
    """An empty key would make all calls that give one the same call."""
    if not (isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and text.is_whole(key)):
        raise KeyRefused(desk.language, key=key, longest=LONGEST_KEY)


def open_next(desk: "Desk", made: Transaction, action: str) -> Change:
    """A transaction's next change; it is not among its events yet."""
    shop = desk.shop
    clock_at = clock.whole_ms(shop.clock())
    highest = shop.highest_at
    at = max(clock_at, highest)
    believable = -clock.BEHIND_TOLERANCE <= clock_at - highest <= clock.AHEAD_LIMIT
    return Change(
        desk=desk,
        db=shop.db,
        at=at,
        clock_at=clock_at,
        today=shop.day_of(at),
        event=made.first_event + len(made.events),
        action=action,
        is_clock_believable=believable,
        staff_id=desk.staff_id,
    )


def _digest(action: str, content: object) -> str:
    said = _SORTED([action, content]).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()


def _first_result(
    desk: "Desk", made: Transaction, opened: Change, earlier: Earlier | None
) -> int | None:
    """What the first call with this key made, be it earlier in the same transaction."""
    unwritten = [(e.action, e.digest, e.subject) for e in made.events if e.key == opened.key]
    first = unwritten[0] if unwritten else earlier
    if first is None:
        return None
    action, digest, subject = first
    if (action, digest) != (opened.action, opened.digest) or subject is None:
        raise KeyReused(desk.language)
    return subject


def _write_events(desk: "Desk", made: Transaction) -> None:
    if made.events and desk.lift is not None and desk.lift.is_used:
        made.events[0].note(allowed_by=desk.lift.staff_id)
    for event in made.events:
        values = (
            event.event, clock.to_ms(event.at), clock.to_ms(event.clock_at),
            event.today.toordinal(), event.staff_id, event.desk.till, event.action, event.subject,
            event.key, event.digest, _AS_SAID(event.facts),
        )  # fmt: skip
        made.head = chained(made.head, values)
        _insert_event(desk.db, (*values, bytearray(made.head)))  # bytes would be adapted first
    _note_state(desk, made)


def _note_state(desk: "Desk", made: Transaction) -> None:
    if any(event.revised for event in made.events):
        _revise(desk.db)
        made.is_revised = True
    latest = max([event.at for event in made.events if event.is_clock_believable], default=None)
    if latest is not None and latest >= desk.shop.highest_at + _REMEMBER_EVERY:
        _remember(desk.db, highest_at=clock.to_ms(latest))
        desk.shop.highest_at = latest


def chained(previous: bytes, values: Sequence[Any]) -> bytes:
    """The hash of an event: over the one before it and every column of its own, in their order."""
    return hashlib.sha256(previous + _AS_SAID(values).encode()).digest()
