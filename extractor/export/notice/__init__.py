"""Notices: for each agency with findings, an office letter in Chinese that can be printed, signed and sent."""

from extractor.export.notice.writer import Notice, Notices, write_notices

__all__ = ["Notice", "Notices", "write_notices"]
