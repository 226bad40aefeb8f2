"""Every rule again, on stored records: no source, no key, no network."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.batch.stored import finished_run, iterate_records
from extractor.errors import StoreError
from extractor.forms import Form
from extractor.model import Finding, Record
from extractor.wiring import AUTO, Recipe, assemble

__all__ = ["Checked", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One document and what the rules say about it now."""

    record: Record
    form: Form | None
    """The form that the record follows; null for a failed one."""
    changed: bool
    """The rules say something else than when the record was made."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the rules as they are now."""
        return self.record.findings


def check(path: str) -> Iterator[Checked]:
    """Run the rules on every record of an output folder, in its order.

    Raises:
        StoreError: there is no finished run, or a record that cannot be understood or whose form is not here.
    """
    folder, manifest = finished_run(path)
    form = manifest.settings.get("form")
    assembly = assemble(Recipe(form=str(form or AUTO)))
    forms = {item.id: item for item in assembly.forms}
    for record in iterate_records(folder):
        try:
            now = assembly.pipeline.recheck(record)
        except KeyError as error:
            raise StoreError(
                "form-missing",
                f"the form {error.args[0]} of this record is not here",
                place=record.document.path,
                hint="run again with --fresh",
            ) from error
        yield Checked(now, forms.get(record.form.id) if record.form else None, changed=now.findings != record.findings)
