"""What the core refuses about whose something is: attaching, merging, parting, erasing."""

from shopdesk.language import N_
from shopdesk.refusals import Refused


class ReceiptHasMember(Refused):
    code = "receipt_has_member"
    sentence = N_("Receipt {receipt} is {name}'s already. A member is attached to it once.")


class AttachTooLate(Refused):
    code = "attach_late"
    sentence = N_(
        "Receipt {receipt} is of {date}. Days back that a member may be attached: {days}."
    )


class NotAttachable(Refused):
    code = "not_attachable"
    sentence = N_(
        "Something of receipt {receipt} was given back or exchanged. No member can be attached."
    )


class SameMember(Refused):
    code = "same_member"
    sentence = N_("Two members are needed to merge them: this is one and the same.")


class UnknownMerge(Refused):
    code = "unknown_merge"
    sentence = N_("There is no merge {merge}.")


class UndoTooLate(Refused):
    code = "undo_late"
    sentence = N_("These members were merged on {date}. That can be undone for {days} days.")


class UndoRefused(Refused):
    code = "undo_refused"
    sentence = N_(
        "The merge cannot be undone: {receipt} already drew on what came over. Adjust by hand."
    )


class StoredValueLeft(Refused):
    code = "stored_value_left"
    sentence = N_(
        "{name} still has stored value: {left}. Refund it or have it used up, then erase."
    )
