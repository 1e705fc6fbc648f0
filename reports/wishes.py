"""What a greeting card wishes, by what its voucher was given for."""

from typing import NamedTuple

from shopdesk.language import N_, translator
from shopdesk.slips import VoucherSlip


class Wish(NamedTuple):
    """What stands on the cover, and inside."""

    title: str
    text: str


_PLAIN = Wish(
    N_("A gift for you"),
    N_("Thank you for being with us. This is for you, with our best wishes."),
)
_FESTIVAL = Wish(
    N_("Happy {festival}!"),
    N_("We wish you and your family a happy festival. Thank you for being with us."),
)
WISHES = {
    "birthday": Wish(
        N_("Happy birthday!"),
        N_("May the year ahead bring you health, joy and many good days."
           " Thank you for letting us be part of yours."),
    ),
    "years": Wish(
        N_("Thank you for the years together"),
        N_("Another year with you has gone by. Thank you for your trust; we look forward to the"
           " next one."),
    ),
    "new_year": Wish(
        N_("Happy New Year!"),
        N_("May everything you begin this year end well."),
    ),
    "spring_festival": Wish(
        N_("Happy Chinese New Year!"),
        N_("We wish you and your family health, good fortune and a year in which all goes as you"
           " wish."),
    ),
    "lantern": Wish(
        N_("Happy Lantern Festival!"),
        N_("May the light of this night stay with you and yours all year."),
    ),
    "valentine": Wish(
        N_("Happy Valentine's Day!"),
        N_("To you, and to whoever you love."),
    ),
    "womens_day": Wish(
        N_("Happy Women's Day!"),
        N_("May every day be as you want it to be."),
    ),
    "labour_day": Wish(
        N_("Happy Labour Day!"),
        N_("You have earned a rest. Enjoy it."),
    ),
    "childrens_day": Wish(
        N_("Happy Children's Day!"),
        N_("To every child, and to everyone who has stayed one."),
    ),
    "dragon_boat": Wish(
        N_("Peace and health at the Dragon Boat Festival"),
        N_("We wish you and your family well."),
    ),
    "qixi": Wish(
        N_("Happy Qixi!"),
        N_("To you, and to whoever you love."),
    ),
    "mid_autumn": Wish(
        N_("Happy Mid-Autumn Festival!"),
        N_("May the moon be full and everyone you love be home."),
    ),
    "national_day": Wish(
        N_("Happy National Day!"),
        N_("We wish you a good holiday, wherever it takes you."),
    ),
    "double_ninth": Wish(
        N_("Good health at Double Ninth"),
        N_("To you and to the elders of your family: a long life in good health."),
    ),
    "laba": Wish(
        N_("Happy Laba!"),
        N_("The year is nearly over: a warm bowl, and warm days, for you and yours."),
    ),
    "new_years_eve": Wish(
        N_("Happy New Year's Eve!"),
        N_("Thank you for this year. May the next one be kind to you and yours."),
    ),
    "christmas": Wish(
        N_("Merry Christmas!"),
        N_("We wish you peaceful days with those you love."),
    ),
}  # fmt: skip


def wish(slip: VoucherSlip) -> Wish:
    """The wish for a voucher's occasion, in its language; a shop's own festival by its name."""
    _ = translator(slip.language)
    chosen = WISHES.get(slip.occasion_code, _FESTIVAL if slip.festival else _PLAIN)
    return Wish(_(chosen.title).format(festival=slip.festival), _(chosen.text))
