"""File formats of exported scans, one module each."""
