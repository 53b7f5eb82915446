"""Times and numbers in words of a page."""

_MINUTE = 60


def duration(seconds: int) -> str:
    """Return seconds as a person says them: `45 s`, `3 min 20 s`, `2 h 5 min`."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    said = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(said[:2]) or "0 s"


def about(seconds: int) -> str:
    """Return seconds as a person estimates them: from a minute on in whole minutes, rounded up."""
    return duration(seconds if seconds < _MINUTE else -(-seconds // _MINUTE) * _MINUTE)


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its word: `1 step`, `4 steps`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
