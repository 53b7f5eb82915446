"""A proof as Markdown, for a pull request."""

from collections.abc import Iterator

from generator import markdown as md
from generator.amounts import counted
from generator.markup import Block, Inline, code, join, text
from phasebook.proof.places import start_again, where_ended
from phasebook.proof.text import outcomes, replayed
from simulator.gaps import Reckoned
from simulator.model import Model
from simulator.symbolic.proof import Failure

MOST_LISTED = 50


def report(model: Model, proof: Reckoned) -> str:
    """Return the report."""
    return md.stack(*_blocks(model, proof))


def _blocks(model: Model, told: Reckoned) -> Iterator[Block]:
    proof = told.proof
    yield md.heading(2, text("Proof"))
    yield md.paragraph(text(f"{replayed(proof)}: {outcomes(proof)}."))
    if proof.drawn is not None:
        yield md.paragraph(text("Of sets that were not drawn nothing is said."))
    if proof.spread is not None:
        yield md.paragraph(text(f"Faults in more than {counted(proof.spread.together, 'area')} at once are not proven."))
    for one in proof.unproven:
        yield md.paragraph(text(f"Not proven: faults of {' and '.join(one.areas)} at once."))
    for title, failures in (("Least sets that do not end resolved", told.left), ("Least sets that end in something ugly", proof.ugly)):
        if failures:
            yield md.heading(3, text(title))
            yield md.bullets(*(_line(model, one) for one in failures[:MOST_LISTED]))
        if len(failures) > MOST_LISTED:
            yield md.paragraph(text(f"... and {len(failures) - MOST_LISTED} more."))
    if told.followed or told.wrong:
        yield md.heading(3, text("Known gaps"))
        yield md.bullets(
            *(join(code(one.gap), text(one.why), by=": ") for one in told.wrong),
            *(join(code(gap), text(f"{count:,} of the least failing sets"), by=": ") for gap, count in told.followed.items()),
        )
    if proof.vain:
        yield md.heading(3, text("Questions that are asked in vain"))
        yield md.bullets(*(join(code(one.node), text(one.why), by=" ") for one in proof.vain))
    yield md.paragraph(text(f"Nothing exercises {len(proof.idle)} parts of the catalog."))


def _line(model: Model, one: Failure) -> Inline:
    late = [] if one.late is None else [f"{one.late[0]} (after step {one.late[1]})"]
    ended = text(f": {one.outcome} in {where_ended(model, one)}:")
    return join(join(code(", ".join([*one.faults, *late])), ended), code(start_again(one)), by=" ")
