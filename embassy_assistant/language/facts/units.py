"""Which units measure the same, and how many of one make another.

The factors are those of the International System of Units (BIPM, 9th edition, tables 2, 5 and 8) and of NIST Special
Publication 811, appendix B.8.
"""

from __future__ import annotations

from typing import Final

_SAME: Final = {
    "length": {"km": 1e3, "m": 1.0, "cm": 1e-2, "mm": 1e-3, "mile": 1609.344, "yard": 0.9144, "foot": 0.3048}
    | {"inch": 0.0254},
    "mass": {"kg": 1.0, "g": 1e-3, "t": 1e3, "pound": 0.45359237, "ounce": 0.028349523, "stone": 6.35029},
    "area": {"ha": 1e4, "acre": 4046.873, "km2": 1e6, "m2": 1.0, "mile2": 2.589988e6, "foot2": 0.09290304},
    "volume": {"litre": 1.0, "gallon": 3.785412, "barrel": 158.9873},
    "power": {"kw": 1.0, "mw": 1e3, "gw": 1e6},
    "dollars": {"USD": 1.0, "cent": 0.01},
    "hryvnias": {"UAH": 1.0, "kopiyka": 0.01},
}
_TIME: Final = {
    "time": {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0, "month": 2629800.0}
    | {"year": 31557600.0, "decade": 315576000.0, "century": 3155760000.0},
}
_FACTORS: Final = {
    unit: (dimension, factor, exact)
    for same, exact in ((_SAME, 0.05), (_TIME, 0.002))
    for dimension, factors in same.items()
    for unit, factor in factors.items()
}


def is_converted(first: tuple[float, str], second: tuple[float, str]) -> bool:
    """Tell whether two amounts in different units are about the same.

    Args:
        first: A value and its unit.
        second: Another.
    """
    one, other = _FACTORS.get(first[1]), _FACTORS.get(second[1])
    if one is None or other is None or one[0] != other[0] or first[1] == second[1]:
        return False
    here, there = first[0] * one[1], second[0] * other[1]
    return abs(here - there) <= max(here, there) * one[2]
