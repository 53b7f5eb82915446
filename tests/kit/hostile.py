"""Catalogs that no text file can show: bytes, sizes, links, folders. Each with the one finding that must come out."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SYSTEM = b"id: core\nname: Core\nwhy: It must be there.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A data folder that `build` makes, and the exact line of its only finding; `needs` says what the machine must allow."""

    code: str
    what: str
    build: Callable[[Path], object]
    finding: str
    needs: Callable[[], bool] = lambda: True

    def __str__(self) -> str:
        return f"{self.code}-{self.what}"


def _bytes(content: bytes, name: str = "systems/core.yaml") -> Callable[[Path], object]:
    def build(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return build


def _folder(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).mkdir(parents=True)


def _link(name: str, target: str) -> Callable[[Path], object]:
    def build(root: Path) -> None:
        outside = root.parent / f"{root.name}-outside"
        outside.mkdir()
        (outside / "core.yaml").write_bytes(SYSTEM)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target.format(outside=outside))

    return build


def _pipe(root: Path) -> None:
    (root / "systems").mkdir()
    os.mkfifo(root / _CORE)


def _unreadable(root: Path) -> None:
    _bytes(SYSTEM)(root)
    (root / "systems/core.yaml").chmod(0)


def _many(root: Path) -> None:
    (root / "systems").mkdir()
    for number in range(5_001):
        (root / f"systems/s{number:04}.yaml").write_text(f"{{id: s{number}, name: S, why: W}}\n", encoding="utf-8")


def _no_root() -> bool:
    return os.geteuid() != 0


