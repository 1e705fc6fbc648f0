"""Everything one does to ShopDesk's source, with nothing installed but Python and git.

python3 dev.py run             set up, make the sample shop and its papers in ./out, and open it;
                               without a display pictures of every page are left in ./out/screens
python3 dev.py test [ARGS]     set up, then lint, types and every test; with ARGS pytest alone
python3 dev.py setup           only make .venv and install what is pinned
python3 dev.py lint            ruff and the rules between the rooms
python3 dev.py types           mypy
python3 dev.py bench [ARGS]    the measurements
python3 dev.py translate [XX]  collect the texts of the code into resources/locale; XX is a language
                               that begins
python3 dev.py pictures        take the pictures of README and docs anew, always the same
python3 dev.py build           a folder that runs without Python, in ./dist

Setting up is done again only when what it depends on has changed. Exit status: 0 done, 1 the work
failed, 2 wrong use or something is missing, with one line that says how to mend it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / ".requirements"
LOCALE = ROOT / "resources" / "locale"
ROOMS = ("shopdesk", "reports", "ui")
OLDEST_PYTHON = (3, 11)
KEYWORDS = ("_", "N_", "ngettext:1,2")
"""The calls that mark a text for translation."""

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt opens on Linux, even unseen, and the Debian package that has it."""

X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
PRINTER_LIBRARIES = {"libcups.so.2": "libcups2"}
"""What it opens as well to show a window on either kind of display, and to find printers."""
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
"""A screen that nobody needs to look at, and a hand at its keyboard: for the tests."""


class Stop(Exception):  # noqa: N818 - not every stop is an error of ours
    """The work cannot go on: a sentence for the user (none if it was already said) and a status."""

    def __init__(self, sentence: str = "", status: int = 2) -> None:
        super().__init__(sentence)
        self.status = status


# --- running things ----------------------------------------------------------------------------


def say(sentence: str) -> None:
    """Tell what is being done, before the programs below write anything."""
    print(f"dev.py: {sentence}", flush=True)


def succeeds(*command: str | Path) -> bool:
    """Run a command in the project's folder and tell whether it went well."""
    env = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0


def done_quietly(command: str) -> bool:
    """Run a system's own tool that asks nothing; of what it says only complaints are passed on."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.run(command.split(), env=env, stdout=subprocess.DEVNULL, check=False)
    return quiet.returncode == 0


def need(*command: str | Path) -> None:
    """Run a command that has to go well; it has said itself why it did not."""
    if not succeeds(*command):
        raise Stop(status=1)


def program(name: str) -> Path:
    """Where a program of the environment lies."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + ".exe" * (os.name == "nt"))


def pip_install(*arguments: str | Path) -> None:
    """Install with what is already there: nothing unpinned is fetched to build a package with."""
    need(program("python"), "-m", "pip", "install", "-qq", "--no-build-isolation", *arguments)


# --- what the machine must have ----------------------------------------------------------------


