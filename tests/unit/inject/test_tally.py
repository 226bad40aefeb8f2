"""What a report of faults counts."""

import pytest

from eval.inject import Effect, Fate, Report, as_markdown, as_value
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


def test_a_rule_without_which_every_fault_fares_alike_is_idle(report: Report) -> None:
    """A located fault that is none any more is a change, if a smaller one than a fault that nothing notices."""
    told = Fate(detected=1, located=1, attributed=1)
    report.effect("R1").add(told, told)
    report.effect("R2").add(told, Fate())
    report.effect("R2").add(told, told)
    report.effect("R3").add(told, Fate(detected=1, attributed=1))
    report.effect("R4").add(told, Fate(detected=1, located=1, attributed=1, escaped=2))
    assert (report.idle(), report.redundant()) == (["R1"], ["R3"])
    assert report.removed["R2"] == Effect(judged=2, changed=1, detected=1, located=1, attributed=1)
    assert report.removed["R4"].escaped == 2


def test_what_is_beyond_one_fault_is_told_and_in_no_total(report: Report) -> None:
    """Two reads that are wrong alike are no single fault."""
    report.add(report.beyond, "both reads", Fate(detected=0, escaped=3))
    assert (report.total, report.escaped) == (5, 1)
    assert "| both reads | 1 | 1 | 0.0% | 0.0% | 0.0% | 3 |" in as_markdown(report)
    assert report.traceless()["both reads"] == 1.0


def test_the_report_is_told_for_people_and_for_programs(report: Report) -> None:
    """The same figures in both."""
    report.effect("R1").add(Fate(detected=1), Fate())
    report.effect("U1").add(Fate(), Fate())
    text, value = as_markdown(report), as_value(report)
    assert "5 faults, 1 escaped." in text
    assert "| digit | 2 | 2 | 100.0% | 50.0% | 50.0% | 0 |" in text
    assert "- columns: 100.0%" in text
    assert "| R1 | 1 | 1 | 1 | 0 | 0 | 0 |" in text
    assert "Rules whose removal changes nothing here: U1." in text
    assert (value["idle"], value["redundant"]) == (["U1"], [])
    assert (value["faults"], value["escaped"], value["alone"]) == (5, 1, {"R2": 1})
