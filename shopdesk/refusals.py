"""Everything that can be refused: one class a reason, each with a code and a sentence.

The sentence is for the person at the till, in the shop's language: what happened, and what to do.
Nothing has been written when a refusal is raised. Programs rely on ``code``, never on the text.
"""

from typing import ClassVar

from shopdesk import day_words
from shopdesk.language import N_, translator


class Refused(Exception):  # noqa: N818 - the public name; a refusal is an answer, not a fault
    """A refusal: ``code`` for programs, ``str()`` a sentence in the shop's language."""

    code: ClassVar[str]
    sentence: ClassVar[str]

    def __init__(self, language: str, **facts: object) -> None:
        super().__init__(language, facts)
        self.language = language
        self.facts = facts

    def text(self, language: str) -> str:
        """The sentence in ``language``."""
        return translator(language)(self.sentence).format(**day_words.spoken(self.facts, language))

    def __str__(self) -> str:
        return self.text(self.language)


# --- who may, and when ------------------------------------------------------------------------


class SignInRefused(Refused):
    code = "sign_in"
    sentence = N_("That name and PIN do not belong together. Check both and try again.")


class TooManyTries(Refused):
    code = "too_many_tries"
    sentence = N_(
        "Too many wrong PINs for {name}. Try again at {time}, or let an owner unlock it. "
        "Everyone else can sign in."
    )


class OldPinRefused(Refused):
    code = "old_pin"
    sentence = N_("That is not your current PIN. Type it again; the new one was not saved.")


class RecoveryRefused(Refused):
    code = "recovery"
    sentence = N_(
        "That recovery code is not the newest one of {name}, or was used before. Check every sign."
    )


class PinMissing(Refused):
    code = "sign_in"
    sentence = N_("A PIN is needed: set SHOPDESK_PIN, or start this where you can be asked for it.")


class PinRefused(Refused):
    code = "pin"
    sentence = N_("A PIN is {digits} to 12 digits here. Choose another.")


class StaffNameTaken(Refused):
    code = "staff_taken"
    sentence = N_("There is already someone called {name} on the staff. Use another name.")


class UnknownStaff(Refused):
    code = "unknown_staff"
    sentence = N_("They do not work here any more. Look at the list again.")


class StaffLeft(UnknownStaff):
    sentence = N_("{name} does not work here any more. Somebody else has to sign in.")


class LastOwner(Refused):
    code = "last_owner"
    sentence = N_("{name} is the only owner. Make someone else an owner first.")


class OwnPlace(Refused):
    code = "own_place"
    sentence = N_("{name} cannot do this to themselves. Let another owner do it.")


class NotPermitted(Refused):
    code = "permission"
    sentence = N_("{name} may not do this. Ask the manager or the owner.")


class PermissionFixed(Refused):
    code = "permission_fixed"
    sentence = N_(
        "Who may do this stays as it is ({action}): what is the owner's own, or everybody's, "
        "cannot be given to others."
    )


class OverLimit(Refused):
    code = "limit"
    sentence = N_(
        "{what}: {name} may go up to {most}, here it is {given}. {who} can allow it with a PIN."
    )


class RoleChanged(NotPermitted):
    sentence = N_("{name} has another role now. Sign in again.")


class ClockRefused(Refused):
    code = "clock"
    sentence = N_(
        "The computer's clock says {now}, but the shop was last used at {seen}. "
        "Set the clock, or let the owner accept the time. Nothing was changed."
    )


class KeyReused(Refused):
    code = "key_reused"
    sentence = N_("This entry was already made with other content. Start it again.")


class KeyRefused(Refused):
    code = "key"
    sentence = N_("“{key}” cannot be a key: give a text of 1 to {longest} characters, or none.")


# --- words and numbers ------------------------------------------------------------------------


class AmountRefused(Refused):
    code = "amount"
    sentence = N_('"{amount}" cannot be used here. Enter it again.')


class QuantityRefused(Refused):
    code = "quantity"
    sentence = N_("{quantity} is no quantity: above zero, with three decimals at most.")


class TextRefused(Refused):
    code = "text"
    sentence = N_("“{text}” cannot be kept: it is empty or longer than {longest} characters.")


class TextMissing(TextRefused):
    sentence = N_("A name or a text is empty here. Fill it in and try again.")


class ReasonMissing(TextRefused):
    sentence = N_("Say why: the reason is kept with it. Nothing was changed yet.")


