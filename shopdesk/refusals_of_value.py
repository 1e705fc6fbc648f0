"""What can be refused of value paid for beforehand: stored value, its proof, and passes."""

from shopdesk.language import N_
from shopdesk.refusals import AlreadyVoid, LineExceeds, Refused, TooManyTries, VoidTooLate

# --- stored value -----------------------------------------------------------------------------


class NotEnoughStoredValue(Refused):
    code = "not_enough_stored_value"
    sentence = N_("{wanted} of stored value wanted, but the member has {balance}.")


class StoredValueTooNew(NotEnoughStoredValue):
    sentence = N_(
        "{wanted} of stored value wanted, but of what the member had by {date}, {balance} is left."
    )


class StoredValueOfNobody(NotEnoughStoredValue):
    sentence = N_("Stored value belongs to a member: say first who it is.")


class TopUpTooLarge(Refused):
    code = "top_up_limit"
    sentence = N_("One top-up may be {most} at most; this one is {wanted}.")


class BalanceTooLarge(Refused):
    code = "balance_limit"
    sentence = N_("A member may hold {most} of stored value at most; here it would be {balance}.")


class UnknownTopUp(Refused):
    code = "unknown_top_up"
    sentence = N_("There is no top-up {top_up}. Look at the list again.")


class TopUpExceeds(Refused):
    code = "refund_exceeds"
    sentence = N_("Only {left} of this top-up is unspent and can be given back.")


class TopUpVoided(AlreadyVoid):
    sentence = N_("This top-up was made void already. Nothing more can be taken back.")


class TopUpVoidTooLate(VoidTooLate):
    sentence = N_("This top-up is of {date}; only today's can be made void. Refund it instead.")


class TopUpSpent(Refused):
    code = "top_up_spent"
    sentence = N_(
        "Some of this top-up was spent or given back: it cannot be made void. "
        "Refund what is left of it instead."
    )


class ProofNeeded(Refused):
    code = "proof_needed"
    sentence = N_("For {amount} of stored value the member's PIN is needed.")


class PhoneNeeded(ProofNeeded):
    sentence = N_("For {amount} of stored value the last four digits of the phone are needed.")


class ProofMissing(ProofNeeded):
    sentence = N_(
        "For {amount} of stored value a proof is needed, and {name} has neither a PIN nor a phone. "
        "Set a PIN first."
    )


class ProofWrong(Refused):
    code = "proof"
    sentence = N_("That is not right for {name}. Ask again; nothing was taken.")


class TooManyProofs(TooManyTries):
    sentence = N_("Too many wrong tries for {name}. Try again at {time}, or pay otherwise.")


# --- passes -----------------------------------------------------------------------------------


class PassRefused(Refused):
    code = "pass_terms"
    sentence = N_(
        "A pass needs the product it is for, which is no pass itself, and how many uses: 1 to 1000."
    )


class PassOfNobody(Refused):
    code = "pass_member"
    sentence = N_("A pass belongs to a member: say first who buys {name}.")


class PassWhole(Refused):
    code = "pass_quantity"
    sentence = N_("{name}: only whole ones can be sold or paid by a pass.")


class PassOffSale(Refused):
    code = "pass_off_sale"
    sentence = N_("{name} is not sold any more: {goods}, which it is for, is off sale.")


class NotEnoughUses(Refused):
    code = "not_enough_uses"
    sentence = N_("{name}: {wanted} wanted by pass, but the member's passes have {left} left.")


class UsesTooNew(NotEnoughUses):
    sentence = N_("{name}: uses wanted {wanted}; of passes bought by {date} the member has {left}.")


class PassUsed(Refused):
    code = "pass_used"
    sentence = N_(
        "{name}: uses of this pass were spent already or have ended. "
        "Give back what they paid for first, or refund only what is unused."
    )


class PassByLines(Refused):
    code = "pass_by_lines"
    sentence = N_("This receipt sold a pass: give it back by its lines, or as a whole.")


class PassLineWhole(LineExceeds):
    code = "pass_line_whole"
    sentence = N_("{name} was paid by a pass and comes back whole: {left}.")


class UnknownPass(Refused):
    code = "unknown_pass"
    sentence = N_("There is no pass {pass_id}. Look at the list again.")


class PassGiven(Refused):
    code = "pass_given"
    sentence = N_("{name} was given by {rule} and not paid for: no money comes back for its uses.")


class UsesExceed(Refused):
    code = "refund_exceeds"
    sentence = N_("Uses of this pass left to give back: {left}.")
