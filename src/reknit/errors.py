"""The one exception class for mistakes that a user can mend."""

from __future__ import annotations

from pathlib import Path


class UserError(Exception):
    """Something given to Reknit cannot be used; the message says what, where, and what to do.

    The message is one line, fit to be shown as it is. It never quotes session text.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", do: str = "") -> None:
        self.what, self.where, self.expected, self.do = what, where, expected, do
        parts = [f"{where}: {what}" if where else what]
        if expected:
            parts.append(f"expected {expected}")
        if do:
            parts.append(do)
        super().__init__(" ".join("; ".join(parts).split()))


def unwritable(path: Path, why: OSError) -> UserError:
    """The mistake of a file that cannot be written."""
    return UserError(f"cannot be written ({why.strerror})", where=str(path), expected="a file")
