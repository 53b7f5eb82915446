"""What happens: state, effects, settling, replay, proving. Pure: no files, no clock, no chance."""
