"""Which characters the fonts hold, in two parts: one that every page loads, one that comes with its first character."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """Parts of a family."""

    COMMON = "common"
    RARE = "rare"


RANGES: dict[Part, tuple[tuple[int, int], ...]] = {
    Part.COMMON: (
        (0x0020, 0x007E),  # Basic Latin
        (0x00A0, 0x00FF),  # Latin-1
        (0x03A9, 0x03A9),  # ohm and micro as Greek letters
        (0x03BC, 0x03BC),
        (0x2007, 0x2015),  # spaces of a figure's width, thin spaces, dashes
        (0x2018, 0x2026),  # quotation marks, bullet, ellipsis
        (0x202F, 0x203A),  # narrow space, per mille, primes
        (0x2070, 0x208E),  # superscripts and subscripts
        (0x2126, 0x2126),  # ohm
        (0x2190, 0x2199),  # arrows
        (0x2212, 0x2212),  # minus
        (0x2248, 0x2265),  # ≈ ≠ ≤ ≥
        (0x25A0, 0x25CF),  # shapes of the states
        (0x2713, 0x2717),  # tick and cross
    ),
    Part.RARE: (
        (0x0100, 0x017F),  # Latin Extended-A
        (0x0218, 0x021B),  # Romanian
        (0x02C6, 0x02DD),  # spacing accents
        (0x0300, 0x0304),  # combining accents: letters of a person's name may come in two parts
        (0x0306, 0x030C),
        (0x0327, 0x0328),
        (0x0384, 0x03A8),  # Greek
        (0x03AA, 0x03BB),
        (0x03BD, 0x03CE),
        (0x03D1, 0x03D1),  # theta and phi as symbols
        (0x03D5, 0x03D5),
        (0x2044, 0x2044),  # fraction slash
        (0x20AC, 0x20AC),  # euro
        (0x2113, 0x2125),  # litre, number sign, trade mark
        (0x212A, 0x212B),  # kelvin, ångström
        (0x2153, 0x215E),  # fractions
        (0x21D2, 0x21D4),
        (0x2202, 0x2211),  # ∂ Δ ∏ ∑
        (0x2213, 0x222B),  # √ ∞ ∫
    ),
}
"""First and last code point of what a part holds, where the family has it."""

LETTERS = ((0x0041, 0x005A), (0x0061, 0x007A))
"""Held by both parts: a letter and its combining accent have to come from one font."""


def unicode_range(part: Part) -> str:
    """The part's characters as a style sheet names them."""
    return ",".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in RANGES[part])
