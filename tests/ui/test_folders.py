"""Where files are saved: nothing that is there is written over without a question."""

import pytest

from ui import files, folders


@pytest.fixture
def saved(till, window, answers, tmp_path):
    """Save under each of these names in turn; what was chosen in the end."""

    def save(*names, ending=files.PDF):
        left = [str(tmp_path / name) if name else "" for name in names]
        answers.given["save"] = lambda *_what: left.pop(0)
        chosen = folders.save_as(till.say, window, "Save", "month.pdf", ending)
        assert not left
        return chosen

    return save


def asked(answers):
    return [what[2] for kind, what in answers.asked if kind == "ask"]


def test_a_file_that_gets_its_ending_added_is_not_replaced_unasked(saved, answers, tmp_path):
    (tmp_path / "october.pdf").write_text("kept")
    answers.given["ask"] = True
    assert saved("october") == tmp_path / "october.pdf"
    assert asked(answers) == [f"{tmp_path / 'october.pdf'} is there already. Replace it?"]


def test_who_does_not_want_it_replaced_is_asked_for_another_name(saved, answers, tmp_path):
    (tmp_path / "october.xlsx").write_text("kept")
    answers.given["ask"] = False
    assert saved("october", "november", ending=files.XLSX) == tmp_path / "november.xlsx"
    assert saved("october", "", ending=files.XLSX) is None


def test_the_question_is_not_asked_twice(saved, answers, tmp_path):
    """The system's own dialog asks for the name as it was typed."""
    (tmp_path / "october.pdf").write_text("seen and agreed to")
    assert saved("october.pdf") == tmp_path / "october.pdf"
    assert saved("new") == tmp_path / "new.pdf"
    assert asked(answers) == []


def test_a_shop_is_never_replaced_so_nothing_is_asked(saved, answers, tmp_path):
    (tmp_path / "tea.shopdesk").write_text("a backup refuses this name")
    assert saved("tea", ending=files.SHOP) == tmp_path / "tea.shopdesk"
    assert asked(answers) == []
