"""The events of the sample shop: announced, answered, held, with a gift by tier for who came.

It draws from chance of its own, so that everything else goes as it would without.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from shopdesk import events, rewards, segments
from shopdesk.demo_gifts import Presents
from shopdesk.shop import Desk

COMING = 12
"""So many days after the last of the story is the event that nobody came to yet."""
_AHEAD = timedelta(days=21)
"""So long before its day those of its segment are invited."""
_ANSWERED = (14, 10)
"""So many days before it the invited are asked whether they come."""
_SAID = ("accepted",) * 5 + ("declined",) + ("open",) * 4
_COMES = {"accepted": 0.85, "open": 0.25}
_WALK_INS = 2
_COMES_ALONG = (0, 0, 0, 1, 1, 2)


@dataclass(slots=True)
class Gatherings:
    """The events in the story so far, by their ids."""

    random: Random
    tea: Mapping[str, Any]
    word: str
    presents: Presents
    coming: date | None = None
    """The day of the one that is not held every year."""
    announced: dict[tuple[str, int], events.Event] = field(default_factory=dict)

    def morning(self, owner: Desk) -> None:
        """Announce what is near, and hear whether the invited come."""
        today = owner.today()
        for row in self.tea["events"]:
            on = self._next(row, today)
            if (
                on is not None
                and on - today <= _AHEAD
                and (row["zh"], on.year) not in self.announced
            ):
                self.announced[row["zh"], on.year] = self._announce(owner, row, on)
        for one in self.announced.values():
            if (one.on - today).days in _ANSWERED:
                self._hear(owner, one)

    def _next(self, row: Mapping[str, Any], today: date) -> date | None:
        if row["on"] is None:
            return self.coming
        this_year = date(today.year, *row["on"])
        return this_year if this_year >= today else date(today.year + 1, *row["on"])

    def _announce(self, owner: Desk, row: Mapping[str, Any], on: date) -> events.Event:
        """Invite its segment, and put in force what whoever comes is given."""
        told = {name: row[name] for name in ("kind", "starts", "ends", "capacity")}
        names = {word: f"{row[word]} {on.year}" for word in ("zh", "en")}
        one = events.add(
            owner, name=names["zh"], name_en=names["en"], on=on, place=row["place"][self.word],
            **told,
        )  # fmt: skip
        segment = self.presents.segments[row["segment"]]
        events.invite(owner, one.id, segment=segment)
        gift = self.tea["souvenir"]
        rewards.add(
            owner, name=gift["zh"].format(event=names["zh"]),
            name_en=gift["en"].format(event=names["en"]), trigger=rewards.attending(one.id),
            reward=rewards.OfTier(
                self.presents.sets[gift["set"]], gift["valid_days"], is_again=True
            ),
            ends_on=on,
        )  # fmt: skip
        return one

    def _hear(self, owner: Desk, one: events.Event) -> None:
        for guest in events.guests(owner, one.id):
            said = self.random.choice(_SAID)
            if guest.state == "open" and said != "open":
                events.answer(owner, one.id, guest.member_id, said)

    def arrivals(self, desk: Desk, noon: datetime) -> Iterator[tuple[datetime, int, int]]:
        """Who comes to what is held on the day, and when: guests of the list, and some others."""
        for one in self.announced.values():
            if one.on != desk.today():
                continue
            hour, minute = map(int, (one.starts or "12:00").split(":"))
            opens = noon + timedelta(hours=hour - 12, minutes=minute)
            for member_id in self._guests(desk, one.id):
                at = opens + timedelta(minutes=self.random.randint(-15, 30))
                yield at, one.id, member_id

    def _guests(self, desk: Desk, event_id: int) -> list[int]:
        listed = events.guests(desk, event_id)
        on_list = {guest.member_id for guest in listed}
        near = segments.members(desk, self.presents.segments["near"])
        others = [member_id for member_id in near if member_id not in on_list]
        came = [
            guest.member_id for guest in listed if self.random.random() < _COMES.get(guest.state, 0)
        ]
        return came + self.random.sample(others, min(_WALK_INS, len(others)))

    def check_in(self, desk: Desk, event_id: int, member_id: int) -> None:
        """One guest at the door, some with company."""
        brought = self.random.choice(_COMES_ALONG)
        events.check_in(desk, event_id, member_id, brought=brought)
