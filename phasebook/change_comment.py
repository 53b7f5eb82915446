"""A comparison as a comment on a pull request: a headline, then what is wrong, then the rest folded; it always fits."""

from collections.abc import Iterator

from phasebook.change_text import Section, evidence, headline, proof, sections
from phasebook.changes import Changes
from phasebook.formats import gfm

LIMIT = 65_536
"""What a comment may hold at most: here in bytes, so that it also fits in signs."""

_ROWS = (1_000, 300, 100, 30, 10, 3)
_WAY = 12_000


def comment(found: Changes) -> str:
    """Return the comparison as Markdown; where it is too long, the worst of each section stays and the rest is counted."""
    return next(
        (page for page in _ever_shorter(found) if len(page.encode("utf-8")) <= LIMIT), f"### Phasebook: {gfm.text(headline(found))}\n"
    )


def _ever_shorter(found: Changes) -> Iterator[str]:
    for rows in _ROWS:
        yield _page(found, rows, _WAY if rows > _ROWS[-2] else _WAY // 4)


def _page(found: Changes, rows: int, way: int) -> str:
    title, story = evidence(found)
    shown = sections(found)
    return gfm.page(
        f"### Phasebook: {gfm.text(headline(found))}",
        *(_open(section, rows) for section in shown if section.alarming),
        gfm.details(f"The shortest: {gfm.text(title)}, as it goes now", gfm.fence(story, way)) if story else "",
        *(_folded(section, rows) for section in shown if not section.alarming),
        f"Proof: {gfm.text(proof(found))}." if found.any else "",
    )


def _open(section: Section, rows: int) -> str:
    first = min(rows, 10)
    rest = section.rows[first:rows]
    parts = [f"**{section.title} ({len(section.rows):,})**", _table(section, section.rows[:first])]
    if rest:
        parts.append(gfm.details(f"{len(rest):,} more", _table(section, rest)))
    return "\n\n".join([*parts, *_counted(section, rows)])


def _folded(section: Section, rows: int) -> str:
    title = f"{section.title} ({len(section.rows):,})"
    return gfm.details(title, _table(section, section.rows[:rows]), *_counted(section, rows))


def _counted(section: Section, rows: int) -> tuple[str, ...]:
    left = len(section.rows) - rows
    return (f"… and {left:,} more.",) if left > 0 else ()


def _table(section: Section, rows: tuple[tuple[str, ...], ...]) -> str:
    return gfm.table(
        section.headers, ([gfm.code(cell) if number == 0 and cell else gfm.text(cell) for number, cell in enumerate(row)] for row in rows)
    )
