"""What gifts, their kinds and the movements of their stock are called."""

from shopdesk import tiers
from shopdesk.catalogue import FEW
from shopdesk.gift_sets import GiftSet
from shopdesk.gifts import Gift, Movement
from shopdesk.language import N_
from ui.till import Till

KINDS = {
    "goods": N_("An item"),
    "service": N_("Service"),
    "upgrade": N_("Upgrade of something bought"),
    "quota": N_("Number of uses"),
    "partner": N_("From a partner"),
}
MOVES = {
    "received": N_("Received"),
    "promised": N_("Promised"),
    "given": N_("Handed over"),
    "released": N_("Free again"),
    "returned": N_("Came back"),
    "counted": N_("Stock was counted"),
    "broken": N_("Came back broken"),
    "replaced": N_("Another one given"),
}


def mood(gift: Gift) -> str:
    """How what is left is marked: bad where there is none, note where it is few."""
    if gift.free is None or gift.free > FEW:
        return ""
    return "note" if gift.free else "bad"


def for_whom(till: Till, lowest_tier: str | None) -> str:
    """Whom a gift is for, by its lowest tier."""
    _ = till.say
    ladder = till.shop.known.ladder
    rank = tiers.rank_of(ladder, lowest_tier)
    if rank == 0:
        return _("Every member")
    return _("{tier} and up").format(tier=ladder[rank].name(till.language))


def to_whom(till: Till, lowest_tier: str | None) -> str:
    """The same within a sentence."""
    _, is_all = till.say, tiers.rank_of(till.shop.known.ladder, lowest_tier) == 0
    return _("every member") if is_all else for_whom(till, lowest_tier)


def told(till: Till, gift: Gift) -> str:
    """What a gift is, on one line: its kind and what goes with that."""
    _ = till.say
    said = [_(KINDS[gift.kind])]
    if gift.partner:
        said = [_("From {partner}").format(partner=gift.partner)]
    if gift.uses is not None:
        unit = gift.unit_en or gift.unit if till.language == "en" else gift.unit
        said = [f"{gift.uses:,} {unit}"]
    if gift.edition is not None:
        said.append(_("Limited edition of {count}").format(count=f"{gift.edition:,}"))
    if gift.closed_on is not None:
        said.append(_("Taken out on {date}").format(date=till.dated(gift.closed_on)))
    return " · ".join(said)


def moved(movement: Movement) -> str:
    """By how many a movement changed what is on the shelf or promised, with its sign; of what came
    back broken, which changes neither, how many there were."""
    if movement.kind == "broken":
        return f"{movement.quantity:,}"
    lowers = movement.kind in ("given", "released", "replaced")
    many = -movement.quantity if lowers else movement.quantity
    return f"{many:+,}" if many else "0"


def of_tiers(till: Till, gift_set: GiftSet, named: dict[int, str]) -> str:
    """What each tier gets of a set; ``named`` are the gifts' names by their ids."""
    _ = till.say
    return " · ".join(
        _("{tier}: {gift}").format(
            tier=tier.name(till.language), gift=named[gift_set.gifts[tier.code]]
        )
        for tier in till.shop.known.ladder
        if tier.code in gift_set.gifts
    )


def available(till: Till, gift: Gift) -> str:
    """A gift as it is chosen: its name, and how many are left."""
    _ = till.say
    name = gift.title(till.language)
    if gift.free is None:
        return name
    return _("{gift} ({count} available)").format(gift=name, count=f"{gift.free:,}")
