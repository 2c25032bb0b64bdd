"""QCoDeS `add_result` into its SQLite database: one axis, one reading; prints calls a second."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import qcodes
from qcodes.dataset import Measurement, initialise_or_create_database_at, load_or_create_experiment
from qcodes.parameters import ManualParameter


def main(seconds: float = 3.0) -> float:
    """Calls of `add_result` a second over about `seconds`, the final write included."""
    with tempfile.TemporaryDirectory() as folder:
        initialise_or_create_database_at(str(Path(folder) / "qcodes.db"))
        load_or_create_experiment("rate", "sample")
        x, y = ManualParameter("x"), ManualParameter("y")
        measurement = Measurement()
        measurement.register_parameter(x)
        measurement.register_parameter(y, setpoints=(x,))
        count = 0
        start = time.perf_counter()
        with measurement.run() as saver:
            while time.perf_counter() - start < seconds:
                for _ in range(100):
                    saver.add_result((x, count * 1e-3), (y, count * 2e-3))
                    count += 1
        rate = count / (time.perf_counter() - start)
        qcodes.Instrument.close_all()
        return rate


if __name__ == "__main__":
    print(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0))
