"""Measurements of PyBirch beside its peers, printed as ratios from one and the same run."""
