"""The only reader of the environment: name, default and help text of every setting; flags win over variables."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.errors import SettingsError

ENV = "PYBIRCH_"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_OF_THE_CLIENT = frozenset({f"{ENV}URL", f"{ENV}JUPYTER"})
"""Variables that only the Python client reads; a server does not warn about them."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine for itself: what listens on one is reached from this machine only."""
DEMO_BENCH = Path(__file__).resolve().parent.parent / "benches" / "demo.toml"


class AuthKind(StrEnum):
    """Ways to sign in."""

    TOKEN = "token"
    PASSWORD = "password"
    JUPYTERHUB = "jupyterhub"
    HEADER = "header"
    NONE = "none"


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True)
class Settings:
    """All settings of one process, made once at its start and passed on explicitly."""

    host: str = _setting("127.0.0.1", "Address the web server listens on.")
    port: int = _setting(
        8050,
        "Port of the web server; 0 picks a free one. Under the sign-in by JupyterHub, host and port of "
        "JUPYTERHUB_SERVICE_URL are the defaults.",
    )
    prefix: str = _setting(
        "/", "Path in front of every URL; JUPYTERHUB_SERVICE_PREFIX is the default when it is set."
    )
    home: Path = _setting(Path("var"), "Folder of the database, the token and the logs.")
    cache: Path = _setting(
        Path("~/.cache/pybirch"), "Folder of compressed scripts, made again where they are missing."
    )
    database_url: str = _setting("", "SQLAlchemy URL of the database; empty: a SQLite file in HOME.")
    redis_url: str = _setting(
        "", "URL of a Redis server that wakes the web servers when there are new events; empty: none."
    )
    bench: Path = _setting(DEMO_BENCH, "TOML file that describes the instruments.")
    plugins: Path | None = _setting(
        None,
        "The laboratory's own folder, with `drivers/`, `procedures/`, `exporters/` and `pages/`; "
        "by default `plugins` in HOME.",
    )
    demo: bool | None = _setting(
        None, "Submit the demo queue when the database is empty; by default only on the demo bench."
    )
    auth: AuthKind = _setting(
        AuthKind.TOKEN, "How people sign in: token, password, jupyterhub, header or none."
    )
    token: str = _setting("", "Token of the token sign-in; empty: made at the first start and kept in HOME.")
    unprotected: bool | None = _setting(
        None,
        "Allow AUTH=none on addresses that other machines reach, where everybody may then steer instruments.",
    )
    names: str = _setting(
        "", "Further host names under which browsers open a server with AUTH=none, with commas between them."
    )
    proxies: str | None = _setting(
        None,
        "Addresses or networks of proxies whose X-Forwarded headers are believed, with commas between them; "
        "by default those of this machine.",
    )
    user_header: str = _setting("X-Remote-User", "Header in which the proxy names the user (AUTH=header).")
    groups_header: str = _setting(
        "X-Remote-Groups", "Header in which the proxy names the user's groups, with commas between them."
    )
    header_operators: str = _setting(
        "", "Operators under AUTH=header: names and group:NAME, with commas between them."
    )
    header_administrators: str = _setting("", "Administrators under AUTH=header, listed in the same way.")
    session_idle: str = _setting(
        "7d", "Time without activity after which a session ends, such as 30m, 12h or 7d."
    )
    session_lifetime: str = _setting(
        "30d", "Time after which a session ends in any case, such as 12h or 30d."
    )
    hub_operators: str = _setting(
        "", "Users of JupyterHub who are operators: names and group:NAME, with commas between them."
    )
    hub_administrators: str = _setting(
        "", "The same for administrators; administrators of the hub are always administrators."
    )
    hub_check: str = _setting(
        "20s", "Time after which JupyterHub is asked again whether somebody is still signed in, such as 20s."
    )
    frame_ancestors: str = _setting(
        "'self'", "Sites that may show the pages in a frame, as in a CSP frame-ancestors list."
    )
    embed_ancestors: str = _setting(
        "",
        "The same for the views below embed/; empty: as FRAME_ANCESTORS, and pages of this machine too while the "
        "server listens on it alone.",
    )
    log_level: str = _setting(
        "INFO", "Lowest severity that is written to the process's log: DEBUG, INFO, WARNING or ERROR."
    )
    max_connections: int = _setting(
        2000, "Most room sockets and Socket.IO connections that one web process accepts."
    )
    max_connections_per_client: int = _setting(
        1200, "Most connections that one signed-in session or token may hold open at the same time."
    )
    max_subscriptions: int = _setting(1200, "Most rooms that one Socket.IO connection may subscribe to.")

    @property
    def url(self) -> str:
        """The database's URL, or that of the SQLite file in HOME where none is set."""
        return self.database_url or f"sqlite:///{(self.home / 'pybirch.sqlite').resolve()}"

    @property
    def plugins_folder(self) -> Path:
        """The laboratory's own folder, the default filled in."""
        return self.plugins if self.plugins is not None else self.home / "plugins"

    @property
    def may_embed(self) -> str:
        """The sites that may show the views below embed/, the default filled in."""
        local = " http://127.0.0.1:* http://localhost:*" if self.host in LOOPBACK else ""
        return self.embed_ancestors or self.frame_ancestors + local

    @property
    def submits_demo(self) -> bool:
        """Whether an empty database gets the demo queue."""
        return self.demo if self.demo is not None else self.bench.resolve() == DEMO_BENCH

    def with_(self, **changes: Any) -> Settings:
        """Copy the settings with some of them changed."""
        return replace(self, **changes)


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _default(f: Any, environ: Mapping[str, str]) -> str | None:
    text = environ.get(ENV + f.name.upper())
    if text is None and f.name == "prefix":
        text = environ.get("JUPYTERHUB_SERVICE_PREFIX")
    return text


