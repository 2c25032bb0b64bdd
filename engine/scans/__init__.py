"""Running one scan: its steps, the runner, replay of an interrupted scan, procedures."""
