"""How long the audit of a read document takes, beside its limit."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.corpus import drawn
from benchmarks.report import figure, judge
from extractor.audit import Facts
from extractor.forms import builtin_forms
from extractor.ingest import TextIngester
from extractor.pipeline import Pipeline
from extractor.pipeline.assemble import audit
from extractor.pipeline.viewing import stored_document, stored_view

__all__ = ["measure_audit"]

DOCUMENTS = 300
LIMIT_SECONDS = 0.005
"""Median of every rule and identity on one document."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of processor time for one document: on a shared machine the clock would measure the neighbours too."""

    audit: float
    """Every rule, identity and search for what would reconcile, on a document whose sentences are read."""
    recheck: float
    """The same from a stored record and its text: its outline and sentences are read anew first."""


def measure_audit() -> bool:
    """Print the median and the longest audit of drawn reports, in every layout and damage."""
    times = list(_times())
    audits = [item.audit for item in times]
    median = statistics.median(audits)
    shown = f"{median * 1000:.2f} ms, longest {max(audits) * 1000:.1f} ms, {median / LIMIT_SECONDS:.2f} of the limit"
    met = judge(
        f"processor time, median of {len(times)}", shown, f"{LIMIT_SECONDS * 1000:.0f} ms", met=median <= LIMIT_SECONDS
    )
    rechecks = statistics.median(item.recheck for item in times)
    figure("with outline and sentences read anew", f"{rechecks * 1000:.2f} ms")
    return met


def _times() -> Iterator[Times]:
    ingester, forms = TextIngester(), builtin_forms()
    pipeline = Pipeline(ingester, forms)
    by_id = {form.id: form for form in forms}
    for number, report in enumerate(drawn(DOCUMENTS)):
        read = pipeline.process(report.text.encode(), name=f"{number}.txt", path=f"{number}.txt")
        record, text = read.record, read.text
        if record.form is None or text is None:
            continue
        begin = time.process_time()
        pipeline.recheck(record, text)
        recheck = time.process_time() - begin
        form = by_id[record.form.id]
        tables = list(form.table_editions(record.form.editions))
        view = stored_view(record, form, tables, stored_document(record, text, ingester), Facts())
        begin = time.process_time()
        audit(view, None)
        yield Times(time.process_time() - begin, recheck)
