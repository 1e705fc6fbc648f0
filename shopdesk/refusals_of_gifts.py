"""What is refused about the gift catalogue and its stock."""

from typing import ClassVar

from shopdesk.language import N_, translator
from shopdesk.refusals import Refused


class GiftKind(Refused):
    """What a gift of this kind must say of itself, or cannot have; ``what`` says which."""

    code = "gift_kind"
    sentence = N_("A service has no stock: leave the stock empty.")
    sentences: ClassVar = {
        "quota": N_("Say how many uses or hours there are, and what one of them is called."),
        "uses": N_("Only a number of uses has uses and a unit: leave them empty."),
        "partner": N_("Say which partner hands it over."),
        "no_partner": N_("Only a partner's gift names a partner: leave that empty."),
    }

    def text(self, language: str) -> str:
        sentence = self.sentences.get(str(self.facts.get("what")), self.sentence)
        return translator(language)(sentence).format(**self.facts)


class EditionRefused(Refused):
    """What numbered pieces do not allow; ``what`` says which."""

    code = "edition"
    sentence = N_("{gift}: pieces in all {edition}, of them given or promised {taken}.")
    sentences: ClassVar = {
        "stock": N_("The pieces of a limited edition are counted: say how many are in stock."),
        "promised": N_(
            "Vouchers without a number promise {gift}. Redeem or withdraw them before its pieces "
            "get numbers."
        ),
        "voucher": N_("{gift}: say by its voucher which piece came back."),
        "replaced": N_("{gift}: each piece has its own number. Issue a voucher for another one."),
    }  # fmt: skip

    def text(self, language: str) -> str:
        sentence = self.sentences.get(str(self.facts.get("what")), self.sentence)
        return translator(language)(sentence).format(**self.facts)


class GiftClosed(Refused):
    code = "gift_closed"
    sentence = N_(
        "{gift} was taken out of the catalogue on {date}. Put it back first, or choose another "
        "gift."
    )


class GiftUsed(Refused):
    code = "gift_used"
    sentence = N_(
        "{gift} is still given by: {rules}. End these rules or let them give something else first."
    )


class GiftNotCounted(Refused):
    code = "gift_not_counted"
    sentence = N_("{gift} has no stock: it cannot run out, and none of it is counted.")


class CountTooLow(Refused):
    code = "count"
    sentence = N_(
        "{gift}: vouchers promise {promised}, so there cannot be only {counted}. Count again, or "
        "withdraw vouchers first."
    )


class NotHandedOver(Refused):
    code = "not_handed_over"
    sentence = N_("{gift}: customers have {out} of it, so {quantity} cannot come back.")
