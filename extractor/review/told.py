"""What a program or a terminal is told of a question in the list."""

from extractor.store.database.shapes import Item

__all__ = ["told_of"]


def told_of(item: Item) -> dict[str, object]:
    """A line of the list; of a blind question neither tier nor rule nor score, which tell of the machine's answer."""
    hidden = item.blind
    return {
        "id": item.id,
        "kind": item.kind,
        "document": item.document,
        "subject": item.subject,
        "agency": item.agency,
        "year": item.year,
        "format": item.format,
        "blind": item.blind,
        "tier": None if hidden else item.tier or None,
        "rule": None if hidden else item.rule or None,
        "score": None if hidden else item.score,
    }
