"""Whose fault an error is: the world's (a full disk, a damaged file) or our own."""

from shopdesk.refusals import Refused
from shopdesk.store.errors import fault_of


def refusal_of(error: BaseException, language: str) -> Refused | None:
    """The refusal that tells what is wrong with the world; nothing where the fault is ours.

    What changes a shop raises the refusal itself. What only reads is asked too often for that:
    whoever catches an error at the edge of the program asks here before calling it a fault.
    """
    return error if isinstance(error, Refused) else fault_of(error, language)
