"""Reusable parts of pages, one file each, with their ids beside them."""
