"""Tells a csv text from prose and from other tables in plain text.

Prose has commas, and so have thousands: a text is csv only if rows of many short fields stand below each other, hold
values, and hardly any line is cut that is no such row.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.errors import DocumentError
from extractor.ingest.csv_records import Record, cut_records

__all__ = ["csv_delimiter", "is_csv"]

DELIMITERS = (",", ";")
FEWEST_FIELDS = 3
FEWEST_ROWS = 3
SEPARATOR_LINE = 8
"""Bytes in which a line that names the delimiter begins, a byte order mark included."""
REGULAR = 0.8
"""Share of the lines with a delimiter that are rows of a table."""
LONGEST_FIELD = 100
"""Code points of a field without quotes; a longer one is prose."""
MOST_LINES_WITH_TABS = 2
"""A text of tab rows or of Markdown tables is read by its own layout."""

MOST_DAMAGED = 3
"""Replacement characters that the last character of a cut text makes, and a damaged one."""

VALUE = re.compile(r"\s*(?:[-+]?\d[\d.]*|[-—－/]*)\s*")
"""What prose between two commas never is."""
SENTENCE = re.compile("[。！？]|，.*，")


def is_csv(head: bytes, encoding: str | None, *, whole: bool) -> bool:
    """Whether a file is csv, by its first bytes.

    Args:
        head: the first bytes of the file.
        encoding: the encoding where the bytes tell it; null for UTF-8 or GB18030.
        whole: `head` is the file; else its last line is cut off.
    """
    named = head[:SEPARATOR_LINE].lower().lstrip(b"\xef\xbb\xbf").startswith(b"sep=")
    if not (encoding or named) and max(map(head.count, (b",", b";"))) < FEWEST_ROWS * (FEWEST_FIELDS - 1):
        return False
    text = head.decode(encoding or _ascii_of(head), "replace").removeprefix("\ufeff")
    return csv_delimiter(text if whole else text.rpartition("\n")[0]) is not None


def _ascii_of(head: bytes) -> str:
    """UTF-8, or GB18030 where that leaves more than the cut at the end undecoded."""
    return "utf-8" if head.decode("utf-8", "replace").count("\ufffd") <= MOST_DAMAGED else "gb18030"


def csv_delimiter(text: str) -> str | None:
    """Name the delimiter of a csv text; null for any other text."""
    if sum(line.count("\t") > 1 or line.lstrip().startswith("|") for line in text.split("\n")) > MOST_LINES_WITH_TABS:
        return None
    rows = {delimiter: _table_rows(text, delimiter) for delimiter in DELIMITERS if delimiter in text}
    best = max(rows, key=lambda delimiter: rows[delimiter], default=None)
    return best if best and rows[best] else None


def _table_rows(text: str, delimiter: str) -> int:
    """How many rows of tables the text has; 0 when it is no csv with this delimiter."""
    try:
        cut = cut_records(text, delimiter)
    except DocumentError:
        return 0
    if cut.delimiter != delimiter:
        return 0
    records = [record for record in cut.records if len(record.fields) > 1 and not _padded(text, record)]
    if cut.named:
        return max(len(records), 1)
    if not records:
        return 0
    alike = [len(one.fields) == len(other.fields) >= FEWEST_FIELDS for one, other in pairwise(records)]
    beside = [before or after for before, after in zip((False, *alike), (*alike, False), strict=True)]
    rows = [record for record, regular in zip(records, beside, strict=True) if regular and _is_row(text, record)]
    telling = sum(_has_value(text, record) for record in rows)
    enough = len(rows) >= FEWEST_ROWS and len(rows) >= REGULAR * len(records) and 2 * telling >= len(rows)
    return len(rows) if enough else 0


def _padded(text: str, record: Record) -> bool:
    """Whether at most the first field prints anything, as spreadsheets write a line of prose or none."""
    return not any(text[start:end].strip() for start, end in record.fields[1:])


def _is_row(text: str, record: Record) -> bool:
    """Whether the fields are short, or have quotes that hold them together."""
    return all(
        text[start - 1 : start] == '"' or (end - start <= LONGEST_FIELD and not SENTENCE.search(text, start, end))
        for start, end in record.fields
    )


def _has_value(text: str, record: Record) -> bool:
    """Whether a field is a value or blank, and the delimiter beside it does not part the thousands of a number."""
    fields = record.fields
    return any(VALUE.fullmatch(text, *field) and not _in_thousands(text, fields, at) for at, field in enumerate(fields))


def _in_thousands(text: str, fields: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether the field may be digits of a larger number that its neighbours begin or continue."""
    joints = pairwise(fields[max(at - 1, 0) : at + 2])
    return any(_joins_thousands(text[one[0] : one[1]], text[other[0] : other[1]]) for one, other in joints)


def _joins_thousands(left: str, right: str) -> bool:
    return bool(re.search(r"\d$", left) and re.match(r"\d{3}(?!\d)", right))
