"""What stored value and passes are called on the screen."""

from shopdesk.passes import Pass
from shopdesk.stored_value import StoredValue
from ui.till import Till


def parts_of(till: Till, held: StoredValue) -> str:
    """What stored value is made of, in words."""
    _ = till.say
    text = _("principal {principal} + bonus {bonus}")
    return text.format(principal=till.money(held.principal), bonus=till.money(held.bonus))


def pass_words(till: Till, one: Pass) -> str:
    """A pass with its uses and its last day, in words."""
    _ = till.say
    text = _("{name}: {left} of {uses} left for {product}")
    said = [text.format(name=one.name, left=one.left, uses=one.uses, product=one.product_name)]
    if one.ends_on is not None:
        said.append(_("until {day}").format(day=one.ends_on))
    return " · ".join(said)
