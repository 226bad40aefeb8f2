"""The database of records, questions and decisions (needs the extra `review`)."""

__all__: list[str] = []
