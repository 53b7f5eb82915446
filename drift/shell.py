"""The simple commands of a shell text, as words: enough to see which programs a line runs, with which words."""

import re
from collections.abc import Iterator

MAX_TEXT = 200_000
MAX_COMMANDS = 2_000

_ENDS = frozenset({";", "&", "|", "\n", "(", ")", "{", "}"})
_LEADING = frozenset({"if", "then", "else", "elif", "do", "while", "until", "!", "time", "exec", "command", "nohup", "sudo", "env", "eval"})
_WRAPPED = re.compile(r"mise|direnv|asdf|nix|devbox|poetry|uv|xargs|timeout")
_ASSIGNED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=.*", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\1")
_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def commands_in(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each simple command of a shell text, wrappers and assignments before the program left out.

    What stands in quotes is one word; what is substituted, `$(...)`, is a command of its own. Here-documents are no commands.
    """
    found: list[tuple[str, ...]] = []
    for words in _split(_without_heredocs(text[:MAX_TEXT].replace("\\\n", " "))):
        stripped = _program(words)
        if stripped:
            found.append(stripped)
        if len(found) >= MAX_COMMANDS:
            break
    return tuple(found)


def _without_heredocs(text: str) -> str:
    kept: list[str] = []
    ends: str | None = None
    for line in text.split("\n"):
        if ends is not None:
            ends = None if line.strip() == ends else ends
            continue
        kept.append(line)
        opened = _HEREDOC.search(line)
        ends = opened[2] if opened else None
    return "\n".join(kept)


def _split(text: str) -> Iterator[list[str]]:
    """Yield the words of each command; a template stands for one word, or a part of one."""
    words: list[str] = []
    word: list[str] = []
    begun = False
    nested: list[str] = []
    at = 0
    while at < len(text):
        sign = text[at]
        template = _TEMPLATE.match(text, at) if sign == "{" else None
        if template is not None:
            word.append(template[0])
            begun, at = True, template.end()
            continue
        if sign in "'\"":
            end = _closing(text, at)
            inner = text[at + 1 : end]
            word.append(inner)
            begun, at = True, end + 1
            if sign == '"':
                nested += _substituted(inner)
            continue
        if sign == "$" and text[at + 1 : at + 2] == "(":
            end = _bracket(text, at + 1)
            nested.append(text[at + 2 : end])
            word.append(text[at : end + 1])
            begun, at = True, end + 1
            continue
        if sign == "\\" and at + 1 < len(text):
            word.append(text[at + 1])
            begun, at = True, at + 2
            continue
        if sign == "#" and not begun:
            at = text.find("\n", at)
            at = len(text) if at < 0 else at
            continue
        if sign in " \t\r" or sign in _ENDS and not (sign in "{}" and begun):
            if begun:
                words.append("".join(word))
            word, begun = [], False
            if sign in _ENDS:
                if words:
                    yield words
                words = []
        else:
            word.append(sign)
            begun = True
        at += 1
    if begun:
        words.append("".join(word))
    if words:
        yield words
    for inner in nested:
        yield from _split(inner)


def _closing(text: str, at: int) -> int:
    """Return where the quote that opens at `at` closes, or the end."""
    quote = text[at]
    here = at + 1
    while here < len(text):
        if text[here] == "\\" and quote == '"':
            here += 2
            continue
        if text[here] == quote:
            return here
        here += 1
    return len(text)


def _bracket(text: str, at: int) -> int:
    """Return where the bracket that opens at `at` closes, or the end."""
    depth = 0
    for here in range(at, len(text)):
        depth += (text[here] == "(") - (text[here] == ")")
        if depth == 0:
            return here
    return len(text)


def _substituted(text: str) -> list[str]:
    found = []
    at = text.find("$(")
    while at >= 0:
        end = _bracket(text, at + 1)
        found.append(text[at + 2 : end])
        at = text.find("$(", end)
    return found


def _program(words: list[str]) -> tuple[str, ...]:
    """Return the words from the program on: keywords, assignments, wrappers and their `--` left out."""
    at = 0
    while at < len(words):
        word = words[at]
        if word in _LEADING or _ASSIGNED.fullmatch(word):
            at += 1
        elif _WRAPPED.fullmatch(word) and "--" in words[at:]:
            at += words[at:].index("--") + 1
        else:
            break
    return tuple(words[at:])
