"""Starts PyBirch."""
