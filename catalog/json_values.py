"""What an editor makes of YAML before a schema sees it: the values of YAML 1.2."""

import re

from catalog.node import Node, Scalar, Sequence
from catalog.yaml_text import read_yaml

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)


def written(word: str) -> list[object]:
    """Return what YAML 1.2 may make of a word of the language: itself, and a number or truth value that is written so."""
    if word.lower() in ("true", "false"):
        return [word, word.lower() == "true"]
    return [word, float(word) if "." in word else int(word)] if _NUMBER.fullmatch(word) else [word]


def example(text: str) -> object:
    """Return an example as JSON."""
    root = read_yaml("example", text.encode(), _refuse)
    if root is None:
        raise ValueError(text)
    return to_json(root)


def _refuse(finding: object) -> None:
    raise ValueError(finding)


def to_json(node: Node) -> object:
    """Return what an editor makes of a node: the values of YAML 1.2."""
    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Sequence):
        return [to_json(item) for item in node.items]
    return {str(name): to_json(value) for name, value in node.entries}


def _scalar(node: Scalar) -> object:
    if node.is_nothing:
        return None
    return written(node.text)[-1] if node.plain else node.text
