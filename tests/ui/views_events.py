"""What is shown of events, each by a name: the list, the door, forms, the list on paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import events, members, rewards, segments
from shopdesk.events import Event
from ui.pages import event_paper
from ui.pages.event_figures import GuestsForm
from ui.pages.event_forms import CancelForm, EventForm, InviteForm
from ui.pages.event_list import EventList
from ui.pages.vouchers import PLACES
from ui.till import Till
from ui.window import Window

TAB = PLACES[EventList]


def some(till: Till) -> Event:
    """An event of today with guests in every state, one to come, one that was, one called off."""
    desk = till.desk
    known = {one.name: one for one in events.listed(desk)}
    if "新品发布会" in known:
        return known["新品发布会"]
    today = desk.today()
    made = events.add(
        desk, name="新品发布会", name_en="Launch of the spring teas of Hangzhou", kind="launch",
        on=today, starts="14:00", ends="16:30", place="二楼茶室", capacity=12,
        note="带上新茶样品 Bring samples",
    )  # fmt: skip
    rewards.add(
        desk, name="到场礼", name_en="For coming", trigger=rewards.attending(made.id),
        reward=rewards.voucher(amount=1000),
    )  # fmt: skip
    guests = [one.id for one in members.find(desk, "1", limit=16)]
    events.invite(desk, made.id, members=guests[1:])
    listed = [one.member_id for one in events.guests(desk, made.id)]
    for number, member in enumerate(listed[:9]):
        events.answer(desk, made.id, member, ("accepted", "declined", "open")[number % 3])
    for number, member in enumerate([guests[0], *listed[:4]]):
        events.check_in(desk, made.id, member, brought=number)
    for days, name in ((30, "客户答谢会"), (-20, "品牌日"), (9, "品茶会")):
        more = events.add(desk, name=name, kind="appreciation", on=today + timedelta(days=days))
    events.cancel(desk, more.id, reason="台风 A typhoon")
    if not segments.listed(desk):
        tier = segments.Filter("tier", "is_in", ("gold",))
        segments.add(desk, name="金卡会员", name_en="Gold members", filters=[tier])
    return made


def _list(window: Window, till: Till) -> EventList:
    assert window.frame is not None
    some(till)
    window.frame.show_page("vouchers", {})
    page: Any = window.frame.page
    page.load()
    page.tabs.setCurrentIndex(TAB)
    part: EventList = page.parts[TAB]
    return part


def _door(name: str, window: Window, till: Till) -> None:
    part = _list(window, till)
    names = [one.name for one in part.table.model.rows]
    part.table.mark(names.index(name))
    part.open()


def _empty(window: Window, till: Till) -> None:
    part = _list(window, till)
    part.table.show_rows(())
    part._show_deeds()


def _checked_in(window: Window, till: Till) -> None:
    """Who comes and was not invited is said."""
    _door("新品发布会", window, till)
    part: Any = window.frame.page.parts[TAB]
    *_others, last = members.find(till.desk, "1", limit=18)
    part.door.brought.setText("2")
    part.door.who.choose(last)


def _guest(window: Window, till: Till) -> None:
    """The time line of somebody who was invited and came."""
    assert window.frame is not None
    found = events.guests(till.desk, some(till).id)
    who = next(one for one in found if one.came_at and one.state != "walk_in")
    window.frame.show_page("members", {"member": who.member_id})


def _expected(window: Window, till: Till) -> None:
    """At the counter is somebody on the list of the event of today who has not come yet."""
    assert window.frame is not None
    found = events.guests(till.desk, some(till).id)
    who = next(one for one in found if one.came_at is None and one.state == "open")
    window.frame.show_page("counter", {"member": who.member_id})


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "events": lambda window, till: _list(window, till).begin(),
    "events-empty": _empty,
    "events-door": _checked_in,
    "events-coming": lambda window, till: _door("客户答谢会", window, till),
    "events-guest": _guest,
    "counter-expected": _expected,
    "events-cancelled": lambda window, till: _door("品茶会", window, till),
}


def _invite(what: str, parent: QWidget, till: Till) -> QWidget:
    made = InviteForm(till, parent, some(till))
    made.choose(what)
    return made


FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "event-new": lambda parent, till: EventForm(till, parent, None),
    "event-edit": lambda parent, till: EventForm(till, parent, some(till)),
    "event-cancel": lambda parent, till: CancelForm(till, parent, some(till)),
    "event-invite": lambda parent, till: _invite("member", parent, till),
    "event-invite-segment": lambda parent, till: _invite("segment", parent, till),
    "event-guests": lambda parent, till: GuestsForm(
        till, parent, some(till).title(till.language), events.guests(till.desk, some(till).id)
    ),
    "event-paper": lambda parent, till: event_paper.preview(till, parent, some(till)),
}
