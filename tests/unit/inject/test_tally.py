"""What a report of faults counts."""

import pytest

from eval.inject import Fate, Report, as_markdown, as_value, rule_codes
from eval.scoring import upper_bound


@pytest.fixture(name="report")
def report_fixture() -> Report:
    """Two figures that rules noticed, one that nothing did, one reply with two wrong cells, one of which escaped."""
    report = Report()
    report.add(report.figures, "digit", Fate(detected=1, located=1, attributed=1, rules=frozenset({"R1", "R2"})))
    report.add(report.figures, "digit", Fate(detected=1, rules=frozenset({"R2"})))
    report.add(report.figures, "columns", Fate())
    report.add(report.replies, "reply DIGIT", Fate(faults=2, detected=1, escaped=1))
    return report


def test_faults_and_escapes_are_added_up(report: Report) -> None:
    """Over all parts."""
    assert (report.total, report.escaped) == (5, 1)
    digit = report.figures["digit"]
    assert (digit.documents, digit.faults, digit.detected, digit.located) == (2, 2, 2, 1)
    assert report.replies["reply DIGIT"].bound == upper_bound(1, 1)
    assert report.figures["columns"].bound == pytest.approx(0.95)


def test_classes_that_leave_no_trace_are_named_with_their_share(report: Report) -> None:
    """Of faults before the readers; a reply is told by the other reader."""
    assert report.traceless() == {"columns": 1.0}


def test_a_rule_that_never_notices_anything_alone_is_idle(report: Report) -> None:
    """R1 noticed something, but R2 noticed it too."""
    assert report.idle({"R1", "R2", "X1"}) == ["R1", "X1"]
    assert {"R1", "R2", "R3", "R4", "N1", "S1"} <= rule_codes()


def test_the_report_is_told_for_people_and_for_programs(report: Report) -> None:
    """The same figures in both."""
    text, value = as_markdown(report), as_value(report)
    assert "5 faults, 1 escaped." in text
    assert "| digit | 2 | 2 | 100.0% | 50.0% | 50.0% | 0 |" in text
    assert "- columns: 100.0%" in text
    assert (value["faults"], value["escaped"], value["alone"]) == (5, 1, {"R2": 1})
