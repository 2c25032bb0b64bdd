"""What QCoDeS's parameters say of themselves: units, labels, and which values their validators take."""

from __future__ import annotations

import math
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeGuard

_LARGEST = 1.7e308
_SHOWN = 12


class Wrong(ValueError):
    """A name of the bench file does not fit the instrument; the message says why."""


def parameter_at(instrument: Any, path: str) -> Any:
    """The parameter or method at a path such as `channel1.voltage`. Raises Wrong, with the names there are."""
    found = instrument
    for name in path.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            known = sorted(names_of(instrument))
            near = get_close_matches(path, known, _SHOWN, 0.4) or known[:_SHOWN]
            raise Wrong(
                f"{type(instrument).__name__} has no {path!r}; it has {', '.join(near)} and more"
            ) from None
    return found


def names_of(instrument: Any, before: str = "") -> Iterator[str]:
    """The paths of all parameters of an instrument and its channels."""
    for name in getattr(instrument, "parameters", {}):
        yield before + name
    for name, module in getattr(instrument, "submodules", {}).items():
        if hasattr(module, "parameters"):
            yield from names_of(module, f"{before}{name}.")


def limits_of(parameter: Any) -> tuple[float, float] | None:
    """The smallest and the largest number that its validators take; None where they name neither."""
    low, high = -_LARGEST, _LARGEST
    for validator in _validators(parameter):
        least, most = getattr(validator, "min_value", None), getattr(validator, "max_value", None)
        low = max(low, float(least)) if _finite(least) else low
        high = min(high, float(most)) if _finite(most) else high
    return None if (low, high) == (-_LARGEST, _LARGEST) else (low, high)


def choices_of(parameter: Any) -> dict[str, Any] | None:
    """The only values that it takes by their text; None where there is no such list."""
    mapping = getattr(parameter, "val_mapping", None)
    if mapping:
        return {str(value): value for value in mapping}
    validators = list(_validators(parameter))
    listed = [v for v in validators if type(v).__name__ in ("Enum", "Bool", "OnOff")]
    if not listed or len(listed) != len(validators):
        return None
    return {str(value): value for value in listed[0].valid_values}


def native(parameter: Any, value: float | str) -> Any:
    """The value as the parameter's validators take it: a choice for its text, a whole number where it wants one."""
    for text, choice in (choices_of(parameter) or {}).items():
        if text.casefold() == str(value).casefold() or _same_number(choice, value):
            return choice
    wants_whole = any(type(v).__name__ in ("Ints", "PermissiveInts") for v in _validators(parameter))
    if wants_whole and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def shape_of(parameter: Any) -> tuple[int, ...]:
    """The shape of what it reads: of an array, or of a parameter with setpoints."""
    given = getattr(parameter, "shape", None)
    if given is None:
        validators = getattr(parameter, "validators", ())
        given = next((v.shape for v in validators if getattr(v, "shape", None) is not None), ())
    return tuple(int(length) for length in given)


def title_of(parameter: Any, name: str) -> str:
    """Its label, unless that only repeats its name."""
    label = str(getattr(parameter, "label", "") or "")
    plain = label.casefold().replace(" ", "_")
    return "" if plain in (name.casefold(), str(getattr(parameter, "name", "")).casefold()) else label


def _validators(parameter: Any) -> Iterator[Any]:
    for validator in getattr(parameter, "validators", ()):
        inner = getattr(validator, "_validators", None)  # of a MultiType
        yield from inner if inner else (validator,)


def _finite(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and math.isfinite(value) and abs(value) < _LARGEST


def _same_number(choice: Any, value: float | str) -> bool:
    try:
        return not isinstance(choice, bool) and float(choice) == float(value)
    except (TypeError, ValueError):
        return False
