"""Reads a bench file and finds all mistakes in it."""

from __future__ import annotations

import tomllib
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.bench.config import BenchConfig, InstrumentConfig, VisaInstrumentConfig
from engine.bench.driver_catalogue import PYBIRCHS_OWN, Drivers
from engine.bench.formula_check import formula_problems, limit_mistakes, with_tables
from engine.bench.library import completed
from engine.bench.templates import written_out
from engine.bench.virtual import LABS
from engine.bench.visa_options import option_names, resource_problem
from engine.errors import BenchError, Problem

_WORDS = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "list_type": "it must be a list",
    "tuple_type": "it must be a list",
    "dict_type": "it must be a table",
    "model_type": "it must be a table",
    "string_type": "it must be text",
    "finite_number": "it must be a finite number",
}


def read_bench(path: Path, drivers: Drivers = PYBIRCHS_OWN) -> BenchConfig:
    """The bench of a TOML file. Raises BenchError with the file, and table and reason of each mistake."""
    data = _parse(path)
    problems: list[Problem] = []
    instruments: list[InstrumentConfig] = []
    tables = data.pop("instrument", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(
            Problem("instrument", "write each instrument as a table that begins with [[instrument]]")
        )
        tables = []
    elif not tables:
        problems.append(Problem("", "there is no instrument; add a table that begins with [[instrument]]"))
    for number, short in enumerate(tables):
        try:
            tables[number] = table = written_out(completed(short))
        except (LookupError, ValueError) as error:
            problems.append(Problem(_where(short, number), str(error)))
            continue
        made = _instrument(table, _where(table, number), drivers, problems)
        if made:
            instruments.append(made)
    try:
        bench = BenchConfig.model_validate(data)
    except ValidationError as error:
        problems += [_problem(e, "", BenchConfig) for e in error.errors()]
        bench = BenchConfig()
    problems += _duplicates(tables) + _sharing(instruments) + _virtual(bench, instruments)
    instruments = with_tables(instruments, path.parent, problems)
    if len(instruments) == len(tables):
        problems += _needs(instruments)
        problems += [] if problems else [*formula_problems(instruments), *limit_mistakes(bench, instruments)]
    if problems:
        raise BenchError(str(path), problems)
    return bench.model_copy(update={"instrument": tuple(instruments), "name": bench.name or path.stem})


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BenchError(f"bench file {path}", [Problem("", "there is no such file")]) from None
    except OSError as error:
        raise BenchError(
            f"bench file {path}", [Problem("", f"it cannot be read: {error.strerror or error}")]
        ) from None
    except UnicodeDecodeError:
        raise BenchError(f"bench file {path}", [Problem("", "it is not UTF-8 text")]) from None
    except tomllib.TOMLDecodeError as error:
        raise BenchError(str(path), [Problem("", f"it is not valid TOML: {error}")]) from None


def _where(table: dict[str, Any], number: int) -> str:
    name = table.get("name")
    return f'instrument "{name}"' if isinstance(name, str) and name else f"instrument number {number + 1}"


def _instrument(
    table: dict[str, Any], where: str, drivers: Drivers, problems: list[Problem]
) -> InstrumentConfig | None:
    driver = table.get("driver", "scpi")
    try:
        if not isinstance(driver, str):
            raise LookupError("driver must be text")
        kind = drivers.find(driver)
    except LookupError as error:
        problems.append(Problem(where, str(error)))
        return None
    if "options" in table:
        problems.append(Problem(where, "unknown key 'options'; write PyVISA's keys directly into the table"))
    try:
        made = kind.config.model_validate({key: value for key, value in table.items() if key != "options"})
    except ValidationError as error:
        problems += [_problem(e, where, kind.config) for e in error.errors()]
        return None
    problems += [Problem(f"{where} {p.path}".strip(), p.message) for p in made.problems()]
    return made


def _problem(error: ErrorDetails, where: str, model: type[BaseModel]) -> Problem:
    location = [str(part) for part in error["loc"]]
    message = error["msg"].removeprefix("Value error, ")
    key = ""
    if error["type"] == "extra_forbidden":
        key = location.pop()
        message = f"unknown key {key!r}{_hint(key, model, location)}"
    elif error["type"] == "missing":
        message = f"{location.pop()!r} is missing"
    else:
        message = _WORDS.get(error["type"], message[:1].lower() + message[1:])
        if location and location[0] == "options":
            location = []
        elif _is_key(location):
            message = f"{location[-1]} = {_short(error['input'])}: {message}"
            location.pop()
    table = f"[{'.'.join(location)}]" if location else ""
    return Problem(" ".join(part for part in (where, table) if part), message)


def _is_key(location: list[str]) -> bool:
    return len(location) in (1, 3)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _hint(key: str, model: type[BaseModel], location: list[str]) -> str:
    known = set(_model_at(model, location).model_fields) - {"options"}
    if not location and issubclass(model, VisaInstrumentConfig):
        known |= option_names()
    near = get_close_matches(key, sorted(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _model_at(model: type[BaseModel], location: list[str]) -> type[BaseModel]:
    """The model of the table at a location such as axes.x."""
    if len(location) >= 2 and location[0] in model.model_fields:
        inner = [a for a in get_args(model.model_fields[location[0]].annotation) if isinstance(a, type)]
        tables = [a for a in inner if issubclass(a, BaseModel)]
        if tables:
            return tables[0]
    return model


def _duplicates(tables: list[dict[str, Any]]) -> list[Problem]:
    counts = Counter(table.get("name") for table in tables if isinstance(table.get("name"), str))
    return [
        Problem(f'instrument "{name}"', f"{count} instruments have this name; names must be unique")
        for name, count in counts.items()
        if count > 1
    ]


def _sharing(instruments: list[InstrumentConfig]) -> list[Problem]:
    """Wrong resources, and instruments on one resource that would open it differently."""
    problems: list[Problem] = []
    first: dict[tuple[str, str, str], tuple[str, Any]] = {}
    for config in instruments:
        if not isinstance(config, VisaInstrumentConfig) or not config.resource:
            continue
        where = f'instrument "{config.name}"'
        if "{port:" not in config.resource:
            wrong = resource_problem(config.resource, config.visa_library, config.options)
            if wrong:
                problems.append(Problem(where, wrong))
        for key, value in config.options.items():
            if key == "timeout":
                continue  # each instrument has its own
            other, present = first.setdefault(
                (config.visa_library, config.resource, key), (config.name, value)
            )
            if present != value:
                message = (
                    f"{key} = {value!r}, but {other!r} on the same resource says {present!r}; both "
                    "must say the same"
                )
                problems.append(Problem(where, message))
    return problems


def _needs(instruments: list[InstrumentConfig]) -> list[Problem]:
    """Formulas with axes that are not in the bench, or not simulated."""
    known = {f"{i.name}.{axis}" for i in instruments if i.driver == "simulated" for axis in i.axes}
    return [
        Problem(
            f'instrument "{i.name}" [{table}]',
            f"no simulated instrument has the axis {', '.join(sorted(missing))}",
        )
        for i in instruments
        for table, columns in i.needs().items()
        if (missing := columns - known)
    ]


def _virtual(bench: BenchConfig, instruments: list[InstrumentConfig]) -> list[Problem]:
    if bench.virtual is not None and bench.virtual not in LABS:
        return [Problem("", f"there is no virtual laboratory {bench.virtual!r}; there is {', '.join(LABS)}")]
    devices = LABS[bench.virtual].devices if bench.virtual else ()
    problems = []
    for config in instruments:
        if isinstance(config, VisaInstrumentConfig) and "{port:" in config.resource:
            device = config.resource.partition("{port:")[2].partition("}")[0]
            if device not in devices:
                there_is = (
                    f"it has {', '.join(devices)}" if devices else "the bench starts none (virtual = …)"
                )
                message = f"resource: the virtual laboratory has no device {device!r}; {there_is}"
                problems.append(Problem(f'instrument "{config.name}"', message))
    return problems
