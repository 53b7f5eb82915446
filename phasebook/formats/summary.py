"""A summary of a job as Markdown: what ran, how it went, and what is wrong, the worst first."""

from collections.abc import Sequence

from phasebook.formats import gfm
from phasebook.formats.notice import Notice

MOST = 100


def summary(title: str, verdict: str, notices: Sequence[Notice], story: tuple[str, str] = ("", "")) -> str:
    """Return the page; `story` is the name and the transcript of one replay that a reader should see."""
    rows = [(gfm.code(one.rule), gfm.code(_place(one)), gfm.text(one.message)) for one in notices[:MOST]]
    left = len(notices) - MOST
    return gfm.page(
        f"### {gfm.text(title)}: {gfm.text(verdict)}",
        gfm.table(("rule", "place", "what is wrong"), rows) if rows else "",
        f"… and {left:,} more." if left > 0 else "",
        gfm.details(gfm.text(story[0]), gfm.fence(story[1], 12_000)) if story[1] else "",
    )


def _place(one: Notice) -> str:
    return f"{one.at.file}:{one.at.line}" if one.at.file else "the catalog"
