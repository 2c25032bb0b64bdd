#!/bin/sh
# Makes the virtual environment: tools/venv.sh PYTHON FOLDER. Says what to install where Python lacks something.
set -eu
python=$1
folder=$2

for candidate in "$python" python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    found=$candidate
    break
  fi
done
if [ -z "${found:-}" ]; then
  echo "PyBirch needs Python 3.11 or later; '$python' is not. Install it, or name it: make PYTHON=/path/to/python3.12" >&2
  exit 1
fi

if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
  package="python$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $package, which this Python lacks"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
  else
    echo "This Python cannot make virtual environments. Install its module: sudo apt-get install $package" >&2
    exit 1
  fi
fi

"$found" -m venv "$folder" || { rm -rf "$folder"; exit 1; }
