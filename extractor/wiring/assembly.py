"""The one place that puts a pipeline together."""

from dataclasses import dataclass
from pathlib import Path

from extractor.audit import levels_from
from extractor.errors import UsageError
from extractor.forms import Form, builtin_forms, load_form
from extractor.ingest import FileIngester, find_libreoffice
from extractor.pipeline import Pipeline
from extractor.tracing import TraceOptions
from extractor.wiring.model_reader import ModelRecipe, model_reader, model_versions
from extractor.wiring.tracing import tracer_for
from extractor.wiring.versions import fingerprint, record_versions

__all__ = ["AUTO", "Assembly", "Recipe", "assemble", "choose_forms"]

AUTO = "auto"
FORM_SUFFIXES = frozenset((".yaml", ".yml"))


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a pipeline is made from; small, so that it can be sent to worker processes."""

    form: str = AUTO
    """`auto`, the id of a form that ships with the package, or the path of a form file."""
    levels: str = ""
    """The deployment's own levels of rules, as `levels_text` writes them."""
    model: ModelRecipe | None = None
    """The second reader; null: the table reader is alone."""
    traces: TraceOptions | None = None
    """Where traces go; null: nowhere."""

    def __call__(self) -> Pipeline:
        """Make the pipeline alone."""
        return assemble(self).pipeline


@dataclass(frozen=True, slots=True)
class Assembly:
    """A pipeline and what its records depend on."""

    pipeline: Pipeline
    forms: tuple[Form, ...]
    versions: dict[str, str]
    fingerprint: str
    """Equal fingerprints, equal records."""


def assemble(recipe: Recipe) -> Assembly:
    """Make the pipeline.

    Raises:
        UsageError, FormError: as `choose_forms`; `missing-extra` for a model.
        StoreError: `cache-unusable` for a model.
    """
    forms = choose_forms(recipe.form)
    converter = find_libreoffice()
    tracer = tracer_for(recipe.traces)
    reader = model_reader(recipe.model, tracer) if recipe.model else None
    pipeline = Pipeline(FileIngester(converter), forms, levels=levels_from(recipe.levels), model=reader, tracer=tracer)
    versions = {
        **record_versions(pipeline),
        "converter": converter.version if converter else "absent",
        **(model_versions(recipe.model) if recipe.model else {}),
    }
    return Assembly(pipeline, forms, versions, fingerprint(versions))


def choose_forms(form: str) -> tuple[Form, ...]:
    """The forms that documents may follow.

    Raises:
        UsageError: `unknown-form`.
        FormError: the form file is wrong.
    """
    if Path(form).suffix.lower() in FORM_SUFFIXES:
        return (load_form(Path(form)),)
    known = builtin_forms()
    if form == AUTO:
        return known
    chosen = tuple(item for item in known if item.id == form)
    if not chosen:
        names = ", ".join(item.id for item in known)
        raise UsageError(
            "unknown-form", f"known forms: {names}", place=form, hint="or name a form file ending in .yaml"
        )
    return chosen