def has_display() -> bool:
    """Whether a window can be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or not sys.platform.startswith("linux")


def display_libraries() -> dict[str, str]:
    """What Qt needs for the display that is here, and the Debian package that has it."""
    if not has_display():
        return {}
    x11 = X11_LIBRARIES if os.environ.get("DISPLAY") else {}
    wayland = WAYLAND_LIBRARIES if os.environ.get("WAYLAND_DISPLAY") else {}
    return x11 | wayland | PRINTER_LIBRARIES


def packages_of(libraries: dict[str, str]) -> list[str]:
    """The packages of those libraries that this system does not have."""
    return [package for name, package in libraries.items() if not opens(name)]


def missing_system_packages() -> list[str]:
    """The Debian packages of what this Linux lacks: Qt's libraries and Python's own venv."""
    if not sys.platform.startswith("linux"):
        return []
    missing = packages_of(QT_LIBRARIES | display_libraries())
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    return missing


def missing_build_packages() -> list[str]:
    """The Debian packages PyInstaller needs on Linux: to read libraries and to carry them along."""
    if not sys.platform.startswith("linux"):
        return []
    python = f"libpython3.{sys.version_info.minor}"
    places = (f"{python}.so.1.0", f"{sysconfig.get_config_var('LIBDIR')}/{python}.so.1.0")
    missing = packages_of(X11_LIBRARIES | WAYLAND_LIBRARIES | PRINTER_LIBRARIES)
    missing += [] if any(map(opens, places)) else [python]
    return missing if shutil.which("objdump") else [*missing, "binutils"]


def missing_test_packages() -> list[str]:
    """The Debian packages with which the tests show the window on a screen of their own."""
    if not sys.platform.startswith("linux"):
        return []
    programs = [package for name, package in SCREEN_PROGRAMS.items() if not shutil.which(name)]
    return packages_of(X11_LIBRARIES) + programs


def opens(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def provide(packages: Iterable[str]) -> None:
    """Install system packages where that is allowed, else stop with the command that does it."""
    names = " ".join(packages)
    if not names:
        return
    if shutil.which("apt-get") is None:
        raise Stop(f"this system lacks what Debian calls {names}; install its own packages of that")
    install = f"apt-get install -y --no-install-recommends {names}"
    if os.geteuid() != 0:
        raise Stop(f"system packages are missing; run: sudo {install}")
    say(install)
    if not all(map(done_quietly, ("apt-get update", install))):
        raise Stop(f"system packages could not be installed; run: apt-get update && {install}")


def provide_if_possible(packages: Iterable[str], otherwise: str) -> None:
    """Install system packages where that is allowed, else say what goes on without them."""
    try:
        provide(packages)
    except Stop as stop:
        say(f"{otherwise}: {stop}")


# --- setting up --------------------------------------------------------------------------------


def setup() -> None:
    """Make the environment, install what is pinned, then the project itself as it lies here."""
    provide(missing_system_packages())
    when_changed([REQUIREMENTS / "tools.txt", REQUIREMENTS / "dev.txt"], make_environment)
    when_changed([ROOT / "pyproject.toml", ROOT / "shopdesk" / "__init__.py"], install_project)
    compile_translations()


def when_changed(files: list[Path], action: Callable[[], None]) -> None:
    """Do something once for these files, this Python and this folder, and remember it in .venv."""
    seen = hashlib.sha256(f"{sys.version}{sys.base_prefix}{ROOT}".encode())
    for file in files:
        seen.update(file.read_bytes())
    stamp = VENV / f".{action.__name__}"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        action()
        stamp.write_text(seen.hexdigest())


def make_environment() -> None:
    """Make .venv anew and fill it: a package that is no longer pinned does not linger."""
    if Path(sys.prefix) == VENV:
        raise Stop(".venv is out of date; start dev.py with the Python it was made by")
    say("making .venv and installing what .requirements pins")
    need(sys.executable, "-m", "venv", "--clear", VENV)
    pip_install("--require-hashes", "-r", REQUIREMENTS / "tools.txt")
    pip_install("--require-hashes", "-r", REQUIREMENTS / "dev.txt")


def install_project() -> None:
    """Put this folder on the environment's path, and ``shopdesk`` among its programs."""
    pip_install("--no-deps", "--no-index", "--editable", ROOT)


# --- translations ------------------------------------------------------------------------------


