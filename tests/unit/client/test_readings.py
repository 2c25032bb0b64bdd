import math

import pytest

from pybirch.client.errors import Refused
from pybirch.client.readings import measurements, numbers


def test_words_become_numbers_wherever_they_stand() -> None:
    told = numbers([1.5, "Infinity", None, ["-Infinity", 2], [[None, "NaN"]]])
    assert told[:4] == [1.5, math.inf, None, [-math.inf, 2]]
    assert told[4][0][0] is None and math.isnan(told[4][0][1])


def test_a_scan_whose_measurements_are_damaged_does_not_look_empty() -> None:
    assert measurements({"measurements": None, "damage": ""}) == ()
    with pytest.raises(Refused, match="damaged"):
        measurements({"measurements": None, "damage": "the stored readings of SCAN_001 are damaged"})
