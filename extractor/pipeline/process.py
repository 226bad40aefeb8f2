"""`process(document)`: the one function that every driver calls (design.md §4.7)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.audit import FROM_SOURCE, Facts, Levels, View, levels_text, with_levels
from extractor.claims import read_metadata
from extractor.errors import DocumentError
from extractor.forms import Form, TableEdition
from extractor.fusion import Disagreement
from extractor.model import Document, DocumentInfo, Failure, Finding, FormInfo, Record, RowsHeard, Unmapped, Usage
from extractor.pipeline.assemble import Fused, audit
from extractor.pipeline.both_readers import fuse_readers, with_readings
from extractor.pipeline.model_reading import NO_USAGE, ModelReader, ModelView
from extractor.pipeline.places import located, relocated
from extractor.pipeline.quoted import dropped_quotes, more_claims, with_lacks, with_quotes
from extractor.pipeline.recognise import Recognised, recognise, refuse_several_reports
from extractor.pipeline.row_reading import read_rows, rows_heard
from extractor.pipeline.second_look import look_again, with_looks
from extractor.pipeline.shortfall import shortfall
from extractor.pipeline.untraced import Untraced
from extractor.pipeline.viewing import damaged_labels, prose_of, sections_of, stored_document, stored_view
from extractor.ports import Ingester, Tracer
from extractor.tables import TableReading, Thresholds, default_thresholds, read_tables

__all__ = ["Pipeline", "Processed"]


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of one file."""

    record: Record
    text: str | None
    """The extracted text that the record's places count in; null when there is none."""
    usage: Usage = NO_USAGE
    """What a model was paid for it."""
    dropped: int = 0
    """Quotations of the model that the document does not print; nothing was made of them."""
    differences: Mapping[str, Disagreement] = field(default_factory=dict[str, Disagreement])
    """What kind of difference stands between the readers, by cell path, accepted cells included."""
    rows: RowsHeard | None = None
    """What a model was asked row by row; null for one that reads whole tables."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The cells of a document by all who read it."""

    fused: Fused
    said: ModelView | None = None
    """What the model said; null without one."""
    usage: Usage = NO_USAGE
    """What it was paid, second looks included."""


