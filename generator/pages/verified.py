"""What the guide says of the cluster's repository, held against it: what holds, what does not, what nobody looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from catalog.location import Location
from drift.claim import EdgeRef, Kind, Verdict
from generator import address, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.parts import Look
from generator.verified import Held, Verified

TITLE = "Held against the repository"
_SHORT = 7
"""Letters of a revision by which one finds it."""
_WORDS = {
    Kind.TASK: "Tasks",
    Kind.FILE: "Files",
    Kind.FOLDER: "Folders",
    Kind.RANGE: "Lines of files",
    Kind.SCRIPT: "Scripts",
    Kind.KUSTOMIZATION: "Flux Kustomizations",
    Kind.HELMRELEASE: "Helm releases",
    Kind.DEPENDENCY: "What waits for what",
    Kind.LABEL: "Labels",
    Kind.NAMESPACE: "Namespaces",
    Kind.NODE: "Nodes and addresses",
    Kind.FIELD: "Fields of files",
    Kind.API_VERSION: "API versions",
    Kind.CRD: "Kinds of resources",
    Kind.DOCUMENT: "Documents",
}


def pages(book: Book) -> Iterator[Page]:
    """Yield the page, where a report is kept beside the data."""
    known = book.verified
    if known is None:
        return
    desk = book.at(address.VERIFIED)
    broken = [one for one in known.held if one.judged and one.judged.verdict not in (Verdict.HOLDS, Verdict.UNVERIFIABLE)]
    unsure = [one for one in known.held if one.judged and one.judged.verdict is Verdict.UNVERIFIABLE]
    nobody = [one for one in known.held if one.judged is None]
    text = md.page(
        md.front_matter(title=TITLE, description="What the guide names of the cluster's repository, and whether it is there.", found=False),
        md.heading(1, TITLE),
        *_lead(known),
        *_listed(desk, "What the repository says otherwise", "otherwise", broken),
        *_listed(desk, "What its files alone cannot tell", "unverifiable", unsure),
        *_unordered(desk, known),
        *_unseen(desk, nobody),
        *_by_kind(desk, known),
    )
    yield Page(address.VERIFIED, TITLE, text)


def mark(desk: Desk, places: Iterable[Location]) -> Inline:
    """Return the badge that says whether what stands at these places was held against the repository; nothing where it names nothing there."""
    known = desk.book.verified
    held = known.at(places) if known else ()
    if known is None or not held:
        return Inline()
    revision = known.revision[:_SHORT]
    if all(one.holds for one in held):
        return md.join(parts.badge("Verified", Look.GOOD, desk.to(address.VERIFIED)), f" at {revision}, {known.date}")
    judged = [one.judged.verdict for one in held if one.judged is not None and not one.holds]
    if any(verdict is not Verdict.UNVERIFIABLE for verdict in judged):
        return md.join(parts.badge("Changed", Look.BAD, desk.to(address.VERIFIED, "otherwise")), f" at {revision}, {known.date}")
    anchor = "unverifiable" if judged else "unseen"
    return parts.badge("Not verified", Look.PLAIN, desk.to(address.VERIFIED, anchor))


def _lead(known: Verified) -> Iterator[Block]:
    counts = Counter(one.judged.verdict if one.judged else None for one in known.held)
    yield md.paragraph(
        "The guide names tasks, files, nodes and objects of the repository from which the cluster is run. This is what came of looking each up at revision",
        md.join(md.code(known.revision[: _SHORT + 5]), f" of {known.date}."),
        "A reference that was changed in the data after that counts as not looked up.",
    )
    broken = sum(count for verdict, count in counts.items() if verdict not in (Verdict.HOLDS, Verdict.UNVERIFIABLE, None))
    yield parts.numbers(
        (f"{counts[Verdict.HOLDS]} of {len(known.held)}", "references hold"),
        (str(broken), "does not" if broken == 1 else "do not"),
        (str(counts[Verdict.UNVERIFIABLE]), "cannot be told from its files"),
        (str(counts[None]), "not looked up, or nothing there to hold them against"),
    )


def _listed(desk: Desk, title: str, anchor: str, held: list[Held]) -> Iterator[Block]:
    if held:
        yield md.heading(2, title, anchor)
        rows = [[_WORDS[one.claim.kind], md.code(one.claim.ref), _said(one), _place(desk, one)] for one in held]
        yield md.table(["About", "Named", "Found", "Written in"], rows)


def _unordered(desk: Desk, known: Verified) -> Iterator[Block]:
    """What stands on something for which the repository does not let it wait: the look found that, and the data says why it comes right."""
    rows = [
        [md.code(one.claim.ref), _said(one), md.rich(why), _place(desk, one)]
        for one in known.held
        if one.holds and isinstance(one.claim.subject, EdgeRef) and not one.claim.subject.ordered
        for why in _reasons(desk, one.claim.subject)
    ]
    if rows:
        yield md.heading(2, "What comes right in any order", "unordered")
        yield md.paragraph(
            "One stands on the other, and the repository does not see to the order. The guide says so, and what happens where the other is late."
        )
        yield md.table(["Stands on", "Found", "What happens", "Written in"], rows)


def _reasons(desk: Desk, edge: EdgeRef) -> Iterator[str]:
    return (str(one.why) for one in desk.catalog.components[edge.component].unordered if one.other == edge.other)


def _unseen(desk: Desk, held: list[Held]) -> Iterator[Block]:
    if held:
        yield md.heading(2, "What nothing was held against", "unseen")
        yield md.paragraph(
            "Written or changed after the look, or of a kind of which the repository says nothing: an order of start between parts that Flux does not bring both, for one."
        )
        rows = [md.join(md.code(one.claim.ref), " in ", _place(desk, one)) for one in held]
        yield md.details("quote", words.counted(len(rows), "reference"), md.bullets(*rows))


def _by_kind(desk: Desk, known: Verified) -> Iterator[Block]:
    holding = sorted((one for one in known.held if one.holds), key=lambda one: (list(Kind).index(one.claim.kind), one.claim.ref))
    if holding:
        yield md.heading(2, "What holds", "holds")
    for kind, found in groupby(holding, key=lambda one: one.claim.kind):
        named = [(ref, list(same)) for ref, same in groupby(found, key=lambda one: one.claim.ref)]
        items = [
            md.join(md.code(ref), ": ", _said(same[0]), ", in ", words.listed(_place(desk, one) for one in same)) for ref, same in named
        ]
        yield md.details("quote", f"{_WORDS[kind]}: {len(named)}", md.bullets(*items))


def _said(one: Held) -> Inline:
    return md.text(one.judged.detail) if one.judged else Inline()


def _place(desk: Desk, one: Held) -> Inline:
    return md.code(f"{desk.book.folder}/{one.claim.at.file}:{one.claim.at.line}")
