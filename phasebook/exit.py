"""How the program ends."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit status of the program."""

    CLEAN = 0
    """nothing to report"""
    FINDINGS = 1
    """findings, or an outcome that was not expected"""
    USAGE = 2
    """wrong usage, or no such catalog"""
    OUR_ERROR = 3
    """an error of ours"""


class Refused(Exception):
    """What was asked for cannot be done; the words say why. Ends the program with `Exit.USAGE`."""
