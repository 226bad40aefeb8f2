"""What Gouji states about a document: frozen values, no behaviour beyond their own shape."""

from extractor.model.cell import Cell, Decision, Kind, Reading, Status, Tier
from extractor.model.document import Document, Grid, GridCell, Paragraph
from extractor.model.elements import Element, ElementCell, ElementKind
from extractor.model.finding import Coverage, Finding, Proposal
from extractor.model.page import (
    Box,
    PageBlock,
    PageCell,
    PageLine,
    PagePicture,
    PageStrip,
    PageTable,
    PageToken,
    RecognisedPage,
    Spot,
)
from extractor.model.place import Place
from extractor.model.prose import Breakdown, ChargeStatement, Completion, Prose, Quantity, Rate
from extractor.model.question import Answer, Message, ModelFault, Question, RowsHeard, Usage
from extractor.model.record import (
    META_KEYS,
    RECORD_SCHEMA,
    Claim,
    DocumentInfo,
    DocumentStatus,
    Failure,
    FormInfo,
    Record,
    Unmapped,
)

__all__ = [
    "META_KEYS",
    "RECORD_SCHEMA",
    "Answer",
    "Box",
    "Breakdown",
    "Cell",
    "ChargeStatement",
    "Claim",
    "Completion",
    "Coverage",
    "Decision",
    "Document",
    "DocumentInfo",
    "DocumentStatus",
    "Element",
    "ElementCell",
    "ElementKind",
    "Failure",
    "Finding",
    "FormInfo",
    "Grid",
    "GridCell",
    "Kind",
    "Message",
    "ModelFault",
    "PageBlock",
    "PageCell",
    "PageLine",
    "PagePicture",
    "PageStrip",
    "PageTable",
    "PageToken",
    "Paragraph",
    "Place",
    "Proposal",
    "Prose",
    "Quantity",
    "Question",
    "Rate",
    "Reading",
    "RecognisedPage",
    "Record",
    "RowsHeard",
    "Spot",
    "Status",
    "Tier",
    "Unmapped",
    "Usage",
]
