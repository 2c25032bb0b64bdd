"""Measurements written in Python, one file each."""
