"""The words around the tables, written for the generator and agreeing with its figures."""

from collections.abc import Mapping
from random import Random

from eval.generator.figures import Figures
from eval.generator.places import Agency
from eval.generator.prose.disclosure import write_disclosure
from eval.generator.prose.front import Front
from eval.generator.prose.templates import templates_of, write_from_templates
from extractor.forms import Form

__all__ = ["Front", "blank_chance", "write_prose"]

_WRITERS = {"gov-disclosure": write_disclosure}
"""Forms whose prose is more than templates can say; every other form has a file of templates, or only a title."""


def write_prose(  # noqa: PLR0913, PLR0917 - everything that prose may speak of
    form: Form, editions: Mapping[str, str], agency: Agency, year: int, figures: Figures, random: Random
) -> tuple[Front, dict[str, list[str]]]:
    """Title, preface and closing lines, and the paragraphs of each section by its key."""
    writer = _WRITERS.get(form.id)
    if writer is not None:
        return writer(form, editions, agency, year, figures, random)
    return write_from_templates(form, agency, year, figures, random)


def blank_chance(form: Form) -> float:
    """How often a document of the form leaves zeros empty."""
    return templates_of(form.id, form.metadata.title_phrases[0]).blank_zeros
