"""Outputs: what the network says of each turn, and what it should say of a coded one."""

from __future__ import annotations

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, Role

OUTPUTS = (*procedure.CODE_NAMES, "strength_2", "strength_3", *procedure.GROUPS)
"""One output per code, two that say whether a rupture's strength reaches 2 and 3, and one per
group of codes that says whether any of them holds."""


READ = (*procedure.CODE_NAMES, *procedure.GROUPS)
"""The outputs that every turn of their speaker has."""


def target(coding: Coding, role: Role) -> tuple[list[float], list[float]]:
    """What the outputs should be for a turn, and which of them apply to it."""
    codes = coding.codes
    wanted = [float(any(n in codes for n in procedure.GROUPS.get(o, (o,)))) for o in OUTPUTS]
    counts = [float(name in READ and procedure.role_of(name) == role) for name in OUTPUTS]
    if role == PATIENT and coding.rupture:
        for least in (2, 3):
            place = OUTPUTS.index(f"strength_{least}")
            wanted[place], counts[place] = float((coding.strength or 0) >= least), 1.0
    return wanted, counts
