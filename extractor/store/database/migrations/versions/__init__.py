"""One module for each step of the tables' history."""

__all__: list[str] = []
