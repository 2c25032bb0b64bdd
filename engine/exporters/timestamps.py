"""Timestamps of readings as text, many at a time."""

from __future__ import annotations

import numpy as np

from engine.model.values import Numbers


def moments(timestamps: Numbers) -> list[bytes]:
    """RFC 3339 text of each timestamp (seconds since 1970), UTC, microseconds; empty where there is none."""
    micros = np.full(len(timestamps), np.datetime64("NaT"), "datetime64[us]")
    known = np.isfinite(timestamps)
    micros[known] = np.round(timestamps[known] * 1e6).astype("int64").astype("datetime64[us]")
    texts = np.datetime_as_string(micros, unit="us").astype("S26").tolist()
    return [text + b"Z" if there else b"" for text, there in zip(texts, known.tolist(), strict=True)]
