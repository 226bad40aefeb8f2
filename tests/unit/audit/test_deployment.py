"""`extractor.audit.deployment`: levels and waivers of one deployment."""

from datetime import date

import pytest

from extractor.audit import Deployment, Waiver, Waivers, levels_from, levels_text, parse_deployment
from extractor.errors import UsageError

KNOWN = frozenset({"Z1", "R1"})
FINGERPRINT = "e15cced272001d19"


def parse(text: str) -> Deployment:
    """Read a file in which Z1 and R1 are the only rules."""
    return parse_deployment(text, "rules.yaml", KNOWN)


def waiver(fingerprint: str = FINGERPRINT, *, document: str | None = None, expires: str = "2027-01-31") -> Waiver:
    """A waiver until a day."""
    return Waiver(
        fingerprint=fingerprint, reason="复核后确认", by="李", expires=date.fromisoformat(expires), document=document
    )


class TestFile:
    """What a rules file may say."""

    def test_levels_and_waivers_are_read(self) -> None:
        """`off` is a word, though YAML means false by it."""
        found = parse(
            "levels: {Z1: off, R1: warning}\n"
            f"waivers: [{{fingerprint: {FINGERPRINT}, reason: 复核后确认, by: 李, expires: 2027-01-31}}]\n"
        )
        assert found.levels == {"Z1": None, "R1": "warning"}
        assert found.waivers == (waiver(),)

    def test_a_fingerprint_of_digits_is_no_number(self) -> None:
        """YAML would read 0123456789012345 as an octal number and lose it."""
        digits = "0123456701234567"
        text = f"waivers: [{{fingerprint: {digits}, reason: a, by: b, expires: 2027-01-31}}]"
        assert parse(text).waivers[0].fingerprint == digits

    def test_both_parts_may_be_left_out(self) -> None:
        """A deployment may have levels without waivers, or the other way round."""
        assert parse("schema: gouji/deployment/1") == Deployment()

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("levels: {Z9: off}", "rules.yaml:1: levels.Z9: no rule has this code"),
            ("levels:\n  Z1: fatal", "rules.yaml:2: levels.Z1: Input should be"),
            ("levels:\n  Z1: off\n  Z1: error", "rules.yaml:2: levels.Z1: this key stands there twice"),
            ("waiver: []", "rules.yaml:1: waiver: Extra inputs are not permitted"),
            ("waivers: [{fingerprint: x, reason: a, by: b, expires: 2027-01-31}]", "waivers.0.fingerprint"),
            (f"waivers: [{{fingerprint: {FINGERPRINT}, reason: '', by: b, expires: 2027-01-31}}]", "waivers.0.reason"),
            (f"waivers: [{{fingerprint: {FINGERPRINT}, reason: a, by: b, expires: 2027}}]", "waivers.0.expires"),
            (f"waivers: [{{fingerprint: {FINGERPRINT}, reason: a, by: b, expires: 2027-02-30}}]", "waivers.0.expires"),
            (f"waivers: [{{fingerprint: {FINGERPRINT}, reason: a, by: b}}]", "waivers.0.expires"),
            ("- Z1", "not a mapping"),
            ("levels: {", "rules.yaml"),
            ("", "not a mapping"),
        ],
    )
    def test_a_fault_is_named_with_its_line(self, text: str, fault: str) -> None:
        """On one line, with the code that is documented."""
        with pytest.raises(UsageError) as raised:
            parse(text)
        assert raised.value.code == "rules-invalid"
        assert fault in str(raised.value)
        assert "\n" not in str(raised.value)

    def test_every_fault_is_named_at_once(self) -> None:
        """A file with two mistakes is mended in one go."""
        with pytest.raises(UsageError, match=r"2 faults: .*Z8.*Z9"):
            parse("levels: {Z8: off, Z9: off}")

    def test_one_finding_is_waived_once(self) -> None:
        """Of two waivers nobody would know which one holds."""
        entry = f"{{fingerprint: {FINGERPRINT}, reason: a, by: b, expires: 2027-01-31}}"
        with pytest.raises(UsageError, match=r"waivers\.1: .* is waived twice"):
            parse(f"waivers: [{entry}, {entry}]")


class TestWaivers:
    """Which finding counts."""

    @pytest.mark.parametrize(("today", "holds"), [("2027-01-31", True), ("2027-02-01", False)])
    def test_a_waiver_holds_through_its_last_day(self, today: str, holds: bool) -> None:
        """The day after, its finding counts again and the waiver is among the expired."""
        waivers = Waivers((waiver(),), date.fromisoformat(today))
        assert waivers.waives(FINGERPRINT, "a.txt") == holds
        assert waivers.expired == (() if holds else (waiver(),))

    def test_other_findings_are_not_waived(self) -> None:
        """The fingerprint alone decides."""
        assert not Waivers((waiver(),), date(2026, 1, 1)).waives("0" * 16, "a.txt")

    def test_a_waiver_for_one_document_leaves_the_others_alone(self) -> None:
        """Findings without figures have one fingerprint in every document."""
        waivers = Waivers((waiver(document="in/a.txt"),), date(2026, 1, 1))
        assert waivers.waives(FINGERPRINT, "in/a.txt")
        assert not waivers.waives(FINGERPRINT, "in/b.txt")

    def test_a_waiver_that_holds_comes_before_one_that_has_expired(self) -> None:
        """Whoever renews a waiver for one document need not take out the old one."""
        renewed = waiver(document="a.txt", expires="2028-01-31")
        waivers = Waivers((waiver(expires="2026-01-01"), renewed), date(2027, 1, 1))
        assert waivers.of(FINGERPRINT, "a.txt") == renewed
        assert not waivers.waives(FINGERPRINT, "b.txt")


@pytest.mark.parametrize("levels", [{}, {"Z1": None}, {"R1": "warning", "Z1": None, "B 1": "info"}])
def test_levels_survive_their_line_in_the_manifest(levels: dict[str, str | None]) -> None:
    """`verify` derives records with the levels of their run; the id of a form's identity may be any words."""
    assert levels_from(levels_text(levels)) == levels  # pyright: ignore[reportArgumentType] - literals of a parameter
