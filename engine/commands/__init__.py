"""The way of a command: inbox (out of the database), dispatch, scan, queue and instrument commands, emergency stops."""
