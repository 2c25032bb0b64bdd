"""The reference of bench files mentions every key."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from engine.bench import config, drivers, object_config, scpi_config
from engine.bench.drivers import simulated, virtual
from engine.bench.formula import FUNCTIONS

REFERENCE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "benches.md").read_text("utf-8")

MODELS = sorted(
    {
        model
        for module in (config, scpi_config, object_config, simulated, virtual)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, config.Part)
    },
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_in_the_reference(model: type[BaseModel]) -> None:
    missing = [key for key in model.model_fields if key != "options" and f"`{key}`" not in REFERENCE]
    assert not missing


def test_every_driver_and_function_is_in_the_reference() -> None:
    assert [name for name in drivers.names() if f'"{name}' not in REFERENCE] == []
    assert f"`{' '.join(FUNCTIONS)}`" in REFERENCE
