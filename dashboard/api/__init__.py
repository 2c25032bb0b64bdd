"""REST: one module for each resource; each operation is described once, then served, checked and documented from
that.
"""
