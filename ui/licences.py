"""The licences of all that ShopDesk is made of, whole and without a network."""

from importlib import metadata
from pathlib import Path, PurePath

from shopdesk.language import RESOURCES

PAPERS = ("LICENSE", "THIRD_PARTY.md")
PACKAGES = (
    "peewee", "sqlcipher3", "reportlab", "pillow", "charset-normalizer", "qrcode", "pypdfium2",
    "openpyxl", "et-xmlfile", "pypinyin", "lunar_python", "platformdirs", "tzdata", "colorama",
)  # fmt: skip
"""Those that bring their licence along; Qt's are in ``resources/licences``."""
_WORDS = ("licen", "copying", "notice")
_FONTS = ("OFL.txt",)


def titles() -> list[str]:
    """What there is to read, ShopDesk's own first; of packages those that are installed."""
    qt = [f"Qt, PySide6: {file.stem}" for file in _of_qt()]
    fonts = [f"Noto Sans SC: {name}" for name in _FONTS]
    return [*PAPERS, *qt, *fonts, *(name for name in PACKAGES if _files(name))]


def text(title: str) -> str:
    """The whole text of one."""
    if title in PAPERS:
        return paper(title)
    _whose, _colon, name = title.partition(": ")
    if not name:
        return "\n\n".join(map(_read, _files(title)))
    places = {file.stem: file for file in _of_qt()} | {n: RESOURCES / "fonts" / n for n in _FONTS}
    return places[name].read_text(encoding="utf-8")


def _read(file: Path) -> str:
    """A text of some package: most are UTF-8, the others Latin-1."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def paper(name: str) -> str:
    """A text that is shipped beside the resources, or with the installed package."""
    beside = RESOURCES.parent / name
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    try:
        return metadata.distribution("shopdesk").read_text(f"licenses/{name}") or ""
    except metadata.PackageNotFoundError:
        return ""


def _of_qt() -> list[Path]:
    return sorted((RESOURCES / "licences").glob("*.txt"), reverse=True)


def _files(package: str) -> list[Path]:
    """The licences that lie with a package's own description."""
    try:
        listed = metadata.distribution(package).files or []
    except metadata.PackageNotFoundError:
        return []
    return [Path(str(one.locate())) for one in listed if _is_licence(one)]


def _is_licence(file: PurePath) -> bool:
    if not file.parts[0].endswith(".dist-info"):
        return False
    return "licenses" in file.parts or any(word in file.name.lower() for word in _WORDS)
