"""What a start loads: a till that opens in a blink, and a command line that needs no screen."""

import json
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, modules

HEAVY = {
    "PIL", "PySide6", "lunar_python", "openpyxl", "pypdfium2", "pypinyin", "qrcode", "reportlab",
    "shiboken6",
}  # fmt: skip
CORE = " ".join(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in modules("shopdesk")
    if file.name != "__main__.py" and "migrations" not in file.parts
)


def loaded_by(names):
    look = "import sys, json; names = sys.argv[1].split(); list(map(__import__, names))"
    command = [sys.executable, "-c", f"{look}; print(json.dumps(list(sys.modules)))", names]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize("names", ["shopdesk", "ui.cli", CORE], ids=["shopdesk", "ui.cli", "core"])
def test_a_start_loads_nothing_heavy(names):
    heavy = sorted(loaded_by(names) & HEAVY)
    assert not heavy, f"Import {heavy} inside the function that uses it: a start must not wait."
