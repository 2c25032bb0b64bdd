"""A laboratory's own pages and panels: loaded from its folder and from packages, each file by itself."""