def compile_translations() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for po in LOCALE.glob("*/LC_MESSAGES/shopdesk.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            need(program("pybabel"), "-q", "compile", "-i", po, "-o", mo)


def translate(*new: str) -> None:
    """Bring the catalogues up to the texts of the code; what is new there is still untranslated."""
    spoken = sorted({po.parent.parent.name for po in LOCALE.glob("*/LC_MESSAGES/*.po")} | set(new))
    keywords = [f"--keyword={name}" for name in KEYWORDS]
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "shopdesk.pot"
        ours = ["--project=ShopDesk", "--copyright-holder=ShopDesk contributors"]
        collect = ["extract", *ours, "--no-default-keywords", "--add-location=file"]
        need(program("pybabel"), "-q", *collect, "--sort-by-file", *keywords, "-o", texts, *ROOMS)
        keep = ["--ignore-pot-creation-date", "--no-fuzzy-matching", "--ignore-obsolete"]
        update = ["update", "--domain=shopdesk", "--init-missing", *keep]
        for language in spoken:
            need(
                program("pybabel"), "-q", *update, f"--locale={language}", "-i", texts, "-d", LOCALE
            )
    compile_translations()


# --- checking ----------------------------------------------------------------------------------


def lint() -> bool:
    """Style by ruff, and who may import whom."""
    say("lint")
    style = succeeds(program("ruff"), "check", "--quiet")
    layout = succeeds(program("ruff"), "format", "--check", "--quiet")
    rooms = succeeds(program("lint-imports"), "--no-cache", "--no-logo")
    return style and layout and rooms


def types() -> bool:
    """Types by mypy, strictly."""
    say("types")
    return succeeds(program("mypy"))


def pytest(*arguments: str) -> bool:
    """The tests; no test at all counts as a failure."""
    say("tests")
    return succeeds(program("python"), "-m", "pytest", *arguments)


def test(*arguments: str) -> bool:
    """Every check, the tests last; with arguments only pytest, and it gets them."""
    provide_if_possible(missing_test_packages(), "tests with a real screen are skipped")
    if arguments:
        return pytest(*arguments)
    every_core = (
        "--numprocesses=auto",
        "--dist=loadfile",
        "--no-loadscope-reorder",
        "--max-worker-restart=0",
    )
    outcomes = {"lint": lint(), "types": types(), "tests": pytest(*every_core)}
    failed = [name for name, went_well in outcomes.items() if not went_well]
    if failed:
        say(f"failed: {', '.join(failed)} (see above)")
    return not failed


# --- doing -------------------------------------------------------------------------------------


def run() -> bool:
    """Make the sample shop and its papers anew, and open it; what an earlier run left is replaced.

    Where no window can be seen every page is drawn unseen, in both languages and looks.
    """
    out, python = ROOT / "out", program("python")
    screens, shop = out / "screens", out / "demo.shopdesk"
    for old in (*out.glob("demo.shopdesk*"), *out.glob("*.pdf"), *screens.glob("*.png")):
        old.unlink()
    need(python, "-m", "shopdesk", "demo", out)
    if has_display():
        say("opening the sample shop; sign in with one of the PINs above")
        return succeeds(python, "-m", "shopdesk", shop)
    say(f"there is no display: pictures of every page go to {screens}")
    return succeeds(python, "-m", "ui.pictures", shop, screens, "--size", "1280x800")


def bench(*arguments: str) -> bool:
    """The measurements, each beside the floor it is compared with."""
    return succeeds(program("python"), "-m", "tests.benchmarks", *arguments)


def pictures() -> bool:
    """Take every picture of the documents anew: they are in git, and no two runs differ."""
    folder = ROOT / "docs" / "pictures"
    return succeeds(program("python"), "-m", "ui.document_pictures", folder)


def install_builder() -> None:
    """Add PyInstaller to the environment."""
    pip_install("--require-hashes", "-r", REQUIREMENTS / "build.txt")


def build() -> bool:
    """Freeze the programs into dist/ShopDesk."""
    provide(missing_build_packages())
    when_changed([REQUIREMENTS / "build.txt"], install_builder)
    return succeeds(program("pyinstaller"), "--noconfirm", "--log-level=WARN", "installer.spec")


WORDS: dict[str, Callable[..., bool | None]] = {
    "run": run,
    "test": test,
    "setup": lambda: None,
    "lint": lint,
    "types": types,
    "bench": bench,
    "translate": translate,
    "pictures": pictures,
    "build": build,
}


def main(arguments: list[str]) -> int:
    """Set up, then do the word that was asked for."""
    word, *rest = arguments or ["--help"]
    if word not in WORDS or (rest and word not in {"test", "bench", "translate"}):
        print(__doc__)
        return 0 if word in {"-h", "--help", "help"} else 2
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise Stop("ShopDesk needs Python 3.11 or newer; start dev.py with that")
        setup()
        return 1 if WORDS[word](*rest) is False else 0
    except Stop as stop:
        if str(stop):
            print(f"dev.py: {stop}", file=sys.stderr)
        return stop.status
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
