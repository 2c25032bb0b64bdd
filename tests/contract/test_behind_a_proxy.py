"""The examples of docs/how-to/behind-a-proxy.md in nginx, Apache and Caddy: a path, TLS, cookies and WebSockets."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
import websocket
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.plans import line
from support.ports import lasting_port
from support.running import RunningServer, wait_until
from support.snippets import snippets

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

PAGE = "docs/how-to/behind-a-proxy.md"
LANGUAGES = {"nginx": "nginx", "apache": "apacheconf", "caddy": "text"}
PATHS = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}


@pytest.fixture(scope="module")
def server(start_for_module: Callable[..., RunningServer]) -> RunningServer:
    return start_for_module("--prefix", "/lab/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `lab.crt` and `lab.key` for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "lab.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "lab.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return folder


@pytest.fixture(params=sorted(LANGUAGES))
def site(
    request: pytest.FixtureRequest, server: RunningServer, certificate: Path, tmp_path: Path
) -> Iterator[str]:
    """The address of PyBirch behind the web server of the example."""
    port = lasting_port()
    text = next(s.text for s in snippets() if (s.page, s.language) == (PAGE, LANGUAGES[request.param]))
    changes = {
        "/etc/ssl": str(certificate),
        "127.0.0.1:8050": server.url.split("/")[2],
        "listen 443": f"listen 127.0.0.1:{port}",
        "*:443": f"127.0.0.1:{port}",
        "lab.example.org {": f"https://127.0.0.1:{port} {{",
        "lab.example.org": "127.0.0.1",
    }
    for old, new in changes.items():
        text = text.replace(old, new)
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            COMMANDS[request.param](tmp_path, text, port),
            cwd=tmp_path,
            env={
                **PATHS,
                "HOME": str(tmp_path),
                "XDG_DATA_HOME": str(tmp_path),
                "XDG_CONFIG_HOME": str(tmp_path),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    address = f"https://127.0.0.1:{port}/lab/"

    def answers() -> bool:
        assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
        try:
            return requests.get(f"{address}api/v1/health", verify=certificate / "lab.crt", timeout=5).ok
        except requests.ConnectionError:
            return False

    try:
        wait_until(answers, f"an answer through {request.param}")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def nginx(folder: Path, text: str, port: int) -> list[str]:
    del port
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{text}}}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(config), "-e", "stderr"]


def apache(folder: Path, text: str, port: int) -> list[str]:
    modules = "mpm_event authz_core proxy proxy_http headers ssl socache_shmcb"
    loads = "".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so\n" for m in modules.split())
    config = folder / "apache.conf"
    config.write_text(
        f"{loads}ServerRoot {folder}\nPidFile {folder}/apache.pid\nErrorLog /dev/stderr\n"
        f"ServerName 127.0.0.1\nListen 127.0.0.1:{port}\nDefaultRuntimeDir {folder}\n{text}"
    )
    return ["apache2", "-X", "-f", str(config)]


def caddy(folder: Path, text: str, port: int) -> list[str]:
    del port
    config = folder / "Caddyfile"
    config.write_text(f"{{\nadmin off\nauto_https disable_redirects\n}}\n{text}")
    return ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]


COMMANDS = {"nginx": nginx, "apache": apache, "caddy": caddy}


def test_the_example_works(site: str, server: RunningServer, certificate: Path) -> None:
    origin = site.removesuffix("/lab/")
    session = requests.Session()
    session.trust_env, session.verify = False, str(certificate / "lab.crt")
    came = session.get(site, params={"token": server.token}, allow_redirects=False, timeout=30)
    assert came.headers["Location"] == "/lab/"
    assert session.cookies and all(each.secure for each in session.cookies), "cookies are for TLS only"
    page = session.get(site, headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 200
    assert all(each.startswith("/lab/") for each in re.findall(r'(?:src|href)="(/[^"]*)"', page.text))

    csrf = session.cookies["pybirch_csrf"]
    for headers, status in (
        ({"Origin": origin, "X-CSRF-Token": csrf}, 200),
        ({"Origin": "https://elsewhere.example", "X-CSRF-Token": csrf}, 403),
        ({"Origin": origin}, 403),
    ):
        body, address = line(), f"{site}api/v1/plans/check"
        assert session.post(address, json=body, headers=headers, timeout=30).status_code == status

    trusted = ssl.create_default_context(cafile=str(certificate / "lab.crt"))
    held = "; ".join(f"{each.name}={each.value}" for each in session.cookies)
    address = f"wss{site.removeprefix('https')}ws/global"
    with closing(
        websocket.create_connection(
            address, cookie=held, origin=origin, sslopt={"context": trusted}, timeout=30
        )
    ) as socket:
        assert json.loads(socket.recv())["kind"] == "snapshot"