def _bomb() -> bytes:
    lines = ["id: core", "name: Core", "why: &a0 [w, w, w, w, w, w, w, w, w]"]
    lines += [f"x{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 12)]
    return "\n".join(lines).encode() + b"\n"


def _finding(code: str, at: str, message: str, fix: str) -> str:
    return f"{code} {at} {message}; fix: {fix}"


_CORE = "systems/core.yaml"

HOSTILE: tuple[Hostile, ...] = (
    Hostile(
        code="FILE001",
        what="latin-1",
        build=_bytes(b"id: core\nname: Gr\xf6\xdfe\nwhy: W.\n"),
        finding=_finding("FILE001", f"{_CORE}:2:9", f"`{_CORE}` is not UTF-8: byte 0xf6 here", "save the file as UTF-8"),
    ),
    Hostile(
        code="FILE001",
        what="utf-16",
        build=_bytes("id: core\n".encode("utf-16")),
        finding=_finding("FILE001", f"{_CORE}:1:1", f"`{_CORE}` is not UTF-8: byte 0xff here", "save the file as UTF-8"),
    ),
    Hostile(
        code="FILE001",
        what="a-letter-cut-in-two",
        build=_bytes("id: core\nname: Größe".encode()[:-2]),
        finding=_finding("FILE001", f"{_CORE}:2:10", f"`{_CORE}` is not UTF-8: byte 0xc3 here", "save the file as UTF-8"),
    ),
    Hostile(
        code="FILE002",
        what="ten-megabytes",
        build=_bytes(b"- {id: core, name: Core, why: W}\n" * 320_000),
        finding=_finding("FILE002", f"{_CORE}:1:1", f"`{_CORE}` has more than 1,000,000 bytes", "split it into several files"),
    ),
    Hostile(
        code="FILE003",
        what="no-byte-at-all",
        build=_bytes(b""),
        finding=_finding("FILE003", f"{_CORE}:1:1", f"`{_CORE}` is empty", "write an entity, or delete the file"),
    ),
    Hostile(
        code="FILE004",
        what="a-file-without-permission",
        build=_unreadable,
        finding=_finding("FILE004", f"{_CORE}:1:1", f"`{_CORE}` cannot be read: Permission denied", "check its permissions"),
        needs=_no_root,
    ),
    Hostile(
        code="FILE005",
        what="a-folder-where-a-file-is-expected",
        build=_folder(_CORE),
        finding=_finding("FILE005", f"{_CORE}:1:1", f"`{_CORE}` is not a file", "rename the folder, or write the file"),
    ),
    Hostile(
        code="FILE005",
        what="a-pipe-where-a-file-is-expected",
        build=_pipe,
        finding=_finding("FILE005", f"{_CORE}:1:1", f"`{_CORE}` is not a file", "rename the folder, or write the file"),
    ),
    Hostile(
        code="FILE006",
        what="a-file-that-leads-out",
        build=_link(_CORE, "{outside}/core.yaml"),
        finding=_finding("FILE006", f"{_CORE}:1:1", "`core.yaml` is a link that leads out of the data folder", "put the file itself here"),
    ),
    Hostile(
        code="FILE006",
        what="a-folder-that-leads-out",
        build=_link("systems/more", "{outside}"),
        finding=_finding("FILE006", "systems/more:1:1", "`more` is a link that leads out of the data folder", "put the file itself here"),
    ),
    Hostile(
        code="FILE006",
        what="a-kind-that-leads-out",
        build=_link("systems", "{outside}"),
        finding=_finding("FILE006", "systems:1:1", "`systems` is a link that leads out of the data folder", "put the file itself here"),
    ),
    Hostile(
        code="FILE005",
        what="a-link-to-nothing",
        build=_link(_CORE, "nothing.yaml"),
        finding=_finding("FILE005", f"{_CORE}:1:1", f"`{_CORE}` is not a file", "rename the folder, or write the file"),
    ),
    Hostile(
        code="FILE009",
        what="five-thousand-files-and-one",
        build=_many,
        finding=_finding("FILE009", "systems/s5000.yaml:1:1", "more than 5,000 files", "put several entities into a file"),
    ),
    Hostile(
        code="FILE009",
        what="folders-without-end",
        build=_bytes(SYSTEM, "systems/" + "d/" * 20 + "core.yaml"),
        finding=_finding("FILE009", f"systems/{'/'.join('d' * 20)}:1:1", "folders more than 20 deep", "flatten them"),
    ),
    Hostile(
        code="TEXT001",
        what="a-control-character",
        build=_bytes(b"id: core\nname: Core\x1b[31m\nwhy: W.\n"),
        finding=_finding("TEXT001", f"{_CORE}:2:11", f"`{_CORE}` has the control character U+001B here", "delete it"),
    ),
    Hostile(
        code="TEXT001",
        what="a-null-byte",
        build=_bytes(b"id: core\nname: Core\0\nwhy: W.\n"),
        finding=_finding("TEXT001", f"{_CORE}:2:11", f"`{_CORE}` has the control character U+0000 here", "delete it"),
    ),
    Hostile(
        code="TEXT001",
        what="a-control-character-as-an-escape",
        build=_bytes(b'id: core\nname: "Core\\e[31m"\nwhy: W.\n'),
        finding=_finding("TEXT001", f"{_CORE}:2:7", "the text stands for the character U+001B", "delete it"),
    ),
    Hostile(
        code="TEXT002",
        what="text-that-turns-its-direction",
        build=_bytes("id: core\nname: Core\nwhy: rm \u202e-rf\n".encode()),
        finding=_finding("TEXT002", f"{_CORE}:3:9", f"`{_CORE}` has the invisible character U+202E here", "delete it"),
    ),
    Hostile(
        code="TEXT002",
        what="an-invisible-character-as-an-escape",
        build=_bytes(b'id: core\nname: Core\nwhy: "a\\u200bb"\n'),
        finding=_finding("TEXT002", f"{_CORE}:3:6", "the text stands for the character U+200B", "delete it"),
    ),
    Hostile(
        code="YAML001",
        what="tabs",
        build=_bytes(b"id: core\n\tname: Core\n"),
        finding=_finding(
            "YAML001",
            f"{_CORE}:2:1",
            "not well-formed: while scanning a plain scalar, found a tab character that violates indentation",
            "do not indent it, and no tab",
        ),
    ),
    Hostile(
        code="YAML001",
        what="a-tab-before-a-value",
        build=_bytes(b"id: core\nname: Core\nwhy:\n\t- W.\n"),
        finding=_finding(
            "YAML001",
            f"{_CORE}:4:1",
            "not well-formed: while scanning for the next token, found character that cannot start any token",
            "indent it by 2 blanks, and no tab",
        ),
    ),
    Hostile(
        code="YAML003",
        what="lists-without-end",
        build=_bytes(b"id: core\nname: Core\nwhy: " + b"[" * 40_000 + b"\n"),
        finding=_finding("YAML003", f"{_CORE}:3:55", "nested more than 50 deep", "write it flatter"),
    ),
    Hostile(
        code="YAML003",
        what="mappings-without-end",
        build=_bytes(b"{a: " * 40_000),
        finding=_finding("YAML003", f"{_CORE}:1:198", "nested more than 50 deep", "write it flatter"),
    ),
    Hostile(
        code="YAML004",
        what="an-alias-bomb",
        build=_bytes(_bomb()),
        finding=_finding("YAML004", f"{_CORE}:8:10", "more than 100,000 values by here", "split the file; write aliases out"),
    ),
)
