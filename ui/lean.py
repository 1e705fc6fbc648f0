"""Loading Qt without what it would do at every start, and to every module loaded after it.

For its help texts and for what it says of a wrong call PySide compiles six modules from their
source each time; they are compiled here when something first asks for them, which is never. And it
reads the source of each module loaded later, and keeps it, to see whether that asks for other names
of Qt's functions. None of ours does, so Python's own import is put back. A start is a quarter
shorter and 8 MB smaller; where another PySide does otherwise, nothing here matches and it loads as
it always would.
"""

import builtins
from typing import Any

_FOR_WORDS = "shibokensupport/signature/"
_NEEDED = ("__init__.py", "loader.py", "importhandler.py", "mapping.py")
_LATER = """
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    del globals()["__getattr__"]
    exec(compile(_source, __spec__.name, "exec"), globals())
    return globals()[name]
"""
_own_compile, _own_import = builtins.compile, builtins.__import__


def _compiled(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
    if str(filename).startswith(_FOR_WORDS) and not str(filename).endswith(_NEEDED):
        source = f"_source = {source!r}\n{_LATER}"
    return _own_compile(source, filename, mode, *more, **named)


builtins.compile = _compiled
try:
    import PySide6.QtWidgets  # noqa: F401
finally:
    builtins.compile, builtins.__import__ = _own_compile, _own_import