class PhoneRefused(Refused):
    code = "phone"
    sentence = N_("“{phone}” is no phone number. Enter 5 to 15 digits.")


class DateRefused(Refused):
    code = "date"
    sentence = N_("{date} cannot be used as a date here. Check day, month and year.")


class ChoiceRefused(Refused):
    code = "choice"
    sentence = N_("“{value}” is not one of: {choices}.")


class ContentRefused(Refused):
    code = "content"
    sentence = N_("Give either an amount or a list of lines, and one of them only.")


# --- members, products, gifts -----------------------------------------------------------------


class UnknownMember(Refused):
    code = "unknown_member"
    sentence = N_("There is no member {member}. Search again or register them.")


class MemberClosed(Refused):
    code = "member_closed"
    sentence = N_("The membership of {name} is closed. Register them again to go on.")


class PhoneTaken(Refused):
    code = "phone_taken"
    sentence = N_(
        "{phone} already belongs to {name} (No. {number}). "
        "Use that member, or register it as a shared family phone."
    )


class NumberTaken(Refused):
    code = "number_taken"
    sentence = N_("The number {number} is already in use. Choose another.")


class NameTaken(Refused):
    code = "name_taken"
    sentence = N_("There is already one called {name}. Choose another name.")


class ReferrerRefused(Refused):
    code = "referrer"
    sentence = N_(
        "{name} cannot be named: a referrer joined earlier, and is named once, before the first "
        "receipt."
    )


class UnknownDate(Refused):
    code = "unknown_date"
    sentence = N_("There is no such date any more: {date}. Look at the profile again.")


class UnknownFamily(Refused):
    code = "unknown_family"
    sentence = N_("There is no such family any more: {family}. Look at the profile again.")


class InFamily(Refused):
    code = "in_family"
    sentence = N_("{name} belongs to the family {family}. Take them out of it first.")


class PhotoRefused(Refused):
    code = "photo"
    sentence = N_("This is no photo that can be kept: a JPEG or PNG of at most {most} kB.")


class ScoreRefused(AmountRefused):
    sentence = N_("{score} is no rating: it is a whole number from 1 to 5.")


class UnknownCard(Refused):
    code = "unknown_card"
    sentence = N_("No card {card} is known here. Find the member by phone or name.")


class CardMisread(Refused):
    code = "card_misread"
    sentence = N_("The card was misread. Scan or type it again.")


class CardLost(Refused):
    code = "card_lost"
    sentence = N_("Card {card} was reported lost on {date}. Ask for the new card or the phone.")


class UnknownProduct(Refused):
    code = "unknown_product"
    sentence = N_("There is no product {product} on sale. Check the code or the list.")


class UnknownCategory(Refused):
    code = "unknown_category"
    sentence = N_("No product is in the category {category}. Look at the list again.")


class UnknownGift(Refused):
    code = "unknown_gift"
    sentence = N_("There is no gift {gift} in the catalogue.")


class OutOfStock(Refused):
    code = "stock"
    sentence = N_("{gift}: {free} left that is not promised to someone, {wanted} wanted.")


class GiftTier(Refused):
    code = "gift_tier"
    sentence = N_("{gift} is for {tier} and above.")


# --- purchases and refunds --------------------------------------------------------------------


class PaymentMismatch(Refused):
    code = "payment_mismatch"
    sentence = N_("Paid {paid}, but {due} is due. Enter the payment again; nothing was recorded.")


class UnknownNotice(Refused):
    code = "unknown_notice"
    sentence = N_("There is no notice {notice}.")


class UnknownReceipt(Refused):
    code = "unknown_receipt"
    sentence = N_("There is no receipt {receipt}.")


class RefundExceeds(Refused):
    code = "refund_exceeds"
    sentence = N_("Only {left} of this receipt is left to give back.")


class CashRefused(Refused):
    code = "refund_cash"
    sentence = N_(
        "This shop gives nothing back in cash that was paid otherwise. "
        "Give it back the way it was paid."
    )


class LineExceeds(RefundExceeds):
    sentence = N_("{name}: at most {left} can come back.")


class AlreadyVoid(Refused):
    code = "already_void"
    sentence = N_("Receipt {receipt} was made void on {date}. Nothing more can be taken back.")


class VoidTooLate(Refused):
    code = "void_late"
    sentence = N_(
        "Receipt {receipt} is of {date}; only today's can be made void. Refund it instead."
    )


