"""A built site as a reader meets it: the pages, what they link to, what they load, what they say."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "use": "href",
}
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
LOADED_RELATIONS = ("stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest")


@dataclass
class Html(HTMLParser):
    """One page."""

    path: Path
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    inside: str = ""
    depth: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.handlers += [name for name in given if name.startswith("on")]
        self.links += [given[name] for name in ("href", "src") if name in given]
        if tag in LOADING and LOADING[tag] in given:
            self.loads.append(given[LOADING[tag]])
        if tag == "link" and any(relation in given.get("rel", "").split() for relation in LOADED_RELATIONS):
            self.loads.append(given.get("href", ""))
        self.loads += re.findall(r"url\(([^)]*)\)", given.get("style", ""))
        if tag == "script":
            self.inside = "script"
            self.scripts.append("")
        if tag not in VOID and (self.depth or tag == "article"):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        if tag not in VOID and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.depth:
            self.article.append(data)

    @property
    def said(self) -> str:
        """The words of the page itself, on one line."""
        return " ".join("".join(self.article).split())


@dataclass(frozen=True)
class Site:
    """A folder with a built site."""

    root: Path

    @cached_property
    def pages(self) -> dict[str, Html]:
        """Every page by its path."""
        return {path.relative_to(self.root).as_posix(): Html(path) for path in sorted(self.root.rglob("*.html"))}

    def files(self) -> dict[str, bytes]:
        """Every file with its content."""
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file()}

    def broken_links(self) -> list[str]:
        """What leads nowhere: addresses without a file, fragments without an id, schemes that a guide has no use for."""
        return [
            f"{name}: {problem} {link}"
            for name, page in self.pages.items()
            for link in page.links
            if (problem := self._problem(page, link))
        ]

    def _problem(self, page: Html, link: str) -> str:
        address = urlsplit(link)
        if address.scheme:
            return "" if address.scheme in ("http", "https", "mailto") else "scheme"
        if address.netloc or address.path.startswith("/"):
            return "absolute"
        target = (page.path.parent / unquote(address.path)).resolve() if address.path else page.path
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file():
            return "missing"
        other = self.pages.get(
            target.relative_to(self.root.resolve()).as_posix() if target != page.path else page.path.relative_to(self.root).as_posix()
        )
        fragment = unquote(address.fragment)
        return "anchor" if fragment and other is not None and fragment not in (*other.ids, "__skip") else ""


def sample(site: Site) -> list[str]:
    """The largest and the smallest page of each folder: every kind of page is among them."""
    by_size = sorted(site.pages, key=lambda path: len(site.pages[path].said))
    largest = {path.rpartition("/")[0]: path for path in by_size}
    smallest = {path.rpartition("/")[0]: path for path in reversed(by_size)}
    return sorted({*largest.values(), *smallest.values(), "index.html"})
