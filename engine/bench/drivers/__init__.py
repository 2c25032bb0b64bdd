"""Ways to talk to an instrument, one file each."""