class Pipeline:
    """Everything between a file's bytes and its record."""

    def __init__(  # noqa: PLR0913 - the parts of a pipeline
        self,
        ingester: Ingester,
        forms: Sequence[Form],
        *,
        form_id: str | None = None,
        thresholds: Thresholds | None = None,
        levels: Levels | None = None,
        model: ModelReader | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        """`form_id` names the only form to try; null tries all of `forms`. `levels` are those of the deployment.

        `model` reads every document a second time; without it the table reader is alone.
        """
        self._ingester = ingester
        self._forms = tuple(form for form in forms if form_id is None or form.id == form_id)
        self._thresholds = thresholds or default_thresholds()
        self._levels = levels or {}
        self._model = model
        self._tracer = tracer or Untraced()

    @property
    def versions(self) -> dict[str, str]:
        """What a record depends on besides the program itself."""
        return {
            **{f"form:{form.id}": form.digest for form in self._forms},
            "thresholds": f"{self._thresholds.score}/{self._thresholds.margin}/{self._thresholds.floor}",
            **({"levels": levels_text(self._levels)} if self._levels else {}),
            **(self._model.versions if self._model else {}),
        }

    def process(self, data: bytes, *, name: str, path: str, facts: Facts | None = None) -> Processed:
        """Read and audit one file; one that cannot be read becomes a record of status `failed`.

        `facts` are what is known of the document from elsewhere; only rules use them.
        """
        with self._tracer.document(path) as finished:
            processed = self._process(data, name, path, facts or Facts())
            finished(processed.record)
        return processed

    def _process(self, data: bytes, name: str, path: str, facts: Facts) -> Processed:
        try:
            with self._tracer.step("ingest"):
                document = self._ingester.ingest(data, name=name, path=path)
        except DocumentError as error:
            info = DocumentInfo(sha256=hashlib.sha256(data).hexdigest(), name=name, path=path, media_type=None)
            return Processed(failed(info, error), None)
        info = DocumentInfo(
            sha256=document.sha256,
            name=name,
            path=path,
            media_type=document.media_type,
            pages=document.pages,
            characters=len(document.text),
        )
        try:
            return self._read(document, data, info, facts)
        except DocumentError as error:
            return Processed(failed(info, error), document.text)

    def _read(self, document: Document, data: bytes, info: DocumentInfo, facts: Facts) -> Processed:
        found = recognise(document, self._forms)
        refuse_several_reports(document, found)
        form = found.form
        meta = read_metadata(document, form, sections=found.sections)
        year = meta["year"].value
        with self._tracer.step("table-reader"):
            readings = read_tables(
                document,
                form,
                found.regions,
                year=year if isinstance(year, int) else None,
                thresholds=self._thresholds,
            )
        error = shortfall(document, found, readings)
        editions = {reading.table: reading.edition for reading in readings}
        tables = list(form.table_editions(editions))
        heard = self._hear(document, data, found, tables, readings)
        fused, said = heard.fused, heard.said
        if said is not None:
            error = with_lacks(error, said)
            meta = with_quotes(document, meta, said)
        prose = prose_of(document, form, found.sections, fused.cells, meta, facts)
        claims = (*prose.claims, *more_claims(document, form, editions, fused.cells, prose.claims, said))
        view = View(
            form=form,
            tables=tables,
            cells={cell.path: cell for cell in fused.cells},
            meta=meta,
            claims=claims,
            text=document.text,
            sections=sections_of(found.sections),
            prose=prose,
            damaged=damaged_labels(readings),
            notes=document.notes,
            facts=facts,
        )
        with self._tracer.step("audit"):
            findings, coverage = audit(view, fused.attributions, self._levels)
        record = Record(
            status="partial" if error else "ok",
            error=error,
            document=info,
            form=FormInfo(id=form.id, editions=editions),
            meta=meta,
            cells=fused.cells,
            unmapped=tuple(_unmapped(readings)),
            claims=claims,
            findings=findings,
            coverage=coverage,
        )
        record = located(record, document)
        if said is None:
            return Processed(record, document.text)
        dropped = dropped_quotes(document, said)
        return Processed(record, document.text, heard.usage, dropped, fused.differences, rows_heard(said, fused.cells))

    def _hear(
        self,
        document: Document,
        data: bytes,
        found: Recognised,
        tables: Sequence[TableEdition],
        readings: Sequence[TableReading],
    ) -> _Heard:
        """Let the model read too, if there is one, and fuse what both say."""
        model, step = self._model, self._tracer.step

        def fused(said: ModelView | None) -> Fused:
            with step("fuse"):
                return fuse_readers(document, found.form, tables, readings, said, floor=self._thresholds.floor)

        if model is None:
            return _Heard(fused(None))
        if model.rows is not None:
            # After the table reader: it asks first about what is in doubt.
            alone = fused(None)
            with step("model"):
                said = read_rows(model, document, found, tables, alone.cells)
            return _Heard(with_readings(alone, found.form, tables, readings, said), said, said.usage)
        with step("model"):
            said = model.read(document, data, found, tables)
        both = fused(said)
        with step("second-look"):
            looks = look_again(model, document, tables, both.cells, said)
        return _Heard(replace(both, cells=with_looks(both.cells, said, looks)), said, said.usage + looks.usage)

    def recheck(self, record: Record, text: str, facts: Facts | None = None) -> Record:
        """Run every rule again on a stored record and its extracted text, without its source.

        What only the source shows (`FROM_SOURCE`) stays as it was found; claims are read anew.

        Raises:
            KeyError: the record's form is not among the pipeline's forms.
        """
        if record.form is None:
            return record
        form = {item.id: item for item in self._forms}[record.form.id]
        tables = list(form.table_editions(record.form.editions))
        document = stored_document(record, text, self._ingester)
        view = stored_view(record, form, tables, document, facts or Facts())
        again, coverage = audit(view, None, self._levels)
        # The view tells of the source what the record tells of it; a rule on the source would find less of it now.
        findings = tuple(item for item in again if not _is_from_source(item))
        kept = tuple(with_levels(filter(_is_from_source, record.findings), self._levels))
        more = len(kept) - (len(again) - len(findings))
        counted = {name: getattr(coverage, name) + more for name in ("applicable", "evaluated", "failed")}
        now = record.model_copy(
            update={
                "claims": tuple(view.claims),
                "findings": (*findings, *kept),
                "coverage": coverage.model_copy(update=counted),
            }
        )
        return relocated(now, record)


def _unmapped(readings: Sequence[TableReading]) -> Iterator[Unmapped]:
    """The rows that the form does not have."""
    for reading in readings:
        for row in reading.unmapped:
            fields = tuple(field.text for field in row.fields)
            yield Unmapped(table=reading.table, label=row.label, fields=fields, source=row.source)


def _is_from_source(finding: Finding) -> bool:
    # A form may call an identity like a rule of the catalogue; no identity is of this family.
    return finding.code in FROM_SOURCE and finding.family == "integrity"


def failed(info: DocumentInfo, error: DocumentError) -> Record:
    """The record of a document that could not be read."""
    return Record(
        status="failed",
        error=Failure(code=error.code, message=error.message, hint=error.hint),
        document=info,
        form=None,
        meta={},
        cells=(),
        unmapped=(),
        claims=(),
        findings=(),
        coverage=None,
    )
