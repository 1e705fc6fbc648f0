"""Loading Qt without what it would do at every start, and to every module loaded after it.

For its help texts and for what it says of a wrong call PySide compiles seven modules from their
source each time; they are compiled here when something first asks for them, which is never. And it
reads the source of each module loaded later, and keeps it, to see whether that asks for other names
of Qt's functions. None of ours does, so Python's own import is put back. A start is a quarter
shorter and 8 MB smaller; where another PySide does otherwise, nothing here matches and it loads as
it always would.

Nor does Python look for garbage among what is being loaded, all of which stays.
"""

import builtins
import gc
import linecache
from typing import Any

_FOR_WORDS = "shibokensupport/signature/"
_NEEDED = ("__init__.py", "loader.py", "importhandler.py")
_LATER = """
def update_mapping():  # the one name that PySide looks up without asking for it
    return __getattr__("update_mapping")()
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    del globals()["__getattr__"]
    exec(compile(__loader__.zfile.read(__file__), __file__, "exec"), globals())
    return globals()[name]
"""
gc.disable()
_own_compile, _own_import = builtins.compile, builtins.__import__


def _compiled(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
    is_later = str(filename).startswith(_FOR_WORDS) and not str(filename).endswith(_NEEDED)
    return _own_compile(_LATER if is_later else source, filename, mode, *more, **named)


builtins.compile = _compiled
try:
    import PySide6.QtWidgets  # noqa: F401
finally:
    builtins.compile, builtins.__import__ = _own_compile, _own_import
    linecache.clearcache()


def is_loaded() -> None:
    """All of the window is loaded: from now on there is garbage, but not among that."""
    gc.freeze()
    gc.enable()
