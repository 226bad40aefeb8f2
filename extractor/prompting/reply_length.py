"""How long a reply may be. A longer one is cut off, and a reply that is cut off is a fault.

Generous: for tokenisers that cut digits and Chinese finer than today's, and endpoints that indent. A model that thinks
before it answers needs its thoughts counted beside this, which is the client's business.
"""

from extractor.forms import TableEdition

__all__ = ["row_tokens", "statement_tokens", "table_tokens"]

FRAME = 128
"""For the frame of a reply, and for a model that opens with a word or two."""
CELL = 16
"""For a value field: an amount of money, digit by digit, on a line of its own."""
ROW = 64
"""For the id and the label of a row with all punctuation."""
HEAD = 32
"""For a column head."""
STATEMENT = 160
"""For a quotation with its key."""


def table_tokens(edition: TableEdition) -> int:
    """The most tokens that a reply for a whole table may take."""
    rows = sum(len(block.rows) for block in edition.blocks)
    heads = sum(block.width for block in edition.blocks)
    return FRAME + rows * ROW + len(edition.cells) * CELL + heads * HEAD


def row_tokens(width: int) -> int:
    """The most tokens that a reply for one row of so many value fields may take."""
    return FRAME + ROW + width * CELL


def statement_tokens(count: int) -> int:
    """The most tokens that a reply with so many quotations may take."""
    return FRAME + count * STATEMENT
