"""The clock is given, never asked: a test, a demo and a receipt of last year set it."""

import ast

from tests.architecture.sources import ROOT, calls, modules

ASKING = {
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"),
}  # fmt: skip
CLOCK = ROOT / "shopdesk" / "clock.py"


def asks_the_time(call):
    match call.func:
        case ast.Attribute(attr=verb, value=ast.Name(id=owner) | ast.Attribute(attr=owner)):
            return (owner, verb) in ASKING
    return False


def test_only_the_clock_asks_the_system_for_the_time():
    others = [file for file in modules() if file != CLOCK]
    asking = [where for where, call in calls(*others) if asks_the_time(call)]
    assert not asking, f"Take the time from the shop's clock (shopdesk/clock.py): {asking}."


def test_the_clock_itself_asks():
    asking = [where for where, call in calls(CLOCK) if asks_the_time(call)]
    assert asking, "The test above looks for the wrong calls."
