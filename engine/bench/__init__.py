"""Instruments: sessions, exchanges, drivers, and the bench that has them all."""
