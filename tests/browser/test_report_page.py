"""What a reader does with the report page: search, filter, follow a figure to its source, read in the dark, print."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from extractor.model import Record

Open = Callable[..., Page]
Records = tuple[tuple[Record, ...], dict[str, str]]

GOLDEN = "#doc/b423855be17d"
"""The report of 青禾县, whose table four does not add up."""
TOTAL = "disputes.reconsideration.total"


def names(page: Page) -> list[str]:
    """The documents of the list, as named there."""
    return page.locator(".list tbody th a").all_inner_texts()


def cell(page: Page, name: str) -> str:
    """The classes of the table cell of this name."""
    button = page.get_by_role("button", name=name).first
    return str(button.evaluate("node => node.parentElement.className"))


class TestList:
    """The overview."""

    def test_it_lists_every_document_with_its_figures(self, open_page: Open, records: Records) -> None:
        """One line each, and the totals above."""
        page = open_page()
        assert len(names(page)) == len(records[0])
        accepted = sum(item.status == "accepted" for record in records[0] for item in record.cells)
        shown = page.locator(".figure").nth(1).inner_text().replace("\u2009", "")
        assert f"{accepted} of " in shown

    def test_search_finds_an_agency_and_words_of_the_text(self, open_page: Open, records: Records) -> None:
        """Words of the text are found although the list does not show them."""
        page = open_page()
        page.get_by_label("Search").fill("云砚县水务局")
        expect(page.locator("#count")).to_have_text("1 of 8 documents")
        words = "解读材料形式单一"
        holding = sum(words in text for text in records[1].values())
        assert 0 < holding < len(records[0])
        page.get_by_label("Search").fill(words)
        expect(page.locator("#count")).to_have_text(f"{holding} of 8 documents")

    def test_search_without_a_hit_says_so(self, open_page: Open) -> None:
        """In words, and to a screen reader as well."""
        page = open_page()
        page.get_by_label("Search").fill("nothing like that")
        expect(page.locator("#results .empty")).to_be_visible()
        expect(page.get_by_role("status")).to_have_text("0 of 8 documents")

    @pytest.mark.parametrize(("label", "value"), [("Status", "failed"), ("Rule", "B14"), ("Year", "2024")])
    def test_a_filter_narrows_the_list_and_goes_into_the_address(
        self, open_page: Open, records: Records, label: str, value: str
    ) -> None:
        """The address can be sent to a colleague, who sees the same list."""
        keep: dict[str, Callable[[Record], bool]] = {
            "Status": lambda record: record.status == value,
            "Rule": lambda record: any(item.code == value and item.status == "FAIL" for item in record.findings),
            "Year": lambda record: "year" in record.meta and str(record.meta["year"].value) == value,
        }
        expected = sum(map(keep[label], records[0]))
        assert 0 < expected < len(records[0])
        page = open_page()
        page.get_by_label(label, exact=True).select_option(value)
        expect(page.locator("#count")).to_have_text(f"{expected} of 8 documents")
        again = open_page(page.evaluate("location.hash"))
        assert names(again) == names(page)

    def test_a_line_of_a_chart_filters_and_a_second_click_ends_that(self, open_page: Open) -> None:
        """And the focus stays where it was."""
        page = open_page()
        line = page.get_by_role("button", name="B14 ")
        line.click()
        expect(page.locator("#count")).to_have_text("1 of 8 documents")
        expect(line).to_have_attribute("aria-pressed", "true")
        expect(line).to_be_focused()
        line.click()
        expect(page.locator("#count")).to_have_text("8 of 8 documents")

    def test_a_head_sorts_and_says_which_way(self, open_page: Open) -> None:
        """Most doubtful cells first, then fewest."""
        page = open_page()
        head = page.get_by_role("columnheader", name="Review")
        column = page.locator(".list tbody tr td:nth-child(5)")
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "descending")
        falling = [int(text.replace("\u2009", "")) for text in column.all_inner_texts()]
        assert falling == sorted(falling, reverse=True)
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "ascending")

    def test_next_follows_the_filtered_list(self, open_page: Open) -> None:
        """Whoever reads the documents of a rule reads only those."""
        page = open_page("#list?rule=R4")
        count = len(names(page))
        page.locator(".list tbody th a").first.click()
        expect(page.locator(".steps .sub")).to_have_text(f"1 of {count}")


class TestDocument:
    """The view of one document."""

    def test_the_cells_of_a_failed_equation_are_highlighted_and_no_others(self, open_page: Open) -> None:
        """Five cells of table four, each with a sign besides the colour."""
        page = open_page(GOLDEN)
        bad = page.locator("td.bad")
        assert bad.all_inner_texts() == ["2≠", "1≠", "0≠", "0≠", "2≠"]
        assert page.locator("td.doubt").count() == 0

    def test_doubtful_cells_are_highlighted_with_their_reasons(self, open_page: Open, records: Records) -> None:
        """As many as the record has."""
        record = max(records[0], key=lambda item: sum(cell.status == "review" for cell in item.cells))
        doubtful = sum(cell.status == "review" for cell in record.cells)
        if not doubtful:
            pytest.skip("no generated report has a doubtful cell")
        page = open_page(f"#doc/{str(record.document.sha256)[:12]}")
        assert page.locator("td.doubt").count() == doubtful

    def test_every_value_stands_in_its_table(self, open_page: Open, records: Records) -> None:
        """200 cells with the values of the record, in the order of the form."""
        page = open_page(GOLDEN)
        shown = page.locator("table.form tbody td button").evaluate_all(
            "nodes => nodes.map(node => [Number(node.dataset.cell), node.firstChild.data])"
        )
        assert sorted(text for _, text in shown) == sorted(str(item.value) for item in records[0][0].cells)
        assert [number for number, _ in shown] == list(range(200))

    def test_a_deep_link_opens_the_document_at_its_cell(self, open_page: Open) -> None:
        """With its source marked beside it: exactly the printed figure."""
        page = open_page(f"{GOLDEN}/{TOTAL}")
        expect(page.locator("td.hot")).to_have_count(1)
        expect(page.locator("td.hot")).to_be_in_viewport()
        expect(page.locator(".source mark.active")).to_have_text("2")
        expect(page.locator(".source mark.active")).to_be_in_viewport()
        expect(page.locator(".source .about")).to_contain_text("R4")

    def test_a_click_on_a_cell_shows_its_source_and_changes_the_address(
        self, open_page: Open, records: Records
    ) -> None:
        """The mark holds what the document prints."""
        page = open_page(GOLDEN)
        item = next(cell for cell in records[0][0].cells if cell.path == "requests.new_received.total")
        index = page.evaluate(
            "path => JSON.parse(document.getElementById('page').textContent).shapes[0].paths.indexOf(path)", item.path
        )
        page.locator(f'[data-cell="{index}"]').click()
        expect(page.locator(".source mark.active")).to_have_text(str(item.as_printed))
        assert str(page.evaluate("location.hash")).endswith(item.path)

    def test_claims_are_marked_in_the_prose_and_lead_to_the_text(self, open_page: Open, records: Records) -> None:
        """Each with its quote; a click marks the same words in the source."""
        page = open_page(GOLDEN)
        claims = page.locator(".prose mark button")
        assert claims.all_inner_texts() == [claim.quote for claim in records[0][0].claims]
        claims.first.click()
        expect(page.locator(".source mark.active")).to_have_text(records[0][0].claims[0].quote)

    def test_arrows_move_through_a_table_that_is_one_stop_of_the_tab_key(self, open_page: Open) -> None:
        """175 cells are not 175 stops."""
        page = open_page(GOLDEN)
        table = page.locator("table.form").filter(has_text="申请人情况")
        assert table.locator("[tabindex='0']").count() == 1
        table.locator("[tabindex='0']").focus()
        before = int(page.evaluate("document.activeElement.dataset.cell"))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        assert int(page.evaluate("document.activeElement.dataset.cell")) == before + 7 + 1
        page.keyboard.press("Enter")
        expect(page.locator("td.hot")).to_have_count(1)

    def test_what_was_not_checkable_is_said_with_its_reason(self, open_page: Open, records: Records) -> None:
        """Every rule that could not be assessed has its line."""
        number, record = next(
            (number, record)
            for number, record in enumerate(records[0])
            if any(item.status == "NOT_ASSESSABLE" for item in record.findings)
        )
        waiting = [item.message for item in record.findings if item.status == "NOT_ASSESSABLE"]
        page = open_page()
        page.locator(".list tbody th a").nth(number).click()
        lines = page.locator(".part-open .lines li").all_inner_texts()
        assert len(lines) == len(waiting)
        assert all(words in line for words, line in zip(waiting, lines, strict=True))


class TestEveryReader:
    """Whatever the screen, the language, the input, and whatever the documents hold."""

    def test_hostile_text_is_shown_and_does_nothing(self, open_page: Open) -> None:
        """Markup in names, findings and texts is words; the fixture proves that no request was made."""
        page = open_page()
        assert any("</script><img" in name for name in names(page))
        page = open_page("#doc/ffffffffffff")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("img").count() == 0
        expect(page.locator(".finding .said")).to_contain_text("</script><img src=x")
        assert "stolen" not in page.title().partition("</script>")[0]
        assert page.evaluate("document.title.startsWith('</script>')")

    @pytest.mark.parametrize("width", [1440, 1024, 390])
    @pytest.mark.parametrize("fragment", ["", f"{GOLDEN}/{TOTAL}"])
    def test_no_width_needs_sideways_scrolling(self, open_page: Open, width: int, fragment: str) -> None:
        """Wide tables scroll inside themselves."""
        page = open_page(fragment, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    def test_the_system_may_ask_for_the_dark_and_the_switch_overrules_it(self, open_page: Open) -> None:
        """Dark on light becomes light on dark, and back."""
        dark = open_page(scheme="dark")
        shade = "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
        assert dark.evaluate(shade) < 60
        dark.locator("#theme").select_option("light")
        assert dark.evaluate(shade) > 200
        light = open_page(scheme="light")
        assert light.evaluate(shade) > 200
        light.locator("#theme").select_option("dark")
        assert light.evaluate(shade) < 60

    def test_the_language_switch_changes_words_and_their_declaration(self, open_page: Open) -> None:
        """A screen reader then speaks the right language."""
        page = open_page(GOLDEN)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator(".finding .said")).to_contain_text("The results add up to the total")
        page.locator("#language").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        expect(page.locator(".finding .said")).to_contain_text("各种结果之和等于总计")
        expect(page.locator("#language")).to_be_focused()

    def test_print_shows_tables_and_findings_and_no_controls(self, open_page: Open) -> None:
        """Black on white even in the dark."""
        page = open_page(GOLDEN, scheme="dark")
        page.emulate_media(media="print")
        for hidden in (".top", ".source", ".contents", ".steps"):
            expect(page.locator(hidden)).to_be_hidden()
        expect(page.locator(".finding")).to_be_visible()
        expect(page.locator("table.form").last).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 37, 48)"

    def test_the_first_stop_of_the_tab_key_skips_to_the_content(self, open_page: Open) -> None:
        """And does not lose the place in the address."""
        page = open_page(GOLDEN)
        page.keyboard.press("Tab")
        expect(page.locator("#skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        assert page.evaluate("location.hash") == GOLDEN

    def test_headings_landmarks_and_names_are_there_for_a_screen_reader(self, open_page: Open) -> None:
        """One main heading, no level left out, no control without a name, every header cell with its scope."""
        for fragment in ("", GOLDEN):
            page = open_page(fragment)
            levels = page.locator("h1, h2, h3").evaluate_all("nodes => nodes.map(node => Number(node.tagName[1]))")
            assert levels.count(1) == 1
            for landmark in ("banner", "main", "contentinfo"):
                expect(page.get_by_role(landmark)).to_have_count(1)
            assert page.locator("th:not([scope])").count() == 0
            nameless = page.locator("button, a, input, select").evaluate_all(
                "nodes => nodes.filter(node => !(node.getAttribute('aria-label') || node.labels?.length"
                " || node.textContent.trim())).map(node => node.outerHTML)"
            )
            assert nameless == []

    def test_the_index_of_a_split_page_leads_to_each_document_and_back(
        self, open_page: Open, split_report: Path, records: Records
    ) -> None:
        """Also under a name with spaces, percent and number signs."""
        page = open_page(file=split_report)
        assert len(names(page)) == len(records[0])
        page.locator(".list tbody th a").nth(4).click()
        expect(page.locator(".docHead h1")).to_have_text(str(records[0][4].meta["title"].value))
        page.get_by_role("link", name="All documents").click()
        page.get_by_role("link", name="Open the index").click()
        expect(page.locator("#count")).to_have_text("8 of 8 documents")

    def test_a_link_to_a_document_of_the_index_goes_to_its_part(self, open_page: Open, split_report: Path) -> None:
        """A deep link outlives the split."""
        page = open_page(f"#doc/ffffffffffff/{TOTAL}", file=split_report)
        page.wait_for_url(f"**-003.html#doc/ffffffffffff/{TOTAL}")
        expect(page.locator("td.hot")).to_be_in_viewport()

    def test_an_unknown_document_is_no_blank_page(self, open_page: Open) -> None:
        """An old link says so and leads back."""
        page = open_page("#doc/000000000000")
        page.get_by_role("link", name="All documents").click()
        expect(page.locator("#count")).to_be_visible()
