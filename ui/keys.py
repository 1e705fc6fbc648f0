"""Every key of the program, once: the window takes its own from here, and the help lists all."""

from typing import NamedTuple

from shopdesk.language import N_


class Key(NamedTuple):
    """A key, which deed of the window it does (nothing where a page has it), and its words."""

    sequence: str
    deed: str
    words: str


WINDOW = (
    Key("F1", "help", N_("help for what is shown")),
    Key("F7", "new_member", N_("new member")),
    Key("F8", "issue", N_("issue a voucher to the member shown")),
    Key("F9", "search", N_("find")),
    Key("F11", "lock", N_("lock this till")),
    Key("F12", "record", N_("record, save, close: what is being made")),
    Key("Ctrl+Z", "undo", N_("take the last thing back")),
    Key("Alt+M", "offer", N_("what the strip or a form offers: ask a manager, link a code")),
    Key("Ctrl+P", "paper", N_("print what is shown")),
    Key("Ctrl+B", "back_up", N_("back up now")),
    Key("Ctrl+K", "customer", N_("the window for customers")),
    Key("Ctrl+Shift+D", "debug", N_("copy what support asks for")),
    Key("Esc", "escape", N_("one step back")),
)
COUNTER = (
    Key("Enter", "", N_("record the sale; in the search: take what was found")),
    Key("Alt+1", "", N_("… to Alt+9: the voucher, or what was found, with that number")),
    Key("Alt+0", "", N_("use the member's points, or leave them")),
    Key("Alt+D", "", N_("discount by hand")),
    Key("Alt+P", "", N_("another price for the last line")),
    Key("Alt+H", "", N_("park the sale")),
    Key("Alt+G", "", N_("call a parked sale up")),
    Key("Alt+L", "", N_("for an earlier day")),
    Key("Alt+S", "", N_("pay by stored value")),
    Key("Alt+T", "", N_("top up the member")),
    Key("Alt+U", "", N_("use the member's passes, or leave them")),
    Key("Alt+W", "", N_("who served: the next one")),
    Key("Alt+Y", "", N_("give what is due to the member")),
    Key("Alt+E", "", N_("check the member in at today's event")),
    Key("Ctrl+R", "", N_("print the last receipt")),
)
DAY = (
    Key("Alt+S", "", N_("take the drawer over, or hand it over")),
    Key("Alt+I", "", N_("pay in")),
    Key("Alt+O", "", N_("pay out")),
)
LOCK = (
    Key("Alt+F", "", N_("forgot PIN")),
    Key("Alt+P", "", N_("practise")),
)
EVERYWHERE = (
    Key(
        "Alt",
        "",
        N_("held: each button, tab and list shows its letter; both together press it"),
    ),
    Key("Right", "", N_("in a list: to a figure of the row; Enter opens what it comes from")),
    Key("Tab", "", N_("the next field")),
    Key("Ctrl+Tab", "", N_("the next tab; with Shift the one before")),
    Key("PgUp", "", N_("leaf or scroll back")),
    Key("PgDown", "", N_("leaf or scroll on")),
)
GROUPS = (
    (N_("Counter"), COUNTER),
    (N_("The day"), DAY),
    (N_("Lock"), LOCK),
    (N_("In fields, lists and papers"), EVERYWHERE),
)
