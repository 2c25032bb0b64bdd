"""REST: one module per resource, described once and served, checked and documented from that."""