def _boolean(text: str) -> bool:
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if text.strip().lower() not in known:
        raise ValueError("it must be 1 or 0")
    return known[text.strip().lower()]


def _prefix(text: str) -> str:
    if any(c in text for c in "?#\\ \"'<>") or "//" in text:
        raise ValueError("it must be a path such as /services/pybirch/")
    return "/" + text.strip("/") + "/" if text.strip("/") else "/"


def _port(text: str) -> int:
    if not text.strip().isdigit() or int(text) > 65535:
        raise ValueError("it must be a number from 0 to 65535")
    return int(text)


def _positive(text: str) -> int:
    if not text.strip().isdigit() or int(text) < 1:
        raise ValueError("it must be a whole number of at least 1")
    return int(text)


def _auth(text: str) -> AuthKind:
    try:
        return AuthKind(text)
    except ValueError:
        raise ValueError(f"it must be one of {', '.join(a.value for a in AuthKind)}") from None


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("it must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()


def _sources(text: str) -> str:
    if any(c in text for c in ";,\r\n"):
        raise ValueError(
            "it must be a list of sources separated by spaces, such as 'self' https://hub.example.org"
        )
    return text


def _token(text: str) -> str:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("it must be ASCII characters without spaces, because it is sent in a header")
    return text


def duration(text: str) -> float:
    """Seconds of a duration such as 90s, 30m, 12h, 30d or 4w. Raises ValueError for anything else."""
    number, unit = text.strip()[:-1], text.strip()[-1:]
    if unit not in _UNITS or not number.isdigit() or not 0 < int(number) < 100_000:
        raise ValueError("it must be a duration such as 90s, 30m, 12h, 30d or 4w")
    return float(int(number) * _UNITS[unit])


def _networks(text: str) -> str:
    try:
        for part in text.split(","):
            ip_network(part.strip())
    except ValueError:
        raise ValueError("it must be addresses or networks such as 10.0.0.7, 10.1.0.0/16") from None
    return text


def _duration(text: str) -> str:
    duration(text)
    return text


def _redis(text: str) -> str:
    if text and urlsplit(text).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("it must be a URL such as redis://127.0.0.1:6379/0")
    return text


def _database(text: str) -> str:
    if text and not urlsplit(text).scheme:
        raise ValueError("it must be a URL such as sqlite:////data/lab.sqlite")
    return text


_PARSERS: dict[str, Any] = {
    "host": str,
    "port": _port,
    "prefix": _prefix,
    "home": lambda text: Path(text).expanduser(),
    "cache": lambda text: Path(text).expanduser(),
    "database_url": _database,
    "redis_url": _redis,
    "bench": lambda text: Path(text).expanduser(),
    "plugins": lambda text: Path(text).expanduser(),
    "demo": _boolean,
    "auth": _auth,
    "token": _token,
    "unprotected": _boolean,
    "names": str,
    "proxies": _networks,
    "user_header": str,
    "groups_header": str,
    "header_operators": str,
    "header_administrators": str,
    "session_idle": _duration,
    "session_lifetime": _duration,
    "hub_operators": str,
    "hub_administrators": str,
    "hub_check": _duration,
    "frame_ancestors": _sources,
    "embed_ancestors": _sources,
    "log_level": _level,
    "max_connections": _positive,
    "max_connections_per_client": _positive,
    "max_subscriptions": _positive,
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        raise SettingsError(message)


def parser(program: str, description: str) -> argparse.ArgumentParser:
    """Make an argument parser with a flag for every setting; a program may add switches of its own."""
    made = _Parser(prog=program, description=description, allow_abbrev=False)
    for f in fields(Settings):
        made.add_argument(
            _flag(f.name), metavar=f.name.upper(), help=f"{f.metadata['help']} ({ENV}{f.name.upper()})"
        )
    return made


def load(
    program: str = "app.py",
    description: str = "PyBirch",
    argv: Sequence[str] | None = None,
    environ: Mapping[str, str] | None = None,
    extra: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[Settings, argparse.Namespace]:
    """Read the settings (flags win over the environment, and that over defaults); returns them and the parsed
    arguments.

    `extra` adds switches of one program (`{"--no-engine": {"action": "store_true"}}`). Raises SettingsError with
    one line that names the setting.
    """
    environ = os.environ if environ is None else environ
    made = parser(program, description)
    for name, options in (extra or {}).items():
        made.add_argument(name, **options)
    arguments = made.parse_args(argv)
    known = {ENV + f.name.upper() for f in fields(Settings)} | _OF_THE_CLIENT
    for name in environ:
        if name.startswith(ENV) and name not in known:
            print(f"warning: {name} is not a setting of PyBirch; it has no effect", file=sys.stderr)
    values: dict[str, Any] = {}
    for f in fields(Settings):
        flag = getattr(arguments, f.name)
        text = flag if flag is not None else _default(f, environ)
        if text is None or (text == "" and flag is None):
            continue
        try:
            values[f.name] = _PARSERS[f.name](text)
        except ValueError as error:
            where = _flag(f.name) if flag is not None else ENV + f.name.upper()
            given = "" if f.name == "token" else f"={text!r}"  # Keep secrets out of logs.
            raise SettingsError(f"{where}{given}: {error}") from None
    if values.get("auth") is AuthKind.JUPYTERHUB and "port" not in values:
        values = {**_service_address(environ.get("JUPYTERHUB_SERVICE_URL", "")), **values}
    return Settings(**values), arguments


def _service_address(url: str) -> dict[str, Any]:
    """Host and port where a hub expects its service; nothing where it does not say. Raises SettingsError."""
    try:
        parts = urlsplit(url)
        found = {"host": parts.hostname, "port": parts.port}
    except ValueError:
        raise SettingsError(f"JUPYTERHUB_SERVICE_URL={url!r} is not an address") from None
    return {name: value for name, value in found.items() if value is not None}


def environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables for a child process."""
    made: dict[str, str] = {}
    for f in fields(Settings):
        value = getattr(settings, f.name)
        if value is not None and value != "":
            made[ENV + f.name.upper()] = str(int(value)) if isinstance(value, bool) else str(value)
    return made
