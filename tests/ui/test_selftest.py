"""The program tries itself."""

import pytest

from ui import cli, selftest


def test_every_trial_but_the_window_goes_well(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(selftest, "TRIALS", [t for t in selftest.TRIALS if t[0] != "window"])
    monkeypatch.setenv("SHOPDESK_CONFIG", "")
    assert selftest.run(tmp_path)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert " works: " in said
    made = {file.name for file in tmp_path.iterdir()}
    assert {"self-test.shopdesk", "vouchers.pdf", "month.pdf", "month.xlsx"} <= made


def test_what_fails_is_named_in_one_line_and_exits_1(capsys, monkeypatch):
    def broken(_desk, _folder):
        raise selftest.Fault("the paper is empty")

    monkeypatch.setenv("SHOPDESK_CONFIG", "")
    monkeypatch.setattr(selftest, "TRIALS", [("month", broken)])
    assert cli.main(["--self-test"]) == 1
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "month failed: Fault: the paper is empty" in said


@pytest.mark.timeout(120)
def test_the_whole_of_it_goes_well_in_a_program_of_its_own(tmp_path):
    import os
    import subprocess
    import sys

    from tests.architecture.sources import ROOT

    env = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    env |= {"XDG_RUNTIME_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "shopdesk", "--self-test"]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert done.stdout.count(b"\n") == 1