class NotEnoughPoints(Refused):
    code = "not_enough_points"
    sentence = N_("Points wanted: {wanted:,}. The member has {balance:,}.")


class PointsTooNew(NotEnoughPoints):
    sentence = N_(
        "Points wanted: {wanted:,}. Of what the member had by {date}, {balance:,} is left."
    )


class DayRefused(Refused):
    code = "back_dated"
    sentence = N_("{date} is too long ago or still to come. Days a receipt may be late: {days}.")


# --- vouchers ---------------------------------------------------------------------------------


class PromiseRefused(AmountRefused):
    sentence = N_(
        "A voucher promises one thing: a gift, an amount off, or a percentage off from 1 to 100."
    )


class VoucherAlreadyUsed(Refused):
    code = "voucher_used"
    sentence = N_("Voucher {code} was used on {date} at till {till} by {staff}. It counts once.")


class VoucherExpired(Refused):
    code = "voucher_expired"
    sentence = N_("Voucher {code} was valid until {date}.")


class VoucherNotYetValid(Refused):
    code = "voucher_early"
    sentence = N_("Voucher {code} is valid from {date}.")


class VoucherVoid(Refused):
    code = "voucher_void"
    sentence = N_("Voucher {code} was withdrawn on {date}.")


class VoucherForged(Refused):
    code = "voucher_forged"
    sentence = N_("This voucher was not issued by this shop: its signature is wrong. Keep it.")


class VoucherUnknown(Refused):
    code = "voucher_unknown"
    sentence = N_("No voucher {code} is known here. Check the code.")


class VoucherMisread(Refused):
    code = "voucher_misread"
    sentence = N_("The code was misread. Scan or type it again.")


class VoucherMember(Refused):
    code = "voucher_member"
    sentence = N_("Voucher {code} belongs to another member, {name}.")


class VoucherShop(Refused):
    code = "voucher_shop"
    sentence = N_("Voucher {code} was issued by another shop.")


class VoucherKind(Refused):
    code = "voucher_kind"
    sentence_gift = N_("Voucher {code} is for a gift: hand the gift over and redeem it on its own.")
    sentence = N_("Voucher {code} lowers a price: use it with a purchase.")

    def text(self, language: str) -> str:
        if self.facts.get("kind") == "gift":
            return translator(language)(self.sentence_gift).format(**self.facts)
        return super().text(language)


class VoucherUseless(Refused):
    code = "voucher_useless"
    sentence = N_("Voucher {code} would lower nothing on this receipt. It stays valid.")


class VoucherMinimum(Refused):
    code = "voucher_minimum"
    sentence = N_("Voucher {code} needs goods for {minimum} in all; here are {goods}.")


class VouchersTogether(Refused):
    code = "voucher_together"
    sentence = N_("Voucher {code} cannot be used together with {other} on one receipt.")


class OrderPromotionAlone(VouchersTogether):
    sentence = N_("Voucher {code} cannot be used together with the promotion {other}.")


# --- promotions and prices by hand ------------------------------------------------------------


class OfferRefused(Refused):
    code = "offer"
    sentence = N_("This cannot be offered: {reason}")


class UnknownPromotion(Refused):
    code = "unknown_promotion"
    sentence = N_("There is no promotion {promotion}. Look at the list again.")


class PromotionBegun(Refused):
    code = "promotion_begun"
    sentence = N_(
        "{name} has begun or is over: receipts keep what it gave. Close it and make a copy."
    )


class HandPriceRefused(Refused):
    code = "hand_price"
    sentence = N_("By hand a price only goes down: {given} is not less than {price}.")


class DiscountTooLarge(AmountRefused):
    sentence = N_("{amount} is more than there is to take off: at most {most}.")


class DiscountLimit(OverLimit):
    sentence = N_(
        "{name} may take {share} of the goods off by hand, that is {most}; here it is {given}. "
        "{who} can allow it with a PIN."
    )


# --- the ladder -------------------------------------------------------------------------------


class LadderRefused(Refused):
    code = "ladder"
    sentence = N_("This ladder cannot be used: {reason}")


class UnknownOverlay(Refused):
    code = "unknown_overlay"
    sentence = N_("There is no lock, floor, trial or paid tier {overlay}.")


class OverlayOver(Refused):
    code = "overlay_over"
    sentence = N_("This is over already: nothing is left to lift.")
