"""Runtime: onnxruntime, kept from telling its maker that it is used.

From version 1.29 on it counts sessions and sends what it counts to Microsoft, unless this variable
says otherwise before it is imported. It would send no words; but nothing is to leave the machine.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

onnxruntime.disable_telemetry_events()

__all__ = ["onnxruntime"]
