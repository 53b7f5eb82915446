"""Where the time goes of the replays that are far from the best recovery."""

from collections.abc import Mapping

from catalog.catalog import Catalog
from generator.proof import Proof
from simulator.compare import NEAR
from simulator.deeds import disruptive
from simulator.model import Case, Model, Outcome
from simulator.recoveries import KeptRecovery
from simulator.spending import Ledger, Spent


def spending_of(
    catalog: Catalog, model: Model, proof: Proof, best: Mapping[str, KeptRecovery]
) -> Mapping[tuple[str, str], tuple[Spent, ...]]:
    """Return by start and fault where the time of a replay goes that resolves the fault and takes more than `NEAR` times the best."""
    ledger = Ledger(model, disruptive(catalog))
    return {
        (start, fault): ledger.spent(Case(starts=start, faults=(fault,)), ended)
        for (start, fault), ended in (*proof.covered.items(), *proof.symptoms.items())
        if fault in best and ended.outcome is Outcome.RESOLVED and ended.seconds > NEAR * max(1, best[fault].from_symptoms)
    }
