"""What can be refused of files and disks: see ``refusals``."""

from shopdesk.language import N_
from shopdesk.refusals import Refused


class Busy(Refused):
    code = "busy"
    sentence = N_(
        "Another program is writing to the shop just now. Nothing was changed; try again."
    )


class InUse(Refused):
    code = "busy"
    sentence = N_("{path} is open in another program. Close it there and try again.")


class DiskFull(Refused):
    code = "disk_full"
    sentence = N_("The disk is full. This was NOT saved. Make room and do it again.")


class DiskFault(Refused):
    code = "disk_error"
    sentence = N_("The disk reported a fault ({detail}). This was NOT saved. Back up and check it.")


class Damaged(Refused):
    code = "damaged"
    sentence = N_(
        "The file is damaged ({detail}). Stop working with it and restore the newest backup."
    )


class ReadOnly(Refused):
    code = "read_only"
    sentence = N_(
        "The shop's folder cannot be written to. Nothing was saved; check its permissions."
    )


class NotAShop(Refused):
    code = "not_a_shop"
    sentence = N_("{path} is not a ShopDesk shop.")


class NoSuchFile(Refused):
    code = "no_file"
    sentence = N_("There is no file {path}, or it cannot be read.")


class NotWritten(Refused):
    code = "not_written"
    sentence = N_("{path} could not be written ({detail}). The shop itself is safe.")


class NothingToPrint(Refused):
    code = "nothing"
    sentence = N_("There is nothing to print: no voucher fits.")


class NeverClosed(NothingToPrint):
    """A closing slip of a till that has none."""

    sentence = N_("There is nothing to print: the day of till {till} was never closed.")


class FileExists(Refused):
    code = "file_exists"
    sentence = N_("{path} already exists. Choose another name; nothing was overwritten.")


class NewerShop(Refused):
    code = "newer_shop"
    sentence = N_("{path} was written by a newer ShopDesk. Install the newest version to open it.")


class UnsafeSQLite(Refused):
    code = "sqlite"
    sentence = N_(
        "SQLite {version} could lose data and is not used. Install ShopDesk's own packages."
    )


class AlreadyImported(Refused):
    code = "already_imported"
    sentence = N_("{path} was imported on {date}. Import it a second time only with --again.")


class FileRefused(Refused):
    code = "file"
    sentence = N_("{path} cannot be read as a table: {reason}")


class TermsUnreadable(Refused):
    code = "file"
    sentence = N_("{path} holds no change that can be tried: it is JSON as the manual has it.")


class NotOfPractice(Refused):
    code = "practice"
    sentence = N_("This is the practice shop: nothing in it is real, so it is not backed up.")


class LogoRefused(Refused):
    code = "logo"
    sentence = N_(
        "This is no picture that can be the shop's logo: a JPEG or PNG, kept as at most {side} by"
        " {side} pixels and {most} kB."
    )


class LogoTooLarge(LogoRefused):
    sentence = N_(
        "The picture is too large to be opened: more than {most} million pixels. Save it smaller,"
        " then choose it again."
    )


class LogoTooSmall(LogoRefused):
    sentence = N_(
        "The picture is too small or too narrow for a logo: made to fit, each side has {least}"
        " pixels at least."
    )


class LogoMoves(LogoRefused):
    sentence = N_("The picture moves. Save one moment of it as PNG or JPEG, then choose that.")


class LogoEmpty(LogoRefused):
    sentence = N_("Nothing is to be seen in the picture: all of it is clear or white.")
