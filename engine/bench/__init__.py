"""Instruments: protocols, VISA sessions, drivers, and the bench that owns them."""
