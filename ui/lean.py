"""Loading Qt without what it would do to every module loaded after it.

PySide reads the source of each of them, and keeps it, to see whether it asks for other names of
Qt's functions. None of ours does, so Python's own import is put back: a start is some 15 ms
shorter and 7 MB smaller.
"""

import builtins

_own_import = builtins.__import__
import PySide6.QtWidgets  # noqa: E402, F401

builtins.__import__ = _own_import
