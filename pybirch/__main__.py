"""The command `pybirch`, also `python -m pybirch`."""

from __future__ import annotations

import sys

from pybirch.server_code import ServerNotInstalled, make_importable

_NOT_INSTALLED = 2


def main() -> None:
    """Run the command that the command line names; ends the process with its exit code."""
    try:
        make_importable()
    except ServerNotInstalled as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(_NOT_INSTALLED)
    from pybirch.commands import command

    command.main(prog_name="pybirch")


if __name__ == "__main__":
    main()
