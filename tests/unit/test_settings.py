"""Settings: flags win over variables and defaults, and wrong ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import SettingsError
from engine.settings import Settings, load
from pybirch.launch import address


def test_flags_win_over_variables_over_defaults() -> None:
    settings, _ = load(
        argv=["--port", "1"], environ={"PYBIRCH_PORT": "2", "PYBIRCH_HOME": "there", "PYBIRCH_HOST": ""}
    )
    assert (settings.port, settings.home, settings.host) == (1, Path("there"), "127.0.0.1")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "-1"),
        ("PORT", "70000"),
        ("PREFIX", "/a b"),
        ("DEMO", "perhaps"),
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "nonsense"),
        ("TOKEN", "two words"),
        ("TOKEN", "two\nlines"),
        ("TOKEN", "schlüssel"),
    ],
)
def test_a_wrong_setting_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"PYBIRCH_{name}") as refused:
        load(argv=[], environ={f"PYBIRCH_{name}": text})
    assert (repr(text) in str(refused.value)) == (name != "TOKEN"), "a secret stays out of logs"


def test_the_address_carries_any_token() -> None:
    settings = Settings(host="0.0.0.0", port=8050, prefix="/lab/")
    assert address(settings, "") == "http://127.0.0.1:8050/lab/"
    assert address(settings, "a&b#c+d/e") == "http://127.0.0.1:8050/lab/?token=a%26b%23c%2Bd%2Fe"


def test_a_service_of_a_hub_listens_where_the_hub_says_unless_it_is_given_a_port() -> None:
    hub = {"JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10101/", "JUPYTERHUB_SERVICE_PREFIX": "/services/lab/"}
    service, _ = load(argv=["--auth=jupyterhub"], environ=hub)
    assert (service.host, service.port, service.prefix) == ("127.0.0.1", 10101, "/services/lab/")
    asked, _ = load(argv=["--auth=jupyterhub", "--port=8051"], environ=hub)
    assert asked.port == 8051
    other, _ = load(argv=[], environ=hub)
    assert other.port == 8050, "a user's own server is no service"
    with pytest.raises(SettingsError, match="JUPYTERHUB_SERVICE_URL"):
        load(argv=["--auth=jupyterhub"], environ={"JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:port/"})
