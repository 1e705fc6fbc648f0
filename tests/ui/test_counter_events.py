"""On the day of an event the counter says who is on its list."""

from datetime import timedelta

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel

from shopdesk import events


def said(counter):
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = [one.toolTip() or one.text() for one in counter.card.findChildren(QLabel)]
    return [one for one in found if "today's event" in one]


def test_a_member_on_the_list_of_todays_event_is_known_until_they_came(counter, desk, member):
    made = events.add(desk, name="茶友会", name_en="Tea evening", on=desk.today()).id
    counter.choose(member)
    assert said(counter) == []
    events.invite(desk, made, members=[member])
    counter.load()
    assert said(counter) == ["On the list of today's event: Tea evening"]
    events.check_in(desk, made, member)
    counter.load()
    assert said(counter) == []


def test_nobody_is_expected_who_declined_or_at_what_is_called_off_or_of_another_day(
    counter, desk, member
):
    today = desk.today()
    days = {"declined": today, "off": today, "tomorrow": today + timedelta(days=1)}
    made = {name: events.add(desk, name=name, on=on).id for name, on in days.items()}
    for one in made.values():
        events.invite(desk, one, members=[member])
    events.answer(desk, made["declined"], member, "declined")
    events.cancel(desk, made["off"], reason="rain")
    counter.choose(member)
    assert said(counter) == []
