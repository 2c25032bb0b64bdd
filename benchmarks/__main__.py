"""`python -m benchmarks [PART ...]`: measures, prints the table, writes results.json when all parts were measured."""

from __future__ import annotations

import argparse
import importlib

from benchmarks.results import RESULTS, Figure, save, table

PARTS = ("journal", "engine", "instruments", "latency", "fanout", "thousand", "pages")


def main() -> None:
    """Run the parts that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all by default")
    chosen = parser.parse_args().parts or PARTS
    if unknown := [part for part in chosen if part not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    figures: list[Figure] = []
    for part in chosen:
        print(f"measuring: {part}", flush=True)
        figures += importlib.import_module(f"benchmarks.{part}").figures()
    print(table(figures))
    if set(chosen) == set(PARTS):
        save(figures)
        print(f"written to {RESULTS.name}")


if __name__ == "__main__":
    main()
