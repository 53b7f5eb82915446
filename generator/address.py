"""Where each thing stands in the guide: the paths of its pages and the anchors on them."""

import re

HOME = "index.md"
COMPONENTS = "components/index.md"
RUNBOOKS = "runbooks/index.md"
TREES = "trees/index.md"
COMMANDS = "commands/index.md"
PROOF = "proof/index.md"
ROUTINES = "proof/routines.md"
FINDINGS = "proof/findings.md"
VERIFIED = "proof/verified.md"
SYMPTOMS = "reference/symptoms.md"
START_ORDER = "reference/start-order.md"
KEYS = "reference/keys.md"
CONTENTS = "reference/contents.md"
QUICK = "reference/quick.md"
PRACTICES = "reference/practices.md"
DOCUMENTS = "reference/documents.md"
ARCHITECTURE = "reference/architecture.md"
WORKFLOWS = "reference/workflows.md"
MIGRATION = "reference/migration.md"
SAFETY = "reference/safety.md"

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset({"index", "readme"})


def slug(name: str) -> str:
    """Return `name` where it is kebab-case and free, else words of its own that no other name gives."""
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    return re.sub(r"[^a-z0-9]", lambda sign: f"_{ord(sign[0]):x}_", name) + "_"


def anchor(prefix: str, name: str) -> str:
    """Return the anchor of a thing of the kind `prefix` on a page."""
    return f"{prefix}-{slug(name)}"


def component_page(name: str) -> str:
    """Return the page of a component."""
    return f"components/{slug(name)}.md"


def runbook_page(name: str) -> str:
    """Return the page of a runbook."""
    return f"runbooks/{slug(name)}.md"


def tree_page(name: str) -> str:
    """Return the page of a tree."""
    return f"trees/{slug(name)}.md"


def drawn_page(name: str) -> str:
    """Return the page on which a tree is drawn as a whole."""
    return f"trees/whole/{slug(name)}.md"


def tool_of(run: str) -> str:
    """Return the tool that a command line or pattern calls: its first word."""
    return (run.split() or [""])[0]


def tool_page(tool: str, number: int = 1) -> str:
    """Return the page of a tool's commands; `number` counts its pages from 1."""
    return f"commands/{slug(tool)}{'' if number == 1 else f'.{number}'}.md"


def replays_page(end: str) -> str:
    """Return the page with the replays that end in one runbook, or start at one tree and end in none."""
    return f"proof/replays/{slug(end)}.md"


def subject_page(component: str) -> str:
    """Return the page of a related document that is about a component."""
    return f"reference/about/{slug(component)}.md"


def between(here: str, there: str, mark: str = "") -> str:
    """Return the path of a link from the page `here` to the page `there`, or to the anchor `mark` on it."""
    if here == there and mark:
        return f"#{mark}"
    return "../" * here.count("/") + there + (f"#{mark}" if mark else "")


def final(target: str) -> str:
    """Return a link as it stands in the finished site, for places where no site builder rewrites it."""
    return re.sub(r"\.md(?=#|$)", ".html", target)
