"""All sets of faults replayed at once: the language of the reference engine over families of fault sets.

What is true of a replay is kept as the family of those fault sets for which it is true, a *plane*. One executor, two kinds of families: whole
numbers with a bit for each set (`bits`), and decision diagrams over the faults, with no bound on their number (`diagrams`).
"""
