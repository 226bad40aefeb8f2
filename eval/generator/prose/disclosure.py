"""The words of a disclosure report: it speaks of its figures at length, so its sentences are code and no templates."""

from collections.abc import Mapping
from random import Random

from eval.generator.figures import Figures
from eval.generator.places import Agency
from eval.generator.prose.body import write_other, write_overview, write_problems
from eval.generator.prose.facts import gather
from eval.generator.prose.front import Front, write_front
from extractor.forms import Form

__all__ = ["write_disclosure"]


def write_disclosure(  # noqa: PLR0913, PLR0917 - what every writer of prose is given
    form: Form, editions: Mapping[str, str], agency: Agency, year: int, figures: Figures, random: Random
) -> tuple[Front, dict[str, list[str]]]:
    """Title and preface, and the paragraphs of sections one, five and six."""
    facts = gather(figures, editions)
    notice = form.edition_of_year(year) or ""
    front = write_front(agency, year, notice, random)
    return front, {
        "overview": write_overview(agency, year, facts, random),
        "problems": write_problems(agency, year, random),
        "other": write_other(agency, notice, facts, random),
    }
