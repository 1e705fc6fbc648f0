"""What the roles are called, on the screen and at the command line."""

from shopdesk.language import N_

ROLES = {"owner": N_("Owner"), "manager": N_("Manager"), "cashier": N_("Cashier")}
