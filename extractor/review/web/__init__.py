"""The pages and the interface for programs (needs the extra `review`)."""

__all__: list[str] = []
