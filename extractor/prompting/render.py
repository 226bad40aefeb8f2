"""Prompt texts filled in. Jinja is imported at the first text: a run without a model needs none."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from extractor.errors import PromptError

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["fill_in", "syntax_fault", "variables_in"]


@cache
def _environment() -> "ImmutableSandboxedEnvironment":
    """A prompt file is data and reaches nothing of the program. What is filled in is never taken for a template."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _template(text: str) -> "Template":
    return _environment().from_string(text)


def syntax_fault(text: str) -> str | None:
    """What is wrong with the notation of a text; null when nothing is."""
    from jinja2 import TemplateSyntaxError

    try:
        _environment().parse(text)
    except TemplateSyntaxError as error:
        return f"{error.message} (line {error.lineno} under the heading)"
    return None


def variables_in(text: str) -> frozenset[str]:
    """The variables that a text of sound notation needs."""
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(_environment().parse(text)))


def fill_in(text: str, variables: Mapping[str, object], *, name: str) -> str:
    """Fill in the variables of a text.

    Args:
        text: in Jinja's notation.
        variables: exactly those that the prompt names.
        name: of the prompt, for messages.

    Raises:
        PromptError: `prompt-variables` when a part of a variable is missing, or the text reaches for what is none.
    """
    from jinja2 import TemplateError

    try:
        return _template(text).render(variables).strip()
    except TemplateError as error:
        raise PromptError(
            "prompt-variables", str(error), place=name, hint="fill in what the prompt file names"
        ) from error
