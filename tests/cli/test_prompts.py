"""`gouji prompts`: list, show, render, diff."""

import json
from pathlib import Path

import pytest
from commands import Gouji

from extractor.prompting import builtin_prompts, fences_in


@pytest.mark.parametrize("words", [("prompts",), ("prompts", "list")])
@pytest.mark.parametrize(
    ("lang", "about", "state"), [("en", "Copy one table", "released"), ("zh", "逐字抄录", "已发布")]
)
def test_the_list_has_every_version(gouji: Gouji, words: tuple[str, ...], lang: str, about: str, state: str) -> None:
    """With what it is for and whether it is released, in the language asked for."""
    lines = gouji(*words, "--lang", lang).out.splitlines()
    line = next(line for line in lines if line.startswith("table@1 "))
    for part in (about, "TableReply", state, builtin_prompts().get("table@1").digest[:12]):
        assert part in line


def test_json_lists_what_the_screen_lists(gouji: Gouji) -> None:
    """With what each variable holds."""
    prompts = {f"{item['id']}@{item['version']}": item for item in json.loads(gouji("prompts", "--json").out)}
    assert prompts.keys() == {prompt.name for prompt in builtin_prompts().prompts}
    assert {item["state"] for item in prompts.values()} == {"released"}
    assert prompts["table@1"]["variables"]["document"] == "The fenced text."


def test_one_prompt_is_shown_with_its_examples(gouji: Gouji, project_root: Path) -> None:
    """The files as they are."""
    out = gouji("prompts", "show", "table").out
    for file in ("table/1.md", "examples/table-1.yaml"):
        head, _, rest = (project_root / "prompts" / file).read_text(encoding="utf-8").partition("\n")
        assert f"== {file}\n{head}\n{rest.splitlines()[0]}" in out
    shown = json.loads(gouji("prompts", "show", "table@1", "--json").out)
    assert shown["text"] == (project_root / "prompts" / "table" / "1.md").read_text(encoding="utf-8")
    assert shown["examples"].startswith("# yaml-language-server")


class TestRender:
    """`gouji prompts render`."""

    def test_a_prompt_is_filled_in_with_a_document(self, gouji: Gouji, report: str) -> None:
        """As a model would get it: turn by turn, in the edition that the document prints."""
        Path("a.txt").write_text(report, encoding="utf-8")
        out = gouji("prompts", "render", "table", "a.txt", "--table", "requests").out
        assert [line for line in out.splitlines() if line.startswith("== ")] == [
            "== system",
            "== user",
            "== assistant",
            "== user",
        ]
        assert " requests 2021>>>\n青禾县人民政府办公室\n" in out
        assert out.splitlines()[-1].startswith("prompt table@1, part requests, reply TableReply, up to ")

    def test_json_has_messages_and_the_shape_of_the_reply(self, gouji: Gouji, report: str) -> None:
        """Everything that is sent."""
        Path("a.txt").write_text(report, encoding="utf-8")
        question = json.loads(gouji("prompts", "render", "claims@1", "a.txt", "--json").out)
        *_, shown = fences_in(question["messages"][-1]["text"])
        assert (shown.part, shown.edition) == ("claims", "2021")
        assert question["document"].startswith(shown.document)
        assert question["reply"]["properties"].keys() == {"claims"}
        assert question["max_tokens"] > 0

    @pytest.mark.parametrize(
        ("words", "line"),
        [
            (("table", "--table", "requests", "--edition", "2019"), " requests 2019>>>"),
            (("table", "--table", "income"), " income 2018>>>"),
            (("second-look", "--table", "disputes", "--row", "litigation_direct"), "Row: disputes r02"),
            (("second-look", "--table", "disputes", "--row", "r02"), "Row: disputes r02"),
            (("row@1", "--table", "disputes", "--row", "r02"), "未经复议直接起诉, 5 cells"),
            (("row", "--table", "disputes", "--row", "r02"), "Row: disputes r02"),
            (("metadata", "--lang", "zh"), "（文档的文字）"),
        ],
    )
    def test_without_a_document_a_placeholder_stands_there(
        self, gouji: Gouji, words: tuple[str, ...], line: str
    ) -> None:
        """The form of the table that is named; the newest edition unless another is asked for."""
        ran = gouji("prompts", "render", *words)
        assert (ran.code, ran.err) == (0, "")
        assert line in ran.out

    @pytest.mark.parametrize(
        ("words", "line"),
        [
            (
                ("table",),
                "usage: name a table of gov-disclosure with --table: proactive, requests, disputes",
            ),
            (
                ("table", "--table", "requests", "--edition", "1999"),
                "usage: 1999: requests has no such edition; there are: 2019, 2021",
            ),
            (
                ("second-look", "--table", "disputes", "--row", "r04"),
                (
                    "usage: r04: name a row of disputes with --row:"
                    " reconsideration, litigation_direct, litigation_after_reconsideration"
                ),
            ),
            (
                ("claims", "--form", "public-budget"),
                "usage: the form public-budget says nothing about prose, so there is nothing to ask",
            ),
            (("table", "missing.txt"), "no-such-path: missing.txt: neither a file nor a folder; check the spelling"),
        ],
    )
    def test_one_line_says_what_is_wrong(self, gouji: Gouji, words: tuple[str, ...], line: str) -> None:
        """And what there is instead."""
        ran = gouji("prompts", "render", *words)
        assert (ran.code, ran.err, ran.out) == (2, line, "")

    def test_a_document_that_cannot_be_read_fills_in_nothing(self, gouji: Gouji) -> None:
        """The reader's own error says why."""
        Path("a.txt").write_text("", encoding="utf-8")
        ran = gouji("prompts", "render", "metadata", "a.txt")
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith("empty-file: a.txt: ")

    def test_several_documents_are_too_many(self, gouji: Gouji, report: str) -> None:
        """One of them is named."""
        for name in ("a.txt", "b.txt"):
            Path("reports").mkdir(exist_ok=True)
            Path("reports", name).write_text(report, encoding="utf-8")
        ran = gouji("prompts", "render", "metadata", "reports")
        assert ran.code == 2
        assert "name one, such as 'reports/a.txt'" in ran.err or "name one, such as 'a.txt'" in ran.err


class TestDiff:
    """`gouji prompts diff`."""

    def test_lines_that_differ_are_printed_as_diff_prints_them(self, gouji: Gouji) -> None:
        """Text and examples."""
        out = gouji("prompts", "diff", "table@1", "second-look@1").out
        for line in ("--- table@1", "+++ second-look@1", "-task: table", "+task: second-look", "--- table@1 examples"):
            assert line in out.splitlines()

    def test_equal_prompts_say_so(self, gouji: Gouji) -> None:
        """Rather than nothing."""
        assert gouji("prompts", "diff", "table", "table@1").out == "table@1 and table@1 say the same"
        assert json.loads(gouji("prompts", "diff", "table", "table@1", "--json").out)["lines"] == []

    def test_an_unknown_version_is_a_usage_error(self, gouji: Gouji) -> None:
        """With the versions that there are."""
        ran = gouji("prompts", "diff", "table@1", "table@99")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("prompt-unknown: table@99: there are: claims@1, ")
