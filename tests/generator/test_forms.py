"""A form of what a command prints, beside the healthy one."""

from hypothesis import given
from hypothesis import strategies as st

from generator.forms import beside

WELL = "NAME  READY\na     yes\nb     yes\nc     yes\nd     yes\n"


def test_lines_as_in_the_healthy_form_are_counted_and_the_others_shown() -> None:
    form = WELL.replace("d     yes", "d     no")
    assert beside(form, WELL) == "NAME  READY\n(3 lines as when all is well)\nd     no\n"


def test_few_lines_alike_are_shown() -> None:
    form = WELL.replace("c     yes", "c     no")
    assert beside(form, WELL) == form


def test_another_form_altogether_is_shown_whole() -> None:
    assert beside("No resources found\n", WELL) == "No resources found\n"


@given(*[st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12).map("\n".join)] * 2)
def test_every_line_of_a_form_is_shown_or_counted(form: str, healthy: str) -> None:
    shown = beside(form, healthy).rstrip("\n").split("\n")
    counted = sum(int(line[1:].split()[0]) - 1 for line in shown if line.startswith("("))
    assert len(shown) + counted == len(form.rstrip("\n").split("\n"))
