"""A proof as JUnit XML: a case for each question and tree, failed with the least sets that break it."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from phasebook.proof.places import start_again
from simulator.symbolic.proof import Failure, Proof

RESOLVED, CLEAN = "every set ends resolved", "nothing ugly can happen"


def report(proof: Proof) -> str:
    """Return the report."""
    suites = Element("testsuites", name="phasebook prove")
    for tree in proof.starts:
        questions = {RESOLVED: proof.minimal, CLEAN: proof.ugly}
        failing = {question: [one for one in found if one.starts == tree] for question, found in questions.items()}
        failed = sum(bool(found) for found in failing.values())
        suite = SubElement(suites, "testsuite", name=tree, tests=str(len(questions)), failures=str(failed))
        for question, found in failing.items():
            case = SubElement(suite, "testcase", classname=tree, name=question)
            if found:
                failure = SubElement(case, "failure", message=f"{len(found)} least sets do not")
                failure.text = "\n".join(_line(one) for one in found)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode")


def _line(one: Failure) -> str:
    return f"{one.outcome} in {one.by or one.starts}: {start_again(one)}"
