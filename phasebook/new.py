"""`phasebook new`: a commented file of a kind, in the right folder, that passes `check`."""

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path

from catalog.catalog import Catalog
from catalog.edit import Edit
from catalog.entity import Phase
from catalog.event import Fault
from catalog.finding import suggest
from catalog.kinds import KINDS, singular
from catalog.load import load
from catalog.mend import mended
from catalog.offered import offered
from catalog.schema import schema
from catalog.vocabulary import Entry, keys, kinds
from phasebook.exit import Exit, Refused
from phasebook.options import add_data, data_folder
from phasebook.schema import FOLDER, write

PAIR = 2
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WANTED = {
    "systems": ("name", "why"),
    "components": ("name", "phase", "layer", "why", "attributes"),
    "commands": ("run", "phase", "purpose", "takes", "risk"),
    "faults": ("name", "symptoms", "sets"),
    "reactions": ("by", "when", "set", "why"),
    "invariants": ("name", "never", "why"),
    "gaps": ("name", "faults", "why", "instead"),
    "runbooks": ("title", "kind", "phase", "objective", "steps"),
    "scenarios": ("title", "starts"),
    "trees": ("title", "root", "nodes"),
    "guide": ("kind", "title"),
}
"""The keys with which an entity of each kind begins."""


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("new", help="write a commented starting file", description=__doc__)
    parser.add_argument("kind", metavar="KIND", help=f"one of {', '.join(singular(kind) for kind in KINDS)}")
    parser.add_argument("id", metavar="ID", help="small letters and digits, joined by hyphens")
    add_data(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Write the file, and the schema that its first line names."""
    data = data_folder(options)
    kind = next((kind for kind in KINDS if options.kind in (kind, singular(kind))), None)
    if kind is None:
        raise Refused(f"there is no kind `{options.kind}`{suggest(options.kind, [singular(name) for name in KINDS]).hint}")
    if not _ID.fullmatch(options.id):
        raise Refused(f"`{options.id}` is no id: small letters and digits, joined by hyphens")
    catalog = load(data).catalog
    path = data / kind / f"{options.id}.yaml"
    if catalog.may_exist(kind, options.id) and options.id in catalog.entities[kind]:
        raise Refused(f"the {singular(kind)} `{options.id}` is there already, at {data / catalog.entities[kind][options.id].id.at.file}")
    if path.exists():
        raise Refused(f"{path} is there already")
    schemas = data.resolve().parent / FOLDER
    write({kind: schema(kind, offered(catalog))}, schemas)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template(kind, options.id, catalog, os.path.relpath(schemas, path.parent.resolve())), encoding="utf-8")
    print(path)
    for other in _beside(kind, options.id, catalog, data):
        print(other)
    return Exit.CLEAN


def _beside(kind: str, name: str, catalog: Catalog, data: Path) -> Iterator[Path]:
    """Write what a new entity needs elsewhere to pass `check`: a runbook a scenario, a fault a runbook that covers it."""
    if kind == "runbooks" and name not in catalog.scenarios:
        scenario = data / "scenarios" / f"{name}.yaml"
        scenario.parent.mkdir(parents=True, exist_ok=True)
        scenario.write_text(
            f"# Tries the runbook in a healthy cluster.\nid: {name}\ntitle: {_title(name)}\nstarts: {name}\n", encoding="utf-8"
        )
        yield scenario
    like = _fault_alike(catalog)
    if kind == "faults" and like is not None:
        at = next(iter(catalog.runbooks_for(like.id)[0].covers)).at
        path = data / at.file
        edit = Edit(at=at, old="", new=f"{name}, ")
        content, made = mended(at.file, path.read_bytes(), [edit])
        if made:
            path.write_bytes(content)
            yield path


def _fault_alike(catalog: Catalog) -> Fault | None:
    """Return a fault that one runbook alone covers, to which a tree leads, in a list on one line: a new one begins as its like."""
    leaves = {str(node.runbook) for tree in catalog.trees.values() for node in tree.nodes}
    for runbook in catalog.runbooks.values():
        first = next(iter(runbook.covers), None)
        in_brackets = first is not None and len(runbook.covers) > 1 and first.at.line == runbook.covers[1].at.line
        if first is not None and in_brackets and runbook.id in leaves and catalog.runbooks_for(first) == (runbook,):
            return catalog.faults.get(first)
    return None


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def template(kind: str, name: str, catalog: Catalog, schemas: str) -> str:
    """Return the text of a new file: what an entity begins with, and every other key in a comment with its example."""
    mine = [key for key in keys() if key.kind == kind and key.entity == kinds()[kind].entity]
    values = _values(kind, name, catalog)
    lines = [f"# yaml-language-server: $schema={Path(schemas).as_posix()}/{kind}.json", f"# {kinds()[kind].text}"]
    lines += [
        line for key in mine if key.name in ("id", *WANTED[kind]) for line in (f"# {key.says.text}", f"{key.name}: {values[key.name]}")
    ]
    lines += ["", "# What else may stand here:"]
    lines += [line for key in mine if key.name not in ("id", *WANTED[kind]) for line in _left_out(key)]
    return "\n".join(lines) + "\n"


def _left_out(key: Entry) -> list[str]:
    return [f"# {key.says.text}", f"# {key.name}: {key.says.example}"]


def _unhealthy(catalog: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    """Return the last condition of each of the last two components that can be broken, with its values."""
    found = [
        (f"{component.id}.{component.conditions[-1].name}", tuple(map(str, component.conditions[-1].values)))
        for component in catalog.components.values()
        if component.conditions and len(component.conditions[-1].values) > 1
    ]
    return found[-PAIR:]


def _values(kind: str, name: str, catalog: Catalog) -> dict[str, str]:
    """Return what stands under the keys of a new entity: words to replace, and names that this catalog has."""
    title = _title(name)
    broken = _unhealthy(catalog)
    if len(broken) < PAIR and kind in ("faults", "reactions", "invariants"):
        raise Refused(f"a {singular(kind)} is about conditions of components: write two components with `conditions` first")
    (first, states), (second, others) = broken if len(broken) == PAIR else (("", ("", "")), ("", ("", "")))
    both = f"{{{first}: {states[-1]}, {second}: {others[-1]}}}"
    like = _fault_alike(catalog)
    sets = "{" + ", ".join(f"{made.fact}: {made.value}" for made in like.sets) + "}" if like is not None else f"{{{first}: {states[-1]}}}"
    model = next((component for component in catalog.components.values() if component.phase is Phase.GITOPS), None)
    entrances = [*catalog.trees, *catalog.runbooks]
    if not entrances and kind == "scenarios":
        raise Refused("a scenario starts at a tree or a runbook: write one of these first")
    if not catalog.faults and kind == "gaps":
        raise Refused("a gap names faults: write one of these first")
    return {
        "id": name,
        "name": title,
        "title": title,
        "why": f"Say why {title[:1].lower()}{title[1:]} is as it is.",
        "purpose": "Say what it is for.",
        "phase": str(model.phase) if model is not None and kind == "components" else "bootstrap",
        "layer": str(model.layer) if model is not None and model.layer is not None else "cluster",
        "attributes": "{" + ", ".join(f"{one.name}: {one.value}" for one in model.attributes) + "}" if model is not None else "{}",
        "kind": "how-to" if kind == "runbooks" else "practices",
        "run": name.replace("-", " "),
        "takes": "2s",
        "risk": "read-only",
        "by": "the cluster",
        "symptoms": "[what somebody sees]",
        "sets": sets,
        "faults": f"[{next(iter(catalog.faults), '')}]",
        "instead": "[Say whom to call and what to fetch.]",
        "when": both,
        "set": f"{{{first}: {states[0]}}}",
        "never": both,
        "objective": "10m",
        "steps": "[{title: Say what is to be done, note: Say how.}]",
        "starts": next(iter(entrances), ""),
        "root": "end",
        "nodes": "{end: {phase: bootstrap}}",
    }
