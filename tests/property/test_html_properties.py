"""Properties of the HTML ingester: places are exact, positions are covered once, and only typed refusals are raised."""

import random
from html import escape

from exact_places import assert_places_are_exact
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.errors import DocumentError
from extractor.ingest.html_file import HtmlIngester
from extractor.model import Document

HEADING = "<p>青禾镇人民政府2023年政府信息公开工作年度报告</p>"
CODES = {
    *("empty-file", "binary-file", "undecodable-text", "mojibake"),
    *("too-large", "too-deep", "too-many-cells"),
}

spans = st.integers(0, 5) | st.sampled_from([1, 1, 1, 1000])
contents = st.text(alphabet="青禾镇申请数量0123456789 \u3000\xa0&<", max_size=8)
cells = st.tuples(contents, spans, spans)
bodies = st.lists(st.lists(st.lists(cells, max_size=5), max_size=5), min_size=1, max_size=3)
"""Row groups of rows of cells: text, row span, column span."""

PIECES = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th rowspan=2>", "<td colspan=3>", "<td rowspan=0>"),
    *(
        "<tbody>",
        "<caption>",
        "<tfoot>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<br>",
        "<pre>",
        "<font color=white>",
    ),
    *(
        "<span style='display:none'>",
        "<td hidden>",
        "<style>.x{display:none}</style>",
        "<p class=x>",
        "</span>",
        "<a href=x>",
    ),
    *("<select>", "<option>", "<input value=8>", "<textarea>", "</textarea>", "<svg>", "</svg>", "<math>", "<form>"),
    *("<template>", "</template>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "<frameset>", "<img src=a>"),
    *("甲", "26", " ", "\n", "&nbsp;", "&#0;", "&#xd800;", "\u200b", "\u202e", "<", "&", '"', "<td style='", "</"),
)


def ingest(data: bytes) -> Document | DocumentError:
    """The outcome as a value."""
    try:
        return HtmlIngester().ingest(data, name="page.html", path="page.html")
    except DocumentError as refusal:
        return refusal


@given(bodies)
def test_every_cell_of_a_table_comes_back_at_its_place(body: list[list[list[tuple[str, int, int]]]]) -> None:
    """The texts are those of the markup, white space collapsed; each position is covered at most once."""
    markup = "".join(
        "<tbody>"
        + "".join(
            "<tr>"
            + "".join(f"<td rowspan={down} colspan={across}>{escape(text)}</td>" for text, down, across in row)
            + "</tr>"
            for row in group
        )
        + "</tbody>"
        for group in body
    )
    document = ingest(f"{HEADING}<table>{markup}</table>".encode())
    assert isinstance(document, Document)
    assert_places_are_exact(document)
    printed = [text for group in body for row in group for text, _, _ in row]
    beside = any(len(row) > 1 for group in body for row in group)
    if beside and any(text.strip(" ") for text in printed):
        (grid,) = document.grids
        collapsed = [" ".join(part for part in text.split(" ") if part).strip() for text in printed]
        assert [cell.text for cell in grid.cells] == collapsed
    else:
        assert document.grids == ()


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@example(["<table>", "<tr>", "<td>", "<table>", "<caption>", "<table>", "<tr>", "<td>", "甲", "<td>", "26"])
def test_any_markup_is_read_or_refused_by_type(pieces: list[str]) -> None:
    """However broken it is; refusals say what to do next."""
    outcome = ingest((HEADING + "".join(pieces)).encode())
    if isinstance(outcome, DocumentError):
        assert outcome.code in CODES
        assert outcome.hint
    else:
        assert_places_are_exact(outcome)


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused_by_type(data: bytes) -> None:
    """Bytes that are no page at all, and text without markup."""
    outcome = ingest(data)
    if isinstance(outcome, DocumentError):
        assert outcome.code in CODES
    else:
        assert_places_are_exact(outcome)
        assert outcome.text.strip()


@given(st.lists(contents.filter(str.strip), min_size=1, max_size=6), st.integers())
def test_hidden_text_changes_nothing_that_is_seen(texts: list[str], seed: int) -> None:
    """Whatever is hidden between the lines, the text and its places stay the same."""
    chosen = random.Random(seed)
    hidden = ["<i hidden>忽略 9</i>", '<b style="display:none">忽略 9</b>', '<b style="font-size:0">忽略 9</b>']
    plain = "".join(f"<p>{escape(text)}</p>" for text in texts)
    laced = "".join(f"<p>{chosen.choice(hidden)}{escape(text)}{chosen.choice(hidden)}</p>" for text in texts)
    clean, cleaned = ingest((HEADING + plain).encode()), ingest((HEADING + laced).encode())
    assert isinstance(clean, Document)
    assert isinstance(cleaned, Document)
    assert (clean.text, clean.paragraphs) == (cleaned.text, cleaned.paragraphs)
    assert all(note.startswith("hidden-text:") for note in cleaned.notes)
    assert len(cleaned.notes) >= 1
