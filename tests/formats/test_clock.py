from __future__ import annotations

import math
from typing import Any

import pytest

from reknit.formats.clock import seconds, span


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, 12.0),
        (12.5, 12.5),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1:02", 62.0),
        ("75:10", 4510.0),
        ("00:01:02", 62.0),
        ("01:00:02.250", 3602.25),
        ("[00:01]", 1.0),
        ("1:05 PM", 47_100.0),
        ("12:00:30 am", 30.0),
        ("3.5s", 3.5),
    ],
)
def test_read(value: Any, expected: Any) -> None:
    assert seconds(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -1,
        math.nan,
        math.inf,
        10**400,
        360_001,
        "",
        "soon",
        "-3",
        "nan",
        "1e5",
        "00:61:00",
        "0:75",
        "999:59:59",
        "١٢:٠٠",
        [1],
    ],
)
def test_left_out(value: Any) -> None:
    assert seconds(value) is None


def test_units() -> None:
    assert seconds(1500, 0.001) == 1.5
    assert seconds(360_000_001, 0.001) is None


def test_span() -> None:
    assert span("0:0:1.5 --> 0:0:4") == (1.5, 4.0)
    assert span("00:07") == (7.0, None)
