"""What is refused about vouchers beyond their use: scans, extending, sending, many at once."""

from shopdesk.language import N_
from shopdesk.refusals import Refused, VoucherMisread


class VoucherAfterBackup(Refused):
    code = "voucher_after_backup"
    sentence = N_(
        "Voucher {code} is genuine, but was issued after the backup that this shop was "
        "restored from. An owner may accept it."
    )


class VoucherKnown(Refused):
    code = "voucher_known"
    sentence = N_("Voucher {code} is known here already: it needs no accepting.")


class VoucherUnsigned(VoucherMisread):
    sentence = N_("Only its QR code proves that a voucher is genuine. Scan that.")


class TooManyScans(Refused):
    code = "too_many_scans"
    sentence = N_(
        "Too many forged or unknown vouchers at till {till}. Codes are taken again at {time}, or "
        "once a manager allows it. A genuine QR code is taken now."
    )


class ExtensionRefused(Refused):
    code = "voucher_extension"
    sentence = N_("Voucher {code} can be extended to a day from {first} to {last}.")


class ExtensionTooLate(ExtensionRefused):
    sentence = N_(
        "Voucher {code} was valid until {date}, more than {days} days ago. Issue a new one instead."
    )


class ChannelRefused(Refused):
    code = "voucher_channel"
    sentence = N_("Voucher {code} does not go by courier.")


class OnlyGifts(ChannelRefused):
    sentence = N_("Only a gift goes by courier or comes from a partner.")


class AddressMissing(Refused):
    code = "address"
    sentence = N_("Nobody said yet where the gift of voucher {code} goes. Enter the address first.")


class NotSent(Refused):
    code = "not_sent"
    sentence = N_("The gift of voucher {code} is not on its way.")


class VoucherTakenBack(Refused):
    code = "voucher_taken_back"
    sentence = N_(
        "What voucher {code} was given for has come back. Issue another one if it is to be given "
        "all the same."
    )


class NothingToSettle(Refused):
    code = "nothing_to_settle"
    sentence = N_("There is nothing to settle with {partner} for {month}.")


class TooManyVouchers(Refused):
    code = "too_many_vouchers"
    sentence = N_("{count} vouchers are too many at once: {most} at most. Choose fewer members.")
