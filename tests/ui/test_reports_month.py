"""Which month the reports show, while the window stays open."""

from ui.pages.reports import Reports


def test_the_running_month_goes_on_with_the_calendar_and_a_chosen_one_stays(qtbot, till, clock):
    page = Reports(till)
    qtbot.addWidget(page)
    assert page.month == (2026, 10)
    clock.tick(days=20)
    assert page.month == (2026, 11)
    page.step(-1)
    qtbot.waitUntil(lambda: page.job is None)
    clock.tick(days=30)
    assert page.month == (2026, 10)
