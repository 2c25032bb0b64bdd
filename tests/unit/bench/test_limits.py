"""Settings are checked before anything is sent."""

from __future__ import annotations

import pytest

from engine.bench.limits import check_setting
from engine.errors import LimitViolation
from engine.model.bench import SettingSpec

NUMBERS = (SettingSpec(unit="V"), SettingSpec(limits=(0, 2000)), SettingSpec(unit="V", limits=(0, 2000)))
UNCLEAR = ("1,500", "1 500", "1.500,5", "1'500", "1_500", "1,5", "1,500e3", "٣,٥", "1−5")


@pytest.mark.parametrize("setting", NUMBERS)
@pytest.mark.parametrize("text", UNCLEAR)
def test_text_that_can_be_read_as_two_numbers_is_refused(setting: SettingSpec, text: str) -> None:
    with pytest.raises(LimitViolation, match=r"more than one way|not a number"):
        check_setting("source", "level", setting, text)


@pytest.mark.parametrize("value", [1500, 1.5, "1500", " 1.5 ", "+2e-3", ".5", "1."])
def test_a_number_is_taken_as_number_or_text(value: float | str) -> None:
    for setting in NUMBERS:
        check_setting("source", "level", setting, value)


def test_words_and_text_settings_are_taken() -> None:
    check_setting("source", "level", SettingSpec(unit="V"), "AUTO")
    check_setting("switch", "route", SettingSpec(), "1,500")
    check_setting("switch", "route", SettingSpec(unit="dB", choices=("1,5", "3,0")), "1,5")
