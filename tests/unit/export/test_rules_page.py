"""The reference page of the rules, and what keeps it up to date."""

from pathlib import Path

from extractor.audit.rulebook import rulebook
from extractor.export import rules_page
from extractor.forms import builtin_forms
from scripts.generate import generated, stale


def test_every_rule_and_identity_has_one_section() -> None:
    """Nothing that a finding names is missing from the reference."""
    page = rules_page(builtin_forms())
    for rule in rulebook(builtin_forms()):
        heading = f"### {rule.code} {rule.title.en} {rule.title.zh}\n"
        assert page.count(heading) == 1, rule.code


def test_a_section_has_all_that_a_reader_needs() -> None:
    """Basis, both languages, and the example with what is then said."""
    _, _, section = rules_page(builtin_forms()).partition("### DL1 ")
    section, _, _ = section.partition("\n### ")
    assert "《政府信息公开条例》第四十九条" in section
    assert "days after the deadline of {deadline}" in section
    assert "晚了 {days} 天" in section
    assert "- It then says: `published on 2024-05-06`" in section


def test_line_ends_of_an_example_do_not_break_the_page() -> None:
    """An example may replace two lines; its section keeps one line for each fact."""
    page = rules_page(builtin_forms())
    examples = [line for line in page.splitlines() if line.startswith("- Example: `")]
    assert len(examples) == sum(len(rule.changes) for rule in rulebook(builtin_forms()))


def test_a_page_that_is_not_up_to_date_is_found(tmp_path: Path) -> None:
    """`make check` fails on it, and on one that is not there."""
    files = generated()
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert stale(files, tmp_path) == []
    (tmp_path / "rules.md").write_text(files["rules.md"] + "\n", encoding="utf-8")
    (tmp_path / "rules.schema.json").unlink()
    assert sorted(stale(files, tmp_path)) == ["rules.md", "rules.schema.json"]
