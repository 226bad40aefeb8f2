"""`extractor.audit.rulebook` and the levels of a deployment."""

from collections.abc import Callable

import pytest

from extractor.audit import Amount, View, arithmetic_findings, evaluate, rule_catalogue, run_rules, with_levels
from extractor.audit.rulebook import identity_codes, rulebook
from extractor.forms import Form, builtin_forms
from extractor.model import Finding
from extractor.model.finding import Attribution

Make = Callable[..., View]


class TestRulebook:
    """Every rule as people look it up."""

    def test_every_rule_of_the_catalogue_is_there_and_says_how_it_is_decided(self) -> None:
        """In the catalogue's order; the words are those of the function that decides."""
        rules = [rule for rule in rulebook(builtin_forms()) if rule.form is None]
        assert [rule.code for rule in rules] == list(rule_catalogue())
        assert [rule.code for rule in rules if not rule.decided] == []

    def test_every_identity_stands_under_its_form(self) -> None:
        """Each form's identities once, whatever number of rows and editions they have."""
        for form in builtin_forms():
            mine = [rule.code for rule in rulebook([form]) if rule.form == form.id]
            assert len(mine) == len(set(mine))
            assert set(mine) == identity_codes([form])

    def test_an_identity_is_told_in_the_labels_of_its_form(self) -> None:
        """As the header of table four prints them."""
        rule = next(rule for rule in rulebook(builtin_forms()) if rule.code == "R4")
        assert rule.equation == "结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计"

    @pytest.mark.parametrize("form", builtin_forms(), ids=lambda form: form.id)
    def test_no_identity_names_two_cells_alike(self, form: Form) -> None:
        """小计 + 小计 = 合计 would tell nobody which figures are meant."""
        for rule in rulebook([form]):
            if rule.equation is not None:
                names = [name for side in rule.equation.split(" = ") for name in side.split(" + ")]
                assert len(set(names)) == len(names), rule.code

    @pytest.mark.parametrize("form", builtin_forms(), ids=lambda form: form.id)
    def test_the_example_of_an_identity_says_what_it_promises(self, form: Form) -> None:
        """Executed on an equation of each identity: ones on the left, one too many on the right."""
        tables = [table.editions[-1] for table in form.tables]
        equations = [equation for table in tables for equation in table.equations]
        first = {equation.id: equation for equation in (*reversed(equations), *form.equations_between(tables))}
        for rule in rulebook([form]):
            if rule.form is not None:
                equation = first[rule.code]
                amounts = dict.fromkeys(equation.left, Amount(1)) | dict.fromkeys(equation.right, Amount(0))
                amounts[equation.right[0]] = Amount(len(equation.left) + 1)
                attributions: dict[str, Attribution] = dict.fromkeys(equation.tables, "source")
                (finding,) = arithmetic_findings(evaluate([equation], amounts), attributions, {})
                assert rule.says
                assert finding.message.endswith(rule.says)
                assert rule.says in finding.message_zh


class TestLevels:
    """A deployment's own levels."""

    def test_a_rule_that_is_off_says_and_counts_nothing(self, view: Make) -> None:
        """Neither a finding nor a check that was passed."""
        plain, off = run_rules(view(0)), run_rules(view(0), {"Z1": None})
        zeros = [finding for finding in plain.findings if finding.code == "Z1"]
        assert len(zeros) == len(view().tables)
        assert [finding.code for finding in off.findings] == [
            finding.code for finding in plain.findings if finding.code != "Z1"
        ]
        assert off.failed == plain.failed - len(zeros)

    def test_a_level_of_the_deployment_replaces_the_rule_s(self, view: Make) -> None:
        """The finding is otherwise the same, its fingerprint too: a waiver outlives a change of level."""
        before = next(item for item in run_rules(view(0)).findings if item.code == "Z1")
        after = next(item for item in run_rules(view(0), {"Z1": "error"}).findings if item.code == "Z1")
        assert (before.severity, after.severity) == ("info", "error")
        assert before.fingerprint == after.fingerprint

    def test_stored_findings_take_the_levels_of_today(self) -> None:
        """A rule that is off goes, a failure has the new level, and what was not assessable accuses nobody."""
        made = [
            Finding(
                code=code,
                family="integrity",
                severity="info",
                status=status,
                attribution=None,
                message="m",
                message_zh="m",
                clause="c",
                cells=(),
                fingerprint=f"{code}{status}",
            )
            for code in ("H1", "Q1", "Z1")
            for status in ("FAIL", "NOT_ASSESSABLE")
        ]
        left = [(item.fingerprint, item.severity) for item in with_levels(made, {"H1": None, "Q1": "warning"})]
        assert left == [
            ("Q1FAIL", "warning"),
            ("Q1NOT_ASSESSABLE", "info"),
            ("Z1FAIL", "info"),
            ("Z1NOT_ASSESSABLE", "info"),
        ]
