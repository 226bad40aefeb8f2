"""`gouji show`: what the rules could check in a document."""

from pathlib import Path

from commands import Gouji


class TestCoverage:
    """What `show` says of the rules' reach."""

    def test_checks_are_told_by_identity_with_their_zeros(self, gouji: Gouji, report: str) -> None:
        """Rows of zeros prove nothing: eight of the twenty-five, as the truth of the report has them."""
        Path("a.txt").write_text(report, encoding="utf-8")
        coverage = gouji("show", "a.txt").out.partition("\nCoverage ")[2]
        assert "R1           25 checks: 25 hold (8 of zeros alone)" in coverage
        assert "R4           3 checks: 2 hold, 1 fail" in coverage

    def test_what_was_not_assessable_is_told_with_its_reason(self, gouji: Gouji, report: str) -> None:
        """Apart from the findings: it accuses nobody."""
        assert report.count("\t\u20022\n\t1\u2002\n") == 1
        Path("a.txt").write_text(report.replace("\t\u20022\n\t1\u2002\n", "\t\u2002/\n\t1\u2002\n"), encoding="utf-8")
        out = gouji("show", "a.txt").out
        findings_part, _, coverage = out.partition("\nFindings ")[2].partition("\nCoverage ")
        assert "R4" not in findings_part
        assert "Not assessable\n   R4  The results add up to the total: 1 equations not assessable" in coverage

    def test_the_same_in_chinese(self, gouji: Gouji, report: str) -> None:
        """Every word of it."""
        Path("a.txt").write_text(report, encoding="utf-8")
        coverage = gouji("show", "a.txt", "--lang", "zh").out.partition("\n核查范围 ")[2]
        assert "25 项核查：成立 25 项（其中 8 项全为 0）" in coverage
        assert "其他规则" in coverage
