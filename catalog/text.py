"""From the bytes of one file to its text: UTF-8, of a bounded size, without signs that nobody sees."""

import re

from catalog.edit import Edit
from catalog.finding import Report, declare
from catalog.location import Location

MAX_BYTES = 1_000_000

ENCODING = declare("FILE001", "A data file is UTF-8 text.", blocking=True)
TOO_BIG = declare("FILE002", f"A data file has at most {MAX_BYTES:,} bytes.", blocking=True)
CONTROL = declare("TEXT001", "Text has no control characters but line breaks.", blocking=True)
INVISIBLE = declare(
    "TEXT002",
    "Text has no invisible characters and none that turn the direction of writing: whoever copies a command would not see them.",
    blocking=True,
)

CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)")
INVISIBLE_SIGNS = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def decoded(file: str, content: bytes, report: Report) -> str | None:
    """Return the text of a file, or None where it cannot be read; every reason goes to `report`."""
    if len(content) > MAX_BYTES:
        report(TOO_BIG.found(Location(file, 1, 1), f"`{file}` has more than {MAX_BYTES:,} bytes", "split it into several files"))
        return None
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at = _place(file, content[: error.start].decode("utf-8"))
        report(ENCODING.found(at, f"`{file}` is not UTF-8: byte 0x{content[error.start]:02x} here", "save the file as UTF-8"))
        return None
    for sign in INVISIBLE_SIGNS.finditer(text):
        at = _place(file, text[: sign.start()])
        report(
            INVISIBLE.found(
                at, f"`{file}` has the invisible character U+{ord(sign[0]):04X} here", "delete it", edit=Edit(at=at, old=sign[0], new="")
            )
        )
    control = CONTROL_SIGNS.search(text)
    if control is not None:
        at = _place(file, text[: control.start()])
        report(CONTROL.found(at, f"`{file}` has the control character U+{ord(control[0]):04X} here", "delete it"))
        return None
    return text


def _place(file: str, before: str) -> Location:
    return Location(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
