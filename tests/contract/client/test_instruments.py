"""Instruments moved and set through the Python client."""

from __future__ import annotations

import pytest
from support.plans import series
from support.running import wait_until

import pybirch


def test_instruments_are_found_by_name_and_number(lab: pybirch.Lab) -> None:
    motor = lab.instrument("motor")
    assert lab.instrument(motor.info["instrument_id"]) == motor
    assert motor.units["x"] == "mm"
    assert "motor" in [instrument.name for instrument in lab.instruments()]
    with pytest.raises(pybirch.NotFound, match="the instruments are motor"):
        lab.instrument("tractor")


def test_a_move_is_waited_for(lab: pybirch.Lab) -> None:
    slow = lab.instrument("slow")
    slow.move(z=0, wait=True)
    slow.move(z=5, wait=True, timeout=60)
    assert slow.status != "moving"
    assert slow.position == {"z": 5}
    slow.move(z=-2, relative=True, wait=True)
    assert slow.position == {"z": 3}


def test_a_move_is_not_waited_for_unless_asked(lab: pybirch.Lab) -> None:
    slow = lab.instrument("slow")
    slow.move(z=0, wait=True)
    slow.move(z=50)
    with pytest.raises(TimeoutError, match="slow still moves"):
        slow.move(z=60, wait=True, timeout=0.2)
    slow.stop()
    wait_until(lambda: slow.status != "moving", "the axis standing")
    assert slow.position["z"] is not None
    assert slow.position["z"] < 60


def test_a_move_that_is_stopped_raises(lab: pybirch.Lab) -> None:
    import threading

    slow = lab.instrument("slow")
    slow.move(z=0, wait=True)

    def stop_when_moving() -> None:
        other = lab.instrument("slow")
        wait_until(lambda: other.status == "moving", "the motion")
        other.stop()

    stopper = threading.Thread(target=stop_when_moving)
    stopper.start()
    with pytest.raises(pybirch.Refused, match="slow did not arrive"):
        slow.move(z=90, wait=True)
    stopper.join()


def test_a_setpoint_beyond_the_limits_is_refused(lab: pybirch.Lab) -> None:
    motor = lab.instrument("motor")
    with pytest.raises(pybirch.Refused, match="x") as refused:
        motor.move(x=1000, y=2, wait=True)
    assert refused.value.problems[0].path == "target.x"
    with pytest.raises(pybirch.Refused):
        motor.move(q=1)


def test_settings_and_values(lab: pybirch.Lab) -> None:
    detector = lab.instrument("detector")
    detector.set(exposure=0.25)
    wait_until(lambda: detector.settings["exposure"] == 0.25, "the setting")
    assert detector.values["exposure"] == 0.25
    assert "signal" in detector.readings
    motor = lab.instrument("motor")
    motor.move(x=5, y=0, wait=True)
    assert motor.values == {"x": 5, "y": 0}


def test_an_instrument_is_disconnected_and_connected(lab: pybirch.Lab) -> None:
    camera = lab.instrument("camera")
    camera.disconnect()
    wait_until(lambda: camera.status == "disconnected", "the disconnection")
    camera.connect()
    wait_until(lambda: camera.status in ("connected", "idle"), "the connection")


def test_the_emergency_stop_ends_scans(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("stopped at once")
    scan = queue.submit(series(points=5000, every=0.02))
    queue.start()
    wait_until(lambda: scan.status == "running", "the scan running")
    lab.stop()
    assert scan.wait(timeout=30).status == "aborted"
