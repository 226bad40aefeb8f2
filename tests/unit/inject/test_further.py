"""Faults of whole tables."""

import pytest

from eval.generator.truth import numeric
from eval.inject import Report
from eval.inject.further import FURTHER, further_documents
from eval.inject.whole import Judge
from extractor.forms import builtin_forms
from extractor.ingest import FileIngester
from extractor.pipeline import Pipeline

FORM = builtin_forms()[0]


@pytest.mark.parametrize("name", sorted(FURTHER))
def test_a_struck_table_is_read_or_refused_and_nothing_wrong_is_accepted(name: str) -> None:
    """The file differs from its sound twin, and none of its cells escapes."""
    report = Report()
    fault = next(further_documents(name, 2, FORM))
    assert fault.before[0] != fault.after[0]
    Judge(Pipeline(FileIngester(None), (FORM,)), FORM).count(report, report.files, fault)
    assert (report.total, report.escaped) == (1, 0)


def test_a_dropped_column_takes_its_head_and_its_cells_along() -> None:
    """Those cells, and no others, nobody can tell; nothing but 0 stood there."""
    fault = next(further_documents("empty column dropped", 2, FORM))
    columns = {path.rpartition(".")[2] for path in fault.truth.unknowable}
    assert len(columns) == 1
    assert all(not numeric(fault.truth.cells[path]) for path in fault.truth.unknowable)
    assert fault.truth.cells.keys() > fault.truth.unknowable
