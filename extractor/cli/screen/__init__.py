"""One document on a terminal: pure functions from a record to something that `rich` prints."""

from extractor.cli.screen.document import Shown, render_document
from extractor.cli.screen.findings import render_finding
from extractor.cli.screen.form import render_form, render_forms

__all__ = ["Shown", "render_document", "render_finding", "render_form", "render_forms"]
