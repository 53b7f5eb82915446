"""How a replay ended (language section 4), as transcripts and pages say it."""

from simulator.model import Outcome

MEANINGS = {
    Outcome.RESOLVED: "the goal is reached",
    Outcome.UNRESOLVED: "it is not mended, and there is nowhere to go",
    Outcome.FALSE_ALL_CLEAR: "all seems well, and is not",
    Outcome.BLOCKED: "a line cannot run, and there is nowhere to go",
    Outcome.BLIND: "the next step asks for what nothing has shown",
    Outcome.UNSAFE: "something was destroyed that must not be",
    Outcome.LIVELOCK: "the reader goes in circles",
    Outcome.FLAPPING: "the cluster never comes to rest",
    Outcome.MISROUTED: "the tree leads nowhere, or to the wrong phase",
}
