"""The demo laboratory: SCPI instruments with physics, served over TCP."""
