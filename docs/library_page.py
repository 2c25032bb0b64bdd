"""The reference page of the library of descriptions."""

from __future__ import annotations

from docs.schema_text import cell
from engine.bench.library import description, names

_HEAD = """# Library of instruments

Descriptions of common instruments, in `benches/library/`. In a bench file `use` names one; everything that the table of
the instrument says itself comes before what the description says, key by key also in its axes, readings and settings.

```toml
[[instrument]]
name = "source"
use = "keithley2400"
resource = "GPIB0::24::INSTR"
[instrument.axes.voltage]
limits = [-5, 5]
```

No description was tried on hardware. Each names the public drivers, their tests or simulations that its messages and
answers come from; the tests of PyBirch run a scan with each on a simulator that answers like that (`[simulator]` in the
file). Try a description with `pybirch bench check` and `pybirch bench try` before you trust it, and give its axes the
limits of your experiment.

| `use` | instrument | checked against | not tried | notes |
|---|---|---|---|---|
"""


def library_page() -> str:
    """Every description, with what it was checked against."""
    rows = []
    for name in names():
        about = description(name).about
        rows.append(
            f"| `{name}` | {cell(about.title)} | {cell(about.checked)} | {cell(about.untested)} | {cell(about.notes)} |"
        )
    return _HEAD + "\n".join(rows) + "\n"
