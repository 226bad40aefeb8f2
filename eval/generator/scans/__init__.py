"""Scans of generated reports: printed by LibreOffice, rendered and damaged by name (extras `ocr` and `pdf`)."""

from eval.generator.scans.damages import PICTURE_DAMAGES, PictureDamage
from eval.generator.scans.press import Printed, Scan, print_reports, scan

__all__ = ["PICTURE_DAMAGES", "PictureDamage", "Printed", "Scan", "print_reports", "scan"]
