"""What is told of an output: never a mark that only stands for lines that are left out."""

import pytest

from generator.telling import first, is_mark


@pytest.mark.parametrize("line", ["...", "(and the others)", "(what each node says)"])
def test_what_stands_for_other_lines_is_a_mark(line: str) -> None:
    assert is_mark(line)


@pytest.mark.parametrize("line", ["", "...,kubernetes.io/os=linux", "(a) error", "error: no (and the rest)"])
def test_a_line_with_words_of_its_own_is_no_mark(line: str) -> None:
    assert not is_mark(line)


def test_the_first_that_a_failing_line_says_is_no_mark() -> None:
    assert first("...\n  (the warning)\nerror: no\nerror: still no\n") == "error: no"


def test_a_mark_is_said_where_there_is_nothing_else() -> None:
    assert first("(no line of its own)\n...\n") == "(no line of its own)"


def test_of_a_silent_line_nothing_is_said() -> None:
    assert first(" \n") == ""
