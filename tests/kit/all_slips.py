"""Every slip by name."""

from larger_slips import circle, deleted, moved_folder, no_utf8, other_ending, other_folder, other_phase, required_gone, twice, unlisted
from slips import ALL, Find, capital, indented, left_out, misspelling, outdented, relined, repeated_line, replacing, tabbed

SLIPS: dict[str, Find] = {
    "a key": misspelling(
        "a misspelt key",
        r"^(?:- |  |    |  - )?(requires|takes|shows|covers|symptoms|purpose|expect|if_unmet|if_fails|conditions|starts_after|needs|title|objective|phase|sets|faults|starts|nodes|never|after|files|sources|only_if)(?=: )",
    ),
    "a reference": misspelling(
        "a misspelt reference", r"(?:needs|starts_after|covers|faults|accepts): \[([\w-]+)[,\]]", ("components", "runbooks", "scenarios")
    ),
    "a target": misspelling("a misspelt target", r"(?:if_met|if_unmet|if_fails|escalates_to): ([\w-]{5,})", ("runbooks",)),
    "a component in a fact": misspelling(
        "a misspelt component in a fact", r"[{ ]([a-z0-9-]{4,})\.[a-z0-9-]+: ", ("runbooks", "commands", "reactions", "faults")
    ),
    "a condition in a fact": misspelling(
        "a misspelt condition in a fact", r"[{ ][a-z0-9-]+\.([a-z0-9-]{4,}): ", ("runbooks", "commands", "reactions", "faults")
    ),
    "a value": misspelling(
        "a misspelt value", r"[{ ][a-z0-9-]+\.[a-z0-9-]+: ([a-z][a-z0-9-]{3,})", ("runbooks", "commands", "reactions", "faults")
    ),
    "another value": replacing(
        "a value of something else", r"[{ ][a-z0-9-]+\.[a-z0-9-]+: ([a-z][a-z0-9-]{3,})", "purple", ("runbooks", "reactions", "faults")
    ),
    "a word of a list": misspelling(
        "a misspelt word of a closed list", r"(?:phase|risk|kind|outcome): ([a-z-]{4,})(?=$|,|\})", ("components", "commands", "runbooks")
    ),
    "a word for a list": unlisted,
    "a duration in words": replacing(
        "a duration in words", r"(?:takes|after|objective|within): \d+(m)(?=$|,|\})", " minutes", ("commands", "reactions", "runbooks")
    ),
    "a duration without a unit": replacing(
        "a duration without a unit", r"(?:takes|after|objective): \d+([ms])(?=$|,|\})", "", ("commands", "reactions", "runbooks")
    ),
    "an empty value": replacing(
        "an empty value",
        r"^(?:  )?(?:phase|purpose|risk|why|name|layer|title|takes):( \S.*)$",
        "",
        ("components", "commands", "runbooks", "faults"),
        was="",
    ),
    "no blank after the colon": replacing(
        "no blank after the colon", r"^(?:  )?(?:phase|purpose|risk|why|name|layer|title|takes|id)(: )\S", ":", ALL
    ),
    "no colon": replacing(
        "no colon",
        r"^(?:  )?(?:phase|purpose|risk|why|name|layer|title|takes)(: )\S",
        " ",
        ("components", "commands", "runbooks", "faults"),
    ),
    "a bracket that is not closed": replacing(
        "a bracket that is not closed", r"^(?:  )?(?:needs|covers|symptoms|starts_after): \[.*(\])\s*$", "", ALL
    ),
    "a brace that is not closed": replacing(
        "a brace that is not closed", r"^\s*(?:expect|requires|sets|only_if|when|set): \{[^{}]*(\})\s*$", "", ALL
    ),
    "a quote that is not closed": replacing("a quote that is not closed", r"^\s*(?:- )?(?:\w+: )?\"[^\"\\]*(\")\s*$", "", ALL),
    "a colon in a text": replacing(
        "a colon in a text",
        r"^(?:  )?(?:why|name|title|purpose|summary): [A-Z][a-z]+( )[a-z]",
        ": ",
        ("components", "commands", "faults", "runbooks"),
        was=None,
    ),
    "a tab": relined("a tab", r"^(\s+)[\w.-]+: \S", tabbed, ("components", "runbooks", "commands", "faults")),
    "a line too far right": relined(
        "a line too far right",
        r"^\s+((?:requires|takes|risk|expect|if_fails|sets|symptoms|purpose)): \S",
        indented(" "),
        ("runbooks", "commands", "faults"),
    ),
    "a line too far left": relined(
        "a line too far left",
        r"^\s+((?:requires|takes|risk|expect|if_fails|sets|symptoms|purpose)): \S",
        outdented,
        ("runbooks", "commands", "faults"),
    ),
    "a key twice": relined(
        "a key twice",
        r"^(?:  )?((?:phase|takes|risk|why|title|layer|objective)): \S",
        repeated_line,
        ("components", "commands", "runbooks"),
    ),
    "a required key": required_gone,
    "a merge key": replacing("a merge key", r"^(?:  )?(phase): \S", "<<: {x: y}\n@", ("components",), was=""),
    "yes for a phase": replacing("a truth value", r"^(?:  )?phase: (\w+)", "yes", ("components",), was="bootstrap"),
    "a date for a time": replacing(
        "a date", r"(?:takes|after|objective): (\d+[ms])(?=$|,|\})", "2024-01-01", ("commands", "reactions", "runbooks"), was="90s"
    ),
    "a list for a word": replacing("a list for a word", r"^(?:  )?(?:phase|title|layer): ([\w -]+)$", "[@]", ("components", "runbooks")),
    "a list for a mapping": replacing("a list for a mapping", r"^(?:  )?sets: (\{[^{}]+\})$", "[@, nonsense]", ("faults",), was=""),
    "a jump to nowhere": replacing(
        "a jump to a step that is not there", r"(?:if_met|if_unmet|if_fails): ([\w-]{3,})", "look-in-the-cellar", ("runbooks",), was=""
    ),
    "a line that no command fits": misspelling(
        "a misspelt line", r"^\s+(?:- |run: )(?:kubectl|talosctl|task|flux|git|helm) ([a-z-]{4,})", ("runbooks",)
    ),
    "an address": replacing("an address with two numbers swapped", r"(172\.29\.51\.)1[0-3]", "172.29.15.", ("runbooks",)),
    "an address of nobody": replacing("an address of nobody", r"172\.29\.51\.(1[0-3])(?!\d)", "77", ("faults", "commands")),
    "a pattern": misspelling("a misspelt pattern", r"^(?:- |  )?run: (?:kubectl|talosctl|task|flux|git|helm) ([a-z-]{4,})", ("commands",)),
    "an id": misspelling("a misspelt id", r"^(?:- )?id: ([\w-]{4,})", ("components", "faults", "runbooks")),
    "a placeholder": misspelling("a misspelt placeholder", r"\{([a-z-]{4,})\}\.[a-z-]+", ("commands",)),
    "a quote too many": replacing(
        "a quote too many", r"^(?:  )?(?:why|title|purpose): ([A-Z])", '"@', ("components", "commands", "runbooks")
    ),
    "an answer": misspelling("a misspelt answer", r"^\s+(?:then|else): ([\w-]{4,})", ("trees",)),
    "a folder": moved_folder,
    "an ending": other_ending,
    "the folder of a kind": other_folder,
    "no UTF-8": no_utf8,
    "a deleted entity": deleted,
    "a circle": circle,
    "an entity twice": twice,
    "the other phase": other_phase,
    "another case": capital,
    "a decimal duration": replacing(
        "a decimal duration", r"(?:takes|after|objective): (\d+)m(?=$|,|\})", "1.5", ("commands", "reactions"), was="90s"
    ),
    "a negative count": replacing("a negative count", r"at_least: (\d)", "-@", ALL, was=""),
    "curly quotes": replacing("curly quotes", r"^(?:  )?phase: ([a-z]+)$", "“@”", ("components",)),
    "no comma": replacing("no comma", r"^(?:  )?(?:needs|starts_after): \[[\w-]+(, )[\w-]+", " ", ("components",), was=""),
    "two commas": replacing("two commas", r"^(?:  )?(?:needs|starts_after): \[[\w-]+(, )[\w-]+", ",, ", ("components",), was=""),
    "a key of another kind": replacing("a key of another kind", r"^(?:  )?(why): [A-Z]", "description", ("components", "faults"), was=""),
    "an id in capitals": replacing("an id in capitals", r"^id: ([a-z])[a-z]+-?", "X", ("runbooks",), was=""),
    "an underscore in an id": replacing("an underscore in an id", r"^id: [a-z]+(-)[a-z]+", "_", ("components", "runbooks")),
    "an empty list": replacing("an empty list", r"^\s+run: (\[.*\]|[a-z].*)$", "[]", ("runbooks",), was=""),
    "no expect": relined("no expect", r"^\s+(expect): \{.*\}$", left_out, ("runbooks",)),
    "no dash": replacing("no dash", r"^  (- )title: ", "  ", ("runbooks",), was=""),
    "a starred text": replacing(
        "a text that begins with a sign", r"^(?:  )?(?:why|title|purpose): ([A-Z])", "* @", ("components", "commands", "runbooks")
    ),
}
"""By name, every slip; each finds a place in the files of a catalog, or none."""
