"""HTML: text hidden by style sheets and by characters that nobody sees, and how what is hidden is noted."""

import pytest
from web_pages import ingest

from extractor.ingest.hidden import Hidden, HiddenText, strip_unseen


class TestStyleSheets:
    """Rules in `<style>`."""

    @pytest.mark.parametrize(
        "css",
        [
            ".x{display:none}",
            "#y { display : none }",
            "p{display:none}",
            "*{} p.x{display:none}",
            "h1, p#y.x , h2{display:none}",
            "div p{display:none}",
            "div > p{display:none}",
            "body div>.x{display:none}",
            "@media screen{.x{display:none}}",
            "@media all and (color), screen{.x{display:none}}",
            "@import 'a.css'; @charset 'utf-8'; .x{display:none}",
            "<!-- .x{display:none} -->",
            "/* } */ .x{display:none",
            ".x{display:block} .x{display:none}",
            "p.x{display:none} .x{display:block}",
            ".x{display:none!important} #y{display:block}",
            "@font-face{font-family:a} .x{display:none}",
            "@media print{.x{color:red}} .x{display:none}",
        ],
    )
    def test_rules_hide(self, css: str) -> None:
        """The stronger rule holds, and the later of two that are equally strong."""
        document = ingest(f'<style>{css}</style><div><p class="w x" id=y>丙</p></div>乙')
        assert document.text == "乙\n"
        assert document.notes == ("hidden-text:display-none:丙",)

    @pytest.mark.parametrize(
        "css",
        [
            ".X{display:none}",
            ".z{display:none}",
            "p.z{display:none}",
            "span p{display:none}",
            "body > p{display:none}",
            "h1 > div p{display:none}",
            "p:hover{display:none}",
            "p + p{display:none}",
            "[class]{display:none}",
            "@media print{.x{display:none}}",
            "@media (max-width:600px){.x{display:none}}",
            "@supports (display:grid){.x{display:none}}",
            ".x{display:none} #y{display:block}",
            ".x{color:red;",
            "}{;@;{}",
            "> p{display:none}",
        ],
    )
    def test_rules_that_do_not_hold_do_not_hide(self, css: str) -> None:
        """Nor do those that are not covered: their text stays."""
        document = ingest(f'<style>{css}</style><div><p class="w x" id=y>丙</p></div>')
        assert document.text == "丙\n"

    def test_the_style_attribute_is_stronger_than_rules(self) -> None:
        """Except than those marked important."""
        page = '<style>p{{display:{}}}</style><p style="display:block">甲</p>乙'
        assert ingest(page.format("none")).text == "甲\n乙\n"
        assert ingest(page.format("none !important")).text == "乙\n"

    @pytest.mark.parametrize("opening", ['<style media="print">', "<noscript><style>"])
    def test_style_sheets_that_do_not_hold_are_not_read(self, opening: str) -> None:
        """Those for printers, and those for browsers without scripts."""
        assert ingest(f"<head>{opening}p{{display:none}}</style></noscript></head><p>甲</p>").text == "甲\n"

    def test_too_many_rules_are_noted(self) -> None:
        """What hides text may be among those left out."""
        assert "style-rules-left-out" in ingest(f"<style>{'.a{color:red}' * 10_001}</style><p>甲").notes


class TestUnseenCharacters:
    """Characters without width."""

    def test_they_are_taken_out_and_counted(self) -> None:
        """Soft hyphens, joiners, marks of direction."""
        document = ingest("<p>2\u200b6&shy;件\ufeff</p><table><tr><td>甲<td>2&zwj;\u200b6</table>")
        assert document.text == "26件\n甲\t26\n"
        assert document.notes == ("hidden-text:zero-width:U+00AD×1 U+200B×2 U+200D×1 U+FEFF×1",)

    def test_invisible_ascii_is_spelled_out(self) -> None:
        """It can carry a whole instruction."""
        spelled = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all")
        document = ingest(f"<p>甲{spelled}乙</p>")
        assert document.text == "甲乙\n"
        assert document.notes == ("hidden-text:zero-width:ignore all",)

    def test_one_variation_selector_is_part_of_a_name(self) -> None:
        """A run of them is not."""
        assert strip_unseen("葛\U000e0100城") == ("葛\U000e0100城", "")
        assert strip_unseen("葛\U000e0100\U000e0101城") == ("葛城", "\U000e0100\U000e0101")

    def test_text_turned_round_is_no_number(self) -> None:
        """What reads 62 is seen as 26."""
        document = ingest("<table><tr><td>甲<td>\u202e62</table>")
        assert document.text == "甲\t\ufffc62\n"
        assert document.notes == ("hidden-text:right-to-left:U+202E×1",)


class TestNotes:
    """`HiddenText`: how passages become notes."""

    def test_neighbours_are_one_passage(self) -> None:
        """Until visible text stands between them, or the reason changes."""
        hidden = HiddenText()
        hidden.add(Hidden.DISPLAY_NONE, " 甲\n")
        hidden.add(Hidden.DISPLAY_NONE, "  ")
        hidden.add(Hidden.DISPLAY_NONE, "乙")
        hidden.add(Hidden.TINY, "丙")
        hidden.seen()
        hidden.add(Hidden.TINY, "丁")
        assert hidden.notes() == (
            "hidden-text:display-none:甲 乙",
            "hidden-text:tiny-text:丙",
            "hidden-text:tiny-text:丁",
        )

    def test_long_passages_are_cut(self) -> None:
        """At 200 characters, however many pieces they come in."""
        hidden = HiddenText()
        for _ in range(1000):
            hidden.add(Hidden.COMMENT, "字" * 30)
        (note,) = hidden.notes()
        assert len(note) == len("hidden-text:comment:") + 200

    def test_many_passages_are_counted(self) -> None:
        """After the hundredth."""
        hidden = HiddenText()
        for _ in range(103):
            hidden.seen()
            hidden.add(Hidden.VANISHED, "字")
        assert len(hidden.notes()) == 101
        assert hidden.notes()[-1] == "hidden-text:more:3"
