"""The report of `phasebook mutate`, for each kind of reader."""
