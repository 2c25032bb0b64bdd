"""Running one scan: steps, the runner, procedures."""
