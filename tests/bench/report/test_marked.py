"""What a run found goes between its marks in a page, and nowhere else."""

from pathlib import Path

import pytest

from bench.report.marked import NoMarksError, filled, marks, write_between

BEGIN, END = marks("make x")


def test_what_stands_between_the_marks_is_replaced_and_nothing_else():
    """Words of people stay; a second run leaves one table, however often it is written."""
    once = filled(f"before\n{BEGIN}\n{END}\nafter\n", "make x", "first\n")
    twice = filled(once, "make x", "second")

    assert twice == filled(twice, "make x", "second") == f"before\n{BEGIN}\n\nsecond\n\n{END}\nafter\n"


def test_two_makers_have_their_places_in_one_page():
    """Neither touches what the other has written."""
    page = "\n".join([BEGIN, END, *marks("make y")])

    assert filled(page, "make y", "text").startswith(f"{BEGIN}\n{END}\n")


@pytest.mark.parametrize("page", ["nothing", BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}\n{END}\n{BEGIN}\n{END}"])
def test_a_page_without_exactly_one_place_is_left_alone(tmp_path: Path, page: str):
    """The run says so instead of writing somewhere."""
    file = tmp_path / "page.md"
    file.write_text(page)

    with pytest.raises(NoMarksError, match="one line <!-- written by make x: begin -->"):
        write_between(file, "make x", "text")
    assert file.read_text() == page
