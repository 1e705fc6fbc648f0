"""What can be refused of the day at a till and of months that close."""

from shopdesk.language import N_
from shopdesk.refusals import Refused


class ShiftRuns(Refused):
    code = "shift_runs"
    sentence = N_("{name}'s shift has been running at this till since {time}. Hand it over first.")


class NoShift(Refused):
    code = "no_shift"
    sentence = N_("No shift runs at this till: there is nothing to hand over.")


class DayClosed(Refused):
    code = "day_closed"
    sentence = N_(
        "Till {till} was closed at {time} by {name}, and nothing was recorded there since."
    )


class UnknownSlip(Refused):
    code = "unknown_slip"
    sentence = N_("There is no closing slip {slip}.")


class UnknownParked(Refused):
    code = "unknown_parked"
    sentence = N_("This parked sale is no longer waiting: it was called up or discarded meanwhile.")


class MonthClosed(Refused):
    code = "month_closed"
    sentence = N_(
        "{month} is closed: nothing is dated {date} any more. Record it as of a later day."
    )


class MonthClosedAlready(MonthClosed):
    sentence = N_("{month} is closed already.")


class MonthRuns(Refused):
    code = "month_runs"
    sentence = N_("{month} is not over: it can be closed from {date} on.")
