"""Wrong use of the command line: what argparse says of it in English, in any of our languages."""

import re

from shopdesk.language import N_, translator

_SAID = (
    (r"the following arguments are required: (?P<what>.+)", N_("{what} is missing")),
    (r"unrecognized arguments: (?P<what>.+)", N_("{what} is not known here")),
    (
        r"argument (?P<what>[^:]+): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)",
        N_("{what}: {value} is not one of {choices}"),
    ),
    (
        r"argument (?P<what>[^:]+): invalid \w+ value: (?P<value>.+)",
        N_("{what}: {value} cannot be used here"),
    ),
    (r"argument (?P<what>[^:]+): expected .*arguments?", N_("{what} needs a value")),
    (r"argument (?P<what>[^:]+): ignored explicit .*", N_("{what} takes no value")),
    (r"ambiguous option: (?P<what>\S+) .*", N_("{what} could be several options")),
    (r"argument (?P<what>[^:]+): (?P<why>.+)", N_("{what}: {why}")),
)
"""argparse's sentences, the more special ones first; its quotation marks differ by version."""


class WrongUse(Exception):  # noqa: N818 - no error of the program
    """The words given make no sense together."""


def said(message: str, language: str) -> str:
    """A message of argparse's, with its own words in a language; an unknown one stays as it is."""
    _ = translator(language)
    for pattern, sentence in _SAID:
        if known := re.fullmatch(pattern, message, re.DOTALL):
            return _(sentence).format(**known.groupdict())
    return message
