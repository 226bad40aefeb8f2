"""Zip packages with fixed times, so that the same parts give the same bytes."""

import io
import zipfile
from collections.abc import Mapping

__all__ = ["package"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can state."""


def package(parts: Mapping[str, str]) -> bytes:
    """Pack parts, name → content, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The system that wrote a zip stands in it; always claim the same.
            entry.create_system = 0
            archive.writestr(entry, content.encode())
    return buffer.getvalue()
