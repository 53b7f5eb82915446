"""What the guide cannot mend, and says so: on the page of the runbook in which its reader ends, and on the page of proofs."""

from collections.abc import Iterator

from catalog.gap import Gap
from generator import address, badges
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline


def unmended(desk: Desk, runbook: str) -> Iterator[Block]:
    """Yield what a runbook cannot mend: the gaps in which its reader ends there, with what to do instead."""
    gaps = [gap for gap in desk.catalog.gaps.values() if runbook in _ends(desk, gap)]
    if gaps:
        yield md.heading(2, "What this cannot mend", "gaps")
    for gap in gaps:
        yield md.heading(3, gap.title, address.anchor("g", gap.id))
        yield md.paragraph("Where this comes together:", md.join(*map(desk.fault, gap.faults), by="; "))
        if gap.why:
            yield md.prose(gap.why)
        if gap.instead:
            yield md.paragraph(md.strong("What to do instead"))
            yield md.numbered(*map(md.rich, gap.instead))


def known_gaps(desk: Desk) -> Iterator[Block]:
    """Yield the list of all gaps, each with the runbook in which its reader ends."""
    if not desk.catalog.gaps:
        return
    yield md.heading(2, "What the guide cannot mend", "gaps")
    yield md.paragraph("Each of these was replayed. A gap that is mended leaves the list, or the proof fails.")
    yield md.table(["Gap", "Faults that come together", "Ends", "In"], [_row(desk, gap) for gap in desk.catalog.gaps.values()])


def _row(desk: Desk, gap: Gap) -> list[Inline]:
    ends = [(name, ended) for (_, name), ended in desk.proof.gaps.items() if name == gap.id]
    outcomes = dict.fromkeys(ended.outcome for _, ended in ends)
    places = [md.link(gap.title, desk.to(address.runbook_page(name), address.anchor("g", gap.id))) for name in _ends(desk, gap)[:1]]
    return [
        places[0] if places else md.text(gap.title),
        md.join(*map(desk.fault, gap.faults), by="; "),
        md.join(*map(badges.outcome_badge, outcomes), by=" "),
        md.join(*map(desk.runbook, _ends(desk, gap)), by="; "),
    ]


def _ends(desk: Desk, gap: Gap) -> list[str]:
    """The runbooks in which readers end who start at a tree."""
    return list(dict.fromkeys(ended.by for (_, name), ended in desk.proof.gaps.items() if name == gap.id and ended.by is not None))
