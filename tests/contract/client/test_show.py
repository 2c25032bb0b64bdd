"""`pybirch.show`: what a notebook draws, and what a saved one still holds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from collections.abc import Iterator

import httpx
import pytest
from support.plans import area, line, two_at_once

import pybirch

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def measured(lab: pybirch.Lab) -> Iterator[tuple[pybirch.Queue, list[pybirch.Scan]]]:
    """A queue with a line, a map, spectra, and a scan that waits."""
    queue = lab.create_queue("shown <here>")
    scans = queue.submit_all([line(), area(), two_at_once()])
    queue.start()
    for scan in scans:
        assert scan.wait(timeout=60).status == "completed"
    queue.wait(timeout=30)
    return queue, [*scans, queue.submit(line("waits"))]


def picture(thing: pybirch.Scan | pybirch.Queue | pybirch.Instrument | str, lab: pybirch.Lab) -> ET.Element:
    """The picture of a thing, which is also in the HTML that stays when a notebook is saved."""
    view = pybirch.show(thing, lab=lab)
    assert view is not None
    bundle = view._repr_mimebundle_()
    inside = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', bundle["text/html"])
    assert inside and b64decode(inside[1]).decode() == bundle["image/svg+xml"]
    return ET.fromstring(bundle["image/svg+xml"])


def words(drawn: ET.Element) -> str:
    return " | ".join(text.text or "" for text in drawn.iter(f"{SVG}text"))


def test_a_line_a_map_and_a_scan_without_readings(
    lab: pybirch.Lab, measured: tuple[pybirch.Queue, list[pybirch.Scan]]
) -> None:
    a_line, a_map, both, waits = measured[1]
    drawn = picture(a_line.scan_id, lab)
    assert f"{a_line.scan_id} · Line · completed" in words(drawn)
    assert "motor.x (mm)" in words(drawn) and "signal (V)" in words(drawn)
    assert [path.get("d", "").count("L") for path in drawn.iter(f"{SVG}path")] == [0, 10], (
        "axes, and 11 points"
    )
    cells = {
        (cell.get("x"), cell.get("y"))
        for cell in picture(a_map, lab).iter(f"{SVG}rect")
        if cell.get("fill", "").startswith("rgb(")
    }
    assert len(cells) == 25
    assert f"{both.scan_id} · two at once" in words(picture(both, lab))
    assert "nothing measured yet" in words(picture(waits, lab))


def test_a_queue_and_an_instrument(
    lab: pybirch.Lab, measured: tuple[pybirch.Queue, list[pybirch.Scan]]
) -> None:
    queue, scans = measured
    told = words(picture(queue, lab))
    assert "shown <here>" in told
    assert list(re.findall(r"SCAN_\d+", told)) == [scan.scan_id for scan in scans]
    assert "x | " in words(picture("motor", lab))


def test_the_view_is_where_the_address_says(
    lab: pybirch.Lab, measured: tuple[pybirch.Queue, list[pybirch.Scan]]
) -> None:
    scan = measured[1][0]
    view = pybirch.show(scan, lab=lab, theme="dark")
    assert view is not None and view.address == f"{lab.url}embed/scans/{scan.scan_id}?theme=dark"
    headers = {"Authorization": f"Bearer {lab._server.address.token}"}
    answer = httpx.get(view.address, headers=headers)
    assert answer.status_code == 200
    ancestors = "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
    assert ancestors in answer.headers["content-security-policy"]
    whole = httpx.get(f"{lab.url}scans/{scan.scan_id}", headers=headers)
    assert whole.headers["content-security-policy"].endswith("frame-ancestors 'self'"), "only the views"
    with pytest.raises(ValueError, match="light or dark"):
        pybirch.show(scan, lab=lab, theme="blue")
    with pytest.raises(pybirch.NotFound):
        pybirch.show("SCAN_999", lab=lab)


def test_behind_a_hub_the_notebook_asks_its_own_host(
    lab: pybirch.Lab, measured: tuple[pybirch.Queue, list[pybirch.Scan]], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = pybirch.show(measured[1][0], lab=lab)
    assert view is not None
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")
    assert f'src="{lab.url}embed/' in view._repr_mimebundle_()["text/html"]
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/embed/")
    assert 'src="/embed/scans/' in view._repr_mimebundle_()["text/html"]
