"""Pictures of generated reports: printed by LibreOffice, scanned at some resolution, damaged as scans are.

Needs the extras `ocr` and `pdf` and LibreOffice; nothing else of the generator imports it.
"""

from eval.generator.scans.damages import PICTURE_DAMAGES, PictureDamage
from eval.generator.scans.press import Printed, Scan, print_reports, scan

__all__ = ["PICTURE_DAMAGES", "PictureDamage", "Printed", "Scan", "print_reports", "scan"]
