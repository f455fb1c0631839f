"""The one exception class for mistakes that a user can mend."""


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
