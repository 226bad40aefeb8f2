"""Rules that are really taken away: every fault is judged once more without each of them.

A rule of the catalogue speaks for itself alone: without it exactly its findings are gone, so only faults that it
said something about are judged again. An identity is also evidence for what its cells hold, and points at suspects; it
can change a document only where an identity said something, a number belongs to no row, or a figure was recognised. A
test holds both shortcuts to reading everything again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractor.audit import rule_catalogue
from extractor.errors import DocumentError
from extractor.forms import Form, builtin_forms
from extractor.model import Document, Record
from extractor.pipeline import Pipeline
from extractor.ports import Ingester
from extractor.tables import default_thresholds

__all__ = ["RememberingIngester", "Removal", "identity_codes", "removals", "rule_codes", "without_identity"]

_MODEST = 4
"""Documents that are remembered: a fault, and its twin without it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A rule, and everything but it."""

    code: str
    pipeline: Pipeline
    identity: bool = False
    proof: bool = False
    """No rule of the audit: a threshold of the readers, set so that everything passes it."""

    def may_change(self, record: Record, spoke: frozenset[str]) -> bool:
        """Whether a document of a fault could be judged otherwise without the rule.

        Args:
            record: of the document, made with the rule.
            spoke: codes of the findings that the fault brought about.
        """
        if self.proof:
            return True
        if not self.identity:
            return self.code in spoke
        return (
            bool(record.unmapped)
            or any(finding.family == "arithmetic" for finding in record.findings)
            or any(reading.score is not None for cell in record.cells for reading in cell.readings)
        )


class RememberingIngester:
    """**Adapter:** `Ingester` that opens the same file only once, for judging it again without a rule."""

    def __init__(self, ingester: Ingester) -> None:
        """`ingester` opens what is new."""
        self._ingester = ingester
        self._known: dict[tuple[bytes, str], Document | DocumentError] = {}

    def ingest(self, data: bytes, *, name: str, path: str) -> Document:
        """Give the document, or refuse it, as the ingester did.

        Raises:
            DocumentError: as the ingester.
        """
        key = (data, name)
        if key not in self._known:
            if len(self._known) >= _MODEST:
                del self._known[next(iter(self._known))]
            try:
                self._known[key] = self._ingester.ingest(data, name=name, path=path)
            except DocumentError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, DocumentError):
            raise found
        return found


def removals(ingester: Ingester, form: Form) -> tuple[Removal, ...]:
    """Every rule that can be taken away, with the pipeline that lacks it: the catalogue, the identities, the proofs."""
    thresholds = default_thresholds()
    catalogue = (Removal(code, Pipeline(ingester, (form,), levels={code: None})) for code in rule_catalogue())
    identities = (
        Removal(code, Pipeline(ingester, (without_identity(form, code),)), identity=True)
        for code in identity_codes(form)
    )
    proofs: Mapping[str, str] = {"label score τ": "score", "label margin μ": "margin"}
    return (
        *catalogue,
        *identities,
        *(
            Removal(name, Pipeline(ingester, (form,), thresholds=thresholds.model_copy(update={key: 0.0})), proof=True)
            for name, key in proofs.items()
        ),
    )


def without_identity(form: Form, code: str) -> Form:
    """The form as if it had never printed the identity."""
    tables = tuple(
        replace(
            table,
            editions=tuple(
                replace(edition, equations=tuple(item for item in edition.equations if item.id != code))
                for edition in table.editions
            ),
        )
        for table in form.tables
    )
    return replace(form, tables=tables, equations=tuple(item for item in form.equations if item.id != code))


def identity_codes(form: Form) -> tuple[str, ...]:
    """The identities of a form, in its order."""
    own = [equation.id for table in form.tables for edition in table.editions for equation in edition.equations]
    return tuple(dict.fromkeys((*own, *(equation.id for equation in form.equations))))


def rule_codes(form: Form | None = None) -> frozenset[str]:
    """Every rule that could notice a fault: those of the catalogue that apply to the form, and its identities."""
    form = form or builtin_forms()[0]
    catalogue = (code for code, entry in rule_catalogue().items() if not entry.forms or form.id in entry.forms)
    return frozenset((*catalogue, *identity_codes(form)))
