"""The prose of the guide: what its links lead to."""

import re
from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.edit import Related

_LINK = re.compile(r"https?://[^\s<>\"]+|(?![a-zA-Z][a-zA-Z0-9+.-]*:)(?!//)[^\s<>\"\\]+")


@check("GUIDE001")
def links_lead_to_pages(catalog: Catalog) -> Iterator[Breach]:
    """A link is an `https:` or `http:` address, or a path."""
    for part in catalog.guide.values():
        for item in part.items:
            if item.path is not None and not _LINK.fullmatch(item.path):
                yield Breach(item.path.at, f"`{item.path}` is no address and no path", "write `https://...`, or a path without blanks")


@check("GUIDE002")
def the_guide_has_one_overview(catalog: Catalog) -> Iterator[Breach]:
    """At most one piece of prose is the overview: it is the head of the home page."""
    overviews = [part for part in catalog.guide.values() if part.kind == "overview"]
    for part in overviews[1:]:
        yield Breach(
            part.at,
            f"`{part.id}` and `{overviews[0].id}` are both an overview",
            "keep one",
            related=(Related(overviews[0].id.at, "the other one"),),
        )
