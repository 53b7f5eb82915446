"""The badges of what the language names: phases, risks, outcomes. Each word has its look here and nowhere else."""

from catalog.catalog import Catalog
from catalog.command import Risk
from catalog.component import Component
from catalog.entity import Phase, Reach
from generator.markup import Inline
from generator.parts import Look, badge
from simulator.model import Outcome

PHASE_WORDS = {Reach.BOOTSTRAP: "Bootstrap", Reach.GITOPS: "GitOps", Reach.EITHER: "Either phase"}
_PHASE_LOOKS = {Reach.BOOTSTRAP: Look.BOOTSTRAP, Reach.GITOPS: Look.GITOPS, Reach.EITHER: Look.EITHER}
_RISK_LOOKS = {
    Risk.READ_ONLY: Look.READ_ONLY,
    Risk.REVERSIBLE: Look.REVERSIBLE,
    Risk.DISRUPTIVE: Look.DISRUPTIVE,
    Risk.DESTRUCTIVE: Look.DESTRUCTIVE,
}


def phase_word(phase: Phase | Reach | None) -> str:
    """Return what a phase is called, or nothing where none is given."""
    return "" if phase is None else PHASE_WORDS[Reach(phase)]


def phase_look(phase: Phase | Reach | None) -> Look:
    """Return the look of a phase."""
    return Look.PLAIN if phase is None else _PHASE_LOOKS[Reach(phase)]


def phase_badge(phase: Phase | Reach | None, target: str = "") -> Inline:
    """Return the badge of a phase, or nothing where none is given."""
    return Inline() if phase is None else badge(phase_word(phase), phase_look(phase), target)


def risk_word(risk: Risk | None) -> str:
    """Return what a risk is called."""
    return "" if risk is None else str(risk).capitalize()


def risk_look(risk: Risk | None) -> Look:
    """Return the look of a risk."""
    return Look.PLAIN if risk is None else _RISK_LOOKS[risk]


def risk_badge(risk: Risk | None, target: str = "") -> Inline:
    """Return the badge of a risk, or nothing where none is given."""
    return Inline() if risk is None else badge(risk_word(risk), risk_look(risk), target)


def outcome_badge(outcome: Outcome, target: str = "") -> Inline:
    """Return the badge of an outcome."""
    return badge(str(outcome).replace("-", " ").capitalize(), Look.GOOD if outcome is Outcome.RESOLVED else Look.BAD, target)


def is_hybrid(catalog: Catalog, component: Component) -> bool:
    """Whether a component belongs to a system with components in both phases."""
    return component.system in {system.id for system in catalog.hybrids}
