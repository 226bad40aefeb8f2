"""What a model is asked, and what its answers say."""

from extractor.prompting.wire import (
    ClaimsReply,
    MetadataReply,
    QuotedItem,
    SecondLookReply,
    StatedCount,
    TableReply,
    TableRow,
    table_reply,
)

__all__ = [
    "ClaimsReply",
    "MetadataReply",
    "QuotedItem",
    "SecondLookReply",
    "StatedCount",
    "TableReply",
    "TableRow",
    "table_reply",
]
