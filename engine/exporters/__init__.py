"""Formats a scan's data can be taken away in, one file each."""
