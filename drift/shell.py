"""The simple commands of a shell text, as words: enough to see which programs a line runs, with which words."""

import re
from collections.abc import Iterator

MAX_TEXT = 200_000
MAX_COMMANDS = 2_000
MAX_DEEP = 8

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
    waiting = [(text, 0)]
    while waiting:
        here, deep = waiting.pop(0)
        splitter = _Splitter(here)
        yield from splitter.commands()
        waiting += [(inner, deep + 1) for inner in splitter.nested if deep < MAX_DEEP]


class _Splitter:
    """The words read so far: of this command, and of the word that is being read, None between words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._words: list[str] = []
        self._word: str | None = None
        self.nested: list[str] = []

    def commands(self) -> Iterator[list[str]]:
        """Yield the words of each command at this level; what is substituted gathers in `nested`."""
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign in _ENDS and not (sign in "{}" and (self._word is not None or self._text.startswith("{{", self._at))):
                self._end_word()
                if self._words:
                    yield self._words
                self._words = []
                self._at += 1
            elif sign in " \t\r":
                self._end_word()
                self._at += 1
            else:
                self._sign(sign)
        self._end_word()
        if self._words:
            yield self._words

    def _end_word(self) -> None:
        if self._word is not None:
            self._words.append(self._word)
        self._word = None

    def _add(self, words: str, to: int) -> None:
        self._word = (self._word or "") + words
        self._at = to

    def _sign(self, sign: str) -> None:
        """Read one sign of a word, or what it opens."""
        text, at = self._text, self._at
        template = _TEMPLATE.match(text, at) if sign == "{" else None
        if template is not None:
            self._add(template[0], template.end())
        elif sign in "'\"":
            end = _closing(text, at)
            self._add(text[at + 1 : end], end + 1)
            self.nested += _substituted(text[at + 1 : end]) if sign == '"' else []
        elif text.startswith("$(", at):
            end = _bracket(text, at + 1)
            self.nested.append(text[at + 2 : end])
            self._add(text[at : end + 1], end + 1)
        elif sign == "\\" and at + 1 < len(text):
            self._add(text[at + 1], at + 2)
        elif sign == "#" and self._word is None:
            end = text.find("\n", at)
            self._at = len(text) if end < 0 else end
        else:
            self._add(sign, at + 1)


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
