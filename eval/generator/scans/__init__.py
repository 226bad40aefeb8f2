"""Scans of generated reports: printed by LibreOffice, rendered and damaged by name (extras `ocr` and `pdf`)."""

from eval.generator.scans.damages import PICTURE_DAMAGES, PictureDamage
from eval.generator.scans.harsh import HARSH_DAMAGES
from eval.generator.scans.press import Printed, Scan, print_reports, scan

__all__ = ["HARSH_DAMAGES", "PICTURE_DAMAGES", "PictureDamage", "Printed", "Scan", "print_reports", "scan"]
