"""What is refused about gifts by rule: segments, sets of gifts, rules."""

from shopdesk.language import N_
from shopdesk.refusals import Refused


class UnknownSegment(Refused):
    code = "unknown_segment"
    sentence = N_("There is no segment {segment}. Look at the list again.")


class SegmentUsed(Refused):
    code = "segment_used"
    sentence = N_(
        "{name} is what the rule {rule} is or was for. End that rule and keep the segment."
    )


class FestivalUsed(Refused):
    code = "festival_used"
    sentence = N_("{name} is what the rule {rule} gives at. Its day stays; add another festival.")


class FestivalKept(Refused):
    code = "festival_kept"
    sentence = N_("{name} is everybody's festival and stays as it is. Add one of your own.")


class UnknownGiftSet(Refused):
    code = "unknown_gift_set"
    sentence = N_("There is no set of gifts {gift_set}. Look at the list again.")


class RuleClosed(Refused):
    code = "rule_closed"
    sentence = N_("The rule {name} has ended. Make a new one like it.")


class RuleChanged(Refused):
    code = "rule_changed"
    sentence = N_(
        "The rule {name} was changed or ended meanwhile. What was given by then is whole; begin "
        "the run again for the rest."
    )


class UnknownRule(Refused):
    code = "unknown_rule"
    sentence = N_("There is no reward rule {rule}. Look at the list again.")


class PassOfRule(Refused):
    code = "pass_of_rule"
    sentence = N_("The rule {rule} gives uses of {name}. End that rule first, or keep it a pass.")


class NoPass(Refused):
    code = "no_pass"
    sentence = N_("{name} is no pass. Choose a product that is one.")
