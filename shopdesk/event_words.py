"""What kinds of event and guests are called, on the screen and on paper."""

from shopdesk.language import N_

KINDS = {
    "launch": N_("Launch"),
    "appreciation": N_("Appreciation"),
    "brand": N_("Brand event"),
    "other": N_("Another event"),
}
STATES = {
    "accepted": N_("Will come"),
    "open": N_("Invited"),
    "waiting": N_("Waiting list"),
    "declined": N_("Will not come"),
    "walk_in": N_("Not invited"),
}
