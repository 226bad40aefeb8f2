"""`extractor.audit.rules.integrity`: what proves nothing, what was damaged on its way, and what nobody sees."""

from collections.abc import Callable

import pytest

from extractor.audit import DamagedLabel, View, rule_catalogue, run_rules
from extractor.audit.rules.parameters import pairs_of
from extractor.ingest.hidden import Hidden
from extractor.model import Finding

Make = Callable[..., View]


def found(view: View, code: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in run_rules(view).findings if finding.code == code]


def of_table(view: View, key: str, value: int | str | None) -> dict[str, int | str | None]:
    """The same value in every cell of a table."""
    return {path: value for path in view.cells if path.startswith(f"{key}.")}


class TestZeros:
    """Z1: tables printed as nothing but zeros."""

    @pytest.mark.parametrize("zero", [0, "0.00"], ids=["counts", "decimals"])
    def test_a_table_of_zeros_is_worth_an_information(self, view: Make, zero: int | str) -> None:
        """Every identity holds there, and none of it is evidence; no cell is blamed."""
        made = view(1, of_table(view(), "disputes", zero))
        (finding,) = found(made, "Z1")
        title = made.form.table("disputes").title
        assert (finding.severity, finding.status, finding.cells) == ("info", "FAIL", ())
        assert title.zh in finding.message_zh
        assert title.en in finding.message

    @pytest.mark.parametrize("other", [1, None, "0.01"], ids=["a-number", "a-blank", "a-cent"])
    def test_any_other_table_is_not_mentioned(self, view: Make, other: int | str | None) -> None:
        """A table with a blank is not all zeros: what stands there is unknown."""
        cells = of_table(view(), "disputes", 0) | {"disputes.reconsideration.total": other}
        assert found(view(1, cells), "Z1") == []

    def test_each_table_is_judged_by_itself(self, view: Make) -> None:
        """Three tables of zeros are three findings with three names."""
        findings = found(view(0), "Z1")
        assert len(findings) == len({item.fingerprint for item in findings}) == len(view().tables)


class TestDamage:
    """Q1: labels that suffered in the transcription."""

    def test_a_few_damaged_labels_are_told_one_by_one_and_blame_no_agency(self, view: Make) -> None:
        """Each is quoted where it stands, and only once."""
        labels = (("法入或其他组织", 7), ("末经复议", 20), ("法入或其他组织", 40))
        damaged = tuple(DamagedLabel(quote, start, start + len(quote)) for quote, start in labels)
        findings = found(view(damaged=damaged), "Q1")
        assert [(item.quote, item.source and item.source.start) for item in findings] == [
            ("法入或其他组织", 7),
            ("末经复议", 20),
        ]
        assert {item.attribution for item in findings} == {"transcription"}

    def test_many_damaged_labels_are_one_finding(self, view: Make) -> None:
        """It counts them and names the first ones."""
        damaged = tuple(DamagedLabel(f"{name}入", place, place + 2) for place, name in enumerate("甲乙丙丁"))
        (finding,) = found(view(damaged=damaged), "Q1")
        assert finding.quote == "甲入"
        assert "4 labels" in finding.message
        assert "丙入" in finding.message
        assert "丁入" not in finding.message

    def test_without_damage_nothing_is_said(self, view: Make) -> None:
        """Not even that there was nothing to say."""
        assert found(view(), "Q1") == []


class TestHidden:
    """H1: text that nobody sees."""

    def test_each_way_of_hiding_is_told_once_with_its_first_passage(self, view: Make) -> None:
        """Three passages in two ways are two findings."""
        notes = ("hidden-text:comment:核对", "hidden-text:deleted:12", "hidden-text:comment:已改", "byte-order-mark")
        findings = found(view(notes=notes), "H1")
        assert [(item.quote, item.severity) for item in findings] == [("核对", "info"), ("12", "info")]
        assert "2 passages" in findings[0].message

    @pytest.mark.parametrize(
        ("note", "severity"),
        [
            ("hidden-text:same-colour:共 12 件", "warning"),
            ("hidden-text:same-colour:水印", "info"),
            ("hidden-text:display-none:第 2 页", "info"),
        ],
    )
    def test_figures_hidden_in_a_way_that_deceives_are_a_warning(self, view: Make, note: str, severity: str) -> None:
        """White figures fool whoever copies the text; a menu that a style folds away fools nobody."""
        (finding,) = found(view(notes=(note,)), "H1")
        assert finding.severity == severity

    def test_passages_that_are_only_counted_show_in_the_count(self, view: Make) -> None:
        """Ingest names a hundred of them; here it had seven more."""
        (finding,) = found(view(notes=("hidden-text:comment:核对", "hidden-text:more:7")), "H1")
        assert "1+" in finding.message

    def test_every_reason_of_ingest_has_words_in_the_catalogue(self) -> None:
        """A new way of hiding cannot be forgotten here."""
        assert set(pairs_of(rule_catalogue()["H1"], "ways")) == {reason.value for reason in Hidden}
