"""The one writer of JUnit XML: suites of cases, each with what failed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case; `failure` is its message in one line and its story, or None where it passed; `output` is what it says besides."""

    name: str
    failure: tuple[str, str] | None = None
    output: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Cases that belong together."""

    name: str
    cases: tuple[Case, ...]


def junit(name: str, suites: Iterable[Suite]) -> str:
    """Return the report; it names no time of day, so that equal runs give equal bytes."""
    every = tuple(suites)
    root = Element("testsuites", {"name": _xml(name)} | _counts([case for suite in every for case in suite.cases]))
    for suite in every:
        part = SubElement(root, "testsuite", {"name": _xml(suite.name)} | _counts(suite.cases))
        for case in suite.cases:
            _add(part, suite.name, case)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _counts(cases: Iterable[Case]) -> dict[str, str]:
    known = list(cases)
    failed = sum(case.failure is not None for case in known)
    return {"tests": str(len(known)), "failures": str(failed), "errors": "0", "time": "0"}


def _add(suite: Element, classname: str, case: Case) -> None:
    element = SubElement(suite, "testcase", classname=_xml(classname), name=_xml(case.name), time="0")
    if case.failure is not None:
        message, story = case.failure
        SubElement(element, "failure", message=_xml(message), type="failure").text = _xml(story)
    if case.output:
        SubElement(element, "system-out").text = _xml(case.output)


def _xml(raw: str) -> str:
    """`raw` without the signs that no XML document can hold."""
    return _NOT_IN_XML.sub("\ufffd", raw)
