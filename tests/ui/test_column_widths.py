"""Columns share the room: as wanted, else as needed, else texts are cut and numbers never are."""

from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.column_widths import Measured, aside, widths

LEAST = 60


def text(wanted, needed):
    return Measured(wanted, needed, is_whole=False)


def number(wanted, needed):
    return Measured(wanted, needed, is_whole=True)


def test_where_there_is_room_columns_are_as_wide_as_wanted_and_the_rest_is_taken():
    assert widths(1000, [text(0, 200), text(150, 90), number(100, 40)], LEAST) == [750, 150, 100]


def test_a_text_that_needs_more_than_was_wanted_gets_it_of_what_is_left_over():
    assert widths(500, [text(0, 200), text(150, 190), text(90, 120)], LEAST) == [200, 190, 110]


def test_a_number_that_needs_more_than_was_wanted_gets_it():
    assert widths(1000, [text(0, 200), number(100, 180)], LEAST) == [820, 180]


def test_where_room_is_short_columns_are_as_wide_as_their_texts():
    assert widths(400, [text(0, 200), text(150, 90), number(200, 80)], LEAST) == [230, 90, 80]


def test_where_room_is_short_a_text_gets_what_the_others_do_not_need():
    assert widths(400, [text(0, 150), text(100, 120), number(200, 80)], LEAST) == [200, 120, 80]


def test_where_it_is_shorter_the_widest_texts_are_cut():
    assert widths(320, [text(0, 300), text(150, 70), number(200, 100)], LEAST) == [150, 70, 100]


def test_no_text_is_cut_to_nothing():
    assert widths(100, [text(0, 300), text(150, 140), number(200, 90)], LEAST) == [60, 60, 90]


def worded(wanted, needed, word):
    return Measured(wanted, needed, is_whole=False, word=word)


def test_no_text_is_narrower_than_its_longest_word():
    columns = [text(0, 300), worded(150, 140, 90), number(200, 90)]
    assert widths(260, columns, LEAST) == [80, 90, 90]
    assert widths(100, columns, LEAST) == [60, 90, 90], "then it is scrolled to"


def test_without_a_column_that_takes_the_rest_the_last_one_does():
    assert widths(500, [text(150, 90), text(100, 40)], LEAST) == [150, 350]


def spare(wanted, needed):
    return Measured(wanted, needed, is_whole=True, is_spare=True)


def test_a_spare_column_steps_aside_where_a_name_could_not_be_known_any_more():
    gifts = [text(0, 200), spare(100, 90), number(100, 90), spare(100, 90)]
    assert aside(480, gifts, LEAST) == set(), "the name has 210"
    assert aside(421, gifts, LEAST) == set(), "it ends in …, but is known"
    assert aside(410, gifts, LEAST) == {3}, "the last first"
    assert aside(290, gifts, LEAST) == {1, 3}
    assert aside(100, gifts, LEAST) == {1, 3}, "the others never do"


def test_what_is_short_needs_no_other_to_step_aside():
    assert aside(230, [text(0, 50), spare(100, 90), number(100, 90)], LEAST) == set()


def test_a_spare_column_steps_aside_where_numbers_would_go_beyond_the_room():
    short_name = Measured(0, 60, is_whole=False, is_spare=True)
    slips = [number(104, 150), number(100, 120), short_name, number(110, 140)]
    assert aside(470, slips, LEAST) == set()
    assert aside(469, slips, LEAST) == {2}


columns = st.lists(
    st.builds(
        Measured,
        st.sampled_from([0, 90, 150, 300]),
        st.integers(30, 500),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
)


@given(st.integers(50, 2000), columns)
def test_numbers_are_whole_and_the_room_is_filled_and_passed_only_if_it_must(room, measured):
    given_ = widths(room, measured, LEAST)
    for column, width in zip(measured, given_, strict=True):
        assert width >= (column.needed if column.is_whole else min(column.needed, LEAST))
    assert sum(given_) >= room
    must = sum(c.needed if c.is_whole else min(c.needed, LEAST) for c in measured)
    assert sum(given_) <= max(room, must)
