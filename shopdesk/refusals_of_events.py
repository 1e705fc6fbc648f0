"""What is refused about events: inviting, checking in, and what can no longer be changed."""

from shopdesk.language import N_
from shopdesk.refusals import Refused


class UnknownEvent(Refused):
    code = "unknown_event"
    sentence = N_("There is no event {event}. Look at the list again.")


class TimeRefused(Refused):
    code = "time"
    sentence = N_("{time} is no time of the day: write it like 14:00.")


class EventCancelled(Refused):
    code = "event_cancelled"
    sentence = N_("{name} was called off: {reason}")


class EventOver(Refused):
    code = "event_over"
    sentence = N_("{name} was on {date}: nobody is invited to it any more.")


class EventNotToday(Refused):
    code = "event_not_today"
    sentence = N_("{name} is on {date}: guests are checked in on that day alone.")


class EventBegun(Refused):
    code = "event_begun"
    sentence = N_("{name} has begun: guests were checked in. It keeps its day and takes place.")


class NotOnList(Refused):
    code = "not_on_list"
    sentence = N_("{member} is not on the list of {name}.")


class GuestCame(Refused):
    code = "guest_came"
    sentence = N_("{member} was checked in and stays on the list of {name}.")


class NotCheckedIn(Refused):
    code = "not_checked_in"
    sentence = N_("{member} was not checked in today to {name}.")
