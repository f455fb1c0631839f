"""Companion: an agent that notices when it is losing you, and mends it; alone, or in front of any
language model.

>>> from reknit.companion import Companion, Message
>>> Companion().reply([Message("user", "Hello")]).text
"""

from __future__ import annotations

from reknit.companion.answering import Companion, Handoff, Reply
from reknit.companion.memory import Memory
from reknit.companion.message import Message

__all__ = ["Companion", "Handoff", "Memory", "Message", "Reply"]
