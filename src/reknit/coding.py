"""Coding: what is decided about one turn, by a reader's thresholds or by a person's judgement."""

from __future__ import annotations

from dataclasses import dataclass

from reknit import procedure


@dataclass(frozen=True, slots=True)
class Coding:
    """The codes of one turn. `None` means "not read"; an empty tuple or `False` means "not there".

    Patient turns carry rupture, strength (0-3), markers, engaged and risk; therapist turns carry
    moves. What does not apply to a turn is empty (manual, sections A and B).
    """

    rupture: tuple[str, ...] | None = ()
    strength: int | None = 0
    markers: tuple[str, ...] | None = ()
    engaged: bool | None = None
    risk: bool | None = None
    moves: tuple[str, ...] | None = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that holds, by name."""
        flags = [name for name in ("engaged", "risk") if getattr(self, name)]
        return (*(self.rupture or ()), *(self.markers or ()), *flags, *(self.moves or ()))

    def has_any(self, moves: tuple[str, ...]) -> bool:
        """Whether the turn holds at least one of these moves."""
        return any(move in moves for move in self.moves or ())


def problems(coding: Coding, role: str) -> list[str]:
    """What is wrong with a coding by the manual's own rules; empty when nothing is."""
    found: list[str] = []
    rupture, markers, moves = coding.rupture or (), coding.markers or (), coding.moves or ()
    found += [f"unknown rupture '{r}'" for r in rupture if r not in procedure.RUPTURE_NAMES]
    found += [f"unknown marker '{m}'" for m in markers if m not in procedure.MARKER_NAMES]
    found += [f"unknown move '{m}'" for m in moves if m not in procedure.MOVE_NAMES]
    if role == procedure.THERAPIST:
        if rupture or markers or coding.strength or coding.engaged or coding.risk:
            found.append("a therapist turn carries moves only")
        return found
    if moves:
        found.append("a patient turn carries no moves")
    if bool(rupture) != bool(coding.strength):
        found.append("a rupture and its strength (1-3) go together")
    if coding.strength is not None and not 0 <= coding.strength <= 3:
        found.append("strength is 0 to 3")
    for kind in procedure.RUPTURE_NAMES:
        has_marker = any(m in procedure.MARKERS_OF[kind] for m in markers)
        if kind in rupture and not has_marker:
            found.append(f"{kind} without a {kind} marker")
        if kind not in rupture and has_marker:
            found.append(f"a {kind} marker without {kind}")
    return found
