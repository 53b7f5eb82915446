"""The report of `phasebook prove`, for each kind of reader."""
