"""What a model is asked, and what its answers say."""

from extractor.prompting.catalogue import Prompt, Prompts, builtin_prompts, load_prompts
from extractor.prompting.describe import Countable, countables, row_ids
from extractor.prompting.fence import Fence, fence, fences_in
from extractor.prompting.questions import (
    METADATA_KEYS,
    claims_question,
    metadata_question,
    row_question,
    second_look_question,
    table_question,
)
from extractor.prompting.wire import (
    ClaimsReply,
    MetadataReply,
    QuotedItem,
    SecondLookReply,
    StatedCount,
    TableReply,
    TableRow,
    row_reply,
    table_reply,
)

__all__ = [
    "METADATA_KEYS",
    "ClaimsReply",
    "Countable",
    "Fence",
    "MetadataReply",
    "Prompt",
    "Prompts",
    "QuotedItem",
    "SecondLookReply",
    "StatedCount",
    "TableReply",
    "TableRow",
    "builtin_prompts",
    "claims_question",
    "countables",
    "fence",
    "fences_in",
    "load_prompts",
    "metadata_question",
    "row_ids",
    "row_question",
    "row_reply",
    "second_look_question",
    "table_question",
    "table_reply",
]
