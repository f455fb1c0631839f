"""Outputs: what the network says of each turn, and what it should say of a coded one."""

from __future__ import annotations

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, Role

OUTPUTS = (*procedure.CODE_NAMES, "strength_2", "strength_3")
"""One output per code, and two that say whether a rupture's strength reaches 2 and 3."""


def target(coding: Coding, role: Role) -> tuple[list[float], list[float]]:
    """What the outputs should be for a turn, and which of them apply to it."""
    codes = coding.codes
    wanted = [float(name in codes) for name in OUTPUTS]
    counts = [
        float(name in procedure.BY_NAME and procedure.role_of(name) == role) for name in OUTPUTS
    ]
    if role == PATIENT and coding.rupture:
        for least in (2, 3):
            place = OUTPUTS.index(f"strength_{least}")
            wanted[place], counts[place] = float((coding.strength or 0) >= least), 1.0
    return wanted, counts
