"""`gouji review` and `gouji serve` (need the extra `review`)."""

__all__: list[str] = []
