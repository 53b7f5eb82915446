"""A proof in the forms that machines and code hosts read."""

from pathlib import Path

from phasebook.proof import junit, markdown
from phasebook.proof.notices import proof_as
from phasebook.proof.places import Places
from simulator.gaps import Reckoned
from simulator.model import Model


def told(form: str, places: Places, model: Model, proof: Reckoned, data: Path) -> str:
    """Return the report in one of `junit`, `markdown`, `github` and `sarif`."""
    match form:
        case "junit":
            return junit.report(proof)
        case "markdown":
            return markdown.report(model, proof)
        case _:
            return proof_as(form, places, proof, data).removesuffix("\n")
